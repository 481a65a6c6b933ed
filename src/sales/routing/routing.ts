/**
 * The door of routing: who gets a lead or a task, with the reason.
 *
 * Enters: the rules of `routing.yaml`, users and their working time, a lead's person and company. Leaves: an owner or
 * a queue, and the reason. Assignment by users (claim, return, assign, route again) is here too. The decision is
 * pure; the rows are locked while it is made.
 */
import type { LeadView, MadeUpLead, RoutingTrial, TaskView } from '../../contract/api/api.ts';
import type { Routing } from '../../contract/language/language.ts';
import { type Actor, type RulesFile, type Store, selectTasks } from '../store/store.ts';
import { leadById, type WorkflowStore } from '../workflow/workflow.ts';
import { type AssignmentChange, changeAssignment } from './assignment.ts';
import { tryRouting } from './trial.ts';

export { routedAgain } from './assignment.core.ts';
export { accountOfPerson, assignedByHand, give } from './assignment-rows.ts';
export { accountOf, candidateOf } from './candidate.core.ts';
export { countryCodeOf, languageCodeOf } from './country.core.ts';
export type { RoutingSnapshot } from './routing.core.ts';
export { relieve, route } from './routing.core.ts';
export { emptySnapshot, loadSnapshot, lockRouting, writeTurns } from './routing-rows.ts';
export { unknownInEscalation, unknownInRouting } from './rules-names.ts';

export interface Assignments {
  /** Claims, returns, assigns or re-routes a lead with its open task. */
  assignLead(id: string, asked: AssignmentChange, actor: Actor): Promise<LeadView>;
  /** The same for a task that has no lead. */
  assignTask(id: string, asked: AssignmentChange, actor: Actor): Promise<TaskView>;
  /** Returns who would get a lead now, by the active rules or those of a text, and what became of each step. */
  tryRouting(asked: { text?: string | undefined; lead: string | MadeUpLead }): Promise<RoutingTrial>;
}

/** The store, with the rules of routing. */
export interface RoutingStore extends Store {
  routing: RulesFile<Routing>;
}

export function assignments(store: RoutingStore & WorkflowStore): Assignments {
  return {
    assignLead: async (id, asked, actor) => {
      await changeAssignment(store, 'lead', id, asked, actor);
      return (await leadById({ database: store.pool, flows: store.flows }, id)) as LeadView;
    },
    assignTask: async (id, asked, actor) => {
      await changeAssignment(store, 'task', id, asked, actor);
      return (await selectTasks(store.pool, 'tasks.id = $1', [id]))[0] as TaskView;
    },
    tryRouting: (asked) => tryRouting(store, asked),
  };
}
