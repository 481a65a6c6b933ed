/** Records along their pipelines on a real PostgreSQL: moves and their effects, the clock, the timeline. */
import { describe, expect, test } from 'vitest';
import { employ } from '../../support/employees.ts';
import { admin, identityOf, standing } from '../records.ts';
import { workflowStore } from './workflow-store.ts';

const store = workflowStore();

/** A lead as a crossing opens it, of a person of this test's own. */
async function newLead(): Promise<string> {
  const profile = `flow-${store.count}`;
  const record = standing({ profile, identity: identityOf(`${profile}@example.com`) });
  await store.sales.leads.applyTierUpdates([{ partition: 100 + store.count, id: '1-0', record }]);
  const { rows } = await store.sql.query<{ id: string }>('SELECT id FROM leads WHERE profile = $1', [
    profile,
  ]);
  return rows[0]?.id ?? '';
}

/** A record rebuilt from its timeline. */
async function replayed(record: string): Promise<Record<string, unknown>> {
  const { rows } = await store.sql.query<{ changes: Record<string, [unknown, unknown]> }>(
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
  const { rows } = await store.sql.query(
    `SELECT jsonb_strip_nulls(to_jsonb(${table}) - 'revision') AS row FROM ${table} WHERE id = $1`,
    [record],
  );
  return rows[0]?.row;
}

describe('a lead', () => {
  test('that is converted opens an opportunity for the same person and campaign, in the first stage', async () => {
    const id = await newLead();
    await store.sales.records.changeLead(id, { status: 'converted' }, admin);
    const { rows } = await store.sql.query('SELECT * FROM opportunities WHERE lead_id = $1', [id]);
    expect(rows).toMatchObject([{ stage: 'Validation pending', campaign: 'EMEA', closed_at: null }]);
    const lead = await store.sales.records.lead(id);
    expect(lead).toMatchObject({ status: 'Converted', closedAt: new Date(store.nowMs).toISOString() });
    expect(rows[0]?.person_id).toBe(lead?.person.id);
  });

  test('that is taken back and converted again has one opportunity', async () => {
    const id = await newLead();
    for (const status of ['Converted', 'Qualifying', 'Converted'])
      await store.sales.records.changeLead(id, { status }, admin);
    const { rows } = await store.sql.query('SELECT FROM opportunities WHERE lead_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  test('converted by the outcome of its task, and taken back: the opportunity is taken back too', async () => {
    const id = await newLead();
    const task = (await store.sales.records.lead(id))?.task?.id ?? '';
    await store.sales.records.changeTask(task, { outcome: 'Opportunity created' }, admin);
    await store.sales.records.changeTask(task, { status: 'Open' }, admin);
    const { rows } = await store.sql.query('SELECT ended, end_reason FROM opportunities WHERE lead_id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ ended: 'voided', end_reason: 'Taken back' }]);
    expect((await store.sales.records.lead(id))?.status).toBe('Sent to sales');
  });

  test('on hold comes back by itself, though nothing ran on the day', async () => {
    const id = await newLead();
    await store.sales.records.changeLead(id, { status: 'Qualifying' }, admin);
    await store.sales.records.changeLead(
      id,
      { status: 'on-hold', fields: { 'hold-until': '2026-12-01' } },
      admin,
    );
    store.nowMs = Date.parse('2026-11-30T23:59:59.999Z');
    await store.moveDue();
    expect((await store.sales.records.lead(id))?.status).toBe('On hold');
    store.nowMs = Date.parse('2026-12-24T12:00:00.000Z');
    await Promise.all([store.moveDue(), store.moveDue(), store.moveDue()]);
    expect(await store.sales.records.lead(id)).toMatchObject({
      status: 'Qualifying',
      enteredAt: '2026-12-01T00:00:00.000Z',
    });
    const { rows } = await store.sql.query(
      `SELECT actor, changes->'status' AS status FROM timeline WHERE record = $1 AND actor = 'clock'`,
      [id],
    );
    expect(rows).toEqual([{ actor: 'clock', status: ['On hold', 'Qualifying'] }]);
  });

  test('a status that is none is refused with those there are; so is a field', async () => {
    const id = await newLead();
    await expect(store.sales.records.changeLead(id, { status: 'hot' }, admin)).rejects.toThrow(
      /"hot" is no stage of "Leads"; expected "Sent to sales", "In progress"/,
    );
    await expect(store.sales.records.changeLead(id, { fields: { budget: 1 } }, admin)).rejects.toThrow(
      /"budget" is no field of "Leads"; expected notes, hold-until/,
    );
  });

  test('is judged good or junk in one tap, and the quality may be taken back', async () => {
    const id = await newLead();
    const quality = { quality: 'junk', reason: 'a student' } as const;
    expect(await store.sales.records.changeLead(id, { quality }, admin)).toMatchObject({
      quality: 'junk',
      qualityReason: 'a student',
    });
    expect(await store.sales.records.changeLead(id, { quality: null }, admin)).toMatchObject({
      quality: null,
    });
  });

  test('a change of an older revision is refused', async () => {
    const id = await newLead();
    const { revision } = (await store.sales.records.lead(id)) ?? { revision: 0 };
    await employ(store.sql, 'a@example.com');
    const changed = await store.sales.records.changeLead(id, { owner: 'a@example.com', revision }, admin);
    expect(changed.revision).toBeGreaterThan(revision);
    await expect(
      store.sales.records.changeLead(id, { owner: 'b@example.com', revision }, admin),
    ).rejects.toMatchObject({
      code: 'revision_mismatch',
    });
  });
});

describe('who does not wish to be contacted', () => {
  test('open tasks are closed with the reason, waiting mails are cancelled, and nothing new goes out', async () => {
    const id = await newLead();
    const email = `flow-${store.count}@example.com`;
    await store.sales.records.putPerson({ email, doNotContact: true }, admin);
    expect(
      await store.sales.records.task((await store.sales.records.lead(id))?.task?.id ?? ''),
    ).toMatchObject({
      status: 'Cancelled',
      closedReason: 'the person does not wish to be contacted',
    });
    const before = await store.sales.outbox.lastAlertId();
    const record = standing({
      profile: `flow-${store.count}`,
      identity: identityOf(email),
      from: 1,
      to: 2,
      score: 50,
    });
    await store.sales.leads.applyTierUpdates([{ partition: 100 + store.count, id: '2-0', record }]);
    expect(await store.sales.outbox.lastAlertId()).toBe(before);
  });
});

describe('the timeline', () => {
  test('rebuilds each record as it is, and cannot be altered', async () => {
    const id = await newLead();
    const task = (await store.sales.records.lead(id))?.task?.id ?? '';
    await employ(store.sql, 'rep@example.com');
    await store.sales.records.changeLead(id, { status: 'On hold', owner: 'rep@example.com' }, admin);
    await store.sales.records.changeTask(task, { outcome: 'Opportunity created' }, admin);
    expect(await replayed(id)).toEqual(await stored('leads', id));
    expect(await replayed(task)).toEqual(await stored('tasks', task));
    const { rows } = await store.sql.query<{ id: string }>(
      'SELECT id FROM opportunities WHERE lead_id = $1',
      [id],
    );
    expect(await replayed(rows[0]?.id ?? '')).toEqual(await stored('opportunities', rows[0]?.id ?? ''));
    await expect(store.sql.query('UPDATE timeline SET actor = $1', ['nobody'])).rejects.toThrow(
      /append-only/,
    );
    await expect(store.sql.query('DELETE FROM timeline')).rejects.toThrow(/append-only/);
    const { rows: who } = await store.sql.query(
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
    await expect(store.sql.query(statement, [await newLead()])).rejects.toThrow(/violates/);
  });
});

describe('entered by hand', () => {
  const enter = async (columns: object = {}) => {
    const { person } = await store.sales.records.putPerson(
      { email: `flow-${store.count}@example.com` },
      admin,
    );
    return store.sales.workflow.beginRecord(
      'lead',
      'process-guide/lead',
      { person_id: person.id, ...columns },
      {},
      admin,
    );
  };

  test('a lead stands in the first stage of its pipeline, in its process’s own campaign, without heat', async () => {
    expect(await store.sales.records.lead(await enter())).toMatchObject({
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
    await store.sales.records.changeLead(first, { status: 'In contact' }, admin);
    await store.sales.records.changeLead(first, { status: 'No interest' }, admin);
    await enter();
  });

  test('a person that is none, and a campaign’s name that is taken, are refused in words', async () => {
    await expect(enter({ person_id: 'pn_none' })).rejects.toMatchObject({
      code: 'invalid_request',
      detail: 'there is no person "pn_none"',
    });
    const plan = () =>
      store.sales.workflow.beginRecord(
        'campaign',
        'value-stream/campaign',
        { name: `Plan ${store.count}` },
        {},
        admin,
      );
    await plan();
    await expect(plan()).rejects.toMatchObject({
      code: 'conflict',
      detail: `the name "Plan ${store.count}" is taken; choose another, or change the record that has it`,
    });
  });
});
