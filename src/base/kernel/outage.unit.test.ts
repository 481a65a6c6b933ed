/** Errors of drivers by kind: an outage, or an answer to one statement. */
import { expect, test } from 'vitest';
import { isOutage } from './outage.ts';

test.each([
  ['a connection that broke', { code: 'ECONNRESET' }, true],
  ['a broken pipe, whose code has five letters', { code: 'EPIPE' }, true],
  ['a connection that was given up', { message: 'PostgreSQL is silent' }, true],
  ['too many connections', { code: '53300' }, true],
  ['a server that starts', { code: '57P03' }, true],
  ['a statement that was cancelled', { code: '57014' }, false],
  ['a lock that was not granted in time', { code: '55P03' }, false],
  ['a unique key', { code: '23505' }, false],
  ['nothing at all', null, true],
])('%s', (_what, error, isOne) => {
  expect(isOutage(error)).toBe(isOne);
});
