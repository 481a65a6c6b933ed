/**
 * The state of a profile: a set of matched events, and the union of states.
 *
 * A matched event is an event's hash, its time and the signatures that recognised it. They map from hash to the earliest time
 * seen, so adding is commutative, associative and idempotent. The laws of order and duplicates are properties of this structure,
 * not of careful code elsewhere.
 */
import { isAfter, limits } from '../../base/kernel/kernel.ts';
import type { RefusalSign } from '../../contract/language/language.ts';
import type { BasketChange } from './basket-change.ts';
import { joinOutlines, type Span } from './outline.ts';
import { latestRefusedEvents } from './refused-events.ts';
import { joinTierStates } from './tier-states.ts';

/** A signature that recognised the event. */
export interface EventMatch {
  signatureId: number;
  /** A 40-bit hash; 0 where the rule has no key or the event lacks it. */
  key: number;
  /** The number its worth is computed from; null where the points are fixed. */
  number: number | null;
  /** What it changes of a basket, where its rule counts what that holds. */
  basket?: BasketChange;
}

export interface MatchedEvent {
  /** 48-bit event hash. */
  hash: number;
  /** Event time, ms since the epoch. */
  atMs: number;
  matches: readonly EventMatch[];
  /** Set where it came with a public key, and something recognised it. */
  isPublic?: true;
}

/** What rules recognised and must not count: a machine did it, or the person does not consent. A state keeps it apart from all that counts. */
export type RefusedEvent = MatchedEvent & { sign: RefusalSign };

/** An award whose event is older than the lateness horizon: the event is sealed, its points stay. */
export interface FrozenAward {
  signatureId: number;
  rung: number;
  key: number;
  /** Time of the event that earned it; of the latest one where several were merged. */
  atMs: number;
  /** Event hash; of the latest one where several were merged. */
  hash: number;
  /**
   * How many payments it stands for: 1 at first, more where several were merged. It is 0 where a cap or bound refused all of it.
   * Then it only remembers that the rule has paid. A payment of 0 points is one.
   */
  count: number;
  /** What all of them earned, in thousandths, where that is not the rule's fixed points each; else null. */
  earned: number | null;
  /** Set where the event came with a public key; only such awards are merged with it. */
  isPublic?: true;
}

/** How many matches of a rule that counts for ever are sealed with their events. */
export interface Tally {
  signatureId: number;
  key: number;
  count: number;
  /** The cut that its events came after; 0 where they came before the first that is kept. */
  sinceMs: number;
}

/** An episode by the profile it began on, and its number there: what was opened and notified for it is known by that. */
export interface EpisodeName {
  profile: string;
  episode: number;
}

/** The profile's tier on one programme's ladder at the last commit. Times are ms since the epoch, 0 for never. */
export interface TierState {
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
  /** The episode under way where it began on a profile that has become part of this one; null where it is its own. */
  begunAs: EpisodeName | null;
  /** Actions of the tier whose conditions have not held since it was reached, by their position in its list: bit 0 is the first. */
  openActions: number;
  /** Where a changed programme left the profile outside its tier; null while it stands within. */
  shift: Shift | null;
  /**
   * The tier that it reached, by the hash of its name (40 bits), where a changed ladder has that no more; null while it has. A
   * ladder that has it again, as after a roll-back, puts it back there.
   */
  goneTier: number | null;
}

/** Why a profile stands outside its tier: a changed programme put it there, so that it moves only by what is its own since. */
export interface Shift {
  /**
   * Thousandths of a point. Above the tier: the score that the change gave, or to which that has faded; it rises with the next gain.
   * Below: the highest score since the change; it falls by a loss from there.
   */
  score: number;
  /** Whether the change excluded it. */
  isExcluded: boolean;
  /**
   * When it would have fallen without the change, had it done nothing, ms; null for never. One that the change holds in its tier, or
   * lifts above, keeps that until it gains.
   */
  fallsAtMs: number | null;
}

