/** Channels: which alerts are sent where and when; and notices, the alerts that a channel has chosen. */
import { z } from 'zod';
import { channelKinds } from '../../base/kernel/kernel.ts';
import { timeZoneSchema, weekdays } from '../../base/time/time.ts';
import { emailSchema } from '../language/language.ts';
import { type AlertType, alertEntry, alertTypes } from './alert-catalogue.ts';
import { pageFields, recordId } from './paging.ts';
import { personSchema } from './people.ts';

/** Types that the default mail channel sends, and a channel that names no types. */
export const defaultChannelTypes: readonly AlertType[] = alertTypes.filter(
  (type) => alertEntry(type).isDefault,
);

export type ChannelKind = (typeof channelKinds)[number];
/** Default of `maxPerHour`; null for no limit. */
export const messagesPerHour: Record<ChannelKind, number | null> = { mail: 10, slack: 30, webhook: null };

/**
 * Whose alerts: mine (I own the record, or the alert notifies me or a lane of mine), my team’s, those without an
 * owner, all.
 */
export const channelScopes = ['mine', 'my team', 'queue', 'all'] as const;

/** Returns whether a pattern such as `lead.*`, `task.overdue` or `*` matches an alert type. */
export function isTypeLike(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

const text = z.string().trim().min(1).max(200);
const tier = z.number().int().min(0).max(20);
const names = z.array(text).max(100);

const types = z
  .array(
    z.string().refine((pattern) => alertTypes.some((type) => isTypeLike(pattern, type)), {
      message: `expected an alert type or a pattern such as "lead.*"; there are ${alertTypes.join(', ')}`,
    }),
  )
  .min(1)
  .max(50);

const timeOfDay = (pattern: RegExp) => z.string().regex(pattern, 'expected a time of day such as "19:00"');

export const quietHoursSchema = z
  .strictObject({
    from: timeOfDay(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
    /** Before `from`: of the next day. `24:00` is midnight. */
    until: timeOfDay(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/),
    /** Days on which they begin; every day when left out. */
    days: z.array(z.enum(weekdays)).min(1).max(7).optional(),
    /** The time zone of the user when left out. */
    timeZone: timeZoneSchema.optional(),
    /** Alerts that are sent in quiet hours too: any of these. */
    exceptFor: z
      .strictObject({ types: types.optional(), minTier: tier.min(1).optional() })
      .refine(
        (given) => given.types !== undefined || given.minTier !== undefined,
        'expected "types" or "minTier"',
      )
      .optional(),
  })
  .refine(({ from, until }) => from !== until, 'expected "until" to differ from "from"')
  .refine(
    ({ from, until, days }) => from !== '00:00' || until !== '24:00' || new Set(days ?? weekdays).size < 7,
    'these hours are always quiet; mute the channel instead',
  );
export type QuietHours = z.infer<typeof quietHoursSchema>;

const shape = {
  name: text,
  target: z.string().trim().min(1).max(2_000),
  types,
  scope: z.enum(channelScopes),
  /** Each of these narrows the channel; empty is no filter. */
  programmes: names,
  campaigns: names,
  /** Alerts with one of these rules among their reasons. */
  rules: names,
  /** The lowest tier; 0 is any, and alerts without a tier. */
  minTier: tier,
  quietHours: quietHoursSchema.nullable(),
  /** Messages within 60 minutes; later notices become one digest. Null for no limit. */
  maxPerHour: z.number().int().min(1).max(1_000).nullable(),
  isMuted: z.boolean(),
};

export const newChannelSchema = z.strictObject({
  kind: z.enum(channelKinds),
  /** Null for the installation's; the user who asks when left out. */
  owner: emailSchema.nullable().optional(),
  ...z.strictObject(shape).partial().required({ name: true, target: true }).shape,
});
export type NewChannel = z.infer<typeof newChannelSchema>;

export const channelChangeSchema = z
  .strictObject(shape)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, such as "isMuted"');
export type ChannelChange = z.infer<typeof channelChangeSchema>;

const instant = z.iso.datetime();

export const channelSchema = z.object({
  id: z.string(),
  kind: z.enum(channelKinds),
  /** A user's address; null for the installation's. */
  owner: z.string().nullable(),
  ...shape,
  /** The mail channel that every user has; deleting it mutes it. */
  isDefault: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
  revision: z.number().int(),
});
export type ChannelView = z.infer<typeof channelSchema>;

/** The delivery that carries a test message. */
export const testMessageSchema = z.object({ delivery: z.string() });

export const channelFilterSchema = z.strictObject({
  ...pageFields,
  owner: text.optional(),
  kind: z.enum(channelKinds).optional(),
});
export type ChannelFilter = z.infer<typeof channelFilterSchema>;

export const noticeStates = ['waiting', 'sent', 'dropped'] as const;
export const noticeFilterSchema = z.strictObject({
  ...pageFields,
  state: z.enum(noticeStates).optional(),
  person: recordId.optional(),
  lead: recordId.optional(),
  task: recordId.optional(),
});
export type NoticeFilter = z.infer<typeof noticeFilterSchema>;

export const noticeSchema = z.object({
  /** The alert's id, as in the live stream. */
  alert: z.number().int(),
  type: z.string(),
  at: instant,
  person: personSchema.nullable(),
  lead: z.string().nullable(),
  task: z.string().nullable(),
  state: z.enum(noticeStates),
  /** The earliest time it is sent; later at the hourly limit. */
  dueAt: instant,
  /** The delivery of its message. */
  delivery: z.string().nullable(),
  /** Why it was dropped. */
  droppedReason: z.string().nullable(),
  closedAt: instant.nullable(),
});
export type NoticeView = z.infer<typeof noticeSchema>;

/**
 * Returns why a channel of this kind cannot have this target; null where it can. The operator decides which addresses
 * may be reached.
 */
export function targetError(kind: ChannelKind, target: string): string | null {
  if (kind === 'mail') return emailSchema.safeParse(target).success ? null : 'expected an e-mail address';
  const { protocol = '', username, password } = URL.parse(target) ?? {};
  const isPlain = /^https?:$/.test(protocol) && username === '' && password === '';
  return isPlain ? null : 'expected an address such as "https://example.com/hook", without a password';
}
