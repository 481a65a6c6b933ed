/** The calendar of a user's tasks: a secret address, what stands in it and what never does, and how it is revoked. */
import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let api: Caller;
let rep: Caller;
let feed = '';
let ada = '';
const sql = () => pool.query.bind(pool);
let pool: pg.Pool;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  pool = new pg.Pool({ connectionString: consoleApp.databaseUrl, max: 1 });
  api = program(consoleApp);
  rep = await newcomer(consoleApp, 'rita@example.com', 'rep', { name: 'Rita', lanes: ['Shared Services'] });
  ada = (await api.ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).json().id;
  feed = await made(rep);
});
afterAll(async () => {
  await pool?.end();
  await consoleApp?.close();
});

async function made(caller: Caller): Promise<string> {
  const answer = await caller.ask('POST', '/users/me/calendar', undefined, { host: 'crm.example' });
  expect(answer.statusCode).toBe(201);
  expect(answer.headers['cache-control']).toBe('no-store');
  const { url } = answer.json();
  expect(url).toMatch(/^http:\/\/crm\.example\/calendar\/[\w-]{43}\.ics$/);
  return new URL(url).pathname;
}

const read = (path: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  consoleApp.app.inject({ url: path, headers: { host: 'crm.example', ...headers }, remoteAddress });

/** Follow-up tasks are what a rep can ask for of any day. */
const followUp = (nextStep: string, more: object = {}) =>
  api.ask('POST', '/activities', {
    kind: 'call',
    person: ada,
    nextStep,
    responsible: rep.email,
    followUpOn: '2026-12-07',
    ...more,
  });

async function events(path: string) {
  const answer = await read(path);
  expect(answer.statusCode).toBe(200);
  return new ICAL.Component(ICAL.parse(answer.body))
    .getAllSubcomponents('vevent')
    .map((one) => new ICAL.Event(one));
}
const summaries = async (path: string) => (await events(path)).map(({ summary }) => summary).sort();

test('shows open tasks at their deadlines; done ones disappear', async () => {
  await followUp('Send the offer; \\ then,\ncall');
  const answer = await read(feed);
  expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(answer.body).toContain('NAME:Scoville: Rita\r\n');
  const [event] = await events(feed);
  const { items } = (await api.ask('GET', '/tasks?owner=rita@example.com')).json();
  expect(event).toMatchObject({
    uid: `${items[0].id}@scoville`,
    sequence: 1,
    summary: 'Send the offer; \\ then,\ncall: Ada',
  });
  expect(event?.startDate.toString()).toBe('2026-12-07T17:00:00Z');
  expect(event?.component.getFirstPropertyValue('url')).toBe(`http://crm.example/tasks/${items[0].id}`);
  await api.ask('PATCH', `/tasks/${items[0].id}`, { status: 'Complete' });
  expect(await events(feed)).toEqual([]);
  await api.ask('PATCH', `/tasks/${items[0].id}`, { status: 'Open' });
  expect((await events(feed))[0]).toMatchObject({ uid: event?.uid, sequence: 3 });
  await api.ask('PATCH', `/tasks/${items[0].id}`, { status: 'Complete' });
});

test('is not sent again while nothing has changed', async () => {
  await followUp('Once');
  const { etag } = (await read(feed)).headers as { etag: string };
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const answer = await read(feed, { 'if-none-match': known });
    expect([answer.statusCode, answer.body, answer.headers['etag']]).toEqual([304, '', etag]);
  }
  await followUp('Twice');
  const changed = await read(feed, { 'if-none-match': etag });
  expect(changed.statusCode).toBe(200);
  expect(changed.headers['etag']).not.toBe(etag);
});

test('shows tasks of the user’s lanes that nobody has taken, where asked for', async () => {
  await sql()(
    `INSERT INTO tasks (id, subject, due_at, lane, owner, person_id, created_at) VALUES
       ('tk_lane', 'Proof', now(), 'Shared Services', NULL, $1, now()), ('tk_taken', 'Taken', now(), 'Shared Services', 'other@example.com', $1, now()),
       ('tk_other', 'Other', now(), 'Fulfilment', NULL, $1, now())`,
    [ada],
  );
  const own = await summaries(feed);
  expect(own).toEqual(['Once: Ada', 'Twice: Ada']);
  expect(await summaries(`${feed}?lanes=true`)).toEqual([...own, 'Proof: Ada'].sort());
  expect(await summaries(`${feed}?lanes=false&cache=1`)).toEqual(own);
});

