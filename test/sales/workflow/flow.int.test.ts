/** Records along their pipelines on a real PostgreSQL: moves and their effects, the clock, the timeline. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startTestPostgres, type TestServer } from '../../support/servers.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';

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

/** A lead as a crossing opens it, of a person of this test's own. */
async function newLead(): Promise<string> {
  const profile = `flow-${count}`;
  const record = standing({ profile, identity: identityOf(`${profile}@example.com`) });
  await sales.leads.applyTierUpdates([{ partition: 100 + count, id: '1-0', record }]);
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM leads WHERE profile = $1', [profile]);
  return rows[0]?.id ?? '';
}

const moveDue = () =>
  sales.workflow.moveDueRecords((record, error) => {
    throw new Error(`${record}: ${error.message}`);
  });

/** A record rebuilt from its timeline. */
async function replayed(record: string): Promise<Record<string, unknown>> {
  const { rows } = await sql.query<{ changes: Record<string, [unknown, unknown]> }>(
    'SELECT changes FROM timeline WHERE record = $1 ORDER BY id',
    [record],
  );
  const rebuilt: Record<string, unknown> = {};
  for (const { changes } of rows)
    for (const [name, [before, after]] of Object.entries(changes)) {
      expect(before).toEqual(rebuilt[name] ?? null);
      if (after === null) delete rebuilt[name];
      else rebuilt[name] = after;
    }
  return rebuilt;
}

async function stored(table: string, record: string): Promise<unknown> {
  const { rows } = await sql.query(
    `SELECT jsonb_strip_nulls(to_jsonb(${table}) - 'revision') AS row FROM ${table} WHERE id = $1`,
    [record],
  );
  return rows[0]?.row;
}

