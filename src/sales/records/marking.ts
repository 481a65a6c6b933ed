/** The context of a change that may mark or free people: with the rules of routing, since a freed person may get a lead. */
import type { RoutingStore } from '../routing/routing.ts';
import type { Actor } from '../store/store.ts';
import { changing, type FlowContext, type WorkflowStore } from '../workflow/workflow.ts';

export type MarkingStore = WorkflowStore & RoutingStore;

export interface MarkingContext extends FlowContext, Pick<RoutingStore, 'routing'> {}

/** Runs a change in one transaction, under its actor and the time at which it begins. */
export function marking<T>(
  store: MarkingStore,
  actor: Actor,
  change: (context: MarkingContext) => Promise<T>,
): Promise<T> {
  return changing(store, actor, (context) => change({ ...context, routing: store.routing }));
}
