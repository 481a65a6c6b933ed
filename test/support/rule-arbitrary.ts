/** Random rules of every kind, from the stock of events, properties and durations that random histories have. */
import fc from 'fast-check';
import { durations, names, optional } from './history-arbitrary.ts';
import { key, match, who } from './match-arbitrary.ts';

export type Yaml = Record<string, unknown>;

export const duration = fc.constantFrom(...Object.keys(durations));

/** There in one of so many programmes. */
export const sometimes = <T>(one: fc.Arbitrary<T>, oneIn = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

export const points = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -12, max: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.001, -0.001, 2.5, 7.333, -0.7) },
);

/** What a window may be: of months too. */
const windowTime = fc.oneof(
  { weight: 5, arbitrary: duration },
  { weight: 1, arbitrary: fc.constantFrom('1 month', '2 months') },
);

const pays = fc.oneof(
  fc.constantFrom(
    'every time',
    'once',
    'once a visit',
    'once a day',
    'once a week',
    'once a month',
    'once a quarter',
  ),
  windowTime.map((one) => `once in ${one}`),
);
export const everyPays = fc.oneof(pays, fc.constantFrom('every 2nd time', 'every 3rd time'));

export const worth: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: points },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        optional({ times: fc.constantFrom(2, 0.5, -1, 0.0125), otherwise: points }),
        sometimes(fc.constantFrom(-10, 0, 1)),
        fc.integer({ min: 1, max: 30 }),
      )
      .map(([given, atLeast, atMost]) => ({
        property: 'n',
        ...given,
        ...(atLeast !== undefined && { atLeast }),
        atMost,
      })),
  },
);

export const decay: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant('none'),
  duration.map((halfLife) => ({ halfLife })),
  duration.map((linear) => ({ linear })),
  duration.map((expires) => ({ expires })),
  fc.tuple(fc.integer({ min: 2, max: 4 }), duration).map(([steps, every]) => ({ steps, every })),
);

const most = fc.constantFrom(0, 1, 5, 10, 20, 40, 7.5);
const bounds: fc.Arbitrary<unknown> = fc.oneof(
  most,
  fc.tuple(most, most).map(([least, atMost]) => ({ atLeast: 0 - least, atMost })),
  most.map((atMost) => ({ atMost })),
  most.map((least) => ({ atLeast: 0 - least })),
);

/** A cap of one or two kinds. */
export const cap: fc.Arbitrary<Yaml> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('visit', 'day', 'week', 'month', 'quarter', 'ever', 'standing'), {
      minLength: 1,
      maxLength: 2,
    }),
    bounds,
    bounds,
  )
  .map(([periods, ...given]) => Object.fromEntries(periods.map((period, index) => [period, given[index]])));

/** What somebody was as of the event, by traits and by what sales knew. */
const traitsThen = fc.constantFrom<Yaml>(
  { title: 'Boss' },
  { title: { contains: 'boss' } },
  { title: { not: 'Clerk' } },
  { 'company.employees': { atLeast: 200 } },
  { company: { present: false } },
);
export const whoThen: fc.Arbitrary<Yaml> = fc
  .oneof(
    traitsThen.map((traits): Yaml => ({ traits })),
    traitsThen.map((traits): Yaml => ({ not: { traits } })),
    fc.constantFrom<Yaml>(
      { leadStatus: 'Working' },
      { leadStatus: { not: ['new', 'Nurture'] } },
      { customer: true },
      { not: { customer: false } },
    ),
    fc.tuple(traitsThen, traitsThen).map(([one, two]): Yaml => ({ any: [{ traits: one }, { traits: two }] })),
  )
  .map((given) => ({ ...given, asOf: 'event' }));

/** What a programme may have; the laws that need nothing of the person ask for programmes without. */
export interface ProgrammeKinds {
  readsPerson: boolean;
}

const payments = { per: key, coolDown: duration };

const payRule = fc
  .tuple(fc.record({ when: match, points: worth, pays: everyPays }), optional(payments))
  .map(([rule, more]) => ({ ...rule, ...more }));

