/**
 * Random programmes of the whole language.
 *
 * They and the histories draw from one small stock of events, properties and durations, so that rules see events, keys
 * repeat, and caps, windows and waits are met exactly, a millisecond before and a millisecond after.
 */
import fc from 'fast-check';
import { incoherences } from '../../src/contract/language/coherence.ts';
import type { Cap, Programme } from '../../src/contract/language/language.ts';
import { programmeSchema } from '../../src/contract/language/programme.ts';
import { durations, names, optional } from './history-arbitrary.ts';
import { key, match, plainMatch, who } from './match-arbitrary.ts';

type Yaml = Record<string, unknown>;

const duration = fc.constantFrom(...Object.keys(durations));

/** There in one of so many programmes. */
const sometimes = <T>(one: fc.Arbitrary<T>, oneIn = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

const points = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -12, max: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.001, -0.001, 2.5, 7.333, -0.7) },
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
  duration.map((one) => `once in ${one}`),
);
const everyPays = fc.oneof(pays, fc.constantFrom('every 2nd time', 'every 3rd time'));

const worth: fc.Arbitrary<unknown> = fc.oneof(
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

const decay: fc.Arbitrary<unknown> = fc.oneof(
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
const cap: fc.Arbitrary<Yaml> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('visit', 'day', 'week', 'month', 'quarter', 'ever', 'standing'), {
      minLength: 1,
      maxLength: 2,
    }),
    bounds,
    bounds,
  )
  .map(([periods, ...given]) => Object.fromEntries(periods.map((period, index) => [period, given[index]])));

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
      duration.map((one) => `in ${one}`),
      duration.map((one) => `in the last ${one}`),
    ),
    fc.array(rung, { minLength: 1, maxLength: 3 }),
    fc.oneof(
      fc.constant<Yaml>({}),
      key.map((per): Yaml => ({ per })),
      key.map((distinct): Yaml => ({ distinct })),
      fc.constant<Yaml>({ distinct: 'visit' }),
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

const rule = ({ readsPerson }: ProgrammeKinds): fc.Arbitrary<Yaml> =>
  fc
    .tuple(
      fc.oneof<fc.Arbitrary<Yaml>[]>(payRule, rungsRule, sequenceRule, absenceRule, basketRule),
      sometimes(fc.constantFrom('g1', 'g2')),
      sometimes(decay),
      sometimes(cap),
      readsPerson ? sometimes(who, 5) : fc.constant(undefined),
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

const clickMatch = fc.constantFrom<unknown>(
  { event: 'Alpha Done' },
  { event: ['Alpha Done', 'Beta Done'] },
  { event: names, properties: { n: { atLeast: 2 } } },
);
const link = fc.constantFrom<unknown>('k', ['m', 'k'], 'n');
const clickRule: fc.Arbitrary<Yaml> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ when: clickMatch, points: worth, pays: everyPays, per: link }) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        when: clickMatch,
        count: fc.constantFrom('in a visit', 'in a day', 'ever', 'in 1 day', 'in the last 1 day'),
        rungs: fc.constant([
          { from: 1, points: 1 },
          { from: 2, points: 5 },
        ]),
        by: fc.constantFrom('per', 'distinct'),
        link,
      })
      .map(({ by, link: itsLink, ...rule }) => ({ ...rule, [by]: itsLink })),
  },
);

