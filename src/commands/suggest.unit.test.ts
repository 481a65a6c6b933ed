/** The command `suggest`: which text it asks about, what it says and writes, and how it ends where nothing can be learnt. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SuggestionResult } from '../contract/api/api.ts';
import { suggestInWords } from './suggest.ts';
import { readingInWords } from './words.ts';

const rule = { rule: 'demo', label: 'Demo', low: 12, high: 31, leads: 60, won: 45 };
const result: SuggestionResult = {
  leads: { won: 80, lost: 30, junk: 40, unread: 2 },
  refusal: null,
  learnt: {
    rules: [
      { ...rule, today: 10, suggested: 20, state: 'more' },
      {
        ...rule,
        label: 'Call',
        today: 5,
        suggested: 5,
        low: null,
        high: null,
        leads: 0,
        won: 0,
        state: 'after',
      },
    ],
    changes: 1,
    draft: 'programme: web\n',
    factor: 1.52,
    doublesOdds: 9.44,
    test: {
      leads: 100,
      won: 50,
      ranking: { before: 0.5, after: 0.7 },
      tiers: [
        {
          ...{ tier: 1, tierName: 'hot' },
          before: { leads: 40, precision: 0.5, recall: 0.4 },
          after: { leads: 30, precision: 0.8, recall: null },
        },
      ],
      calibration: [{ leads: 100, expected: 0.51, won: 0.5 }],
    },
    outlook: { days: 10, owners: [{ owner: null, before: 20, after: 15 }] },
  },
};

/** Runs it with an answer; returns what it asked, said, and whether it failed. */
async function run(target: string | undefined, given: object = {}, answer: SuggestionResult = result) {
  const asked: unknown[] = [];
  let hasFailed = false;
  const lines = await suggestInWords(
    target,
    { json: false, ...given },
    {
      run: async (...call) => {
        asked.push(call);
        return { result: answer as never };
      },
      fail: () => {
        hasFailed = true;
      },
    },
  );
  return { asked, lines, hasFailed };
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'suggest-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('an id asks about the active text, a file about its own', async () => {
  expect((await run('web', { since: '90d' })).asked).toEqual([
    ['/programmes/web/suggest', { since: '90d' }, { watchedAt: '/suggestions', inWords: readingInWords }],
  ]);
  const file = path.resolve('rules/emea-lead-scoring.yaml');
  const [[address, body] = []] = (await run(file)).asked as [string, { draft: string }][];
  expect([address, body?.draft]).toEqual([
    '/programmes/emea-lead-scoring/suggest',
    readFileSync(file, 'utf8'),
  ]);
  await expect(run(undefined)).rejects.toThrow(/needs a programme/);
});

test('says points with their intervals, tiers, what was expected, and leads a day', async () => {
  const { lines, hasFailed } = await run('web');
  expect(hasFailed).toBe(false);
  expect(lines).toEqual([
    '80 leads won, 30 lost, 40 junk; 2 of them have no events in the history',
    '1 rule with other points; 9.4 points double the odds of winning',
    'all learnt points are multiplied by 1.5, so that an average lead keeps its score',
    '',
    'rule  today  suggested  interval  leads  won',
    'Demo  10     20         12 to 31  60     75 %  worth more',
    'Call  5      5                    0            pays only after the lead is opened',
    '',
    'tested on 100 later leads, 50 of them won; a won lead scores higher than another 50 % → 70 % of the time',
    'tier  leads    precision    recall',
    'hot   40 → 30  50 % → 80 %  40 % → -',
    '',
    'expected  won   leads',
    '51 %      50 %  100',
    '',
    'rep         leads a day',
    'nobody yet  2.0 → 1.5',
    '',
    'nothing was changed; --out writes the points as a draft',
  ]);
  expect((await run('web', { json: true })).lines).toEqual([JSON.stringify(result, null, 2)]);
});

test('writes the draft to a new file, and over no other', async () => {
  const out = path.join(folder(), 'draft.yaml');
  const { lines } = await run('web', { out });
  expect(readFileSync(out, 'utf8')).toBe('programme: web\n');
  expect(lines.at(-1)).toMatch(/written to .*draft.yaml; compare with "scoville backtest .*draft.yaml"/);
  writeFileSync(out, 'mine');
  await expect(run('web', { out })).rejects.toThrow(/which is there already; name a new file/);
  expect(readFileSync(out, 'utf8')).toBe('mine');
});

test('ends with a failure where nothing can be learnt, and writes nothing', async () => {
  const out = path.join(folder(), 'draft.yaml');
  const refusal = { reason: 'one-sided', detail: 'Nothing parts them.' } as const;
  const { lines, hasFailed } = await run('web', { out }, { ...result, refusal, learnt: null });
  expect([hasFailed, lines.slice(1)]).toEqual([true, ['refused: one-sided', 'Nothing parts them.']]);
  expect(() => readFileSync(out)).toThrow(/ENOENT/);
});

test('points that order later leads no better are said to', async () => {
  const learnt = result.learnt as NonNullable<typeof result.learnt>;
  const worse = { ...learnt, test: { ...learnt.test, ranking: { before: 0.6, after: 0.6 } } };
  expect((await run('web', {}, { ...result, learnt: worse })).lines).toContain(
    "these points order later leads no better than today's; wait for more outcomes",
  );
});
