/** Escalation on a real PostgreSQL: each step once and in order, whoever sweeps and whatever stopped; whom it tells; who gets it next. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StandingRecord } from '../../src/contract/contract.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/pipeline.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { addTeam, addUser } from './desk-people.ts';
import { admin, identityOf, standing, startMs } from './records.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Monday noon; the deadline is Tuesday noon in London, the manager's turn 14:00, the next one's Wednesday 11:30. */
const dueMs = startMs + dayMs;
const managerMs = dueMs + 2 * hourMs;
const reassignMs = dueMs + 23.5 * hourMs;

let server: TestServer;
let sql: pg.Client;
let directory: string;
let nowMs = startMs;
const opened: Pipeline[] = [];
const waited: number[] = [];

const open = async () => {
  const pipeline = await openPipeline({
    databaseUrl: server.url,
    clock: { nowMs: () => nowMs },
    onError: (error) => console.error(error),
    deskDirectory: directory,
    onFirstTouch: (seconds) => waited.push(seconds),
  });
  opened.push(pipeline);
  return pipeline;
};
const close = async (pipeline: Pipeline) => {
  opened.splice(opened.indexOf(pipeline), 1);
  await pipeline.close();
};
let pipeline: Pipeline;

beforeAll(async () => {
  server = await startTestPostgres();
  directory = await mkdtemp(join(tmpdir(), 'scoville-desk-'));
  pipeline = await open();
  sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  for (const one of opened) await one.close();
  await server?.stop();
  await rm(directory, { recursive: true });
});

beforeEach(async () => {
  nowMs = startMs;
  waited.length = 0;
  await rm(join(directory, 'escalation.yaml'), { force: true });
  await sql.query(
    `TRUNCATE people, companies, leads, tasks, activities, alerts, stream_offsets, users, teams, rota, escalation_plan
     RESTART IDENTITY CASCADE`,
  );
});

let entry = 0;
const rise = async (name: string, change: Partial<StandingRecord> = {}) => {
  const record = standing({ profile: name, identity: identityOf(`${name}@northwind.com`), ...change });
  await pipeline.applyStandings([{ partition: 0, id: `${++entry}-0`, record }]);
  const { rows } = await sql.query<{ id: string; lead_id: string; person_id: string }>(
    'SELECT id, lead_id, person_id FROM tasks WHERE profile = $1',
    [name],
  );
  return rows[0] as { id: string; lead_id: string; person_id: string };
};
const sweepAt = async (ms: number, sweepers: readonly Pipeline[] = [pipeline]) => {
  nowMs = ms;
  await Promise.all(
    sweepers.map(async (one) => {
      while ((await one.tellDeadlines()) > 0);
    }),
  );
};
const escalated = ['task.due-soon', 'task.overdue', 'task.escalated', 'lead.reassigned', 'task.reassigned'];
const alerts = async (profile?: string) => {
  const all = await pipeline.alertsAfter(0, 100_000);
  return all.filter(({ type, data }) => {
    const about = (data['task'] ?? data['lead']) as { profile: string } | undefined;
    return escalated.includes(type) && (profile === undefined || about?.profile === profile);
  });
};
const types = async (profile?: string) => (await alerts(profile)).map(({ type }) => type);
const threeReps = async () => {
  await addUser(sql, 'boss@x.com', { role: 'manager', takes_leads: false });
  await addTeam(sql, 'Field', 'boss@x.com');
  for (const name of ['a', 'b', 'c']) await addUser(sql, `${name}@x.com`, { team: 'Field' });
};

