/** The API of programmes: what is active, versions, publishing, roll-back, checks and backtests of drafts. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, type Clock, limits } from '../base/kernel/kernel.ts';
import { edgeOfPeriodIn } from '../base/time/time.ts';
import {
  activeProgrammeSchema,
  backtestRunSchema,
  backtestSummarySchema,
  draftPreviewSchema,
  programmeCheckSchema,
  programmeDiffSchema,
  programmeSchema,
  programmeTextSchema,
  programmeVersionSchema,
  publishedVersionSchema,
} from '../contract/api/api.ts';
import type { Backtests } from '../engine/analysis/analysis.ts';
import type { Publishing } from '../engine/programmes/programmes.ts';
import {
  accepted,
  answers,
  created,
  docs,
  found,
  listOf,
  nothing,
  numbered,
  type WithId,
} from './route-docs.ts';
import { documented, parse } from './validation.ts';

const text = z.string().min(1).max(1_000_000);
const note = z.string().trim().max(1_000).default('');
const number = z.coerce.number().int().min(1);

/** `30d`, `12h`, `30 days`, or a time such as `2026-11-01T00:00:00Z`. */
export const momentSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .describe(
    'a time, or how long ago, such as `12h`; days and weeks are whole ones in UTC and today is the last of them, as in rule health',
  );

/** The text of an examples file; null for none. Without it, those that the programme, or the version, has are used. */
const examples = z.string().min(1).max(1_000_000).nullable().optional();
/** Whether crossings that only this change makes are notified, as if each profile had made them. */
const notify = z.boolean().default(false);

/**
 * Hash of the active text that it replaces, null where none is active; another one is a conflict. Without it, it replaces any.
 */
const replaces = z.string().max(64).nullable().optional();

const publishSchema = z.strictObject({ text, examples, note, notify, replaces });
const checkSchema = z.strictObject({ text, examples });
const rollBackSchema = z.strictObject({ to: number, examples, note, notify, replaces });
const diffQuerySchema = z.strictObject({ from: number, to: number });
const backtestSchema = z.strictObject({
  draft: text,
  since: momentSchema.default('30d'),
  until: momentSchema.optional(),
  /** Seconds to wait for the answer before one in the making is given. */
  waitSeconds: z.number().min(0).max(limits.runWaitSecondsMax).default(0),
});

const backtestsQuerySchema = z.strictObject({ programme: z.string().max(64).optional() });

export function registerProgrammes(
  app: FastifyInstance,
  options: { publishing: Publishing; backtests: Backtests; clock: Clock },
): void {
  registerVersions(app, options);
  registerBacktests(app, options);
}

/** The words of a route with a body, and its limit: a body may hold the text of a programme. */
const docsWithBody = (summary: string, body: z.ZodType, response: Record<number, object>) => ({
  ...docs(summary, { body: documented(body, 'input'), response }),
  bodyLimit: limits.programmeBytesMax,
});

