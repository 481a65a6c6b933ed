/** Amounts as they are given and answered: exact, or refused with the remedy. */
import { describe, expect, test } from 'vitest';
import { givenMoneySchema, moneySchema } from './money.ts';

describe('an amount', () => {
  test.each([
    [0, '0.00'],
    [120.5, '120.50'],
    [899.99, '899.99'],
    ['1200.50', '1200.50'],
    ['1200.5', '1200.50'],
    ['007', '7.00'],
    ['999999999999.99', '999999999999.99'],
    [999_999_999_999, '999999999999.00'],
  ])('%j is passed on as %s, and answered so', (given, kept) => {
    expect(givenMoneySchema.parse(given)).toBe(kept);
    expect(givenMoneySchema.parse(moneySchema.parse(kept))).toBe(kept);
  });

  test.each([
    ...[-1, '-1', 0.001, '10.005', 0.1 + 0.2, 1e12, '1000000000000', 1e-7],
    ...['', ' ', '1,200.50', '1200,50', '1e3', 'EUR 5', '.5', '5.', true, null, {}, Number.NaN],
  ])('%j is refused', (given) => {
    expect(givenMoneySchema.safeParse(given).error?.issues[0]?.message).toMatch(
      /expected an amount such as "1200.50"/,
    );
  });
});
