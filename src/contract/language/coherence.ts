/** Errors across values of a programme: ids used twice, unknown names, a ladder that does not rise. */
import { limits } from '../../base/kernel/kernel.ts';
import { accountErrors } from './account-lint.ts';
import type { Match, Who } from './condition.ts';
import { noSuchName } from './faults/no-such-name.ts';
import { fitErrors } from './fit-coherence.ts';
import { boundOfTier, type Tier, tierBoundInWords } from './ladder.ts';
import type { Worth } from './payment.ts';
import type { Programme } from './programme.ts';
import type { Rule } from './rule.ts';

export interface Incoherence {
  path: PropertyKey[];
  /** Where it is of the word before the colon, and not of its value. */
  at?: 'key';
  /** The name of a field that is none. */
  missingField?: string;
  message: string;
  /** What to write in place of the value. */
  instead?: string;
}

/** Returns the errors of a programme whose values are valid one by one. */
export function incoherences(programme: Programme): Incoherence[] {
  return [
    ...idsUsedTwice(programme),
    ...asOfErrors(programme),
    ...namesOfNothing(programme),
    ...matchesOfEverything(programme),
    ...ruleErrors(programme),
    ...ladderErrors(programme),
    ...fitErrors(programme),
    ...accountErrors(programme),
  ];
}

function idsUsedTwice(programme: Programme): Incoherence[] {
  const named = [
    ...programme.rules.map(({ id }, index) => ({ id, path: ['rules', index, 'id'] })),
    ...programme.groups.map(({ id }, index) => ({ id, path: ['groups', index, 'id'] })),
    ...(programme.fit?.rules ?? []).map(({ id }, index) => ({ id, path: ['fit', 'rules', index, 'id'] })),
    ...programme.resets.map(({ id }, index) => ({ id, path: ['resets', index, 'id'] })),
    ...programme.phases.map(({ id }, index) => ({ id, path: ['phases', index, 'id'] })),
    ...programme.exclude.map(({ id }, index) => ({ id, path: ['exclude', index, 'id'] })),
  ];
  const seen = new Set<string>();
  return named.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path, message: `"${id}" is used twice; give each its own id` }];
  });
}

function namesOfNothing(programme: Programme): Incoherence[] {
  const groups = new Set(programme.groups.map(({ id }) => id));
  const rules = new Set(programme.rules.map(({ id }) => id));
  const errors: Incoherence[] = [];
  programme.rules.forEach(({ group }, index) => {
    if (group !== undefined && !groups.has(group))
      errors.push({ path: ['rules', index, 'group'], ...noSuchName(group, 'group', groups) });
  });
  const phases = new Set(programme.phases.map(({ id }) => id));
  const phasesNamed = (given: string | readonly string[] | undefined, path: PropertyKey[]) => {
    [given ?? []].flat().forEach((phase, index) => {
      const at = typeof given === 'string' ? path : [...path, index];
      if (!phases.has(phase)) errors.push({ path: at, ...noSuchName(phase, 'phase', phases) });
    });
  };
  programme.rules.forEach(({ during }, index) => {
    phasesNamed(during, ['rules', index, 'during']);
  });
  const { freeze } = programme;
  if (typeof freeze === 'object' && !Array.isArray(freeze)) phasesNamed(freeze.phases, ['freeze', 'phases']);
  else phasesNamed(freeze, ['freeze']);
  programme.suspiciousClicks?.rules.forEach((rule, index) => {
    if (!rules.has(rule))
      errors.push({ path: ['suspiciousClicks', 'rules', index], ...noSuchName(rule, 'id of a rule', rules) });
  });
  return errors;
}

/** Every match of a programme, with its path. */
export function matchesOf(programme: Programme): { match: Match; path: PropertyKey[] }[] {
  const clicks = programme.suspiciousClicks;
  return [
    ...programme.rules.flatMap((rule, index) => [
      { match: rule.when, path: ['rules', index, 'when'] },
      ...('then' in rule ? [{ match: rule.then, path: ['rules', index, 'then'] }] : []),
      ...('unless' in rule && rule.unless !== undefined
        ? [{ match: rule.unless, path: ['rules', index, 'unless'] }]
        : []),
      ...basketMatchesOf(rule, ['rules', index, 'basket']),
    ]),
    ...programme.resets.map(({ when }, index) => ({ match: when, path: ['resets', index, 'when'] })),
    ...programme.phases.flatMap(({ begins, until }, index) => [
      { match: begins, path: ['phases', index, 'begins'] },
      ...(until === undefined ? [] : [{ match: until, path: ['phases', index, 'until'] }]),
    ]),
    ...(clicks?.delivered === undefined
      ? []
      : [{ match: clicks.delivered, path: ['suspiciousClicks', 'delivered'] }]),
    ...(clicks?.confirmedBy ?? []).map(({ when }, index) => ({
      match: when,
      path: ['suspiciousClicks', 'confirmedBy', index, 'when'],
    })),
  ];
}

