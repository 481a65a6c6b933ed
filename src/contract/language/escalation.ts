/** What happens around a task's deadline: the file `rules/sales/escalation.yaml`, steps in the order of time. */
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
  /** How long before or after the deadline; one of the two. */
  before: deadlineSchema.optional(),
  after: afterSchema.optional(),
  /** Who is told; or what is done instead. */
  notify: z
    .union([
      z.enum(['owner', 'manager']),
      z.strictObject({ lane: label }),
      z.strictObject({ user: emailSchema }),
    ])
    .optional(),
  do: z.literal('reassign').optional(),
  of: z.enum(['all tasks', 'contact tasks']).default('all tasks'),
  /** Not where the person has been contacted since the task was opened. */
  unless: z.literal('touched').optional(),
});

export const escalationSchema = z.strictObject({
  timeZone: timeZoneSchema.default('UTC'),
  workingTime: workingTimeSchema.optional(),
  steps: z.array(stepSchema).max(20),
});

export type Escalation = z.infer<typeof escalationSchema>;
export type EscalationStep = Escalation['steps'][number];

/** Steps without a time or a deed, out of order, or that say what another says. */
function escalationErrors({ steps, workingTime }: Escalation): Incoherence[] {
  const errors: Incoherence[] = [];
  steps.forEach((one, index) => {
    const { step, before, after, notify } = one;
    const say = (path: PropertyKey[], message: string) =>
      errors.push({ path: ['steps', index, ...path], message });
    if ((before === undefined) === (after === undefined))
      say([], `"${step}" needs one time: "before" or "after" the deadline`);
    if ((notify === undefined) === (one.do === undefined))
      say([], `"${step}" needs one thing to happen: "notify" somebody, or "do: reassign"`);
    if (workingTime === undefined && !('clockMs' in (before ?? after ?? { clockMs: 0 })))
      say(
        [before === undefined ? 'after' : 'before'],
        'counts in working time, and the file has none; add "workingTime" with days and hours',
      );
    const earlier = steps.slice(0, index);
    if (earlier.some((other) => other.step === step))
      say(
        ['step'],
        `"${step}" is there twice; steps are remembered by name, so each needs a name of its own`,
      );
    const later = earlier.find((other) => isSurelyAfter(other, one));
    if (later !== undefined)
      say([], `"${step}" comes before "${later.step}"; write the steps in the order of time`);
    const twin = earlier.find((other) => saysTheSame(other, one));
    if (twin !== undefined)
      say([], `"${step}" says at the same time to the same people what "${twin.step}" says`);
  });
  return errors;
}

/** Whether the first is later than the second whatever the deadline. A working hour takes an hour at least. */
function isSurelyAfter(first: EscalationStep, second: EscalationStep): boolean {
  const [a, b] = [spanOf(first), spanOf(second)];
  return a.unit === b.unit ? a.amount > b.amount : a.earliestMs > b.latestMs;
}

/** How far a step lies from the deadline, negative before it: in its own unit, and by the clock as far as that is known. */
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

/** Reads an escalation file. Never throws: whatever is wrong comes back as errors, in the order of the text. */
export function readEscalation(file: string, text: string): Reading<Escalation> {
  return readYaml(kind, file, text);
}
