/** What is carried by the records of a batch: their traces, whose span of scoring goes on in their place. */
import type { Carried, Tracing } from '../../base/telemetry/telemetry.ts';
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
  items.forEach((item, place) => {
    const carrier = carrierOf(item);
    const carried = step.next(came[place]);
    if (carrier !== null && carried !== undefined) carrier.trace = carried;
  });
  return { end: (itemsTaken) => step.end(came.slice(0, itemsTaken)) };
}

function carrierOf(item: BatchItem): { trace?: string } | null {
  if (item.kind === 'event') return item.event;
  if (item.kind === 'link') return item.link;
  return item.kind === 'merge' ? item.merge : null;
}