function basketMatchesOf(rule: Rule, path: PropertyKey[]): { match: Match; path: PropertyKey[] }[] {
  if (!('basket' in rule) || typeof rule.basket !== 'object') return [];
  const { removed, restated } = rule.basket;
  return [
    ...(removed === undefined ? [] : [{ match: removed, path: [...path, 'removed'] }]),
    ...(restated === undefined ? [] : [{ match: restated, path: [...path, 'restated'] }]),
  ];
}

function matchesOfEverything(programme: Programme): Incoherence[] {
  return matchesOf(programme).flatMap(({ match, path }) =>
    match !== 'any event' && Object.keys(match).length === 0
      ? [
          {
            path,
            message:
              'matches every event; write "any event" if intended, or give it "type", "event", "path" or "properties"',
          },
        ]
      : [],
  );
}

function ruleErrors(programme: Programme): Incoherence[] {
  return programme.rules.flatMap((rule, index) => {
    if ('rungs' in rule && rule.per !== undefined && rule.distinct !== undefined)
      return [
        {
          path: ['rules', index, 'distinct'],
          message: 'a rule counts by "per" or counts "distinct" values, not both; remove one',
        },
      ];
    if ('points' in rule && isWorthOfBasket(rule.points) && !('basket' in rule))
      return [
        {
          path: ['rules', index, 'points', 'basket'],
          at: 'key' as const,
          message: 'the points are those of a basket, and the rule has none; add "basket: net content"',
        },
      ];
    const together = 'apart' in rule ? apartErrors(programme, rule, ['rules', index]) : [];
    if (together.length > 0) return together;
    const repeating = repeatErrors(rule, ['rules', index]);
    if (repeating.length > 0) return repeating;
    const recent = recentCountErrors(rule, ['rules', index]);
    if (recent.length > 0) return recent;
    const isPaired = 'within' in rule && rule.pays.often === 'every' && rule.pays.nth > 1;
    if (isPaired)
      return [
        {
          path: ['rules', index, 'pays'],
          message: 'a sequence or an absence pays "every time" or "once …", not every N-th time',
        },
      ];
    return [];
  });
}

/** What is counted apart is pages: no key of the marketer's stands beside it. */
function apartErrors({ suspiciousClicks }: Programme, rule: Rule, path: PropertyKey[]): Incoherence[] {
  const { per, distinct }: { per?: unknown; distinct?: unknown } = rule;
  const error = (message: string): Incoherence[] => [{ path: [...path, 'apart'], at: 'key', message }];
  if (per !== undefined || distinct !== undefined)
    return error(
      `"apart" cannot stand beside "${per === undefined ? 'distinct' : 'per'}", because it counts pages by themselves; remove one of them`,
    );
  return suspiciousClicks?.rules.includes(rule.id)
    ? error(
        '"apart" cannot stand in a rule of "suspiciousClicks", because links are counted there; remove it',
      )
    : [];
}

function isWorthOfBasket(points: Worth): boolean {
  return typeof points === 'object' && 'basket' in points;
}

/** What was known as of an event is what events said: traits alone. */
function asOfErrors({ rules, freeze }: Programme): Incoherence[] {
  const errorsIn = (who: Who, path: PropertyKey[]): Incoherence[] => [
    ...(['emailDomain', 'freeMail', 'identity'] as const)
      .filter((word) => who[word] !== undefined)
      .map((word) => ({
        path: [...path, word],
        at: 'key' as const,
        message: `"${word}" cannot be asked as of an event, because only traits, "leadStatus" and "customer" are known so; write one of these, or ask what is known now without "asOf"`,
      })),
    ...(who.all ?? []).flatMap((inner, index) => errorsIn(inner, [...path, 'all', index])),
    ...(who.any ?? []).flatMap((inner, index) => errorsIn(inner, [...path, 'any', index])),
    ...(who.not === undefined ? [] : errorsIn(who.not, [...path, 'not'])),
  ];
  const ofFreeze = typeof freeze === 'object' && !Array.isArray(freeze) ? freeze.who : undefined;
  return [
    ...rules.flatMap(({ who }, index) =>
      who?.asOf === undefined ? [] : errorsIn(who, ['rules', index, 'who']),
    ),
    ...(ofFreeze === undefined ? [] : errorsIn(ofFreeze, ['freeze', 'who'])),
  ];
}

