/** States folded from tracked events around the lateness horizon, and sealed there, for the tests of sealing. */
import { expect } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import type { JsonObject } from '../../src/contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes } from '../../src/engine/scoring/compile.ts';
import { evaluate } from '../../src/engine/scoring/evaluate.ts';
import { nobody } from '../../src/engine/scoring/person.ts';
import { emptyState, type ProfileState } from '../../src/engine/scoring/profile-state.ts';
import { sealOld } from '../../src/engine/scoring/seal.ts';
import { scovilleEvent } from './emea.ts';
import { foldInto } from './fold.ts';
import { mondayNoonMs as nowMs, programmesOf } from './programme.ts';

export const horizonMs = nowMs - limits.latenessMs;

/** Name, ms before the horizon, properties. */
export type TestEvent = readonly [string, number, JsonObject?];

/** Adds the events to a state. */
export function fold(
  programmes: CompiledProgrammes,
  events: readonly TestEvent[],
  state = emptyState(),
): ProfileState {
  for (const [event, beforeMs, properties = {}] of events) {
    const atMs = horizonMs - beforeMs;
    const id = `${event} ${atMs} ${JSON.stringify(properties)}`;
    foldInto(state, programmes, scovilleEvent({ messageId: id, atMs, type: 'track', event, properties }));
  }
  return state;
}

/** Folds and seals; the score must stay. */
export function sealed(parts: string, events: readonly TestEvent[]) {
  const programmes = programmesOf(parts);
  const programme = programmes.programmes[0] as CompiledProgramme;
  const before = fold(programmes, events);
  const after = sealOld(before, nobody, [programme], horizonMs, nowMs);
  const scoreOf = (state: ProfileState) => evaluate(state, nobody, programme, nowMs).score;
  expect(scoreOf(after)).toBe(scoreOf(before));
  return { programmes, programme, before, after, scoreOf };
}

/** A rule in YAML, named after its event. */
export const rule = (id: string, more: string) =>
  `{ id: ${id.toLowerCase()}, label: ${id}, when: { event: ${id} }, ${more} }`;
export const every = `rules: [${rule('A', 'points: 10, pays: every time')}]`;
