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
import { names, optional } from './history-arbitrary.ts';
import { plainMatch, who } from './match-arbitrary.ts';
import {
  cap,
  decay,
  duration,
  everyPays,
  type ProgrammeKinds,
  points,
  rule,
  sometimes,
  whoThen,
  worth,
  type Yaml,
} from './rule-arbitrary.ts';

export type { ProgrammeKinds };

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
    optional({
      grades: fc.constantFrom<unknown>(
        { A: 10, B: 5, C: 0 },
        { Good: 8, 'A+': 2.5, A: 0, F: 'below' },
        { All: 'below' },
      ),
      counts: fc.boolean(),
      cap: fc.constantFrom({ atMost: 10 }, { atLeast: -5, atMost: 20 }),
    }),
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
const phases = fc.tuple(
  phase,
  phase,
  sometimes(
    fc.oneof(
      fc.constantFrom<unknown>('p2', ['p1', 'p2']),
      whoThen.map(({ asOf: _asOf, ...given }) => ({ phases: 'p1', who: given })),
    ),
    5,
  ),
);

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

/** By the value: what filters values asks for the programme that its test asks for again. */
const parsed = new WeakMap<object, Programme>();

/** The programme that a YAML value means; throws where it is not one. */
export function parsedProgramme(yaml: object): Programme {
  const known = parsed.get(yaml);
  if (known !== undefined) return known;
  const programme = programmeSchema.parse(yaml);
  const [error] = incoherences(programme);
  if (error) throw new Error(`${error.path.join('.')}: ${error.message}`);
  parsed.set(yaml, programme);
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
