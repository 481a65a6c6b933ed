/** Words of a programme: misspelt, missing, out of place, or beside one that they do not go with. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  [
    'two letters exchanged',
    'points: 5',
    'pionts: 5',
    ['10:5: rules[1].pionts: unknown word "pionts"; did you mean "points"?'],
  ],
  [
    'a letter of another case',
    'endsAfter',
    'endsafter',
    ['5:10: visit.endsafter: unknown word "endsafter"; did you mean "endsAfter"?'],
  ],
  [
    'a letter missing',
    'contactWithin',
    'contactWithn',
    ['26:3: ladder.contactWithn: unknown word "contactWithn"; did you mean "contactWithin"?'],
  ],
  [
    'a word of another tool',
    'points: 5',
    'score: 5',
    ['10:5: rules[1].score: unknown word "score"; did you mean "points"?'],
  ],
  [
    'a word of another product',
    'when: { event: Product Added }',
    'trigger: { event: Product Added }',
    ['14:5: rules[2].trigger: unknown word "trigger"; did you mean "when"?'],
  ],
  [
    'a word in capitals',
    '    unless:',
    '    UNLESS:',
    ['15:5: rules[2].UNLESS: unknown word "UNLESS"; did you mean "unless"?'],
  ],
  [
    'a word nobody knows',
    '    points: 30',
    '    points: 30\n    colour: red',
    [
      '18:5: rules[2].colour: unknown word "colour"; remove it; expected "who", "during", "group", "decay", "cap", "per", "coolDown", "basket", "repeatsEvery" or "pays"',
    ],
  ],
  [
    'a word there under a near name',
    '    points: 30',
    '    points: 30\n    point: 3',
    ['18:5: rules[2].point: unknown word "point"; "points" is there already, remove one of them'],
  ],
  [
    'a missing word',
    '    points: 5\n',
    '',
    [
      '7:5: rules[1]: "points" is missing; add it after "when"; expected a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }',
    ],
  ],
  [
    'a missing label',
    '    label: Abandoned a basket\n',
    '',
    ['12:5: rules[2]: "label" is missing; add it after "id"; expected a text of 1 to 200 characters'],
  ],
  [
    'a missing id',
    '- id: depth\n    label',
    '- label',
    [
      '18:5: rules[3]: "id" is missing; add it at the beginning; expected lower-case letters, digits and hyphens, such as "demo-video" (64 at most)',
    ],
  ],
  [
    'a missing rung',
    / {4}rungs:\n.*\n.*\n/,
    '',
    [
      '18:5: rules[3]: "rungs" is missing; add it after "count"; expected a list, each item with the words "from" and "points"',
    ],
  ],
  [
    'no ladder',
    /ladder:[\s\S]*/,
    '',
    [
      '1:1: the programme: "ladder" is missing; add it after "rules"; expected the words "tiers" and "contactWithin"',
    ],
  ],
  [
    'no time of contact',
    '  contactWithin: 24 hours\n',
    '',
    [
      '25:1: ladder: "contactWithin" is missing; add it after "tiers"; expected a time such as "24 hours", "8 working hours" or "2 working days"',
    ],
  ],
  [
    'no campaign',
    'campaign: Web campaign\n',
    '',
    [
      '1:1: the programme: "campaign" is missing; add it after "name"; expected a text of 1 to 200 characters',
    ],
  ],
  [
    'a visit without its end',
    '{ endsAfter: 30 minutes }',
    '{}',
    [
      '5:1: visit: "endsAfter" is missing; add it at the beginning; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most)',
    ],
  ],
  [
    'a rule that never pays',
    '    pays: once a day\n',
    '',
    [
      '7:5: rules[1]: the rule does not say how it pays: add "pays" such as "once a day", or "count" and "rungs", or "then" and "within", or "within" alone for silence',
    ],
  ],
  [
    'a word without a value',
    'points: 5',
    'points:',
    [
      '10:5: rules[1].points: has no value; expected a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }',
    ],
  ],
  [
    'a match without a value',
    'when: { event: Product Added }',
    'when:',
    [
      '14:5: rules[2].when: has no value; expected "any event", or what events match, such as { event: Demo Watched } or { type: page, path: /pricing }',
    ],
  ],
  [
    'a match that is not indented',
    'when: { type: page, path: /pricing }',
    'when:\n    type: page\n    path: /pricing',
    ['10:5: rules[1].type: "type" and "path" belong within "when"; indent them further than "when"'],
  ],
  [
    'a word of the match beside it',
    '    points: 5',
    '    path: /pricing/**\n    points: 5',
    ['10:5: rules[1].path: "path" belongs within "when"; write it there, indented below "when"'],
  ],
  [
    'a word of the rule within its match',
    '{ event: Product Added }',
    '{ event: Product Added, who: { freeMail: false } }',
    ['14:35: rules[2].when.who: "who" belongs beside "when", not within it; indent it less'],
  ],
  [
    'the tiers beside the ladder',
    'ladder:\n  contactWithin: 24 hours\n  tiers:',
    'ladder:\n  contactWithin: 24 hours\ntiers:',
    ['27:1: tiers: "tiers" belongs within "ladder"; write it there, indented below "ladder"'],
  ],
  [
    'a payment of a count',
    '    rungs:',
    '    pays: once\n    rungs:',
    [
      '22:5: rules[3].pays: "pays" cannot stand beside "count", because a count pays its highest rung once; remove "pays", or remove "count" and "rungs"',
    ],
  ],
  [
    'points of a count',
    / {4}rungs:\n.*\n.*\n/,
    '    points: 5\n',
    [
      '22:5: rules[3].points: "points" cannot stand beside "count", because each rung has its own points; write them there: rungs: [{ from: 3, points: 15 }]',
    ],
  ],
  [
    'a time beside a count',
    '    count: in a visit',
    '    count: in a visit\n    within: 7 days',
    [
      '22:5: rules[3].within: "within" cannot stand beside "count", because the count has its own time; write it there: count: in 7 days',
    ],
  ],
  [
    'a count within a sequence',
    '    unless: { event: Order Completed }',
    '    then: { event: Order Completed }\n    count: ever',
    [
      '16:5: rules[2].count: "count" cannot stand beside "then", because a rule is a count or a sequence; make two rules of it',
    ],
  ],
  [
    'an end of a sequence',
    '    within: 30 minutes',
    '    within: 30 minutes\n    then: { type: page }',
    [
      '15:5: rules[2].unless: "unless" cannot stand beside "then", because a sequence pays for what happened and not for silence; remove one of them',
    ],
  ],
  [
    'different values without a count',
    '    pays: once a day',
    '    pays: once a day\n    distinct: asset_id',
    [
      '12:5: rules[1].distinct: "distinct" cannot stand beside "pays", because only a count has different values; use "count" and "rungs", or "per" to pay for each',
    ],
  ],
  [
    'two decays',
    '    pays: once a day',
    '    pays: once a day\n    decay: { halfLife: 10 days, expires: 30 days }',
    [
      '12:33: rules[1].decay.expires: "expires" cannot stand beside "halfLife", because each is enough alone; remove one of them',
    ],
  ],
  [
    'a time of an alert',
    '{ do: alert }',
    '{ do: alert, within: 4 hours }',
    [
      '29:48: ladder.tiers[2].up[1].within: "within" cannot stand beside "do: alert"; it goes with "do: contact task", remove it here',
    ],
  ],
  [
    'an action by its name alone',
    '[{ do: alert }]',
    '[alert]',
    [
      '29:35: ladder.tiers[2].up[1]: "alert" is not allowed; expected words such as { do: alert }; did you mean { do: alert }?',
    ],
  ],
  [
    'an action nobody knows',
    '{ do: alert }',
    '{ do: send mail }',
    [
      '29:41: ladder.tiers[2].up[1].do: "send mail" is not allowed; expected "open lead", "open record", "close record", "contact task", "alert", "close task", "move lead" or "webhook"',
    ],
  ],
  [
    'an action in the plural',
    '{ do: alert }',
    '{ do: alerts }',
    [
      '29:41: ladder.tiers[2].up[1].do: "alerts" is not allowed; expected "open lead", "open record", "close record", "contact task", "alert", "close task", "move lead" or "webhook"; did you mean "alert"?',
    ],
  ],
  [
    'an action without its "do"',
    '{ do: alert }',
    '{ action: alert }',
    ['29:37: ladder.tiers[2].up[1].action: unknown word "action"; did you mean "do"?'],
  ],
  [
    'a group instead of a list',
    'up: [{ do: alert }]',
    'up: { do: alert }',
    [
      '29:34: ladder.tiers[2].up: the word "do" is not allowed; expected a list, each item after "- "; did you mean [{ do: alert }]?',
    ],
  ],
];

describe('words of a programme', () => testMistakes(aProgramme, mistakes));
