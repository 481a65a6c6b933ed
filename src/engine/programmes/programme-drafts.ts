/** The drafts of programmes: where they are kept, and which names one may have. */
import type pg from 'pg';
import { Drafts } from '../../base/drafts/drafts.ts';
import { ApiError, type Clock } from '../../base/kernel/kernel.ts';

/** The table is one of those that `openVersions` brings up to date. */
export function programmeDrafts(pool: pg.Pool, clock: Clock): Drafts {
  return new Drafts({
    ...{ pool, requireId, noun: 'programme' },
    ...{ table: 'programme_drafts', key: 'programme', revisions: 'programme_draft_revisions' },
    pathOf: (id) => `/drafts/${id}`,
    now: () => clock.nowMs(),
  });
}

/** A draft of a name that no programme can have could never be published. */
function requireId(programme: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(programme)) return;
  throw new ApiError(
    'invalid_request',
    `"${programme.slice(0, 80)}" is no id of a programme; use lower-case letters, digits and hyphens (64 at most)`,
  );
}
