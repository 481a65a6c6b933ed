/** Records by their ids in other systems: one route reads the record, one makes it or changes what differs. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { type ExternalId, externalIdPathSchema, externalSourceQuerySchema } from '../contract/api/api.ts';
import type { Actor, Revised, Upserted } from '../sales/store/store.ts';
import { answers, created, docs, found } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

/** The parts of a request that the path and the query have said already. */
interface Named {
  externalId?: string | null | undefined;
  externalSource?: string | null | undefined;
}

/** A kind of records as these routes need it. */
interface Kind<Wanted extends Named, View extends { revision: number }> {
  /** `/people`. */
  path: string;
  what: string;
  wanted: z.ZodType<Wanted>;
  view: z.ZodType<View>;
  find(external: ExternalId): Promise<View | null>;
  upsert(external: ExternalId, wanted: Revised<Wanted>, actor: Actor): Promise<Upserted<View>>;
}

type WithExternalId = { Params: { externalId: string } };

export function registerByExternalId<Wanted extends Named, View extends { revision: number }>(
  app: FastifyInstance,
  { path, what, wanted, view, find, upsert }: Kind<Wanted, View>,
): void {
  const querystring = documented(externalSourceQuerySchema, 'input');
  const capitalised = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  app.get<WithExternalId>(
    `/by-external-id${path}/:externalId`,
    docs(`The ${what} with an id in another system`, {
      operationId: `get${capitalised}ByExternalId`,
      querystring,
      response: answers(view, `The ${what}`),
    }),
    async (request, reply) => {
      const external = externalIdIn(request);
      const { externalId, externalSource } = external;
      const source = externalSource === null ? '' : ` of "${externalSource}"`;
      const whose = `${what} with the "externalId" "${externalId}"${source}`;
      return tagged(reply, found(await find(external), whose));
    },
  );
  const described = docs(`Make the ${what} with an id in another system, or change what differs`, {
    operationId: `put${capitalised}ByExternalId`,
    takes: ['If-Match'],
    description: 'Parts that are left out stay. The same request again changes nothing.',
    querystring,
    body: documented(wanted, 'input'),
    response: { ...answers(view, `The ${what} as it is now`), ...created(view, `The new ${what}`) },
  });
  app.put<WithExternalId>(
    `/by-external-id${path}/:externalId`,
    { config: { ...described.config, merges: true } },
    async (request, reply) => {
      const external = externalIdIn(request);
      const given = parse(wanted, request.body);
      requireSame(external, given);
      const revised = { ...given, revision: revisionIn(request) };
      const { record, isNew } = await upsert(external, revised, actorOf(request));
      return reply.code(isNew ? 201 : 200).send(tagged(reply, record));
    },
  );
}

function externalIdIn({ params, query }: FastifyRequest): ExternalId {
  const { externalId } = parse(externalIdPathSchema, params);
  return { externalId, externalSource: parse(externalSourceQuerySchema, query).externalSource ?? null };
}

/** Throws `invalid_request` where the body names another id than the path; PATCH of the record changes it. */
function requireSame(external: ExternalId, given: Named): void {
  for (const name of ['externalId', 'externalSource'] as const)
    if (given[name] !== undefined && given[name] !== external[name])
      throw new ApiError(
        'invalid_request',
        `"${name}" is ${JSON.stringify(given[name])}, but the address says ${JSON.stringify(external[name])}; leave it out`,
      );
}
