/** Rules that never pay, pay twice, or pay otherwise than they say. */
import { basketOf } from '../basket.ts';
import type { Match } from '../condition.ts';
import type { Cap } from '../payment.ts';
import type { Programme } from '../programme.ts';
import type { Rule } from '../rule.ts';
import { plainWord } from '../words.ts';
import { type Doubt, type Path, sameAs } from './doubt.ts';
import { matchDoubts, textDoubts, whoDoubts } from './match-doubts.ts';

/** Returns the doubts of behaviour rules, of those that fit people, and of what takes points away from them. */
export function ruleDoubts(programme: Programme): Doubt[] {
  return [
    ...programme.rules.flatMap((rule, index) => ofRule(rule, ['rules', index])),
    ...(programme.fit?.rules ?? []).flatMap(({ who, points, label }, index) => {
      const path = ['fit', 'rules', index];
      return [
        ...whoDoubts(who, [...path, 'who']),
        ...finePoints(points, [...path, 'points']),
        ...textDoubts(label, [...path, 'label']),
      ];
    }),
    ...twins(programme),
    ...resetDoubts(programme),
    ...excludeDoubts(programme),
    ...programme.groups.flatMap(({ id, cap }, index) => [
      ...capDoubts(cap, ['groups', index, 'cap']),
      ...(programme.rules.some(({ group }) => group === id)
        ? []
        : [
            {
              path: ['groups', index, 'id'],
              message: `no rule is in the group "${id}"; add group: ${id} to its rules, or remove it`,
            },
          ]),
    ]),
  ];
}

function ofRule(rule: Rule, path: Path): Doubt[] {
  return [
    ...matchDoubts(rule.when, [...path, 'when']),
    ...('then' in rule ? matchDoubts(rule.then, [...path, 'then']) : []),
    ...('unless' in rule && rule.unless !== undefined ? matchDoubts(rule.unless, [...path, 'unless']) : []),
    ...(rule.who === undefined ? [] : whoDoubts(rule.who, [...path, 'who'])),
    ...(rule.cap === undefined ? [] : capDoubts(rule.cap, [...path, 'cap'])),
    ...textDoubts(rule.label, [...path, 'label']),
    ...('unless' in rule && rule.unless !== undefined && sameAs(rule.unless) === sameAs(rule.when)
      ? [
          {
            path: [...path, 'unless'],
            message: 'never pays: each match of "when" ends the wait that it begins; name another end',
          },
        ]
      : []),
    ...keyDoubts(rule, path),
    ...basketDoubts(rule, path),
    ...('rungs' in rule
      ? rungDoubts(rule.rungs, [...path, 'rungs'])
      : worthDoubts(rule.points, [...path, 'points'])),
  ];
}

/** A visit is a time that is counted in, and no property of an event. */
function keyDoubts(rule: Rule, path: Path): Doubt[] {
  if (rule.per === 'visit') {
    const remedy = 'pays' in rule ? 'pays: once a visit' : 'count: in a visit';
    const message = `"visit" is read as a property of that name, which events hardly have; for the time write ${remedy}`;
    return [{ path: [...path, 'per'], message }];
  }
  if ('count' in rule && rule.distinct === 'visit' && rule.count.per === 'visit')
    return [
      {
        path: [...path, 'distinct'],
        message: 'counts visits within one visit, which is always 1; write a longer time in "count"',
      },
    ];
  return [];
}

/** A basket that only fills is what it was without the word. */
function basketDoubts(rule: Rule, path: Path): Doubt[] {
  if (!('basket' in rule) || rule.basket === undefined || rule.when === 'any event') return [];
  const { removed, restated } = basketOf(rule.basket);
  const namesOf = (match: Match) => (match === 'any event' ? [] : [match.event ?? []].flat().map(plainWord));
  const named = namesOf(rule.when);
  const emptying = [removed, restated].flatMap(namesOf);
  if (named.length === 0 || emptying.length === 0 || named.some((name) => emptying.includes(name))) return [];
  const message =
    '"when" has no event that takes products out of the basket or states it, so it never empties; add them, such as Product Removed';
  return [{ path: [...path, 'basket'], message }];
}

