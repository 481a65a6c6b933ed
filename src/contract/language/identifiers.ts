/** Addresses, countries and languages, as in files and the API. */
import { z } from 'zod';
import { emailAddressIn } from '../../base/text/text.ts';

export const emailSchema = z
  .string()
  .refine((text) => emailAddressIn(text) !== null, 'expected an e-mail address')
  .meta({ format: 'email' })
  .transform((text) => emailAddressIn(text) ?? text);

/** ISO 3166-1, upper case. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO country code such as "DE"');
/** ISO 639, lower case. */
export const languageSchema = z.string().regex(/^[a-z]{2,3}$/, 'expected an ISO language code such as "de"');
