/** Errors of sales processes that no single value shows: each said with its place, its remedy, and nothing else said. */
import { describe, expect, test } from 'vitest';
import { errorsOf, processWith } from '../../../test/support/sales-process-text.ts';
import { readSalesProcess } from './sales-process-file.ts';
import { errorInWords } from './yaml-file.ts';

test('a process without errors has none', () => {
  expect(errorsOf({})).toEqual([]);
});

describe('ways', () => {
  test.each([
    [
      'a stage nobody reaches',
      `      - { stage: New, next: [Done] }
      - { stage: Lonely, next: [Done] }
      - { stage: Done, ends: done }`,
      /^example\.yaml:17:\d+: .*nothing leads to "Lonely"; name it in the "next" or "after" of another stage$/,
    ],
    [
      'a dead end',
      `      - { stage: New, next: [Done, Stuck] }
      - { stage: Stuck }
      - { stage: Done, ends: done }`,
      /no transition leads from "Stuck" to an end; give it "next", or "ends" if it is one$/,
    ],
    [
      'a circle that never ends',
      `      - { stage: New, next: [Done, Round] }
      - { stage: Round, next: [About] }
      - { stage: About, next: [Round] }
      - { stage: Done, ends: done }`,
      /no transition leads from "Round" to an end/,
    ],
    [
      'a stage that is there twice',
      `      - { stage: New, next: [Done] }
      - { stage: New, next: [Done] }
      - { stage: Done, ends: done }`,
      /the stage "New" is there twice/,
    ],
  ])('%s', (_what, stages, error) => {
    expect(errorsOf({ stages })[0]).toMatch(error);
  });

  test('a stage reached by the clock alone is reached', () => {
    const stages = `      - { stage: New, next: [Done], after: [{ time: 5 days, to: Late, reason: no answer }] }
      - { stage: Late, ends: cancelled }
      - { stage: Done, ends: done }`;
    expect(errorsOf({ stages })).toEqual([]);
  });

  test.each([
    ['to a stage that is none', 'next: [Done, Nowhere]', '"Nowhere" is no stage; expected "New", "Done"'],
    [
      'two to one stage',
      'next: [Done, { to: Done, when: other }]',
      'two transitions lead to "Done"; say "when"',
    ],
    [
      'by a lane that is none',
      'next: [{ to: Done, by: Cooks }]',
      '"Cooks" is no lane; expected "Sales", "Customer"',
    ],
    ['with a need that is no field', 'next: [{ to: Done, needs: [cost] }]', '"cost" is no field'],
    ['asking for what is no field', 'next: [{ to: Done, if: { cost: 1 } }]', '"cost" is no field'],
  ])('%s', (_what, inNew, error) => {
    expect(errorsOf({ inNew })).toEqual([expect.stringContaining(error)]);
  });
});

describe('the clock', () => {
  test.each([
    [
      'a time-out to a stage that is none',
      'after: [{ time: 1 day, to: Gone, reason: late }]',
      '"Gone" is no stage',
    ],
    [
      'a time-out without a time',
      'after: [{ to: Done, reason: late }]',
      'what counts from entering needs a time',
    ],
    [
      'from what is no date',
      'after: [{ from: budget, to: Done, reason: late }]',
      '"budget" is a money; expected a date field',
    ],
    ['from what is no field', 'after: [{ from: due, to: Done, reason: late }]', '"due" is no field'],
    [
      'plus what is no number',
      'after: [{ plus: on, time: 1 day, to: Done, reason: late }]',
      '"on" is a date; expected a number field',
    ],
    [
      'working days without working time',
      'after: [{ time: 5 working days, to: Done, reason: late }]',
      'the process has none; add "workingTime"',
    ],
    [
      'a reminder in working days without any',
      'every: [{ time: 1 working day, do: [] }]',
      'the process has none; add "workingTime"',
    ],
  ])('%s', (_what, clock, error) => {
    expect(errorsOf({ inNew: `next: [Done], ${clock}` })).toEqual([expect.stringContaining(error)]);
  });

  test('a time-out without a target is refused by the schema', () => {
    expect(errorsOf({ inNew: 'next: [Done], after: [{ time: 1 day, reason: late }]' })).toEqual([
      expect.stringMatching(/^example\.yaml:16:\d+: .*after\[1\]: "to" is missing/),
    ]);
  });

  test('nothing runs out in an end', () => {
    const stages = `      - { stage: New, next: [Done] }
      - { stage: Done, ends: done, after: [{ time: 1 day, to: New, reason: late }] }`;
    expect(errorsOf({ stages })).toEqual([expect.stringContaining('nothing runs out in a stage that ends')]);
  });
});

