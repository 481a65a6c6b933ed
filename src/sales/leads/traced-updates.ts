/** Tier updates with the trace of the event behind each: their span of this step goes on in its place. */
import { type Carried, carriedBy, type Step, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { Applied, TierUpdateEntry } from './batches.ts';

/** Entries that carry the span of this step. */
export interface TracedEntries {
  entries: TierUpdateEntry[];
  /** Ends the spans of what was applied. What was left out comes again. */
  end(applied: Pick<Applied, 'positions'>): void;
}

/** Begins the step of some entries. Without tracing they carry on what they came with. */
export function traceEntries(tracing: Tracing, entries: readonly TierUpdateEntry[]): TracedEntries {
  const came = entries.map((entry) => ({ entry, trace: traceIn(entry.record) }));
  const step: Step = tracing.step('apply', carriedBy(came), {
    attributes: { 'messaging.batch.message_count': entries.length },
  });
  return {
    entries: came.map(({ entry, trace }) =>
      trace === undefined ? entry : { ...entry, trace: step.next(trace) },
    ),
    end: ({ positions }) =>
      step.end(came.flatMap(({ entry, trace }) => (positions.has(entry.partition) ? [trace] : []))),
  };
}

/** It stands beside the update in its record, whose other readers skip it. */
function traceIn(record: unknown): Carried {
  const { trace } = (record ?? {}) as { trace?: unknown };
  return typeof trace === 'string' ? trace : undefined;
}
