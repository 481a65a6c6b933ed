/** Snoozed tasks and the agenda, over the API: a snooze hides, never cheats a promise, and ends by itself with an alert. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { logIn } from './log-ins.ts';

let consoleApp: ConsoleApp;
let person = '';
const ask = askingOf(() => consoleApp.app, bearer);
let asMia: ReturnType<typeof askingOf>;
const mia = 'mia@example.com';
const inHours = (hours: number) => new Date(startMs + hours * limits.hourMs).toISOString();

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  await ask('PUT', '/teams/North', { manager: 'rep@example.com' });
  const password = 'a long password';
  const workingTime = {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
    hours: '08:00-16:00',
  };
  const timeZone = 'Europe/Berlin';
  await ask('POST', '/users', { email: mia, role: 'rep', password, team: 'North', workingTime, timeZone });
  await ask('POST', '/users', { email: 'tom@example.com', role: 'rep', password });
  const { cookies } = await logIn(consoleApp, mia, password);
  asMia = askingOf(() => consoleApp.app, { cookie: `scoville_session=${cookies['scoville_session']}` });
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

const task = async (more: object = {}) =>
  (await ask('POST', '/tasks', { subject: 'Call', person, dueAt: inHours(2), owner: mia, ...more })).body;
/** The contact task of a hot lead that Mia has. */
const contactTask = async () => {
  await consoleApp.oneMoreLead();
  const { items } = (await ask('GET', '/leads?limit=1&campaign=EMEA')).body;
  await ask('POST', `/leads/${items[0].id}/assign`, { owner: mia });
  return items[0].task as { id: string; dueAt: string };
};
const snooze = (id: string, until: string | null) => asMia('PATCH', `/tasks/${id}`, { snoozedUntil: until });
const sweep = async () => {
  while ((await consoleApp.sales.deadlines.endSnoozes()) > 0);
};
const idsOf = async (query: string): Promise<string[]> =>
  (await asMia('GET', `/tasks?limit=200&${query}`)).body.items.map(({ id }: { id: string }) => id);

describe('a snoozed task', () => {
  test('is left out until its time, and then is back with an alert, once', async () => {
    const { id } = await task({ dueAt: inHours(4) });
    expect((await snooze(id, inHours(3))).body).toMatchObject({
      snoozedUntil: inHours(3),
      dueAt: inHours(4),
      status: 'Open',
    });
    expect(await idsOf('open=true&snoozed=false&owner=me')).not.toContain(id);
    expect(await idsOf('snoozed=true&owner=me')).toContain(id);
    expect((await consoleApp.sales.deadlines.planned()).nextMs).toBeLessThanOrEqual(Date.parse(inHours(3)));
    const before = await consoleApp.sales.outbox.lastAlertId();
    consoleApp.clock.turnTo(Date.parse(inHours(3)) - 1);
    await sweep();
    expect(await idsOf('snoozed=true&owner=me')).toContain(id);
    consoleApp.clock.turnTo(Date.parse(inHours(3)));
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await idsOf('open=true&snoozed=false&owner=me')).toContain(id);
    const alerts = await consoleApp.sales.outbox.alertsAfter(before, 10);
    expect(alerts.map(({ type, owner }) => [type, owner])).toEqual([['task.returned', mia]]);
    // Made by hand: it has no heat, and says what there is to do.
    expect((await asMia('GET', '/alerts')).body.items[0]).toMatchObject({
      ...{ type: 'task.returned', task: id, heat: null, text: 'Call' },
    });
    const { items } = (await ask('GET', `/timeline/${id}`)).body;
    expect(items[0]).toMatchObject({
      actor: 'clock',
      changes: { snoozed_until: [expect.anything(), null] },
    });
  });

  test('of the rep’s own moves its deadline to the end of the working day on which it is back', async () => {
    const { id } = await task();
    expect((await snooze(id, '2026-11-24T09:00:00Z')).body).toMatchObject({
      dueAt: '2026-11-24T15:00:00.000Z',
    });
    // After the end of that day there is an hour.
    expect((await snooze(id, '2026-11-24T18:00:00Z')).body).toMatchObject({
      dueAt: '2026-11-24T19:00:00.000Z',
    });
    expect((await snooze(id, null)).body).toMatchObject({ snoozedUntil: null });
  });

  test('of a contact keeps its deadline and its escalation, and cannot outlast it', async () => {
    const { id, dueAt } = await contactTask();
    const late = await snooze(id, new Date(Date.parse(dueAt) + 1).toISOString());
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('is a promise')]);
    expect((await snooze(id, dueAt)).body).toMatchObject({ snoozedUntil: dueAt, dueAt });
    const before = await consoleApp.sales.outbox.lastAlertId();
    consoleApp.clock.turnTo(Date.parse(dueAt) - limits.hourMs);
    await consoleApp.sales.deadlines.escalateDue();
    const alerts = await consoleApp.sales.outbox.alertsAfter(before, 50);
    expect(alerts.filter(({ data }) => data.task?.id === id).map(({ type }) => type)).toContain(
      'task.due-soon',
    );
  });

  test('is back at once for a new owner, and ends with the task and with an earlier deadline', async () => {
    const { id } = await task({ dueAt: inHours(4) });
    await snooze(id, inHours(3));
    expect((await ask('PATCH', `/tasks/${id}`, { dueAt: inHours(2) })).body).toMatchObject({
      snoozedUntil: inHours(2),
    });
    expect((await ask('PATCH', `/tasks/${id}`, { owner: 'tom@example.com' })).body).toMatchObject({
      snoozedUntil: null,
    });
    const byManager = { snoozedUntil: inHours(1) };
    for (let times = 0; times < 2; times++)
      expect((await ask('PATCH', `/tasks/${id}`, byManager)).body).toMatchObject(byManager);
    expect((await asMia('PATCH', `/tasks/${id}`, { status: 'Complete' })).body).toMatchObject({
      snoozedUntil: null,
      status: 'Complete',
    });
    expect((await ask('PATCH', `/tasks/${id}`, byManager)).status).toBe(409);
  });

  test('is of its owner: a colleague neither hides it nor brings it back, and a manager does', async () => {
    const { id, dueAt } = await task({ owner: 'tom@example.com' });
    for (const until of ['2026-11-24T09:00:00Z', inHours(1), null]) {
      const { status, body } = await snooze(id, until);
      expect([status, body.detail]).toEqual([403, expect.stringContaining('of tom@example.com')]);
    }
    expect((await ask('GET', `/tasks/${id}`)).body).toMatchObject({ snoozedUntil: null, dueAt });
    const given = { owner: 'tom@example.com', snoozedUntil: inHours(1) };
    expect((await asMia('PATCH', `/tasks/${(await task()).id}`, given)).status).toBe(403);
    const taken = { owner: mia, snoozedUntil: inHours(1) };
    const queued = await task({ owner: null });
    expect((await asMia('PATCH', `/tasks/${queued.id}`, taken)).body).toMatchObject(taken);
    expect((await ask('PATCH', `/tasks/${id}`, { snoozedUntil: inHours(1) })).status).toBe(200);
  });
});

