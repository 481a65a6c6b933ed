/** The API of privacy: a person is erased, with a receipt, or exported. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { ApiError, type Clock, limits } from '../base/kernel/kernel.ts';
import {
  type ErasureView,
  erasureRequestSchema,
  erasureSchema,
  type ProfileView,
  personExportSchema,
  privacyRequestSchema,
  receiptSchema,
  verificationSchema,
} from '../contract/api/api.ts';
import type { Erasures } from '../engine/erasure/erasure.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import { accepted, answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

interface Options {
  erasures: Erasures;
  profiles: Profiles;
  clock: Clock;
}

export function registerPrivacy(app: FastifyInstance, { erasures, profiles, clock }: Options): void {
  const erase = async (identity: string, askedBy: string): Promise<ErasureView> => {
    const view = await erasures.erase(identity, askedBy);
    const untilMs = performance.now() + limits.erasureAnswerMsMax;
    for (let latest = view; ; latest = (await erasures.find(view.id)) ?? latest) {
      if (latest.status === 'done' || performance.now() > untilMs)
        return { ...latest, claimants: view.claimants };
      await pause(limits.erasureStepMs);
    }
  };
  const description =
    'Repeated, it returns the erasure that runs, or the last receipt where nothing is left. `key`: a user id, an address, an anonymous id, or the id of a profile or person.';
  const response = accepted(erasureSchema, 'The erasure; with its receipt where it has ended', ['Location']);
  app.post(
    '/erasures',
    docs('Erase a person from every store', {
      description,
      body: documented(erasureRequestSchema, 'input'),
      response,
    }),
    async (request, reply) => {
      const view = await erase(parse(erasureRequestSchema, request.body).key, actorOf(request).name);
      return reply.code(202).header('location', `/api/v1/erasures/${view.id}`).send(view);
    },
  );
  app.post(
    '/privacy/erase',
    docs('Erase a person: the same under another name', {
      operationId: 'erasePerson',
      description: description.replace('`key`', '`identity`'),
      body: documented(privacyRequestSchema, 'input'),
      response,
    }),
    async (request, reply) => {
      const view = await erase(parse(privacyRequestSchema, request.body).identity, actorOf(request).name);
      return reply.code(202).header('location', `/api/v1/erasures/${view.id}`).send(view);
    },
  );
  app.get(
    '/erasures',
    docs('The latest erasures', { response: answers(listOf(erasureSchema), 'The latest first') }),
    async () => ({ items: await erasures.latest(), nextCursor: null }),
  );
  app.get<WithId>(
    '/erasures/:id',
    docs('An erasure and its progress', { response: answers(erasureSchema, 'The erasure') }),
    async ({ params: { id } }) => found(await erasures.find(id), `erasure "${id}"`),
  );
  app.post(
    '/erasures/verify',
    docs('Verify a receipt', {
      body: documented(receiptSchema, 'input'),
      response: answers(verificationSchema, 'Whether this installation signed it as it is'),
    }),
    async ({ body }) => ({ isGenuine: await erasures.isGenuine(parse(receiptSchema, body)) }),
  );
  app.post(
    '/privacy/export',
    docs('Everything that is stored of a person, as one document', {
      operationId: 'exportPerson',
      description: 'Reads the stores that an erasure erases. `identity`: as for `POST /erasures`.',
      body: documented(privacyRequestSchema, 'input'),
      response: answers(personExportSchema, 'The document'),
    }),
    async ({ body }) => {
      const { identity } = parse(privacyRequestSchema, body);
      const exported = found(await erasures.exportOf(identity), `person known as "${identity}"`);
      const { live, ...rest } = exported;
      const views = await Promise.all(live.map((id) => viewOf(id, profiles)));
      return {
        exportedAt: new Date(clock.nowMs()).toISOString(),
        profiles: views.filter((view) => view !== null && view !== 'unreadable'),
        unreadable: live.filter((_id, index) => views[index] === 'unreadable'),
        ...rest,
      };
    },
  );
}

/** A person has a right to the rest of what is stored too. */
async function viewOf(id: string, profiles: Profiles): Promise<ProfileView | 'unreadable' | null> {
  try {
    return await profiles.profile(id);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'profile_unreadable') return 'unreadable';
    throw error;
  }
}
