/** Rehearsal of acceptance examples: their events, the expected outcome, and the differences in words. */

import { eventHashOf } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import {
  type Example,
  type ExampleEvent,
  eventsOf,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { toPoints } from './points.ts';
import type { TierState } from './profile-state.ts';
import { Replay } from './replay.ts';

export interface Rehearsal {
  /** Null where it was never computed. */
  score: number | null;
  tier: string;
  grade: string | null;
  /** What stands by rule, in points. */
  points: Record<string, number>;
  /** Refusals by rule. */
  refused: Record<string, number>;
}

/** A Monday noon in winter, so that days and weeks bring no surprises. */
export const rehearsalStartMs = Date.UTC(2026, 0, 12, 12);

/** Replays an example and returns its outcome in the first of the programmes. */
export function rehearse(programmes: CompiledProgrammes, example: Example, latenessMs: number): Rehearsal {
  const { programme } = programmes.programmes[0] as CompiledProgramme;
  const { events, readAtMs } = eventsOf(example);
  const replay = new Replay(programmes, latenessMs);
  events.forEach((event, index) => {
    replay.take(rehearsedEvent(event, index));
  });
  replay.until(rehearsalStartMs + readAtMs);
  const evaluation = replay.evaluations(rehearsalStartMs + readAtMs)[0] as Evaluation;
  const { tier } = replay.tierStates[0] as TierState;
  return {
    score: evaluation.isComputed ? toPoints(evaluation.score) : null,
    tier: programme.ladder.tiers[tier - 1]?.name ?? 'none',
    grade: evaluation.fit?.grade ?? null,
    points: summed(evaluation.contributions.map(({ source, value }) => [source.id, value])),
    refused: counted(evaluation.refusals.map(({ source }) => source.id)),
  };
}

/** What an outcome lacks of what the example expects, a line a difference; empty when it is met. */
export function differencesOf({ expect }: Example, outcome: Rehearsal): string[] {
  const differences: string[] = [];
  const compare = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== got) differences.push(`${what} is ${String(got)}; expected ${String(wanted)}`);
  };
  compare('the score', expect.score, outcome.score);
  compare('the tier', expect.tier, outcome.tier);
  if (expect.grade !== undefined) compare('the grade', expect.grade, outcome.grade);
  if (expect.points !== undefined)
    for (const rule of new Set([...Object.keys(expect.points), ...Object.keys(outcome.points)]))
      compare(`the points of ${rule}`, expect.points[rule] ?? 0, outcome.points[rule] ?? 0);
  for (const [rule, wanted] of Object.entries(expect.refused ?? {}))
    compare(`the refusals of ${rule}`, wanted, outcome.refused[rule] ?? 0);
  return differences;
}

/** What an example would expect to be met by an outcome: the same parts as it expects now. No grade where the outcome has none. */
export function expectationOf({ expect }: Example, outcome: Rehearsal): Example['expect'] {
  const { score, tier, grade, points, refused } = outcome;
  return {
    ...{ score, tier },
    ...(expect.grade !== undefined && grade !== null && { grade: grade as NonNullable<typeof expect.grade> }),
    ...(expect.refused !== undefined && {
      refused: Object.fromEntries(Object.keys(expect.refused).map((rule) => [rule, refused[rule] ?? 0])),
    }),
    ...(expect.points !== undefined && { points }),
  };
}

/** An event of an example, as it would have been accepted. */
export function rehearsedEvent(event: ExampleEvent, index: number): ScovilleEvent {
  const { type, name, path, properties, traits, via, consent, offsetMs, isOwn } = event;
  const id = `example ${index}`;
  const atMs = rehearsalStartMs + offsetMs;
  const email = traits?.['email'];
  const address = typeof email === 'string' ? emailAddressIn(email) : null;
  return {
    id,
    hash: eventHashOf(id),
    atMs,
    acceptedAtMs: atMs,
    profile: 'example',
    key: isOwn ? '' : address === null ? 'a:example' : `e:${address}`,
    type,
    name,
    path,
    properties,
    ...(traits && { traits }),
    ...(via && { via }),
    ...(consent && { consent }),
  };
}

/** In thousandths until the end, so that sums of fractions are exact. */
function summed(lines: readonly [string, number][]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [id, value] of lines) sums[id] = (sums[id] ?? 0) + value;
  return Object.fromEntries(Object.entries(sums).map(([id, value]) => [id, toPoints(value)]));
}

function counted(ids: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
