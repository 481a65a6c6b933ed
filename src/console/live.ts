/** The live stream as server-sent events: resumable, bounded, kept awake. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { every } from '../base/background/background.ts';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import {
  alertTypes,
  changedRecordsSchema,
  eventsVersion,
  liveAlertSchema,
  workCountsSchema,
} from '../contract/api/api.ts';
import {
  isInInbox,
  isMine,
  type LiveStream,
  type Reader,
  type Subscriber,
} from '../sales/notifications/notifications.ts';
import type { Alert } from '../sales/outbox/outbox.ts';
import type { Sales } from '../sales/sales.ts';
import { answersText, docs } from './route-docs.ts';
import { actorOf, sessionTokenOf } from './session.ts';
import { documented, parse } from './validation.ts';

const querySchema = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  /** Only alerts that the user owns, or that notify the user or a lane of theirs. */
  mine: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .default(false),
  /** For a page: each alert with its row of the work list, and `work.counts` soon after. */
  rows: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .default(false),
});

/** A stream is text; the data of its events are JSON of these shapes. */
const streamSchema = {
  contentMediaType: 'text/event-stream',
  contentSchema: {
    title: 'LiveEvent',
    oneOf: [
      {
        title: 'LiveAlert',
        oneOf: alertTypes.map((type) => documented(liveAlertSchema(type), 'output')),
      },
      documented(workCountsSchema, 'output'),
      documented(changedRecordsSchema, 'output'),
    ],
  },
};

const streamExample =
  'retry: 1000\n\nid: 1207\nevent: lead.opened\ndata: {"id":1207,"type":"lead.opened","at":"2026-12-01T08:57:12.000Z","lead":{…}}\n\n: still here\n\n';

export function registerLive(
  app: FastifyInstance,
  options: { live: LiveStream; sales: Pick<Sales, 'team'>; liveHeartbeatMs?: number },
): void {
  const { live, sales, liveHeartbeatMs = limits.liveHeartbeatMs } = options;
  app.get(
    '/alerts/stream',
    {
      // A HEAD of it would be a stream without an end or a body.
      exposeHeadRoute: false,
      ...docs('Alerts as they happen (server-sent events)', {
        description: `Events ${alertTypes.map((type) => `\`${type}\``).join(', ')}. To resume, send \`Last-Event-ID\` or \`?after=\`. With \`?mine=true\` only alerts that you own, or that notify you or one of your lanes. With \`?rows=true\` each alert of a lead or task also has \`work\`, its row of the work list as it is now. \`isInInbox\` says whether your inbox has it. Events \`work.counts\`, which have no id, say the counts of your views. \`records.changed\` says in which lists records in stages have changed.`,
        operationId: 'streamAlerts',
        takes: ['Last-Event-ID'],
        querystring: documented(querySchema, 'input'),
        response: answersText(
          'text/event-stream',
          'A stream without an end. Each alert has its `id`, its type as `event`, and as `data` a JSON object with `id`, `type`, `at` and the fields of that type',
          { schema: streamSchema, example: streamExample, headers: ['Scoville-Version'] },
        ),
      }),
    },
    async (request, reply) => {
      const { after, mine, rows } = parse(querySchema, request.query);
      const me = actorOf(request);
      if (mine && !me.name.includes('@'))
        throw new ApiError(
          'invalid_request',
          '"mine" is a log-in’s own; the API token owns nothing: leave it out',
        );
      const reader: Reader = { email: me.name, lanes: me.worksIn ?? me.lanes, role: me.role ?? 'rep' };
      const isSent = (alert: Alert) => !mine || isMine(alert, reader);
      const resumed = Number(request.headers['last-event-id'] ?? after ?? Number.NaN);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        // A hijacked answer sends what its hooks have said by itself.
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'scoville-version': eventsVersion,
      });
      // A connection that breaks while we write says so here; `close` follows.
      raw.on('error', () => undefined);
      const write = (text: string) => {
        if (!raw.destroyed && !raw.writableEnded) raw.write(text);
      };
      write(`retry: ${limits.liveRetryMs}\n\n`);
      const subscriber: Subscriber = {
        viewer: rows ? me.name : null,
        sendCounts: (counts) => write(`event: work.counts\ndata: ${JSON.stringify(counts)}\n\n`),
        sendChanged: (changed) => write(`event: records.changed\ndata: ${JSON.stringify(changed)}\n\n`),
        send: (alert) => {
          if (!isSent(alert)) return;
          const { id, type, at, data, work } = alert;
          const sent = {
            ...{ id, type, at },
            ...data,
            ...(rows && { isInInbox: isInInbox(alert, reader) }),
            ...(rows && work !== undefined && { work }),
          };
          write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(sent)}\n\n`);
          // A reader that does not keep up is let go; it resumes where it was.
          if (raw.writableLength > limits.liveBufferBytesMax) raw.destroy();
        },
        isReady: async () => {
          if (raw.writableNeedDrain && !raw.destroyed) await drained(raw);
          return !raw.destroyed && !raw.writableEnded;
        },
        end: () => raw.end(),
      };
      const token = sessionTokenOf(request);
      const heartbeat = every(liveHeartbeatMs, () => write(': still here\n\n'));
      // A log-in that has ended since ends its stream; a store that is away says nothing about it.
      const logInWatch = every(liveHeartbeatMs, async () => {
        const hasEnded = token !== null && (await isLoggedOut(sales, token));
        if (hasEnded) raw.end();
      });
      const isResumed = Number.isSafeInteger(resumed) && resumed >= 0;
      const leave = await live.subscribe(subscriber, isResumed ? resumed : null).catch(() => {
        raw.end();
        return () => undefined;
      });
      const close = () => {
        heartbeat.close();
        logInWatch.close();
        leave();
      };
      if (raw.destroyed || raw.writableEnded) close();
      else raw.once('close', close);
    },
  );
}

function isLoggedOut(sales: Pick<Sales, 'team'>, token: string): Promise<boolean> {
  return sales.team.callerOf(token).then(
    (account) => account === null,
    () => false,
  );
}

/** Resolves when the buffer is empty again, or when there is nobody left to read it. */
function drained(raw: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      raw.off('drain', done);
      raw.off('close', done);
      resolve();
    };
    raw.once('drain', done);
    raw.once('close', done);
  });
}
