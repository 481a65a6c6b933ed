/** Products and their prices, items, quotations and campaign influence in the API. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { daySchema, momentSchema } from './moment.ts';
import { currencySchema, givenMoneySchema, moneySchema } from './money.ts';
import { pageFields, recordId } from './paging.ts';
import { personSchema } from './people.ts';

const instant = z.iso.datetime();
const text = z.string().trim().min(1).max(500);

/** A line of the price list; null where each item names its price. */
export const productInputSchema = z.strictObject({
  unitPrice: givenMoneySchema.nullable(),
  currency: currencySchema.default('EUR'),
});
export type ProductInput = z.infer<typeof productInputSchema>;

export const productFilterSchema = z.strictObject(pageFields);
export type ProductFilter = z.infer<typeof productFilterSchema>;

export const productSchema = z.object({
  id: z.string(),
  name: z.string(),
  unitPrice: moneySchema.nullable(),
  currency: z.string(),
  createdAt: instant,
  updatedAt: instant,
  revision: z.number().int(),
});
export type ProductView = z.infer<typeof productSchema>;

export const itemsInputSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        product: text,
        quantity: z.number().gt(0, 'expected more than 0').max(1e10),
        /** Default: the price of the price list. */
        unitPrice: givenMoneySchema.optional(),
        /** As it was read: left out, or the quantity times the price, in the currency of the record. */
        amount: givenMoneySchema.optional(),
        currency: currencySchema.optional(),
      }),
    )
    .max(limits.itemsMax),
});
export type ItemsInput = z.infer<typeof itemsInputSchema>;

export const itemSchema = z.object({
  product: z.string(),
  quantity: z.number(),
  unitPrice: moneySchema,
  amount: moneySchema,
  /** That of the record. */
  currency: z.string(),
});
export type ItemView = z.infer<typeof itemSchema>;

export const quotationStatuses = ['draft', 'sent', 'accepted', 'declined'] as const;

const quoted = {
  amount: givenMoneySchema.optional(),
  /** The follow-up date; null for none. Without one, some working days after the quotation was sent. */
  followUpOn: daySchema.nullish(),
};

export const quotationNumberSchema = z.string().trim().min(1).max(100);

export const newQuotationSchema = z.strictObject({
  /** Drawn from the series of the year, such as `Q-2026-0001`, when not given. */
  number: quotationNumberSchema.optional(),
  currency: currencySchema.optional(),
  status: z.enum(['draft', 'sent']).default('draft'),
  ...quoted,
});
export type NewQuotation = z.infer<typeof newQuotationSchema>;

export const quotationChangeSchema = z
  .strictObject({
    status: z.enum(['sent', 'accepted', 'declined']).optional(),
    /** Why it was declined. */
    reason: text.optional(),
    ...quoted,
  })
  .refine((change) => Object.keys(change).length > 0, 'expected "status", "amount" or "followUpOn"')
  .refine(({ status, reason }) => reason === undefined || status === 'declined', {
    message: '"reason" goes with status "declined"',
    path: ['reason'],
  });
export type QuotationChange = z.infer<typeof quotationChangeSchema>;

export const quotationFilterSchema = z.strictObject({
  ...pageFields,
  status: z.enum(quotationStatuses).optional(),
  opportunity: recordId.optional(),
  person: recordId.optional(),
  /** The id of a company. */
  company: recordId.optional(),
  /** The owner of the opportunity. */
  owner: text.optional(),
  /** `due`: sent, not answered, and its follow-up date has come. */
  followUp: z.enum(['due']).optional(),
});
export type QuotationFilter = z.infer<typeof quotationFilterSchema>;

export const quotationSchema = z.object({
  id: z.string(),
  number: z.string(),
  opportunity: z.string(),
  person: personSchema.nullable(),
  company: z.string().nullable(),
  owner: z.string().nullable(),
  amount: moneySchema,
  currency: z.string(),
  status: z.enum(quotationStatuses),
  sentAt: instant.nullable(),
  followUpOn: z.string().nullable(),
  answeredAt: instant.nullable(),
  declineReason: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  revision: z.number().int(),
});
export type QuotationView = z.infer<typeof quotationSchema>;

const touches = ['first', 'later'] as const;

/** The campaigns that influenced a record: one touched first. */
export const campaignInfluencesInputSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        campaign: text,
        touch: z.enum(touches).default('later'),
        since: momentSchema.optional(),
      }),
    )
    .max(limits.campaignInfluencesMax)
    .refine(
      (items) => items.filter(({ touch }) => touch === 'first').length <= 1,
      'expected one "first" touch at most',
    )
    .refine(
      (items) => new Set(items.map(({ campaign }) => campaign)).size === items.length,
      'expected each campaign once',
    ),
});
export type CampaignInfluencesInput = z.infer<typeof campaignInfluencesInputSchema>;

export const campaignInfluenceSchema = z.object({
  campaign: z.string(),
  touch: z.enum(touches),
  since: instant,
});
export type CampaignInfluenceView = z.infer<typeof campaignInfluenceSchema>;
