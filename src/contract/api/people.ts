/** People and companies in the API. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { phoneNumberIn, saidIn } from '../../base/text/text.ts';
import { countrySchema, emailSchema, languageSchema, wordOf } from '../language/language.ts';
import { externalIdFilter, externalIdInput, externalIdView } from './external-id.ts';
import { flag, pageFields, recordId } from './paging.ts';

export const personKinds = ['prospect', 'contact', 'customer'] as const;

const text = z.string().trim().min(1).max(500);
/** A name or title, as events are read: what programs print for an absent value is none. */
const said = text.refine(
  (value) => saidIn(value) !== null,
  'expected a name, not a word for an absent one such as "undefined" or "N/A"; leave it out where it is not known',
);
const id = z.string().trim().min(1).max(100);
const instant = z.iso.datetime();

const person = {
  name: said.nullish(),
  kind: wordOf(personKinds).optional(),
  owner: text.nullish(),
  /** The name of the company; `companyId` is its record. A private individual has neither. */
  company: said.nullish(),
  companyId: id.nullish(),
  country: countrySchema.nullish(),
  language: languageSchema.nullish(),
  title: said.nullish(),
  phone: text.nullish(),
  doNotContact: z.boolean().optional(),
  ...externalIdInput,
};

/** With an address: enters the person, or changes the one with this address. Without: `email` is null, or left out beside a phone. */
export const personInputSchema = z
  .strictObject({
    email: emailSchema.nullish(),
    ...person,
    /** The user id, address or id of the profile that the person goes by: it learns the address and the phone. */
    profile: z.string().trim().min(1).max(limits.idLengthMax).optional(),
  })
  .refine(({ email, phone }) => email !== undefined || typeof phone === 'string', {
    message: 'expected an e-mail address, or null for somebody without one',
    path: ['email'],
  })
  .refine(({ email, name, phone }) => email !== null || typeof (name ?? phone) === 'string', {
    message: 'somebody without an address has a "name" or a "phone"',
    path: ['name'],
  })
  .refine(
    ({ profile, email, phone }) =>
      profile === undefined || typeof email === 'string' || phoneNumberIn(phone ?? '') !== null,
    {
      message: 'the profile is given what it lacks: an "email", or a "phone" of at least five digits',
      path: ['profile'],
    },
  );
export type PersonInput = z.infer<typeof personInputSchema>;

export const personChangeSchema = z
  .strictObject({ email: emailSchema.nullish(), ...person })
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, such as "name"');
export type PersonChange = z.infer<typeof personChangeSchema>;

/** A person by the id in another system: what a new one needs, and what may be changed. */
export const personUpsertSchema = z.strictObject({ email: emailSchema.nullish(), ...person });
export type PersonUpsert = z.infer<typeof personUpsertSchema>;

export const personFilterSchema = z.strictObject({
  ...pageFields,
  sort: z.enum(['-createdAt', 'createdAt']).optional(),
  /** Who has the address. */
  email: emailSchema.optional(),
  /** Who only claims it: a page alone says that it is theirs. */
  claimedEmail: emailSchema.optional(),
  /** `me` is the caller. */
  owner: text.optional(),
  /** The id of a company. */
  company: recordId.optional(),
  kind: wordOf(personKinds).optional(),
  doNotContact: flag.optional(),
  /** A campaign that they were added to. */
  campaign: text.optional(),
  ...externalIdFilter,
  /** The start of a name or an address, or a whole domain: `ada@exa`, `example.com`. */
  q: text.optional(),
});
export type PersonFilter = z.infer<typeof personFilterSchema>;

/** A person, wherever one is shown. */
export const personSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  /** Whether a public key alone says that the address is theirs, which anybody may have said: nobody is found by it. */
  isEmailClaimed: z.boolean(),
  name: z.string().nullable(),
  kind: z.enum(personKinds),
  owner: z.string().nullable(),
  company: z.string().nullable(),
  companyId: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  doNotContact: z.boolean(),
  ...externalIdView,
});
export type PersonView = z.infer<typeof personSchema>;

const kept = { createdAt: instant, updatedAt: instant, revision: z.number().int() };

/** A person as a record of their own. */
export const knownPersonSchema = personSchema.extend(kept);
export type KnownPerson = z.infer<typeof knownPersonSchema>;

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[a-z0-9-]+\.)+[a-z0-9-]+$/, 'expected a domain such as "example.com"')
  .max(253);

const company = {
  /** The domain of its addresses; people with such an address are linked to it. */
  domain: domain.nullish(),
  owner: text.nullish(),
  country: countrySchema.nullish(),
  phone: text.nullish(),
  /** Marks the company and every person of it. Removing the mark frees the people who were marked with it. */
  doNotContact: z.boolean().optional(),
  ...externalIdInput,
};

export const newCompanySchema = z.strictObject({ name: said, ...company });
export type NewCompany = z.infer<typeof newCompanySchema>;

export const companyChangeSchema = z
  .strictObject({ name: said.optional(), ...company })
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, such as "name"');
export type CompanyChange = z.infer<typeof companyChangeSchema>;

/** A company by its id in another system; a new one needs a name. */
export const companyUpsertSchema = z.strictObject({ name: said.optional(), ...company });
export type CompanyUpsert = z.infer<typeof companyUpsertSchema>;

export const companyFilterSchema = z.strictObject({
  ...pageFields,
  owner: text.optional(),
  domain: domain.optional(),
  ...externalIdFilter,
  /** The start of a name, or a whole domain. */
  q: text.optional(),
});
export type CompanyFilter = z.infer<typeof companyFilterSchema>;

export const companySchema = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  owner: z.string().nullable(),
  country: z.string().nullable(),
  phone: z.string().nullable(),
  doNotContact: z.boolean(),
  ...externalIdView,
  ...kept,
});
export type CompanyView = z.infer<typeof companySchema>;
