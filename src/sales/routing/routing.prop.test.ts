/** The laws of routing, for any reps and any leads: shares, limits, leave, and nothing lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import {
  candidate,
  giveAway,
  hourMs,
  noonMs,
  office,
  rep,
  snapshotOf,
} from '../../../test/support/routing-snapshot.ts';
import { dutyBeginsAt, type Rep, route } from './routing.core.ts';

const anybody = '  - { step: Any rep, to: reps }';
const emailOf = (index: number) => `rep-${index}@x.com`;
const capacities = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 });

test(
  'by turns, everybody is within one lead of the exact share of capacity, at every moment',
  () => {
    fc.assert(
      fc.property(capacities, fc.integer({ min: 1, max: 400 }), (shares, count) => {
        const snapshot = snapshotOf(
          anybody,
          shares.map((capacity, index) => rep(emailOf(index), { capacity })),
        );
        const all = shares.reduce((sum, one) => sum + one, 0);
        const had = shares.map(() => 0);
        for (let given = 1; given <= count; given++) {
          const index = Number(/\d+/.exec(route(snapshot, candidate()).owner ?? '')?.[0]);
          had[index] = (had[index] ?? 0) + 1;
          // One expectation for all of them: some 100,000 of them took a third of the time.
          const off = shares.map((capacity, position) => (had[position] ?? 0) - (given * capacity) / all);
          expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(1);
        }
      }),
      runs(150),
    );
  },
  lawTimeoutMs,
);

test('a rep who returns, or is new, gets at most one lead more than the part of those who were there', () => {
  const missed = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(
      capacities,
      missed,
      fc.nat(),
      fc.integer({ min: 1, max: 300 }),
      (shares, before, who, after) => {
        const reps = shares.map((capacity, index) => rep(emailOf(index), { capacity }));
        const back = reps[who % reps.length] as Rep;
        const snapshot = snapshotOf(anybody, reps);
        // Some leads with everybody, so that the one who leaves has had a turn already; then without.
        giveAway(snapshot, before % 50);
        back.away = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
        giveAway(snapshot, before);
        back.away = null;
        const all = shares.reduce((sum, one) => sum + one, 0);
        const had = giveAway(snapshot, after).filter((owner) => owner === back.email).length;
        const exact = (after * back.capacity) / all;
        expect(had).toBeLessThanOrEqual(Math.ceil(exact) + 2);
        expect(had).toBeGreaterThanOrEqual(Math.floor(exact) - 2);
      },
    ),
    runs(200),
  );
});

/** Any routing snapshot, and leads that come at any hour. */
const someRep = (index: number): fc.Arbitrary<Rep> =>
  fc
    .record({
      team: fc.constantFrom(null, 'Field', 'Inside'),
      languages: fc.subarray(['de', 'en']),
      territories: fc.subarray(['DACH', 'Nordics']),
      products: fc.subarray(['Cloud', 'Storage']),
      acceptsLeads: fc.boolean(),
      capacity: fc.integer({ min: 1, max: 5 }),
      maxOpenLeads: fc.nat(4),
      openHotLeads: fc.constant(0),
      deputy: fc.constantFrom(null, emailOf(0), emailOf(1)),
      timeZone: fc.constantFrom(null, 'Europe/London', 'America/New_York', 'Asia/Tokyo'),
      workingTime: fc.constantFrom(null, office),
      away: fc.option(
        fc.tuple(fc.integer({ min: -48, max: 48 }), fc.integer({ min: 1, max: 96 })).map(([from, hours]) => ({
          fromMs: noonMs + from * hourMs,
          untilMs: noonMs + (from + hours) * hourMs,
        })),
      ),
    })
    .map((some) =>
      rep(emailOf(index), { ...some, deputy: some.deputy === emailOf(index) ? null : some.deputy }),
    );

const someSnapshot = fc
  .integer({ min: 0, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => someRep(index))));

const someLead = fc.record({
  accountOwner: fc.constantFrom(null, null, null, emailOf(0), emailOf(2), 'The agency'),
  country: fc.constantFrom(null, 'DE', 'SE', 'FR'),
  language: fc.constantFrom(null, 'de', 'en', 'fr'),
  rules: fc.subarray(['cloud-page', 'storage-page', 'other']),
  grade: fc.constantFrom(null, 'A', 'C'),
  tier: fc.integer({ min: 0, max: 3 }),
  isLead: fc.boolean(),
  hours: fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 72 })),
  exclude: fc.subarray([emailOf(1), emailOf(2)]),
});

const everyStep = `
  - { step: The owner, to: account owner }
  - { step: Good fits, to: { team: Field }, when: { grade: [A, B] } }
  - { step: Their own, to: reps, match: [territory, language] }
  - { step: For the product, to: reps, match: [product] }
  - { step: Boss, to: { rep: ${emailOf(3)} }, when: { tier: 3 } }
  - { step: Any rep, to: reps }`;
const head = 'minTier: 2\nproducts:\n  Cloud: [cloud-page]\n  Storage: [storage-page]';
const territories = [
  { name: 'DACH', countries: ['DE'] },
  { name: 'Nordics', countries: ['SE'] },
];

test(
  'an owner who can, within the limit, or the queue with a reason; whatever the snapshot and the leads',
  () => {
    fc.assert(
      fc.property(someSnapshot, fc.array(someLead, { minLength: 1, maxLength: 60 }), (reps, leads) => {
        const snapshot = snapshotOf(everyStep, reps, { head, territories });
        for (const { hours, ...lead } of leads) {
          const atMs = noonMs + hours[0] * hourMs;
          const one = candidate({ ...lead, atMs, dueAtMs: atMs + hours[1] * hourMs });
          const { owner, reason } = route(snapshot, one);
          expect(reason.length).toBeGreaterThan(5);
          if (owner === null) {
            expect(reason).toMatch(/^Q Team: ./);
            continue;
          }
          expect(one.exclude).not.toContain(owner);
          const chosen = snapshot.reps.get(owner);
          if (chosen === undefined) {
            expect(owner).toBe(one.accountOwner);
            continue;
          }
          expect(dutyBeginsAt(chosen, atMs)).toBeLessThan(one.dueAtMs);
          // Only an account's own owner may have more than the limit.
          if (owner !== one.accountOwner && one.isLead && one.tier >= 2)
            expect(chosen.openHotLeads).toBeLessThanOrEqual(chosen.maxOpenLeads);
          if (reason.startsWith('Any rep') || reason.startsWith('Their own')) {
            expect(chosen.acceptsLeads).toBe(true);
            if (one.language !== null && chosen.languages.length > 0)
              expect(chosen.languages).toContain(one.language);
          }
        }
      }),
      runs(500),
    );
  },
  lawTimeoutMs,
);

test('the queue is the last resort: with somebody free who names nothing and is always there, nothing waits', () => {
  fc.assert(
    fc.property(someSnapshot, fc.array(someLead, { minLength: 1, maxLength: 40 }), (reps, leads) => {
      const snapshot = snapshotOf(everyStep, [...reps, rep('always@x.com')], { head, territories });
      for (const { hours, ...lead } of leads) {
        const atMs = noonMs + hours[0] * hourMs;
        expect(route(snapshot, candidate({ ...lead, atMs, dueAtMs: atMs + hourMs })).owner).not.toBeNull();
      }
    }),
    runs(300),
  );
});
