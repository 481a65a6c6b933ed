/** Names of time zones: each is judged alike however often it is asked about. */
import { expect, test } from 'vitest';
import { timeZoneSchema } from './time-zone.ts';

const isOne = (name: string) => timeZoneSchema.safeParse(name).success;

test.each(['UTC', 'Europe/London', 'europe/london', 'America/Argentina/Buenos_Aires'])(
  '%s is one, the first time and the second',
  (name) => expect([isOne(name), isOne(name)]).toEqual([true, true]),
);

test.each(['', 'Europe', 'Europe/Nowhere', ' UTC', 'UTC ', '__proto__'])(
  '"%s" is none, the first time and the second',
  (name) => expect([isOne(name), isOne(name)]).toEqual([false, false]),
);
