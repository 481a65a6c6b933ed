/** The API of teams and territories. */
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import {
  successSchema,
  teamSchema,
  teamViewSchema,
  territorySchema,
  territoryViewSchema,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, created, docs, found, listOf } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

type Named = { Params: { name: string } };

const kinds = {
  team: {
    path: '/teams',
    given: teamSchema,
    body: documented(teamSchema.omit({ name: true }), 'input'),
    view: teamViewSchema,
    what: 'a team, with its manager',
  },
  territory: {
    path: '/territories',
    given: territorySchema,
    body: documented(territorySchema.omit({ name: true }), 'input'),
    view: territoryViewSchema,
    what: 'a territory, with its countries',
  },
} as const;

export function registerOrgUnits(app: FastifyInstance, sales: Pick<Sales, 'team'>): void {
  registerKind(app, sales, 'team');
  registerKind(app, sales, 'territory');
}

function registerKind(app: FastifyInstance, sales: Pick<Sales, 'team'>, kind: keyof typeof kinds): void {
  const { path, body, view, what } = kinds[kind];
  const given: z.ZodType<z.infer<typeof teamSchema> | z.infer<typeof territorySchema>> = kinds[kind].given;
  app.get(
    path,
    docs(`All of ${path.slice(1)}, by name`, { response: answers(listOf(view), 'All of them') }),
    async () => ({ items: await sales.team.orgUnits.list(kind), nextCursor: null }),
  );
  app.get<Named>(
    `${path}/:name`,
    docs(`One ${kind}`, { response: answers(view, `The ${kind}`) }),
    async ({ params: { name } }, reply) =>
      tagged(reply, found(await sales.team.orgUnits.find(kind, name), `${kind} "${name}"`)),
  );
  app.put<Named>(
    `${path}/:name`,
    docs(`Make or replace ${what}`, {
      takes: ['If-Match'],
      body,
      response: { ...answers(view, `The ${kind}`), ...created(view, `The new ${kind}`) },
    }),
    async (request, reply) => {
      const name = request.params.name;
      const wanted = {
        ...parse(given, { ...(request.body as object | null), name }),
        revision: revisionIn(request),
      };
      const { orgUnit, isNew } = await sales.team.orgUnits.put(kind, wanted, actorOf(request));
      return reply.code(isNew ? 201 : 200).send(tagged(reply, orgUnit));
    },
  );
  app.delete<Named>(
    `${path}/:name`,
    docs(`Delete ${what}; nobody may be left in it`, {
      takes: ['If-Match'],
      response: answers(successSchema, 'It is gone'),
    }),
    async (request) => {
      await sales.team.orgUnits.delete(kind, request.params.name, revisionIn(request), actorOf(request));
      return { success: true };
    },
  );
}
