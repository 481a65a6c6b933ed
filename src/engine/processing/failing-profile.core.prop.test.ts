/** When failing profiles are tried again: ever more seldom, never beyond the bound, and at once where something has changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { emptyState, packState } from '../scoring/scoring.ts';
import type { ProfileFailure } from '../stream/stream.ts';
import { failureNow, restingAmong } from './failing-profile.core.ts';

const { failingLookMs: lookMs, failingRetryMsMax: retryMsMax } = limits;
const startMs = Date.UTC(2026, 10, 2, 12);
const cause = { reason: 'unreadable', detail: 'no such version' } as const;

/** A profile that fails whenever it is tried. */
class Failing {
  readonly stored = {
    profiles: new Map<string, Buffer | null>([['x', Buffer.of(1)]]),
    identities: new Map<string, string | null>([['x', null]]),
  };
  now = { nowMs: startMs, generation: 1, openedMs: 0, startedMs: 0 };
  failure: ProfileFailure | undefined;

  get #failures(): Map<string, ProfileFailure> {
    return new Map(this.failure === undefined ? [] : [['x', this.failure]]);
  }

  fail(): ProfileFailure {
    this.failure = failureNow('x', cause, { ...this.stored, failures: this.#failures }, this.now);
    return this.failure;
  }

  get isResting(): boolean {
    return restingAmong(this.#failures, this.stored, this.now).has('x');
  }

  /** Looks at it until then; returns when it was tried. */
  lookUntil(endMs: number): number[] {
    const tries: number[] = [];
    for (; this.now.nowMs < endMs; this.now.nowMs += lookMs) {
      if (this.isResting) continue;
      tries.push(this.now.nowMs);
      this.fail();
    }
    return tries;
  }
}

describe('a profile that stays as it is', () => {
  test('is tried after times that double up to the bound', () => {
    const tries = new Failing().lookUntil(startMs + limits.dayMs);
    const waits = tries.slice(1).map((atMs, index) => (atMs - (tries[index] as number)) / lookMs);
    expect(waits.slice(0, 8)).toEqual([1, 1, 2, 4, 8, 16, 32, 60]);
    expect(new Set(waits.slice(7))).toEqual(new Set([retryMsMax / lookMs]));
    expect(tries.length).toBeLessThan(160);
  });

  test('is tried no sooner and no later, however many events meet it in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 * retryMsMax }), { maxLength: 30 }), (pauses) => {
        const profile = new Failing();
        for (const pauseMs of pauses) {
          const before = profile.failure;
          profile.now.nowMs += pauseMs;
          const isEarly = before !== undefined && profile.now.nowMs < before.retryAtMs;
          const { retryAtMs, sinceMs } = profile.fail();
          if (isEarly) expect(retryAtMs).toBe(before.retryAtMs);
          expect(sinceMs).toBe(before?.sinceMs ?? profile.now.nowMs);
          expect(retryAtMs).toBeGreaterThan(profile.now.nowMs);
          expect(retryAtMs - profile.now.nowMs).toBeLessThanOrEqual(retryMsMax);
        }
      }),
    );
  });
});

test.each<[string, (profile: Failing) => unknown]>([
  ['its stored bytes are others', ({ stored }) => stored.profiles.set('x', packState(emptyState()))],
  ['its stored bytes are gone', ({ stored }) => stored.profiles.set('x', null)],
  ['its identity is another', ({ stored }) => stored.identities.set('x', '{}')],
  ['the programmes are others', ({ now }) => Object.assign(now, { generation: 2 })],
  ['a restore began', ({ now }) => Object.assign(now, { openedMs: now.nowMs })],
  ['another program looks at it', ({ now }) => Object.assign(now, { startedMs: now.nowMs })],
])('a profile is tried at the next look where %s', (_what, change) => {
  const profile = new Failing();
  profile.lookUntil(startMs + limits.hourMs);
  expect(profile.isResting).toBe(true);
  change(profile);
  expect(profile.isResting).toBe(false);
});
