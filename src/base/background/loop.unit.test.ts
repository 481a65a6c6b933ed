/** The background loop: rounds follow wakes, failures are logged once and forgotten, a close waits for the round alone. */
import { expect, test } from 'vitest';
import { createLogger, Outage } from '../telemetry/telemetry.ts';
import { startLoop } from './loop.ts';

const foreverMs = 3_600_000;

/** A promise with its keys. */
const gate = () => Promise.withResolvers<void>();

/** What is due now has run. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function outageSaying(lines: string[]): Outage {
  const logger = createLogger('silent');
  const say = (_fields: object, line: string) => void lines.push(line);
  return new Outage(
    { ...logger, warn: say, info: (line: string) => void lines.push(line) } as never,
    'down',
    'up',
  );
}

test('a wake ends the rest, and one during a round makes another follow', async () => {
  const rounds = [gate(), gate(), gate()];
  const begun = [gate(), gate(), gate()];
  let count = 0;
  const loop = startLoop({
    round: async () => {
      const number = count++;
      begun[number]?.resolve();
      await rounds[number]?.promise;
      return { ms: foreverMs };
    },
    outage: outageSaying([]),
  });
  await begun[0]?.promise;
  loop.wake();
  rounds[0]?.resolve();
  await begun[1]?.promise;
  rounds[1]?.resolve();
  loop.wake();
  await begun[2]?.promise;
  rounds[2]?.resolve();
  await loop.close();
  expect(count).toBe(3);
});

test('a loop that yields begins no round with the wake', async () => {
  const begun = gate();
  let count = 0;
  const loop = startLoop({
    round: async () => {
      count++;
      begun.resolve();
      return { ms: foreverMs, yieldMs: foreverMs };
    },
    outage: outageSaying([]),
  });
  await begun.promise;
  await turn();
  loop.wake();
  await turn();
  await loop.close();
  expect(count).toBe(1);
});

test('no rest: rounds follow each other; a close lets the one under way end', async () => {
  const last = gate();
  const isLast = gate();
  let count = 0;
  let ended = 0;
  const loop = startLoop({
    round: async (signal) => {
      if (++count === 5) {
        isLast.resolve();
        await last.promise;
        expect(signal.aborted).toBe(true);
      }
      ended++;
      return { ms: 0 };
    },
    outage: outageSaying([]),
  });
  await isLast.promise;
  const closed = loop.close();
  last.resolve();
  await closed;
  expect([count, ended]).toEqual([5, 5]);
});

test('failures are logged once, and what was remembered is forgotten before the next round', async () => {
  const lines: string[] = [];
  const recovered = gate();
  let remembered = 0;
  let count = 0;
  const loop = startLoop({
    round: async () => {
      count++;
      expect(remembered).toBe(count - 1);
      if (count < 4) throw new Error('away');
      recovered.resolve();
      return { ms: foreverMs };
    },
    forget: () => {
      remembered++;
    },
    outage: outageSaying(lines),
    retryMs: 1,
  });
  await recovered.promise;
  await loop.close();
  expect(remembered).toBe(3);
  expect(lines).toEqual(['down', 'up']);
});

test('news gathers: a wake does not end the first part of a rest', async () => {
  const second = gate();
  let beganMs = 0;
  let againMs = 0;
  let count = 0;
  const loop = startLoop({
    round: async () => {
      if (++count === 1) {
        beganMs = performance.now();
        return { ms: foreverMs, gatherMs: 30 };
      }
      againMs = performance.now();
      second.resolve();
      return { ms: foreverMs };
    },
    outage: outageSaying([]),
  });
  loop.wake();
  await second.promise;
  await loop.close();
  expect(againMs - beganMs).toBeGreaterThanOrEqual(29);
});

test('a close ends the rest after a failed round', async () => {
  const failed = gate();
  const loop = startLoop({
    round: async () => {
      failed.resolve();
      throw new Error('away');
    },
    outage: outageSaying([]),
    retryMs: foreverMs,
  });
  await failed.promise;
  await loop.close();
});

test('rounds that find nothing rest twice as long each time, up to their limit; a wake and news begin again', async () => {
  const begunAtMs: number[] = [];
  const ms = 10;
  const found = [false, false, false, false, true, false, false];
  const end = gate();
  const loop = startLoop({
    round: async () => {
      begunAtMs.push(performance.now());
      const hasNews = found[begunAtMs.length - 1] ?? false;
      if (begunAtMs.length === found.length) end.resolve();
      return hasNews ? { ms } : { ms, quietMsMax: 4 * ms };
    },
    outage: outageSaying([]),
  });
  await end.promise;
  await loop.close();
  const restMs = begunAtMs.slice(1).map((atMs, index) => atMs - (begunAtMs[index] as number));
  // Timers are never early by more than a millisecond; how late they are is the machine's affair.
  for (const [index, times] of [1, 2, 4, 4, 1, 1].entries())
    expect(restMs[index]).toBeGreaterThanOrEqual(times * ms - 1);
});

test('a loop that has rested long rests shortly after a wake', async () => {
  let rounds = 0;
  const quiet = gate();
  const rung = gate();
  const loop = startLoop({
    round: async () => {
      rounds++;
      // The rest after the third round is for ever: only a wake ends it, and then the fourth is soon.
      if (rounds === 3) quiet.resolve();
      if (rounds === 5) rung.resolve();
      return { ms: rounds === 3 ? foreverMs : 1, quietMsMax: foreverMs };
    },
    outage: outageSaying([]),
  });
  await quiet.promise;
  loop.wake();
  await rung.promise;
  await loop.close();
  expect(rounds).toBeGreaterThanOrEqual(5);
});