test('a rep may not make a promised deadline later, and a manager may', async () => {
  const { id, dueAt } = await contactTask();
  const later = new Date(Date.parse(dueAt) + 1).toISOString();
  const refused = await asMia('PATCH', `/tasks/${id}`, { dueAt: later });
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('is a promise')]);
  expect((await asMia('PATCH', `/tasks/${id}`, { dueAt })).status).toBe(200);
  expect((await ask('PATCH', `/tasks/${id}`, { dueAt: later })).body).toMatchObject({ dueAt: later });
});

describe('the agenda', () => {
  test('counts by the days of the caller what their lists hold', async () => {
    await consoleApp.query(`UPDATE tasks SET status = 'Complete', outcome = CASE WHEN episode IS NULL THEN NULL ELSE
      'No opportunity' END, completed_at = created_at WHERE status = 'Open'`);
    const due = ['2026-11-23T11:59:59.999Z', '2026-11-23T12:00:00Z', '2026-11-23T22:59:59.999Z'];
    due.push('2026-11-23T23:00:00Z', '2026-11-29T22:59:59.999Z', '2026-11-29T23:00:00Z');
    const made: string[] = [];
    for (const dueAt of due) made.push((await task({ dueAt })).id);
    await snooze((await task({ dueAt: inHours(5) })).id, inHours(4));
    await task({ owner: 'tom@example.com' });
    const { status, body } = await asMia('GET', '/tasks/agenda?owner=me');
    const of = (count: number) => ({ count, isCapped: false });
    expect([status, body]).toEqual([
      200,
      {
        teams: ['North'],
        tomorrow: '2026-11-23T23:00:00.000Z',
        nextWeek: '2026-11-29T23:00:00.000Z',
        counts: { overdue: of(1), today: of(2), week: of(2), later: of(1), snoozed: of(1) },
        snoozes: [
          { when: 'tomorrow', until: '2026-11-24T07:00:00.000Z' },
          { when: 'next week', until: '2026-11-30T07:00:00.000Z' },
        ],
      },
    ]);
    const awake = 'open=true&snoozed=false&owner=me&sort=dueAt';
    expect(await idsOf(awake)).toEqual(made);
    expect(await idsOf(`${awake}&dueFrom=${body.tomorrow}&dueTo=${body.nextWeek}`)).toEqual(made.slice(3, 5));
  });

  test('is of a team: of the one the caller is in, or manages', async () => {
    const mine = (await asMia('GET', '/tasks/agenda?myTeams=true')).body.counts;
    expect(mine).toEqual((await asMia('GET', '/tasks/agenda?owner=me')).body.counts);
    expect((await ask('GET', '/tasks/agenda?team=North&timeZone=Europe/Berlin')).body.counts).toEqual(mine);
    expect((await ask('GET', '/tasks/agenda?myTeams=true')).body).toMatchObject({ teams: [] });
    expect(await idsOf('open=true&myTeams=true')).toEqual(await idsOf('open=true&owner=me'));
    expect((await asMia('GET', '/tasks/agenda?timeZone=Mars/Base')).status).toBe(400);
  });

  test('what is done is listed by its completion, since a day', async () => {
    const [first, second] = [await task(), await task()];
    consoleApp.clock.turnTo(startMs + 1_000);
    await asMia('PATCH', `/tasks/${second.id}`, { status: 'Complete' });
    consoleApp.clock.turnTo(startMs + 2_000);
    await asMia('PATCH', `/tasks/${first.id}`, { status: 'Complete' });
    const since = (ms: number) =>
      idsOf(`sort=-completedAt&owner=me&completedFrom=${new Date(startMs + ms).toISOString()}`);
    expect(await since(1_000)).toEqual([first.id, second.id]);
    expect(await since(1_001)).toEqual([first.id]);
    const { status, body } = await asMia('GET', '/tasks?sort=-completedAt&owner=me');
    expect([status, body.detail]).toEqual([400, expect.stringContaining('"-completedAt"')]);
  });
});
