/** Matches and conditions that nothing can meet, or that everything meets: legal, and hardly what was meant. */
import type { EventMatch, Match, ValueTest, Who } from '../condition.ts';
import { type EventType, eventTypes } from '../event.ts';
import { withoutPasted } from '../faults/pasted.ts';
import type { Doubt, Path } from './doubt.ts';

/** Returns the doubts of a match and of those within it. */
export function matchDoubts(match: Match, path: Path): Doubt[] {
  if (match === 'any event') return [];
  return [
    ...kindDoubts(match, path),
    ...addressDoubts(match, path),
    ...testDoubts(match.properties, [...path, 'properties']),
    ...testDoubts(match.traits, [...path, 'traits']),
    ...testDoubts(match.utm, [...path, 'utm']),
    ...(match.campaign === undefined ? [] : valueDoubts(match.campaign, [...path, 'campaign'])),
    ...innerDoubts(match, path),
  ];
}

function innerDoubts(match: EventMatch, path: Path): Doubt[] {
  const { not } = match;
  const isEmpty = (one: EventMatch) => Object.keys(one).length === 0;
  return [
    ...(['all', 'any'] as const).flatMap((word) =>
      (match[word] ?? []).flatMap((one, index) => {
        const at = [...path, word, index];
        return isEmpty(one)
          ? [{ path: at, message: `matches every event: "${word}" has an item without words` }]
          : matchDoubts(one, at);
      }),
    ),
    ...(not === undefined ? [] : matchDoubts(not, [...path, 'not'])),
    ...(not !== undefined && isEmpty(not)
      ? [
          {
            path: [...path, 'not'],
            message: 'never matches: "not" without words excludes every event; remove it',
          },
        ]
      : []),
  ];
}

/** The kinds of events that each word of a match allows. */
const kindsOf: Readonly<Record<string, (match: EventMatch) => readonly EventType[]>> = {
  type: ({ type }) => [type ?? []].flat(),
  event: () => ['track'],
  page: () => ['page', 'screen'],
};

function kindDoubts(match: EventMatch, path: Path): Doubt[] {
  const given = Object.keys(kindsOf).filter((word) => match[word as keyof EventMatch] !== undefined);
  const allowed = eventTypes.filter((type) => given.every((word) => kindsOf[word]?.(match).includes(type)));
  if (given.length < 2 || allowed.length > 0) return [];
  const wrong = given.includes('event') ? 'event' : 'page';
  const other = given.find((word) => word !== wrong) ?? '';
  const names = wrong === 'event' ? 'tracked events' : 'pages and screens';
  const remedy =
    wrong === 'event' ? '"page" names a page, and "path" its address' : '"event" names a tracked event';
  return [
    {
      path: [...path, wrong],
      message: `never matches: "${wrong}" names ${names}, which "${other}" beside it excludes; ${remedy}, so remove one of them`,
    },
  ];
}

