/**
 * The state of a profile: a set of event facts, and how states are joined.
 *
 * A fact is an event's hash, its time and the facets that recognised it. Facts are a map from hash to the earliest time
 * seen, so adding is commutative, associative and idempotent: the laws of order and duplicates are properties of this
 * structure, not of careful code elsewhere.
 */

/** A facet that recognised the event. */
export interface FactMatch {
  slot: number;
  /** A 40-bit hash; 0 where the rule has no key or the event lacks it. */
  key: number;
  /** The number its worth is computed from; null where the points are fixed. */
  number: number | null;
}

export interface EventFact {
  /** 48-bit event hash. */
  hash: number;
  /** Event time, ms since the epoch. */
  atMs: number;
  matches: readonly FactMatch[];
}

/** A payment whose event is older than the lateness horizon: the fact is gone, what it earned stays. */
export interface Payment {
  slot: number;
  rung: number;
  key: number;
  /** Time of the event that earned it; of the latest one where several were merged. */
  atMs: number;
  /** Event hash; of the latest one where several were merged. */
  hash: number;
  /** How many payments were merged into this one; 1 at first. */
  count: number;
  /** What all of them earned, in thousandths, where that is not the rule's fixed points each; else null. */
  earned: number | null;
}

/** How many matches of a rule that counts for ever are gone with their facts. */
export interface Tally {
  slot: number;
  key: number;
  count: number;
}

/** Where the profile stands on one programme's ladder since the last commit. Times are ms since the epoch, 0 for never. */
export interface Standing {
  programme: number;
  tier: number;
  /** How often it rose from below the ladder; 0 at first. */
  episode: number;
  /** Thousandths of a point. */
  score: number;
  /** When it came to the tier it stands on. */
  sinceMs: number;
  episodeAtMs: number;
  /** The tier it last fell from, and when it had come to that; 0 when it rose since. */
  fellFrom: number;
  fellSinceMs: number;
}

export interface ProfileState {
  /** Sorted by time, then hash. */
  facts: EventFact[];
  settled: Payment[];
  tallies: Tally[];
  standings: Standing[];
  /** When it was last evaluated; 0 at first. What the ledger says next is the difference since then. */
  asOfMs: number;
  /** Whether it is not what its history comes to, and has to be rebuilt from it; its standings stay as they are until then. */
  waitsToBeRebuilt: boolean;
}

export function emptyState(): ProfileState {
  return { facts: [], settled: [], tallies: [], standings: [], asOfMs: 0, waitsToBeRebuilt: false };
}

/**
 * Adds a fact in place. Answers false for a duplicate. A duplicate that claims an earlier time moves the fact there, so
 * that the earliest time wins whatever the order of arrival.
 */
export function addFact(state: ProfileState, fact: EventFact): boolean {
  const { facts } = state;
  for (let index = facts.length - 1; index >= 0; index--) {
    const known = facts[index] as EventFact;
    if (known.hash !== fact.hash) continue;
    if (compareFacts(fact, known) < 0) {
      facts.splice(index, 1);
      insertSorted(facts, fact);
    }
    return false;
  }
  insertSorted(facts, fact);
  return true;
}

/** Adds a fact to others by their hashes, as `addFact` does; for many at once. */
export function joinFact(byHash: Map<number, EventFact>, fact: EventFact): void {
  const known = byHash.get(fact.hash);
  if (!known || compareFacts(fact, known) < 0) byHash.set(fact.hash, fact);
}

export function inOrder(facts: Iterable<EventFact>): EventFact[] {
  return [...facts].sort(byTime);
}

/** The union of two states. Standings are the first's: a merged profile steps its ladder from where the heir stood. */
export function unionStates(heir: ProfileState, other: ProfileState): ProfileState {
  const byHash = new Map<number, EventFact>();
  for (const fact of [...heir.facts, ...other.facts]) joinFact(byHash, fact);
  const payments = new Map<string, Payment>();
  for (const payment of [...heir.settled, ...other.settled]) {
    const id = `${payment.slot}:${payment.rung}:${payment.key}:${payment.hash}:${payment.atMs}`;
    const known = payments.get(id);
    if (!known || payment.count > known.count) payments.set(id, payment);
  }
  const tallies = new Map<string, Tally>();
  for (const tally of [...heir.tallies, ...other.tallies]) {
    const id = `${tally.slot}:${tally.key}`;
    const known = tallies.get(id);
    tallies.set(id, known ? { ...known, count: known.count + tally.count } : tally);
  }
  return {
    facts: inOrder(byHash.values()),
    settled: [...payments.values()].sort(byPayment),
    tallies: [...tallies.values()].sort((a, b) => a.slot - b.slot || a.key - b.key),
    standings: heir.standings,
    asOfMs: heir.asOfMs,
    waitsToBeRebuilt: heir.waitsToBeRebuilt || other.waitsToBeRebuilt,
  };
}

/** The order of settled payments: by time, then by what was paid; total, so that a union is the same from either side. */
export function byPayment(a: Payment, b: Payment): number {
  return a.atMs - b.atMs || a.hash - b.hash || a.slot - b.slot || a.rung - b.rung || a.key - b.key;
}

function byTime(a: EventFact, b: EventFact): number {
  return a.atMs - b.atMs || a.hash - b.hash;
}

/** Which of two claims about one event counts: the earlier; at one time, the one that more facets recognised. */
function compareFacts(a: EventFact, b: EventFact): number {
  return a.atMs - b.atMs || b.matches.length - a.matches.length || compareMatches(a.matches, b.matches);
}

function compareMatches(a: readonly FactMatch[], b: readonly FactMatch[]): number {
  for (let index = 0; index < a.length; index++) {
    const one = a[index] as FactMatch;
    const two = b[index] as FactMatch;
    const order = one.slot - two.slot || one.key - two.key || (one.number ?? 0) - (two.number ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function insertSorted(facts: EventFact[], fact: EventFact): void {
  let index = facts.length;
  while (index > 0 && byTime(facts[index - 1] as EventFact, fact) > 0) index--;
  if (index === facts.length) facts.push(fact);
  else facts.splice(index, 0, fact);
}
