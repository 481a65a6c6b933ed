/** Which opportunities are voided by an undo, and that the work on them ends with them: nothing of it is stuck. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startMs } from '../sales/records.ts';
import { until } from '../support/until.ts';
import { actingOf, bodyOf } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let rep: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  rep = await newcomer(consoleApp, 'mia@example.com', 'rep');
  acting = actingOf(consoleApp, await newcomer(consoleApp, 'boss@example.com', 'manager'));
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

interface Item {
  id: string;
  undo: { refusal: string | null } | null;
}
/** Takes back the latest act on a record that can be. */
const takeBack = async (record: string): Promise<void> => {
  const { items } = await bodyOf(rep, 'GET', `/timeline/${record}`);
  const entry = (items as Item[]).find(({ undo }) => undo?.refusal === null);
  await bodyOf(rep, 'POST', `/timeline/${record}/${entry?.id}/undo`);
};
const endOf = async (opportunity: string) => (await bodyOf(rep, 'GET', `/opportunities/${opportunity}`)).end;
const offersOf = async (record: string) =>
  ((await bodyOf(rep, 'GET', `/timeline/${record}`)).items as Item[]).filter(({ undo }) => undo !== null);

/** A lead that was converted, and the opportunity of that. */
const converted = async () => {
  const given = { person: await acting.person(), campaign: 'Fair', owner: 'mia@example.com' };
  const { id: lead } = await bodyOf(rep, 'POST', '/leads', given);
  await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'Converted' });
  const [{ id: opportunity }] = (await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items;
  return { lead, opportunity, person: given.person };
};
/** A connection of somebody else. */
const connected = async () => {
  const client = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await client.connect();
  return {
    query: (text: string, values: unknown[] = []) => client.query(text, values),
    [Symbol.asyncDispose]: () => client.end(),
  };
};
const newTask = (opportunity: string) =>
  bodyOf(rep, 'POST', '/tasks', { subject: 'Call', opportunity, dueOn: '2026-12-24' });

describe('an opportunity whose conversion is undone', () => {
  test('ends its open tasks with the reason, and offers no undo of them', async () => {
    const { lead, opportunity } = await converted();
    const { id: task } = await newTask(opportunity);
    const { id: done } = await newTask(opportunity);
    await bodyOf(rep, 'PATCH', `/tasks/${done}`, { status: 'Complete' });
    await takeBack(lead);
    expect(await bodyOf(rep, 'GET', `/tasks/${task}`)).toMatchObject({
      status: 'Cancelled',
      closedReason: 'its opportunity was taken back',
    });
    expect(await bodyOf(rep, 'GET', `/tasks/${done}`)).toMatchObject({ status: 'Complete' });
    expect([await offersOf(task), await offersOf(done)]).toEqual([[], []]);
    expect((await bodyOf(rep, 'GET', `/tasks?open=true&opportunity=${opportunity}`)).items).toEqual([]);
  });

  test('lets a call on it be taken back, with the task that followed', async () => {
    const { lead, opportunity } = await converted();
    const call = { kind: 'call', body: 'x', nextStep: 'Send', followUpOn: '2026-12-24', opportunity };
    const { id } = await bodyOf(rep, 'POST', '/activities', call);
    await takeBack(lead);
    expect(await bodyOf(rep, 'POST', `/activities/${id}/undo`)).toEqual({ success: true });
  });

  test('offers no undo of its quotations', async () => {
    const { lead, opportunity } = await converted();
    const { id } = await bodyOf(rep, 'POST', `/opportunities/${opportunity}/quotations`, { amount: 10 });
    await bodyOf(rep, 'PATCH', `/quotations/${id}`, { amount: 20 });
    expect(await offersOf(id)).toHaveLength(1);
    await takeBack(lead);
    expect(await offersOf(id)).toEqual([]);
  });

  test.each([{ status: 'Complete' }, { status: 'Cancelled', reason: 'Old' }])(
    'lets a task that was left open on it become $status, and nothing else',
    async (end) => {
      const { lead, opportunity } = await converted();
      const { id } = await newTask(opportunity);
      await takeBack(lead);
      // As a program of before left it.
      await consoleApp.query(
        `UPDATE tasks SET status = 'Open', closed_reason = NULL, completed_at = NULL WHERE id = $1`,
        [id],
      );
      const patch = async (change: object) => (await rep.ask('PATCH', `/tasks/${id}`, change)).json().code;
      expect(await patch({ subject: 'Write' })).toBe('record_voided');
      expect(await patch({ ...end, subject: 'Write' })).toBe('record_voided');
      expect(await patch({ status: 'Complete', outcome: 'No opportunity' })).toBe('record_voided');
      expect(await bodyOf(rep, 'PATCH', `/tasks/${id}`, end)).toMatchObject({ status: end.status });
      expect(await patch({ status: 'Open' })).toBe('record_voided');
    },
  );
});