/** A silence that repeats is of one person, a day at least from time to time: so what it has paid stays little. */
function repeatErrors(rule: Rule, path: PropertyKey[]): Incoherence[] {
  if (!('repeatsEvery' in rule) || rule.repeatsEvery === undefined) return [];
  const errors: Incoherence[] = [];
  if (rule.per !== undefined)
    errors.push({
      path: [...path, 'repeatsEvery'],
      at: 'key',
      message:
        '"repeatsEvery" cannot stand beside "per", because only the silence of a person repeats, not that of each key; remove one of them',
    });
  if (rule.repeatsEvery < limits.dayMs)
    errors.push({
      path: [...path, 'repeatsEvery'],
      message: 'a silence repeats a day later at the earliest; write 1 day or more',
      instead: '1 day',
    });
  return errors;
}

/** A recent count is not earned: it has nothing that fades, or that a cap on earnings could bound. */
function recentCountErrors(rule: Rule, path: PropertyKey[]): Incoherence[] {
  if (!('count' in rule) || rule.count.per !== 'recent') return [];
  const errors: Incoherence[] = [];
  if (rule.decay !== undefined)
    errors.push({
      path: [...path, 'decay'],
      at: 'key',
      message:
        '"decay" cannot stand beside a count "in the last …", because its points end by the clock; remove it, or count "in 7 days"',
    });
  const period = Object.keys(rule.cap ?? {}).find((one) => one !== 'standing');
  if (period !== undefined)
    errors.push({
      path: [...path, 'cap', period],
      at: 'key',
      message: `"${period}" cannot bound a count "in the last …", because its points stand and are not earned; write "standing"`,
    });
  return errors;
}

function ladderErrors(programme: Programme): Incoherence[] {
  const { ladder } = programme;
  const errors: Incoherence[] = [];
  ladder.tiers.forEach((tier, index) => {
    errors.push(...tierBoundErrors(ladder.tiers, index));
    (tier.up ?? []).forEach((action, actionIndex) => {
      if (action.do === 'close task' || action.do === 'close record')
        errors.push({
          path: ['ladder', 'tiers', index, 'up', actionIndex, 'do'],
          message: `a rise closes nothing; move "${action.do}" to "down"`,
        });
    });
    (tier.down ?? []).forEach((action, actionIndex) => {
      if (action.do === 'open record')
        errors.push({
          path: ['ladder', 'tiers', index, 'down', actionIndex, 'do'],
          message: 'a fall opens no record; move "open record" to "up"',
        });
    });
    if (programme.workingTime === undefined) {
      const deadlines: [PropertyKey[], object | undefined][] = [
        [['contactWithin'], tier.contactWithin],
        ...(['up', 'down'] as const).flatMap((way) =>
          (tier[way] ?? []).map((action, actionIndex): [PropertyKey[], object | undefined] => [
            [way, actionIndex, 'within'],
            'within' in action ? action.within : undefined,
          ]),
        ),
      ];
      for (const [path, deadline] of deadlines)
        if (isWorking(deadline))
          errors.push({ path: ['ladder', 'tiers', index, ...path], message: noWorkingTime });
    }
  });
  if (programme.workingTime === undefined && isWorking(ladder.contactWithin))
    errors.push({ path: ['ladder', 'contactWithin'], message: noWorkingTime });
  return errors;
}

/** A tier has one bound, above that of the tier before it. */
function tierBoundErrors(tiers: readonly Tier[], index: number): Incoherence[] {
  const tier = tiers[index] as Tier;
  const path = ['ladder', 'tiers', index];
  if (tier.from === undefined && tier.above === undefined)
    return [
      {
        path: [...path, 'name'],
        message:
          'the tier does not say where it begins: add "from" with its least score, or "above" with a score that it must exceed',
      },
    ];
  if (tier.from !== undefined && tier.above !== undefined)
    return [
      {
        path: [...path, 'above'],
        at: 'key',
        message: '"above" cannot stand beside "from", because a tier has one bound; remove one of them',
      },
    ];
  const before = tiers[index - 1];
  if (before === undefined || isWithoutBound(before)) return [];
  const [own, below] = [boundOfTier(tier), boundOfTier(before)];
  if (own.from > below.from) return [];
  const shown = below.above === undefined ? below.from : tierBoundInWords(below);
  return [
    {
      path: [...path, own.above === undefined ? 'from' : 'above'],
      message: `${own.above ?? own.from} is not above the tier before (${shown}); tiers must rise`,
    },
  ];
}

function isWithoutBound({ from, above }: Tier): boolean {
  return from === undefined && above === undefined;
}

const noWorkingTime =
  'counts in working time, and the programme has none; add "workingTime" with days and hours';

function isWorking(deadline: object | undefined): boolean {
  return deadline !== undefined && !('clockMs' in deadline);
}
