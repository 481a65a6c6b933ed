/** Calendars of tasks: their secret addresses, made and revoked by a log-in, and the feed behind each, which needs none. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import { senderOf } from '../base/network/network.ts';
import type { Logger } from '../base/telemetry/telemetry.ts';
import { calendarSchema, successSchema } from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { taskCalendar } from '../sales/team/team.ts';
import { problemHandler } from './problem.ts';
import { answers, created, docs } from './route-docs.ts';
import { createThrottle } from './throttle.ts';
import { ownAddress } from './users.ts';

export function registerOwnCalendar(app: FastifyInstance, sales: Pick<Sales, 'team'>): void {
  app.post(
    '/users/me/calendar',
    docs('Make a secret address for the calendar of your tasks; the previous one is revoked', {
      description:
        'A GET of the address needs no log-in and answers iCalendar (`text/calendar; charset=utf-8`): an event for each open task. With `?lanes=true` also the tasks of your lanes that nobody has yet.',
      response: created(calendarSchema, 'The address, shown this once'),
    }),
    async (request, reply) => {
      const token = await sales.team.calendars.create(ownAddress(request));
      return reply.code(201).send({ url: `${consoleUrlOf(request)}/calendar/${token}.ics` });
    },
  );
  app.delete(
    '/users/me/calendar',
    docs('Revoke the secret address of your calendar', {
      response: answers(successSchema, 'The address is revoked'),
    }),
    async (request) => {
      if (!(await sales.team.calendars.revoke(ownAddress(request))))
        throw new ApiError('not_found', 'there is no calendar; POST makes one');
      return { success: true };
    },
  );
}

export async function registerCalendarFeeds(
  root: FastifyInstance,
  options: { sales: Pick<Sales, 'team'>; logger: Logger },
): Promise<void> {
  const { sales, logger } = options;
  const throttle = createThrottle(limits.calendarMissesMax);
  await root.register(async (app) => {
    app.setErrorHandler(problemHandler(logger));
    app.get<{ Params: { file: string }; Querystring: { lanes?: unknown } }>(
      '/calendar/:file',
      async (request, reply) => {
        throttle.admit(reply, senderOf(request), 'requests for unknown calendars');
        // An address of another form is looked up like any other: a wrong one looks the same as a revoked one.
        const token = request.params.file.replace(/\.ics$/, '');
        const feed = await sales.team.calendars.find(token, { withLanes: request.query.lanes === 'true' });
        if (feed === null) throw new ApiError('not_found', 'there is no such calendar, or it was revoked');
        throttle.giveBack(senderOf(request));
        const text = taskCalendar(feed, consoleUrlOf(request));
        const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
        reply.headers({
          etag: tag,
          'cache-control': 'private, no-cache',
          'x-robots-tag': 'noindex',
        });
        if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
        return reply.type('text/calendar; charset=utf-8').send(text);
      },
    );
  });
}

/** If-None-Match: a list of tags, weak ones too, or `*`. */
function isKnown(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

/** Where the caller sees the console. */
function consoleUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
