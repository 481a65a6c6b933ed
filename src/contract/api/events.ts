/**
 * Events that leave Scoville: alerts on the live stream and by webhook, crossings that a programme posts, tests of a
 * channel. Types and schemas; the rows of alerts stand in the catalogue of alerts.
 */
import { z } from 'zod';
import { type AlertType, alertEntry, alertTypes } from './alert-catalogue.ts';
import { personSchema } from './people.ts';
import { leadSnapshotSchema, taskSchema } from './sales.ts';
import { reasonSchema, tierUpdateSchema } from './tier-update.ts';
import { workItemSchema } from './work.ts';

/** The version of the events. Within it nothing is removed, renamed or given another meaning; fields and types may be added. */
export const eventsVersion = 'scoville.v1';

/** Returns the name of the shape of an event's data: `dataschema` of a CloudEvent. */
export const eventDataSchemaOf = (type: string) => `urn:${eventsVersion.replace('.', ':')}:${type}`;

const instant = z.iso.datetime();

/** The record of an alert: its stage, and the text of the note. */
const alertRecordSchema = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string(),
  stage: z.string(),
  /** `owner` or a lane. */
  for: z.string(),
  text: z.string(),
});

/** A profile that rose without a lead or a task. */
const alertProfileSchema = z.object({
  profile: z.string().nullable(),
  tier: z.number().int(),
  tierName: z.string(),
  tiers: z.number().int(),
  score: z.number(),
  reasons: z.array(reasonSchema),
});

/** What an alert is about. */
const parts = {
  lead: leadSnapshotSchema,
  task: taskSchema,
  record: alertRecordSchema,
  profile: alertProfileSchema,
};
const optionalParts = z.object({ ...parts, reason: z.string() }).partial();

/** The data of an alert by webhook. A body over its limit loses fields, and `shortened` names them. */
export const alertDataSchema = z.object({
  /** The alert's id, as in the live stream. */
  alert: z.number().int(),
  /** The person as they are known when it is sent. */
  person: personSchema.nullable(),
  owner: z.string().nullable(),
  /** Users and lanes it notifies besides the owner. */
  recipients: z.array(z.string()),
  ...optionalParts.shape,
  shortened: z.array(z.string()).optional(),
});

/** The data of a crossing that a programme posts. */
export const crossingDataSchema = tierUpdateSchema
  .omit({ actions: true, acceptedAtMs: true, begunAs: true, tierState: true, atMs: true, rearm: true })
  .extend({ person: personSchema, shortened: z.array(z.string()).optional() });

export const channelTestDataSchema = z.object({ channel: z.string(), name: z.string() });

/** One event of the live stream. */
export const liveAlertSchema = (type: AlertType) => {
  const { carries } = alertEntry(type);
  return z.object({
    id: z.number().int(),
    type: z.literal(type),
    at: instant,
    ...optionalParts.shape,
    [carries]: parts[carries],
    /** With `?rows=true`, of a lead or task: its row of the work list as it is now; null where it is in none. */
    work: workItemSchema.nullable().optional(),
    /** With `?rows=true`: whether the inbox of the user has it. */
    isInInbox: z.boolean().optional(),
  });
};

interface WebhookEvent {
  /** When it is posted. */
  when: string;
  data: z.ZodType;
}

/** Everything that is posted as a webhook, by its type. */
export const webhookEvents: Readonly<Record<string, WebhookEvent>> = {
  ...Object.fromEntries(
    alertTypes.map((type) => [type, { when: alertEntry(type).when, data: alertDataSchema }]),
  ),
  'profile.rose': {
    when: 'a profile reached a higher tier, and its programme posts a webhook',
    data: crossingDataSchema,
  },
  'profile.fell': {
    when: 'a profile fell a tier, and its programme posts a webhook on the way down',
    data: crossingDataSchema,
  },
  'channel.test': { when: 'a user tests a channel', data: channelTestDataSchema },
};
