/** The API of profiles: scores at present, and their reasons. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { cursorFor } from '../base/kernel/kernel.ts';
import { explanationSchema, ledgerViewSchema, pageFields, profileSchema } from '../contract/api/api.ts';
import type { History } from '../engine/history/history.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import { inCursor } from './list-position.ts';
import { answers, docs, found, listOf } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const explanationQuerySchema = z.strictObject({ programme: z.string().min(1).optional() });

const ledgerQuerySchema = z.strictObject({
  programme: z.string().min(1).optional(),
  ...pageFields,
});

/** Returns ms since the epoch: only what was noted before then is listed. */
const msIn = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null);

export function registerProfiles(
  app: FastifyInstance,
  profiles: Profiles,
  history: Pick<History, 'ledgerOf'>,
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
      const what =
        programme === undefined
          ? `profile "${params.key}"`
          : `profile "${params.key}" or no programme "${programme}"`;
      return found(await profiles.explanation(params.key, programme), what);
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
