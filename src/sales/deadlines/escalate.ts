/**
 * One sweep of escalation. Due tasks are locked, decided, notified, reassigned and planned in one transaction.
 *
 * Any number of sweepers may run at once. An interrupted sweep has done nothing.
 */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { EscalationStep } from '../../contract/language/language.ts';
import { type AlertToWrite, writeAlerts } from '../outbox/outbox.ts';
import {
  accountOfPerson,
  give,
  loadSnapshot,
  type RoutingSnapshot,
  relieve,
  routedAgain,
  writeTurns,
} from '../routing/routing.ts';
import { actingByTime } from './acting-by-time.ts';
import type { DeadlineStore } from './deadlines.ts';
import { alertTypeOf, type DueStep, type EscalationPlan, escalationPlan } from './escalation.core.ts';
import {
  type EscalatingTask,
  leaseLeads,
  leaseTasks,
  managersOf,
  type TakenStep,
  writeNextSteps,
  writeTaken,
} from './escalation-rows.ts';

interface Escalating extends EscalationPlan {
  task: EscalatingTask;
}

/** Outcome of a step. */
interface Done {
  outcome: TakenStep['outcome'];
  alerts: AlertToWrite[];
}

/** Does the due steps of one page of tasks. Returns how many tasks. */
export async function escalate(
  store: DeadlineStore,
  nowMs: number,
  tracing: Tracing = noTracing,
): Promise<number> {
  const [escalation, routing] = await Promise.all([store.escalation.current(), store.routing.current()]);
  return actingByTime(store.pool, { nowMs, tracing, name: 'escalate' }, async (connection, begin) => {
    const leased = await leaseTasks(connection, nowMs);
    if (leased.length === 0) return 0;
    const all = leased.map((task) => ({ task, ...escalationPlan(escalation, task.state, nowMs) }));
    const leads = await leaseLeads(
      connection,
      all.filter(isReassigned).flatMap(({ task }) => task.lead_id ?? []),
    );
    // A task whose lead another transaction holds waits for the next sweep.
    const ours = all.filter(
      (one) => !isReassigned(one) || one.task.lead_id === null || leads.has(one.task.lead_id),
    );
    const managers = await managersOf(
      connection,
      ours.filter(notifiesManager).map(({ task }) => task.owner),
    );
    const snapshot = ours.some(isReassigned) ? await loadSnapshot(connection, routing) : null;
    const taken: TakenStep[] = [];
    const take = async ({ task }: Escalating, { step, how }: DueStep): Promise<AlertToWrite[]> => {
      const { owner } = task;
      const done = await doneOf(step, how, task);
      taken.push({ task: task.id, step: step.step, outcome: done.outcome, owner });
      return done.alerts;
    };
    const doneOf = async (step: EscalationStep, how: DueStep['how'], task: EscalatingTask): Promise<Done> => {
      if (how !== 'do') return { outcome: how, alerts: [] };
      if (step.notify !== undefined)
        return { outcome: 'notified', alerts: [alertOf(step, task, managers, nowMs)] };
      const lead = task.lead_id === null ? undefined : leads.get(task.lead_id);
      // Only a task that goes with its lead takes it along.
      const isLead = lead?.isOpen === true && lead.owner === task.owner && task.lane === null;
      return reassign(connection, snapshot as RoutingSnapshot, step, task, isLead, nowMs);
    };
    // Step by step: an alert shows the owner at that step, before the next step may reassign the task.
    const rounds = Math.max(...ours.map(({ due }) => due.length));
    for (let round = 0; round < rounds; round++) {
      const alerts: AlertToWrite[] = [];
      for (const one of ours) {
        const due = one.due[round];
        if (due === undefined) continue;
        const theirs = await take(one, due);
        const trace = theirs.length > 0 ? begin() : undefined;
        alerts.push(...theirs.map((alert) => ({ ...alert, trace })));
      }
      await writeAlerts(connection, alerts);
    }
    if (snapshot !== null) await writeTurns(connection, snapshot);
    await writeTaken(connection, taken, nowMs);
    await writeNextSteps(
      connection,
      ours.map(({ task, nextStepAtMs }) => ({ task: task.id, atMs: nextStepAtMs })),
    );
    return ours.length;
  });
}

function isReassigned({ due }: Pick<Escalating, 'due'>): boolean {
  return due.some(({ step, how }) => how === 'do' && step.do === 'reassign');
}

function notifiesManager({ due }: Pick<Escalating, 'due'>): boolean {
  return due.some(({ step, how }) => how === 'do' && step.notify === 'manager');
}

function alertOf(
  step: EscalationStep,
  task: EscalatingTask,
  managers: (owner: string | null) => string[],
  nowMs: number,
): AlertToWrite {
  const type = alertTypeOf(step);
  return {
    type,
    atMs: nowMs,
    acceptedAtMs: null,
    lead: null,
    task: task.id,
    recipients: namesOf(step.notify, task, managers),
    ...(type === 'task.escalated' && { reason: step.step }),
  };
}

function namesOf(
  notify: EscalationStep['notify'],
  { owner }: EscalatingTask,
  managers: (owner: string | null) => string[],
): string[] {
  if (notify === 'manager') return managers(owner);
  if (typeof notify === 'object') return ['lane' in notify ? notify.lane : notify.user];
  return [];
}

/**
 * Reassigns to a rep who has not had it, else to the queue. The previous owner is notified too. Sets the new owner on
 * `task`.
 */
async function reassign(
  connection: Queryable,
  snapshot: RoutingSnapshot,
  step: EscalationStep,
  task: EscalatingTask,
  isLead: boolean,
  nowMs: number,
): Promise<Done> {
  const { owner: before } = task;
  const what = isLead ? 'lead' : 'task';
  const id = isLead ? (task.lead_id as string) : task.id;
  const account = await accountOfPerson(connection, task.person_id);
  const work = { ...task, id, what, dueAtMs: task.state.dueAtMs, ...account } as const;
  const exclude = [...task.had, ...(before === null ? [] : [before])];
  const { owner, reason } = routedAgain(snapshot, work, exclude, nowMs, limits.contactWithinMs);
  const outcome = owner === null ? 'queued' : 'reassigned';
  // It had no owner and no rep can take it: it stays in the queue.
  if (owner === before) return { outcome, alerts: [] };
  const whose = before === null ? 'nobody had it' : `${before} let the deadline pass`;
  const why = `${step.step}, ${whose}; ${reason}`;
  await give(connection, what, id, { owner, reason: why }, nowMs);
  task.owner = owner;
  if (before !== null) relieve(snapshot, before, { isLead, tier: task.tier });
  return {
    outcome,
    alerts: [
      {
        type: `${what}.reassigned`,
        atMs: nowMs,
        acceptedAtMs: null,
        lead: isLead ? id : null,
        task: task.id,
        recipients: before === null ? [] : [before],
        reason: why,
      },
    ],
  };
}
