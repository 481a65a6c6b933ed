/** Amounts of money in the API: decimal texts, exact to the cent, beside the currency they are in. */
import { z } from 'zod';

const amountPattern = /^\d{1,12}(?:\.\d{1,2})?$/;
const allowed =
  'expected an amount such as "1200.50": at least 0, below a million million, with two decimals at most';

/** An amount as it is answered: `1200.50`. */
export const moneySchema = z.string().regex(/^\d+\.\d{2}$/);

/**
 * An amount as it is given: the decimal text that is answered, or a number. What has more than two decimals is refused, since it
 * could not be kept as it was given. It is passed on with two decimals.
 */
export const givenMoneySchema = z
  .union([z.string().meta({ pattern: amountPattern.source }), z.number().meta({ minimum: 0 })], allowed)
  .refine((given) => amountPattern.test(String(given)), allowed)
  .transform((given) => {
    const [units, cents = ''] = String(given).split('.') as [string, string?];
    return `${BigInt(units)}.${cents.padEnd(2, '0')}`;
  });

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as "EUR"');
