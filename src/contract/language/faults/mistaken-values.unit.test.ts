/** Values of a programme: what marketers write for a number, a path, a frequency. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  [
    'a share as decay',
    'pays: once a day',
    'pays: once a day\n    decay: 50% a month',
    [
      '12:12: rules[1].decay: "50% a month" is not allowed, because months differ in length; expected "none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }; did you mean { halfLife: 30 days }?',
    ],
  ],
  [
    'a tenth a week as decay',
    'pays: once a day',
    'pays: once a day\n    decay: 10% a week',
    [
      '12:12: rules[1].decay: "10% a week" is not allowed, because a decay names a time; expected "none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }; did you mean { halfLife: 46 days }?',
    ],
  ],
  [
    'a time alone as decay',
    'pays: once a day',
    'pays: once a day\n    decay: 30 days',
    [
      '12:12: rules[1].decay: "30 days" is not allowed, because a time alone does not say how points decay; expected "none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }; did you mean { expires: 30 days }?',
    ],
  ],
  [
    'a decay of another case',
    'pays: once a day',
    'pays: once a day\n    decay: { halflife: 10 days }',
    ['12:14: rules[1].decay.halflife: unknown word "halflife"; did you mean "halfLife"?'],
  ],
  [
    'no decay',
    'pays: once a day',
    'pays: once a day\n    decay: no',
    [
      '12:12: rules[1].decay: "no" is not allowed; expected "none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }; did you mean "none"?',
    ],
  ],
  [
    'daily',
    'once a day',
    'daily',
    [
      '11:11: rules[1].pays: "daily" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "once a day"?',
    ],
  ],
  [
    'per visit',
    'once a day',
    'once per visit',
    [
      '11:11: rules[1].pays: "once per visit" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "once a visit"?',
    ],
  ],
  [
    'every third',
    'once a day',
    'every third time',
    [
      '11:11: rules[1].pays: "every third time" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "every 3rd time"?',
    ],
  ],
  [
    'twice a day',
    'once a day',
    'twice a day',
    [
      '11:11: rules[1].pays: "twice a day" is not allowed, because a rule pays once in a time or every time; a "cap" bounds how much; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "every time"?',
    ],
  ],
  [
    'a fortnight',
    'once a day',
    'once a fortnight',
    [
      '11:11: rules[1].pays: "once a fortnight" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "once in 14 days"?',
    ],
  ],
  [
    'every 7 days',
    'once a day',
    'once every 7 days',
    [
      '11:11: rules[1].pays: "once every 7 days" is not allowed; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "once in 7 days"?',
    ],
  ],
  [
    'a count per visit',
    'in a visit',
    'per visit',
    [
      '21:12: rules[3].count: "per visit" is not allowed; expected "in a visit", "in a day", "in a week", "in a month", "in a quarter", "in 7 days", "in the last 7 days" or "ever"; did you mean "in a visit"?',
    ],
  ],
  [
    'a phase that is none',
    'points: 5\n',
    'points: 5\n    during: trail\n',
    ['11:13: rules[1].during: "trail" is no phase; expected one to be there'],
  ],
  ['an end of earning by the score', 'ladder:', 'stopsAbove: { score: 100 }\nladder:', []],
  [
    'an end of earning in words',
    'ladder:',
    'stopsAbove: a lot\nladder:',
    [
      '25:13: stopsAbove: "a lot" is not allowed; expected a number of points such as 100, or { score: 100 } for behaviour and fit together',
    ],
  ],
  ['a silence that repeats', 'within: 30 minutes', 'within: 30 minutes\n    repeatsEvery: 1 day', []],
  [
    'a silence that repeats too soon',
    'within: 30 minutes',
    'within: 30 minutes\n    repeatsEvery: 86399 seconds',
    ['17:19: rules[2].repeatsEvery: a silence repeats a day later at the earliest; write 1 day or more'],
  ],
  [
    'a silence of each key that repeats',
    'within: 30 minutes',
    'within: 30 minutes\n    per: cart_id\n    repeatsEvery: 1 day',
    [
      '18:5: rules[2].repeatsEvery: "repeatsEvery" cannot stand beside "per", because only the silence of a person repeats, not that of each key; remove one of them',
    ],
  ],
  ['a count in the last week', 'in a visit', 'in the last 7 days', []],
  [
    'a count over the last week',
    'in a visit',
    'over the last 7 days',
    [
      '21:12: rules[3].count: "over the last 7 days" is not allowed; expected "in a visit", "in a day", "in a week", "in a month", "in a quarter", "in 7 days", "in the last 7 days" or "ever"; did you mean "in the last 7 days"?',
    ],
  ],
  [
    'a recent count that fades',
    'count: in a visit',
    'count: in the last 7 days\n    decay: { halfLife: 10 days }',
    [
      '22:5: rules[3].decay: "decay" cannot stand beside a count "in the last …", because its points end by the clock; remove it, or count "in 7 days"',
    ],
  ],
  [
    'a recent count under a cap on what is earned',
    'count: in a visit',
    'count: in the last 7 days\n    cap: { standing: 10, day: 3 }',
    [
      '22:26: rules[3].cap.day: "day" cannot bound a count "in the last …", because its points stand and are not earned; write "standing"',
    ],
  ],
  [
    'a word for a number',
    'points: 5',
    'points: lots',
    [
      '10:13: rules[1].points: "lots" is not allowed; expected a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }',
    ],
  ],
  [
    'a number with its unit',
    'points: 5',
    'points: 5 points',
    [
      '10:13: rules[1].points: "5 points" is not allowed; expected a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }; did you mean 5?',
    ],
  ],
  [
    'a number in quotes',
    'points: 5',
    'points: "5"',
    [
      '10:13: rules[1].points: "5" is not allowed, because the quotes make it a text; expected a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }; did you mean 5?',
    ],
  ],
  [
    'too many points',
    'points: 5',
    'points: 100001',
    ['10:13: rules[1].points: 100001 is too large; expected at most 100000'],
  ],
  [
    'a rung of half a page',
    'from: 2,',
    'from: 2.5,',
    [
      '23:17: rules[3].rungs[1].from: 2.5 is not allowed; expected a whole number from 1 to 1000; did you mean 3?',
    ],
  ],
  [
    'rungs that fall',
    'from: 10,',
    'from: 1,',
    ['23:7: rules[3].rungs: rungs must rise: each "from" above the one before'],
  ],
  [
    'a tier in words',
    'from: 20',
    'from: twenty',
    ['28:27: ladder.tiers[1].from: "twenty" is not allowed; expected a number; did you mean 20?'],
  ],
  [
    'tiers that fall',
    'from: 60',
    'from: 10',
    ['29:26: ladder.tiers[2].from: 10 is not above the tier before (20); tiers must rise'],
  ],
  [
    'a tier above the bound of the one before',
    'from: 60',
    'above: 19.999',
    ['29:27: ladder.tiers[2].above: 19.999 is not above the tier before (20); tiers must rise'],
  ],
  [
    'a tier from the score that the one before is above',
    'from: 20 }\n    - { name: hot, from: 60',
    'above: 60 }\n    - { name: hot, from: 60',
    ['29:26: ladder.tiers[2].from: 60 is not above the tier before (above 60); tiers must rise'],
  ],
  [
    'a tier of two bounds',
    'from: 20',
    'from: 20, above: 20',
    [
      '28:31: ladder.tiers[1].above: "above" cannot stand beside "from", because a tier has one bound; remove one of them',
    ],
  ],
  [
    'a tier without a bound',
    ', from: 20',
    '',
    [
      '28:15: ladder.tiers[1].name: the tier does not say where it begins: add "from" with its least score, or "above" with a score that it must exceed',
    ],
  ],
  [
    'a rounding in other words',
    'ladder:',
    'rounding: neerest\nladder:',
    [
      '25:11: rounding: "neerest" is not allowed; expected "nearest", "down" or "up"; did you mean "nearest"?',
    ],
  ],
  [
    'an id with a space',
    'id: pricing',
    'id: Read Pricing',
    [
      '7:9: rules[1].id: "Read Pricing" is not allowed; expected lower-case letters, digits and hyphens, such as "demo-video" (64 at most); did you mean "read-pricing"?',
    ],
  ],
  [
    'an id used twice',
    'id: basket',
    'id: pricing',
    ['12:9: rules[2].id: "pricing" is used twice; give each its own id'],
  ],
  [
    'a year as a label',
    'label: Read the pricing',
    'label: 2026',
    [
      '8:12: rules[1].label: 2026 is not allowed, because a number needs quotes to be a text; expected a text of 1 to 200 characters; did you mean "2026"?',
    ],
  ],
  [
    'an empty label',
    'label: Read the pricing',
    'label: ""',
    ['8:12: rules[1].label: has an empty text; expected at least one character'],
  ],
  [
    'a kind in the plural',
    'type: page, path',
    'type: pages, path',
    [
      '9:19: rules[1].when.type: "pages" is not allowed; expected "track", "page", "screen", "identify", "group" or "alias", or a list of them; did you mean "page"?',
    ],
  ],
  [
    'a path without its slash',
    'path: /pricing',
    'path: pricing',
    [
      '9:31: rules[1].when.path: "pricing" is not allowed; expected a path that begins with "/", such as "/pricing" or "/products/**", or a list of them; did you mean "/pricing"?',
    ],
  ],
  [
    'an address as a path',
    'path: /pricing',
    'path: https://www.example.com/pricing',
    [
      '9:31: rules[1].when.path: "https://www.example.com/pricing" is not allowed, because a path has no host; "url" matches the host too; expected a path that begins with "/", such as "/pricing" or "/products/**", or a list of them; did you mean "/pricing"?',
    ],
  ],
  [
    'a name as a match',
    '{ event: Product Added }',
    'Product Added',
    [
      '14:11: rules[2].when: "Product Added" is not allowed; expected "any event", or what events match, such as { event: Demo Watched } or { type: page, path: /pricing }; did you mean { event: Product Added }?',
    ],
  ],
  [
    'a comma in a name',
    '{ event: Product Added }',
    '{ event: Product Added, Removed }',
    [
      '14:35: rules[2].when.Removed: unknown word "Removed", without a value; put quotes around a text that holds a comma, or remove it',
    ],
  ],
  [
    'a comparison of programmers',
    '{ event: Product Added }',
    '{ event: Product Added, properties: { price: { gte: 10 } } }',
    ['14:58: rules[2].when.properties.price.gte: unknown word "gte"; did you mean "atLeast"?'],
  ],
  [
    'a comparison of nothing',
    '{ event: Product Added }',
    '{ event: Product Added, properties: { price: {} } }',
    [
      '14:56: rules[2].when.properties.price: an empty group of words is not allowed; expected a comparison, such as { atLeast: 30 } or { present: true }',
    ],
  ],
  [
    'a range as a text',
    '{ event: Product Added }',
    '{ event: Product Added, properties: { price: { between: 10-20 } } }',
    [
      '14:67: rules[2].when.properties.price.between: "10-20" is not allowed; expected a list of two numbers, such as [10, 20]; did you mean [10, 20]?',
    ],
  ],
  [
    'a city as a zone',
    'Europe/London',
    'London',
    [
      '4:11: timeZone: "London" is not allowed; expected a time zone of the IANA list, such as "Europe/London" or "UTC"; did you mean "Europe/London"?',
    ],
  ],
  [
    'a group that is none',
    'points: 5',
    'points: 5\n    group: contents',
    ['11:12: rules[1].group: "contents" is no group; expected one to be there'],
  ],
  [
    'curly quotes around a value',
    'once a day',
    '“once a day”',
    [
      '11:11: rules[1].pays: "“once a day”" is not allowed, because curly quotes are part of the text; expected "every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"; did you mean "once a day"?',
    ],
  ],
  [
    'yes',
    '    unless:',
    '    who: { freeMail: yes }\n    unless:',
    ['15:22: rules[2].who.freeMail: "yes" is not allowed; expected true or false; did you mean true?'],
  ],
  [
    'a cap of nothing',
    'pays: once a day',
    'pays: once a day\n    cap: {}',
    [
      '12:10: rules[1].cap: an empty group of words is not allowed; expected a cap, such as { day: 20 } or { standing: 100 }',
    ],
  ],
  [
    'a cap as a number',
    'pays: once a day',
    'pays: once a day\n    cap: 20',
    [
      '12:10: rules[1].cap: 20 is not allowed; expected caps by their time, such as { day: 20 } or { standing: 100 }',
    ],
  ],
  [
    'a list for one name',
    'name: Web\n',
    'name: [Web]\n',
    ['2:7: name: a list of 1 is not allowed; expected a text of 1 to 200 characters; did you mean "Web"?'],
  ],
];

describe('values of a programme', () => testMistakes(aProgramme, mistakes));
