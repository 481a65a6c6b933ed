/** What a committed decision adds to the metrics. */
import type { Metrics } from '../../base/telemetry/telemetry.ts';
import type { Counts } from './decision.ts';

/** Adds the counts of a commit, at a time, ms. */
export function countCommitted(counts: Counts, metrics: Metrics, nowMs: number): void {
  metrics.eventsScored.inc(counts.scored);
  for (const [reason, count] of Object.entries(counts.refused))
    if (count > 0) metrics.eventsRefused.inc({ reason }, count);
  if (counts.failed > 0) metrics.profileEvaluationsFailed.inc(counts.failed);
  if (counts.identityRefusals > 0) metrics.identityRefusals.inc(counts.identityRefusals);
  if (counts.traitsReserved > 0) metrics.traitsReserved.inc(counts.traitsReserved);
  if (counts.crossingsUp > 0) metrics.crossings.inc({ direction: 'up' }, counts.crossingsUp);
  if (counts.crossingsDown > 0) metrics.crossings.inc({ direction: 'down' }, counts.crossingsDown);
  for (const acceptedAtMs of counts.acceptedAtMs)
    metrics.ingestToScore.observe((nowMs - acceptedAtMs) / 1_000);
}
