/**
 * The packed form of a profile's state: one Redis string, some 12 bytes a match.
 *
 * Layout, all numbers varints unless stated: version (1 byte: 128, and the sum of its marks: 1 where the state waits to be
 * rebuilt, 2 where it is sealed, 4 where it has an outline, 8 where its last cut was made at a limit, 16 where cuts are of another, 32 where it has refused events, 64 where it has any of public keys); as of (6 bytes);
 * generation; of one that has any of public keys: 1 where it seals a full hour, else 0 (1 byte); of one that waits: the generation of its ladders, since which id it waits (6 bytes and a varint), until when its events were known (6 bytes), and
 * 1 where it has acted in all programmes since, else 0 (1 byte), and the ids of those it has acted in: count, then each; of a sealed one: time of the earliest sealed event (6 bytes), cuts: count, the first (6 bytes), then time since the cut before; of
 * one with an outline: count of spans, the beginning of the first (6 bytes), else time since the end of the one before, and
 * its length; of one that waits, the outline since, in the same form; tier states: count, then programme, tier, episode << 4 | was on a tier that is gone << 3 | is shifted << 2 | has open actions << 1 | has a name,
 * and where either of these is not 0: score (zigzag), since, episode's time (6 bytes each), fell from, and where that is not 0 its
 * time (6 bytes), and the name if any: profile (12 bytes), episode, the open actions if any, and the shift if any: its score (zigzag), has a fall << 1 | is excluded, and the fall (6 bytes) if any, and the tier that is gone (5 bytes) if any; frozen awards: count, then signature id << 1 | has earned, rung, key (5 bytes), time, hash (6 bytes
 * each), count, earned (zigzag) if any; tallies: count, then signature id, key (5 bytes), count, and the position of its cut, from
 * 1, 0 for none; refused events, of one that has them: count, then time and hash (6 bytes each), the sign's position in its list (1
 * byte), matches; of one that has any of public keys, first of its frozen awards, then of its events: count, then how many have no
 * mark of a public key, how many after these have it, and so on in turns; events: count, then time since
 * the event before (the first: 6 bytes since the epoch), hash (6 bytes), matches. A match is signature id << 3 | has number << 2
 * | has key << 1 | another follows, then its key (5 bytes) and number (8 bytes, double) if any; an event without matches
 * holds one 0. Signature ids start at 1, so that 0 is free for that. 6 | another follows stands before a match with a change of a
 * basket: what it does (1 byte), lines: count, then product (5 bytes), name (UTF-8, its bytes counted first), quantity, price + 1, 0 for none.
 *
 * The compact form is a mark (1 byte), then the same with two differences. Times of tier states are those before "as of", zigzag.
 * Fewer than 256 events are written otherwise: time since the event before << 3 | code, then the hash. Code 0 is followed by the
 * matches. One match without number and basket has the next position there, from 1 to 24. Codes 1 to 6 are the position of the same
 * match, and 7 says that it follows.
 */
import { refusalSigns } from '../../contract/language/language.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readCompactEvents, writeCompactEvents } from './compact-events-codec.ts';
import { readFrozenAwards, writeFrozenAwards } from './frozen-award-codec.ts';
import { readMatches, writeMatches } from './match-codec.ts';
import { readMatchedEvents, writeMatchedEvents } from './matched-event-codec.ts';
import type { Span } from './outline.ts';
import type {
  ActedIn,
  MatchedEvent,
  ProfileState,
  RefusedEvent,
  Shift,
  Tally,
  TierState,
  Wait,
} from './profile-state.ts';
import { markPublic, turnsOf } from './public-marks.ts';

/** A link begins with another byte than this version, whatever its marks. */
const version = 128;
/** First byte of the compact form. */
const compactMark = 0x43;
/** Added to the version. */
const marks = {
  waits: 1,
  isSealed: 2,
  hasOutline: 4,
  isCutShort: 8,
  hasForeignCuts: 16,
  hasRefusedEvents: 32,
  hasPublic: 64,
};

const writer = new ByteWriter();

/** `plain` is what programs read that know no other form. Both hold the same. */
export type StateForm = 'plain' | 'compact';

