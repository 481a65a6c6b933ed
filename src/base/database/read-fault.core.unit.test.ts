/** Which errors leave a replica, and which are those of the statement. */
import { expect, test } from 'vitest';
import { ApiError } from '../kernel/kernel.ts';
import { OtherServer, readFault } from './read-fault.core.ts';

const coded = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

test.each([
  ['ECONNREFUSED', 'away'],
  ['ECONNRESET', 'away'],
  ['EPIPE', 'away'],
  ['ENOTFOUND', 'away'],
  ['CERT_HAS_EXPIRED', 'away'],
  ['08006', 'away'],
  ['57P01', 'away'],
  ['57P03', 'away'],
  ['57P05', 'away'],
  ['53100', 'away'],
  ['53300', 'away'],
  ['28P01', 'away'],
  ['28000', 'away'],
  ['3D000', 'away'],
  ['58030', 'away'],
  ['58P01', 'away'],
  ['XX001', 'away'],
  ['40001', 'away'],
  ['40P01', 'away'],
  ['42P01', 'behind'],
  ['42703', 'behind'],
  ['57014', 'own'],
  ['22P02', 'own'],
  ['22012', 'own'],
  ['53200', 'own'],
  ['54000', 'own'],
  ['XX000', 'own'],
])('an error %s is %s', (code, fault) => {
  expect(readFault(coded(code))).toBe(fault);
});

test.each([
  [new OtherServer(), 'away'],
  [new AggregateError([], ''), 'own'],
  [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'away'],
  [new Error('Connection terminated unexpectedly'), 'away'],
  [new Error('Client was closed and is not queryable'), 'away'],
  [new Error('Cannot use a pool after calling end on the pool'), 'away'],
  [new Error('PostgreSQL is silent; the connection was given up'), 'away'],
  [new Error('timeout exceeded when trying to connect'), 'own'],
  [new Error('a fault of ours'), 'own'],
  [new TypeError('no connection of undefined'), 'own'],
  [new ApiError('invalid_request', 'the connection is too long'), 'own'],
  ['a text', 'own'],
])('%s is %s', (error, fault) => {
  expect(readFault(error)).toBe(fault);
});
