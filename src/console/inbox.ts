/** The API of a user's inbox: alerts as they were sent, read one by one or all at once. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  inboxFilterSchema,
  inboxItemSchema,
  inboxMarkSchema,
  inboxPageSchema,
  inboxReadSchema,
  inboxReadUntilSchema,
} from '../contract/api/api.ts';
import type { Reader } from '../sales/notifications/notifications.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, docs, type WithId } from './route-docs.ts';
import { actorOf } from './session.ts';
import { ownAddress } from './users.ts';
import { documented, parse } from './validation.ts';

export function registerInbox(app: FastifyInstance, sales: Pick<Sales, 'notifications'>): void {
  app.get(
    '/alerts',
    docs('Your inbox: every alert that notifies you, as it was sent, the latest first', {
      description:
        'It has what you own, what notifies you or one of your lanes, and of those who may claim what waits in the queue.',
      operationId: 'listInbox',
      querystring: documented(inboxFilterSchema, 'input'),
      response: answers(inboxPageSchema, 'A page of alerts, and how many are unread'),
    }),
    async (request) =>
      sales.notifications.listInbox(parse(inboxFilterSchema, request.query), readerOf(request)),
  );
  app.patch<WithId>(
    '/alerts/:id',
    docs('Mark an alert of your inbox as read or unread', {
      operationId: 'markAlert',
      body: documented(inboxMarkSchema, 'input'),
      response: answers(inboxItemSchema, 'The alert'),
    }),
    async (request) => {
      const { isRead } = parse(inboxMarkSchema, request.body);
      return sales.notifications.markInbox(request.params.id, isRead, readerOf(request));
    },
  );
  app.post(
    '/alerts/read',
    docs('Mark your inbox as read up to an alert', {
      description: 'With the `before` of its answer as `until` it is undone.',
      operationId: 'readAlerts',
      body: documented(inboxReadSchema, 'input'),
      response: answers(inboxReadUntilSchema, 'Up to where it is read, now and before'),
    }),
    async (request) =>
      sales.notifications.readInboxUntil(parse(inboxReadSchema, request.body).until, readerOf(request)),
  );
}

/** Throws `not_found` for a program: it has no inbox. */
function readerOf(request: FastifyRequest): Reader {
  const { lanes: named, worksIn: lanes = named, role = 'rep' } = actorOf(request);
  return { email: ownAddress(request), lanes, role };
}
