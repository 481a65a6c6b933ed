/** The feed of alerts where nobody can listen: what is heard of, in whatever order transactions commit. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pollForAlerts } from '../../../src/sales/outbox/alert-poll.ts';
import { flowTables } from '../../../src/sales/store/store.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

let database: TestDatabase;
let [one, other, asking]: pg.Client[] = [];
const heard: string[] = [];
let feed: { close(): Promise<void> };

beforeAll(async () => {
  database = await startTestDatabase();
  [one, other, asking] = Array.from({ length: 3 }, () => new pg.Client({ connectionString: database.url }));
  await Promise.all([one, other, asking].map((client) => client?.connect()));
  await enter(one, 'leads', -7);
  feed = pollForAlerts(
    asking as pg.Client,
    () => heard.push('news'),
    (table) => heard.push(table),
  );
  await until('the first look', () => heard.length > 0);
});
afterAll(async () => {
  await feed?.close();
  await Promise.all([one, other, asking].map((client) => client?.end()));
  await database?.stop();
});

/** An entry of the timeline; of an act of another server where one is given. */
const enter = (client: pg.Client | undefined, kind: string, act?: number) =>
  client?.query(
    `INSERT INTO timeline (kind, record, at, actor, changes, act) VALUES ($1, 'r', now(), 'x', '{}', coalesce($2, txid_current()))`,
    [kind, act ?? null],
  );
const heardThen = async (work: () => Promise<unknown>, end: string) => {
  heard.length = 0;
  await work();
  await until(`${end} is heard of`, () => heard.includes(end));
  return [...heard];
};

test('the first look is news of everything: it does not know what came just before', () => {
  expect(heard).toEqual(['news', ...Object.values(flowTables).map(({ table }) => table)]);
});

test('an entry that commits after a later one is heard of, each once', async () => {
  await one?.query('BEGIN');
  await enter(one, 'deals');
  expect(await heardThen(async () => enter(other, 'leads'), 'leads')).toEqual(['leads']);
  expect(await heardThen(async () => one?.query('COMMIT'), 'deals')).toEqual(['deals']);
});

test('what is rolled back, or is no record in stages, is not heard of', async () => {
  const later = async () => {
    await one?.query('BEGIN');
    await enter(one, 'deals');
    await one?.query('ROLLBACK');
    await enter(one, 'people');
    await enter(one, 'jobs');
  };
  expect(await heardThen(later, 'jobs')).toEqual(['jobs']);
});

test('an alert is news', async () => {
  const write = async () =>
    one?.query(`INSERT INTO alerts (type, at, data) VALUES ('lead.opened', now(), '{}')`);
  expect(await heardThen(write, 'news')).toEqual(['news']);
});
