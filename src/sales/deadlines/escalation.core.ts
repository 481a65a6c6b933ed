/**
 * What is to be done around a task's deadline, and when to look again. Pure.
 *
 * Every step of the file has a moment: so long before or after the deadline, by the clock or in working time. What is due
 * and was not taken for this deadline is taken now, in the order of the moments; after a long stop that may be several. A
 * reminder that was to come before the deadline is overtaken by the deadline itself, and by a later reminder to the same
 * people. A step `unless: touched` is passed over where the person has been contacted. What was passed over counts as taken:
 * a step is decided on once.
 */

import { deadlineAfter, momentBefore } from '../../base/time/time.ts';
import type { AlertType } from '../../contract/api/api.ts';
import type { Escalation, EscalationStep } from '../../contract/language/language.ts';

/** What of a task decides. */
export interface TaskState {
  dueAtMs: number;
  isOpen: boolean;
  /** The contact task of an episode. */
  isContact: boolean;
  /** The person has been contacted since the task was opened. */
  isTouched: boolean;
  /** The person does not wish to be contacted: nothing goes out. */
  isSuppressed: boolean;
  /** Steps taken for this deadline, by name. */
  taken: readonly string[];
}

export interface DueStep {
  step: EscalationStep;
  /** Whether it is done, or why it is passed over. */
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

/** When a step is due, ms since the epoch. */
export function momentOf(
  { workingTime, timeZone }: Escalation,
  { before, after }: EscalationStep,
  dueAtMs: number,
): number {
  return before === undefined
    ? deadlineAfter(dueAtMs, after ?? { clockMs: 0 }, workingTime, timeZone)
    : momentBefore(dueAtMs, before, workingTime, timeZone);
}

/** The alert of a step that tells somebody: the owner's two have names of their own. */
export function alertTypeOf({ notify, before }: EscalationStep): AlertType {
  if (notify !== 'owner') return 'task.escalated';
  return before === undefined ? 'task.overdue' : 'task.due-soon';
}

function isSame(a: EscalationStep['notify'], b: EscalationStep['notify']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
