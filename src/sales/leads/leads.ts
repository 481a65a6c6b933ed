/**
 * The door of leads: tier updates become people, leads and contact tasks.
 *
 * Enters: tier updates of the engine's stream, in order. Leaves: rows and alerts. The offset moves in the same transaction, so an
 * update counts exactly once. The room knows no rule and no event. While PostgreSQL is away, updates wait in Redis.
 */
import type { RoutingStore } from '../routing/routing.ts';
import type { WorkflowStore } from '../workflow/workflow.ts';
import { type Applied, applyTierUpdates, readOffsets, type TierUpdateEntry } from './apply.ts';

export type { TierUpdateSource } from './relay.ts';
export { startRelay } from './relay.ts';
export { leadFlowOf } from './world-rows.ts';

export interface Leads {
  applyTierUpdates(entries: readonly TierUpdateEntry[]): Promise<Applied>;
  readOffsets(): Promise<Map<number, string>>;
}

export function leads({ pool, flows, routing }: WorkflowStore & RoutingStore): Leads {
  return {
    applyTierUpdates: (entries) => applyTierUpdates(pool, { flows, routing }, entries),
    readOffsets: () => readOffsets(pool),
  };
}
