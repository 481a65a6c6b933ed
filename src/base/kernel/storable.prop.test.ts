/** Storable JSON holds nothing that PostgreSQL refuses, and everything else as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storableJson } from './storable.ts';

/** Texts with many backslashes, escapes that are none, NULs and halves of pairs. */
const text = fc
  .array(
    fc.constantFrom(
      '\\',
      '\0',
      '\ud800',
      '\udc00',
      '\ud83d\ude00',
      'u0000',
      'ud800',
      '"',
      '\n',
      '\u0001',
      'a',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const value = fc.letrec((tie) => ({
  value: fc.oneof(text, fc.integer(), fc.array(tie('value')), fc.dictionary(text, tie('value'))),
})).value;

const cleaned = (one: string) => one.toWellFormed().replaceAll('\0', '\ufffd');

test('every text is what it was but for NULs and halves of pairs', () => {
  fc.assert(
    fc.property(value, (one) => {
      const json = storableJson(JSON.stringify(one));
      const expected = JSON.parse(
        JSON.stringify(one),
        function replaced(this: unknown, _name, inner: unknown) {
          if (typeof inner === 'string') return cleaned(inner);
          if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
          return Object.fromEntries(Object.entries(inner).map(([name, own]) => [cleaned(name), own]));
        },
      ) as unknown;
      expect(JSON.parse(json)).toEqual(expected);
    }),
  );
});
