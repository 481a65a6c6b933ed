/**
 * Which escalation steps of a task are due, and when the next one is. Pure.
 *
 * Every step has a time before or after the deadline, by the clock or in working time. A due step that was not done for this
 * deadline is done now, in the order of the times. After a long stop there may be several. A reminder before the deadline is
 * skipped once the deadline has passed, or when a later reminder to the same people is due. A step `unless: touched` is skipped
 * where the person has been contacted. A skipped step counts as done: each step is decided once.
 */

import { deadlineAfter, momentBefore } from '../../base/time/time.ts';
import type { AlertType } from '../../contract/api/api.ts';
import type { Escalation, EscalationStep } from '../../contract/language/language.ts';

/** The state of a task that decides its steps. */
export interface TaskState {
  dueAtMs: number;
  isOpen: boolean;
  /** Whether it is the contact task of an episode. */
  isContact: boolean;
  /** Whether the person has been contacted since the task was opened. */
  isTouched: boolean;
  /** Whether the person is marked *do not contact*: no step is done. */
  isSuppressed: boolean;
  /** Steps done for this deadline, by name. */
  taken: readonly string[];
}

export interface DueStep {
  step: EscalationStep;
  /** Whether the step is done, or why it is skipped. */
  how: 'do' | 'overtaken' | 'touched';
}

export interface EscalationPlan {
  due: DueStep[];
  /** When the next step is due; null when there is none. */
  nextStepAtMs: number | null;
}

export function escalationPlan(escalation: Escalation, state: TaskState, nowMs: number): EscalationPlan {
  if (!state.isOpen || state.isSuppressed) return { due: [], nextStepAtMs: null };
  const steps = escalation.steps
    .filter(({ of, step }) => (of === 'all tasks' || state.isContact) && !state.taken.includes(step))
    .map((step) => ({ step, atMs: momentOf(escalation, step, state.dueAtMs) }))
    .sort((a, b) => a.atMs - b.atMs);
  const due = steps.filter(({ atMs }) => atMs <= nowMs);
  const next = steps[due.length];
  return {
    due: due.map(({ step }, position) => ({
      step,
      how: howOf(step, due.slice(position + 1), state, nowMs),
    })),
    nextStepAtMs: next?.atMs ?? null,
  };
}

function howOf(
  step: EscalationStep,
  later: readonly { step: EscalationStep }[],
  { dueAtMs, isTouched }: TaskState,
  nowMs: number,
): DueStep['how'] {
  if (step.unless === 'touched' && isTouched) return 'touched';
  const isReminder = step.before !== undefined && step.notify !== undefined;
  if (!isReminder) return 'do';
  const isOvertaken = nowMs >= dueAtMs || later.some((other) => isSame(other.step.notify, step.notify));
  return isOvertaken ? 'overtaken' : 'do';
}

/** Returns when a step is due, ms since the epoch. */
export function momentOf(
  { workingTime, timeZone }: Escalation,
  { before, after }: EscalationStep,
  dueAtMs: number,
): number {
  return before === undefined
    ? deadlineAfter(dueAtMs, after ?? { clockMs: 0 }, workingTime, timeZone)
    : momentBefore(dueAtMs, before, workingTime, timeZone);
}

/** Returns the alert type of a step that notifies somebody; the owner has two types of their own. */
export function alertTypeOf({ notify, before }: EscalationStep): AlertType {
  if (notify !== 'owner') return 'task.escalated';
  return before === undefined ? 'task.overdue' : 'task.due-soon';
}

function isSame(a: EscalationStep['notify'], b: EscalationStep['notify']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