function registerVersions(app: FastifyInstance, { publishing }: { publishing: Publishing }): void {
  app.get(
    '/programmes',
    docs('Active programmes', { response: answers(listOf(programmeSchema), 'The active programmes') }),
    async () => ({ items: await publishing.list(), nextCursor: null }),
  );
  app.get<WithId>(
    '/programmes/:id',
    docs('The active text of a programme, with its examples', {
      response: answers(activeProgrammeSchema, 'The programme'),
    }),
    async ({ params }) => publishing.active(params.id),
  );
  app.delete<WithId>(
    '/programmes/:id',
    docs('Retire a programme: it scores nobody from now on; its versions stay', {
      response: nothing('The programme is retired'),
    }),
    async ({ params }, reply) => {
      await publishing.retire(params.id);
      return reply.code(204).send();
    },
  );
  app.get<WithId>(
    '/programmes/:id/versions',
    docs('Versions of a programme, the latest first', {
      response: answers(listOf(programmeVersionSchema), 'The versions'),
    }),
    async ({ params }) => {
      const items = await publishing.versions(params.id);
      return {
        items: found(items.length === 0 ? null : items, `programme "${params.id}"`),
        nextCursor: null,
      };
    },
  );
  app.get<{ Params: { id: string; number: string } }>(
    '/programmes/:id/versions/:number',
    docs('One version with its text', { response: answers(programmeTextSchema, 'The version') }),
    async ({ params }) => publishing.version(params.id, numbered(params.number, `version of "${params.id}"`)),
  );
  app.get<WithId>(
    '/programmes/:id/diff',
    docs('What changed from one version to another, in words', {
      querystring: documented(diffQuerySchema, 'input'),
      response: answers(programmeDiffSchema, 'The changes'),
    }),
    async ({ params, query }) => {
      const { from, to } = parse(diffQuerySchema, query);
      return { from, to, changes: await publishing.diff(params.id, from, to) };
    },
  );
  app.post<WithId>(
    '/programmes/:id/check',
    docsWithBody(
      'Errors, changes and examples of a draft, without publishing it',
      checkSchema,
      answers(programmeCheckSchema, 'What the draft would change'),
    ),
    async ({ params, body: given }) => publishing.check(params.id, parse(checkSchema, given)),
  );
  app.post<WithId>(
    '/programmes/:id/preview',
    docsWithBody(
      'What a text comes to while it is typed: errors by line, changes in words, examples one by one',
      checkSchema,
      answers(draftPreviewSchema, 'Its errors, changes and examples'),
    ),
    async ({ params, body: given }) => publishing.preview(params.id, parse(checkSchema, given)),
  );
  app.post<WithId>(
    '/programmes/:id/versions',
    docsWithBody(
      'Publish a text as the next version; its examples must be met',
      publishSchema,
      created(publishedVersionSchema, 'The version'),
    ),
    async (request, reply) => {
      const given = parse(publishSchema, request.body);
      reply.code(201);
      return publishing.publish(request.params.id, { ...given, author: authorOf(request) });
    },
  );
  app.post<WithId>(
    '/programmes/:id/rollback',
    docsWithBody(
      'Publish an old version again',
      rollBackSchema,
      created(publishedVersionSchema, 'The new version'),
    ),
    async (request, reply) => {
      const given = parse(rollBackSchema, request.body);
      reply.code(201);
      return publishing.rollBack(request.params.id, given.to, { ...given, author: authorOf(request) });
    },
  );
}

function registerBacktests(
  app: FastifyInstance,
  { backtests, clock }: { backtests: Backtests; clock: Clock },
): void {
  app.post<WithId>(
    '/programmes/:id/backtest',
    docsWithBody('What a draft would have done to real history', backtestSchema, {
      ...answers(backtestRunSchema, 'The backtest, done', ['Location']),
      ...accepted(backtestRunSchema, 'The backtest, not done yet; `Location` says where to watch it', [
        'Location',
      ]),
    }),
    async (request, reply) => {
      const given = parse(backtestSchema, request.body);
      const nowMs = clock.nowMs();
      const untilMs = given.until === undefined ? nowMs : edgeOfPeriodIn(given.until, nowMs);
      const sinceMs = edgeOfPeriodIn(given.since, nowMs);
      if (sinceMs >= untilMs)
        throw new ApiError(
          'invalid_request',
          `"since" (${given.since}) is not before "until"; choose an earlier one`,
        );
      const author = authorOf(request);
      const id = await backtests.startDraft(request.params.id, given.draft, { sinceMs, untilMs, author });
      const view = await backtests.wait(id, given.waitSeconds * limits.secondMs);
      reply.code(view?.status === 'done' ? 200 : 202).header('location', `/api/v1/backtests/${id}`);
      return view;
    },
  );
  app.get(
    '/backtests',
    docs('Backtests, the latest first', {
      querystring: documented(backtestsQuerySchema, 'input'),
      response: answers(listOf(backtestSummarySchema), 'The latest, without their results'),
    }),
    async ({ query }) => {
      const { programme = null } = parse(backtestsQuerySchema, query);
      return { items: await backtests.list(programme), nextCursor: null };
    },
  );
  app.get<WithId>(
    '/backtests/:id',
    docs('A backtest: its progress, then its answer', {
      response: answers(backtestRunSchema, 'The backtest'),
    }),
    async ({ params }) => found(await backtests.find(params.id), `backtest "${params.id}"`),
  );
  app.delete<WithId>(
    '/backtests/:id',
    docs('Call a backtest off', { response: answers(backtestRunSchema, 'The backtest as it is now') }),
    async ({ params }) => found(await backtests.cancel(params.id), `backtest "${params.id}"`),
  );
}

/** Who asks, as versions and drafts name them. */
export function authorOf(request: FastifyRequest): string {
  return request.caller?.email ?? 'unknown';
}
