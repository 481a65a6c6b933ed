/** Backtests on a real PostgreSQL: what stays of the people they move, and how a run is watched while it reads. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../../src/base/database/database.ts';
import { erasedNameOf, limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { BacktestRecords, Backtests } from '../../../src/engine/analysis/analysis.ts';
import { rememberErasedNames, saltOf, startJanitor } from '../../../src/engine/history/history.ts';
import { draftOf } from '../../../src/engine/programmes/gate.ts';
import { signatureNames } from '../../../src/engine/scoring/scoring.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { webProgramme } from '../../support/web-programme.ts';
import { entryOf, eventOf, startMs } from '../history/records.ts';

let server: TestDatabase;
let history: TestHistory;
let records: BacktestRecords;
const logger = createLogger('silent');
const people = ['ada@example.com', 'bob@example.com'];
const [ada = '', bob = ''] = people.map((address) => profileIdOf(`e:${address}`));
const period = { sinceMs: 0, untilMs: startMs + limits.dayMs, author: 'eve@example.com' };
const active = {
  ...draftOf('web', webProgramme(15)),
  ...{
    examples: null,
    author: 'eve@example.com',
    note: '',
    notifies: false,
    generation: 1,
    activatedAtMs: 0,
  },
};

beforeAll(async () => {
  server = await startTestDatabase();
  history = await openTestHistory(server.url);
  records = await BacktestRecords.open(history.pool);
  const events = people.map((address) =>
    eventOf(`view of ${address}`, { key: `e:${address}`, path: '/', traits: { email: address } }),
  );
  await history.copyBatch({ events: [entryOf('e', events)], ledger: [], hasMore: false });
});
afterAll(async () => {
  await history?.close();
  await server?.stop();
});
beforeEach(async () => void (await history.pool.query('DELETE FROM backtests')));

/** The backtests of one more process. */
function processOf(sources = [active]): Backtests {
  const backtests = new Backtests({
    ...{ history, records, logger, latenessMs: limits.latenessMs, nowMs: () => startMs },
    programmes: { sources: () => sources },
    salesOutcomes: async () => ({ people: [], outcomes: [], qualities: [] }),
    // Of the rule that is live, from the beginning on.
    signatureTimes: async () => new Map(signatureNames(active.programme).map((name) => [name, 0])),
    addressesOf: async (profiles) => new Map(profiles.map((id) => [id, people[id === ada ? 0 : 1] ?? ''])),
  });
  onTestFinished(() => backtests.close());
  return backtests;
}

async function ended(backtests: Backtests, id: string) {
  const view = await backtests.wait(id, 60 * limits.secondMs);
  expect(view).toMatchObject({ status: 'done', error: null });
  return view?.result;
}

/** Holds a table, so that a run waits while it reads it. */
async function hold(table: string): Promise<() => Promise<void>> {
  const connection = await history.pool.connect();
  await connection.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return async () => {
    await connection.query('ROLLBACK');
    connection.release();
  };
}

const storedText = async () => {
  const { rows } = await history.pool.query<{ text: string }>(
    `SELECT (SELECT json_agg(backtests)::text FROM backtests) || (SELECT json_agg(backtest_moves)::text FROM backtest_moves) AS text`,
  );
  return rows[0]?.text ?? '';
};

test('no address is kept: a reader sees the one that is known now', async () => {
  const backtests = processOf();
  const id = await backtests.startDraft('web', webProgramme(60), period);
  const moves = (await ended(backtests, id))?.moves ?? [];
  expect(moves.map(({ profile, email }) => [profile, email]).sort()).toEqual(
    [
      [ada, people[0]],
      [bob, people[1]],
    ].sort(),
  );
  expect(moves[0]).toMatchObject({
    ...{ tiers: [0, 1], scores: [15, 60], from: 'none', to: 'hot' },
    reasons: [{ rule: 'page', points: 45 }],
  });
  const text = await storedText();
  expect(text).toContain(ada);
  for (const address of people) expect(text).not.toContain(address);
  expect(await processOf().find(id)).toEqual(await backtests.find(id));
});