describe('a lead', () => {
  test('that is converted opens an opportunity for the same person and campaign, in the first stage', async () => {
    const id = await newLead();
    await sales.records.changeLead(id, { status: 'converted' }, admin);
    const { rows } = await sql.query('SELECT * FROM opportunities WHERE lead_id = $1', [id]);
    expect(rows).toMatchObject([{ stage: 'Validation pending', campaign: 'EMEA', closed_at: null }]);
    const lead = await sales.records.lead(id);
    expect(lead).toMatchObject({ status: 'Converted', closedAt: new Date(nowMs).toISOString() });
    expect(rows[0]?.person_id).toBe(lead?.person.id);
  });

  test('that is taken back and converted again has one opportunity', async () => {
    const id = await newLead();
    for (const status of ['Converted', 'Qualifying', 'Converted'])
      await sales.records.changeLead(id, { status }, admin);
    const { rows } = await sql.query('SELECT FROM opportunities WHERE lead_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  test('converted by the outcome of its task, and taken back: the opportunity is taken back too', async () => {
    const id = await newLead();
    const task = (await sales.records.lead(id))?.task?.id ?? '';
    await sales.records.changeTask(task, { outcome: 'Opportunity created' }, admin);
    await sales.records.changeTask(task, { status: 'Open' }, admin);
    const { rows } = await sql.query('SELECT ended, end_reason FROM opportunities WHERE lead_id = $1', [id]);
    expect(rows).toEqual([{ ended: 'lost', end_reason: 'Taken back' }]);
    expect((await sales.records.lead(id))?.status).toBe('Sent to sales');
  });

  test('on hold comes back by itself, though nothing ran on the day', async () => {
    const id = await newLead();
    await sales.records.changeLead(id, { status: 'Qualifying' }, admin);
    await sales.records.changeLead(id, { status: 'on-hold', fields: { 'hold-until': '2026-12-01' } }, admin);
    nowMs = Date.parse('2026-11-30T23:59:59.999Z');
    await moveDue();
    expect((await sales.records.lead(id))?.status).toBe('On hold');
    nowMs = Date.parse('2026-12-24T12:00:00.000Z');
    await Promise.all([moveDue(), moveDue(), moveDue()]);
    expect(await sales.records.lead(id)).toMatchObject({
      status: 'Qualifying',
      enteredAt: '2026-12-01T00:00:00.000Z',
    });
    const { rows } = await sql.query(
      `SELECT actor, changes->'status' AS status FROM timeline WHERE record = $1 AND actor = 'clock'`,
      [id],
    );
    expect(rows).toEqual([{ actor: 'clock', status: ['On hold', 'Qualifying'] }]);
  });

  test('a status that is none is refused with those there are; so is a field', async () => {
    const id = await newLead();
    await expect(sales.records.changeLead(id, { status: 'hot' }, admin)).rejects.toThrow(
      /"hot" is no stage of "Leads"; expected "Sent to sales", "In progress"/,
    );
    await expect(sales.records.changeLead(id, { fields: { budget: 1 } }, admin)).rejects.toThrow(
      /"budget" is no field of "Leads"; expected notes, hold-until/,
    );
  });

  test('is judged good or junk in one tap, and the quality may be taken back', async () => {
    const id = await newLead();
    const quality = { quality: 'junk', reason: 'a student' } as const;
    expect(await sales.records.changeLead(id, { quality }, admin)).toMatchObject({
      quality: 'junk',
      qualityReason: 'a student',
    });
    expect(await sales.records.changeLead(id, { quality: null }, admin)).toMatchObject({ quality: null });
  });

  test('a change of an older revision is refused', async () => {
    const id = await newLead();
    const { revision } = (await sales.records.lead(id)) ?? { revision: 0 };
    const changed = await sales.records.changeLead(id, { owner: 'a@example.com', revision }, admin);
    expect(changed.revision).toBeGreaterThan(revision);
    await expect(
      sales.records.changeLead(id, { owner: 'b@example.com', revision }, admin),
    ).rejects.toMatchObject({
      code: 'revision_mismatch',
    });
  });
});

describe('who does not wish to be contacted', () => {
  test('open tasks are closed with the reason, waiting mails are cancelled, and nothing new goes out', async () => {
    const id = await newLead();
    const email = `flow-${count}@example.com`;
    await sales.records.putPerson({ email, doNotContact: true }, admin);
    expect(await sales.records.task((await sales.records.lead(id))?.task?.id ?? '')).toMatchObject({
      status: 'Cancelled',
      closedReason: 'the person does not wish to be contacted',
    });
    const before = await sales.outbox.lastAlertId();
    const record = standing({
      profile: `flow-${count}`,
      identity: identityOf(email),
      from: 1,
      to: 2,
      score: 50,
    });
    await sales.leads.applyTierUpdates([{ partition: 100 + count, id: '2-0', record }]);
    expect(await sales.outbox.lastAlertId()).toBe(before);
  });
});

describe('the timeline', () => {
  test('rebuilds each record as it is, and cannot be altered', async () => {
    const id = await newLead();
    const task = (await sales.records.lead(id))?.task?.id ?? '';
    await sales.records.changeLead(id, { status: 'On hold', owner: 'rep@example.com' }, admin);
    await sales.records.changeTask(task, { outcome: 'Opportunity created' }, admin);
    expect(await replayed(id)).toEqual(await stored('leads', id));
    expect(await replayed(task)).toEqual(await stored('tasks', task));
    const { rows } = await sql.query<{ id: string }>('SELECT id FROM opportunities WHERE lead_id = $1', [id]);
    expect(await replayed(rows[0]?.id ?? '')).toEqual(await stored('opportunities', rows[0]?.id ?? ''));
    await expect(sql.query('UPDATE timeline SET actor = $1', ['nobody'])).rejects.toThrow(/append-only/);
    await expect(sql.query('DELETE FROM timeline')).rejects.toThrow(/append-only/);
    const { rows: who } = await sql.query(
      'SELECT DISTINCT actor FROM timeline WHERE record = $1 ORDER BY 1',
      [id],
    );
    expect(who.map(({ actor }) => actor)).toEqual(['admin@example.com', 'scoring']);
  });
});

describe('nonsense is impossible in the tables', () => {
  test.each([
    ['a stage its pipeline does not have', `UPDATE leads SET status = 'Hot' WHERE id = $1`],
    ['an end that is not closed', `UPDATE leads SET status = 'Converted' WHERE id = $1`],
    ['closed in a stage that is no end', `UPDATE leads SET closed_at = now(), ended = 'won' WHERE id = $1`],
    ['a quality without its time', `UPDATE leads SET quality = 'good' WHERE id = $1`],
    ['a campaign that is none', `UPDATE leads SET campaign = 'Nothing' WHERE id = $1`],
    ['a pipeline of another kind', `UPDATE leads SET pipeline = 'emea/opportunity@1' WHERE id = $1`],
  ])('%s', async (_what, statement) => {
    await expect(sql.query(statement, [await newLead()])).rejects.toThrow(/violates/);
  });
});

describe('entered by hand', () => {
  const enter = async (columns: object = {}) => {
    const { person } = await sales.records.putPerson({ email: `flow-${count}@example.com` }, admin);
    return sales.workflow.beginRecord(
      'lead',
      'process-guide/lead',
      { person_id: person.id, ...columns },
      {},
      admin,
    );
  };

  test('a lead stands in the first stage of its pipeline, in its process’s own campaign, without heat', async () => {
    expect(await sales.records.lead(await enter())).toMatchObject({
      status: 'Created',
      pipeline: 'process-guide/lead@1',
      campaign: 'Sales process guide',
      profile: null,
      score: 0,
      reasons: [],
    });
  });

  test('a second open one of the person and campaign is refused; after the first has ended it is not', async () => {
    const first = await enter();
    await expect(enter()).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('another open lead'),
    });
    await enter({ campaign: 'Another' });
    await sales.records.changeLead(first, { status: 'In contact' }, admin);
    await sales.records.changeLead(first, { status: 'No interest' }, admin);
    await enter();
  });

  test('a person that is none, and a campaign’s name that is taken, are refused in words', async () => {
    await expect(enter({ person_id: 'pn_none' })).rejects.toMatchObject({
      code: 'invalid_request',
      detail: 'there is no person "pn_none"',
    });
    const plan = () =>
      sales.workflow.beginRecord('campaign', 'value-stream/campaign', { name: `Plan ${count}` }, {}, admin);
    await plan();
    await expect(plan()).rejects.toMatchObject({
      code: 'conflict',
      detail: `the name "Plan ${count}" is taken; choose another, or change the record that has it`,
    });
  });
});
