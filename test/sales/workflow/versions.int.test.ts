/** Versions of sales processes on a real PostgreSQL: records in flight, mappings, refusals, texts published while running. */
import { describe, expect, test } from 'vitest';
import { admin } from '../records.ts';
import { workflowStore } from './workflow-store.ts';

const dayMs = 86_400_000;
const store = workflowStore();

describe('a changed definition', () => {
  const text = (stages: string, migrate = '') => `process: test-${store.count}
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
    store.sales.workflow.publishProcess({ file: 'test.yaml', text: source, author: 'Ada' });
  const begin = async () =>
    store.sales.workflow.beginRecord(
      'job',
      `test-${store.count}/job`,
      { name: 'A job', person_id: await personId() },
      {},
      admin,
    );
  async function personId(): Promise<string> {
    const { person } = await store.sales.records.putPerson(
      { email: `flow-${store.count}@example.com` },
      admin,
    );
    return person.id;
  }

  test('that a later program would refuse still moves the records it has', async () => {
    const stages = `      - { stage: New, next: [Done], onEnter: [{ do: mail, template: slip, to: owner }] }
      - { stage: Done, ends: done }`;
    const whole = text(stages, 'templates: [{ template: slip, subject: Slip, text: The slip is here. }]');
    await publish(whole);
    // As it was stored before mails were checked for what they attach.
    await store.sql.query(
      `UPDATE sales_processes SET source = replace(source, 'is here', 'is attached') WHERE process = $1`,
      [`test-${store.count}`],
    );
    const later = await store.open();
    const columns = { name: 'A job', person_id: await personId() };
    const job = await later.workflow.beginRecord('job', `test-${store.count}/job`, columns, {}, admin);
    await later.workflow.changeRecord('job', job, { to: 'Done' }, admin);
    expect(await later.workflow.record('job', job)).toMatchObject({ stage: 'Done' });
    await later.close();
    await expect(publish(whole.replace('is here', 'is attached'))).rejects.toThrow(
      /the mail says "attached" and attaches nothing/,
    );
  });

  test('is a version; records in flight keep theirs', async () => {
    expect(await publish(text(first))).toMatchObject({ version: 1, isNew: true });
    const job = await begin();
    await store.sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    expect(await publish(text(second))).toMatchObject({ version: 2, migrated: 0 });
    expect(await publish(text(second))).toMatchObject({ version: 2, isNew: false });
    store.nowMs += 5 * dayMs;
    await store.moveDue();
    expect(await store.sales.workflow.record('job', job)).toMatchObject({
      stage: 'Doing',
      pipeline: `test-${store.count}/job@1`,
    });
    expect(await store.sales.workflow.record('job', await begin())).toMatchObject({
      pipeline: `test-${store.count}/job@2`,
    });
  });

  test('moves them by the mapping it states, and their time-outs count again from the stored times', async () => {
    await publish(text(first));
    const job = await begin();
    await store.sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    const startedMs = store.nowMs;
    store.nowMs += dayMs;
    expect(await publish(text(second, 'migrate: { job: { Doing: Working } }'))).toMatchObject({
      migrated: 1,
    });
    expect(await store.sales.workflow.record('job', job)).toMatchObject({
      stage: 'Working',
      pipeline: `test-${store.count}/job@2`,
    });
    store.nowMs = startedMs + 3 * dayMs - 1;
    await store.moveDue();
    expect(await store.sales.workflow.record('job', job)).toMatchObject({ stage: 'Working' });
    store.nowMs += 1;
    await store.moveDue();
    expect(await store.sales.workflow.record('job', job)).toMatchObject({
      stage: 'Done',
      endReason: 'time is up',
    });
  });

  test('that renames a stage takes over the tasks the stage had opened, and closes them when it is left', async () => {
    const opening = first.replace('stage: Doing,', 'stage: Doing, onEnter: [{ do: task, subject: Do it }],');
    await publish(text(opening));
    const job = await begin();
    await store.sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    await publish(text(second, 'migrate: { job: { Doing: Working } }'));
    const tasks = () =>
      store.sql.query('SELECT stage, status, closed_reason FROM tasks WHERE job_id = $1', [job]);
    expect((await tasks()).rows).toMatchObject([{ stage: 'Working', status: 'Open' }]);
    await store.sales.workflow.changeRecord('job', job, { to: 'Done' }, admin);
    expect((await tasks()).rows).toMatchObject([{ status: 'Complete', closed_reason: null }]);
    const { rows } = await store.sql.query(
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
    await store.sales.workflow.changeRecord('job', job, { to: 'Doing' }, admin);
    await store.sales.workflow.changeRecord('job', job, { to: 'Held' }, admin);
    await publish(text(held(name), mapping));
    store.nowMs += dayMs;
    await store.moveDue();
    expect(await store.sales.workflow.record('job', job)).toMatchObject({ stage: goesBackTo });
  });

  test('is refused where records stand in a removed stage', async () => {
    await publish(text(first));
    await store.sales.workflow.changeRecord('job', await begin(), { to: 'Doing' }, admin);
    await expect(publish(text(second, 'migrate: { job: {} }'))).rejects.toThrow(
      /stages that were removed or end: "Doing" \(1 record\); map them in "migrate.job"/,
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
  test('stays active when the files are read again unchanged at the next start', async () => {
    const { rows } = await store.sql.query<{ source: string }>(
      `SELECT source FROM sales_processes WHERE process = 'touchstone' ORDER BY version DESC LIMIT 1`,
    );
    const text = `${rows[0]?.source}\n# as agreed with sales\n`;
    const published = await store.sales.workflow.publishProcess({
      file: 'touchstone',
      text,
      author: 'boss@example.com',
    });
    expect(published).toMatchObject({ isNew: true });
    const again = await store.open();
    await again.close();
    const { rows: latest } = await store.sql.query(
      `SELECT max(version) AS version FROM sales_processes WHERE process = 'touchstone'`,
    );
    expect(latest).toEqual([{ version: published.version }]);
  });
});