test('members of a lane hear of it as those who name it do: mail, notice, inbox, calendar, claim', async () => {
  const text = `process: care
name: Care
timeZone: UTC
lanes: [Sales, { lane: Care, members: [rep] }]
templates: [{ template: given, subject: A new job, text: It waits for you. }]
pipelines:
  - pipeline: job
    name: Jobs
    of: job
    stages:
      - { stage: New, lane: Sales, next: [Given] }
      - { stage: Given, lane: Care, next: [Done], onEnter: [{ do: mail, template: given, to: Care }, { do: task, subject: Care for it, for: Care }] }
      - { stage: Done, ends: done }
`;
  await consoleApp.sales.workflow.publishProcess({ file: 'care.yaml', text, author: 'file' });
  const member = await newcomer(consoleApp, 'remy@example.com', 'rep', { name: 'Remy' });
  const marketer = await newcomer(consoleApp, 'mona@example.com', 'marketer', { name: 'Mona' });
  const job = (await api.ask('POST', '/jobs', { pipeline: 'care/job', name: 'Roof', person: ada })).json();
  expect((await api.ask('PATCH', `/jobs/${job.id}`, { stage: 'Given' })).statusCode).toBe(200);
  const { rows: mails } = await sql()('SELECT target FROM deliveries WHERE record = $1', [job.id]);
  expect(mails.map(({ target }) => target)).toEqual(expect.arrayContaining([member.email]));
  expect(mails.map(({ target }) => target)).not.toContain(marketer.email);

  await consoleApp.sales.notifications.chooseNotices();
  const { rows: notified } = await sql()(
    `SELECT DISTINCT owner FROM notices JOIN channels ON channels.id = notices.channel
     WHERE alert IN (SELECT id FROM alerts WHERE type = 'record.handed-off' AND data -> 'record' ->> 'id' = $1)`,
    [job.id],
  );
  expect(notified.map(({ owner }) => owner)).toContain(member.email);
  expect(notified.map(({ owner }) => owner)).not.toContain(marketer.email);
  const inboxOf = async (caller: Caller) => JSON.stringify((await caller.ask('GET', '/alerts')).json().items);
  expect(await inboxOf(member)).toContain(job.id);
  expect(await inboxOf(marketer)).not.toContain(job.id);

  expect(await summaries(`${await made(member)}?lanes=true`)).toEqual(['Care for it: Ada']);
  const [task] = (await api.ask('GET', `/tasks?job=${job.id}`)).json().items;
  expect((await member.ask('POST', `/tasks/${task.id}/claim`)).json()).toMatchObject({
    owner: member.email,
  });
  // A role that is a member no longer hears no more.
  const latest = text.replace('members: [rep]', 'members: [marketer]');
  await consoleApp.sales.workflow.publishProcess({ file: 'care.yaml', text: latest, author: 'Ada' });
  // At the next start the file is read again: it has not changed.
  await consoleApp.sales.workflow.publishProcess({ file: 'care.yaml', text, author: 'file' });
  expect(await inboxOf(member)).not.toContain(job.id);
  expect(await inboxOf(marketer)).toContain(job.id);
});

test('never shows anything about somebody who does not wish to be contacted', async () => {
  const { id } = (await api.ask('POST', '/people', { email: 'quiet@example.com', name: 'Quiet' })).json();
  await followUp('Call', { person: id });
  expect(await summaries(feed)).toContain('Call: Quiet');
  await api.ask('POST', '/people', { email: 'quiet@example.com', doNotContact: true });
  // Whatever is left open about the person, by whichever record.
  await sql()(
    `INSERT INTO opportunities (id, name, person_id, pipeline, stage, entered_at, created_at, updated_at)
     SELECT 'op_quiet', 'x', $1, pipeline, stage, now(), now(), now() FROM stages WHERE pipeline LIKE 'touchstone/opportunity@%' AND position = 1`,
    [id],
  );
  await sql()(
    `INSERT INTO tasks (id, subject, due_at, owner, person_id, opportunity_id, created_at)
     VALUES ('tk_quiet1', 'Quiet one', now(), 'rita@example.com', $1, NULL, now()), ('tk_quiet2', 'Quiet two', now(), 'rita@example.com', NULL, 'op_quiet', now())`,
    [id],
  );
  expect((await summaries(feed)).filter((one) => /quiet/i.test(one))).toEqual([]);
});