describe('the steps', () => {
  test('are told at their time and not a millisecond before, once each, by any number of sweepers', async () => {
    await threeReps();
    await rise('ada');
    const rivals = [pipeline, await open(), await open()];
    const story: [number, string[]][] = [
      [dueMs - 2 * hourMs - 1, []],
      [dueMs - 2 * hourMs, ['task.due-soon']],
      [dueMs - 1, ['task.due-soon']],
      [dueMs, ['task.due-soon', 'task.overdue']],
      [managerMs - 1, ['task.due-soon', 'task.overdue']],
      [managerMs, ['task.due-soon', 'task.overdue', 'task.escalated']],
      [reassignMs - 1, ['task.due-soon', 'task.overdue', 'task.escalated']],
      [reassignMs, ['task.due-soon', 'task.overdue', 'task.escalated', 'lead.reassigned']],
      [reassignMs + 30 * dayMs, ['task.due-soon', 'task.overdue', 'task.escalated', 'lead.reassigned']],
    ];
    for (const [ms, expected] of story) {
      await sweepAt(ms, rivals);
      expect(await types(), new Date(ms).toISOString()).toEqual(expected);
    }
    expect((await alerts()).map(({ owner, told }) => [owner, told])).toEqual([
      ['a@x.com', []],
      ['a@x.com', []],
      ['a@x.com', ['boss@x.com']],
      ['b@x.com', ['a@x.com']],
    ]);
  });

  test('missed while everything stood still are made up for at the start: once, in order, no reminder late', async () => {
    await threeReps();
    for (let count = 0; count < 30; count++) await rise(`p${count}`);
    await sweepAt(startMs + hourMs);
    await close(pipeline);
    nowMs = dueMs + hourMs;
    const sweepers = await Promise.all([open(), open(), open(), open()]);
    pipeline = sweepers[0] as Pipeline;
    await sweepAt(dueMs + hourMs, sweepers);
    expect(await types()).toEqual(Array.from({ length: 30 }, () => 'task.overdue'));
    for (const one of sweepers) await close(one);

    // And again, over all the steps that are left.
    nowMs = reassignMs + 30 * dayMs;
    const later = await Promise.all([open(), open(), open(), open()]);
    pipeline = later[0] as Pipeline;
    await sweepAt(nowMs, later);
    for (let count = 0; count < 30; count++)
      expect(await types(`p${count}`)).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
    const { rows } = await sql.query(
      'SELECT step, outcome, count(*)::int AS count FROM escalations GROUP BY 1, 2 ORDER BY 1',
    );
    expect(rows).toEqual([
      { step: 'due soon', outcome: 'overtaken', count: 30 },
      { step: 'manager told', outcome: 'told', count: 30 },
      { step: 'overdue', outcome: 'told', count: 30 },
      { step: 'reassigned', outcome: 'reassigned', count: 30 },
    ]);
  });

  test('all due at once are told to whoever had the task at each, in order', async () => {
    await threeReps();
    await rise('ada');
    await sweepAt(reassignMs);
    expect((await alerts()).map(({ type, owner }) => [type, owner])).toEqual([
      ['task.overdue', 'a@x.com'],
      ['task.escalated', 'a@x.com'],
      ['lead.reassigned', 'b@x.com'],
    ]);
  });

  test('start anew for a deadline that was moved', async () => {
    const { id } = await rise('ada');
    await sweepAt(managerMs);
    await sql.query('UPDATE tasks SET due_at = $2 WHERE id = $1', [id, new Date(dueMs + 7 * dayMs)]);
    await sweepAt(dueMs + 7 * dayMs - 2 * hourMs);
    await sweepAt(dueMs + 7 * dayMs);
    expect(await types()).toEqual(['task.overdue', 'task.escalated', 'task.due-soon', 'task.overdue']);
  });

  test.each([
    // What was completed was a contact: the manager need not know.
    ['completed', (id: string) => pipeline.changeTask(id, { outcome: 'No opportunity' }, admin), []],
    [
      'cancelled, since the person wishes no contact',
      () => pipeline.putPerson({ email: 'ada@northwind.com', doNotContact: true }, admin),
      ['task.escalated'],
    ],
  ])('are not taken of a task that was %s; opened again, it goes on', async (_name, end, then) => {
    const { id } = await rise('ada');
    await sweepAt(dueMs - hourMs);
    await end(id);
    await sweepAt(managerMs);
    expect(await types()).toEqual(['task.due-soon']);
    await pipeline.putPerson({ email: 'ada@northwind.com', doNotContact: false }, admin);
    await pipeline.changeTask(id, { status: 'Open' }, admin);
    await sweepAt(managerMs);
    expect(await types()).toEqual(['task.due-soon', 'task.overdue', ...then]);
  });

  test('are neither entries of the timeline nor a new revision, until somebody gets the task', async () => {
    await threeReps();
    const { id } = await rise('unseen');
    const before = await pipeline.task(id);
    await sweepAt(managerMs);
    expect(await pipeline.task(id)).toEqual(before);
    expect((await pipeline.timelineOf(id, { limit: 10 })).items).toHaveLength(1);
    await sweepAt(reassignMs);
    expect((await pipeline.timelineOf(id, { limit: 10 })).items[0]).toMatchObject({
      actor: 'clock',
      changes: { owner: ['a@x.com', 'b@x.com'] },
    });
  });
});

