/** A routing snapshot for tests: reps, routing steps and candidates; a test gives only what it cares about. */
import { readRouting } from '../../src/contract/language/language.ts';
import {
  type Candidate,
  type Rep,
  type RoutingSnapshot,
  route,
} from '../../src/sales/routing/routing.core.ts';

/** A Monday at noon in London. */
export const noonMs = Date.parse('2026-11-23T12:00:00.000Z');
export const hourMs = 3_600_000;

export const office: NonNullable<Rep['workingTime']> = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  hours: { fromMinute: 540, untilMinute: 1_050 },
  holidays: ['2026-12-25'],
};

/** Somebody who takes every lead at any hour. */
export const rep = (email: string, change: Partial<Rep> = {}): Rep => ({
  email,
  team: null,
  languages: [],
  territories: [],
  products: [],
  acceptsLeads: true,
  capacity: 1,
  maxOpenLeads: 1_000_000,
  deputy: null,
  timeZone: null,
  workingTime: null,
  away: null,
  openHotLeads: 0,
  turn: 0,
  chosen: 0,
  hasBeenChosen: false,
  ...change,
});

/** A snapshot by the text of its routing steps. Throws where the text has errors. */
export function snapshotOf(
  steps: string,
  reps: readonly Rep[],
  rest: { head?: string; territories?: RoutingSnapshot['territories'] } = {},
): RoutingSnapshot {
  const reading = readRouting(
    'routing.yaml',
    `queue: Q Team\ndefaultLeadPipeline: emea/lead\n${rest.head ?? ''}\nsteps:\n${steps}`,
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return {
    routing: reading.value,
    reps: new Map(reps.map((one) => [one.email, one])),
    territories: rest.territories ?? [],
  };
}

/** A lead of nobody in particular, to be contacted within a day. */
export const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  accountOwner: null,
  account: 'the account',
  country: null,
  language: null,
  campaign: null,
  programme: null,
  grade: null,
  tier: 1,
  rules: [],
  atMs: noonMs,
  dueAtMs: noonMs + 24 * hourMs,
  isLead: true,
  exclude: [],
  ...change,
});

/** Gives so many leads away, one an hour, and answers who got each. */
export const giveAway = (snapshot: RoutingSnapshot, count: number, change: Partial<Candidate> = {}) =>
  Array.from({ length: count }, () => route(snapshot, candidate(change)).owner);
