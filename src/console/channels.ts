/** The API of channels: who is notified of which alerts, how and when; and the notices of each channel. */

import type { FastifyInstance } from 'fastify';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import type { Allowed } from '../base/network/network.ts';
import {
  type ChannelKind,
  channelChangeSchema,
  channelFilterSchema,
  channelSchema,
  newChannelSchema,
  noticeFilterSchema,
  noticeSchema,
  testMessageSchema,
} from '../contract/api/api.ts';
import { unreachable } from '../sales/delivery/delivery.ts';
import { testMessage } from '../sales/notifications/notifications.ts';
import type { Sales } from '../sales/sales.ts';
import type { Actor } from '../sales/store/store.ts';
import { accepted, answers, created, docs, listOf, nothing, type WithId } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { createThrottle } from './throttle.ts';
import { documented, parse } from './validation.ts';

export function registerChannels(
  app: FastifyInstance,
  options: { sales: Pick<Sales, 'notifications'>; publicUrl: () => string; outgoing: Allowed },
): void {
  const throttle = createThrottle(limits.testMessagesMax);
  const { sales, publicUrl, outgoing } = options;
  const requireReach = (kind: ChannelKind, target: string) => {
    const error = unreachable(kind, target, outgoing);
    if (error !== null) throw new ApiError('invalid_request', `"target" is "${target}": ${error}`);
  };
  app.get(
    '/channels',
    docs('Your channels, the newest first; for managers also those of every user and of the installation', {
      querystring: documented(channelFilterSchema, 'input'),
      response: answers(listOf(channelSchema), 'A page of channels'),
    }),
    async (request) =>
      sales.notifications.listChannels(parse(channelFilterSchema, request.query), actorOf(request)),
  );
  app.post(
    '/channels',
    docs('Add a channel: e-mail, Slack or webhook', {
      takes: ['Idempotency-Key'],
      body: documented(newChannelSchema, 'input'),
      response: created(channelSchema, 'The channel'),
    }),
    async (request, reply) => {
      const given = parse(newChannelSchema, request.body);
      requireReach(given.kind, given.target);
      const actor = actorOf(request);
      const owner = given.owner === undefined ? ownerFrom(actor) : given.owner;
      return reply
        .code(201)
        .send(tagged(reply, await sales.notifications.createChannel({ ...given, owner }, actor)));
    },
  );
  app.get<WithId>(
    '/channels/:id',
    docs('One channel', { response: answers(channelSchema, 'The channel') }),
    async (request, reply) =>
      tagged(reply, await sales.notifications.channel(request.params.id, actorOf(request))),
  );
  app.patch<WithId>(
    '/channels/:id',
    docs('Change a channel: what it sends, where and when, or mute it', {
      takes: ['If-Match'],
      body: documented(channelChangeSchema, 'input'),
      response: answers(channelSchema, 'The channel as it is now'),
    }),
    async (request, reply) => {
      const change = parse(channelChangeSchema, request.body);
      const { id } = request.params;
      const actor = actorOf(request);
      if (change.target !== undefined)
        requireReach((await sales.notifications.channel(id, actor)).kind, change.target);
      const revised = { ...change, revision: revisionIn(request) };
      return tagged(reply, await sales.notifications.changeChannel(id, revised, actor));
    },
  );
  app.delete<WithId>(
    '/channels/:id',
    docs('Delete a channel; the default mail channel of a user is muted instead', {
      response: nothing('It is gone, or muted'),
    }),
    async (request, reply) => {
      await sales.notifications.deleteChannel(request.params.id, actorOf(request));
      return reply.code(204).send();
    },
  );
  app.post<WithId>(
    '/channels/:id/test',
    docs('Send a test message by a channel, without regard to its hours and limits', {
      takes: ['Idempotency-Key'],
      isThrottled: true,
      response: accepted(testMessageSchema, 'The delivery that carries it'),
    }),
    async (request, reply) => {
      const actor = actorOf(request);
      // They go to addresses that anybody may name, past all limits of a channel.
      throttle.admit(reply, actor.name, 'test messages');
      const delivery = await sales.notifications.sendTest(request.params.id, actor, (channel, nowMs) =>
        testMessage(publicUrl(), channel, nowMs),
      );
      return reply.code(202).send({ delivery });
    },
  );
  app.get<WithId>(
    '/channels/:id/notices',
    docs('Notices of a channel, the latest first: when each goes out, or why it did not', {
      querystring: documented(noticeFilterSchema, 'input'),
      response: answers(listOf(noticeSchema), 'A page of notices'),
    }),
    async (request) =>
      sales.notifications.listNotices(
        request.params.id,
        parse(noticeFilterSchema, request.query),
        actorOf(request),
      ),
  );
}

/** Who asks; the API token is nobody, so what it makes is the installation's. */
function ownerFrom({ name }: Actor): string | null {
  return name.includes('@') ? name : null;
}
