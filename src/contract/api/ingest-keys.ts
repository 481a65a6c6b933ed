/** Keys with which clients send events, in the API. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { pipelineNameSchema } from '../language/language.ts';

const name = z.string().trim().min(1).max(limits.ingestKeyNameLengthMax);

/** An origin as browsers send it: scheme, host and port alone. */
const origin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isBare = url !== null && url.pathname === '/' && url.search + url.hash + url.username === '';
  if (isBare && /^https?:$/.test(url.protocol)) return url.origin;
  context.addIssue({ code: 'custom', message: 'expected an origin such as "https://shop.example"' });
  return z.NEVER;
});
const origins = z
  .array(origin)
  .max(limits.ingestKeyOriginsMax)
  .transform((all) => [...new Set(all)]);

/** `required`: a user id, or an address that stands for one, counts only with its signature. */
const signed = z.enum(['optional', 'required']);

const kinds = ['public', 'secret', 'form'] as const;

/** What a form key opens, and which of its fields a form may fill. */
const formSchema = z.strictObject({
  /** `process/pipeline`; of any kind but campaigns. */
  pipeline: pipelineNameSchema,
  /** Fields of the pipeline that a form may fill. */
  fields: z
    .array(z.string().min(1).max(100))
    .max(limits.formFieldsMax)
    .default([])
    .transform((all) => [...new Set(all)]),
  /** Where a browser goes after a plain form; without one, a page says that it was sent. */
  redirect: z
    .url({ protocol: /^https?$/, error: 'expected an address such as "https://shop.example/thanks"' })
    .nullish(),
});

export const newIngestKeySchema = z
  .strictObject({
    name,
    /** `public` for pages and apps, `secret` for servers, `form` for forms that open a record. */
    kind: z.enum(kinds),
    /** Pages that may send with it; none is any page. */
    origins: origins.default([]),
    signed: signed.default('optional'),
    /** Of a form key alone. */
    form: formSchema.optional(),
  })
  .refine(({ kind, form }) => (kind === 'form') === (form !== undefined), {
    path: ['form'],
    message:
      'expected with kind "form", and only there: what the form opens, such as {"pipeline": "company-xyz/order"}',
  })
  .refine(({ kind, origins: all }) => kind !== 'secret' || all.length === 0, {
    path: ['origins'],
    message: 'expected none: no page may have a secret key',
  })
  .refine(({ kind, signed: wanted }) => kind === 'public' || wanted === 'optional', {
    path: ['signed'],
    message: 'expected "optional": a secret key is the proof itself, and a form names no user',
  });
export type NewIngestKey = z.infer<typeof newIngestKeySchema>;

export const ingestKeyChangeSchema = z.strictObject({ name, origins, signed, form: formSchema }).partial();
export type IngestKeyChange = z.infer<typeof ingestKeyChangeSchema>;

export const keyRotationSchema = z.strictObject({
  /** How long the key of before counts beside the new one. */
  graceSeconds: z
    .number()
    .int()
    .min(0)
    .max(limits.ingestKeyGraceMsMax / limits.secondMs)
    .default(0),
});

export const ingestKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  /** The key; of a secret one only in the answer that makes or rotates it, else null. */
  key: z.string().nullable(),
  /** Its last characters. */
  hint: z.string(),
  origins: z.array(z.string()),
  signed,
  /** What a form key opens; null for other keys. */
  form: formSchema.extend({ fields: z.array(z.string()), redirect: z.string().nullable() }).nullable(),
  /** `settings`: it is WRITE_KEY or SECRET_KEY. `made`: over the API. */
  source: z.enum(['settings', 'made']),
  /** Null for a key of the settings. */
  createdAt: z.iso.datetime().nullable(),
  rotatedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type IngestKeyView = z.infer<typeof ingestKeySchema>;
export type FormOfKey = NonNullable<IngestKeyView['form']>;
