/** Escalation on a real PostgreSQL: each step once and in order, under any sweepers and stops; its recipients; the next owner. */
import { describe, expect, test } from 'vitest';
import type { TestSales } from '../../support/rooms.ts';
import { admin, startMs } from '../records.ts';
import { addTeam, addUser } from '../routing/team.ts';
import { dayMs, deadlineStoreOfFile, dueMs, hourMs, managerMs, reassignMs } from './deadline-store.ts';

const deadlineStore = deadlineStoreOfFile();

describe('the steps', () => {
  test('notify at their time and not a millisecond before, once each, by any number of sweepers', async () => {
    await deadlineStore.threeReps();
    await deadlineStore.rise('ada');
    const rivals = [deadlineStore.sales, await deadlineStore.open(), await deadlineStore.open()];
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
      await deadlineStore.sweepAt(ms, rivals);
      expect(await deadlineStore.types(), new Date(ms).toISOString()).toEqual(expected);
    }
    expect((await deadlineStore.alerts()).map(({ owner, recipients }) => [owner, recipients])).toEqual([
      ['a@x.com', []],
      ['a@x.com', []],
      ['a@x.com', ['boss@x.com']],
      ['b@x.com', ['a@x.com']],
    ]);
  });

  test('missed while everything stood still are made up for at the start: once, in order, no reminder late', async () => {
    await deadlineStore.threeReps();
    for (let count = 0; count < 30; count++) await deadlineStore.rise(`p${count}`);
    await deadlineStore.sweepAt(startMs + hourMs);
    await deadlineStore.closeSales(deadlineStore.sales);
    deadlineStore.turnTo(dueMs + hourMs);
    const sweepers = await Promise.all([
      deadlineStore.open(),
      deadlineStore.open(),
      deadlineStore.open(),
      deadlineStore.open(),
    ]);
    deadlineStore.sales = sweepers[0] as TestSales;
    await deadlineStore.sweepAt(dueMs + hourMs, sweepers);
    expect(await deadlineStore.types()).toEqual(Array.from({ length: 30 }, () => 'task.overdue'));
    for (const one of sweepers) await deadlineStore.closeSales(one);

    // And again, over all the steps that are left.
    deadlineStore.turnTo(reassignMs + 30 * dayMs);
    const later = await Promise.all([
      deadlineStore.open(),
      deadlineStore.open(),
      deadlineStore.open(),
      deadlineStore.open(),
    ]);
    deadlineStore.sales = later[0] as TestSales;
    await deadlineStore.sweepAt(reassignMs + 30 * dayMs, later);
    for (let count = 0; count < 30; count++)
      expect(await deadlineStore.types(`p${count}`)).toEqual([
        'task.overdue',
        'task.escalated',
        'lead.reassigned',
      ]);
    const { rows } = await deadlineStore.sql.query(
      'SELECT step, outcome, count(*)::int AS count FROM escalations GROUP BY 1, 2 ORDER BY 1',
    );
    expect(rows).toEqual([
      { step: 'due soon', outcome: 'overtaken', count: 30 },
      { step: 'manager notified', outcome: 'notified', count: 30 },
      { step: 'overdue', outcome: 'notified', count: 30 },
      { step: 'reassigned', outcome: 'reassigned', count: 30 },
    ]);
  });

  test('all due at once notify the owner at each step, in order', async () => {
    await deadlineStore.threeReps();
    await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(reassignMs);
    expect((await deadlineStore.alerts()).map(({ type, owner }) => [type, owner])).toEqual([
      ['task.overdue', 'a@x.com'],
      ['task.escalated', 'a@x.com'],
      ['lead.reassigned', 'b@x.com'],
    ]);
  });

  test('start again for a moved deadline', async () => {
    const { id } = await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(managerMs);
    await deadlineStore.sql.query('UPDATE tasks SET due_at = $2 WHERE id = $1', [
      id,
      new Date(dueMs + 7 * dayMs),
    ]);
    await deadlineStore.sweepAt(dueMs + 7 * dayMs - 2 * hourMs);
    await deadlineStore.sweepAt(dueMs + 7 * dayMs);
    expect(await deadlineStore.types()).toEqual([
      'task.overdue',
      'task.escalated',
      'task.due-soon',
      'task.overdue',
    ]);
  });

  test.each([
    // What was completed was a contact: the manager need not know.
    [
      'completed',
      (id: string) => deadlineStore.sales.records.changeTask(id, { outcome: 'No opportunity' }, admin),
      // Undone, it was no contact.
      ['task.escalated'],
    ],
    [
      'cancelled by a person',
      (id: string) => deadlineStore.sales.records.changeTask(id, { status: 'Cancelled', reason: 'x' }, admin),
      ['task.escalated'],
    ],
  ])('are not taken of a task that was %s; opened again, it goes on', async (_name, end, then) => {
    const { id } = await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(dueMs - hourMs);
    await end(id);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.due-soon']);
    await deadlineStore.sales.records.changeTask(id, { status: 'Open' }, admin);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.due-soon', 'task.overdue', ...then]);
  });

  test('are not taken while the person wishes no contact; withdrawn, they begin again', async () => {
    const { id } = await deadlineStore.rise('ada');
    const wish = (doNotContact: boolean) =>
      deadlineStore.sales.records.putPerson({ email: 'ada@northwind.com', doNotContact }, admin);
    await deadlineStore.sweepAt(dueMs - hourMs);
    await wish(true);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.types()).toEqual(['task.due-soon']);
    await wish(false);
    const nextMs = Date.parse((await deadlineStore.sales.records.task(id))?.dueAt ?? '');
    expect(nextMs).toBe(managerMs + 3 * hourMs);
    await deadlineStore.sweepAt(nextMs);
    expect(await deadlineStore.types()).toEqual(['task.due-soon', 'task.overdue']);
  });

  test('are neither entries of the timeline nor a new revision, until somebody gets the task', async () => {
    await deadlineStore.threeReps();
    const { id } = await deadlineStore.rise('unseen');
    const before = await deadlineStore.sales.records.task(id);
    await deadlineStore.sweepAt(managerMs);
    expect(await deadlineStore.sales.records.task(id)).toEqual(before);
    expect((await deadlineStore.sales.records.timelineOf(id, { limit: 10 })).items).toHaveLength(1);
    await deadlineStore.sweepAt(reassignMs);
    expect((await deadlineStore.sales.records.timelineOf(id, { limit: 10 })).items[0]).toMatchObject({
      actor: 'clock',
      changes: { owner: ['a@x.com', 'b@x.com'] },
    });
  });
});

