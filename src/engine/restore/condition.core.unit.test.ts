/** What follows from what both stores say of the installation. */
import { describe, expect, test } from 'vitest';
import { conditionOf, type Seen } from './condition.core.ts';

const kept = { id: 'one', partitions: 3, era: 4 };
const seenOf = (id: string | null, era: number, eras: number[], owner: string | null = 'one'): Seen => ({
  id,
  era,
  marks: eras.map((of) => ({
    id: of === 0 ? null : owner,
    era: of,
    of: { events: '0-0', ledger: '0-0', crossings: '0-0' },
  })),
});
const well = [4, 4, 4];

describe('the condition of an installation', () => {
  test.each([
    ['PostgreSQL knows of none', null, seenOf('one', 4, well), 4, 'first'],
    ['both are the same', kept, seenOf('one', 4, well), 4, 'well'],
    ['another process began the era', kept, seenOf('one', 4, well), 3, 'new-era'],
    ['a start', kept, seenOf('one', 4, well), 0, 'new-era'],
    ['a process died before it let others in', kept, seenOf('one', 3, well), 3, 'unfinished'],
    ['the same on an emptied Redis', kept, seenOf(null, 0, well), 3, 'unfinished'],
    ['Redis is empty', kept, seenOf(null, 0, [0, 0, 0]), 4, 'lost'],
    ['Redis was set back to an era before', kept, seenOf('one', 3, [3, 3, 3]), 4, 'lost'],
    ['one partition was set back', kept, seenOf('one', 4, [4, 3, 4]), 4, 'lost'],
    ['a process died while it opened partitions', kept, seenOf('one', 4, [5, 4, 4]), 4, 'lost'],
    ['PostgreSQL was set back', kept, seenOf('one', 5, [5, 5, 5]), 5, 'postgresql-behind'],
    ['Redis is of another installation', kept, seenOf('two', 4, well, 'two'), 4, 'foreign'],
    ['its partitions are of another installation', kept, seenOf(null, 0, well, 'two'), 4, 'foreign'],
    ['its partitions name no installation', kept, seenOf('one', 4, well, null), 4, 'lost'],
  ] as const)('%s', (_what, installation, seen, own, kind) => {
    expect(conditionOf(installation, seen, own).kind).toBe(kind);
  });

  test('a loss and a foreign Redis say what was found', () => {
    expect(conditionOf(kept, seenOf('one', 4, [4, 4, 2]), 4)).toMatchObject({
      reason: 'partition 2 of Redis is of era 2, PostgreSQL of era 4: it was set back',
    });
    expect(conditionOf(kept, seenOf('two', 4, well), 4)).toMatchObject({
      reason: expect.stringContaining('correct REDIS_URL or DATABASE_URL'),
    });
  });
});
