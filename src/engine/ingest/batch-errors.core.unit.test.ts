import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { BatchErrors } from './batch-errors.core.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const refusal = (message: string) => ({ ok: false, code: 'invalid_event', message }) as const;
const saidOf = (messages: readonly string[]) => {
  const errors = new BatchErrors();
  messages.forEach((message, index) => {
    errors.add(index, refusal(message));
  });
  return { count: errors.count, ...errors.said() };
};

/** Two errors whose list takes so many bytes as JSON. */
const filling = (bytes: number) => {
  const first = 'a "quoted" ü';
  const empty = bytesOf(saidOf([first, '']).errors);
  return [first, 'x'.repeat(bytes - empty)];
};

test.each([
  ['a byte below the limit', -1, undefined],
  ['at the limit', 0, undefined],
  ['a byte above it', 1, 1],
])('%s', (_where, over, further) => {
  const { errors, furtherErrors, count } = saidOf(filling(limits.batchErrorsBytesMax + over));
  expect([errors.length, furtherErrors, count]).toEqual([further === undefined ? 2 : 1, further, 2]);
  expect(bytesOf(errors)).toBeLessThanOrEqual(limits.batchErrorsBytesMax);
});

test('the listed ones are the first: none that is shorter comes after one without room', () => {
  const [first = '', long = ''] = filling(limits.batchErrorsBytesMax + 1);
  expect(saidOf([first, long, 'short', 'short'])).toMatchObject({
    errors: [{ index: 0, message: first }],
    ...{ furtherErrors: 3, count: 4 },
  });
});

test('no errors are an empty list', () => {
  expect(saidOf([])).toEqual({ count: 0, errors: [] });
});

test('of all that were refused the indexes are known, listed or not', () => {
  const errors = new BatchErrors();
  const messages = filling(limits.batchErrorsBytesMax + 1);
  for (const [index, message] of messages.entries()) errors.add(3 * index, refusal(message));
  expect(errors.said().errors).toHaveLength(1);
  expect([...errors.indexes]).toEqual([0, 3]);
});
