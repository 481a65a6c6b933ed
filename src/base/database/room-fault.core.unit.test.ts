/** Whether a server has room for the connections of a process, at the bound and on both sides of it. */
import { expect, test } from 'vitest';
import { roomFault } from './room-fault.core.ts';

const judged = (allowed: number, used: number) =>
  roomFault({ allowed, used, setting: 'max_connections' }, 16)?.severity ?? null;

test.each([
  [97, 80, null],
  [97, 81, null],
  [97, 82, 'warning'],
  [16, 0, null],
  [16, 1, 'warning'],
  [15, 0, 'error'],
])('of %i allowed ones %i are used: %o', (allowed, used, severity) => {
  expect(judged(allowed, used)).toBe(severity);
});

test('it says what bounds them, and what to do', () => {
  expect(roomFault({ allowed: 10, used: 3, setting: 'CONNECTION LIMIT of the role sales' }, 16)).toEqual({
    severity: 'error',
    says: 'DATABASE_CONNECTIONS is 16, and PostgreSQL has 10 for it (CONNECTION LIMIT of the role sales, less what is reserved)',
    remedy:
      'Raise CONNECTION LIMIT of the role sales, lower DATABASE_CONNECTIONS, run fewer processes, or put PgBouncer in front.',
  });
});