/** A profile that waits to be rebuilt from its history; its tier states stay unchanged until then. */
export interface Wait {
  /** The last entry that its partition had read as the wait began: until there the history must reach. Ids of one partition only compare. */
  since: string;
  /** Time of the last event known when it was last evaluated by programmes that knew its matches, ms; 0 for never. */
  knownUntilMs: number;
  /** In which programmes anything happened to it since, beside a change of these: their ids, or `all`. */
  actedIn: ActedIn;
  /** Where its state of before is gone, and how it stood: Redis lost it, or it was archived. All until `knownUntilMs` was notified. */
  gone?: 'lost' | 'archived';
  /** Whether an import changed its history: what that alone makes of its score moves no tier. */
  isImported?: true;
  /** Whether it forgot its events, for an import that was taken back: what it has is what came since. */
  hasForgotten?: true;
  /** What no rule recognised since, whenever it happened: the history may not have it as the profile is rebuilt. */
  outline: Span[];
}

/** Programmes, by their ids, in which something happened to a profile: rules recognised an event. Who it is concerns all. */
export type ActedIn = 'all' | readonly number[];

export function joinActedIn(one: ActedIn, other: ActedIn): ActedIn {
  if (one === 'all' || other === 'all') return 'all';
  if (one.length === 0 && other.length < 2) return other;
  return [...new Set([...one, ...other])].sort((a, b) => a - b);
}

export interface ProfileState {
  /** Those that some rule recognised, sorted by time, then hash. */
  matchedEvents: MatchedEvent[];
  /** When there were others; in order. */
  outline: Span[];
  /** The latest that were refused, sorted likewise. They are shown and change nothing. */
  refusedEvents: readonly RefusedEvent[];
  frozenAwards: FrozenAward[];
  tallies: Tally[];
  /**
   * Where its events were cut in two, ascending, ms: all before a cut is sealed, and counts together with nothing at or after
   * it. The last says until when it is sealed. Earlier ones are where a rebuild from a shortened history can begin.
   */
  cuts: number[];
  /** Time of its earliest sealed event, whatever it paid; 0 while none is sealed. */
  sealedFromMs: number;
  /** Whether cuts of another profile, which became part of it, are among them: what is its own may reach across these. */
  hasForeignCuts: boolean;
  /** Whether the last cut was made at a limit: what comes for the time before it is refused. */
  isCutShort: boolean;
  /**
   * Whether many payments by public keys in one clock hour are sealed. The limit of such an hour may decide on them, so they are not
   * re-scored. After every change of programmes or of the person, the profile is rebuilt from its history.
   */
  sealsFullHour: boolean;
  tierStates: TierState[];
  /** When it was last evaluated; 0 at first. The ledger records the difference since then. */
  asOfMs: number;
  /** Generation of the programmes it was last evaluated under; 0 at first. */
  generation: number;
  /** Generation of the programmes on whose ladders its tier states stand: `generation` unless it waits. */
  laddersGeneration: number;
  /** Null unless it differs from its history and has to be rebuilt. */
  wait: Wait | null;
}

export function emptyState(): ProfileState {
  return {
    matchedEvents: [],
    outline: [],
    refusedEvents: [],
    frozenAwards: [],
    tallies: [],
    cuts: [],
    sealedFromMs: 0,
    hasForeignCuts: false,
    isCutShort: false,
    sealsFullHour: false,
    tierStates: [],
    asOfMs: 0,
    generation: 0,
    laddersGeneration: 0,
    wait: null,
  };
}

/** Whether a state remembers nothing. */
export function isBlank(state: ProfileState): boolean {
  const { matchedEvents, outline, refusedEvents, frozenAwards, tallies, cuts, wait, tierStates } = state;
  const lists = [matchedEvents, outline, refusedEvents, frozenAwards, tallies, cuts];
  return (
    lists.every(({ length }) => length === 0) && wait === null && tierStates.every(({ tier }) => tier === 0)
  );
}

/**
 * Adds an event in place. Returns false for a duplicate. A duplicate with an earlier time moves the event there, so
 * that the earliest time wins whatever the order of arrival.
 */
export function addMatchedEvent(state: ProfileState, matched: MatchedEvent): boolean {
  const { matchedEvents } = state;
  for (let index = matchedEvents.length - 1; index >= 0; index--) {
    const known = matchedEvents[index] as MatchedEvent;
    if (known.hash !== matched.hash) continue;
    if (compareMatchedEvents(matched, known) < 0) {
      matchedEvents.splice(index, 1);
      insertSorted(matchedEvents, matched);
    }
    return false;
  }
  insertSorted(matchedEvents, matched);
  return true;
}