test.each([
  ['below', -1, false],
  ['at', 0, false],
  ['above', 1, true],
])('%s its limit it says whether there are more', async (_what, over, hasMore) => {
  const many = await newcomer(consoleApp, `many${over}@example.com`, 'rep');
  const path = await made(many);
  await sql()(
    `INSERT INTO tasks (id, subject, due_at, owner, created_at)
     SELECT 'tk_' || $1 || n, 'Task', now() + n * interval '1 minute', $1, now() FROM generate_series(1, $2::int) AS n`,
    [many.email, limits.calendarTasksMax + over],
  );
  expect(await events(path)).toHaveLength(Math.min(limits.calendarTasksMax, limits.calendarTasksMax + over));
  expect((await read(path)).body.includes('there are more')).toBe(hasMore);
});

describe('its secret', () => {
  test('is stored as a hash alone', async () => {
    const token = feed.replace(/^\/calendar\/|\.ics$/g, '');
    const { rows } = await sql()('SELECT * FROM calendar_feeds WHERE email = $1', [rep.email]);
    expect(rows).toMatchObject([{ token_hash: createHash('sha256').update(token).digest('hex') }]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('is revoked at once by a new one, by DELETE, and when the user leaves', async () => {
    const caller = await newcomer(consoleApp, 'revokes@example.com', 'rep');
    const first = await made(caller);
    expect((await read(first)).statusCode).toBe(200);
    const second = await made(caller);
    expect([(await read(first)).statusCode, (await read(second)).statusCode]).toEqual([404, 200]);
    expect((await caller.ask('DELETE', '/users/me/calendar')).statusCode).toBe(200);
    expect((await read(second)).statusCode).toBe(404);
    expect((await caller.ask('DELETE', '/users/me/calendar')).statusCode).toBe(404);
    const third = await made(caller);
    await api.ask('POST', '/users/revokes@example.com/deactivate', { assignTo: null, reason: 'x' });
    expect((await read(third)).statusCode).toBe(404);
    await api.ask('POST', '/users/revokes@example.com/reactivate');
    expect((await read(third)).statusCode).toBe(404);
  });

  test('is no log-in, and a log-in is no secret', async () => {
    expect(
      (await consoleApp.app.inject({ method: 'POST', url: '/api/v1/users/me/calendar' })).statusCode,
    ).toBe(401);
    expect((await api.ask('POST', '/users/me/calendar')).statusCode).toBe(404);
    const answer = await consoleApp.app.inject({
      url: '/calendar/rita@example.com.ics',
      cookies: rep.cookies,
    });
    expect(answer.json()).toMatchObject({
      status: 404,
      detail: 'there is no such calendar, or it was revoked',
    });
  });

  test('cannot be guessed at for long from one network; known ones there are kept waiting, elsewhere not', async () => {
    const guess = (index: number, from = '10.1.1.1') => read(`/calendar/guess-${index}.ics`, {}, from);
    // Addresses that are there count for nothing.
    for (let hits = 0; hits < limits.calendarMissesMax + 1; hits++)
      expect((await read(feed, {}, '10.1.1.1')).statusCode).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: limits.calendarMissesMax + 1 }, (_, index) => guess(index)),
    );
    const count = (status: number) => answers.filter(({ statusCode }) => statusCode === status).length;
    expect([count(404), count(429)]).toEqual([limits.calendarMissesMax, 1]);
    const waiting = await read(feed, {}, '10.1.1.1');
    expect(waiting.statusCode).toBe(429);
    expect(Number(waiting.headers['retry-after'])).toBeGreaterThan(0);
    expect((await read(feed, {}, '10.1.1.2')).statusCode).toBe(200);
    expect((await guess(0, '10.1.1.2')).statusCode).toBe(404);
  });

  test('cannot be guessed at from the many addresses of one network of IPv6', async () => {
    const guess = (from: string) => read('/calendar/guess.ics', {}, from);
    for (let host = 1; host <= limits.calendarMissesMax; host++)
      expect((await guess(`2001:db8:1:2::${host}`)).statusCode).toBe(404);
    expect((await guess('2001:db8:1:2:ffff::1')).statusCode).toBe(429);
    expect((await guess('2001:db8:1:3::1')).statusCode).toBe(404);
  });
});
