/** The worker thread that learns: some seconds of arithmetic, which would hold up every request of the process. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Feature, LeadSample } from './lead-sample.core.ts';
import { suggest } from './suggest.core.ts';
import type { Tier } from './tested.core.ts';

/** The data it starts with; its answer is what `suggest` returns. */
export interface LearningTask {
  samples: readonly LeadSample[];
  features: readonly Feature[];
  tiers: readonly Tier[];
  /** Leads with an outcome that have no events in the history. */
  unread: number;
}

if (parentPort !== null) {
  const { samples, features, tiers, unread } = workerData as LearningTask;
  parentPort.postMessage(suggest(samples, features, { tiers, unread }));
}