/** Adds an event to others by their hashes, as `addMatchedEvent` does; for many at once. */
export function joinMatchedEvent(byHash: Map<number, MatchedEvent>, matched: MatchedEvent): void {
  const known = byHash.get(matched.hash);
  if (!known || compareMatchedEvents(matched, known) < 0) byHash.set(matched.hash, matched);
}

export function inOrder(matchedEvents: Iterable<MatchedEvent>): MatchedEvent[] {
  return [...matchedEvents].sort(byTime);
}

/** Returns the union of two states. Both tier states count: what was notified for either stays notified. */
export function unionStates(heir: ProfileState, other: ProfileState): ProfileState {
  const byHash = new Map<number, MatchedEvent>();
  for (const matched of [...heir.matchedEvents, ...other.matchedEvents]) joinMatchedEvent(byHash, matched);
  const frozenAwards = new Map<string, FrozenAward>();
  for (const frozenAward of [...heir.frozenAwards, ...other.frozenAwards]) {
    const id = `${frozenAward.signatureId}:${frozenAward.rung}:${frozenAward.key}:${frozenAward.hash}:${frozenAward.atMs}`;
    const known = frozenAwards.get(id);
    if (!known || frozenAward.count > known.count) frozenAwards.set(id, frozenAward);
  }
  const tallies = new Map<string, Tally>();
  for (const tally of [...heir.tallies, ...other.tallies]) {
    const id = `${tally.signatureId}:${tally.key}:${tally.sinceMs}`;
    const known = tallies.get(id);
    tallies.set(id, known ? { ...known, count: known.count + tally.count } : tally);
  }
  const cuts = [...new Set([...heir.cuts, ...other.cuts])].sort((a, b) => a - b);
  return {
    matchedEvents: inOrder(byHash.values()),
    outline: joinOutlines(heir.outline, other.outline),
    refusedEvents: latestRefusedEvents([...heir.refusedEvents, ...other.refusedEvents]),
    frozenAwards: [...frozenAwards.values()].sort(byFrozenAward),
    tallies: [...tallies.values()].sort(byTally),
    cuts,
    sealedFromMs: Math.min(heir.sealedFromMs || other.sealedFromMs, other.sealedFromMs || heir.sealedFromMs),
    hasForeignCuts: heir.hasForeignCuts || other.hasForeignCuts || isUnionUncertain(heir, other),
    isCutShort: [heir, other].some((one) => one.isCutShort && sealedUntilMs(one) === cuts.at(-1)),
    // Two that are sealed may have filled an hour together.
    sealsFullHour:
      heir.sealsFullHour || other.sealsFullHour || (hasPublicAward(heir) && hasPublicAward(other)),
    tierStates: joinTierStates(heir.tierStates, other.tierStates),
    asOfMs: heir.asOfMs,
    generation: generationOfUnion(heir, other),
    laddersGeneration: heir.laddersGeneration,
    wait: joinWaits(heir.wait, other.wait),
  };
}

function hasPublicAward({ frozenAwards }: ProfileState): boolean {
  return frozenAwards.some(({ isPublic }) => isPublic === true);
}

/** That of the heir; the earlier one where the other waits, so that its tier meets the change of programmes too. */
function generationOfUnion(heir: ProfileState, other: ProfileState): number {
  if (other.wait === null) return heir.generation;
  return heir.generation === 0 ? other.generation : Math.min(heir.generation, other.generation);
}

function joinWaits(heir: Wait | null, other: Wait | null): Wait | null {
  if (heir === null || other === null) return heir ?? other;
  return {
    since: isAfter(other.since, heir.since) ? other.since : heir.since,
    knownUntilMs: Math.max(heir.knownUntilMs, other.knownUntilMs),
    actedIn: 'all',
    ...goneOf(heir, other),
    ...((heir.isImported || other.isImported) && { isImported: true }),
    ...((heir.hasForgotten || other.hasForgotten) && { hasForgotten: true }),
    outline: joinOutlines(heir.outline, other.outline),
  };
}

/** Of an archived one and a lost one together not all was notified. */
function goneOf({ gone: heir }: Wait, { gone: other }: Wait): Pick<Wait, 'gone'> {
  const gone = heir === 'lost' ? heir : (other ?? heir);
  return gone === undefined ? {} : { gone };
}

