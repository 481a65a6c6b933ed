/** The API of people. */
import type { FastifyInstance } from 'fastify';
import {
  knownPersonSchema,
  personChangeSchema,
  personFilterSchema,
  personInputSchema,
  personUpsertSchema,
} from '../contract/api/api.ts';
import type { PersonRecords } from '../sales/records/records.ts';
import { registerByExternalId } from './external-ids.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerPeople(app: FastifyInstance, sales: { records: PersonRecords }): void {
  app.post(
    '/people',
    docs('Enter a person, or change the one with this address', {
      takes: ['Idempotency-Key'],
      body: documented(personInputSchema, 'input'),
      response: {
        ...answers(knownPersonSchema, 'The person, who was known'),
        ...created(knownPersonSchema, 'The new person'),
      },
    }),
    async (request, reply) => {
      const input = parse(personInputSchema, request.body);
      const { person, isNew } = await sales.records.putPerson(input, actorOf(request));
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
