/** Tier updates for tests: one of an ordinary rise, changed where a test cares; and chains as scoring makes them. */
import fc from 'fast-check';
import type { TierUpdate } from '../../src/contract/api/api.ts';
import type { RoutingSnapshot } from '../../src/sales/routing/routing.core.ts';
import type { Actor, PersonRow } from '../../src/sales/store/store.ts';
import { flowOf } from '../support/sales-processes.ts';

/** Somebody who may do everything. */
export const admin: Actor = { name: 'admin@example.com', lanes: [], isManager: true };

export const startMs = Date.parse('2026-11-23T12:00:00.000Z');
/** Where leads begin. */
export const leadFlow = { id: 'emea/lead@1', ...flowOf('emea', 'lead') };

/** A snapshot in which nobody takes leads. */
export const emptySnapshot: RoutingSnapshot = {
  routing: {
    queue: 'Q Team',
    defaultLeadPipeline: 'emea/lead',
    minTier: 1,
    products: {},
    steps: [{ step: 'The account’s owner', to: 'account owner' }],
  },
  reps: new Map(),
  territories: [],
};

const hourMs = 3_600_000;

/** A contact that somebody owns, changed where a test cares. */
export const knownPerson = (change: Partial<PersonRow>): PersonRow => ({
  id: 'pn_known',
  email: 'ada@example.com',
  profile: null,
  name: 'Ada L.',
  company: 'Northwind',
  title: null,
  phone: null,
  kind: 'contact',
  owner: 'owner@example.com',
  company_id: null,
  country: null,
  language: null,
  do_not_contact: false,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  ...change,
});

/** What a rise does when its programme does not say. */
export const usualActions = (atMs: number, hours = 24): TierUpdate['actions'] => [
  { do: 'open lead' },
  { do: 'contact task', dueAtMs: atMs + hours * hourMs, within: `${hours} hours` },
  { do: 'alert' },
];

export const identityOf = (email: string | null) => ({
  userId: 'u1',
  email,
  name: null,
  company: null,
  title: null,
  phone: null,
  country: null,
  language: null,
});

/** The first rise of one person to one chili. */
export function standing(change: Partial<TierUpdate> = {}): TierUpdate {
  return {
    profile: 'p1',
    programme: 'emea',
    programmeName: 'EMEA',
    programmeVersion: 'v1',
    campaign: 'EMEA',
    actions: (change.to ?? 1) > (change.from ?? 0) ? usualActions(change.atMs ?? startMs) : [],
    grade: null,
    priority: null,
    episode: 1,
    begunAs: null,
    from: 0,
    to: 1,
    tierName: '1 chili',
    tiers: 3,
    score: 22,
    atMs: startMs,
    acceptedAtMs: startMs - 5,
    identity: identityOf('ada@example.com'),
    reasons: [],
    ...change,
  };
}

/** One step of one profile: where its score goes, and what is known of it from then on. */
export interface Step {
  profile: number;
  score: number;
  email: string | null;
}

/** Steps of five profiles, some of which are the same person by e-mail address, some anonymous for a while. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    profile: fc.nat(4),
    score: fc.nat(99),
    email: fc.constantFrom('ada@example.com', 'bob@example.com', null),
  }),
  { minLength: 1, maxLength: 40 },
);

/** The records that scoring would send of these steps: `from` is the tier before, an episode is a rise from below the ladder. */
export function chainsOf(some: readonly Step[]): TierUpdate[] {
  const tierOf = (score: number) => [20, 40, 60].filter((from) => score >= from).length;
  const standings = new Map<number, { tier: number; episode: number }>();
  return some.flatMap(({ profile, score, email }, index) => {
    const before = standings.get(profile) ?? { tier: 0, episode: 0 };
    const tier = tierOf(score);
    const episode = before.tier === 0 && tier > 0 ? before.episode + 1 : before.episode;
    standings.set(profile, { tier, episode });
    if (episode === 0) return [];
    return standing({
      profile: `p${profile}`,
      episode,
      from: before.tier,
      to: tier,
      tierName: `tier ${tier}`,
      score,
      atMs: startMs + index * 1_000,
      identity: email === null ? null : identityOf(email),
    });
  });
}
