/** The search for claims of addresses in events that were copied before the history noted them: each day once, whichever process comes to it. */
import type pg from 'pg';
import { advisoryLocks, type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type AddressClaim, claimsInTexts, writeClaims } from './address-claims.ts';
import { erasedAmong } from './erased.ts';
import { dayOf } from './rows.core.ts';

/** `more`: a day was searched, and another one waits. `later`: nothing is left that can be searched now. */
export type ClaimSearch = 'more' | 'later';

/** Searches the next day, again until it is over: programs of before may still copy to it. */
export function searchEarlierClaims(pool: pg.Pool, nowMs: number): Promise<ClaimSearch> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ day: string; isLast: boolean }>(
      `SELECT next_day::text AS day, next_day >= last_day AS "isLast" FROM earlier_claims FOR UPDATE SKIP LOCKED`,
    );
    const [next] = rows;
    if (next === undefined) return 'later';
    const isOver = next.day < dayOf(nowMs);
    for await (const texts of saidByPages(connection, next.day)) await note(pool, claimsInTexts(texts));
    if (!isOver) return 'later';
    if (next.isLast) {
      await connection.query('DELETE FROM earlier_claims');
      return 'later';
    }
    await connection.query('UPDATE earlier_claims SET next_day = next_day + 1');
    return 'more';
  });
}

/** JSON texts of the events of a day that pages sent, and that name an address. */
async function* saidByPages(connection: Queryable, day: string): AsyncGenerator<string[]> {
  await connection.query(
    `DECLARE said NO SCROLL CURSOR FOR SELECT body FROM events
     WHERE day = '${day}' AND kind = 'event' AND body LIKE '%"via":"public"%' AND body LIKE '%"email"%'`,
  );
  for (;;) {
    const { rows } = await connection.query<{ body: string }>(`FETCH ${limits.replayRowsMax} FROM said`);
    if (rows.length === 0) break;
    yield rows.map(({ body }) => body);
  }
  await connection.query('CLOSE said');
}

/** Notes claims but those of erased users, while nobody is being erased. */
async function note(pool: pg.Pool, claims: readonly AddressClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.erasedEvents]);
    const erased = await erasedAmong(connection, new Set(claims.map(({ profile }) => profile)));
    const left = claims.filter(
      ({ profile, claimedAtMs }) => claimedAtMs > (erased.get(profile)?.untilMs ?? 0),
    );
    await writeClaims(connection, left);
  });
}
