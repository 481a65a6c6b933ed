/** The API of what goes out: the delivery log with replay, and the endpoints of webhooks. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../base/kernel/kernel.ts';
import {
  deliveryFilterSchema,
  deliverySchema,
  deliveryWithAttemptsSchema,
  endpointChangeSchema,
  endpointSchema,
  manyDeliveriesSchema,
  manyResultSchema,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import type { Actor } from '../sales/store/store.ts';
import { actOnMany } from './many.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerDeliveries(
  app: FastifyInstance,
  { sales, clock }: { sales: Pick<Sales, 'delivery'>; clock: Clock },
): void {
  registerLog(app, sales);
  registerMany(app, sales.delivery, clock);
  registerEndpoints(app, sales);
}

function registerLog(app: FastifyInstance, sales: Pick<Sales, 'delivery'>): void {
  app.get(
    '/deliveries',
    docs('Mails, Slack messages and webhooks, newest first', {
      querystring: documented(deliveryFilterSchema, 'input'),
      response: answers(listOf(deliverySchema), 'A page of deliveries'),
    }),
    async (request) => sales.delivery.listDeliveries(parse(deliveryFilterSchema, request.query)),
  );
  app.get<WithId>(
    '/deliveries/:id',
    docs('One delivery, with what each try came to', {
      response: answers(deliveryWithAttemptsSchema, 'The delivery'),
    }),
    async ({ params }) => found(await sales.delivery.delivery(params.id), `delivery "${params.id}"`),
  );
  app.post<WithId>(
    '/deliveries/:id/replay',
    docs('Try now: the same delivery while it waits, else a new one that repeats it', {
      takes: ['Idempotency-Key'],
      response: created(deliveryWithAttemptsSchema, 'The delivery that is tried'),
    }),
    async (request, reply) =>
      reply.code(201).send(await sales.delivery.replayDelivery(request.params.id, actorOf(request))),
  );
  app.post<WithId>(
    '/deliveries/:id/cancel',
    docs('Call a delivery off that waits', {
      response: answers(deliveryWithAttemptsSchema, 'The delivery as it is now'),
    }),
    async (request) => sales.delivery.cancelDelivery(request.params.id, actorOf(request)),
  );
}

function registerMany(app: FastifyInstance, delivery: Sales['delivery'], clock: Clock): void {
  const words = {
    description: 'Of a filter it acts on a part, until `nextCursor` is null.',
    body: documented(manyDeliveriesSchema, 'input'),
    response: answers(manyResultSchema, 'What became of each'),
  };
  const onMany = (request: FastifyRequest, act: (id: string, actor: Actor) => Promise<unknown>) =>
    actOnMany(parse(manyDeliveriesSchema, request.body), {
      nowMs: clock.nowMs(),
      act: (id) => act(id, actorOf(request)),
      page: async (filter: NonNullable<z.infer<typeof manyDeliveriesSchema>['filter']>, limit, cursor) => {
        const { items, nextCursor } = await delivery.listDeliveries({ ...filter, limit, cursor });
        const found = items.map(({ id, createdAt }) => ({ id, atMs: Date.parse(createdAt) }));
        return { items: found, nextCursor };
      },
    });
  app.post(
    '/deliveries/replay',
    docs('Send many again: each that waits now, of the others those that nobody has sent again', {
      ...words,
      operationId: 'replayDeliveries',
    }),
    (request) => onMany(request, delivery.replayOnce),
  );
  app.post(
    '/deliveries/cancel',
    docs('Call many off that wait', { ...words, operationId: 'cancelDeliveries' }),
    (request) => onMany(request, delivery.cancelDelivery),
  );
}

function registerEndpoints(app: FastifyInstance, sales: Pick<Sales, 'delivery'>): void {
  const one = answers(endpointSchema, 'The endpoint as it is now');
  app.get(
    '/endpoints',
    docs('Addresses that webhooks go to; managers see their secrets', {
      response: answers(listOf(endpointSchema), 'Every endpoint'),
    }),
    async (request) => ({ items: await sales.delivery.listEndpoints(actorOf(request)), nextCursor: null }),
  );
  app.get<WithId>(
    '/endpoints/:id',
    docs('One endpoint', { response: answers(endpointSchema, 'The endpoint') }),
    async (request, reply) => {
      const { id } = request.params;
      return tagged(reply, found(await sales.delivery.endpoint(id, actorOf(request)), `endpoint "${id}"`));
    },
  );
  app.post<WithId>(
    '/endpoints/:id/rotate',
    docs('A new secret; the one before signs beside it for a day', { response: one }),
    async (request, reply) =>
      tagged(reply, await sales.delivery.rotateSecret(request.params.id, actorOf(request))),
  );
  app.post<WithId>(
    '/endpoints/:id/enable',
    docs('Let webhooks go to an endpoint again', { response: one }),
    async (request, reply) =>
      tagged(reply, await sales.delivery.enableEndpoint(request.params.id, actorOf(request))),
  );
  app.patch<WithId>(
    '/endpoints/:id',
    docs('Choose the format: Standard Webhooks, or CloudEvents within them', {
      takes: ['If-Match'],
      body: documented(endpointChangeSchema, 'input'),
      response: one,
    }),
    async (request, reply) => {
      const change = { ...parse(endpointChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.delivery.changeEndpoint(request.params.id, change, actorOf(request)));
    },
  );
}