const rung = fc.tuple(fc.integer({ min: 1, max: 3 }), points);
const rungsRule = fc
  .tuple(
    match,
    fc.oneof(
      fc.constantFrom('in a visit', 'in a day', 'in a week', 'in a month', 'in a quarter', 'ever'),
      windowTime.map((one) => `in ${one}`),
      windowTime.map((one) => `in the last ${one}`),
    ),
    fc.array(rung, { minLength: 1, maxLength: 3 }),
    fc.oneof(
      fc.constant<Yaml>({}),
      key.map((per): Yaml => ({ per })),
      key.map((distinct): Yaml => ({ distinct })),
      fc.constant<Yaml>({ distinct: 'visit' }),
      duration.map((apart): Yaml => ({ apart })),
    ),
  )
  .map(([when, count, steps, more]) => {
    let from = 0;
    const rungs = steps.map(([step, worthOfRung]) => {
      from += step;
      return { from, points: worthOfRung };
    });
    return { when, count, rungs, ...more };
  });

const sequenceRule = fc
  .tuple(
    // biome-ignore lint/suspicious/noThenProperty: a marketer's word
    fc.record({ when: match, then: match, within: duration, points: worth }),
    optional({ ...payments, pays }),
  )
  .map(([rule, more]) => ({ ...rule, ...more }));

const absenceRule = fc
  .tuple(
    fc.record({ when: match, within: duration, points: worth }),
    optional({ ...payments, pays, unless: match }),
    sometimes(fc.constantFrom('1 day', '2 days')),
  )
  .map(([rule, { per, ...more }, repeatsEvery]) => ({
    ...rule,
    ...more,
    ...(repeatsEvery === undefined ? per !== undefined && { per } : { repeatsEvery }),
  }));

/** A basket of the stock's events: one that puts in, one that takes out, one that states what there is. */
const basketRule = fc
  .tuple(
    fc.record({
      when: fc.oneof(fc.constant({ event: names }), match),
      within: duration,
      points: fc.oneof(
        points,
        fc
          .tuple(fc.constantFrom('value', 'quantity'), fc.constantFrom(1, 0.5, -2), points)
          .map(([basket, times, otherwise]) => ({ basket, times, otherwise, atLeast: -10, atMost: 20 })),
      ),
      basket: fc.constantFrom<unknown>(
        {
          removed: { event: 'Beta Done' },
          restated: { event: 'Gamma Done' },
          ...{ products: 'list', product: 'k', quantity: 'q', price: 'n' },
        },
        { removed: { event: 'Gamma Done' }, product: 'k', quantity: 'n', price: 'q' },
      ),
    }),
    optional({
      ...{ per: key, pays, unless: fc.constantFrom<unknown>({ event: 'Rare' }, { type: 'page' }) },
    }),
    sometimes(fc.constant('1 day')),
  )
  .map(([rule, { per, ...more }, repeatsEvery]) => ({
    ...{ ...rule, ...more },
    ...(repeatsEvery === undefined ? per !== undefined && { per } : { repeatsEvery }),
  }));

/** What a recent count holds is not earned: it does not fade, and what may stand is all that bounds it. */
const isRecent = ({ count }: Yaml) => typeof count === 'string' && count.startsWith('in the last');

export const rule = ({ readsPerson }: ProgrammeKinds): fc.Arbitrary<Yaml> =>
  fc
    .tuple(
      fc.oneof<fc.Arbitrary<Yaml>[]>(payRule, rungsRule, sequenceRule, absenceRule, basketRule),
      sometimes(fc.constantFrom('g1', 'g2')),
      sometimes(decay),
      sometimes(cap),
      readsPerson ? sometimes(fc.oneof(who, whoThen), 5) : sometimes(whoThen, 8),
      sometimes(fc.constantFrom<unknown>('p1', 'p1', ['p1', 'p2'])),
    )
    .map(([own, group, itsDecay, itsCap, itsWho, during]) => ({
      ...own,
      ...(group !== undefined && { group }),
      ...(itsDecay !== undefined && !isRecent(own) && { decay: itsDecay }),
      ...(itsCap !== undefined && { cap: isRecent(own) ? { standing: 5 } : itsCap }),
      ...(itsWho !== undefined && { who: itsWho }),
      ...(during !== undefined && { during }),
    }));
