/**
 * The door of deadlines: the steps of the escalation around each deadline, each taken once.
 *
 * Enters: the rules of `escalation.yaml`, stored times. Leaves: alerts, reassignments. Deadlines are computed from stored times, never
 * from a timer's survival: after a stop each missed step happens once, in order. A wake-up job only makes the sweep earlier.
 */
import type { Escalation } from '../../contract/language/language.ts';
import type { RoutingStore } from '../routing/routing.ts';
import type { RulesFile } from '../store/store.ts';
import { escalate } from './escalate.ts';
import { nextDeadlineMs, replan } from './escalation-rows.ts';

export { startDeadlineSweeper } from './sweeper.ts';
export type { JobQueues } from './wake-up-job.ts';

import { createHash } from 'node:crypto';

export interface Deadlines {
  /** Takes the steps of the escalation that are due, each once whoever sweeps; answers of how many tasks. More may follow. */
  escalateDue(): Promise<number>;
  /** When the clock next has something to do for a task or a record, ms since the epoch; null when nothing is planned. */
  nextDeadlineMs(): Promise<number | null>;
}

/** The store, with the rules of escalation and of routing. */
export interface DeadlineStore extends RoutingStore {
  escalation: RulesFile<Escalation>;
}

export function deadlines(store: DeadlineStore): Deadlines {
  let planned = '';
  return {
    escalateDue: async () => {
      const hash = createHash('sha256')
        .update(JSON.stringify(await store.escalation.current()))
        .digest('hex');
      // Only what changes here counts: two processes whose files differ do not plan each other's tasks to and fro.
      if (hash !== planned) await replan(store.pool, hash);
      planned = hash;
      return escalate(store, store.now());
    },
    nextDeadlineMs: () => nextDeadlineMs(store.pool, store.now()),
  };
}
