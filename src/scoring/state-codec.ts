/**
 * The packed form of a profile's state: one Redis string, some 12 bytes a match.
 *
 * Layout, all numbers varints unless said: version (1 byte); standings: count, then programme, tier, episode, score (8
 * bytes, double); settled: count, then slot, rung, key (5 bytes), time (6 bytes), hash (6 bytes), count; facts: count,
 * then time since the fact before (the first: 6 bytes since the epoch), hash (6 bytes), matches. A match is
 * slot << 2 | has key << 1 | another follows, then its key (5 bytes) if any; a fact without matches holds one 0.
 * Slots start at 1, so that 0 is free for that.
 */
import type { EventFact, FactMatch, Payment, ProfileState, Standing } from './profile-state.ts';

const version = 1;

let scratch = Buffer.allocUnsafe(64 * 1024);
let at = 0;

/** Packs a state. The buffer is the caller's own. */
export function packState(state: ProfileState): Buffer {
  at = 0;
  room(16 + state.standings.length * 24 + state.settled.length * 40);
  scratch[at++] = version;
  writeVarint(state.standings.length);
  for (const standing of state.standings) {
    writeVarint(standing.programme);
    writeVarint(standing.tier);
    writeVarint(standing.episode);
    at = scratch.writeDoubleLE(standing.score, at);
  }
  writeVarint(state.settled.length);
  for (const payment of state.settled) {
    writeVarint(payment.slot);
    writeVarint(payment.rung);
    at = scratch.writeUIntBE(payment.key, at, 5);
    at = scratch.writeUIntBE(payment.atMs, at, 6);
    at = scratch.writeUIntBE(payment.hash, at, 6);
    writeVarint(payment.count);
  }
  writeVarint(state.facts.length);
  let beforeMs = -1;
  for (const fact of state.facts) {
    room(24 + fact.matches.length * 12);
    if (beforeMs < 0) at = scratch.writeUIntBE(fact.atMs, at, 6);
    else writeVarint(fact.atMs - beforeMs);
    beforeMs = fact.atMs;
    at = scratch.writeUIntBE(fact.hash, at, 6);
    writeMatches(fact.matches);
  }
  return Buffer.from(scratch.subarray(0, at));
}

/** Unpacks what `packState` wrote; throws on any other bytes rather than guess at a score. */
export function unpackState(packed: Buffer): ProfileState {
  if (packed[0] !== version)
    throw new Error(`profile state of version ${packed[0]}; this program reads version ${version}`);
  source = packed;
  at = 1;
  const standings: Standing[] = [];
  for (let left = readVarint(); left > 0; left--) {
    standings.push({
      programme: readVarint(),
      tier: readVarint(),
      episode: readVarint(),
      score: readDouble(),
    });
  }
  const settled: Payment[] = [];
  for (let left = readVarint(); left > 0; left--) {
    settled.push({
      slot: readVarint(),
      rung: readVarint(),
      key: readUInt(5),
      atMs: readUInt(6),
      hash: readUInt(6),
      count: readVarint(),
    });
  }
  const facts: EventFact[] = [];
  let atMs = -1;
  for (let left = readVarint(); left > 0; left--) {
    atMs = atMs < 0 ? readUInt(6) : atMs + readVarint();
    facts.push({ atMs, hash: readUInt(6), matches: readMatches() });
  }
  if (at !== packed.length) throw new Error(`profile state of ${packed.length} bytes ends at ${at}`);
  return { facts, settled, standings };
}

let source: Buffer = scratch;

function writeMatches(matches: readonly FactMatch[]): void {
  if (matches.length === 0) scratch[at++] = 0;
  for (let index = 0; index < matches.length; index++) {
    const { slot, key } = matches[index] as FactMatch;
    writeVarint(slot * 4 + (key === 0 ? 0 : 2) + (index === matches.length - 1 ? 0 : 1));
    if (key !== 0) at = scratch.writeUIntBE(key, at, 5);
  }
}

const noMatches: readonly FactMatch[] = [];

function readMatches(): readonly FactMatch[] {
  let head = readVarint();
  if (head === 0) return noMatches;
  const matches: FactMatch[] = [];
  for (;;) {
    matches.push({ slot: Math.floor(head / 4), key: head & 2 ? readUInt(5) : 0 });
    if (!(head & 1)) return matches;
    head = readVarint();
  }
}

function writeVarint(value: number): void {
  let rest = value;
  while (rest >= 128) {
    scratch[at++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  scratch[at++] = rest;
}

function readVarint(): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = source[at++];
    if (byte === undefined) throw new Error('profile state is cut short');
    if (byte < 128) return value + byte * scale;
    value += (byte - 128) * scale;
    scale *= 128;
  }
}

function readUInt(bytes: number): number {
  const value = source.readUIntBE(at, bytes);
  at += bytes;
  return value;
}

function readDouble(): number {
  const value = source.readDoubleLE(at);
  at += 8;
  return value;
}

function room(bytes: number): void {
  if (at + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, at + bytes));
  scratch.copy(larger, 0, 0, at);
  scratch = larger;
}
