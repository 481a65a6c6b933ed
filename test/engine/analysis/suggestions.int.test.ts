/** Suggestions over a real history: planted outcomes are found, the draft is a programme, runs are kept, called off and deleted. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { readProgramme, type ScovilleEvent } from '../../../src/contract/language/language.ts';
import { BacktestRecords, SuggestionRecords, Suggestions } from '../../../src/engine/analysis/analysis.ts';
import { draftOf } from '../../../src/engine/programmes/gate.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { randomFrom } from '../../support/random.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { entryOf, eventOf, startMs } from '../history/records.ts';

const text = `programme: web
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: demo, label: Demo, when: { event: Demo }, points: 10, pays: every time } # the best sign?
  - { id: jobs, label: Jobs page, when: { event: Jobs }, points: 10, pays: every time }
  - { id: call, label: Call of sales, when: { event: Call }, points: 10, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 10 }] }
`;
const { hourMs } = limits;
const untilMs = startMs + 60 * limits.dayMs;
const asked = { draft: null, sinceMs: 0, untilMs, author: 'eve@example.com' };
const base = {
  ...draftOf('web', text),
  ...{ examples: null, author: 'eve@example.com', note: '', notifies: false },
  ...{ generation: 1, activatedAtMs: 0 },
};

type Outcome = Awaited<ReturnType<ConstructorParameters<typeof Suggestions>[0]['leadOutcomes']>>[number];
let server: TestDatabase;
let history: TestHistory;
let records: SuggestionRecords;
const leads: Outcome[] = [];

/** People who look at demos and at jobs: demos win, jobs lose. Sales calls everybody, after the lead was opened. */
beforeAll(async () => {
  server = await startTestDatabase();
  history = await openTestHistory(server.url);
  await BacktestRecords.open(history.pool);
  records = new SuggestionRecords(history.pool);
  const draw = randomFrom(8);
  const events: ScovilleEvent[] = [];
  for (let index = 0; index < 240; index++) {
    const key = `e:person-${index}@example.com`;
    const openedMs = startMs + index * 4 * hourMs;
    const say = (name: string, atMs: number) =>
      events.push(
        eventOf(`${name} ${index} ${atMs}`, { key, type: 'track', name, path: '', atMs, acceptedAtMs: atMs }),
      );
    const [demo, jobs] = [draw() < 0.5, draw() < 0.5];
    say('Seen', openedMs - hourMs);
    if (demo) say('Demo', openedMs - hourMs);
    if (jobs) say('Jobs', openedMs - hourMs);
    say('Call', openedMs + hourMs);
    const isWon = draw() < 1 / (1 + Math.exp(-(demo ? 1.5 : 0) + (jobs ? 1.5 : 0)));
    const outcome = isWon ? 'won' : index % 2 === 0 ? 'lost' : 'junk';
    leads.push({ profile: profileIdOf(key), openedMs, endedMs: openedMs + 2 * hourMs, outcome });
  }
  for (let from = 0; from < events.length; from += 100)
    await history.copyBatch({
      events: [entryOf('e', events.slice(from, from + 100))],
      ledger: [],
      hasMore: false,
    });
});
afterAll(async () => {
  await history?.close();
  await server?.stop();
});

function processOf(outcomes: readonly Outcome[] = leads, sources = [base]): Suggestions {
  const suggestions = new Suggestions({
    ...{ history, records, latenessMs: limits.latenessMs, nowMs: () => untilMs },
    logger: createLogger('silent'),
    programmes: { sources: () => sources },
    leadOutcomes: async () => [...outcomes],
    salesOutcomes: async () => ({
      people: [['person-1@example.com', { owner: 'rep@example.com', kind: 'prospect' }]],
      outcomes: [],
      qualities: [],
    }),
  });
  onTestFinished(() => suggestions.close());
  return suggestions;
}

