/** What the oracle takes as said of people in sales, by the timelines of their leads. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { type LeadEntry, leadStates, statusWords } from './said-statuses.ts';

const at = (minute: number) => new Date(minute * limits.minuteMs).toISOString();

/** An entry of a minute, by what columns have become. */
function entry(minute: number, after: Record<string, unknown>): LeadEntry {
  const columns = Object.entries({ ...after, updated_at: at(minute) });
  const changes = Object.fromEntries(
    columns.map(([name, value]) => [name, [null, value] as [unknown, unknown]]),
  );
  return { kind: 'leads', at: at(minute), changes };
}

const words = (timelines: Record<string, LeadEntry[]>, latenessMs = limits.dayMs) =>
  statusWords(
    Object.entries(timelines).flatMap(([lead, entries]) => leadStates(lead, entries.toReversed())),
    latenessMs,
  ).map(({ person, event: { atMs, traits } }) => [
    ...[person, atMs / limits.minuteMs],
    String(traits?.['scoville:leadStatus']),
  ]);

describe('what is said of people in sales', () => {
  test('is the status of each open lead, once, since it has changed', () => {
    const first = [entry(1, { person_id: 'ada', status: 'New' }), entry(3, { status: 'Working' })];
    const second = [entry(2, { person_id: 'ada', status: 'New' })];
    expect(words({ first, second })).toEqual([
      ['ada', 1, 'New'],
      ['ada', 2, 'New'],
      ['ada', 3, 'New,Working'],
    ]);
  });

  test('is the status of the lead that was closed last, where none is open', () => {
    const first = [
      entry(1, { person_id: 'ada', status: 'New' }),
      entry(4, { status: 'Lost', closed_at: at(4) }),
    ];
    const second = [
      entry(2, { person_id: 'ada', status: 'New' }),
      entry(3, { status: 'Won', closed_at: at(3) }),
    ];
    expect(words({ first, second }).slice(2)).toEqual([
      ['ada', 3, 'New'],
      ['ada', 4, 'Lost'],
    ]);
  });

  test('is said of both people where a lead goes from one to the other', () => {
    const lead = [entry(1, { person_id: 'ada', status: 'New' }), entry(2, { person_id: 'bob' })];
    expect(words({ lead }).slice(1)).toEqual([
      ['ada', 2, ''],
      ['bob', 2, 'New'],
    ]);
  });

  test('is said as of a time that is not late', () => {
    const lead = [entry(5, { person_id: 'ada', status: 'New' })];
    expect(words({ lead }, 0)).toEqual([['ada', 6, 'New']]);
  });
});
