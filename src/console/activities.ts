/** The API of activities: calls, mails, meetings and notes, logged, corrected and taken back. */
import type { FastifyInstance } from 'fastify';
import {
  activityChangeSchema,
  activityFilterSchema,
  activitySchema,
  newActivitySchema,
  successSchema,
} from '../contract/api/api.ts';
import type { ActivityRecords } from '../sales/records/records.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerActivities(app: FastifyInstance, sales: { records: ActivityRecords }): void {
  app.post(
    '/activities',
    docs('Log a call, voicemail, mail, meeting or note', {
      takes: ['Idempotency-Key'],
      body: documented(newActivitySchema, 'input'),
      response: created(activitySchema, 'The activity'),
    }),
    async (request, reply) => {
      const made = await sales.records.logActivity(parse(newActivitySchema, request.body), actorOf(request));
      return reply.code(201).send(tagged(reply, made));
    },
  );
  app.get(
    '/activities',
    docs('Activities of a person or a record, the latest logged first', {
      querystring: documented(activityFilterSchema, 'input'),
      response: answers(listOf(activitySchema), 'A page of activities'),
    }),
    async (request) => sales.records.listActivities(parse(activityFilterSchema, request.query)),
  );
  app.get<WithId>(
    '/activities/:id',
    docs('One activity', { response: answers(activitySchema, 'The activity') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.activity(params.id), `activity "${params.id}"`)),
  );
  app.patch<WithId>(
    '/activities/:id',
    docs('Correct a wrongly logged activity; its timeline keeps the previous text', {
      takes: ['If-Match'],
      body: documented(activityChangeSchema, 'input'),
      response: answers(activitySchema, 'The activity as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(activityChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.correctActivity(request.params.id, change, actorOf(request)));
    },
  );
  app.post<WithId>(
    '/activities/:id/undo',
    docs('Take back a logged activity, within a day', {
      description:
        'It counts as no contact any longer, and its follow-up task is cancelled. The timelines of its person and records keep who logged it and who took it back, without its text.',
      response: answers(successSchema, 'It was never logged'),
    }),
    async (request) => {
      await sales.records.undoActivity(request.params.id, actorOf(request));
      return { success: true };
    },
  );
}