const suspiciousClicks = fc
  .tuple(
    fc.record({
      links: fc.integer({ min: 2, max: 3 }),
      within: duration,
      confirmWithin: duration,
      confirmedBy: fc.array(fc.record({ when: plainMatch, times: fc.integer({ min: 1, max: 3 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    optional({ delivered: fc.constant({ event: 'Gamma Done' }), afterDelivery: duration }),
  )
  .map(([clicks, more]): Yaml => ({ message: 'm', ...clicks, ...more }));

const fit = fc
  .tuple(
    fc.array(fc.tuple(who, points), { minLength: 1, maxLength: 3 }),
    optional({ counts: fc.boolean(), cap: fc.constantFrom({ atMost: 10 }, { atLeast: -5, atMost: 20 }) }),
  )
  .map(([rules, more]) => ({
    rules: rules.map(([itsWho, worthOfFit], index) => ({
      id: `fit-${index}`,
      label: `Fit ${index}`,
      who: itsWho,
      points: worthOfFit,
    })),
    ...more,
  }));

const resets = fc
  .array(fc.tuple(plainMatch, fc.constantFrom('fit', 'zero')), { minLength: 1, maxLength: 2 })
  .map((given) => given.map(([when, to], index) => ({ id: `reset-${index}`, label: 'Restarted', when, to })));

/** The reset events are rare in the histories, so that there is something to take back. */
const rareResets = fc.oneof(
  { weight: 1, arbitrary: resets },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('fit', 'zero')
      .map((to) => [{ id: 'reset-0', label: 'Restarted', when: { event: 'Rare' }, to }]),
  },
);

const phase = fc
  .tuple(
    fc.constantFrom<unknown>({ event: 'Alpha Done' }, { event: 'Rare' }, { type: 'page' }),
    optional({
      until: fc.constantFrom<unknown>({ event: 'Beta Done' }, { event: 'Rare' }, { path: '/blog/**' }),
      lasts: duration,
    }),
  )
  .map(([begins, more]) => ({ begins, ...more }));
const phases = fc.tuple(phase, phase, sometimes(fc.constantFrom<unknown>('p2', ['p1', 'p2']), 5));

/** A programme as a marketer would write it. */
export function programmeYaml(kinds: ProgrammeKinds): fc.Arbitrary<Yaml> {
  const ofThePerson = kinds.readsPerson
    ? { fit: sometimes(fit), exclude: sometimes(who, 12) }
    : { fit: fc.constant(undefined), exclude: fc.constant(undefined) };
  return fc
    .record({
      timeZone: fc.constantFrom('Europe/London', 'UTC'),
      visit: duration,
      rules: fc.array(rule(kinds), { minLength: 1, maxLength: 6 }),
      clicks: sometimes(fc.tuple(suspiciousClicks, fc.array(clickRule, { minLength: 1, maxLength: 2 }))),
      groups: fc.tuple(cap, cap),
      decay: sometimes(decay),
      cap: sometimes(cap),
      floor: sometimes(fc.constantFrom(0, -5, -20), 4),
      rounding: sometimes(fc.constantFrom('nearest', 'down', 'up'), 4),
      stopsAbove: sometimes(
        fc.constantFrom<unknown>(0, 5, 10, 25, 40, { score: 0 }, { score: 10 }, { score: 25 }),
        3,
      ),
      publicPointsPerHour: sometimes(fc.constantFrom(0, 3, 7.5, 20), 2),
      resets: sometimes(rareResets, 3),
      phases: sometimes(phases),
      ...ofThePerson,
    })
    .map((drawn) => {
      const own = [...drawn.rules, ...(drawn.clicks?.[1] ?? [])];
      const rules = own.map(({ during, ...one }, index) => ({
        ...{ id: `r${index}`, label: `Rule ${index}`, ...one },
        ...(during !== undefined && drawn.phases !== undefined && { during }),
      }));
      const clicks = drawn.clicks && {
        ...drawn.clicks[0],
        rules: rules.slice(drawn.rules.length).map(({ id }) => id),
      };
      const frame = {
        programme: 'random',
        name: 'Random',
        campaign: 'Random campaign',
        timeZone: drawn.timeZone,
        visit: { endsAfter: drawn.visit },
        rules,
        groups: drawn.groups.map((itsCap, index) => ({ id: `g${index + 1}`, label: 'Group', cap: itsCap })),
        ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 20 }] },
      };
      const { decay: fades, floor, rounding, stopsAbove, publicPointsPerHour, fit: fits, exclude } = drawn;
      return {
        ...frame,
        ...(fades !== undefined && { decay: fades }),
        ...(drawn.cap !== undefined && { cap: drawn.cap }),
        ...(floor !== undefined && { floor }),
        ...(rounding !== undefined && { rounding }),
        ...(stopsAbove !== undefined && { stopsAbove }),
        ...(publicPointsPerHour !== undefined && { publicPointsPerHour }),
        ...(drawn.resets !== undefined && { resets: drawn.resets }),
        ...(drawn.phases !== undefined && phasesYaml(drawn.phases)),
        ...(clicks !== undefined && { suspiciousClicks: clicks }),
        ...(fits !== undefined && { fit: fits }),
        ...(exclude !== undefined && { exclude: [{ id: 'out', label: 'Out', who: exclude }] }),
      };
    });
}

function phasesYaml([one, two, freeze]: [Yaml, Yaml, unknown]): Yaml {
  const named = [one, two].map((its, index) => ({
    id: `p${index + 1}`,
    label: `Phase ${index + 1}`,
    ...its,
  }));
  return { phases: named, ...(freeze !== undefined && { freeze }) };
}

/** A ladder whose bounds lie where scores are, near zero too; tiers of one place have now this name, now that. */
export const ladderYaml: fc.Arbitrary<Yaml> = fc
  .record({
    bounds: fc.uniqueArray(fc.constantFrom(-5, 0, 0.5, 1, 3, 8, 20, 35), { minLength: 1, maxLength: 3 }),
    names: fc.constantFrom(['warm', 'hot', 'boiling'], ['warm', 'hotter', 'hot'], ['one', 'two', 'three']),
    hysteresis: fc.constantFrom(0, 0, 2, 10, 30),
    leastTime: sometimes(duration),
    rearmAfter: sometimes(duration),
    word: fc.constantFrom('from', 'from', 'above'),
  })
  .map(({ bounds, names: tierNames, leastTime, rearmAfter, hysteresis, word }) => ({
    contactWithin: '24 hours',
    hysteresis,
    ...(leastTime !== undefined && { leastTime }),
    ...(rearmAfter !== undefined && { rearmAfter }),
    tiers: bounds.sort((a, b) => a - b).map((bound, index) => ({ name: tierNames[index], [word]: bound })),
  }));

/** The programme that a YAML value means; throws where it is not one. */
export function parsedProgramme(yaml: unknown): Programme {
  const programme = programmeSchema.parse(yaml);
  const [error] = incoherences(programme);
  if (error) throw new Error(`${error.path.join('.')}: ${error.message}`);
  return programme;
}

/**
 * Whether a rung reached later may still take earnings back that bounded what others were granted: what was earned before
 * the lateness horizon stays as it was granted then, and the score differs from a full evaluation of all events.
 */
export function hasBoundedEverCounts(programme: Programme): boolean {
  const { rules, groups, cap, stopsAbove, publicPointsPerHour } = programme;
  const boundsEarnings = (one: Cap | undefined) =>
    Object.keys(one ?? {}).some((period) => period !== 'standing');
  return rules.some(
    (rule) =>
      'rungs' in rule &&
      rule.count.per === 'ever' &&
      (stopsAbove !== undefined ||
        publicPointsPerHour !== undefined ||
        [cap, rule.cap, groups.find(({ id }) => id === rule.group)?.cap].some(boundsEarnings)),
  );
}

/** One of several versions, with a ladder of its own; of a person it reads nothing, since a history says later who it is. */
export const changingYaml = programmeYaml({ readsPerson: false })
  .filter((one) => !hasBoundedEverCounts(parsedProgramme(one)))
  .chain((one) => ladderYaml.map((ladder) => ({ ...one, ladder })));
