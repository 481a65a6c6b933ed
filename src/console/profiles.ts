/** The API of profiles: scores at present, and their reasons. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { cursorFor, limits } from '../base/kernel/kernel.ts';
import {
  explanationSchema,
  ledgerViewSchema,
  type ProfileEvent,
  pageFields,
  profileEventSchema,
  profileSchema,
  scoreHistorySchema,
} from '../contract/api/api.ts';
import type { ScovilleEvent } from '../contract/language/language.ts';
import type { History } from '../engine/history/history.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import { eventId } from '../engine/scoring/scoring.ts';
import { eventsOnce } from './events-once.core.ts';
import { inCursor } from './list-position.ts';
import { answers, docs, found, listOf } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const explanationQuerySchema = z.strictObject({ programme: z.string().min(1).optional() });

const scoreHistoryQuerySchema = z.strictObject({
  programme: z.string().min(1).optional(),
  days: z.coerce.number().int().min(1).max(limits.scoreHistoryDaysMax).default(30),
});

const ledgerQuerySchema = z.strictObject({
  programme: z.string().min(1).optional(),
  ...pageFields,
});

/** Returns ms since the epoch: only what was noted before then is listed. */
const msIn = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null);

export function registerProfiles(
  app: FastifyInstance,
  profiles: Profiles,
  history: Pick<History, 'historyOf' | 'ledgerOf'>,
): void {
  app.get<{ Params: { key: string } }>(
    '/profiles/:key',
    docs('A profile by anonymous id, user id, e-mail address or profile id', {
      response: answers(profileSchema, 'The profile, with its current scores'),
    }),
    async ({ params }) => found(await profiles.profile(params.key), `profile "${params.key}"`),
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/explanation',
    docs('Why a score is what it is: contributions that sum to it, and refusals', {
      querystring: documented(explanationQuerySchema, 'input'),
      response: answers(explanationSchema, 'The score in the programme, by default the first'),
    }),
    async ({ params, query }) => {
      const { programme } = parse(explanationQuerySchema, query);
      return found(await profiles.explanation(params.key, programme), whatOf(params.key, programme));
    },
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/score-history',
    docs('The score of a profile over the last days, by replaying its events', {
      description:
        'Each score is what the active programme gives for the events accepted by then. Bounds of the tiers come with it.',
      operationId: 'getScoreHistory',
      querystring: documented(scoreHistoryQuerySchema, 'input'),
      response: answers(scoreHistorySchema, 'Scores at even distances, the earliest first; the last is now'),
    }),
    async ({ params, query }) => {
      const { programme, days } = parse(scoreHistoryQuerySchema, query);
      const asked = { days, ...(programme !== undefined && { programme }) };
      return found(await profiles.scoreHistory(params.key, asked), whatOf(params.key, programme));
    },
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/events',
    docs('What a profile did lately: its latest events, the last first', {
      operationId: 'listProfileEvents',
      response: answers(
        listOf(profileEventSchema),
        `At most ${limits.profileEventsShown} events; there is no further page`,
      ),
    }),
    async ({ params }) => {
      const profile = found(await profiles.idOf(params.key), whatOf(params.key));
      const { events } = await history.historyOf([profile]);
      const latest = eventsOnce(events)
        .sort((a, b) => b.atMs - a.atMs)
        .slice(0, limits.profileEventsShown);
      return { items: latest.map(eventView), nextCursor: null };
    },
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/ledger',
    docs('What became of every match of a profile, as it was noted, the latest first', {
      querystring: documented(ledgerQuerySchema, 'input'),
      response: answers(listOf(ledgerViewSchema), 'A page of the ledger'),
    }),
    async ({ params, query }) => {
      const { programme, cursor, limit } = parse(ledgerQuerySchema, query);
      const profile = found(await profiles.idOf(params.key), `profile "${params.key}"`);
      const list = `profiles/${profile}/ledger`;
      const page = await history.ledgerOf({
        profile,
        limit,
        ...(programme !== undefined && { programme }),
        ...(cursor !== undefined && { before: inCursor(cursor, list, msIn) }),
      });
      const items = page.entries.map(({ notedAtMs, atMs, ...entry }) => ({
        ...entry,
        notedAt: new Date(notedAtMs).toISOString(),
        at: atMs === null ? null : new Date(atMs).toISOString(),
      }));
      return { items, nextCursor: page.before === null ? null : cursorFor(list, [String(page.before)]) };
    },
  );
}

/** What is not there, for the error. */
function whatOf(key: string, programme?: string): string {
  return programme === undefined ? `profile "${key}"` : `profile "${key}" or no programme "${programme}"`;
}

/** The properties that name an asset, the best name first. */
const assetNames = ['title', 'asset_name', 'file_name', 'asset_id', 'video', 'url', 'href'];

function eventView({ hash, type, name, atMs, path, properties }: ScovilleEvent): ProfileEvent {
  const named = assetNames.map((asset) => properties?.[asset]).find((value) => isName(value));
  return {
    event: eventId(hash),
    type,
    name,
    at: new Date(atMs).toISOString(),
    path,
    asset: named === undefined ? null : String(named),
  };
}

const isName = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';