describe('the id that a record has elsewhere, once it is voided', () => {
  /** Of two leads of one campaign the one that was made first goes on. */
  const newLead = async (person: string, more: object = {}) => {
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 1_000);
    return (await bodyOf(rep, 'POST', '/leads', { person, campaign: 'Fair', ...more })).id;
  };
  const idOf = async (list: string, id: string) => (await bodyOf(rep, 'GET', `/${list}/${id}`)).externalId;

  test('is free, as nothing goes on for the record', async () => {
    const [one, next] = [await converted(), await converted()];
    await bodyOf(rep, 'PATCH', `/opportunities/${one.opportunity}`, { externalId: 'crm-1' });
    await takeBack(one.lead);
    expect(await idOf('opportunities', one.opportunity)).toBeNull();
    await bodyOf(rep, 'PATCH', `/opportunities/${next.opportunity}`, { externalId: 'crm-1' });
  });

  test('is that of the lead which goes on, and comes back with the undo of the merge', async () => {
    const [person, merged] = [await acting.person(), await acting.person()];
    const older = await newLead(person);
    const later = await newLead(merged, { externalId: 'crm-2', externalSource: 'crm' });
    const { id } = await bodyOf(acting.token, 'POST', `/people/${person}/merges`, { merged, take: [] });
    expect([await idOf('leads', older), await idOf('leads', later)]).toEqual(['crm-2', null]);
    await bodyOf(acting.token, 'POST', `/merges/${id}/undo`);
    expect([await idOf('leads', older), await idOf('leads', later)]).toEqual([null, 'crm-2']);
  });

  test('is given up where a program of before left it', async () => {
    const { lead, opportunity } = await converted();
    await takeBack(lead);
    const [person, merged] = [await acting.person(), await acting.person()];
    await newLead(person);
    const later = await newLead(merged);
    await bodyOf(acting.token, 'POST', `/people/${person}/merges`, { merged, take: [] });
    for (const [list, id] of [
      ['opportunities', opportunity],
      ['leads', later],
    ]) {
      await consoleApp.query(`UPDATE ${list} SET external_id = 'old' WHERE id = $1`, [id]);
      const given = { externalId: null, owner: 'mia@example.com' };
      expect((await rep.ask('PATCH', `/${list}/${id}`, given)).json().code).toBe('record_voided');
      const left = await bodyOf(rep, 'PATCH', `/${list}/${id}`, { externalId: null });
      expect(left).toMatchObject({ externalId: null, end: 'voided' });
    }
  });
});

describe('an opportunity that an act did not open', () => {
  test('stands when a contact that opened nothing is taken back', async () => {
    await consoleApp.oneMoreLead();
    const [{ id: lead, task }] = (
      await bodyOf(acting.token, 'GET', '/leads?limit=1&campaign=EMEA&queue=true')
    ).items;
    await bodyOf(acting.token, 'POST', `/leads/${lead}/assign`, { owner: 'mia@example.com' });
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'Converted' });
    const [{ id: opportunity }] = (await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items;
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'In progress' });
    const end = { status: 'Complete', outcome: 'Opportunity created' };
    await bodyOf(rep, 'PATCH', `/tasks/${task.id}`, end);
    expect((await bodyOf(rep, 'GET', `/leads/${lead}`)).status).toBe('Converted');
    await takeBack(task.id);
    expect((await bodyOf(rep, 'GET', `/leads/${lead}`)).status).toBe('In progress');
    expect(await endOf(opportunity)).toBeNull();
    await bodyOf(rep, 'PATCH', `/tasks/${task.id}`, end);
    await bodyOf(rep, 'PATCH', `/tasks/${task.id}`, { status: 'Open' });
    expect(await endOf(opportunity)).toBeNull();
  });
});

describe('an opportunity that nobody has moved is voided with its conversion', () => {
  test('after a wish for no contact that was withdrawn', async () => {
    const { lead, opportunity, person } = await converted();
    await bodyOf(rep, 'PATCH', `/people/${person}`, { doNotContact: true });
    expect(await endOf(opportunity)).toBe('lost');
    await bodyOf(rep, 'PATCH', `/people/${person}`, { doNotContact: false });
    expect(await endOf(opportunity)).toBeNull();
    await takeBack(lead);
    expect(await endOf(opportunity)).toBe('voided');
  });

  test('after a new version of its pipeline renamed its stage', async () => {
    const { lead, opportunity } = await converted();
    const emea = await readFile('rules/pipelines/emea.yaml', 'utf8');
    const text = `${emea.replaceAll('Validation pending', 'Validation')}
migrate: { opportunity: { Validation pending: Validation } }
`;
    await consoleApp.sales.workflow.publishProcess({ file: 'emea.yaml', text, author: 'Ada' });
    expect((await bodyOf(rep, 'GET', `/opportunities/${opportunity}`)).stage).toBe('Validation');
    await takeBack(lead);
    expect(await endOf(opportunity)).toBe('voided');
  });

  test('but not where somebody moves it at that moment', async () => {
    const { lead, opportunity } = await converted();
    await using mover = await connected();
    await mover.query('BEGIN');
    const moved = `UPDATE opportunities SET came_from = stage, stage = '1 Planning & Identification' WHERE id = $1`;
    await mover.query(moved, [opportunity]);
    const undo = takeBack(lead).then(
      () => 'undone',
      (error: Error) => error.message,
    );
    await until('the undo waits for the move', async () => {
      const { rows } = await consoleApp.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM opportunities%' AND datname = current_database()`,
      );
      return rows.length > 0;
    });
    await mover.query('COMMIT');
    expect(await undo).toMatch(/which is in \\"1 Planning & Identification\\" now; move both by hand/);
    expect(await endOf(opportunity)).toBeNull();
    expect((await bodyOf(rep, 'GET', `/leads/${lead}`)).status).toBe('Converted');
  });
});
