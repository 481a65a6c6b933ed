/** Links and pixels for a mail to one person, in the API. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { emailSchema } from '../language/language.ts';

const text = z.string().trim().min(1).max(limits.mailTextLengthMax);

export const newMailLinksSchema = z.strictObject({
  /** Who gets the mail: what is opened and followed is theirs. */
  address: emailSchema,
  /** The message: a link of it is paid once. */
  emailId: text,
  subject: text.optional(),
  campaignId: text.optional(),
  campaignName: text.optional(),
  links: z
    .array(
      z.strictObject({
        url: z
          .url({ protocol: /^https?$/, error: 'expected a URL such as "https://shop.example/offer"' })
          .max(limits.mailValueLengthMax),
        /** Keeps links with one destination apart. */
        id: text.optional(),
      }),
    )
    .max(limits.mailLinksMax)
    .default([]),
  /** Whether the pages get a proof of the address, as `scoville_proof` in their address. */
  proves: z.boolean().default(false),
});
export type NewMailLinks = z.infer<typeof newMailLinksSchema>;

export const mailLinksSchema = z.object({
  /** The address of an image for the end of the mail. */
  pixel: z.string(),
  /** In the order of the request. */
  links: z.array(z.object({ url: z.string(), id: z.string().nullable(), href: z.string() })),
});
export type MailLinksView = z.infer<typeof mailLinksSchema>;
