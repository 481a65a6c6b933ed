/** The board over the API: its columns count and add up what their lists hold, by owner and currency, up to a limit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let person = '';
const ask = askingOf(() => consoleApp.app, bearer);
const board = async (pipeline: string, query = '') =>
  (await ask('GET', `/pipelines/${pipeline}/board${query}`)).body;
const column = async (pipeline: string, stage: string, query = '') =>
  (await board(pipeline, query)).columns.find((one: { stage: string }) => one.stage === stage);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
});
afterAll(() => consoleApp?.close());

test('a column counts its records, and adds up each currency, weighted by its probability', async () => {
  const pipeline = 'emea/opportunity';
  const opportunity = (amount: string, currency: string, owner: string | null) =>
    ask('POST', '/opportunities', { pipeline, name: 'Pens', person, amount, currency, owner });
  await opportunity('100.10', 'EUR', 'rep@example.com');
  await opportunity('0.05', 'EUR', null);
  await opportunity('7', 'USD', null);
  const { kind, version, columns } = await board(pipeline);
  expect([kind, version, columns.length, columns[0]]).toEqual([
    'opportunity',
    1,
    8,
    {
      ...{ stage: 'Validation pending', lane: null, ends: null, probability: 5 },
      count: { count: 3, isCapped: false },
      changeTag: expect.stringMatching(/^3-3-\d+$/),
      sums: [
        { currency: 'EUR', amount: '100.15', weighted: '5.01' },
        { currency: 'USD', amount: '7.00', weighted: '0.35' },
      ],
    },
  ]);
  expect(columns.map(({ probability }: { probability: number }) => probability).slice(-2)).toEqual([100, 0]);
  expect(await column(pipeline, 'Validation pending', '?owner=rep@example.com')).toMatchObject({
    count: { count: 1 },
    sums: [{ currency: 'EUR', amount: '100.10' }],
  });
});

test('a board of a team counts what its people own, and each owner has columns of their own', async () => {
  const pipeline = 'company-xyz/order';
  for (const team of ['North', 'South'])
    expect((await ask('PUT', `/teams/${team}`, { manager: null })).status).toBe(201);
  for (const [email, team] of [
    ['ann@example.com', 'North'],
    ['bea@example.com', 'North'],
    ['cid@example.com', 'South'],
  ])
    expect((await ask('POST', '/users', { email, role: 'rep', team })).status).toBe(201);
  const order = (owner: string | null, amount: string) =>
    ask('POST', '/orders', { pipeline, name: 'Ink', person, amount, currency: 'EUR', owner });
  for (const [owner, amount] of [
    ['bea@example.com', '1.10'],
    ['ann@example.com', '2.20'],
    ['ann@example.com', '4.40'],
    ['cid@example.com', '8'],
    [null, '16'],
  ] as const)
    expect((await order(owner, amount)).status).toBe(201);
  const counted = (columns: { count: { count: number }; sums: { amount: string }[] }[]) =>
    columns
      .filter(({ count }) => count.count > 0)
      .map(({ count, sums }) => [count.count, ...sums.map(({ amount }) => amount)]);
  const ofAll = await board(pipeline);
  expect([counted(ofAll.columns), ofAll.owners]).toEqual([[[5, '31.70']], null]);
  const { columns, owners } = await board(pipeline, '?team=North&by=owner');
  expect(counted(columns)).toEqual([[3, '7.70']]);
  expect(owners.map((row: { owner: string; columns: [] }) => [row.owner, counted(row.columns)])).toEqual([
    ['ann@example.com', [[2, '6.60']]],
    ['bea@example.com', [[1, '1.10']]],
  ]);
  const everybody = await board(pipeline, '?by=owner');
  expect(everybody.owners.map(({ owner }: { owner: string | null }) => owner)).toEqual([
    ...[null, 'ann@example.com', 'bea@example.com', 'cid@example.com'],
  ]);
  // The lists hold as many cards as each row counts.
  const listed = async (query: string) =>
    (await ask('GET', `/orders?pipeline=${pipeline}&${query}`)).body.items.length;
  expect(await Promise.all(['team=North', 'unowned=true', 'owner=ann@example.com'].map(listed))).toEqual([
    3, 1, 2,
  ]);
  expect((await board(pipeline, '?team=Nowhere&by=owner')).owners).toEqual([]);
});

test('a sum may be larger than any single amount', async () => {
  const pipeline = 'emea/opportunity';
  const large = { pipeline, name: 'Pens', person, amount: '999999999999.99', currency: 'GBP' };
  for (const _one of [1, 2]) expect((await ask('POST', '/opportunities', large)).status).toBe(201);
  const { sums } = await column(pipeline, 'Validation pending');
  expect(sums.find(({ currency }: { currency: string }) => currency === 'GBP')).toEqual({
    ...{ currency: 'GBP', amount: '1999999999999.98', weighted: '100000000000.00' },
  });
});

test('a column has another tag where one of its records has changed, and the others keep theirs', async () => {
  const pipeline = 'process-guide/job';
  const job = async (name: string, owner: string) =>
    (await ask('POST', '/jobs', { pipeline, name, person, owner })).body.id;
  const id = await job('Pens', 'ann@example.com');
  await job('Mugs', 'bea@example.com');
  const tags = async () => {
    const { columns, owners } = await board(pipeline, '?by=owner');
    return [
      columns.map((one: { changeTag: string }) => one.changeTag),
      ...owners.map((row: { columns: { changeTag: string }[] }) => row.columns[0]?.changeTag),
    ];
  };
  const [columns, ann, bea] = await tags();
  expect((await ask('PATCH', `/jobs/${id}`, { name: 'Ten pens' })).status).toBe(200);
  const [columnsAfter, annAfter, beaAfter] = await tags();
  const differing = columns.filter((one: string, index: number) => one !== columnsAfter[index]);
  expect([differing.length, ann === annAfter, bea === beaAfter]).toEqual([1, false, true]);
});

test('a record in a stage that the latest version lacks stays on the board', async () => {
  const publish = (stages: string) =>
    consoleApp.sales.workflow.publishProcess({
      file: 'shop.yaml',
      author: 'Ada',
      text: `process: shop\nname: Shop\ntimeZone: UTC\nlanes: [Sales]
pipelines:
  - { pipeline: job, name: Jobs, of: job, stages: [${stages}] }`,
    });
  const stagesOf = async () =>
    (await board('shop/job')).columns.map((one: { stage: string; count: { count: number } }) => [
      one.stage,
      one.count.count,
    ]);
  await publish(
    '{ stage: New, next: [Talk] }, { stage: Talk, lane: Sales, probability: 40, next: [Won, Gone] }, { stage: Won, ends: won }, { stage: Gone, ends: lost }',
  );
  for (const stage of [[], ['Talk'], ['Talk', 'Gone']]) {
    const { id } = (await ask('POST', '/jobs', { pipeline: 'shop/job', name: 'Pens', person })).body;
    for (const to of stage) expect((await ask('PATCH', `/jobs/${id}`, { stage: to })).status).toBe(200);
  }
  await publish('{ stage: New, next: [Meet] }, { stage: Meet, next: [Won] }, { stage: Won, ends: won }');
  expect(await stagesOf()).toEqual([
    ['New', 1],
    ['Meet', 0],
    ['Talk', 1],
    ['Won', 0],
    ['Gone', 1],
  ]);
  expect(await column('shop/job', 'Talk')).toMatchObject({ lane: 'Sales', ends: null, probability: 40 });
});

test('leads have a board too, and no sums', async () => {
  await ask('POST', '/leads', { person, campaign: 'By hand' });
  const { kind, columns } = await board('emea/lead');
  expect([kind, columns[0].count.count, columns[0].sums]).toEqual(['lead', 1, []]);
});

test('an opportunity whose conversion was undone is on no board, and in no file', async () => {
  const pipeline = 'emea/opportunity';
  const before = await board(pipeline);
  const lead = (await ask('POST', '/leads', { person, campaign: 'EMEA Lead Scoring Programme' })).body;
  const vera = await newcomer(consoleApp, 'vera@example.com', 'manager');
  expect((await vera.ask('PATCH', `/leads/${lead.id}`, { status: 'Converted' })).statusCode).toBe(200);
  const opened = (await ask('GET', `/opportunities?lead=${lead.id}`)).body.items[0];
  const file = async () =>
    (await consoleApp.app.inject({ url: '/api/v1/exports?kind=opportunities', headers: bearer })).body;
  expect(await file()).toContain(opened.id);
  const { items } = (await vera.ask('GET', `/timeline/${lead.id}`)).json();
  const entry = items.find(({ undo }: { undo: unknown }) => undo !== null);
  expect((await vera.ask('POST', `/timeline/${lead.id}/${entry.id}/undo`)).statusCode).toBe(200);
  expect((await ask('GET', `/opportunities/${opened.id}`)).body.end).toBe('voided');
  const counts = ({ columns }: { columns: { stage: string; count: object }[] }) =>
    columns.map(({ stage, count }) => [stage, count]);
  expect(counts(await board(pipeline))).toEqual(counts(before));
  expect(await file()).not.toContain(opened.id);
});

test('a pipeline that is none has no board', async () => {
  expect((await ask('GET', '/pipelines/emea/nothing/board')).status).toBe(404);
});

test('a column stops to count at a limit, and says so', async () => {
  const made = await ask('POST', '/orders', {
    pipeline: 'touchstone/order',
    name: 'Pens',
    person,
    amount: '1',
  });
  const { stage } = made.body;
  const more = (count: number) =>
    consoleApp.query(
      `INSERT INTO orders (id, name, person_id, stage, pipeline, entered_at, amount, created_at, updated_at)
       SELECT 'or_' || gen_random_uuid(), 'Pens', person_id, stage, pipeline, now(), 1, now(), now()
       FROM orders, generate_series(1, $2::int) WHERE id = $1`,
      [made.body.id, count],
    );
  const counted = async () => {
    const { count, sums } = await column('touchstone/order', stage);
    return [count.count, count.isCapped, sums[0].amount];
  };
  const max = limits.boardCountMax;
  await more(max - 2);
  expect(await counted()).toEqual([max - 1, false, `${max - 1}.00`]);
  await more(1);
  expect(await counted()).toEqual([max, false, `${max}.00`]);
  await more(1);
  expect((await counted()).slice(0, 2)).toEqual([max, true]);
  // Of nobody's row and of those whom the counting did not reach, nothing is said to be exact.
  await ask('PATCH', `/orders/${made.body.id}`, { owner: 'rep@example.com' });
  const { columns, owners } = await board('touchstone/order', '?by=owner');
  expect(columns.find((one: { stage: string }) => one.stage === stage)).toMatchObject({ changeTag: null });
  expect(owners.length).toBeGreaterThan(0);
  for (const row of owners)
    expect(row.columns.find((one: { stage: string }) => one.stage === stage)).toMatchObject({
      ...{ count: { isCapped: true }, changeTag: null },
    });
});
