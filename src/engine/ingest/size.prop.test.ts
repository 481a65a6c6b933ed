/** Laws of the size of an event: it is measured whenever it may be over the limit, and exactly then. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { sentBytesOf } from './size.core.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Events of about the largest size, mostly of characters and numbers that become long as JSON. */
const large = fc
  .record({
    value: fc.jsonValue(),
    filler: fc.constantFrom(
      'x',
      '\u0001',
      '"',
      'é',
      '漢',
      '😀',
      '\ud800',
      -1.7976931348623157e308,
      1e20,
      null,
      false,
    ),
    over: fc.integer({ min: -40, max: 40 }),
    as: fc.constantFrom('key', 'value', 'all'),
  })
  .map(({ value, filler, over, as }) => {
    const one = bytesOf(filler) - (typeof filler === 'string' ? 2 : -1);
    const beside = as === 'all' ? 2 : bytesOf({ value, filler: '' });
    const count = Math.max(0, Math.floor((limits.eventBytesMax - beside) / one) + over);
    const large = typeof filler === 'string' ? filler.repeat(count) : Array(count).fill(filler);
    if (as === 'all') return large;
    return as === 'key' ? { value, [String(large)]: 1 } : { value, filler: large };
  });

test('returns the bytes of JSON of an event over the limit, and 0 or its bytes below it', () => {
  fc.assert(
    fc.property(fc.oneof(large, fc.jsonValue()), (raw) => {
      const bytes = bytesOf(raw);
      if (bytes > limits.eventBytesMax) expect(sentBytesOf(raw)).toBe(bytes);
      else expect([0, bytes]).toContain(sentBytesOf(raw));
    }),
  );
});

test('measures from the first byte over the limit on', () => {
  // Each of these characters is 6 bytes, as long as one can be, and two quotes are around them.
  const count = (limits.eventBytesMax - 2) / 6;
  const text = '\u0001'.repeat(count);
  expect([bytesOf(text), sentBytesOf(text)]).toEqual([limits.eventBytesMax, 0]);
  expect(sentBytesOf(`${text}a`)).toBe(limits.eventBytesMax + 1);
});

test('does not write a usual event again: a bound of its values is enough', () => {
  const usual = {
    type: 'page',
    properties: { path: '/pricing', url: `https://example.com/${'x'.repeat(2_000)}` },
  };
  let isWritten = false;
  const watched = { ...usual, toJSON: undefined };
  Object.defineProperty(watched, 'toJSON', { enumerable: false, value: () => (isWritten = true) });
  expect([sentBytesOf(watched), isWritten]).toEqual([0, false]);
  const long = 'x'.repeat(Math.floor(limits.eventBytesMax / 6));
  Object.assign(watched, { long });
  sentBytesOf(watched);
  expect(isWritten).toBe(true);
});