/** Packs a state. The buffer is the caller's own. */
export function packState(state: ProfileState, form: StateForm = 'plain'): Buffer {
  const isCompact = form === 'compact';
  writer.begin();
  if (isCompact) writer.byte(compactMark);
  const { cuts, outline, refusedEvents } = state;
  const [publicAwards, publicEvents] = [turnsOf(state.frozenAwards), turnsOf(state.matchedEvents)];
  const hasPublic = state.sealsFullHour || publicAwards.length + publicEvents.length > 0;
  const isSealed = cuts.length > 0;
  const hasOutline = outline.length > 0;
  writer.byte(
    version +
      (state.wait === null ? 0 : marks.waits) +
      (isSealed ? marks.isSealed : 0) +
      (hasOutline ? marks.hasOutline : 0) +
      (state.isCutShort ? marks.isCutShort : 0) +
      (state.hasForeignCuts ? marks.hasForeignCuts : 0) +
      (refusedEvents.length > 0 ? marks.hasRefusedEvents : 0) +
      (hasPublic ? marks.hasPublic : 0),
  );
  writer.uint(state.asOfMs, 6);
  writer.varint(state.generation);
  if (hasPublic) writer.byte(state.sealsFullHour ? 1 : 0);
  if (state.wait !== null) writeWait(state.laddersGeneration, state.wait);
  if (isSealed) {
    writer.uint(state.sealedFromMs, 6);
    writeTimes(cuts);
  }
  if (hasOutline) writeOutline(outline);
  if (state.wait !== null) writeOutline(state.wait.outline);
  const { asOfMs } = state;
  const writeTime = (atMs: number) => (isCompact ? writer.zigzag(asOfMs - atMs) : writer.uint(atMs, 6));
  writer.list(state.tierStates, (tierState) => writeTierState(tierState, writeTime));
  writeFrozenAwards(writer, state.frozenAwards);
  writer.list(state.tallies, ({ signatureId, key, count, sinceMs }) => {
    writer.varint(signatureId);
    writer.uint(key, 5);
    writer.varint(count);
    writer.varint(cuts.indexOf(sinceMs) + 1);
  });
  if (refusedEvents.length > 0) writeRefusedEvents(refusedEvents);
  if (hasPublic)
    for (const turns of [publicAwards, publicEvents]) writer.list(turns, (count) => writer.varint(count));
  const { matchedEvents } = state;
  writer.varint(matchedEvents.length);
  if (isCompact) writeCompactEvents(writer, matchedEvents);
  else writeMatchedEvents(writer, matchedEvents);
  return writer.end();
}

/** What is unpacked of a packed state already. */
export type KnownOfState = Pick<ProfileState, 'matchedEvents' | 'frozenAwards'>;

/** What decides whether a packed state is stale, without unpacking the rest. */
export function standingOf(packed: Buffer): {
  generation: number;
  laddersGeneration: number;
  sealsFullHour: boolean;
  waitsSince: string | null;
} {
  const reader = new ByteReader(packed, 'profile state');
  const { generation, laddersGeneration, sealsFullHour, wait } = readStanding(reader);
  return { generation, laddersGeneration, sealsFullHour, waitsSince: wait?.since ?? null };
}

function writeWait(
  laddersGeneration: number,
  { since, knownUntilMs, actedIn, gone, isImported, hasForgotten }: Wait,
): void {
  writer.varint(laddersGeneration);
  const [sinceMs = 0, sequence = 0] = since.split('-').map(Number);
  writer.uint(sinceMs, 6);
  writer.varint(sequence);
  writer.uint(knownUntilMs, 6);
  const goneMark = gone === undefined ? 0 : gone === 'lost' ? 2 : 4;
  writer.byte((actedIn === 'all' ? 1 : 0) + goneMark + (isImported ? 8 : 0) + (hasForgotten ? 16 : 0));
  if (actedIn !== 'all') writer.list(actedIn, (programme) => writer.varint(programme));
}

interface Standing {
  form: StateForm;
  found: number;
  asOfMs: number;
  generation: number;
  laddersGeneration: number;
  sealsFullHour: boolean;
  /** Its outline follows later. */
  wait: Omit<Wait, 'outline'> | null;
}