describe('what goes out', () => {
  const templates = (text: string) => `templates:\n  - { template: hello, subject: Hello, text: "${text}" }`;
  const mailing = (template: string) => `next: [Done], onEnter: [{ do: mail, template: ${template} }]`;

  test('a template with a field that is none', () => {
    expect(errorsOf({ templates: templates('{{fields.cost}}'), inNew: mailing('hello') })).toEqual([
      expect.stringMatching(/"\{\{fields\.cost\}\}" is no word of a template; expected person\.name/),
    ]);
  });

  test('a template with the field of another pipeline than the one that sends it', () => {
    const more = `  - pipeline: job
    name: Jobs
    of: job
    fields: { cost: { label: Cost, type: money } }
    stages: [{ stage: Made, next: [Gone] }, { stage: Gone, ends: done }]`;
    expect(errorsOf({ templates: templates('{{fields.cost}}'), inNew: mailing('hello'), more })).toEqual([
      expect.stringContaining('"hello" shows {{fields.cost}}, which no record of "Leads" has'),
    ]);
  });

  test.each([
    ['a template that is none', mailing('bye'), '"bye" is no template; expected "hello"'],
    [
      'a mail to nobody',
      'next: [Done], onEnter: [{ do: mail, template: hello, to: Cook }]',
      '"Cook" is no lane',
    ],
    [
      'a task for nobody',
      'next: [Done], onLeave: [{ do: task, subject: Do, for: Cook }]',
      '"Cook" is no lane',
    ],
    [
      'a record of no pipeline',
      'next: [Done], onEnter: [{ do: open, pipeline: job }]',
      '"job" is no pipeline',
    ],
    ['setting no field', 'next: [Done], onEnter: [{ do: set, field: cost, to: 1 }]', '"cost" is no field'],
  ])('%s', (_what, inNew, error) => {
    expect(errorsOf({ templates: templates('Hello {{person.name}}'), inNew })).toEqual([
      expect.stringContaining(error),
    ]);
  });
});

describe('attachments', () => {
  const mailing = 'next: [Done], onEnter: [{ do: mail, template: hello }]';
  const mail = (text: string, attach = '') =>
    `templates: [{ template: hello, subject: Hello, text: "${text}"${attach} }]`;
  const document = (more = '') =>
    `documents: [{ document: invoice, file: Invoice.pdf, title: Invoice, text: "{{person.name}}"${more} }]`;
  const file = 'slip: { label: Slip, type: attachment }';

  test.each(['The slip is attached', 'see the ATTACHMENT', 'Please find enclosed our offer'])(
    'a mail that says %j attaches nothing',
    (text) => {
      expect(errorsOf({ templates: mail(text), inNew: mailing })).toEqual([
        expect.stringMatching(
          /^example\.yaml:6:\d+: .*the mail says "\w+" and attaches nothing; name a document/,
        ),
      ]);
    },
  );

  test.each([
    ['a document', mail('It is attached', ', attach: [invoice]'), document(), ''],
    ['a file of the record', mail('It is attached', ', attach: [slip]'), '', file],
    ['both', mail('Both', ', attach: [invoice, slip]'), document(), file],
  ])('%s may be attached', (_what, templates, documents, fields) => {
    expect(errorsOf({ templates: `${templates}\n${documents}`, inNew: mailing, fields })).toEqual([]);
  });

  test.each([
    [
      'neither a document nor a field',
      `${mail('x', ', attach: [offer]')}\n${document()}`,
      file,
      '"offer" is neither a document nor a field of type "attachment"; expected "invoice", "slip"',
    ],
    [
      'a field of another type',
      mail('x', ', attach: [budget]'),
      '',
      '"budget" is neither a document nor a field of type "attachment"; expected one to be there',
    ],
    ['a file as a word', mail('{{fields.slip}}'), file, '"{{fields.slip}}" is a file; name it in "attach"'],
    [
      'a document that shows what no record has',
      `${mail('x', ', attach: [invoice]')}\n${document().replace('person.name', 'fields.nothing')}`,
      '',
      '"{{fields.nothing}}" is no word of a template',
    ],
    [
      'items of a record that has none',
      `${mail('x', ', attach: [invoice]')}\n${document(', items: true')}`,
      '',
      'document "invoice" shows items, and records of "Leads" have none',
    ],
    [
      'a file that is no PDF and no page',
      document().replace('Invoice.pdf', 'Invoice.docx'),
      '',
      'expected a name that ends in ".pdf" or ".html"',
    ],
    [
      'a document twice',
      document().replace(/(\{.*\})/, '$1, $1'),
      '',
      'the document "invoice" is there twice',
    ],
    ['a language that is none', 'language: "no such language"', '', 'expected a language such as "en-GB"'],
  ])('%s', (_what, templates, fields, error) => {
    const inNew = templates.includes('template: hello') ? mailing : 'next: [Done]';
    expect(errorsOf({ templates, fields, inNew })).toContainEqual(expect.stringContaining(error));
  });

  test('a file of another pipeline is none of its mail', () => {
    const more = `
  - pipeline: order
    name: Orders
    of: order
    fields: { receipt: { label: Receipt, type: attachment } }
    stages: [{ stage: Made, next: [Gone] }, { stage: Gone, ends: done }]`;
    expect(errorsOf({ templates: mail('x', ', attach: [receipt]'), inNew: mailing, more })).toEqual([
      expect.stringContaining(
        '"hello" attaches "receipt", which is no field of type "attachment" of "Leads"',
      ),
    ]);
  });
});

