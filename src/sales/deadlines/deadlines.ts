/**
 * The door of deadlines: the escalation steps around each deadline, each done once.
 *
 * Enters: the rules of `escalation.yaml`, stored times. Leaves: alerts, reassignments. Due steps are computed from
 * stored times; no timer has to survive. After a stop each missed step is done once, in order. A wake-up job only
 * makes the sweep earlier.
 */
import type { Tracing } from '../../base/telemetry/telemetry.ts';
import type { Escalation } from '../../contract/language/language.ts';
import type { RoutingStore } from '../routing/routing.ts';
import type { RulesFile } from '../store/store.ts';
import { escalate } from './escalate.ts';
import { type Planned, plannedAt, replan } from './escalation-rows.ts';
import { endSnoozes } from './snoozes.ts';

export { deadlinesWait } from './escalation-rows.ts';
export { startDeadlineSweeper } from './sweeper.ts';
export type { JobQueues } from './wake-up-job.ts';

import { createHash } from 'node:crypto';

export interface Deadlines {
  /**
   * Does the due escalation steps of one page of tasks, each once with any number of sweepers. Returns how many
   * tasks; more may follow.
   */
  escalateDue(tracing?: Tracing): Promise<number>;
  /** Brings back snoozed tasks whose time has come, and notifies their owners. Returns how many; more may follow. */
  endSnoozes(tracing?: Tracing): Promise<number>;
  /** Returns whether a step, time-out or end of a snooze is due, and when the next one is. */
  planned(): Promise<Planned>;
  /** Makes every open task due where the escalation has changed since it was planned; waits for those that others hold. Returns whether it did. */
  replan(): Promise<boolean>;
}

/** The store, with the rules of escalation and of routing. */
export interface DeadlineStore extends RoutingStore {
  escalation: RulesFile<Escalation>;
}

export function deadlines(store: DeadlineStore): Deadlines {
  let replanned = '';
  const replanChanged = async () => {
    const hash = createHash('sha256')
      .update(JSON.stringify(await store.escalation.current()))
      .digest('hex');
    // Only a change in this process counts: two processes with different files do not replan tasks back and forth.
    const hasReplanned = hash !== replanned && (await replan(store.pool, hash));
    replanned = hash;
    return hasReplanned;
  };
  return {
    escalateDue: async (tracing) => {
      await replanChanged();
      return escalate(store, store.now(), tracing);
    },
    endSnoozes: (tracing) => endSnoozes(store.pool, store.now(), tracing),
    planned: () => plannedAt(store.pool, store.now()),
    replan: replanChanged,
  };
}