describe('the manager notified', () => {
  const notified = async () =>
    (await deadlineStore.alerts()).find(({ type }) => type === 'task.escalated')?.recipients;
  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of the owner’s team', () => addTeam(deadlineStore.sql, 'Field', 'boss@x.com'), ['boss@x.com']],
    [
      'everybody who manages, where the team has none',
      () => addTeam(deadlineStore.sql, 'Field', null),
      ['boss@x.com', 'root@x.com'],
    ],
    [
      'everybody who manages, where it is the owner',
      () => addTeam(deadlineStore.sql, 'Field', 'rep@x.com'),
      ['boss@x.com', 'root@x.com'],
    ],
  ])('is that %s', async (_name, makeTeam, expected) => {
    await addUser(deadlineStore.sql, 'boss@x.com', { role: 'manager', accepts_leads: false });
    await addUser(deadlineStore.sql, 'root@x.com', { role: 'admin', accepts_leads: false });
    await addUser(deadlineStore.sql, 'rep@x.com');
    await makeTeam();
    await deadlineStore.sql.query(`UPDATE users SET team = 'Field' WHERE email = 'rep@x.com'`);
    await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(managerMs);
    expect(await notified()).toEqual(expected);
  });

  test('is everybody who manages, of what waits in the queue; a lane and a user are notified by name', async () => {
    await addUser(deadlineStore.sql, 'boss@x.com', { role: 'manager', accepts_leads: false });
    await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(managerMs);
    expect(await notified()).toEqual(['boss@x.com']);
    await addUser(deadlineStore.sql, 'x@x.com', { accepts_leads: false });
    await deadlineStore.writeEscalation(
      '  - { step: lane, after: 3 hours, notify: { lane: Q Team } }\n  - { step: user, after: 3 hours, notify: { user: x@x.com } }\n',
    );
    await deadlineStore.sweepAt(dueMs + 3 * hourMs);
    expect(
      (await deadlineStore.alerts()).slice(-2).map((alert) => [alert.recipients, alert.data['reason']]),
    ).toEqual([
      [['Q Team'], 'lane'],
      [['x@x.com'], 'user'],
    ]);
  });
});

test('a file that names nobody is refused with the word and the remedy, until the user is there', async () => {
  await deadlineStore.threeReps();
  await deadlineStore.rise('ada');
  await deadlineStore.sweepAt(startMs + hourMs);
  deadlineStore.errors.length = 0;
  await deadlineStore.writeEscalation(
    '  - { step: user, after: 0 minutes, notify: { user: x@x.com } }\n  - { step: lane, after: 1 hour, notify: { lane: Q Taem } }\n',
  );
  await deadlineStore.sweepAt(dueMs);
  await deadlineStore.sweepAt(dueMs);
  expect(deadlineStore.errors).toEqual([
    expect.stringMatching(/notify.user.*"x@x.com": no such user.*\n.*notify.lane.*"Q Taem".*"Q Team"/),
  ]);
  // The steps of before are done.
  expect(await deadlineStore.types()).toEqual(['task.overdue']);
  await addUser(deadlineStore.sql, 'x@x.com', { accepts_leads: false, lanes: ['Q Taem'] });
  await deadlineStore.sweepAt(dueMs + hourMs);
  expect((await deadlineStore.alerts()).map(({ recipients }) => recipients)).toContainEqual(['x@x.com']);
  expect(deadlineStore.errors).toHaveLength(1);
});

