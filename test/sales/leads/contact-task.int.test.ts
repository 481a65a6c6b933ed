/** The status of a lead and its contact task agree: no deadline runs for a lead that nobody has to contact. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runs } from '../../support/law-runs.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const campaign = 'EMEA Lead Scoring Programme';
let store: TestStore;
let email: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.at(start);
  email = `person-${++count}@company-${count}.example`;
  await store.person(email, { owner: `owner-${count}@example.com` });
  await store.crossing(email, { campaign });
});

const mine = <Item extends { person: { email: string | null } | null }>(items: Item[]) =>
  items.find(({ person }) => person?.email === email) ?? expect.fail(`nothing of ${email}`);
const lead = async () => mine((await store.sales.records.listLeads({ limit: 200 })).items);
const task = async () => mine((await store.sales.records.listTasks({ limit: 200 })).items);
const set = async (status: string, more: object = {}) =>
  store.sales.records.changeLead((await lead()).id, { status, ...more }, admin);
const change = async (how: object) => store.sales.records.changeTask((await task()).id, how, admin);
const steps = async () =>
  (await store.sql.query('SELECT step FROM escalations WHERE task_id = $1', [(await task()).id])).rows;
/** Lets every deadline and time-out act, as often as there are some. */
const later = async (time: string) => {
  await store.at(time);
  while ((await store.sales.deadlines.escalateDue()) > 0);
};
const report = async () => {
  const nowMs = store.nowMs();
  const { totals } = await store.sales.reports.report('deadlines', {
    ...{
      fromMs: null,
      toMs: null,
      nowMs,
      asOfMs: nowMs,
      timeZone: 'UTC',
      by: 'owner',
      owner: `owner-${count}@example.com`,
    },
  });
  return totals[0];
};

describe('a status stops the contact task', () => {
  test.each([
    ['Closed lost', { status: 'Cancelled', outcome: null, closedReason: 'the lead is now in "Closed lost"' }],
    ['Converted', { status: 'Complete', outcome: 'Opportunity created', closedReason: null }],
    [
      'Marketing follow-up',
      { status: 'Cancelled', closedReason: 'the lead is now in "Marketing follow-up"' },
    ],
    ['On hold', { status: 'Asleep', outcome: null, completedAt: null }],
  ])('%s: no deadline, no manager, no other rep', async (status, stopped) => {
    await set(status);
    expect(await task()).toMatchObject(stopped);
    expect((await lead()).task).toMatchObject({ status: stopped.status });
    await later('2026-12-04T09:00:00.000Z');
    expect(await steps()).toEqual([]);
    expect(await lead()).toMatchObject({ owner: `owner-${count}@example.com` });
    expect((await store.sales.records.countTasks()).overdue).toBe(0);
    const { items } = await store.sales.records.listTasks({ limit: 200, overdue: true });
    expect(items).toEqual([]);
  });

  test.each(['In progress', 'More info needed', 'Qualifying'])('%s leaves it open', async (status) => {
    await set(status);
    expect(await task()).toMatchObject({ status: 'Open', dueAt: '2026-11-24T09:00:00.000Z' });
  });

  test('a conversion is the first touch', async () => {
    await set('Converted');
    expect((await lead()).firstTouchAt).toBe(start);
  });
});

