/** The objectives of service: what is promised, how it is measured, and how fast its budget burns. Pure. */
import { increase, installation, partAbove, series } from './promql.core.ts';

/** A promise over events or alerts: a part of them takes no longer than a bound. */
export interface LatencyObjective {
  /** In names of recording rules. */
  id: 'scored' | 'alerted';
  title: string;
  promise: string;
  histogram: 'ingestToScore' | 'eventToAlert';
  seconds: number;
  /** The part that has to be in time. */
  target: number;
}

/** The budget of a promise is over 30 days. */
export const latencyObjectives: readonly LatencyObjective[] = [
  {
    id: 'scored',
    title: 'Accepted → scored',
    promise: '99.9 % of accepted events are scored within a second',
    histogram: 'ingestToScore',
    seconds: 1,
    target: 0.999,
  },
  {
    id: 'alerted',
    title: 'Accepted → alert',
    promise: '99.5 % of alerts are on the live stream within a second of the event',
    histogram: 'eventToAlert',
    seconds: 1,
    target: 0.995,
  },
];

/** The part of contact tasks that has to be done in time. */
export const deadlinesTarget = 0.95;

/** Windows that rules of burning look at. */
export const burnWindows = ['5m', '30m', '1h', '6h', '3d'] as const;
export type BurnWindow = (typeof burnWindows)[number];

export interface RecordingRule {
  record: string;
  expr: string;
}

/** The name of the recorded part of events or alerts that came too late. */
export const lateOf = (id: LatencyObjective['id'], window: BurnWindow) =>
  `scoville:${id}_late:ratio_rate${window}`;

export const keptDeadlines = 'scoville:deadlines_kept:ratio_day';
export const lostRecords = 'scoville:lost:increase1h';

const outcome = (name: 'kept' | 'late' | 'overdue') => installation('deadlinesOfDay', { outcome: name });

/** How many contact tasks were due within the last day. */
export const deadlines = ['kept', 'late', 'overdue'].map((name) => outcome(name as 'kept')).join(' + ');

/** Everything that counts as lost: accepted events that are gone, or differs from what it should be. */
const losses = (['deadLettersDropped', 'historyUnreadable', 'replayMismatch'] as const).map((name) =>
  increase(name, '1h'),
);

/** The recording rules. */
export const recordingRules: readonly RecordingRule[] = [
  ...latencyObjectives.flatMap(({ id, histogram, seconds }) =>
    burnWindows.map((window) => ({
      record: lateOf(id, window),
      expr: partAbove(histogram, seconds, window),
    })),
  ),
  { record: keptDeadlines, expr: `${outcome('kept')} / (${deadlines})` },
  { record: lostRecords, expr: losses.join(' + ') },
];

/** Returns the part of its budget that an objective has left of 3 days, 1 when nothing was late; below 0 it is overspent. */
export function budgetLeft({ id, target }: LatencyObjective): string {
  return `1 - ${lateOf(id, '3d')} / ${round(1 - target)}`;
}

/**
 * Returns the condition that a budget burns `factor` times as fast as it lasts, in a long window and in a short one: the long one
 * is sure, the short one ends the alert soon after the burning.
 */
export function burns(
  { id, target }: LatencyObjective,
  factor: number,
  long: BurnWindow,
  short: BurnWindow,
): string {
  const bound = round(factor * (1 - target));
  return `${lateOf(id, long)} > ${bound} and ${lateOf(id, short)} > ${bound}`;
}

/** Without the error of binary fractions. */
const round = (value: number) => Number(value.toFixed(6));

/** The selector of what waits for a step. */
export const oldest = (hop: 'score' | 'history' | 'sales' | 'choose' | 'compose' | 'deliver') =>
  `max(${series('oldestWaiting', { hop })})`;