describe('the manager told', () => {
  const told = async () => (await alerts()).find(({ type }) => type === 'task.escalated')?.told;
  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of the owner’s team', () => addTeam(sql, 'Field', 'boss@x.com'), ['boss@x.com']],
    [
      'everybody who manages, where the team has none',
      () => addTeam(sql, 'Field', null),
      ['boss@x.com', 'root@x.com'],
    ],
    [
      'everybody who manages, where it is the owner',
      () => addTeam(sql, 'Field', 'rep@x.com'),
      ['boss@x.com', 'root@x.com'],
    ],
  ])('is that %s', async (_name, makeTeam, expected) => {
    await addUser(sql, 'boss@x.com', { role: 'manager', takes_leads: false });
    await addUser(sql, 'root@x.com', { role: 'admin', takes_leads: false });
    await addUser(sql, 'rep@x.com');
    await makeTeam();
    await sql.query(`UPDATE users SET team = 'Field' WHERE email = 'rep@x.com'`);
    await rise('ada');
    await sweepAt(managerMs);
    expect(await told()).toEqual(expected);
  });

  test('is everybody who manages, of what waits in the queue; a lane and a user are told by name', async () => {
    await addUser(sql, 'boss@x.com', { role: 'manager', takes_leads: false });
    await rise('ada');
    await sweepAt(managerMs);
    expect(await told()).toEqual(['boss@x.com']);
    await writeFile(
      join(directory, 'escalation.yaml'),
      'steps:\n  - { step: lane, after: 3 hours, tell: { lane: Q Team } }\n  - { step: user, after: 3 hours, tell: { user: x@x.com } }\n',
    );
    await sweepAt(dueMs + 3 * hourMs);
    expect((await alerts()).slice(-2).map((alert) => [alert.told, alert.data['because']])).toEqual([
      [['Q Team'], 'lane'],
      [['x@x.com'], 'user'],
    ]);
  });
});

