/** What a change alone opens of leads: who rises by it to a tier that opens one, is a prospect, and had none. */
import { expect, test } from 'vitest';
import { eventHashOf, limits } from '../../base/kernel/kernel.ts';
import { readProgramme, type ScovilleEvent } from '../../contract/language/language.ts';
import { recognise } from '../scoring/scoring.ts';
import { addProfile, noSums, type SalesRecord } from './backtest.core.ts';
import { compiledFor } from './backtest-worker.ts';

const atMs = Date.UTC(2026, 10, 20);
const email = 'ada@example.com';

/** A page pays points; the lower tier makes a task, the upper one a lead. */
function programmeOf(points: number, lower = 'contact task') {
  const read = readProgramme(
    'web.yaml',
    `programme: web
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Page, when: { type: page }, points: ${points}, pays: every time }]
ladder:
  contactWithin: 24 hours
  tiers:
    - { name: warm, from: 20, up: [{ do: ${lower} }] }
    - { name: hot, from: 50, up: [{ do: open lead }] }
`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { programme: read.programme, version: `${points}` };
}

/** Leads at once of one person who looked at one page. */
function leadsAtOnce(sides: ReturnType<typeof programmeOf>[], kind = 'prospect'): number {
  const programmes = compiledFor({ programmes: sides });
  const sums = noSums(programmes);
  const event = {
    ...{ id: 'e', hash: eventHashOf('e'), atMs, acceptedAtMs: atMs, profile: 'p', key: `e:${email}` },
    ...{ type: 'page', name: '', path: '/', traits: { email } },
  } as ScovilleEvent;
  const sales: SalesRecord = {
    people: new Map([[email, { owner: null, kind }]]),
    ...{ outcomes: new Map(), qualities: new Map() },
  };
  const settings = { programmes, latenessMs: limits.latenessMs, sinceMs: 0, untilMs: atMs + limits.dayMs };
  addProfile(sums, 'p', [{ ...event, matched: recognise(programmes, event) }], settings, sales);
  return sums.leadsAtOnce;
}

test.each([
  ['a new programme that lifts to the tier of leads opens one', [programmeOf(60)], 1],
  ['a new programme that lifts to a tier of tasks opens none', [programmeOf(30)], 0],
  ['who stays below opens none', [programmeOf(5), programmeOf(10)], 0],
  ['a rise to a tier of tasks opens none', [programmeOf(5), programmeOf(30)], 0],
  ['a rise to the tier of leads opens one', [programmeOf(30), programmeOf(60)], 1],
  ['who had a lead from a lower tier gets no other', [programmeOf(30, 'open lead'), programmeOf(60)], 0],
  ['who was there already gets no other', [programmeOf(60), programmeOf(70)], 0],
  ['who falls opens none', [programmeOf(60), programmeOf(30)], 0],
])('%s', (_, sides, expected) => {
  expect(leadsAtOnce(sides)).toBe(expected);
  expect(leadsAtOnce(sides, 'customer')).toBe(0);
});
