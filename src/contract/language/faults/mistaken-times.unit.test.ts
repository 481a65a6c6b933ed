/** Times of a programme: what marketers write for one. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  [
    'a short unit',
    'within: 30 minutes',
    'within: 30 mins',
    [
      '16:13: rules[2].within: "30 mins" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "30 minutes"?',
    ],
  ],
  [
    'months',
    'within: 30 minutes',
    'within: 6 months',
    [
      '16:13: rules[2].within: "6 months" is not allowed, because months differ in length; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "180 days"?',
    ],
  ],
  [
    'a number without a unit',
    'within: 30 minutes',
    'within: 30',
    [
      '16:13: rules[2].within: 30 is not allowed, because a number alone has no unit; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "30 minutes"?',
    ],
  ],
  [
    'a number word',
    'within: 30 minutes',
    'within: thirty minutes',
    [
      '16:13: rules[2].within: "thirty minutes" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "30 minutes"?',
    ],
  ],
  [
    'a unit of one letter',
    'within: 30 minutes',
    'within: 2h',
    [
      '16:13: rules[2].within: "2h" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "2 hours"?',
    ],
  ],
  [
    'no time at all',
    'within: 30 minutes',
    'within: 0 minutes',
    [
      '16:13: rules[2].within: "0 minutes" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most)',
    ],
  ],
  [
    'five years',
    'within: 30 minutes',
    'within: 5 years',
    [
      '16:13: rules[2].within: "5 years" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most)',
    ],
  ],
  [
    'a comma in a number',
    'within: 30 minutes',
    'within: "1,5 hours"',
    [
      '16:13: rules[2].within: "1,5 hours" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "1.5 hours"?',
    ],
  ],
  [
    'working time for silence',
    'within: 30 minutes',
    'within: 2 working days',
    [
      '16:13: rules[2].within: "2 working days" is not allowed, because working time counts for deadlines alone; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most); did you mean "2 days"?',
    ],
  ],
  [
    'business hours',
    'contactWithin: 24 hours',
    'contactWithin: 8 business hours',
    [
      '26:18: ladder.contactWithin: "8 business hours" is not allowed; expected a time such as "24 hours", "8 working hours" or "2 working days"; did you mean "8 working hours"?',
    ],
  ],
  [
    'a day in words',
    'contactWithin: 24 hours',
    'contactWithin: a day',
    [
      '26:18: ladder.contactWithin: "a day" is not allowed; expected a time such as "24 hours", "8 working hours" or "2 working days"; did you mean "1 day"?',
    ],
  ],
  [
    'a unit of films',
    'endsAfter: 30 minutes',
    'endsAfter: 30 parsecs',
    [
      '5:21: visit.endsAfter: "30 parsecs" is not allowed; expected a time such as "30 minutes": a number above 0 and seconds, minutes, hours, days or weeks (four years at most)',
    ],
  ],
];

describe('times of a programme', () => testMistakes(aProgramme, mistakes));