describe('reassigning', () => {
  test('goes to somebody who has not had it, with its reason; at the end to the queue', async () => {
    await addUser(sql, 'a@x.com');
    await addUser(sql, 'b@x.com');
    const again = (hours: number) => `  - { step: again ${hours}, after: ${hours} hours, do: reassign }\n`;
    await writeFile(join(directory, 'escalation.yaml'), `steps:\n${again(1)}${again(2)}${again(3)}`);
    const { id, lead_id: lead } = await rise('ada');
    const story = [];
    for (const hours of [0, 1, 2, 3]) {
      await sweepAt(dueMs + hours * hourMs);
      story.push([(await pipeline.lead(lead))?.owner, (await pipeline.task(id))?.owner]);
    }
    expect(story).toEqual([
      ['a@x.com', 'a@x.com'],
      ['b@x.com', 'b@x.com'],
      [null, null],
      // From the queue to whoever has not let it lapse: nobody is left.
      [null, null],
    ]);
    expect((await pipeline.lead(lead))?.routedBecause).toBe(
      'again 2, b@x.com let the deadline pass; Q Team: nobody takes leads of this kind',
    );
    expect(
      (await alerts()).map(({ type, owner, told, data }) => [type, owner, told, data['because']]),
    ).toEqual([
      [
        'lead.reassigned',
        'b@x.com',
        ['a@x.com'],
        'again 1, a@x.com let the deadline pass; Any rep who may sell it there: the only one who can',
      ],
      [
        'lead.reassigned',
        null,
        ['b@x.com'],
        'again 2, b@x.com let the deadline pass; Q Team: nobody takes leads of this kind',
      ],
    ]);
  });

  test('of a task without a lead is a task’s own', async () => {
    await addUser(sql, 'a@x.com');
    await addUser(sql, 'b@x.com');
    await pipeline.putPerson({ email: 'ada@northwind.com', kind: 'customer', owner: 'a@x.com' }, admin);
    const { id } = await rise('ada');
    await sweepAt(reassignMs);
    expect(await types()).toEqual(['task.overdue', 'task.escalated', 'task.reassigned']);
    expect(await pipeline.task(id)).toMatchObject({ owner: 'b@x.com', lead: null });
  });

  test('waits for the next sweep while somebody changes the lead', async () => {
    await addUser(sql, 'a@x.com');
    await addUser(sql, 'b@x.com');
    const { lead_id: lead } = await rise('ada');
    await sql.query('BEGIN');
    await sql.query('SELECT FROM leads WHERE id = $1 FOR NO KEY UPDATE', [lead]);
    await sweepAt(reassignMs);
    await sql.query('COMMIT');
    expect(await types()).toEqual([]);
    await sweepAt(reassignMs);
    expect(await types()).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
  });

  test('keeps the limit of open hot leads, with many lapsing at once', async () => {
    await addUser(sql, 'a@x.com');
    for (let count = 0; count < 12; count++) await rise(`p${count}`);
    await addUser(sql, 'b@x.com', { open_leads_max: 5 });
    const rivals = [pipeline, await open(), await open()];
    await sweepAt(reassignMs, rivals);
    const { rows } = await sql.query(
      'SELECT owner, count(*)::int AS count FROM leads GROUP BY owner ORDER BY owner NULLS LAST',
    );
    expect(rows).toEqual([
      { owner: 'b@x.com', count: 5 },
      { owner: null, count: 7 },
    ]);
  });
});

describe('the first touch', () => {
  test('logged: neither the manager is told nor the lead given away; measured once', async () => {
    await threeReps();
    const { lead_id: lead } = await rise('ada');
    nowMs = startMs + hourMs;
    await pipeline.logActivity({ kind: 'note', lead, body: 'seen' }, admin);
    await pipeline.logActivity({ kind: 'mail', direction: 'in', lead, body: 'hello' }, admin);
    expect(waited).toEqual([]);
    await pipeline.logActivity({ kind: 'call', lead, body: 'spoke' }, admin);
    nowMs += hourMs;
    await pipeline.logActivity({ kind: 'call', lead, body: 'spoke again' }, admin);
    expect(waited).toEqual([3_600]);
    await sweepAt(reassignMs);
    expect(await types()).toEqual(['task.overdue']);
    expect((await sql.query('SELECT step, outcome FROM escalations ORDER BY step')).rows).toEqual([
      { step: 'due soon', outcome: 'overtaken' },
      { step: 'manager told', outcome: 'touched' },
      { step: 'overdue', outcome: 'told' },
      { step: 'reassigned', outcome: 'touched' },
    ]);
  });

  test('by completing the contact task where none was logged; and only then', async () => {
    const first = await rise('ada');
    const second = await rise('bob');
    nowMs = startMs + hourMs;
    await pipeline.logActivity({ kind: 'voicemail', lead: second.lead_id, body: '' }, admin);
    nowMs = startMs + 2 * hourMs;
    for (const { id } of [first, second]) await pipeline.changeTask(id, { outcome: 'No opportunity' }, admin);
    expect(waited).toEqual([3_600, 7_200]);
    expect((await pipeline.lead(first.lead_id))?.firstTouchAt).toBe(new Date(nowMs).toISOString());
    await pipeline.changeTask(first.id, { status: 'Open' }, admin);
    await pipeline.changeTask(first.id, { outcome: 'No opportunity' }, admin);
    expect(waited).toHaveLength(2);
  });

  test('of before the task counts for nothing', async () => {
    await pipeline.putPerson({ email: 'ada@northwind.com', kind: 'customer' }, admin);
    const [person] = (await pipeline.listPeople({ email: 'ada@northwind.com', limit: 1 })).items;
    await pipeline.logActivity(
      { kind: 'call', person: person?.id ?? '', body: 'long ago', at: new Date(startMs - 1).toISOString() },
      admin,
    );
    await rise('ada');
    await sweepAt(managerMs);
    expect(await types()).toEqual(['task.overdue', 'task.escalated']);
  });
});