describe('what was undone or corrected touched nobody', () => {
  const hours = (count: number) => new Date(Date.parse(start) + count * 3_600_000).toISOString();
  const log = async (more: object = {}) =>
    store.sales.records.logActivity({ ...call, person: (await lead()).person.id, ...more }, admin);
  const touch = async () => (await lead()).firstTouchAt;

  test.each([
    ['completing the task', () => change({ status: 'Complete', outcome: 'Opportunity created' })],
    ['converting the lead', () => set('Converted')],
  ])(
    '%s, undone: untouched, the manager is notified, a late fall closes the task',
    async (_what, convert) => {
      await store.at(hours(1));
      await convert();
      expect(await touch()).toBe(hours(1));
      await store.at(hours(2));
      if ((await lead()).status === 'Converted') await set('Sent to sales');
      await change({ status: 'Open' });
      expect(await touch()).toBeNull();
      await later('2026-12-04T09:00:00.000Z');
      expect(
        (
          await store.sql.query(`SELECT FROM escalations WHERE outcome = 'touched' AND task_id = $1`, [
            (await task()).id,
          ])
        ).rowCount,
      ).toBe(0);
      expect(await steps()).toContainEqual({ step: 'manager notified' });
      await store.crossing(email, {
        campaign,
        from: 1,
        to: 0,
        tierName: 'none',
        score: 3,
        actions: [{ do: 'close task' }],
      });
      expect((await task()).status).toBe('Cancelled');
    },
  );

  test('a corrected outcome leaves the time of the contact', async () => {
    await store.at(hours(1));
    await change({ status: 'Complete', outcome: 'No opportunity' });
    await store.at(hours(5));
    await change({ status: 'Complete', outcome: 'Opportunity created' });
    expect(await touch()).toBe(hours(1));
    expect((await task()).completedAt).toBe(hours(1));
  });

  test.each([{ direction: 'in' }, { kind: 'note' }] as const)('a call that was %o', async (correction) => {
    await store.at(hours(1));
    const { id } = await log();
    await store.at(hours(2));
    await log();
    expect(await touch()).toBe(hours(1));
    await store.sales.records.correctActivity(id, correction, admin);
    expect(await touch()).toBe(hours(2));
    await store.sales.records.correctActivity(id, { kind: 'call', direction: 'out' }, admin);
    expect(await touch()).toBe(hours(1));
  });

  test('a time before the lead was opened', async () => {
    await store.at(hours(1));
    const { id } = await log();
    await store.sales.records.correctActivity(id, { at: hours(-1) }, admin);
    expect(await touch()).toBeNull();
  });
});

describe('leaving the status', () => {
  test('after the hold the task is open, with the time that was left, and a day at most', async () => {
    await store.at('2026-11-23T19:00:00.000Z');
    await set('On hold', { fields: { 'hold-until': '2027-01-11' } });
    await later('2027-01-10T23:59:59.999Z');
    expect((await task()).status).toBe('Asleep');
    await later('2027-01-11T00:00:00.000Z');
    expect(await task()).toMatchObject({ status: 'Open', dueAt: '2027-01-12T00:00:00.000Z' });
    await later('2027-01-12T00:00:00.000Z');
    expect((await steps()).length).toBeGreaterThan(0);
  });

  test('a lead that stays on hold keeps its day; one that leaves it needs none', async () => {
    await set('On hold');
    const emptied = { fields: { 'hold-until': null } };
    for (const status of [{}, { status: 'On hold' }])
      await expect(
        store.sales.records.changeLead((await lead()).id, { ...status, ...emptied }, admin),
      ).rejects.toMatchObject({
        code: 'conflict',
        detail: expect.stringContaining('"hold-until" may not be empty'),
      });
    await set('In progress', emptied);
    expect(await lead()).toMatchObject({ status: 'In progress', fields: {} });
  });

  test('a tap taken back at once leaves the deadline where it was', async () => {
    await store.at('2026-11-23T19:00:00.000Z');
    for (const status of ['Closed lost', 'Marketing follow-up', 'On hold', 'Converted', 'Sent to sales'])
      await set(status);
    expect(await task()).toMatchObject({
      status: 'Open',
      outcome: null,
      closedReason: null,
      dueAt: '2026-11-24T09:00:00.000Z',
    });
  });

  test('what a person completed or cancelled stays so', async () => {
    await set('On hold');
    await change({ status: 'Complete', outcome: 'No opportunity' });
    await set('Qualifying');
    expect(await task()).toMatchObject({ status: 'Complete', outcome: 'No opportunity' });
  });

  test('a stopped task is not opened behind the back of its lead', async () => {
    await set('Closed lost');
    await expect(change({ status: 'Open' })).rejects.toThrow(/its lead is in "Closed lost"/);
    await set('In progress');
    expect((await task()).status).toBe('Open');
  });

  test('a person who wishes no contact gets no task back', async () => {
    await set('Closed lost');
    await store.sales.records.changePerson((await lead()).person.id, { doNotContact: true }, admin);
    await set('In progress').catch(() => undefined);
    expect((await task()).status).toBe('Cancelled');
  });
});