function readStanding(reader: ByteReader): Standing {
  const first = reader.byte();
  const form: StateForm = first === compactMark ? 'compact' : 'plain';
  const found = form === 'compact' ? reader.byte() : first;
  // Above the version a byte holds marks alone.
  if (found < version)
    throw new Error(`profile state of version ${found}; this program reads version ${version}`);
  const asOfMs = reader.uint(6);
  const generation = reader.varint();
  const sealsFullHour = (found & marks.hasPublic) > 0 && reader.byte() === 1;
  if ((found & marks.waits) === 0)
    return { form, found, asOfMs, generation, laddersGeneration: generation, sealsFullHour, wait: null };
  const laddersGeneration = reader.varint();
  const since = `${reader.uint(6)}-${reader.varint()}`;
  const knownUntilMs = reader.uint(6);
  const how = reader.byte();
  const actedIn: ActedIn = (how & 1) > 0 ? 'all' : reader.list(() => reader.varint());
  const gone = (how & 4) > 0 ? ('archived' as const) : ('lost' as const);
  const wait = {
    ...{ since, knownUntilMs, actedIn },
    ...((how & 6) > 0 && { gone }),
    ...((how & 8) > 0 && { isImported: true as const }),
    ...((how & 16) > 0 && { hasForgotten: true as const }),
  };
  return { form, found, asOfMs, generation, laddersGeneration, sealsFullHour, wait };
}

/**
 * Unpacks what `packState` wrote; throws on any other bytes rather than guess at a score. `known` are its events and
 * frozen awards where they are unpacked already; they become the state's own.
 */
export function unpackState(packed: Buffer, known?: KnownOfState): ProfileState {
  const reader = new ByteReader(packed, 'profile state');
  const standing = readStanding(reader);
  const { form, found, asOfMs, wait: given } = standing;
  const isSealed = (found & marks.isSealed) > 0;
  const sealedFromMs = isSealed ? reader.uint(6) : 0;
  const cuts = isSealed ? readTimes(reader) : [];
  const outline = (found & marks.hasOutline) > 0 ? readOutline(reader) : [];
  const wait = given === null ? null : { ...given, outline: readOutline(reader) };
  const readTime = () => (form === 'compact' ? asOfMs - reader.zigzag() : reader.uint(6));
  const tierStates = reader.list(() => readTierState(reader, readTime));
  const frozenAwards = readFrozenAwards(reader, known?.frozenAwards);
  const tallies = reader.list(
    (): Tally => ({
      signatureId: reader.varint(),
      key: reader.uint(5),
      count: reader.varint(),
      sinceMs: cuts[reader.varint() - 1] ?? 0,
    }),
  );
  const refusedEvents = (found & marks.hasRefusedEvents) > 0 ? readRefusedEvents(reader) : [];
  const hasPublic = (found & marks.hasPublic) > 0;
  const [publicAwards, publicEvents] = hasPublic ? [readTurns(reader), readTurns(reader)] : [[], []];
  if (frozenAwards !== known?.frozenAwards) markPublic(frozenAwards, publicAwards);
  return {
    matchedEvents: known?.matchedEvents ?? lastMatchedEvents(reader, form, publicEvents),
    outline,
    refusedEvents,
    frozenAwards,
    tallies,
    cuts,
    sealedFromMs,
    hasForeignCuts: (found & marks.hasForeignCuts) > 0,
    isCutShort: (found & marks.isCutShort) > 0,
    sealsFullHour: standing.sealsFullHour,
    tierStates,
    asOfMs,
    generation: standing.generation,
    laddersGeneration: standing.laddersGeneration,
    wait,
  };
}

/** They are the last of a packed state. */
function lastMatchedEvents(
  reader: ByteReader,
  form: StateForm,
  publicTurns: readonly number[],
): MatchedEvent[] {
  const read = form === 'compact' ? readCompactEvents : readMatchedEvents;
  const matchedEvents = read(reader, reader.varint(), publicTurns);
  reader.end();
  return matchedEvents;
}

function readTurns(reader: ByteReader): number[] {
  return reader.list(() => reader.varint());
}

function writeRefusedEvents(refusedEvents: readonly RefusedEvent[]): void {
  writer.list(refusedEvents, ({ atMs, hash, sign, matches }) => {
    writer.uint(atMs, 6);
    writer.uint(hash, 6);
    writer.byte(refusalSigns.indexOf(sign));
    writeMatches(writer, matches);
  });
}

