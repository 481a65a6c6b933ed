/** First touches, and the plan of escalation: on a real PostgreSQL, what is looked at, and when. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DeadlineStore,
  dayMs,
  dueMs,
  hourMs,
  managerMs,
  reassignMs,
  startDeadlineStore,
} from './deadline-store.ts';
import { addThreeReps } from './desk-people.ts';
import { admin, startMs } from './records.ts';

let it: DeadlineStore;

beforeAll(async () => {
  it = await startDeadlineStore();
});
afterAll(() => it?.close());
beforeEach(() => it.empty());

const threeReps = () => addThreeReps(it.sql);

describe('the first touch', () => {
  test('logged: neither the manager is told nor the lead given away; measured once', async () => {
    await threeReps();
    const { lead_id: lead } = await it.rise('ada');
    it.turnTo(startMs + hourMs);
    await it.pipeline.logActivity({ kind: 'note', lead, body: 'seen' }, admin);
    await it.pipeline.logActivity({ kind: 'mail', direction: 'in', lead, body: 'hello' }, admin);
    expect(it.waited).toEqual([]);
    await it.pipeline.logActivity({ kind: 'call', lead, body: 'spoke' }, admin);
    it.turnTo(startMs + 2 * hourMs);
    await it.pipeline.logActivity({ kind: 'call', lead, body: 'spoke again' }, admin);
    expect(it.waited).toEqual([3_600]);
    await it.sweepAt(reassignMs);
    expect(await it.types()).toEqual(['task.overdue']);
    expect((await it.sql.query('SELECT step, outcome FROM escalations ORDER BY step')).rows).toEqual([
      { step: 'due soon', outcome: 'overtaken' },
      { step: 'manager told', outcome: 'touched' },
      { step: 'overdue', outcome: 'told' },
      { step: 'reassigned', outcome: 'touched' },
    ]);
  });

  test('by completing the contact task where none was logged; and only then', async () => {
    const first = await it.rise('ada');
    const second = await it.rise('bob');
    it.turnTo(startMs + hourMs);
    await it.pipeline.logActivity({ kind: 'voicemail', lead: second.lead_id, body: '' }, admin);
    it.turnTo(startMs + 2 * hourMs);
    for (const { id } of [first, second])
      await it.pipeline.changeTask(id, { outcome: 'No opportunity' }, admin);
    expect(it.waited).toEqual([3_600, 7_200]);
    expect((await it.pipeline.lead(first.lead_id))?.firstTouchAt).toBe(
      new Date(startMs + 2 * hourMs).toISOString(),
    );
    await it.pipeline.changeTask(first.id, { status: 'Open' }, admin);
    await it.pipeline.changeTask(first.id, { outcome: 'No opportunity' }, admin);
    expect(it.waited).toHaveLength(2);
  });

  test('of before the task counts for nothing', async () => {
    await it.pipeline.putPerson({ email: 'ada@northwind.com', kind: 'customer' }, admin);
    const [person] = (await it.pipeline.listPeople({ email: 'ada@northwind.com', limit: 1 })).items;
    await it.pipeline.logActivity(
      { kind: 'call', person: person?.id ?? '', body: 'long ago', at: new Date(startMs - 1).toISOString() },
      admin,
    );
    await it.rise('ada');
    await it.sweepAt(managerMs);
    expect(await it.types()).toEqual(['task.overdue', 'task.escalated']);
  });
});

describe('the plan', () => {
  const looks = async () =>
    (await it.sql.query<{ at: string }>(`SELECT escalates_at::text AS at FROM tasks ORDER BY id`)).rows.map(
      ({ at }) => at,
    );

  test('names the next time there is something to do, also for records', async () => {
    expect(await it.pipeline.nextDeadlineMs()).toBeNull();
    const { lead_id: lead } = await it.rise('ada');
    await it.sweepAt(startMs);
    expect(await it.pipeline.nextDeadlineMs()).toBe(dueMs - 2 * hourMs);
    await it.sweepAt(dueMs - 2 * hourMs);
    expect(await it.pipeline.nextDeadlineMs()).toBe(dueMs);
    await it.sql.query('UPDATE leads SET wakes_at = $2 WHERE id = $1', [lead, new Date(dueMs - hourMs)]);
    expect(await it.pipeline.nextDeadlineMs()).toBe(dueMs - hourMs);
    await it.sweepAt(reassignMs);
    expect(await it.pipeline.nextDeadlineMs()).toBeNull();
    expect(await looks()).toEqual([null]);
  });

  test('is made anew for every open task when the file changes, and for none when it does not', async () => {
    for (let count = 0; count < 5; count++) await it.rise(`p${count}`);
    await it.sweepAt(reassignMs);
    await it.closePipeline(it.pipeline);
    it.pipeline = await it.open();
    await it.sweepAt(reassignMs);
    expect(await looks()).toEqual([null, null, null, null, null]);
    await it.writeEscalation(
      '  - { step: overdue, after: 0 minutes, tell: owner }\n  - { step: month, after: 30 days, tell: owner }\n',
    );
    await it.sweepAt(reassignMs);
    expect(new Set(await looks()).size).toBe(1);
    expect(await it.pipeline.nextDeadlineMs()).toBe(dueMs + 30 * dayMs);
    await it.sweepAt(dueMs + 30 * dayMs);
    expect((await it.types('p0')).slice(2)).toEqual(['task.overdue']);
  });

  test('reads only what is due, with many tasks', async () => {
    await it.rise('ada');
    await it.sql.query(
      `INSERT INTO tasks (id, type, subject, due_at, person_id, created_at)
       SELECT 'tk_many_' || n, 'Call', 'call', $1, (SELECT id FROM people LIMIT 1), now() FROM generate_series(1, 20000) AS n`,
      [new Date(startMs + 90 * dayMs)],
    );
    await it.sweepAt(startMs);
    await it.sql.query('ANALYZE tasks');
    const { rows } = await it.sql.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM tasks WHERE escalates_at <= $1 ORDER BY escalates_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED`,
      [new Date(dueMs)],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan using tasks_by_escalation');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });
});
