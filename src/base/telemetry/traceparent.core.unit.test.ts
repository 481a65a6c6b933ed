/** The text of a span: what the standard allows is read, anything else is none. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanNameIn, traceparentOf } from './traceparent.core.ts';

const hex = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((text) => !/^0+$/.test(text));

test('what is written is read again, and has 55 characters', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, isSampled) => {
      const text = traceparentOf({ traceId, spanId, isSampled });
      expect(text).toHaveLength(55);
      expect(spanNameIn(text)).toEqual({ traceId, spanId, isSampled });
    }),
  );
});

test('any text is read or none, and what is read is written as itself', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const named = spanNameIn(text);
      if (named !== null) expect(text.startsWith(traceparentOf(named).slice(2, -2), 2)).toBe(true);
    }),
  );
});

const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
const named = (isSampled: boolean) => ({ traceId, spanId, isSampled });

test.each([
  ['sampled', `00-${traceId}-${spanId}-01`, named(true)],
  ['not sampled', `00-${traceId}-${spanId}-00`, named(false)],
  ['with flags to come', `00-${traceId}-${spanId}-fe`, named(false)],
  ['sampled with flags to come', `00-${traceId}-${spanId}-ff`, named(true)],
  ['of a version to come', `01-${traceId}-${spanId}-01-more`, named(true)],
  ['more than version 00 has', `00-${traceId}-${spanId}-01-more`, null],
  ['the version that is forbidden', `ff-${traceId}-${spanId}-01`, null],
  ['no trace', `00-${'0'.repeat(32)}-${spanId}-01`, null],
  ['no span', `00-${traceId}-${'0'.repeat(16)}-01`, null],
  ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`, null],
  ['a digit short', `00-${traceId.slice(1)}-${spanId}-01`, null],
  ['a digit long', `00-${traceId}0-${spanId}-01`, null],
  ['a line behind it', `00-${traceId}-${spanId}-01\n`, null],
  ['nothing', '', null],
  ['no header', undefined, null],
])('%s', (_what, text, expected) => {
  expect(spanNameIn(text)).toEqual(expected);
});
