/**
 * What the rules had given each lead when it was opened: the history replayed up to that moment, and no further. Pure.
 *
 * An event counts only if it was accepted before, and if it was known then to be of the same person. What is paid later is only noted
 * as later: a rule that never pays before the opening foresees nothing.
 */
import type { LeadOutcome } from '../../../contract/api/api.ts';
import type { FitRule, Programme, Rule } from '../../../contract/language/language.ts';
import { type CompiledProgrammes, type Evaluation, Replay, toPoints } from '../../scoring/scoring.ts';
import { type DatedLinks, rootAt } from '../links.core.ts';
import type { PastEvent } from '../replay-worker.ts';
import type { Feature } from './lead-sample.core.ts';

/** An event of a person, and the profile that it came to. */
export interface PersonEvent extends PastEvent {
  origin: string;
}

export interface Reading {
  score: number;
  columns: number[];
  values: number[];
  later: number[];
}

/** The rules of a programme that give points by themselves. A fit that is not in the score has none to suggest. */
export function featuresOf(programme: Programme): Feature[] {
  const fit = programme.fit?.counts === true ? programme.fit.rules : [];
  return [
    ...programme.rules.map((rule) => ({ rule: rule.id, label: rule.label, today: pointsOf(rule) })),
    ...fit.map(({ id, label, points }) => ({ rule: id, label, today: points })),
  ];
}

/** The points of one payment; of rungs those of the highest, of a number in the event the most that it can bring. */
export function pointsOf(rule: Rule | FitRule): number {
  if ('rungs' in rule) return greatest(rule.rungs.map(({ points }) => points));
  if (typeof rule.points === 'number') return rule.points;
  const { atLeast, atMost, otherwise } = rule.points;
  return greatest([atMost, atLeast, otherwise]);
}

const greatest = (points: readonly number[]) =>
  points.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);

/** The programme by which payments are counted: where a rule gives nothing today, each of its payments is one point. */
export function countingProgramme(programme: Programme): Programme {
  return {
    ...programme,
    rules: programme.rules.map((rule): Rule => {
      if (pointsOf(rule) !== 0) return rule;
      if ('rungs' in rule) return { ...rule, rungs: rule.rungs.map((rung) => ({ ...rung, points: 1 })) };
      return { ...rule, points: 1 };
    }),
    ...(programme.fit && {
      fit: {
        ...programme.fit,
        rules: programme.fit.rules.map((rule) => ({ ...rule, points: rule.points === 0 ? 1 : rule.points })),
      },
    }),
  };
}

interface Settings {
  /** The counting programme, compiled alone. */
  programmes: CompiledProgrammes;
  features: readonly Feature[];
  latenessMs: number;
  links: DatedLinks;
  untilMs: number;
}

/** Reads one lead. `events` are all of its person in the order of acceptance. Null where none came before it was opened. */
export function readLead(
  { profile, openedMs }: Pick<LeadOutcome, 'profile' | 'openedMs'>,
  events: readonly PersonEvent[],
  { programmes, features, latenessMs, links, untilMs }: Settings,
): Reading | null {
  const root = rootAt(links, profile, openedMs);
  const isBefore = ({ acceptedAtMs }: PersonEvent) => acceptedAtMs <= openedMs;
  const before = events.filter((event) => isBefore(event) && rootAt(links, event.origin, openedMs) === root);
  if (before.length === 0) return null;
  const replay = new Replay(programmes, latenessMs);
  for (const event of before) replay.takeMatched(event.matched, event);
  replay.until(openedMs);
  const opened = replay.evaluations(openedMs)[0] as Evaluation;
  const paid = paymentsIn(opened, features);
  for (const event of events) if (!isBefore(event)) replay.takeMatched(event.matched, event);
  replay.until(untilMs);
  const ended = paymentsIn(replay.evaluations(untilMs)[0] as Evaluation, features);
  return {
    score: scoreOf(opened, features),
    columns: [...paid.keys()],
    values: [...paid.values()],
    later: [...ended.keys()].filter((column) => !paid.has(column)),
  };
}

/** How many whole payments stand of each feature, by its index; those of which nothing stands are left out. */
function paymentsIn({ contributions }: Evaluation, features: readonly Feature[]): Map<number, number> {
  const indexes = new Map(features.map(({ rule }, index) => [rule, index]));
  const payments = new Map<number, number>();
  for (const { source, kind, value } of contributions) {
    const index = kind === 'cap' ? undefined : indexes.get(source.id);
    if (index === undefined || value === 0) continue;
    const points = (features[index] as Feature).today || 1;
    payments.set(index, (payments.get(index) ?? 0) + toPoints(value) / points);
  }
  return payments;
}

/** Today's score: points that only the counting gave are none. */
function scoreOf({ score, contributions }: Evaluation, features: readonly Feature[]): number {
  const worthless = new Set(features.filter(({ today }) => today === 0).map(({ rule }) => rule));
  const counted = contributions.reduce(
    (sum, { source, kind, value }) => (kind !== 'cap' && worthless.has(source.id) ? sum + value : sum),
    0,
  );
  return toPoints(score - counted);
}