const call = { kind: 'call', direction: 'out', body: 'spoke' } as const;
const ends = ['Closed lost', 'Converted'];
const stopping = ['Marketing follow-up', ...ends];
const act = fc.oneof(
  fc
    .constantFrom(
      'Sent to sales',
      'In progress',
      'On hold',
      'Marketing follow-up',
      'Closed lost',
      'Converted',
    )
    .map((status) => ({ status })),
  fc.constantFrom('Opportunity created', 'No opportunity').map((outcome) => ({ outcome })),
  fc.constant({ undo: true }),
  fc.constant({ cancel: true }),
  fc.boolean().map((marked) => ({ marked })),
  fc.constant({ call: true }),
  fc.constant({ misheard: true }),
);

test('under any order of statuses, outcomes, calls, undoing and wishes, lead, task and first touch agree, and a withdrawn wish changed nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 10 }), async (acts) => {
      await store.at(start);
      email = `person-${++count}@company-${count}.example`;
      await store.crossing(email, { campaign });
      const person = (await lead()).person.id;
      const stands = async () => [(await lead()).status, (await task()).status];
      let isMarked = false;
      const calls: string[] = [];
      /** Lead and task before the wish; null where none is said, or somebody has changed one of them since. */
      let before: (string | undefined)[] | null = null;
      for (const one of acts) {
        const standing = await stands();
        if ('marked' in one) {
          await store.sales.records.changePerson(person, { doNotContact: one.marked }, admin);
          if (one.marked && !isMarked) before = standing;
          if (!one.marked && isMarked && before !== null) expect(await stands()).toEqual(before);
          if (!one.marked) before = null;
          isMarked = one.marked;
        } else if ('call' in one) {
          calls.push((await store.sales.records.logActivity({ ...call, person }, admin)).id);
        } else if ('misheard' in one) {
          for (const id of calls.splice(-1))
            await store.sales.records.correctActivity(id, { direction: 'in' }, admin);
        } else if ('status' in one) await set(one.status).catch(() => undefined);
        else if ('outcome' in one)
          await change({ status: 'Complete', outcome: one.outcome }).catch(() => undefined);
        else if ('cancel' in one) await change({ status: 'Cancelled', reason: 'no' }).catch(() => undefined);
        else await change({ status: 'Open' }).catch(() => undefined);
        // A person who changes the work while the wish holds replaces what the wish did to it.
        if (!('marked' in one) && isMarked && ('outcome' in one || 'cancel' in one || 'status' in one))
          before = null;
        const [{ status, firstTouchAt }, { status: taskStatus }] = [await lead(), await task()];
        const isTouched = taskStatus === 'Complete' || calls.length > 0;
        expect(firstTouchAt, 'touched by what stands').toBe(isTouched ? start : null);
        if (isMarked) {
          expect(ends, 'a marked person has no open lead').toContain(status);
          expect(taskStatus, 'nor an open task').toMatch(/Complete|Cancelled/);
        } else if (stopping.includes(status)) expect(taskStatus, status).toMatch(/Complete|Cancelled/);
        else if (status === 'On hold') expect(taskStatus).not.toBe('Open');
        else expect(taskStatus).not.toBe('Asleep');
      }
    }),
    {
      ...runs(15),
      examples: [[[{ outcome: 'Opportunity created' }, { marked: true }, { outcome: 'No opportunity' }]]],
    },
  );
});

