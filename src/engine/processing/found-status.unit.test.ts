/** What Scoville itself says of a person, in an installation: a change moves tiers, what was there before moves none, and an erasure covers it. */
import { expect, test } from 'vitest';
import { happened, Profile, under } from '../../../test/support/decided-profile.ts';
import { Installation } from '../../../test/support/programme.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { foundAlready, type ScovilleEvent, statusTraits } from '../../contract/language/language.ts';
import { evaluate } from '../scoring/scoring.ts';

const startMs = Date.UTC(2026, 0, 12, 12);
const key = 'u:ada';
const programmes = new Installation().programmes(`
rules: [{ id: a, label: A, when: { event: A }, points: 1, pays: every time }]
fit: { rules: [{ id: c, label: Customer, who: { customer: true }, points: 50 }] }
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 20 }] }
`);
const event = (id: string, more: Partial<ScovilleEvent>): ScovilleEvent => ({
  ...{ id, hash: id.length, atMs: startMs, acceptedAtMs: startMs, profile: profileIdOf(key), key },
  ...{ type: 'track', name: 'A', path: '' },
  ...more,
});
const customer = (name: string) =>
  event('own', { key: '', type: 'identify', name, traits: statusTraits({ customer: true }) });

/** Lives a track of a known person, then a word of Scoville, then another track. */
function lived(word: ScovilleEvent) {
  const installation = new SimulatedInstallation(
    { programmes, partitions: 1, latenessMs: limits.latenessMs, hasPast: true },
    startMs,
  );
  const seen: [score: number, tier: number][] = [];
  const look = () => {
    installation.nowMs += limits.hourMs;
    installation.runOut();
    const state = installation.stateOf(key);
    const [programme] = programmes.programmes;
    if (state === null || programme === undefined) throw new Error('it has no state');
    expect(state.wait).toBeNull();
    const { score } = evaluate(state, installation.personOf(key), programme, installation.nowMs);
    seen.push([score / 1_000, state.tierStates[0]?.tier ?? 0]);
  };
  installation.accept(event('first', { traits: { email: 'ada@example.com' } }), key);
  look();
  installation.accept({ ...word, atMs: installation.nowMs }, key);
  look();
  installation.accept(event('second one', { atMs: installation.nowMs }), key);
  look();
  return seen;
}

test('a change in sales moves a tier, as any trait does', () => {
  expect(lived(customer(''))).toEqual([
    [1, 0],
    [51, 1],
    [52, 1],
  ]);
});

test('what was so before a programme asked moves none by itself; what the person does next does', () => {
  expect(lived(customer(foundAlready))).toEqual([
    [1, 0],
    [51, 0],
    [52, 1],
  ]);
});

test('what was so before moves none while the history is read, and said again as it is known it reads none', () => {
  const profile = new Profile();
  const said = (atMs: number, isCustomer: boolean) => {
    const traits = statusTraits({ customer: isCustomer });
    const word = event(`of ${atMs}`, { key: '', type: 'identify', name: foundAlready, traits });
    const asHers = { ...word, profile: profileIdOf('u:x'), atMs, acceptedAtMs: atMs };
    return profile.events([asHers], under(programmes, atMs)).counts.waiting;
  };
  expect(said(startMs, true)).toBe(1);
  profile.reevaluate(under(programmes, startMs + 1), []);
  expect(profile.state.wait).toBeNull();
  expect(said(startMs + limits.dayMs, true)).toBe(0);
  expect(profile.state.wait).toBeNull();
  expect(said(startMs + 2 * limits.dayMs, false)).toBe(1);
});

test('a record that says it of somebody, and is not by Scoville, is not believed, and counted', () => {
  const profile = new Profile();
  const lie = { ...happened('A', startMs), traits: { ...statusTraits({ customer: true }), plan: 'a' } };
  const { counts, commit } = profile.events([lie], under(programmes, startMs));
  expect(counts.traitsReserved).toBe(1);
  expect([...commit.identities.values()].join()).toContain('"plan"');
  expect([...commit.identities.values()].join()).not.toContain('customer');
});
