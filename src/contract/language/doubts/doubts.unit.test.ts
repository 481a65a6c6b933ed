/** Warnings of rules, ladders and sales processes, each with its exact message, at its bound and beside it; and none of what ships. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  aProcess,
  aProgramme,
  type Mistake,
  testWarnings,
  warningsIn,
} from '../../../../test/support/mistakes.ts';
import { readProgramme, readSalesProcess } from '../language.ts';

const rows: Mistake[] = [
  [
    'a wait that its beginning ends',
    'unless: { event: Order Completed }',
    'unless: { event: Product Added }',
    [
      '15:13: rules[2].unless: never pays: each match of "when" ends the wait that it begins; name another end',
    ],
  ],
  [
    'a phase that nothing depends on',
    'rules:',
    'phases: [{ id: trial, label: Trial, begins: { event: Trial Started } }]\nrules:',
    [
      '6:16: phases[1].id: nothing depends on the phase "trial"; add during: trial to rules, or freeze: trial, or remove it',
    ],
  ],
  [
    'a phase that freezes',
    'rules:',
    'phases: [{ id: trial, label: Trial, begins: { event: Trial Started } }]\nfreeze: trial\nrules:',
    [],
  ],
  [
    'a phase that ends with its beginning',
    'rules:',
    'phases: [{ id: trial, label: Trial, begins: { event: Go }, until: { event: Go } }]\nfreeze: trial\nrules:',
    [
      '6:67: phases[1].until: the phase is never open: each event that begins it ends it too; name another end',
    ],
  ],
  [
    'a basket that only fills',
    'within: 30 minutes',
    'within: 30 minutes\n    basket: net content',
    [
      '17:13: rules[2].basket: "when" has no event that takes products out of the basket or states it, so it never empties; add them, such as Product Removed',
    ],
  ],
  [
    'a basket that empties by an event of its own',
    'within: 30 minutes',
    'within: 30 minutes\n    basket: { removed: { event: product-added } }',
    [],
  ],
  ['visits counted for ever', 'count: in a visit', 'count: ever\n    distinct: visit', []],
  [
    'visits counted within a visit',
    'count: in a visit',
    'count: in a visit\n    distinct: visit',
    [
      '22:15: rules[3].distinct: counts visits within one visit, which is always 1; write a longer time in "count"',
    ],
  ],
  ['a day as a key', 'points: 5', 'points: 5\n    per: day', []],
  [
    'a visit as a key of payments',
    'points: 5',
    'points: 5\n    per: visit',
    [
      '11:10: rules[1].per: "visit" is read as a property of that name, which events hardly have; for the time write pays: once a visit',
    ],
  ],
  [
    'a rung of the same points',
    '{ from: 10, points: 5 }',
    '{ from: 10, points: 3 }',
    [
      '24:29: rules[3].rungs[2].points: has no effect: the rung from 10 is worth 3, as the one before it; remove it, or change its points',
    ],
  ],
  ['points in thousandths', 'points: 5\n', 'points: 0.001\n', []],
  [
    'points finer than a thousandth',
    'points: 5\n',
    'points: 0.0015\n',
    [
      '10:13: rules[1].points: 0.0015 is finer than a thousandth, in which points are counted; it counts as 0.002',
    ],
  ],
  [
    'points by nothing',
    'points: 5\n',
    'points: { property: total, times: 0, atMost: 9 }\n',
    ['10:39: rules[1].points.times: each number is multiplied by 0; write another factor, or fixed points'],
  ],
  [
    'points of one size',
    'points: 5\n',
    'points: { property: total, atLeast: 9, atMost: 9 }\n',
    [
      '10:52: rules[1].points.atMost: the points are always 9, because "atLeast" is the same; write points: 9',
    ],
  ],
  [
    'a cap of nothing',
    'points: 5',
    'points: 5\n    cap: { day: 0 }',
    [
      '11:17: rules[1].cap.day: nothing is earned under a cap of 0; write a number above 0, or remove the rule',
    ],
  ],
  ['a cap of a little', 'points: 5', 'points: 5\n    cap: { day: 0.001 }', []],
  ['a cap of losses alone', 'points: 5', 'points: 5\n    cap: { day: { atLeast: -10 } }', []],
  [
    'two equal rules',
    '  - id: basket',
    '  - { pays: once a day, points: 5, when: { path: /pricing, type: page }, id: twin, label: Twin }\n  - id: basket',
    ['12:5: rules[2]: says the same as "pricing", so both pay; remove one of them'],
  ],
  [
    'two rules of other points',
    '  - id: basket',
    '  - { pays: once a day, points: 6, when: { path: /pricing, type: page }, id: twin, label: Twin }\n  - id: basket',
    [],
  ],
  [
    'a group of no rule',
    'ladder:',
    'groups: [{ id: content, label: Content, cap: { day: 5 } }]\nladder:',
    ['25:16: groups[1].id: no rule is in the group "content"; add group: content to its rules, or remove it'],
  ],
  [
    'a reset by everything',
    'ladder:',
    'resets: [{ id: all, label: All, when: any event, to: zero }]\nladder:',
    ['25:39: resets[1].when: every event takes all points back: nobody ever has any; name the event'],
  ],
  [
    'a reset by what is paid',
    'ladder:',
    'resets: [{ id: read, label: Read, when: { type: page, path: /pricing }, to: fit }]\nladder:',
    [
      '25:41: resets[1].when: the same event is paid by "pricing", and "read" takes that back at once; remove one of them',
    ],
  ],
  [
    'everybody excluded',
    'ladder:',
    'exclude: [{ id: all, label: All, who: {} }]\nladder:',
    [
      '25:39: exclude[1].who: excludes everybody, because it has no condition; add one, such as emailDomain: rival.example',
    ],
  ],
  [
    'a rule for people who are excluded',
    'rules:\n  - id: pricing\n',
    'exclude: [{ id: free, label: Free, who: { freeMail: true } }]\nrules:\n  - id: pricing\n    who: { freeMail: true }\n',
    [
      '9:10: rules[1].who: never pays: "free" in "exclude" keeps the same people from scoring; remove one of them',
    ],
  ],
  ['a floor at its cap', 'ladder:', 'floor: 10\ncap: { standing: 60 }\nladder:', []],
  [
    'a floor above its cap',
    'ladder:',
    'floor: 10\ncap: { standing: 9 }\nladder:',
    [
      '25:8: floor: 10 is above the cap of 9 under "standing"; every score is 10, so lower it below the cap',
      '30:27: ladder.tiers[1].from: nobody reaches "warm": 20 is above the cap of 9 under "standing"; lower it, or raise the cap',
      '31:26: ladder.tiers[2].from: nobody reaches "hot": 60 is above the cap of 9 under "standing"; lower it, or raise the cap',
    ],
  ],
  ['a floor just below a tier', 'ladder:', 'floor: 19.999\nladder:', []],
  [
    'a floor in a tier',
    'ladder:',
    'floor: 20\nladder:',
    ['25:8: floor: 20 is in the tier "warm" (from 20): nobody who scores is ever below it; lower the floor'],
  ],
  ['a tier at the cap', 'ladder:', 'cap: { standing: 60 }\nladder:', []],
  [
    'a tier above the cap',
    'ladder:',
    'cap: { standing: { atMost: 59 } }\nladder:',
    [
      '30:26: ladder.tiers[2].from: nobody reaches "hot": 60 is above the cap of 59 under "standing"; lower it, or raise the cap',
    ],
  ],
  [
    'two tiers of one name',
    'name: hot',
    'name: warm',
    [
      '29:15: ladder.tiers[2].name: "warm" is the name of a tier before it; nobody sees which of them is meant, so rename one',
    ],
  ],
  ['a hysteresis just below the bound', '  contactWithin', '  hysteresis: 19.999\n  contactWithin', []],
  [
    'a hysteresis at the bound',
    '  contactWithin',
    '  hysteresis: 20\n  contactWithin',
    [
      '26:15: ladder.hysteresis: nobody leaves "warm" before a score below 0, because 20 is not below its bound of 20; write a smaller number',
    ],
  ],
  [
    'a hysteresis above the bound',
    '  contactWithin',
    '  hysteresis: 21\n  contactWithin',
    [
      '26:15: ladder.hysteresis: nobody leaves "warm" before a score below -1, because 21 is not below its bound of 20; write a smaller number',
    ],
  ],
  [
    'no points for pages',
    'ladder:',
    'publicPointsPerHour: 0\nladder:',
    [
      '25:22: publicPointsPerHour: nothing that pages send is ever paid; write a number above 0, or remove it',
    ],
  ],
  [
    'a tier above a score just within the cap',
    /(ladder:[\s\S]*)from: 60/,
    'cap: { standing: 60.001 }\n$1above: 60',
    [],
  ],
  [
    'a tier above the cap itself',
    /(ladder:[\s\S]*)from: 60/,
    'cap: { standing: 60 }\n$1above: 60',
    [
      '30:27: ladder.tiers[2].above: nobody reaches "hot": no score above 60 is within the cap of 60 under "standing"; lower it, or raise the cap',
    ],
  ],
  [
    'a floor in a tier above a score',
    /(ladder:[\s\S]*)from: 20/,
    'floor: 20.001\n$1above: 20',
    [
      '25:8: floor: 20.001 is in the tier "warm" (above 20): nobody who scores is ever below it; lower the floor',
    ],
  ],
  ['a visit of a day', 'endsAfter: 30 minutes', 'endsAfter: 24 hours', []],
  [
    'a visit of two days',
    'endsAfter: 30 minutes',
    'endsAfter: 2 days',
    [
      '5:21: visit.endsAfter: a visit lasts at most 24 hours, so that a longer gap has no effect; write 24 hours or less',
    ],
  ],
  [
    'a grade that all rules just reach',
    'ladder:',
    'fit:\n  rules: [{ id: size, label: Size, who: { traits: { size: big } }, points: 10 }]\n  grades: { A: 10, B: 5, C: 0 }\nladder:',
    [],
  ],
  [
    'a grade above all rules',
    'ladder:',
    'fit:\n  rules: [{ id: size, label: Size, who: { traits: { size: big } }, points: 10 }]\n  grades: { A: 11, B: 5, C: 0 }\nladder:',
    [
      '27:16: fit.grades.A: nobody has the grade A: it begins at 11, and all rules of the fit together give 10; lower it',
    ],
  ],
  [
    'a grade above the cap',
    'ladder:',
    'fit:\n  rules: [{ id: size, label: Size, who: { traits: { size: big } }, points: 10 }]\n  cap: { atMost: 4 }\n  grades: { A: 10, B: 5, C: 0 }\nladder:',
    [
      '28:16: fit.grades.A: nobody has the grade A: it begins at 10, and the cap of the fit is 4; lower it',
      '28:23: fit.grades.B: nobody has the grade B: it begins at 5, and the cap of the fit is 4; lower it',
    ],
  ],
  [
    'a webhook of this machine',
    '{ do: alert }',
    '{ do: webhook, url: "https://localhost/hook" }',
    [
      '29:55: ladder.tiers[2].up[1].url: "localhost" is in a private network: nothing is posted there unless OUTGOING_ALLOW of the operator names it; use a public address',
    ],
  ],
  [
    'a webhook of the house',
    '{ do: alert }',
    '{ do: webhook, url: "https://192.168.1.2/hook" }',
    [
      '29:55: ladder.tiers[2].up[1].url: "192.168.1.2" is in a private network: nothing is posted there unless OUTGOING_ALLOW of the operator names it; use a public address',
    ],
  ],
  ['a webhook just outside', '{ do: alert }', '{ do: webhook, url: "https://192.169.1.2/hook" }', []],
  [
    'a webhook of a private address of IPv6',
    '{ do: alert }',
    '{ do: webhook, url: "https://[fd00::1]/hook" }',
    [
      '29:55: ladder.tiers[2].up[1].url: "[fd00::1]" is in a private network: nothing is posted there unless OUTGOING_ALLOW of the operator names it; use a public address',
    ],
  ],
  [
    'a webhook without encryption',
    '{ do: alert }',
    '{ do: webhook, url: "http://example.com/hook" }',
    ['29:55: ladder.tiers[2].up[1].url: is posted to without encryption; write https://'],
  ],
  ['a pipeline that is there', '{ do: alert }', '{ do: open lead, in: emea/lead }', []],
  [
    'a pipeline that is not there',
    '{ do: alert }',
    '{ do: open lead, in: emea/leads }',
    [
      '29:56: ladder.tiers[2].up[1].in: "emea/leads" is no pipeline; expected "emea/lead", "emea/opportunity"; did you mean "emea/lead"?',
    ],
  ],
];

describe('a programme', () => {
  test('without a doubt has no warning', () => {
    expect(warningsIn(readProgramme('web.yaml', aProgramme.text))).toEqual([]);
  });

  testWarnings(rows);

  test('whose pipelines are not known is not doubted for them', () => {
    const text = aProgramme.text.replace('{ do: alert }', '{ do: open lead, in: emea/leads }');
    expect(warningsIn(readProgramme('web.yaml', text))).toEqual([]);
  });

  test('with errors has no warnings', () => {
    const text = aProgramme.text.replace('name: hot', 'name: warm').replace('points: 5', 'points: lots');
    expect(readProgramme('web.yaml', text)).toMatchObject({ ok: false, errors: [{ line: 10 }] });
  });
});

describe('a sales process', () => {
  test.each([
    ['without a doubt', '', '', []],
    [
      'with a template that nothing mails',
      '          - { do: mail, template: hello }\n',
      '',
      [
        '6:17: templates[1].template: no stage mails "hello"; add { do: mail, template: hello }, or remove it',
      ],
    ],
    [
      'with a document that nothing attaches',
      'pipelines:',
      'documents: [{ document: offer, file: offer.pdf, title: Offer, text: An offer }]\npipelines:',
      ['7:25: documents[1].document: no template attaches "offer"; name it in "attach", or remove it'],
    ],
    [
      'with a time-out to the same stage',
      'to: Lost, reason',
      'to: New, reason',
      ['21:33: pipelines[1].stages[1].after[1].to: "New" is left for itself; name another stage'],
    ],
  ])('%s', (_name, was, is, warnings) => {
    expect(warningsIn(readSalesProcess('web.yaml', aProcess.text.replace(was, is)))).toEqual(warnings);
  });
});

const shipped = (folder: string) =>
  readdirSync(new URL(`../../../../rules/${folder}`, import.meta.url))
    .filter((name) => /(?<!\.examples)\.yaml$/.test(name))
    .map(
      (name) =>
        [name, readFileSync(new URL(`../../../../rules/${folder}${name}`, import.meta.url), 'utf8')] as const,
    );

describe('what ships has no warning', () => {
  test.each([...shipped(''), ...shipped('drafts/')])('%s', (name, text) => {
    expect(warningsIn(readProgramme(name, text))).toEqual([]);
  });

  test.each(shipped('pipelines/'))('%s', (name, text) => {
    expect(warningsIn(readSalesProcess(name, text))).toEqual([]);
  });
});
