/** The API of people. */
import type { FastifyInstance } from 'fastify';
import {
  knownPersonSchema,
  type PersonInput,
  personChangeSchema,
  personFilterSchema,
  personInputSchema,
  personUpsertSchema,
} from '../contract/api/api.ts';
import type { PersonRecords } from '../sales/records/records.ts';
import type { Actor } from '../sales/store/store.ts';
import { registerByExternalId } from './external-ids.ts';
import { type ContactRooms, contactOf, profileOf } from './profile-contact.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerPeople(
  app: FastifyInstance,
  rooms: ContactRooms & { sales: { records: PersonRecords } },
): void {
  const { sales } = rooms;
  app.post(
    '/people',
    docs('Enter a person, or change the one with this address', {
      description:
        'With `profile`, that profile learns the address and the phone: a crossing that waits for one opens its lead.',
      takes: ['Idempotency-Key'],
      body: documented(personInputSchema, 'input'),
      response: {
        ...answers(knownPersonSchema, 'The person, who was known'),
        ...created(knownPersonSchema, 'The new person'),
      },
    }),
    async (request, reply) => {
      const input = parse(personInputSchema, request.body);
      const actor = actorOf(request);
      const publish = await publishing(rooms, input, actor);
      const { person, isNew } = await sales.records.putPerson(input, actor);
      await publish?.();
      return reply.code(isNew ? 201 : 200).send(tagged(reply, person));
    },
  );
  app.get(
    '/people',
    docs('People sales knows, the latest entered first', {
      querystring: documented(personFilterSchema, 'input'),
      response: answers(listOf(knownPersonSchema), 'A page of people'),
    }),
    async (request) => sales.records.listPeople(ofOwner(parse(personFilterSchema, request.query), request)),
  );
  registerByExternalId(app, {
    path: '/people',
    what: 'person',
    wanted: personUpsertSchema,
    view: knownPersonSchema,
    find: sales.records.personWith,
    upsert: sales.records.upsertPerson,
  });
  app.get<WithId>(
    '/people/:id',
    docs('One person', { response: answers(knownPersonSchema, 'The person') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.person(params.id), `person "${params.id}"`)),
  );
  app.patch<WithId>(
    '/people/:id',
    docs('Change a person; "doNotContact" closes their open tasks and deliveries, and can be taken back', {
      takes: ['If-Match'],
      body: documented(personChangeSchema, 'input'),
      response: answers(knownPersonSchema, 'The person as they are now'),
    }),
    async (request, reply) => {
      const change = { ...parse(personChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.changePerson(request.params.id, change, actorOf(request)));
    },
  );
}

/** Returns what publishes the person's address to the engine, where the request names a profile. Throws `not_found`, `conflict`. */
async function publishing(
  rooms: ContactRooms,
  { profile: key, email, phone, name }: PersonInput,
  actor: Actor,
): Promise<(() => Promise<void>) | null> {
  if (key === undefined) return null;
  const contact = { email: email ?? undefined, phone: phone ?? undefined, name: name ?? undefined };
  return contactOf(rooms, { key, profile: await profileOf(rooms, key), contact, actor });
}
