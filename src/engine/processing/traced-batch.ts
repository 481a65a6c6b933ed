/** What is carried through scoring: by the records of a batch, and by profiles that time alone makes due. */
import type { Carried, TracedAct, Tracing } from '../../base/telemetry/telemetry.ts';
import type { Batch, BatchItem } from './batch.ts';

/** The step of a batch. */
export interface BatchStep {
  /** The first so many items of it are scored. The others come again, with the next batch. */
  end(itemsTaken: number): void;
}

const untraced: BatchStep = { end: () => undefined };

/** Begins the step of a batch. Its records carry the span of the step from now on, and so does what follows from them. */
export function traceBatch(
  tracing: Tracing,
  { items }: Batch,
  partition: number,
  beganMs: number,
): BatchStep {
  if (!tracing.isOn) return untraced;
  const came = items.map((item): Carried => carrierOf(item)?.trace);
  const step = tracing.step('score', came, {
    beganMs,
    attributes: { 'scoville.partition': partition, 'messaging.batch.message_count': items.length },
  });
  items.forEach((item, index) => {
    const carrier = carrierOf(item);
    const carried = step.next(came[index]);
    if (carrier !== null && carried !== undefined) carrier.trace = carried;
  });
  return { end: (itemsTaken) => step.end(came.slice(0, itemsTaken)) };
}

/** The re-evaluation of profiles that are due. */
export interface TimersStep {
  /** What each carries, where that is sampled; by profile. */
  traces: ReadonlyMap<string, string>;
  /** Shows those with a tier update among these, which are written. The others came to nothing. */
  end(tierUpdates: readonly string[]): void;
}

const untracedTimers: TimersStep = { traces: new Map(), end: () => undefined };

/** Begins a trace of each profile that is due: time alone is behind it. */
export function traceTimers(
  tracing: Tracing,
  ids: readonly string[],
  partition: number,
  beganMs: number,
): TimersStep {
  if (!tracing.isOn) return untracedTimers;
  const attributes = { 'scoville.partition': partition, 'scoville.cause': 'time' };
  const acts = new Map<string, TracedAct>();
  const traces = new Map<string, string>();
  for (const id of ids) {
    const act = tracing.begin('score', { beganMs, attributes });
    if (act.carried === undefined) continue;
    acts.set(act.carried, act);
    traces.set(id, act.carried);
  }
  const traceIn = (update: string): Carried => (JSON.parse(update) as { trace?: string }).trace;
  return {
    traces,
    end: (tierUpdates) => {
      for (const carried of new Set(tierUpdates.map(traceIn))) acts.get(carried ?? '')?.end();
    },
  };
}

function carrierOf(item: BatchItem): { trace?: string } | null {
  if (item.kind === 'event') return item.event;
  if (item.kind === 'link') return item.link;
  return item.kind === 'merge' ? item.merge : null;
}
