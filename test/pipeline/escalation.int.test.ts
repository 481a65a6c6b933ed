/** Escalation on a real PostgreSQL: each step once and in order, whoever sweeps and whatever stopped; whom it tells; who gets it next. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import {
  type DeadlineStore,
  dayMs,
  dueMs,
  hourMs,
  managerMs,
  reassignMs,
  startDeadlineStore,
} from './deadline-store.ts';
import { addTeam, addThreeReps, addUser } from './desk-people.ts';
import { admin, startMs } from './records.ts';

let it: DeadlineStore;

beforeAll(async () => {
  it = await startDeadlineStore();
});
afterAll(() => it?.close());
beforeEach(() => it.empty());

const threeReps = () => addThreeReps(it.sql);

describe('the steps', () => {
  test('are told at their time and not a millisecond before, once each, by any number of sweepers', async () => {
    await threeReps();
    await it.rise('ada');
    const rivals = [it.pipeline, await it.open(), await it.open()];
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
      await it.sweepAt(ms, rivals);
      expect(await it.types(), new Date(ms).toISOString()).toEqual(expected);
    }
    expect((await it.alerts()).map(({ owner, told }) => [owner, told])).toEqual([
      ['a@x.com', []],
      ['a@x.com', []],
      ['a@x.com', ['boss@x.com']],
      ['b@x.com', ['a@x.com']],
    ]);
  });

  test('missed while everything stood still are made up for at the start: once, in order, no reminder late', async () => {
    await threeReps();
    for (let count = 0; count < 30; count++) await it.rise(`p${count}`);
    await it.sweepAt(startMs + hourMs);
    await it.closePipeline(it.pipeline);
    it.turnTo(dueMs + hourMs);
    const sweepers = await Promise.all([it.open(), it.open(), it.open(), it.open()]);
    it.pipeline = sweepers[0] as Pipeline;
    await it.sweepAt(dueMs + hourMs, sweepers);
    expect(await it.types()).toEqual(Array.from({ length: 30 }, () => 'task.overdue'));
    for (const one of sweepers) await it.closePipeline(one);

    // And again, over all the steps that are left.
    it.turnTo(reassignMs + 30 * dayMs);
    const later = await Promise.all([it.open(), it.open(), it.open(), it.open()]);
    it.pipeline = later[0] as Pipeline;
    await it.sweepAt(reassignMs + 30 * dayMs, later);
    for (let count = 0; count < 30; count++)
      expect(await it.types(`p${count}`)).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
    const { rows } = await it.sql.query(
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
    await it.rise('ada');
    await it.sweepAt(reassignMs);
    expect((await it.alerts()).map(({ type, owner }) => [type, owner])).toEqual([
      ['task.overdue', 'a@x.com'],
      ['task.escalated', 'a@x.com'],
      ['lead.reassigned', 'b@x.com'],
    ]);
  });

  test('start anew for a deadline that was moved', async () => {
    const { id } = await it.rise('ada');
    await it.sweepAt(managerMs);
    await it.sql.query('UPDATE tasks SET due_at = $2 WHERE id = $1', [id, new Date(dueMs + 7 * dayMs)]);
    await it.sweepAt(dueMs + 7 * dayMs - 2 * hourMs);
    await it.sweepAt(dueMs + 7 * dayMs);
    expect(await it.types()).toEqual(['task.overdue', 'task.escalated', 'task.due-soon', 'task.overdue']);
  });

  test.each([
    // What was completed was a contact: the manager need not know.
    ['completed', (id: string) => it.pipeline.changeTask(id, { outcome: 'No opportunity' }, admin), []],
    [
      'cancelled, since the person wishes no contact',
      () => it.pipeline.putPerson({ email: 'ada@northwind.com', doNotContact: true }, admin),
      ['task.escalated'],
    ],
  ])('are not taken of a task that was %s; opened again, it goes on', async (_name, end, then) => {
    const { id } = await it.rise('ada');
    await it.sweepAt(dueMs - hourMs);
    await end(id);
    await it.sweepAt(managerMs);
    expect(await it.types()).toEqual(['task.due-soon']);
    await it.pipeline.putPerson({ email: 'ada@northwind.com', doNotContact: false }, admin);
    await it.pipeline.changeTask(id, { status: 'Open' }, admin);
    await it.sweepAt(managerMs);
    expect(await it.types()).toEqual(['task.due-soon', 'task.overdue', ...then]);
  });

  test('are neither entries of the timeline nor a new revision, until somebody gets the task', async () => {
    await threeReps();
    const { id } = await it.rise('unseen');
    const before = await it.pipeline.task(id);
    await it.sweepAt(managerMs);
    expect(await it.pipeline.task(id)).toEqual(before);
    expect((await it.pipeline.timelineOf(id, { limit: 10 })).items).toHaveLength(1);
    await it.sweepAt(reassignMs);
    expect((await it.pipeline.timelineOf(id, { limit: 10 })).items[0]).toMatchObject({
      actor: 'clock',
      changes: { owner: ['a@x.com', 'b@x.com'] },
    });
  });
});

describe('the manager told', () => {
  const told = async () => (await it.alerts()).find(({ type }) => type === 'task.escalated')?.told;
  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of the owner’s team', () => addTeam(it.sql, 'Field', 'boss@x.com'), ['boss@x.com']],
    [
      'everybody who manages, where the team has none',
      () => addTeam(it.sql, 'Field', null),
      ['boss@x.com', 'root@x.com'],
    ],
    [
      'everybody who manages, where it is the owner',
      () => addTeam(it.sql, 'Field', 'rep@x.com'),
      ['boss@x.com', 'root@x.com'],
    ],
  ])('is that %s', async (_name, makeTeam, expected) => {
    await addUser(it.sql, 'boss@x.com', { role: 'manager', takes_leads: false });
    await addUser(it.sql, 'root@x.com', { role: 'admin', takes_leads: false });
    await addUser(it.sql, 'rep@x.com');
    await makeTeam();
    await it.sql.query(`UPDATE users SET team = 'Field' WHERE email = 'rep@x.com'`);
    await it.rise('ada');
    await it.sweepAt(managerMs);
    expect(await told()).toEqual(expected);
  });

  test('is everybody who manages, of what waits in the queue; a lane and a user are told by name', async () => {
    await addUser(it.sql, 'boss@x.com', { role: 'manager', takes_leads: false });
    await it.rise('ada');
    await it.sweepAt(managerMs);
    expect(await told()).toEqual(['boss@x.com']);
    await it.writeEscalation(
      '  - { step: lane, after: 3 hours, tell: { lane: Q Team } }\n  - { step: user, after: 3 hours, tell: { user: x@x.com } }\n',
    );
    await it.sweepAt(dueMs + 3 * hourMs);
    expect((await it.alerts()).slice(-2).map((alert) => [alert.told, alert.data['because']])).toEqual([
      [['Q Team'], 'lane'],
      [['x@x.com'], 'user'],
    ]);
  });
});

describe('reassigning', () => {
  test('goes to somebody who has not had it, with its reason; at the end to the queue', async () => {
    await addUser(it.sql, 'a@x.com');
    await addUser(it.sql, 'b@x.com');
    const again = (hours: number) => `  - { step: again ${hours}, after: ${hours} hours, do: reassign }\n`;
    await it.writeEscalation(`${again(1)}${again(2)}${again(3)}`);
    const { id, lead_id: lead } = await it.rise('ada');
    const story = [];
    for (const hours of [0, 1, 2, 3]) {
      await it.sweepAt(dueMs + hours * hourMs);
      story.push([(await it.pipeline.lead(lead))?.owner, (await it.pipeline.task(id))?.owner]);
    }
    expect(story).toEqual([
      ['a@x.com', 'a@x.com'],
      ['b@x.com', 'b@x.com'],
      [null, null],
      // From the queue to whoever has not let it lapse: nobody is left.
      [null, null],
    ]);
    expect((await it.pipeline.lead(lead))?.routedBecause).toBe(
      'again 2, b@x.com let the deadline pass; Q Team: nobody takes leads of this kind',
    );
    expect(
      (await it.alerts()).map(({ type, owner, told, data }) => [type, owner, told, data['because']]),
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
    await addUser(it.sql, 'a@x.com');
    await addUser(it.sql, 'b@x.com');
    await it.pipeline.putPerson({ email: 'ada@northwind.com', kind: 'customer', owner: 'a@x.com' }, admin);
    const { id } = await it.rise('ada');
    await it.sweepAt(reassignMs);
    expect(await it.types()).toEqual(['task.overdue', 'task.escalated', 'task.reassigned']);
    expect(await it.pipeline.task(id)).toMatchObject({ owner: 'b@x.com', lead: null });
  });

  test('waits for the next sweep while somebody changes the lead', async () => {
    await addUser(it.sql, 'a@x.com');
    await addUser(it.sql, 'b@x.com');
    const { lead_id: lead } = await it.rise('ada');
    await it.sql.query('BEGIN');
    await it.sql.query('SELECT FROM leads WHERE id = $1 FOR NO KEY UPDATE', [lead]);
    await it.sweepAt(reassignMs);
    await it.sql.query('COMMIT');
    expect(await it.types()).toEqual([]);
    await it.sweepAt(reassignMs);
    expect(await it.types()).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
  });

  test('keeps the limit of open hot leads, with many lapsing at once', async () => {
    await addUser(it.sql, 'a@x.com');
    for (let count = 0; count < 12; count++) await it.rise(`p${count}`);
    await addUser(it.sql, 'b@x.com', { open_leads_max: 5 });
    const rivals = [it.pipeline, await it.open(), await it.open()];
    await it.sweepAt(reassignMs, rivals);
    const { rows } = await it.sql.query(
      'SELECT owner, count(*)::int AS count FROM leads GROUP BY owner ORDER BY owner NULLS LAST',
    );
    expect(rows).toEqual([
      { owner: 'b@x.com', count: 5 },
      { owner: null, count: 7 },
    ]);
  });
});
