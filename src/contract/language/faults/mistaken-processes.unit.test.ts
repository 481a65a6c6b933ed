/** Words and values of a sales process. Each with its exact message. */
import { describe } from 'vitest';
import { aProcess, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  [
    'a stage by another name',
    'checklist: [budget]',
    'checklists: [budget]',
    ['16:9: pipelines[1].stages[1].checklists: unknown word "checklists"; did you mean "checklist"?'],
  ],
  [
    'a former word',
    'process: web',
    'system: web',
    ['1:1: system: unknown word "system"; did you mean "process", which is missing?'],
  ],
  [
    'a kind of record that is none',
    'of: lead',
    'of: leads',
    [
      '10:9: pipelines[1].of: "leads" is not allowed; expected "campaign", "lead", "opportunity", "deal", "order" or "job"; did you mean "lead"?',
    ],
  ],
  [
    'a type of field that is none',
    'type: money',
    'type: currency',
    [
      '12:38: pipelines[1].fields.budget.type: "currency" is not allowed; expected "tick", "yes or no", "text", "number", "money", "date", "choice" or "attachment"',
    ],
  ],
  [
    'an effect that is none',
    'do: notify',
    'do: inform',
    [
      '18:19: pipelines[1].stages[1].onEnter[1].do: "inform" is not allowed; expected "task", "mail", "notify", "note", "open", "set", "make person" or "stop contact"; did you mean "notify"?',
    ],
  ],
  [
    'an effect with the word of another',
    'template: hello }\n        after',
    'template: hello, who: Sales }\n        after',
    [
      '19:42: pipelines[1].stages[1].onEnter[2].who: "who" cannot stand beside "do: mail"; it goes with "do: notify", remove it here',
    ],
  ],
  [
    'a time-out without its target',
    ', to: Lost, reason',
    ', reason',
    [
      '21:13: pipelines[1].stages[1].after[1]: "to" is missing; add it after "time"; expected a text of 1 to 200 characters',
    ],
  ],
  [
    'a stage that is none',
    'to: Lost',
    'to: Losst',
    [
      '21:33: pipelines[1].stages[1].after[1].to: "Losst" is no stage; expected "New", "Won", "Lost"; did you mean "Lost"?',
    ],
  ],
  [
    'a lane that is none',
    'lane: Sales\n',
    'lane: Sale\n',
    [
      '15:15: pipelines[1].stages[1].lane: "Sale" is no lane; expected "Sales", "Accounts"; did you mean "Sales"?',
    ],
  ],
  [
    'a field that is none',
    'checklist: [budget]',
    'checklist: [bugdet]',
    [
      '16:21: pipelines[1].stages[1].checklist[1]: "bugdet" is no field; expected "budget"; did you mean "budget"?',
    ],
  ],
  [
    'a template that is none',
    'template: hello }\n        after',
    'template: helo }\n        after',
    [
      '19:35: pipelines[1].stages[1].onEnter[2].template: "helo" is no template; expected "hello"; did you mean "hello"?',
    ],
  ],
  [
    'a word of a mail that is none',
    '{{person.name}}',
    '{{person.nmae}}',
    [
      '6:46: templates[1].text: "{{person.nmae}}" is no word of a template; expected person.name, person.email, person.company, record.id, record.name, record.amount, record.stage, owner, today or a field such as fields.budget',
    ],
  ],
  [
    'one item for a list',
    'checklist: [budget]',
    'checklist: budget',
    [
      '16:20: pipelines[1].stages[1].checklist: "budget" is not allowed; expected a list, each item after "- "; did you mean [budget]?',
    ],
  ],
  [
    'a month',
    'time: 5 days',
    'time: 1 month',
    [
      '21:21: pipelines[1].stages[1].after[1].time: "1 month" is not allowed, because months differ in length; expected a time such as "24 hours", "8 working hours" or "2 working days"; did you mean "30 days"?',
    ],
  ],
  [
    'an end that is none',
    'ends: won',
    'ends: win',
    [
      '23:29: pipelines[1].stages[2].ends: "win" is not allowed; expected "won", "lost", "done" or "cancelled"; did you mean "won"?',
    ],
  ],
  [
    'a pipeline without stages',
    / {4}stages:[\s\S]*/,
    '',
    [
      '8:5: pipelines[1]: "stages" is missing; add it after "fields"; expected a list, each item with the word "stage"',
    ],
  ],
  [
    'lanes in words',
    'lanes: [Sales, Accounts]',
    'lanes: Sales, Accounts',
    [
      '4:8: lanes: "Sales, Accounts" is not allowed; expected a list, each item after "- "; did you mean [Sales, Accounts]?',
    ],
  ],
  [
    'a stage there twice',
    'stage: Won,',
    'stage: Lost,',
    [
      '22:16: pipelines[1].stages[1].next[1].to: "Won" is no stage; expected "New", "Lost"',
      '24:9: pipelines[1].stages[3]: the stage "Lost" is there twice',
    ],
  ],
  [
    'a probability in per cent',
    'lane: Sales\n',
    'lane: Sales\n        probability: 50%\n',
    [
      '16:22: pipelines[1].stages[1].probability: "50%" is not allowed, because a number has no sign behind it; expected a number from 0 to 100; did you mean 50?',
    ],
  ],
];

describe('words and values of a sales process. each with its exact message', () =>
  testMistakes(aProcess, mistakes));
