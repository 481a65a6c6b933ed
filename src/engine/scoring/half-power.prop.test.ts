/** Powers of a half as they are worked out at once: as near as a double is, and rounded as the operator's are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fadeOf } from './fade.ts';
import { halfToThe, halvedRounded } from './half-power.ts';

const halvings = fc.oneof(
  fc.double({ min: 0, max: 70, noNaN: true }),
  fc.integer({ min: 0, max: 70 * 1_024 }).map((steps) => steps / 1_024),
  fc.constantFrom(0, 63, 64, 1_000, 2_000, Number.POSITIVE_INFINITY),
);

test('a power is off by a few of the smallest steps at most', () => {
  fc.assert(
    fc.property(halvings, (count) => {
      expect(Math.abs(halfToThe(count) - 2 ** -count)).toBeLessThanOrEqual(2 ** -count * 2 ** -50);
    }),
  );
});

/** Between the places of the table, where its series has the most to say. */
test.each([0.000_97, 0.123_7, 0.999_9, 10.000_97, 31.415_9, 63.999_9])(
  'a power of %d halvings is as near',
  (count) => {
    expect(Math.abs(halfToThe(count) - 2 ** -count)).toBeLessThanOrEqual(2 ** -count * 2 ** -50);
  },
);

/** Products so near to a half that a power off by its smallest step rounds the other way, and one too large for any. */
test.each([
  [90_063_352, 0.56597141890055],
  [90_071_271, 0.563616879759576],
  [696_205_608_747_008, 0.0709272],
])('what stands of %d after %d halvings is rounded as the operator rounds it', (amount, count) => {
  expect(halvedRounded(amount, count)).toBe(Math.round(amount * 2 ** -count));
});

test('what stands of an amount is the rounded product, also of halves and of the largest amounts', () => {
  const amounts = fc.oneof(
    fc.integer({ min: 0, max: 10_000_000 }),
    fc.integer({ min: 0, max: 2 ** 45 }),
    // Halved once or twice these stand at a half.
    fc.integer({ min: 0, max: 100_000 }).map((half) => 2 * half + 1),
  );
  fc.assert(
    fc.property(amounts, halvings, (amount, count) => {
      expect(halvedRounded(amount, count)).toBe(Math.round(amount * 2 ** -count));
    }),
  );
});

test.each([
  ['half-life', fadeOf({ halfLife: 10_000 })],
  ['linear', fadeOf({ linear: 10_000 })],
  ['steps', fadeOf({ steps: 3, every: 4_000 })],
  ['expires', fadeOf({ expires: 10_000 })],
  ['none', fadeOf('none')],
])('what stands is what the share says: %s', (_name, fade) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: -20_000, max: 400_000 }),
      (amount, ageMs) => {
        expect(fade.stands(amount, ageMs)).toBe(Math.round(amount * fade.share(ageMs)));
      },
    ),
  );
});