test('the report of deadlines counts a closed lead as cancelled with its reason, one on hold not at all', async () => {
  const before = await report();
  await set('Closed lost');
  const closed = await report();
  expect(before).toMatchObject({ due: 1, pending: 1, cancelled: 0 });
  expect(closed).toMatchObject({
    pending: 0,
    cancelled: 1,
    cancelReasons: { 'the lead is now in "Closed lost"': 1 },
  });
  await set('On hold');
  await later('2026-12-04T09:00:00.000Z');
  expect((await report())?.due ?? 0).toBe(0);
});

describe('hotter than when it was closed', () => {
  test('a lost lead stays as it was; a new one with a task is opened, and notified', async () => {
    await set('Closed lost');
    await store.crossing(email, { campaign, from: 1, to: 3, tierName: '3 chilies', score: 63 });
    const { items } = await store.sales.records.listLeads({ limit: 200 });
    const theirs = items.filter(({ person }) => person.email === email);
    expect(theirs.map(({ status, score, task: one }) => [status, score, one?.status])).toEqual(
      expect.arrayContaining([
        ['Closed lost', 22, 'Cancelled'],
        ['Sent to sales', 63, 'Open'],
      ]),
    );
  });

  test('a converted lead: one more task for who has it, no second lead', async () => {
    await set('Converted');
    await store.crossing(email, { campaign, from: 1, to: 3, tierName: '3 chilies', score: 63 });
    const { items } = await store.sales.records.listTasks({ limit: 200, open: true });
    expect(items.filter(({ person }) => person?.email === email)).toMatchObject([
      { owner: `owner-${count}@example.com`, lead: null, tier: 3 },
    ]);
  });

  test('a conversion that is undone after that: one lead with the newer task, as hot as it', async () => {
    await set('Converted');
    const first = (await task()).id;
    const hotter = { campaign, from: 1, to: 3, tierName: '3 chilies' };
    await store.at('2026-11-23T10:00:00.000Z');
    await store.crossing(email, { ...hotter, score: 63 });
    await set('Closed lost');
    await set('Sent to sales');
    const undone = await lead();
    expect(undone).toMatchObject({ status: 'Sent to sales', tier: 3, score: 63, firstTouchAt: null });
    const { items } = await store.sales.records.listTasks({ limit: 200 });
    const theirs = items.filter(({ person }) => person?.email === email);
    expect(theirs.find(({ id }) => id === first)).toMatchObject({
      status: 'Cancelled',
      outcome: null,
      closedReason: 'another contact task was opened meanwhile; the lead goes on with it',
    });
    expect(theirs.filter(({ status }) => status === 'Open')).toMatchObject([{ lead: undone.id, tier: 3 }]);
    expect(theirs).toHaveLength(2);
    await store.crossing(email, { ...hotter, from: 3, score: 70 });
    expect(await lead()).toMatchObject({ score: 70, task: { status: 'Open' } });
    await set('Converted');
    expect((await lead()).task).toMatchObject({ status: 'Complete', outcome: 'Opportunity created' });
  });
});

describe('points that are taken back', () => {
  const fall = { from: 1, to: 0, tierName: 'none', score: 3 };
  const down = { ...fall, actions: [{ do: 'close task' as const }, { do: 'alert' as const }] };
  const alerts = async () =>
    (
      await store.sql.query(
        `SELECT owner, data ->> 'reason' AS reason FROM alerts WHERE type = 'lead.cooled' ORDER BY id DESC`,
      )
    ).rows;

  test('close the task that nobody has begun, and notify its owner', async () => {
    await store.crossing(email, { campaign, ...down });
    expect(await task()).toMatchObject({
      status: 'Cancelled',
      closedReason: 'the score has fallen below the ladder',
    });
    expect((await alerts())[0]).toEqual({
      owner: `owner-${count}@example.com`,
      reason: 'the score fell from 22 to 3',
    });
  });

  test('leave it open where the person was called', async () => {
    await store.sales.records.logActivity(
      { kind: 'call', direction: 'out', person: (await lead()).person.id, body: 'spoke' },
      admin,
    );
    await store.crossing(email, { campaign, ...down });
    expect((await task()).status).toBe('Open');
  });
});