test('a file that was refused is refused by a restart too, until its user is there', async () => {
  await deadlineStore.threeReps();
  await deadlineStore.rise('ada');
  await deadlineStore.sweepAt(startMs + hourMs);
  await deadlineStore.writeEscalation('  - { step: user, after: 0 minutes, notify: { user: late@x.com } }\n');
  deadlineStore.errors.length = 0;
  const again = await deadlineStore.open();
  expect(deadlineStore.errors).toEqual([
    expect.stringMatching(/^.*escalation\.yaml:2:\d+: steps\[1\]\.notify\.user.*"late@x.com": no such user/),
  ]);
  await deadlineStore.sweepAt(dueMs, [again]);
  expect(await deadlineStore.types()).toEqual(['task.overdue']);
  await addUser(deadlineStore.sql, 'late@x.com', { accepts_leads: false });
  await deadlineStore.rise('bea');
  await deadlineStore.sweepAt(dueMs + hourMs, [again]);
  expect((await deadlineStore.alerts('bea')).map(({ recipients }) => recipients)).toEqual([['late@x.com']]);
  expect(deadlineStore.errors).toHaveLength(1);
  await deadlineStore.closeSales(again);
});

describe('reassigning', () => {
  test('goes to somebody who has not had it, with its reason; at the end to the queue', async () => {
    await addUser(deadlineStore.sql, 'a@x.com');
    await addUser(deadlineStore.sql, 'b@x.com');
    const again = (hours: number) => `  - { step: again ${hours}, after: ${hours} hours, do: reassign }\n`;
    await deadlineStore.writeEscalation(`${again(1)}${again(2)}${again(3)}`);
    const { id, lead_id: lead } = await deadlineStore.rise('ada');
    const story = [];
    for (const hours of [0, 1, 2, 3]) {
      await deadlineStore.sweepAt(dueMs + hours * hourMs);
      story.push([
        (await deadlineStore.sales.records.lead(lead))?.owner,
        (await deadlineStore.sales.records.task(id))?.owner,
      ]);
    }
    expect(story).toEqual([
      ['a@x.com', 'a@x.com'],
      ['b@x.com', 'b@x.com'],
      [null, null],
      // From the queue to a rep who has not let it lapse: nobody is left.
      [null, null],
    ]);
    expect((await deadlineStore.sales.records.lead(lead))?.routingReason).toBe(
      'again 2, b@x.com let the deadline pass; Q Team: nobody takes leads of this kind',
    );
    expect(
      (await deadlineStore.alerts()).map(({ type, owner, recipients, data }) => [
        type,
        owner,
        recipients,
        data['reason'],
      ]),
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
    await addUser(deadlineStore.sql, 'a@x.com');
    await addUser(deadlineStore.sql, 'b@x.com');
    await deadlineStore.sales.records.putPerson(
      { email: 'ada@northwind.com', kind: 'customer', owner: 'a@x.com' },
      admin,
    );
    const { id } = await deadlineStore.rise('ada');
    await deadlineStore.sweepAt(reassignMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue', 'task.escalated', 'task.reassigned']);
    expect(await deadlineStore.sales.records.task(id)).toMatchObject({ owner: 'b@x.com', lead: null });
  });

  test('waits for the next sweep while somebody changes the lead', async () => {
    await addUser(deadlineStore.sql, 'a@x.com');
    await addUser(deadlineStore.sql, 'b@x.com');
    const { lead_id: lead } = await deadlineStore.rise('ada');
    await deadlineStore.sql.query('BEGIN');
    await deadlineStore.sql.query('SELECT FROM leads WHERE id = $1 FOR NO KEY UPDATE', [lead]);
    await deadlineStore.sweepAt(reassignMs);
    await deadlineStore.sql.query('COMMIT');
    expect(await deadlineStore.types()).toEqual([]);
    await deadlineStore.sweepAt(reassignMs);
    expect(await deadlineStore.types()).toEqual(['task.overdue', 'task.escalated', 'lead.reassigned']);
  });

  test('keeps the limit of open hot leads, with many lapsing at once', async () => {
    await addUser(deadlineStore.sql, 'a@x.com');
    for (let count = 0; count < 12; count++) await deadlineStore.rise(`p${count}`);
    await addUser(deadlineStore.sql, 'b@x.com', { max_open_leads: 5 });
    const rivals = [deadlineStore.sales, await deadlineStore.open(), await deadlineStore.open()];
    await deadlineStore.sweepAt(reassignMs, rivals);
    const { rows } = await deadlineStore.sql.query(
      'SELECT owner, count(*)::int AS count FROM leads GROUP BY owner ORDER BY owner NULLS LAST',
    );
    expect(rows).toEqual([
      { owner: 'b@x.com', count: 5 },
      { owner: null, count: 7 },
    ]);
  });
});
