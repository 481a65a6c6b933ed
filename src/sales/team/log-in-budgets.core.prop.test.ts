/** The laws of guesses at passwords: whatever strangers try, a known browser never waits for them, and they stay few. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { budgetsOf, type LogInAttempt } from './log-in-budgets.core.ts';

const owner = 'owner@shop.example';
const ownersNetwork = '192.0.2.1';
const ownersBrowser = 'the browser of the owner';

/** Budgets counted as the table counts them: from the first try of a name, all budgets of a try or none. */
function counter() {
  const counts = new Map<string, { tries: number; endsAtMs: number }>();
  return (attempt: LogInAttempt, nowMs: number): boolean => {
    const budgets = budgetsOf(attempt);
    const live = budgets.map(({ name, withinMs }) => {
      const counted = counts.get(name);
      return counted !== undefined && counted.endsAtMs > nowMs
        ? counted
        : { tries: 0, endsAtMs: nowMs + withinMs };
    });
    if (budgets.some(({ triesMax }, index) => (live[index]?.tries ?? 0) >= triesMax)) return false;
    for (const [index, { name }] of budgets.entries()) {
      const { tries, endsAtMs } = live[index] as { tries: number; endsAtMs: number };
      counts.set(name, { tries: tries + 1, endsAtMs });
    }
    return true;
  };
}

const networks = [ownersNetwork, ...Array.from({ length: 40 }, (_, index) => `198.51.100.${index}`)];
/** Anybody but the owner: from anywhere, the owner's network too, in any browser but the owner's. */
const stranger = fc.record({
  email: fc.constantFrom(owner, 'second@shop.example', 'nobody@shop.example'),
  network: fc.constantFrom(...networks),
  knownBrowser: fc.constantFrom(null, 'another browser'),
  isNetworkKnown: fc.boolean(),
});
/** Bursts of the same try, with the time since the one before. */
const bursts = <Of>(of: fc.Arbitrary<Of>) =>
  fc.array(
    fc.record({ attempt: of, times: fc.integer({ min: 1, max: 60 }), afterMs: fc.nat(limits.hourMs) }),
    { maxLength: 60 },
  );

test('a known browser is admitted whatever others have tried', () => {
  fc.assert(
    fc.property(bursts(stranger), (tried) => {
      const isAdmitted = counter();
      const own = { email: owner, network: ownersNetwork, knownBrowser: ownersBrowser, isNetworkKnown: true };
      let nowMs = 0;
      for (const { attempt, times, afterMs } of tried) {
        nowMs += afterMs;
        for (let time = 0; time < times; time++) isAdmitted(attempt, nowMs);
      }
      for (let time = 0; time < limits.logInFailuresMax; time++) expect(isAdmitted(own, nowMs)).toBe(true);
    }),
  );
});

test('a known network is admitted whatever is tried elsewhere', () => {
  const elsewhere = stranger.filter(({ network }) => network !== ownersNetwork);
  fc.assert(
    fc.property(bursts(elsewhere), (tried) => {
      const isAdmitted = counter();
      let nowMs = 0;
      for (const { attempt, times, afterMs } of tried) {
        nowMs += afterMs;
        for (let time = 0; time < times; time++) isAdmitted(attempt, nowMs);
      }
      const own = { email: owner, network: ownersNetwork, knownBrowser: null, isNetworkKnown: true };
      expect(isAdmitted(own, nowMs)).toBe(true);
    }),
  );
});

test('one network alone makes nobody wait who is elsewhere, even one that is not known', () => {
  const oneStranger = stranger.map((one) => ({
    ...one,
    network: '198.51.100.1',
    knownBrowser: null,
    isNetworkKnown: false,
  }));
  fc.assert(
    fc.property(bursts(oneStranger), fc.constantFrom(...networks.slice(3)), (tried, network) => {
      const isAdmitted = counter();
      // Within one time of the user's budget: the longer the pauses, the more budgets begin again.
      for (const { attempt, times } of tried) for (let time = 0; time < times; time++) isAdmitted(attempt, 0);
      expect(isAdmitted({ email: owner, network, knownBrowser: null, isNetworkKnown: false }, 0)).toBe(true);
    }),
  );
});

test('strangers have at most 100 guesses an hour at one user, from however many networks', () => {
  const anywhere = stranger.map((one) => ({
    ...one,
    email: owner,
    knownBrowser: null,
    isNetworkKnown: false,
  }));
  fc.assert(
    fc.property(bursts(anywhere), (tried) => {
      const isAdmitted = counter();
      const admittedAt: number[] = [];
      let nowMs = 0;
      for (const { attempt, times, afterMs } of tried) {
        nowMs += afterMs;
        for (let time = 0; time < times; time++) if (isAdmitted(attempt, nowMs)) admittedAt.push(nowMs);
      }
      // A fixed time that begins with its first try: two may touch within a quarter of an hour.
      for (const at of admittedAt)
        expect(
          admittedAt.filter((one) => one >= at && one < at + limits.logInFailuresMs).length,
        ).toBeLessThanOrEqual(2 * limits.logInFailuresOfStrangersMax);
      expect((limits.hourMs / limits.logInFailuresMs) * limits.logInFailuresOfStrangersMax).toBe(100);
    }),
  );
});
