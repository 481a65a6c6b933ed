/** Escalation around a task's deadline: the file `rules/sales/escalation.yaml`, steps in the order of time. */
import { z } from 'zod';
import { type Deadline, deadlineSchema, timeZoneSchema, workingTimeSchema } from '../../base/time/time.ts';
import type { Incoherence } from './coherence.ts';
import { emailSchema } from './identifiers.ts';
import { label } from './payment.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

/** `0 minutes` is the deadline itself. */
const afterSchema = z.union([
  z
    .string()
    .regex(/^0 (?:second|minute|hour|day)s?$/)
    .transform((): Deadline => ({ clockMs: 0 })),
  deadlineSchema,
]);

const stepSchema = z.strictObject({
  step: label,
  /** Time before or after the deadline; one of the two. */
  before: deadlineSchema.optional(),
  after: afterSchema.optional(),
  /** Who is notified; or what is done instead. */
  notify: z
    .union([
      z.enum(['owner', 'manager']),
      z.strictObject({ lane: label }),
      z.strictObject({ user: emailSchema }),
    ])
    .optional(),
  do: z.literal('reassign').optional(),
  of: z.enum(['all tasks', 'contact tasks']).default('all tasks'),
  /** Skipped where the person has been contacted since the task was opened. */
  unless: z.literal('touched').optional(),
});

export const escalationSchema = z.strictObject({
  timeZone: timeZoneSchema.default('UTC'),
  workingTime: workingTimeSchema.optional(),
  steps: z.array(stepSchema).max(20),
});

export type Escalation = z.infer<typeof escalationSchema>;
export type EscalationStep = Escalation['steps'][number];

/** Returns errors for steps without a time or an action, out of order, or that repeat another. */
function escalationErrors({ steps, workingTime }: Escalation): Incoherence[] {
  const errors: Incoherence[] = [];
  steps.forEach((one, index) => {
    const { step, before, after, notify } = one;
    const say = (path: PropertyKey[], message: string) =>
      errors.push({ path: ['steps', index, ...path], message });
    if ((before === undefined) === (after === undefined))
      say([], `"${step}" needs one time: "before" or "after" the deadline`);
    if ((notify === undefined) === (one.do === undefined))
      say([], `"${step}" needs one action: "notify" or "do: reassign"`);
    if (workingTime === undefined && !('clockMs' in (before ?? after ?? { clockMs: 0 })))
      say(
        [before === undefined ? 'after' : 'before'],
        'counts in working time, but the file has none; add "workingTime" with days and hours',
      );
    const earlier = steps.slice(0, index);
    if (earlier.some((other) => other.step === step))
      say(['step'], `"${step}" is there twice; rename one, because steps are stored by name`);
    const later = earlier.find((other) => isSurelyAfter(other, one));
    if (later !== undefined) say([], `"${step}" is due before "${later.step}"; sort the steps by time`);
    const twin = earlier.find((other) => saysTheSame(other, one));
    if (twin !== undefined)
      say([], `"${step}" repeats "${twin.step}": same time, same recipients; remove one`);
  });
  return errors;
}

/** Returns whether the first is later than the second for every deadline. A working hour takes an hour at least. */
function isSurelyAfter(first: EscalationStep, second: EscalationStep): boolean {
  const [a, b] = [spanOf(first), spanOf(second)];
  return a.unit === b.unit ? a.amount > b.amount : a.earliestMs > b.latestMs;
}

/**
 * Returns the distance of a step from the deadline, negative before it: in its own unit, and the possible range by
 * the clock.
 */
function spanOf({ before, after }: EscalationStep) {
  const time = before ?? after ?? { clockMs: 0 };
  const sign = before === undefined ? 1 : -1;
  const [unit, amount] = Object.entries(time)[0] as [string, number];
  const atLeastMs = 'workingDays' in time ? 0 : amount;
  return {
    unit,
    amount: sign * amount,
    earliestMs: unit === 'clockMs' || sign > 0 ? sign * atLeastMs : Number.NEGATIVE_INFINITY,
    latestMs: unit === 'clockMs' || sign < 0 ? sign * atLeastMs : Number.POSITIVE_INFINITY,
  };
}

function saysTheSame(first: EscalationStep, second: EscalationStep): boolean {
  const [a, b] = [first, second].map((one) => [
    spanOf(one).unit,
    spanOf(one).amount,
    one.notify ?? one.do,
    one.of,
    one.unless,
  ]);
  return JSON.stringify(a) === JSON.stringify(b);
}

const kind: FileKind<Escalation> = {
  what: 'the escalation',
  schema: escalationSchema,
  incoherences: escalationErrors,
};

/** Parses an escalation file. Never throws: errors come back in the order of the text. */
export function readEscalation(file: string, text: string): Reading<Escalation> {
  return readYaml(kind, file, text);
}
