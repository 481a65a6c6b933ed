/** The ladder of tiers, what crossing one does, and the working hours its deadlines may count in. */
import { z } from 'zod';
import { oneOrMore } from './condition.ts';
import { durationOf, durationSchema } from './duration.ts';
import { label } from './payment.ts';
import { pipelineNameSchema } from './pipeline-name.ts';
import { timeZoneSchema } from './time-zone.ts';

export const grades = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof grades)[number];

/** A time to act in: by the clock, or in hours and days of the programme's working calendar. */
export type Deadline = { clockMs: number } | { workingMs: number } | { workingDays: number };

export const deadlineSchema = z.string().transform((text, context): Deadline => {
  const working = /^(\d{1,4}(?:\.\d{1,2})?) working (hour|day)s?$/.exec(text.trim());
  const amount = working ? Number(working[1]) : 0;
  if (working?.[2] === 'hour' && amount > 0) return { workingMs: Math.round(amount * 3_600_000) };
  if (working?.[2] === 'day' && amount > 0 && Number.isInteger(amount)) return { workingDays: amount };
  const clockMs = durationOf(text);
  if (clockMs !== null) return { clockMs };
  context.addIssue({
    code: 'custom',
    message: 'expected a time such as "24 hours", "8 working hours" or "2 working days"',
  });
  return z.NEVER;
});

/** When an action is taken at all; all that is given must hold. */
const ifSchema = z.strictObject({
  grade: oneOrMore(z.enum(grades)).optional(),
  /** A cell of the programme's `matrix`. */
  priority: oneOrMore(label).optional(),
  identity: z.enum(['known', 'anonymous']).optional(),
  /** Whether somebody owns the account. */
  owner: z.enum(['present', 'absent']).optional(),
});

const condition = { if: ifSchema.optional() };

export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open lead'), in: pipelineNameSchema.optional(), ...condition }),
  z.strictObject({ do: z.literal('contact task'), within: deadlineSchema.optional(), ...condition }),
  z.strictObject({ do: z.literal('alert'), ...condition }),
  z.strictObject({ do: z.literal('move lead'), to: label, ...condition }),
  z.strictObject({
    do: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/, error: 'expected an address such as "https://example.com/hook"' }),
    ...condition,
  }),
]);

const actions = z.array(actionSchema).max(20);

const tierSchema = z.strictObject({
  name: label,
  /** A tier begins at its lower bound. */
  from: z.number().min(-10_000_000).max(10_000_000),
  contactWithin: deadlineSchema.optional(),
  /** What reaching it from below does; when not said: open lead, contact task, alert. */
  up: actions.optional(),
  /** What reaching it from above, or falling off the ladder from it, does. */
  down: actions.optional(),
});

export const ladderSchema = z.strictObject({
  tiers: z.array(tierSchema).min(1).max(20),
  /** How far below its bound a score must fall before the tier is left and armed again. */
  hysteresis: z.number().min(0).max(10_000_000).default(0),
  /** How long a tier is kept at least once it was reached. */
  leastTime: durationSchema.optional(),
  /** How long after an episode began the next may begin; a rise before it belongs to the old one. */
  rearmAfter: durationSchema.optional(),
  contactWithin: deadlineSchema,
});

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

export const workingTimeSchema = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7),
  /** `09:00-17:30`; the end may be 24:00. */
  hours: z.string().transform((text, context) => {
    const parts = timeOfDay.exec(text.trim());
    const fromMinute = Number(parts?.[1]) * 60 + Number(parts?.[2]);
    const untilMinute = Number(parts?.[3]) * 60 + Number(parts?.[4]);
    if (parts && fromMinute < untilMinute && untilMinute <= 1_440) return { fromMinute, untilMinute };
    context.addIssue({
      code: 'custom',
      message: 'expected hours such as "09:00-17:30", the end after the start',
    });
    return z.NEVER;
  }),
  /** Days nobody works, `2026-12-25`. */
  holidays: z.array(z.iso.date('expected a day such as "2026-12-25"')).max(1_000).default([]),
  /** Where the hours hold; when not said, the programme's. */
  timeZone: timeZoneSchema.optional(),
});

export type Ladder = z.infer<typeof ladderSchema>;
export type Tier = Ladder['tiers'][number];
export type Action = z.infer<typeof actionSchema>;
export type WorkingTime = z.infer<typeof workingTimeSchema>;