async function resultOf(suggestions: Suggestions, given: { draft?: string } = {}) {
  const id = await suggestions.start('web', { ...asked, ...given });
  const view = await suggestions.wait(id, 60 * limits.secondMs);
  expect(view).toMatchObject({ status: 'done', error: null });
  return { id, result: view?.result ?? expect.fail('it has no result') };
}

test('what wins is worth more, what loses takes points, and what sales does itself says nothing', async () => {
  const { id, result } = await resultOf(processOf());
  const learnt = result.learnt ?? expect.fail(result.refusal?.detail);
  const [demo, jobs, call] = learnt.rules;
  expect(['stands', 'more']).toContain(demo?.state);
  expect([jobs?.state, call?.state]).toEqual(['opposite', 'after']);
  expect(call).toMatchObject({ today: 10, suggested: 10, low: null, leads: 0 });
  expect(jobs?.suggested).toBeLessThan(0);
  expect(learnt.test.ranking.after).toBeGreaterThan(learnt.test.ranking.before as number);
  // The draft is the text with other numbers.
  const numbers = [demo?.suggested, jobs?.suggested, 10].map((points) => `points: ${points},`);
  expect(learnt.draft).toBe(text.replaceAll('points: 10,', () => numbers.shift() ?? ''));
  expect(readProgramme('draft.yaml', learnt.draft).ok).toBe(true);
  // The backtest of it has the leads of both.
  const sum = (side: 'before' | 'after') => learnt.outlook.owners.reduce((all, one) => all + one[side], 0);
  expect(sum('before')).toBeGreaterThan(50);
  expect(sum('after')).toBeGreaterThan(0);
  // Found in every process, and listed without its result.
  const elsewhere = processOf();
  expect((await elsewhere.find(id))?.result).toEqual(result);
  expect((await elsewhere.list('web'))[0]).toMatchObject({
    id,
    changes: learnt.changes,
    refusal: null,
    base: base.version,
  });
});

test('too few outcomes are refused before the history is read; those of whom nothing is known after', async () => {
  const few = await resultOf(processOf(leads.slice(0, 99)));
  expect(few.result.refusal).toMatchObject({ reason: 'too few outcomes' });
  expect(few.result.learnt).toBeNull();
  const unknown = leads.map((lead, index) => (index < 150 ? { ...lead, profile: `unknown-${index}` } : lead));
  const { id, result } = await resultOf(processOf(unknown));
  expect(result.leads.unread).toBe(150);
  expect(result.refusal?.detail).toMatch(
    /^90 leads have an outcome: .* 150 more have no events in the history/,
  );
  const listed = (await records.list('web')).find((run) => run.id === id);
  expect(listed).toMatchObject({ changes: null, refusal: 'too few outcomes' });
});

test('a text of a programme that is not active can be learnt about, another one is asked for', async () => {
  const suggestions = processOf(leads, []);
  await expect(suggestions.start('web', asked)).rejects.toThrow(
    /programme "web" is not active; send its text/,
  );
  await expect(suggestions.start('web', { ...asked, draft: 'programme: other' })).rejects.toThrow();
  const { result } = await resultOf(suggestions, { draft: text });
  expect(result.learnt?.rules.map(({ rule }) => rule)).toEqual(['demo', 'jobs', 'call']);
});

test('one at a time; it is called off from any process, and deleted with the days of its history', async () => {
  const connection = await history.pool.connect();
  await connection.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
  onTestFinished(async () => {
    await connection.query('ROLLBACK');
    connection.release();
  });
  const suggestions = processOf();
  const id = await suggestions.start('web', asked);
  await expect(suggestions.start('web', asked)).rejects.toThrow(new RegExp(`a suggestion is running.*${id}`));
  expect((await suggestions.cancel(id))?.status).toBe('cancelled');
  expect((await processOf().find(id))?.status).toBe('cancelled');
  await records.begin({ ...asked, id: 'old', programme: 'web', base: 'x', startedAtMs: startMs - 1 });
  expect(await records.dropBefore(startMs)).toBe(1);
  expect(await records.find('old')).toBeNull();
  expect(await records.find(id)).not.toBeNull();
});
