/** Fields of pipelines in files: by name and by label, typed by the definition, exported, imported unchanged, undone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { program } from '../../console/log-ins.ts';
import { type Importing, importingOf } from './importing.ts';

let consoleApp: ConsoleApp;
const importing: Importing = importingOf(() => consoleApp);
const pipeline = `
process: fields
name: Fields
lanes: [Sales]
timeZone: Europe/London
pipelines:
  - pipeline: opportunity
    name: Opportunities
    of: opportunity
    fields:
      budget: { label: Our budget, type: money }
      size: { label: Size, type: number, atLeast: 1 }
      kind: { label: What, type: choice, choices: [Cloud, On site] }
      agreed: { label: Agreed, type: yes or no }
      by: { label: Needed by, type: date }
    stages: [{ stage: Open, next: [Won] }, { stage: Won, ends: won }]
  - pipeline: job
    name: Jobs
    of: job
    fields: { crew: { label: Crew, type: number } }
    stages: [{ stage: Planned, next: [Built] }, { stage: Built, ends: done }]
  - pipeline: order
    name: Orders
    of: order
    fields: { ship: { label: Ship to, type: text } }
    stages: [{ stage: Taken, next: [Sent] }, { stage: Sent, ends: done }]
  - pipeline: deal
    name: Deals
    of: deal
    fields: { term: { label: Term, type: number } }
    stages: [{ stage: Signed, next: [Over] }, { stage: Over, ends: done }]
`;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const asked = program(consoleApp);
  const published = await asked.ask('POST', '/pipelines', { text: pipeline });
  if (published.statusCode >= 300) throw new Error(published.body);
  await asked.ask('POST', '/people', { email: 'ada@fields.example', name: 'Ada' });
});
afterAll(() => consoleApp?.close());

const query = 'kind=opportunities&pipeline=fields/opportunity';
const header = 'name,person,Our budget,field:size,What,Agreed,needed by';
const one = async (name: string) => {
  const { items } = (
    await program(consoleApp).ask('GET', '/opportunities?pipeline=fields/opportunity')
  ).json();
  return items.find((item: { name: string }) => item.name === name);
};

test('a file fills fields by their names and labels, again it changes nothing, and an undo puts them back', async () => {
  const file = `${header}\nPens,ada@fields.example,1200.5,3,cloud,yes,2026-12-01\n`;
  const made = await importing.run(query, file);
  expect(made).toMatchObject({
    ...{ status: 'done', counts: { new: 1, bad: 0 } },
    mapping: {
      'Our budget': 'field:budget',
      'field:size': 'field:size',
      What: 'field:kind',
      Agreed: 'field:agreed',
      'needed by': 'field:by',
    },
  });
  expect(made.mayHave).toEqual(expect.arrayContaining(['name', 'field:budget']));
  const fields = { budget: '1200.50', size: 3, kind: 'Cloud', agreed: true, by: '2026-12-01' };
  expect(await one('Pens')).toMatchObject({ stage: 'Open', fields });
  expect((await importing.run(query, file)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
  const changed = await importing.run(query, 'name,person,size,Agreed\nPens,ada@fields.example,4,no\n');
  expect(changed.counts).toMatchObject({ changed: 1 });
  expect((await one('Pens')).fields).toEqual({ ...fields, size: 4, agreed: false });
  await program(consoleApp).ask('POST', `/imports/${changed.id}/undo`);
  await importing.work();
  expect((await one('Pens')).fields).toEqual(fields);
});

test('a cell that its field cannot hold is a bad row with the reason, and an empty one clears where that is asked for', async () => {
  const bad = await importing.run(
    `${query}&rows=good`,
    `${header}\nBad,ada@fields.example,much,0,Moon,perhaps,soon\nGood,ada@fields.example,1,2,Cloud,no,2026-12-02\n`,
  );
  expect(bad).toMatchObject({ status: 'done', counts: { new: 1, bad: 1 } });
  expect(bad.badRows[0]).toMatchObject({ line: 2, column: 'Our budget', value: 'much' });
  await importing.run(`${query}&empty=clear`, 'name,person,size\nGood,ada@fields.example,\n');
  expect((await one('Good')).fields).toEqual({
    budget: '1.00',
    kind: 'Cloud',
    agreed: false,
    by: '2026-12-02',
  });
});

test.each([
  ['jobs', 'job', 'Crew', 'crew', '4', 4, 'Planned'],
  ['orders', 'order', 'ship to', 'ship', 'Quay 4', 'Quay 4', 'Taken'],
  ['deals', 'deal', 'Term', 'term', '12', 12, 'Signed'],
])(
  '%s come in, go out and are undone as opportunities are',
  async (list, pipeline, label, field, cell, value, stage) => {
    const ask = program(consoleApp).ask;
    const file = `name,person,amount,${label}\nOne,ada@fields.example,10,${cell}\n`;
    const made = await importing.run(`kind=${list}&pipeline=fields/${pipeline}`, file);
    expect(made).toMatchObject({ status: 'done', counts: { new: 1, bad: 0 } });
    const path = `/${list}?pipeline=fields/${pipeline}`;
    const items = async () => (await ask('GET', path)).json().items;
    expect(await items()).toMatchObject([
      { name: 'One', stage, amount: '10.00', fields: { [field]: value } },
    ]);
    const text = await importing.text(`/exports?kind=${list}&pipeline=fields/${pipeline}`);
    expect((await importing.run(`kind=${list}`, text)).counts).toMatchObject({
      unchanged: 1,
      new: 0,
      changed: 0,
      bad: 0,
    });
    const [{ id }] = await items();
    const chosen = await ask('POST', '/exports', { kind: list, ids: [id, 'none'] });
    expect(chosen.body.trim().split('\r\n')).toHaveLength(2);
    const known = await importing.run(
      `kind=${list}&pipeline=fields/${pipeline}`,
      `name,person,amount,stage\nOne,ada@fields.example,11,Elsewhere\n`,
    );
    expect(known.badRows[0]?.reason).toContain(`PATCH /${list}/${id}`);
    await ask('POST', `/imports/${made.id}/undo`);
    await importing.work();
    expect(await items()).toEqual([]);
  },
);

test('what is exported has a column a field, and changes nothing when it comes back', async () => {
  const path = '/exports?kind=opportunities&pipeline=fields/opportunity';
  const [names = [], ...rows] = await importing.rows(path);
  expect(names.slice(-5)).toEqual(['field:budget', 'field:size', 'field:kind', 'field:agreed', 'field:by']);
  const pens = rows.find((cells) => cells[names.indexOf('name')] === 'Pens') ?? [];
  expect(pens.slice(-5)).toEqual(['1200.50', '3', 'Cloud', 'yes', '2026-12-01']);
  const again = await importing.run('kind=opportunities', await importing.text(path));
  expect(again).toMatchObject({
    status: 'done',
    counts: { new: 0, changed: 0, bad: 0, unchanged: rows.length },
  });
});

test('a record in an earlier version of its pipeline comes and goes by the fields of that version', async () => {
  const ask = program(consoleApp).ask;
  const earlier = (fields: string) => `
process: versions
name: Versions
lanes: [Sales]
timeZone: Europe/London
pipelines:
  - pipeline: opportunity
    name: Opportunities
    of: opportunity
    fields: ${fields}
    stages: [{ stage: Open, next: [Won] }, { stage: Won, ends: won }]
`;
  const publish = async (fields: string) => {
    const { statusCode, body } = await ask('POST', '/pipelines', { text: earlier(fields) });
    if (statusCode >= 300) throw new Error(body);
  };
  const ofVersions = 'kind=opportunities&pipeline=versions/opportunity';
  await publish('{ size: { label: Size, type: number }, old: { label: Old, type: text } }');
  await importing.run(ofVersions, 'name,person,size,old\nEarlier,ada@fields.example,3,kept\n');
  await publish('{ size: { label: Size, type: choice, choices: [S, M] }, new: { label: New, type: text } }');
  const made = await importing.run(ofVersions, 'name,person,size,new\nLatest,ada@fields.example,M,here\n');
  expect(made.counts).toMatchObject({ new: 1, bad: 0 });
  const path = '/exports?kind=opportunities&pipeline=versions/opportunity';
  const [names = [], ...rows] = await importing.rows(path);
  expect(names.slice(-3)).toEqual(['field:size', 'field:new', 'field:old']);
  const cellsOf = (name: string) => rows.find((cells) => cells[names.indexOf('name')] === name)?.slice(-3);
  expect([cellsOf('Earlier'), cellsOf('Latest')]).toEqual([
    ['3', '', 'kept'],
    ['M', 'here', ''],
  ]);
  expect((await importing.run('kind=opportunities', await importing.text(path))).counts).toMatchObject({
    ...{ unchanged: 2, bad: 0 },
  });
  const changed = await importing.run(
    `${ofVersions}&rows=good`,
    'name,person,size\nEarlier,ada@fields.example,4\nLatest,ada@fields.example,5\n',
  );
  expect(changed).toMatchObject({ counts: { changed: 1, bad: 1 }, badRows: [{ line: 3 }] });
});