function rungDoubts(rungs: readonly { from: number; points: number }[], path: Path): Doubt[] {
  return rungs.flatMap(({ from, points }, index) => {
    const below = rungs[index - 1];
    const same: Doubt[] =
      below?.points === points
        ? [
            {
              path: [...path, index, 'points'],
              message: `has no effect: the rung from ${from} is worth ${points}, as the one before it; remove it, or change its points`,
            },
          ]
        : [];
    return [...same, ...finePoints(points, [...path, index, 'points'])];
  });
}

function worthDoubts(worth: Exclude<Rule, { rungs: unknown }>['points'], path: Path): Doubt[] {
  if (typeof worth === 'number') return finePoints(worth, path);
  const { times, atLeast, atMost } = worth;
  if (times === 0)
    return [
      {
        path: [...path, 'times'],
        message: 'each number is multiplied by 0; write another factor, or fixed points',
      },
    ];
  if (atLeast === atMost)
    return [
      {
        path: [...path, 'atMost'],
        message: `the points are always ${atMost}, because "atLeast" is the same; write points: ${atMost}`,
      },
    ];
  return [];
}

/** Points are counted in thousandths. */
export function finePoints(points: number, path: Path): Doubt[] {
  const counted = Math.round(points * 1_000) / 1_000;
  if (Math.abs(counted - points) < 1e-9) return [];
  const instead = String(counted);
  return [
    {
      path,
      message: `${points} is finer than a thousandth, in which points are counted; it counts as ${instead}`,
      instead,
    },
  ];
}

/** Caps under which nothing is earned. */
export function capDoubts(cap: Cap, path: Path): Doubt[] {
  return Object.entries(cap).flatMap(([time, bounds]) => {
    const most = typeof bounds === 'number' ? bounds : bounds?.atMost;
    if (most === undefined || most > 0) return [];
    const at = typeof bounds === 'number' ? [...path, time] : [...path, time, 'atMost'];
    return [
      {
        path: at,
        message: `nothing is earned under a cap of ${most}; write a number above 0, or remove the rule`,
      },
    ];
  });
}

/** Rules that say the same: each match is paid by both. */
function twins({ rules, fit }: Programme): Doubt[] {
  const among = (list: readonly { id: string }[], path: Path): Doubt[] => {
    const seen = new Map<string, string>();
    return list.flatMap((rule, index) => {
      const { id, label: _label, ...says } = rule as Rule;
      const key = sameAs(says);
      const twin = seen.get(key);
      if (twin === undefined) seen.set(key, id);
      return twin === undefined
        ? []
        : [
            {
              path: [...path, index],
              message: `says the same as "${twin}", so both pay; remove one of them`,
            },
          ];
    });
  };
  return [...among(rules, ['rules']), ...among(fit?.rules ?? [], ['fit', 'rules'])];
}

function resetDoubts({ rules, resets }: Programme): Doubt[] {
  return resets.flatMap(({ id, when, label }, index) => {
    const path = ['resets', index, 'when'];
    const own = [...matchDoubts(when, path), ...textDoubts(label, ['resets', index, 'label'])];
    if (when === 'any event')
      return [{ path, message: 'every event takes all points back: nobody ever has any; name the event' }];
    const lost = rules.find((rule) => sameAs(rule.when) === sameAs(when) && !('within' in rule));
    if (lost === undefined) return own;
    return [
      ...own,
      {
        path,
        message: `the same event is paid by "${lost.id}", and "${id}" takes that back at once; remove one of them`,
      },
    ];
  });
}

function excludeDoubts({ rules, exclude }: Programme): Doubt[] {
  return exclude.flatMap(({ id, who }, index) => {
    const path = ['exclude', index, 'who'];
    if (Object.keys(who).length === 0)
      return [
        {
          path,
          message:
            'excludes everybody, because it has no condition; add one, such as emailDomain: rival.example',
        },
      ];
    const never = rules.flatMap((rule, index): Doubt[] =>
      rule.who !== undefined && sameAs(rule.who) === sameAs(who)
        ? [
            {
              path: ['rules', index, 'who'],
              message: `never pays: "${id}" in "exclude" keeps the same people from scoring; remove one of them`,
            },
          ]
        : [],
    );
    return [...whoDoubts(who, path), ...never];
  });
}