/** Until when a state is sealed, ms; minus infinity while it is not. */
export function sealedUntilMs({ cuts }: ProfileState): number {
  return cuts.at(-1) ?? Number.NEGATIVE_INFINITY;
}

/**
 * Time of the last event that a state knows, recognised or not, ms; 0 where it was never evaluated. By the times of events alone:
 * the clock of a process may be ahead of them, or behind.
 */
export function knownUntilMs(state: ProfileState): number {
  if (state.asOfMs === 0) return 0;
  const { matchedEvents, outline } = state;
  return Math.max(1, sealedUntilMs(state), matchedEvents.at(-1)?.atMs ?? 0, outline.at(-1)?.toMs ?? 0);
}

/** Whether the union of two states may differ from that of their events: one has events from before the other's seal. */
export function isUnionUncertain(one: ProfileState, other: ProfileState): boolean {
  return firstMs(one) < sealedUntilMs(other) || firstMs(other) < sealedUntilMs(one);
}

/** Time of its earliest event, sealed or not; infinite where it has none. */
function firstMs(state: ProfileState): number {
  return state.cuts.length > 0 ? state.sealedFromMs : beginsMs(state);
}

/** Time of its earliest event that is not sealed; infinite where there is none. */
export function beginsMs({ matchedEvents, outline }: ProfileState): number {
  const none = Number.POSITIVE_INFINITY;
  return Math.min(matchedEvents[0]?.atMs ?? none, outline[0]?.fromMs ?? none);
}

/**
 * What an event takes of a profile's room: each rule that recognises it may pay for it, and costs as much as an event. So does each
 * product more of a basket.
 */
export function roomOf({ matches }: Pick<MatchedEvent, 'matches'>): number {
  let room = Math.max(1, matches.length);
  for (const { basket } of matches) if (basket !== undefined) room += Math.max(0, basket.lines.length - 1);
  return room;
}

/** Whether it holds as many events and spans as one profile may. */
export function isFull({ matchedEvents, outline }: ProfileState): boolean {
  let room = outline.length;
  for (const matched of matchedEvents) room += roomOf(matched);
  return room >= limits.profileEventsMax;
}

/** A total order, so that a union is the same from either side. */
function byTally(a: Tally, b: Tally): number {
  return a.signatureId - b.signatureId || a.key - b.key || a.sinceMs - b.sinceMs;
}

/** The order of frozen awards: by time, then by what was paid; total, so that a union is the same from either side. */
export function byFrozenAward(a: FrozenAward, b: FrozenAward): number {
  return (
    a.atMs - b.atMs || a.hash - b.hash || a.signatureId - b.signatureId || a.rung - b.rung || a.key - b.key
  );
}

function byTime(a: MatchedEvent, b: MatchedEvent): number {
  return a.atMs - b.atMs || a.hash - b.hash;
}

/** Orders two records of one event: the earlier counts; at one time, the one that more signatures recognised, or a server sent. */
function compareMatchedEvents(a: MatchedEvent, b: MatchedEvent): number {
  return (
    a.atMs - b.atMs ||
    b.matches.length - a.matches.length ||
    compareMatches(a.matches, b.matches) ||
    Number(a.isPublic === true) - Number(b.isPublic === true)
  );
}

function compareMatches(a: readonly EventMatch[], b: readonly EventMatch[]): number {
  for (let index = 0; index < a.length; index++) {
    const one = a[index] as EventMatch;
    const two = b[index] as EventMatch;
    const order =
      one.signatureId - two.signatureId ||
      one.key - two.key ||
      (one.number ?? 0) - (two.number ?? 0) ||
      compareTexts(JSON.stringify(one.basket), JSON.stringify(two.basket));
    if (order !== 0) return order;
  }
  return 0;
}

const compareTexts = (one = '', other = '') => Number(one > other) - Number(one < other);

function insertSorted(matchedEvents: MatchedEvent[], matched: MatchedEvent): void {
  let index = matchedEvents.length;
  while (index > 0 && byTime(matchedEvents[index - 1] as MatchedEvent, matched) > 0) index--;
  if (index === matchedEvents.length) matchedEvents.push(matched);
  else matchedEvents.splice(index, 0, matched);
}
