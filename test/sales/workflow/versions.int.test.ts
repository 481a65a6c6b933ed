/** Versions of sales processes on a real PostgreSQL: records in flight, mappings, refusals, texts published while running. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startTestPostgres, type TestServer } from '../../support/servers.ts';
import { admin, startMs } from '../records.ts';

const dayMs = 86_400_000;
let server: TestServer;
let sales: TestSales;
let sql: pg.Client;
let nowMs = startMs;
let count = 0;

const open = () => openTestSales({ databaseUrl: server.url, clock: { nowMs: () => nowMs } });

beforeAll(async () => {
  server = await startTestPostgres();
  sales = await open();
  sql = new pg.Client(server.url);
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await sales?.close();
  await server?.stop();
});
beforeEach(() => {
  count++;
  nowMs = startMs;
});

const moveDue = () =>
  sales.workflow.moveDueRecords((record, error) => {
    throw new Error(`${record}: ${error.message}`);
  });

describe('a changed definition', () => {
  const text = (stages: string, migrate = '') => `process: test-${count}
name: Test
timeZone: UTC
lanes: [Sales]
pipelines:
  - pipeline: job
    name: Jobs
    of: job
    stages:
${stages}
${migrate}`;
  const first = `      - { stage: New, next: [Doing] }
      - { stage: Doing, next: [Done], after: [{ time: 10 days, to: Done, reason: time is up }] }
      - { stage: Done, ends: done }`;
  const second = `      - { stage: New, next: [Working] }
      - { stage: Working, next: [Done], after: [{ time: 3 days, to: Done, reason: time is up }] }
      - { stage: Done, ends: done }`;
  const publish = (source: string) =>
    sales.workflow.publishProcess({ file: 'test.yaml', text: source, author: 'Ada' });
  const begin = async () =>
    sales.workflow.beginRecord(
      'job',
      `test-${count}/job`,
      { name: 'A job', person_id: await personId() },
      {},
      admin,
    );
  async function personId(): Promise<string> {
    const { person } = await sales.records.putPerson({ email: `flow-${count}@example.com` }, admin);
    return person.id;
  }

  test('is a version; records in flight keep theirs', async () => {
    expect(await publish(text(first))).toMatchObject({ version: 1, isNew: true });
    const job = await begin();
    await sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    expect(await publish(text(second))).toMatchObject({ version: 2, migrated: 0 });
    expect(await publish(text(second))).toMatchObject({ version: 2, isNew: false });
    nowMs += 5 * dayMs;
    await moveDue();
    expect(await sales.workflow.record('job', job)).toMatchObject({
      stage: 'Doing',
      pipeline: `test-${count}/job@1`,
    });
    expect(await sales.workflow.record('job', await begin())).toMatchObject({
      pipeline: `test-${count}/job@2`,
    });
  });

  test('moves them by the mapping it states, and their time-outs count again from the stored times', async () => {
    await publish(text(first));
    const job = await begin();
    await sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    const startedMs = nowMs;
    nowMs += dayMs;
    expect(await publish(text(second, 'migrate: { job: { Doing: Working } }'))).toMatchObject({
      migrated: 1,
    });
    expect(await sales.workflow.record('job', job)).toMatchObject({
      stage: 'Working',
      pipeline: `test-${count}/job@2`,
    });
    nowMs = startedMs + 3 * dayMs - 1;
    await moveDue();
    expect(await sales.workflow.record('job', job)).toMatchObject({ stage: 'Working' });
    nowMs += 1;
    await moveDue();
    expect(await sales.workflow.record('job', job)).toMatchObject({ stage: 'Done', endReason: 'time is up' });
  });

  test('that renames a stage takes over the tasks the stage had opened, and closes them when it is left', async () => {
    const opening = first.replace('stage: Doing,', 'stage: Doing, onEnter: [{ do: task, subject: Do it }],');
    await publish(text(opening));
    const job = await begin();
    await sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    await publish(text(second, 'migrate: { job: { Doing: Working } }'));
    const tasks = () => sql.query('SELECT stage, status, closed_reason FROM tasks WHERE job_id = $1', [job]);
    expect((await tasks()).rows).toMatchObject([{ stage: 'Working', status: 'Open' }]);
    await sales.workflow.changeRecord('job', job, { to: 'Done' }, admin);
    expect((await tasks()).rows).toMatchObject([
      { status: 'Cancelled', closed_reason: 'the stage was left' },
    ]);
    const { rows } = await sql.query(
      `SELECT DISTINCT actor FROM timeline WHERE record = $1 AND changes ? 'pipeline' AND changes->'pipeline'->>0 IS NOT NULL`,
      [job],
    );
    expect(rows).toEqual([{ actor: 'Ada' }]);
  });

  test.each([
    ['renames the stage a record is to go back to', 'Busy', 'migrate: { job: { Doing: Busy } }', 'Busy'],
    ['has no such stage any more', 'Busy', 'migrate: { job: {} }', 'New'],
  ])('that %s holds up no record', async (_what, name, mapping, goesBackTo) => {
    const held = (doing: string) => `      - { stage: New, next: [${doing}] }
      - { stage: ${doing}, next: [Held, Done] }
      - { stage: Held, next: [${doing}], after: [{ time: 1 day, to: back, reason: the time is over }] }
      - { stage: Done, ends: done }`;
    await publish(text(held('Doing')));
    const job = await begin();
    await sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    await sales.workflow.changeRecord('job', job, { to: 'Held' }, admin);
    await publish(text(held(name), mapping));
    nowMs += dayMs;
    await moveDue();
    expect(await sales.workflow.record('job', job)).toMatchObject({ stage: goesBackTo });
  });

  test('is refused where records stand in a removed stage', async () => {
    await publish(text(first));
    await sales.workflow.changeRecord('job', await begin(), { to: 'Doing' }, admin);
    await expect(publish(text(second, 'migrate: { job: {} }'))).rejects.toThrow(
      /stages that were removed or end: "Doing" \(1 records\); map them in "migrate.job"/,
    );
    expect(await publish(text(first))).toMatchObject({ version: 1, isNew: false });
  });

  test('with errors is refused, with file, line and column', async () => {
    await expect(publish(text(first.replace('next: [Doing]', 'next: [Nowhere]')))).rejects.toThrow(
      /test\.yaml:10:\d+: [^\n]*"Nowhere" is no stage; expected "New", "Doing", "Done"/,
    );
  });
});

describe('a text published over the API', () => {
  test('stays in force when the files are read again unchanged at the next start', async () => {
    const { rows } = await sql.query<{ source: string }>(
      `SELECT source FROM sales_processes WHERE process = 'touchstone' ORDER BY version DESC LIMIT 1`,
    );
    const text = `${rows[0]?.source}\n# as agreed with sales\n`;
    const published = await sales.workflow.publishProcess({
      file: 'touchstone',
      text,
      author: 'boss@example.com',
    });
    expect(published).toMatchObject({ isNew: true });
    const again = await open();
    await again.close();
    const { rows: latest } = await sql.query(
      `SELECT max(version) AS version FROM sales_processes WHERE process = 'touchstone'`,
    );
    expect(latest).toEqual([{ version: published.version }]);
  });
});
