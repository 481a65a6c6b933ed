/** How a process divides its connections to PostgreSQL, and what the page for operators says of it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../base/kernel/kernel.ts';
import { roles } from '../environment.ts';
import { connectionBudget } from './connection-budget.core.ts';

test.each([
  [16, 'ingest', { work: 0, reads: 0, sessions: 0 }],
  [16, 'worker', { work: 14, reads: 0, sessions: 2 }],
  [16, 'console', { work: 10, reads: 4, sessions: 2 }],
  [16, 'ingest,worker,console', { work: 10, reads: 4, sessions: 2 }],
  [8, 'ingest,worker,console', { work: 4, reads: 2, sessions: 2 }],
  [100, 'ingest,worker,console', { work: 73, reads: 25, sessions: 2 }],
])('%i connections of %s are divided', (connections, names, budget) => {
  expect(connectionBudget(connections, names.split(','))).toEqual(budget);
});

describe('whatever the number and the roles', () => {
  const { databaseConnectionsMin: min, databaseConnectionsMax: max } = limits;
  const asked = fc.tuple(fc.integer({ min, max }), fc.subarray([...roles], { minLength: 1 }));

  test('the parts are the whole, and most of them work', () => {
    fc.assert(
      fc.property(asked, ([connections, names]) => {
        const { work, reads, sessions } = connectionBudget(connections, names);
        const isNeeded = names.some((name) => name !== 'ingest');
        expect(work + reads + sessions).toBe(isNeeded ? connections : 0);
        if (isNeeded) expect(work).toBeGreaterThan(reads);
        expect(reads > 0).toBe(names.includes('console'));
      }),
    );
  });
});

test('the page for operators shows the usual budget of each role', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  for (const names of ['ingest', 'worker', 'console', 'ingest,worker,console']) {
    const { work, reads, sessions } = connectionBudget(limits.databaseConnections, names.split(','));
    const all = work + reads + sessions;
    expect(page).toContain(`| \`${names}\` | ${work} | ${reads} | ${sessions} | ${all} |`);
  }
});
