/** Deliveries with their attempts, and the endpoints of webhooks, as the API shows and takes them. */
import { z } from 'zod';
import { channelKinds } from '../../base/kernel/kernel.ts';
import { manySchemaOf } from './many.ts';
import { pageFields, recordId } from './paging.ts';
import { personSchema } from './people.ts';

const instant = z.iso.datetime();

export const deliveryStates = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
export const endpointFormats = ['standard', 'cloudevents'] as const;

const filterFields = {
  state: z.enum(deliveryStates).optional(),
  channel: z.enum(channelKinds).optional(),
  record: recordId.optional(),
  person: recordId.optional(),
  endpoint: recordId.optional(),
  /** The id of the channel that chose it. */
  chosenBy: recordId.optional(),
};
export const deliveryFilterSchema = z.strictObject({ ...pageFields, ...filterFields });
export type DeliveryFilter = z.infer<typeof deliveryFilterSchema>;
export const manyDeliveriesSchema = manySchemaOf(filterFields);

export const deliverySchema = z.object({
  id: z.string(),
  channel: z.enum(channelKinds),
  /** An address; of a URL only its origin, since path and query may be a secret. */
  target: z.string(),
  /** Failed: no more attempts. */
  state: z.enum(deliveryStates),
  /** The channel that chose it; null for deliveries of pipelines and programmes. */
  chosenBy: z.string().nullable(),
  person: personSchema.nullable(),
  record: z.string().nullable(),
  endpoint: z.string().nullable(),
  /** Attempts so far. */
  tries: z.number().int(),
  createdAt: instant,
  /** When the next attempt is. */
  nextAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  /** The error of the last attempt, or what the delivery waits for. */
  lastError: z.string().nullable(),
  cancelledReason: z.string().nullable(),
  /** The delivery that this one is a replay of. */
  repeats: z.string().nullable(),
  /** The latest delivery that is a replay of this one. */
  repeatedBy: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliverySchema>;

export const deliveryWithAttemptsSchema = deliverySchema.extend({
  attempts: z.array(
    z.object({
      at: instant,
      outcome: z.enum(['delivered', 'retried', 'failed']),
      /** Of HTTP or SMTP; null where no answer came. */
      status: z.number().int().nullable(),
      error: z.string().nullable(),
      durationMs: z.number().int(),
    }),
  ),
});
export type DeliveryWithAttempts = z.infer<typeof deliveryWithAttemptsSchema>;

export const endpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  format: z.enum(endpointFormats),
  /** The secret that signs its webhooks; null for users who are not managers. */
  secret: z.string().nullable(),
  /** Until when the previous secret signs beside it; null where there is none. */
  previousSecretUntil: instant.nullable(),
  failingSince: instant.nullable(),
  disabledAt: instant.nullable(),
  disabledReason: z.string().nullable(),
  createdAt: instant,
  revision: z.number().int(),
});
export type EndpointView = z.infer<typeof endpointSchema>;

export const endpointChangeSchema = z.strictObject({ format: z.enum(endpointFormats) });
export type EndpointChange = z.infer<typeof endpointChangeSchema>;
