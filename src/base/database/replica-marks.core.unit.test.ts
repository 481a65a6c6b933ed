/** As of when a replica is: positions of the log in order, and what is known of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endBefore, positionIn, ReplicaMarks } from './replica-marks.core.ts';

describe('a position in the log', () => {
  test.each([
    ['0/0', 0n],
    ['0/16B3748', 0x16b3748n],
    ['16/B374D848', 0x16_b374d848n],
    ['ffffffff/FFFFFFFF', 0xffffffff_ffffffffn],
  ])('%s', (text, position) => {
    expect(positionIn(text)).toBe(position);
  });

  test.each(['', '16', '16/', '/1', '1/2/3', 'x/1', '123456789/0'])('%o is none', (text) => {
    expect(() => positionIn(text)).toThrow(`"${text}" is no position`);
  });
});

test.each([
  [8_192n * 7n + 24n, 8_192n * 7n],
  [8_192n * 2_048n + 40n, 8_192n * 2_048n],
  [8_192n * 7n + 25n, 8_192n * 7n + 25n],
  [8_192n * 7n, 8_192n * 7n],
  [8_192n * 7n + 32n, 8_192n * 7n + 32n],
])('before a record at %i the last one ends at %i', (next, end) => {
  expect(endBefore(next)).toBe(end);
});

describe('the moment of a replica', () => {
  const marked = (...marks: [position: bigint, atMs: number][]) => {
    const all = new ReplicaMarks(3);
    for (const [position, atMs] of marks) all.add(position, atMs);
    return all;
  };

  test('is that of the last mark it has reached, at the position itself too', () => {
    const marks = marked([10n, 1], [20n, 2], [30n, 3]);
    expect(marks.asOfMs(9n)).toBeNull();
    expect(marks.asOfMs(10n)).toBe(1);
    expect(marks.asOfMs(29n)).toBe(2);
    expect(marks.asOfMs(30n)).toBe(3);
  });

  test('goes on while the primary rests: it has had everything since', () => {
    expect(marked([10n, 1], [10n, 2], [10n, 3]).asOfMs(10n)).toBe(3);
  });

  test('is unknown behind all marks that are kept', () => {
    expect(marked([10n, 1], [20n, 2], [30n, 3], [40n, 4]).asOfMs(10n)).toBeNull();
  });

  test('forgets what was before another primary', () => {
    expect(marked([90n, 1], [5n, 2]).asOfMs(90n)).toBe(2);
    expect(marked([90n, 1], [5n, 2]).asOfMs(4n)).toBeNull();
  });

  test('is never one at which the primary was further, and never goes back', () => {
    const steps = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, (given) => {
        const marks = new ReplicaMarks(100);
        const all: { position: bigint; atMs: number }[] = [];
        let [primary, replica, before] = [0n, 0n, -1];
        for (const [atMs, [written, lag]] of given.entries()) {
          primary += BigInt(written);
          all.push({ position: primary, atMs });
          marks.add(primary, atMs);
          const reached = primary - BigInt(lag);
          if (reached > replica) replica = reached;
          const asOfMs = marks.asOfMs(replica) ?? -1;
          expect(asOfMs).toBe(all.findLast(({ position }) => position <= replica)?.atMs ?? -1);
          expect(asOfMs).toBeGreaterThanOrEqual(before);
          before = asOfMs;
        }
      }),
    );
  });
});
