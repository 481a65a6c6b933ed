/** First touches, and the plan of escalation: on a real PostgreSQL, what is looked at, and when. */
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { startDeadlineSweeper } from '../../../src/sales/deadlines/deadlines.ts';
import { fillPastTriggers } from '../../support/clusters.ts';
import { until } from '../../support/until.ts';
import { admin, startMs } from '../records.ts';
import { dayMs, deadlineStoreOfFile, dueMs, hourMs, managerMs, reassignMs } from './deadline-store.ts';

const deadlineStore = deadlineStoreOfFile();

describe('the first touch', () => {
  test('logged: neither is the manager notified nor the lead reassigned; measured once', async () => {
    await deadlineStore.threeReps();
    const { lead_id: lead } = await deadlineStore.rise('ada');
    deadlineStore.turnTo(startMs + hourMs);
    await deadlineStore.sales.records.logActivity({ kind: 'note', lead, body: 'seen' }, admin);
    await deadlineStore.sales.records.logActivity(
      { kind: 'mail', direction: 'in', lead, body: 'hello' },
      admin,
    );
    expect(deadlineStore.waited).toEqual([]);
    await deadlineStore.sales.records.logActivity({ kind: 'call', lead, body: 'spoke' }, admin);
    deadlineStore.turnTo(startMs + 2 * hourMs);
    await deadlineStore.sales.records.logActivity({ kind: 'call', lead, body: 'spoke again' }, admin);
    expect(deadlineStore.waited).toEqual([3_600]);
    await deadlineStore.sweepAt(reassignMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue']);
    expect(
      (await deadlineStore.sql.query('SELECT step, outcome FROM escalations ORDER BY step')).rows,
    ).toEqual([
      { step: 'due soon', outcome: 'overtaken' },
      { step: 'manager notified', outcome: 'touched' },
      { step: 'overdue', outcome: 'notified' },
      { step: 'reassigned', outcome: 'touched' },
    ]);
  });

  test.each([
    ['taken back', (id: string) => deadlineStore.sales.records.undoActivity(id, admin)],
    [
      'corrected to a note',
      (id: string) => deadlineStore.sales.records.correctActivity(id, { kind: 'note' }, admin),
    ],
  ])('%s: what it has spared the manager and the owner is done now', async (_what, takeBack) => {
    await deadlineStore.threeReps();
    const { lead_id: lead } = await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(managerMs - 1);
    const call = { kind: 'call', lead, body: 'spoke' } as const;
    const [first, second] = [
      await deadlineStore.sales.records.logActivity(call, admin),
      await deadlineStore.sales.records.logActivity(call, admin),
    ];
    await deadlineStore.sweepAt(managerMs);
    // One contact is left.
    await takeBack(first.id);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue']);
    await takeBack(second.id);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue', 'task.escalated']);
    await deadlineStore.sweepAt(reassignMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
  });

  test('by completing the contact task where none was logged; and only then', async () => {
    const first = await deadlineStore.rise('ada');
    const second = await deadlineStore.rise('bob');
    deadlineStore.turnTo(startMs + hourMs);
    await deadlineStore.sales.records.logActivity(
      { kind: 'voicemail', lead: second.lead_id, body: '' },
      admin,
    );
    deadlineStore.turnTo(startMs + 2 * hourMs);
    for (const { id } of [first, second])
      await deadlineStore.sales.records.changeTask(id, { outcome: 'No opportunity' }, admin);
    expect(deadlineStore.waited).toEqual([3_600, 7_200]);
    expect((await deadlineStore.sales.records.lead(first.lead_id))?.firstTouchAt).toBe(
      new Date(startMs + 2 * hourMs).toISOString(),
    );
    await deadlineStore.sales.records.changeTask(first.id, { outcome: 'Opportunity created' }, admin);
    expect(deadlineStore.waited).toHaveLength(2);
  });

  test('of before the task counts for nothing', async () => {
    await deadlineStore.sales.records.putPerson({ email: 'ada@northwind.com', kind: 'customer' }, admin);
    const [person] = (await deadlineStore.sales.records.listPeople({ email: 'ada@northwind.com', limit: 1 }))
      .items;
    await deadlineStore.sales.records.logActivity(
      { kind: 'call', person: person?.id ?? '', body: 'long ago', at: new Date(startMs - 1).toISOString() },
      admin,
    );
    await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue', 'task.escalated']);
  });
});

describe('the plan', () => {
  const looks = async () =>
    (
      await deadlineStore.sql.query<{ at: string }>(`SELECT escalates_at::text AS at FROM tasks ORDER BY id`)
    ).rows.map(({ at }) => at);

  test('names the next time there is something to do, also for records', async () => {
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBeNull();
    const { lead_id: lead } = await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(startMs);
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBe(dueMs - 2 * hourMs);
    await deadlineStore.sweepAt(dueMs - 2 * hourMs);
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBe(dueMs);
    await deadlineStore.sql.query('UPDATE leads SET next_action_at = $2 WHERE id = $1', [
      lead,
      new Date(dueMs - hourMs),
    ]);
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBe(dueMs - hourMs);
    await deadlineStore.sweepAt(reassignMs);
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBeNull();
    expect(await looks()).toEqual([null]);
  });

  test('is made again for every open task when the file changes, and for none when it does not', async () => {
    for (let count = 0; count < 5; count++) await deadlineStore.rise(`p${count}`);
    await deadlineStore.sweepAt(reassignMs);
    await deadlineStore.closeSales(deadlineStore.sales);
    deadlineStore.sales = await deadlineStore.open();
    await deadlineStore.sweepAt(reassignMs);
    expect(await looks()).toEqual([null, null, null, null, null]);
    await deadlineStore.writeEscalation(
      '  - { step: overdue, after: 0 minutes, notify: owner }\n  - { step: month, after: 30 days, notify: owner }\n',
    );
    await deadlineStore.sweepAt(reassignMs);
    expect(new Set(await looks()).size).toBe(1);
    expect((await deadlineStore.sales.deadlines.planned()).nextMs).toBe(dueMs + 30 * dayMs);
    await deadlineStore.sweepAt(dueMs + 30 * dayMs);
    expect((await deadlineStore.types('p0')).slice(2)).toEqual(['task.overdue']);
  });

  test('is made again after records were moved: a task that somebody holds lets them wait for nothing', async () => {
    const { id, lead_id: lead } = await deadlineStore.rise('ada');
    deadlineStore.turnTo(startMs + hourMs);
    await deadlineStore.sql.query('UPDATE leads SET next_action_at = $2 WHERE id = $1', [
      lead,
      new Date(startMs),
    ]);
    const holding = new pg.Client({ connectionString: deadlineStore.url });
    await holding.connect();
    onTestFinished(() => holding.end());
    await holding.query('BEGIN');
    await holding.query('SELECT FROM tasks WHERE id = $1 FOR UPDATE', [id]);
    const { workflow, deadlines } = await deadlineStore.open();
    const done: string[] = [];
    const sweeper = startDeadlineSweeper({
      workflow: {
        moveDueRecords: async (...given) => {
          const moved = await workflow.moveDueRecords(...given);
          done.push('moved');
          return moved;
        },
      },
      deadlines,
      logger: createLogger('silent'),
    });
    await until('the plan waits for the task', async () => {
      const { rows } = await deadlineStore.sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    done.push('held');
    await holding.query('COMMIT');
    await until('the task is planned', async () => (await deadlines.planned()).nextMs === dueMs - 2 * hourMs);
    await sweeper.close();
    expect(done[0]).toBe('moved');
  });

  test('reads only what is due, with many tasks', async () => {
    await deadlineStore.rise('ada');
    // Planned by the present escalation, as the many are said to be.
    await deadlineStore.sweepAt(startMs);
    await fillPastTriggers(
      deadlineStore.url,
      `INSERT INTO tasks (id, type, subject, due_at, person_id, created_at, escalates_at)
       SELECT 'tk_many_' || n, 'Call', 'call', $1, (SELECT id FROM people LIMIT 1), now(), $2 FROM generate_series(1, 20000) AS n`,
      [new Date(startMs + 90 * dayMs), new Date(startMs + 90 * dayMs - 2 * hourMs)],
    );
    await deadlineStore.sweepAt(startMs);
    await deadlineStore.sql.query('ANALYZE tasks');
    const { rows } = await deadlineStore.sql.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM tasks WHERE escalates_at <= $1 ORDER BY escalates_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED`,
      [new Date(dueMs)],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan using tasks_by_escalation');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });
});
