/** Laws of shedding: what fits is taken, the share follows the signs and falls by itself, and a part is shed evenly. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { fullOf, nextShare, type Pressure, retryAfterOf, Sieve, smoothed } from './shedding.core.ts';

const {
  doorRequestsMax,
  doorBytesMax,
  doorTurnWaitMsMax,
  doorStoreWaitMsMax,
  doorLoopDelayMsMax,
  doorCrowdMin,
  doorShareFallMs,
} = limits;

describe('what is under way', () => {
  const light = { requests: 1, bytes: 0, turnMs: 0, storeMs: 0 };
  const crowded = { ...light, requests: doorCrowdMin };
  const few = { ...light, requests: doorCrowdMin - 1 };
  test.each([
    ['one request less than the most', { ...light, requests: doorRequestsMax - 1 }, null],
    ['the most requests', { ...light, requests: doorRequestsMax }, 'requests'],
    ['a byte less than the most', { ...light, bytes: doorBytesMax - 1 }, null],
    ['the most bytes', { ...light, bytes: doorBytesMax }, 'bytes'],
    ['a turn that many wait for, as long as may be', { ...crowded, turnMs: doorTurnWaitMsMax }, null],
    ['and longer', { ...crowded, turnMs: doorTurnWaitMsMax + 1 }, 'turn'],
    ['and longer, with few', { ...few, turnMs: doorTurnWaitMsMax + 1 }, null],
    ['a store that takes as long as it may', { ...light, storeMs: doorStoreWaitMsMax }, null],
    ['and longer', { ...light, storeMs: doorStoreWaitMsMax + 1 }, 'store'],
  ] as const)('%s', (_what, load, reason) => {
    expect(fullOf(load)).toBe(reason);
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const ms = fc.double({ min: 0, max: 20_000, noNaN: true });
const pressure = fc.record({ requests: fc.nat(2 * doorCrowdMin), loopMs: ms });
const calm: Pressure = { requests: doorCrowdMin, loopMs: 0 };

describe('the share', () => {
  test('is a part, rises at once, and falls no faster than it may', () => {
    fc.assert(
      fc.property(share, pressure, ms, (before, signs, elapsedMs) => {
        const part = nextShare(before, signs, elapsedMs);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
        expect(part).toBeGreaterThanOrEqual(nextShare(0, signs, 0));
        expect(part).toBeGreaterThanOrEqual(before - elapsedMs / doorShareFallMs);
      }),
    );
  });

  test('is larger where the sign is', () => {
    fc.assert(
      fc.property(share, pressure, ms, ms, (before, signs, loopMore, elapsedMs) => {
        const worse = { ...signs, loopMs: signs.loopMs + loopMore };
        const part = nextShare(before, signs, elapsedMs);
        expect(nextShare(before, worse, elapsedMs)).toBeGreaterThanOrEqual(part);
      }),
    );
  });

  test('is none again so long after the last sign, however often one looks', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 50 }), (before, looks) => {
        let now = before;
        for (let look = 0; look < looks; look++) now = nextShare(now, calm, doorShareFallMs / looks);
        expect(now).toBeCloseTo(0, 9);
      }),
    );
  });

  const loop = (loopMs: number, requests: number = doorCrowdMin) => nextShare(0, { requests, loopMs }, 0);

  test.each([
    ['half of the delay of the loop', loop(doorLoopDelayMsMax / 2), 0],
    ['three quarters', loop(0.75 * doorLoopDelayMsMax), 0.5],
    ['all of it', loop(doorLoopDelayMsMax), 1],
    ['all of it with few requests', loop(doorLoopDelayMsMax, doorCrowdMin - 1), 0],
  ])('%s', (_what, part, expected) => {
    expect(part).toBeCloseTo(expected, 9);
  });
});

test('a part of the requests is shed evenly', () => {
  fc.assert(
    fc.property(share, fc.nat(500), (part, requests) => {
      const sieve = new Sieve();
      let shed = 0;
      for (let request = 1; request <= requests; request++) {
        if (sieve.takes(part)) shed++;
        expect(Math.abs(shed - request * part)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
  );
  const sieve = new Sieve();
  sieve.takes(0.9);
  sieve.takes(0);
  expect(sieve.takes(0.9), 'what was owed is forgotten where nothing is shed').toBe(false);
});

test('a smoothed value lies between the two, and does not depend on the number of looks', () => {
  fc.assert(
    fc.property(ms, ms, ms, ms, (before, sample, firstMs, thenMs) => {
      const once = smoothed(before, sample, firstMs + thenMs);
      expect(once).toBeGreaterThanOrEqual(Math.min(before, sample) - 1e-6);
      expect(once).toBeLessThanOrEqual(Math.max(before, sample) + 1e-6);
      expect(smoothed(smoothed(before, sample, firstMs), sample, thenMs)).toBeCloseTo(once, 6);
    }),
  );
});

test('shed requests come back spread over the seconds, none sooner or later', () => {
  const { shedRetrySecondsMin: min, shedRetrySecondsMax: max } = limits;
  const seconds = Array.from({ length: max - min + 1 }, (_, nth) => retryAfterOf(nth));
  expect(seconds.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: max - min + 1 }, (_, more) => min + more),
  );
  expect(retryAfterOf(max - min + 1)).toBe(min);
});
