/** The API of failing profiles: those that cannot be evaluated are listed with their reasons. */
import type { FastifyInstance } from 'fastify';
import { cursorFor } from '../base/kernel/kernel.ts';
import {
  type FailingProfileView,
  failingProfileFilterSchema,
  failingProfileSchema,
} from '../contract/api/api.ts';
import type { FailingPosition, FailingProfile, FailingProfiles } from '../engine/stream/stream.ts';
import { inCursor } from './list-position.ts';
import { answers, docs, listOf } from './route-docs.ts';
import { documented, parse } from './validation.ts';

export function registerFailingProfiles(
  app: FastifyInstance,
  { stream: { failingProfiles } }: { stream: { failingProfiles: FailingProfiles } },
): void {
  app.get(
    '/failing-profiles',
    docs('Profiles that cannot be evaluated, by partition', {
      description:
        'Each is tried again at `retryAt`, after ever longer times up to ten minutes. It is tried too within ten seconds of a change of its bytes or programmes. It is listed until it succeeds. A page may be longer than `limit`.',
      querystring: documented(failingProfileFilterSchema, 'input'),
      response: answers(listOf(failingProfileSchema), 'A page of failing profiles'),
    }),
    async ({ query }) => {
      const { limit, cursor } = parse(failingProfileFilterSchema, query);
      const after = cursor === undefined ? null : inCursor(cursor, 'failing-profiles', positionOf);
      const { profiles, next } = await failingProfiles.list(after, limit);
      const nextCursor = next && cursorFor('failing-profiles', [`${next.partition}-${next.scan}`]);
      return { items: profiles.map(viewOf), nextCursor };
    },
  );
}

/** Returns where a page ended; null for a cursor that is none. */
function positionOf(text: string): FailingPosition | null {
  const [, partition, scan] = /^(\d{1,5})-(\d{1,20})$/.exec(text) ?? [];
  return partition === undefined || scan === undefined ? null : { partition: Number(partition), scan };
}

function viewOf({ profile, partition, reason, detail, ...failed }: FailingProfile): FailingProfileView {
  const [at, since, retryAt] = [failed.atMs, failed.sinceMs, failed.retryAtMs].map((ms) =>
    new Date(ms).toISOString(),
  ) as [string, string, string];
  return { profile, partition, reason, detail, at, since, retryAt };
}