describe('the plan', () => {
  const looks = async () =>
    (await sql.query<{ at: string }>(`SELECT escalates_at::text AS at FROM tasks ORDER BY id`)).rows.map(
      ({ at }) => at,
    );

  test('names the next time there is something to do, also for records', async () => {
    expect(await pipeline.nextDeadlineMs()).toBeNull();
    const { lead_id: lead } = await rise('ada');
    await sweepAt(startMs);
    expect(await pipeline.nextDeadlineMs()).toBe(dueMs - 2 * hourMs);
    await sweepAt(dueMs - 2 * hourMs);
    expect(await pipeline.nextDeadlineMs()).toBe(dueMs);
    await sql.query('UPDATE leads SET wakes_at = $2 WHERE id = $1', [lead, new Date(dueMs - hourMs)]);
    expect(await pipeline.nextDeadlineMs()).toBe(dueMs - hourMs);
    await sweepAt(reassignMs);
    expect(await pipeline.nextDeadlineMs()).toBeNull();
    expect(await looks()).toEqual([null]);
  });

  test('is made anew for every open task when the file changes, and for none when it does not', async () => {
    for (let count = 0; count < 5; count++) await rise(`p${count}`);
    await sweepAt(reassignMs);
    await close(pipeline);
    pipeline = await open();
    await sweepAt(reassignMs);
    expect(await looks()).toEqual([null, null, null, null, null]);
    await writeFile(
      join(directory, 'escalation.yaml'),
      'steps:\n  - { step: overdue, after: 0 minutes, tell: owner }\n  - { step: month, after: 30 days, tell: owner }\n',
    );
    await sweepAt(reassignMs);
    expect(new Set(await looks()).size).toBe(1);
    expect(await pipeline.nextDeadlineMs()).toBe(dueMs + 30 * dayMs);
    await sweepAt(dueMs + 30 * dayMs);
    expect((await types('p0')).slice(2)).toEqual(['task.overdue']);
  });

  test('reads only what is due, with many tasks', async () => {
    await rise('ada');
    await sql.query(
      `INSERT INTO tasks (id, type, subject, due_at, person_id, created_at)
       SELECT 'tk_many_' || n, 'Call', 'call', $1, (SELECT id FROM people LIMIT 1), now() FROM generate_series(1, 20000) AS n`,
      [new Date(startMs + 90 * dayMs)],
    );
    await sweepAt(startMs);
    await sql.query('ANALYZE tasks');
    const { rows } = await sql.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM tasks WHERE escalates_at <= $1 ORDER BY escalates_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED`,
      [new Date(dueMs)],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan using tasks_by_escalation');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });
});