function readRefusedEvents(reader: ByteReader): RefusedEvent[] {
  return reader.list(() => {
    const [atMs, hash, index] = [reader.uint(6), reader.uint(6), reader.byte()];
    const sign = refusalSigns[index];
    if (sign === undefined) throw new Error(`profile state with sign ${index} of a refusal`);
    return { atMs, hash, sign, matches: readMatches(reader) };
  });
}

function writeTimes(times: readonly number[]): void {
  let beforeMs = -1;
  writer.list(times, (atMs) => {
    if (beforeMs < 0) writer.uint(atMs, 6);
    else writer.varint(atMs - beforeMs);
    beforeMs = atMs;
  });
}

function readTimes(reader: ByteReader): number[] {
  let atMs = -1;
  return reader.list(() => {
    atMs = atMs < 0 ? reader.uint(6) : atMs + reader.varint();
    return atMs;
  });
}

function writeOutline(outline: readonly Span[]): void {
  let beforeMs = -1;
  writer.list(outline, ({ fromMs, toMs }) => {
    if (beforeMs < 0) writer.uint(fromMs, 6);
    else writer.varint(fromMs - beforeMs);
    writer.varint(toMs - fromMs);
    beforeMs = toMs;
  });
}

function readOutline(reader: ByteReader): Span[] {
  let beforeMs = -1;
  return reader.list(() => {
    const fromMs = beforeMs < 0 ? reader.uint(6) : beforeMs + reader.varint();
    beforeMs = fromMs + reader.varint();
    return { fromMs, toMs: beforeMs };
  });
}

function writeTierState(tierState: TierState, writeTime: (atMs: number) => void): void {
  writer.varint(tierState.programme);
  writer.varint(tierState.tier);
  const { begunAs, openActions, shift, goneTier } = tierState;
  if (tierState.tier === 0 && tierState.episode === 0 && shift === null) {
    writer.varint(0);
    return;
  }
  const head =
    (goneTier === null ? 0 : 8) +
    (shift === null ? 0 : 4) +
    (openActions === 0 ? 0 : 2) +
    (begunAs === null ? 0 : 1);
  writer.varint(tierState.episode * 16 + head);
  writer.zigzag(tierState.score);
  writeTime(tierState.sinceMs);
  writeTime(tierState.episodeAtMs);
  writer.varint(tierState.fellFrom);
  if (tierState.fellFrom !== 0) writeTime(tierState.fellSinceMs);
  if (begunAs !== null) {
    writer.profileId(begunAs.profile);
    writer.varint(begunAs.episode);
  }
  if (openActions !== 0) writer.varint(openActions);
  if (shift !== null) writeShift(shift);
  if (goneTier !== null) writer.uint(goneTier, 5);
}

function writeShift({ score, isExcluded, fallsAtMs }: Shift): void {
  writer.zigzag(score);
  writer.byte((fallsAtMs === null ? 0 : 2) + (isExcluded ? 1 : 0));
  if (fallsAtMs !== null) writer.uint(fallsAtMs, 6);
}

function readShift(reader: ByteReader): Shift {
  const score = reader.zigzag();
  const head = reader.byte();
  return { score, isExcluded: (head & 1) > 0, fallsAtMs: (head & 2) === 0 ? null : reader.uint(6) };
}

/** The score of a profile that was never on the ladder is not stored: no tier update carried it. */
function readTierState(reader: ByteReader, readTime: () => number): TierState {
  const programme = reader.varint();
  const tier = reader.varint();
  const head = reader.varint();
  const episode = Math.floor(head / 16);
  const isBare = tier === 0 && head === 0;
  const score = isBare ? 0 : reader.zigzag();
  const sinceMs = isBare ? 0 : readTime();
  const episodeAtMs = isBare ? 0 : readTime();
  const fellFrom = isBare ? 0 : reader.varint();
  const fellSinceMs = fellFrom === 0 ? 0 : readTime();
  const begunAs = head % 2 === 0 ? null : { profile: reader.profileId(), episode: reader.varint() };
  const openActions = (head & 2) === 0 ? 0 : reader.varint();
  const shift = (head & 4) === 0 ? null : readShift(reader);
  const goneTier = (head & 8) === 0 ? null : reader.uint(5);
  return {
    programme,
    tier,
    episode,
    score,
    sinceMs,
    episodeAtMs,
    fellFrom,
    fellSinceMs,
    begunAs,
    openActions,
    shift,
    goneTier,
  };
}