test.each([
  ['none', startMs],
  ['1 hour', startMs - limits.hourMs],
  ['all', null],
])(
  'of backfill %s it says from when a new rule counts once it is live, and counts all',
  async (backfill, fromMs) => {
    const backtests = processOf();
    const more = 'rules:\n  - { id: any, label: Any, when: any event, points: 2, pays: every time }';
    const text = `backfill: ${backfill}\n${webProgramme(60).replace('rules:', more)}`;
    const result = await ended(backtests, await backtests.startDraft('web', text, period));
    const from = fromMs === null ? null : new Date(fromMs).toISOString();
    expect(result?.after.rules.map(({ rule, fires, countsFrom }) => [rule, fires, countsFrom])).toEqual([
      ['any', 2, from],
      ['page', 2, null],
    ]);
    expect(result?.before?.rules.map(({ rule, countsFrom }) => [rule, countsFrom])).toEqual([['page', null]]);
  },
);

test('the first programme of all counts all, whatever its backfill', async () => {
  const backtests = processOf([]);
  const id = await backtests.startDraft('other', `backfill: none\n${webProgramme(60, 'other')}`, period);
  expect((await ended(backtests, id))?.after.rules).toMatchObject([{ rule: 'page', countsFrom: null }]);
});

test('an export has the moves of a profile, an erasure deletes them everywhere', async () => {
  const backtests = processOf();
  const id = await backtests.startDraft('web', webProgramme(60), period);
  await ended(backtests, id);
  expect(await records.exportOf([ada])).toMatchObject({
    backtest_moves: [{ backtest: id, profile: ada, move: { scores: [15, 60] } }],
  });
  const erased = await transaction(history.pool, (connection) => records.eraseOf(connection, [ada]));
  expect(erased).toEqual({ backtestMoves: 1 });
  expect(await records.exportOf([ada])).toEqual({});
  expect(await storedText()).not.toContain(ada);
  const result = (await backtests.find(id))?.result;
  expect(result?.moves.map(({ profile }) => profile)).toEqual([bob]);
  expect(result?.flows).toEqual([{ from: 0, to: 1, profiles: 2 }]);
});

test('who is erased while a backtest runs is not written by it', async () => {
  const backtests = processOf();
  const free = await hold('links');
  const id = await backtests.startDraft('web', webProgramme(60), period);
  const name = erasedNameOf(await saltOf(history.pool), ada);
  await rememberErasedNames(history.pool, [{ name, untilMs: startMs }]);
  onTestFinished(async () => void (await history.pool.query('DELETE FROM erased')));
  await free();
  const result = await ended(backtests, id);
  expect(result?.moves.map(({ profile }) => profile)).toEqual([bob]);
  expect(await storedText()).not.toContain(ada);
});

test('a backtest is deleted with the days of its history', async () => {
  for (const [id, startedAtMs] of [
    ['old', startMs - 1],
    ['young', startMs],
  ] as const)
    await records.begin({ id, programme: 'web', draft: 'x', active: null, startedAtMs, ...period });
  const clock = { nowMs: () => startMs + 30 * limits.dayMs };
  const janitor = startJanitor({
    ...{ history: { dropDaysBefore: async () => [] }, backtests: records, daysKept: 30, clock, logger },
  });
  await janitor.close();
  expect((await records.list(null)).map(({ id }) => id)).toEqual(['young']);
});

test('a run that reads for long stays alive, and hears within a moment that another process called it off', async () => {
  const [backtests, elsewhere] = [processOf(), processOf()];
  onTestFinished(await hold('events'));
  const id = await backtests.startDraft('web', webProgramme(60), period);
  const old = `UPDATE backtests SET alive_at = now() - 2 * $1 * interval '1 ms'`;
  // Its process may write again between the two.
  await until('it looks dead', async () => {
    await history.pool.query(old, [limits.backtestSilentMsMax]);
    return (await elsewhere.find(id))?.status === 'failed';
  });
  await until('its process has written again', async () => (await elsewhere.find(id))?.status === 'running');
  expect((await elsewhere.cancel(id))?.status).toBe('cancelled');
  await until('its process has heard it', async () => (await backtests.find(id))?.status === 'cancelled');
  // One runs at a time: that it may begin shows that the other has ended.
  const next = await until('it has ended', () => backtests.startDraft('web', webProgramme(60), period));
  expect((await backtests.cancel(next))?.status).toBe('cancelled');
});

test('of a new programme everybody comes from below the ladder', async () => {
  const backtests = processOf([]);
  const id = await backtests.startDraft('web', webProgramme(60), period);
  expect(await ended(backtests, id)).toMatchObject({
    ...{ before: null, moves: [], flows: [{ from: 0, to: 1, profiles: 2 }], leadsAtOnce: 2 },
  });
});
