/** The law of the order of awards: many, in runs or not, are put in the order that a plain sort gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import type { CandidateAward } from './award.ts';
import { byEarning, inEarningOrder } from './award-order.ts';

/** Few different times, so that the rest decides too; what is drawn again is another award. */
const award = fc
  .record({
    earnedAtMs: fc.nat(40),
    rule: fc.record({ index: fc.nat(2) }),
    atMs: fc.nat(3),
    hash: fc.nat(3),
    key: fc.nat(1),
  })
  .map((one) => one as unknown as CandidateAward);
/** As rules give them: mostly in order. */
const awards = fc
  .array(fc.tuple(fc.array(award, { maxLength: 60, size: 'max' }), fc.boolean()), {
    maxLength: 8,
    size: 'max',
  })
  .map((lists) => lists.flatMap(([list, isOrdered]) => (isOrdered ? list.toSorted(byEarning) : list)));

test(
  'awards are put in the order they were earned, and stay as they were given',
  () => {
    fc.assert(
      fc.property(awards, (given) => {
        const before = [...given];
        const ordered = inEarningOrder(given);
        const sorted = given.toSorted(byEarning);
        expect(ordered).toHaveLength(sorted.length);
        // The very objects: a sort keeps those that are alike in their order too.
        expect(ordered.every((one, index) => one === sorted[index])).toBe(true);
        expect(given.every((one, index) => one === before[index])).toBe(true);
      }),
      runs(500),
    );
  },
  lawTimeoutMs,
);
