/** The API of keys with which clients send events: made, renamed, rotated and revoked. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '../base/kernel/kernel.ts';
import {
  type IngestKeyView,
  ingestKeyChangeSchema,
  ingestKeySchema,
  keyRotationSchema,
  newIngestKeySchema,
} from '../contract/api/api.ts';
import { type KeyStore, revisionOfKey } from '../engine/keys/keys.ts';
import type { Sales } from '../sales/sales.ts';
import { once } from '../sales/store/store.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, revisionIn } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerIngestKeys(
  app: FastifyInstance,
  { keys, sales, clock }: { keys: KeyStore; sales: Pick<Sales, 'forms'>; clock: Clock },
): void {
  const missing = (id: string) => `key "${id}"`;
  app.get(
    '/keys',
    docs('The keys with which clients send events, without the revoked ones', {
      response: answers(listOf(ingestKeySchema), 'All of them'),
    }),
    async () => ({ items: await keys.list(), nextCursor: null }),
  );
  app.get<WithId>(
    '/keys/:id',
    docs('One key', { response: answers(ingestKeySchema, 'The key', ['ETag']) }),
    async ({ params: { id } }, reply) => taggedKey(reply, found(await keys.find(id), missing(id))),
  );
  app.post(
    '/keys',
    docs('Make a key; the answer alone has the text of a secret one', {
      description:
        'Repeated with its Idempotency-Key, the request returns the key that it made, without the text of a secret one. Rotate it where the first answer was lost.',
      takes: ['Idempotency-Key'],
      body: documented(newIngestKeySchema, 'input'),
      response: created(ingestKeySchema, 'The new key'),
    }),
    async (request, reply) => {
      const wanted = parse(newIngestKeySchema, request.body);
      if (wanted.form !== undefined) await sales.forms.requireForm(wanted.form);
      const actor = actorOf(request);
      const key = await keys.create(wanted, actor.name, (connection, make) =>
        once(connection, actor, { key: wanted }, clock.nowMs(), make),
      );
      return reply.code(201).send(key);
    },
  );
  app.patch<WithId>(
    '/keys/:id',
    docs('Rename a key, or name the pages it is for', {
      takes: ['If-Match'],
      body: documented(ingestKeyChangeSchema, 'input'),
      response: answers(ingestKeySchema, 'The key', ['ETag']),
    }),
    async (request, reply) => {
      const { id } = request.params;
      const change = { ...parse(ingestKeyChangeSchema, request.body), revision: revisionIn(request) };
      if (change.form !== undefined) await sales.forms.requireForm(change.form);
      return taggedKey(reply, found(await keys.change(id, change), missing(id)));
    },
  );
  app.post<WithId>(
    '/keys/:id/rotate',
    docs('Give it a new text; the one before is refused at once, or after graceSeconds', {
      body: documented(keyRotationSchema, 'input'),
      response: answers(ingestKeySchema, 'The key, with its new text'),
    }),
    async ({ params: { id }, body }) =>
      found(await keys.rotate(id, parse(keyRotationSchema, body).graceSeconds), missing(id)),
  );
  app.delete<WithId>(
    '/keys/:id',
    docs('Revoke it: it is refused at once, for good', {
      response: answers(ingestKeySchema, 'The key, which is revoked now'),
    }),
    async (request) => {
      const { id } = request.params;
      return found(await keys.revoke(id, actorOf(request).name), missing(id));
    },
  );
}

/** A key with the revision of what can be changed of it as ETag. */
function taggedKey(reply: FastifyReply, key: IngestKeyView): IngestKeyView {
  reply.header('etag', `"${revisionOfKey(key)}"`);
  return key;
}
