/** Users with their rights and the work assigned to them; teams and territories. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { timeZoneSchema, workingTimeSchema } from '../../base/time/time.ts';
import { countrySchema, emailSchema, languageSchema } from '../language/language.ts';
import { momentSchema } from './moment.ts';
import { pageFields } from './paging.ts';

export const userRoles = ['admin', 'manager', 'rep', 'marketer', 'operator'] as const;
export type UserRole = (typeof userRoles)[number];

/** Who does something together, by the roles: permissions, the rail of the pages, the inbox and alerts go by these. */
export const roleGroups = {
  everyone: userRoles,
  admins: ['admin'],
  managers: ['admin', 'manager'],
  sellers: ['admin', 'manager', 'rep'],
  marketing: ['admin', 'marketer'],
  operators: ['admin', 'operator'],
  senders: ['admin', 'manager', 'operator'],
  campaigners: ['admin', 'manager', 'marketer'],
  /** Every role that works in a lane. The store decides what it may do to a record: its stage may be for another lane. */
  workers: ['admin', 'manager', 'rep', 'marketer'],
} as const satisfies Record<string, readonly UserRole[]>;

const text = z.string().trim().min(1).max(200);

/** A password of anybody, that of set-up too. */
export const passwordSchema = z
  .string()
  .min(limits.passwordLengthMin, `expected at least ${limits.passwordLengthMin} characters`)
  .max(limits.passwordLengthMax, `expected at most ${limits.passwordLengthMax} characters`);

const own = {
  name: text.nullable(),
  timeZone: timeZoneSchema.nullable(),
  /** Working time; null is always. */
  workingTime: workingTimeSchema.extend({ timeZone: timeZoneSchema.optional() }).nullable(),
  /** Absence, from when until when. */
  away: z
    .strictObject({ from: momentSchema, until: momentSchema })
    .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'expected "until" after "from"')
    .nullable(),
  /** Who gets leads of the user's accounts during an absence. */
  deputy: emailSchema.nullable(),
  /** Whether the weekly review is mailed. */
  weeklyReview: z.boolean(),
};

const placed = {
  role: z.enum(userRoles),
  team: text.nullable(),
  lanes: z.array(text).max(50),
  languages: z.array(languageSchema).max(50),
  territories: z.array(text).max(100),
  products: z.array(text).max(100),
  /** Whether the round robin assigns leads to the user. */
  acceptsLeads: z.boolean(),
  /** Share of the round robin: capacity 2 gets twice as many leads as 1. */
  capacity: z.number().int().min(1).max(limits.capacityMax),
  /** Maximum of open hot leads; at the maximum leads go to the next rep or to the queue. */
  maxOpenLeads: z.number().int().min(0).max(limits.openLeadsOfUserMax),
};

const optional = <Shape extends Record<string, z.ZodType>>(shape: Shape) => z.strictObject(shape).partial();

export const newUserSchema = z.strictObject({
  email: emailSchema,
  role: z.enum(userRoles),
  password: passwordSchema.optional(),
  ...optional({ ...own, ...placed }).omit({ role: true }).shape,
});
export type NewUser = z.infer<typeof newUserSchema>;

const something = [
  (change: object) => Object.keys(change).length > 0,
  'expected something to change, such as "away"',
] as const;

export const userChangeSchema = optional({ ...own, ...placed, password: passwordSchema }).refine(
  ...something,
);
export type UserChange = z.infer<typeof userChangeSchema>;

/** A user's own change; a new password needs the current one. */
export const ownChangeSchema = optional({
  ...own,
  password: passwordSchema,
  presentPassword: z.string().max(500),
})
  .refine(...something)
  .refine(({ password, presentPassword }) => password === undefined || presentPassword !== undefined, {
    message: 'a new password needs the current one in "presentPassword"',
    path: ['presentPassword'],
  });
export type OwnChange = z.infer<typeof ownChangeSchema>;

export const userSchema = z.object({
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(userRoles),
  team: z.string().nullable(),
  lanes: z.array(z.string()),
  languages: z.array(z.string()),
  territories: z.array(z.string()),
  products: z.array(z.string()),
  acceptsLeads: z.boolean(),
  capacity: z.number().int(),
  maxOpenLeads: z.number().int(),
  deputy: z.string().nullable(),
  timeZone: z.string().nullable(),
  workingTime: z
    .object({
      days: z.array(z.string()),
      hours: z.string(),
      holidays: z.array(z.string()),
      timeZone: z.string().optional(),
    })
    .nullable(),
  away: z.object({ from: z.iso.datetime(), until: z.iso.datetime() }).nullable(),
  weeklyReview: z.boolean(),
  /** Whether the user can log in. */
  canLogIn: z.boolean(),
  /** Since when a log-in by password needs a second factor; null without one. */
  secondFactorAt: z.iso.datetime().nullable(),
  /** When the user was deactivated: no log-in, no leads; null for an active user. */
  deactivatedAt: z.iso.datetime().nullable(),
  deactivatedReason: z.string().nullable(),
  revision: z.number().int(),
});
export type UserView = z.infer<typeof userSchema>;

/** A colleague as every logged-in user may see them. */
export const colleagueSchema = userSchema.pick({ email: true, name: true, role: true, team: true });

export const userFilterSchema = z.strictObject({
  ...pageFields,
  role: z.enum(userRoles).optional(),
  team: text.optional(),
});
export type UserFilter = z.infer<typeof userFilterSchema>;

/** What somebody has open now. */
export const workloadSchema = z.object({
  /** Null for what waits without an owner. */
  owner: z.string().nullable(),
  leads: z.number().int(),
  tasks: z.number().int(),
  /** Of the tasks: past their deadline. */
  overdue: z.number().int(),
  opportunities: z.number().int(),
  /** Deals, orders, jobs, and campaigns of somebody. */
  others: z.number().int(),
});
export type Workload = z.infer<typeof workloadSchema>;

/** Deactivation: who gets the open work; null returns it to the queue. */
export const departureSchema = z.strictObject({
  assignTo: emailSchema.nullable(),
  reason: text,
});
export type Departure = z.infer<typeof departureSchema>;

/** Reassigned work: ids of open leads, tasks and other records, and of people and companies whose account it was. */
export const reassignedWorkSchema = z.object({
  leads: z.array(z.string()),
  tasks: z.array(z.string()),
  records: z.array(z.string()),
  accounts: z.array(z.string()),
});
export type ReassignedWork = z.infer<typeof reassignedWorkSchema>;

/** A user who was deactivated, with the reassigned work. */
export const departedUserSchema = userSchema.extend({ reassigned: reassignedWorkSchema });

/** The secret address of a calendar. */
export const calendarSchema = z.object({
  /** Shown this once; anyone who knows it can read the tasks. */
  url: z.string(),
});

const revision = z.number().int();

export const teamSchema = z.strictObject({ name: text, manager: emailSchema.nullable() });
export type Team = z.infer<typeof teamSchema>;
/** The value for If-Match. */
export const teamViewSchema = teamSchema.extend({ manager: z.string().nullable(), revision });

export const territorySchema = z.strictObject({
  name: text,
  countries: z.array(countrySchema).min(1).max(300),
});
export type Territory = z.infer<typeof territorySchema>;
export const territoryViewSchema = territorySchema.extend({ revision });