describe('ticks that something ticks', () => {
  test('only a tick is ticked', () => {
    expect(errorsOf({ fields: 'known: { label: Known, type: tick, tickedBy: person }' })).toEqual([]);
    expect(errorsOf({ fields: 'known: { label: Known, type: text, tickedBy: person }' })).toEqual([
      expect.stringContaining('only a field of type "tick" is ticked by something'),
    ]);
  });
});

test('a record is opened in a stage of its pipeline', () => {
  const opening = (at: string) => `next: [Done], onLeave: [{ do: open, pipeline: lead, at: ${at} }]`;
  expect(errorsOf({ inNew: opening('New') })).toEqual([]);
  expect(errorsOf({ inNew: opening('Gone') })).toEqual([
    expect.stringContaining('"Gone" is no stage; expected "New", "Done"'),
  ]);
});

describe('after contact', () => {
  test.each([
    ['a stage', 'Done', []],
    ['no stage', 'Gone', [expect.stringContaining('"Gone" is no stage; expected "New", "Done"')]],
  ])('leads to %s', (_what, to, errors) => {
    const text = processWith({}).replace('of: lead', `of: lead\n    afterContact: { no opportunity: ${to} }`);
    const reading = readSalesProcess('example.yaml', text);
    expect(reading.ok ? [] : reading.errors.map(errorInWords)).toEqual(errors);
  });

  test('only leads have contact tasks', () => {
    const text = processWith({}).replace('of: lead', 'of: job\n    afterContact: { no opportunity: Done }');
    const reading = readSalesProcess('example.yaml', text);
    expect(reading.ok ? [] : reading.errors.map(errorInWords)).toEqual([
      expect.stringContaining('only leads have contact tasks'),
    ]);
  });
});

describe('activities', () => {
  const signing = (more: string) =>
    `next: [Done], activities: [{ activity: rep-signs, number: 1, owner: Sales, name: Signs, oneOf: signs }${more}]`;

  test('"oneOf" joins activities of one stage', () => {
    const other = ', { activity: customer-signs, number: 1, owner: Customer, name: Signs, oneOf: signs }';
    expect(errorsOf({ inNew: signing(other) })).toEqual([]);
  });

  test.each([
    ['"oneOf" that no other shares', signing(''), 'no other activity of "New" is "oneOf: signs"'],
    [
      'an owner that is no lane',
      'next: [Done], activities: [{ activity: a, number: 1, owner: Cook, name: A }]',
      '"Cook" is no lane',
    ],
    [
      'named like a field',
      'next: [Done], activities: [{ activity: budget, number: 1, owner: Sales, name: A }]',
      '"budget" is a field already',
    ],
    [
      'automatic, not automatable',
      'next: [Done], activities: [{ activity: a, number: 1, owner: Sales, name: A, automatic: true }]',
      'only what is automatable can be automatic',
    ],
  ])('%s', (_what, inNew, error) => {
    expect(errorsOf({ inNew })).toEqual([expect.stringContaining(error)]);
  });
});

describe('the mapping of records in flight', () => {
  test.each([
    ['of a pipeline that is none', 'migrate: { deal: {} }', '"deal" is no pipeline of this process'],
    [
      'to a stage that is none',
      'migrate: { lead: { Old: Older } }',
      '"Older" is no stage; expected "New", "Done"',
    ],
    ['of a stage that is still there', 'migrate: { lead: { New: Done } }', '"New" is still a stage'],
  ])('%s', (_what, more, error) => {
    expect(errorsOf({ more })).toEqual([expect.stringContaining(error)]);
  });
});