/** A path and an address never have a query, and a path no fragment: they are cut off before. */
function addressDoubts(match: EventMatch, path: Path): Doubt[] {
  return (['path', 'url'] as const).flatMap((word) => {
    const globs = match[word];
    return [globs ?? []].flat().flatMap((glob, index): Doubt[] => {
      const at = Array.isArray(globs) ? [...path, word, index] : [...path, word];
      const cut = (word === 'path' ? /[?#]/ : /\?/).exec(glob);
      if (cut === null) return [];
      const instead = glob.slice(0, cut.index);
      if (cut[0] === '#')
        return [
          {
            path: at,
            message: `never matches: what follows "#" in an address is no part of its path; write "${instead}", or match it by "url", such as "www.example.com${glob}"`,
          },
        ];
      const what = 'the query of an address';
      return [
        {
          path: at,
          message: `never matches: ${what} is no part of its ${word}; write "${instead}", and match the rest by "properties" or "utm"`,
        },
      ];
    });
  });
}

export function testDoubts(
  tests: Readonly<Record<string, ValueTest | undefined>> | undefined,
  path: Path,
): Doubt[] {
  return Object.entries(tests ?? {}).flatMap(([name, test]) =>
    test === undefined ? [] : valueDoubts(test, [...path, name]),
  );
}

function valueDoubts(test: ValueTest, path: Path): Doubt[] {
  if (typeof test !== 'object' || Array.isArray(test))
    return [test]
      .flat()
      .flatMap((value, index) => textDoubts(value, Array.isArray(test) ? [...path, index] : path));
  const { between } = test;
  if (between !== undefined && between[0] > between[1]) {
    const instead = `[${between[1]}, ${between[0]}]`;
    return [
      {
        path: [...path, 'between'],
        message: `never holds: ${between[0]} is above ${between[1]}; write ${instead}`,
        instead,
      },
    ];
  }
  const message = contradictionOf(test);
  return message === null ? [] : [{ path, message: `never holds: ${message}` }];
}

type Comparison = Exclude<ValueTest, string | number | boolean | unknown[]>;

function contradictionOf({
  atLeast,
  above,
  atMost,
  below,
  between,
  is,
  not,
  present,
  ...others
}: Comparison): string | null {
  const lows = [
    ['atLeast', atLeast, true],
    ['above', above, false],
    ['between', between?.[0], true],
  ] as const;
  const highs = [
    ['atMost', atMost, true],
    ['below', below, false],
    ['between', between?.[1], true],
  ] as const;
  for (const [low, from, fromIsIn] of lows)
    for (const [high, to, toIsIn] of highs)
      if (from !== undefined && to !== undefined && (from > to || (from === to && !(fromIsIn && toIsIn))))
        return `no number is both "${low}" ${from} and "${high}" ${to}; exchange them, or remove one`;
  const isCompared = [atLeast, above, atMost, below, between, is, ...Object.values(others)].some(
    (one) => one !== undefined,
  );
  if (present === false && isCompared)
    return 'what is not present has no value to compare; remove "present: false"';
  const unwanted = new Set([not ?? []].flat().map(plain));
  const wanted = [is ?? []].flat();
  return wanted.length > 0 && wanted.every((value) => unwanted.has(plain(value)))
    ? 'each value of "is" is in "not" too; remove it from one of them'
    : null;
}

const plain = (value: unknown) => String(value).trim().toLowerCase();

/** A text that is compared letter by letter, though it says a comparison, or has quotes of a word processor. */
export function textDoubts(value: unknown, path: Path): Doubt[] {
  if (typeof value !== 'string') return [];
  const comparison = /^\s*(>=|<=|>|<|≥|≤)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(value);
  if (comparison) {
    const word = {
      '>=': 'atLeast',
      '≥': 'atLeast',
      '<=': 'atMost',
      '≤': 'atMost',
      '>': 'above',
      '<': 'below',
    }[comparison[1] ?? ''];
    const instead = `{ ${word}: ${comparison[2]} }`;
    return [
      { path, message: `"${value}" is compared as a text, letter by letter; write ${instead}`, instead },
    ];
  }
  const inQuotes = /^\s*[“”„‟«‘’‚‛].*[“”‟»‘’‛]\s*$/s.test(value) ? withoutPasted(value) : null;
  if (inQuotes === null) return [];
  const instead = JSON.stringify(inQuotes.text);
  return [{ path, message: `the curly quotes are part of the text; write ${instead}`, instead }];
}

/** Conditions on people that nobody meets. */
export function whoDoubts(who: Who, path: Path): Doubt[] {
  const needsAddress = (['freeMail', 'emailDomain'] as const).find((word) => who[word] !== undefined);
  return [
    ...(who.identity === 'anonymous' && needsAddress !== undefined
      ? [
          {
            path: [...path, needsAddress],
            message: `never holds: somebody anonymous has no e-mail address, which "${needsAddress}" asks for; remove one of them`,
          },
        ]
      : []),
    ...testDoubts(who.traits, [...path, 'traits']),
    ...(['all', 'any'] as const).flatMap((word) =>
      (who[word] ?? []).flatMap((one, index) => whoDoubts(one, [...path, word, index])),
    ),
    ...(who.not === undefined ? [] : whoDoubts(who.not, [...path, 'not'])),
    ...(who.not !== undefined && Object.keys(who.not).length === 0
      ? [
          {
            path: [...path, 'not'],
            message: 'never holds: "not" without words excludes everybody; remove it',
          },
        ]
      : []),
  ];
}
