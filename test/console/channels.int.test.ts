/** Channels over the API: own ones, other people's, what is refused and why; a test message; the live stream that is mine alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import type { InboxItem, InboxPage } from '../../src/contract/api/api.ts';
import { readEvents } from '../sales/notifications/event-source.ts';
import { admin } from '../sales/records.ts';
import { until } from '../support/until.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let url: string;
const people: Record<string, string> = {};

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  url = await consoleApp.app.listen({ host: '127.0.0.1', port: 0 });
  for (const [email, role] of [
    ['ann@example.com', 'rep'],
    ['bob@example.com', 'rep'],
    ['max@example.com', 'manager'],
  ] as const) {
    await consoleApp.sales.team.ensureAdmin(email, 'right password');
    await consoleApp.query('UPDATE users SET role = $2 WHERE email = $1', [email, role]);
    const session = await consoleApp.sales.team.logIn({ email, password: 'right password' });
    people[email.slice(0, 3)] = `scoville_session=${session?.token}`;
  }
});
afterAll(async () => void (await consoleApp?.close()));
beforeEach(() => consoleApp.query('DELETE FROM channels'));

type Who = 'ann' | 'bob' | 'max' | 'token';
async function ask(
  who: Who,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  more = {},
) {
  const headers = { ...(who === 'token' ? bearer : { cookie: people[who] ?? '' }), ...more };
  const answer = await consoleApp.app.inject({
    method,
    url: `/api/v1/channels${path}`,
    headers,
    ...(body && { payload: body }),
  });
  return {
    status: answer.statusCode,
    etag: answer.headers.etag,
    body: answer.body === '' ? null : answer.json(),
  };
}

const mail = (change: object = {}) => ({ kind: 'mail', name: 'Mine', target: 'ann@example.com', ...change });
const slackUrl = 'https://hooks.slack.com/services/T/B/secret';

test('a rep makes, sees, changes and ends channels of their own', async () => {
  const made = await ask('ann', 'POST', '', mail({ quietHours: { from: '19:00', until: '08:00' } }));
  expect(made).toMatchObject({
    status: 201,
    etag: '"1"',
    body: {
      kind: 'mail',
      owner: 'ann@example.com',
      scope: 'mine',
      maxPerHour: 10,
      isMuted: false,
      isDefault: false,
    },
  });
  expect(Object.keys(made.body)).not.toContain('lanes');
  const path = `/${made.body.id}`;
  expect((await ask('ann', 'GET', path)).body).toEqual(made.body);
  expect((await ask('ann', 'GET', '')).body).toEqual({ items: [made.body], nextCursor: null });
  const muted = await ask('ann', 'PATCH', path, { isMuted: true }, { 'if-match': '"1"' });
  expect(muted).toMatchObject({ status: 200, etag: '"2"', body: { isMuted: true, name: 'Mine' } });
  expect((await ask('ann', 'PATCH', path, { isMuted: false }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await ask('ann', 'DELETE', path)).status).toBe(204);
  expect((await ask('ann', 'GET', path)).status).toBe(404);
});

test('what each kind takes when it is not said', async () => {
  const slack = await ask('ann', 'POST', '', { kind: 'slack', name: 'S', target: slackUrl });
  expect(slack.body).toMatchObject({ maxPerHour: 30, scope: 'mine' });
  const hook = await ask('token', 'POST', '', {
    kind: 'webhook',
    name: 'W',
    target: 'https://example.com/h',
  });
  expect(hook.body).toMatchObject({ owner: null, scope: 'all', maxPerHour: null, quietHours: null });
});

test('other people’s and the installation’s are for managers', async () => {
  const own = (await ask('ann', 'POST', '', mail())).body;
  const ours = (await ask('max', 'POST', '', { kind: 'slack', name: 'S', target: slackUrl, owner: null }))
    .body;
  for (const { id } of [own, ours]) {
    for (const [method, path, body] of [
      ['GET', `/${id}`, undefined],
      ['PATCH', `/${id}`, { isMuted: true }],
      ['DELETE', `/${id}`, undefined],
      ['POST', `/${id}/test`, undefined],
      ['GET', `/${id}/notices`, undefined],
    ] as const)
      expect([method, path, (await ask('bob', method, path, body)).status]).toEqual([method, path, 404]);
    expect((await ask('max', 'GET', `/${id}`)).status).toBe(200);
  }
  expect((await ask('bob', 'GET', '')).body.items).toEqual([]);
  expect((await ask('max', 'GET', '?owner=ann@example.com')).body.items).toEqual([own]);
  expect((await ask('max', 'GET', '?kind=slack')).body.items).toEqual([ours]);
  expect((await ask('bob', 'POST', '', mail({ owner: 'ann@example.com' }))).status).toBe(403);
  expect((await ask('bob', 'POST', '', mail({ owner: null }))).status).toBe(403);
});

test.each([
  ['ann', mail({ target: 'nobody' }), 400, /"target" is "nobody": expected an e-mail address/],
  ['ann', mail({ target: 'eve@example.com' }), 403, /goes to your own address. Ask a manager/],
  ['ann', mail({ kind: 'slack', target: 'https://example.com/' }), 400, /hooks\.slack\.com/],
  ['ann', mail({ kind: 'webhook', target: 'http://example.com/' }), 400, /expected an address such as/],
  ['ann', mail({ kind: 'webhook', target: 'https://10.1.2.3/' }), 400, /expected a public address/],
  ['ann', mail({ kind: 'webhook', target: 'https://0x7f000001/' }), 400, /expected a public address/],
  ['ann', mail({ kind: 'webhook', target: 'https://[::1]/' }), 400, /expected a public address/],
  ['ann', mail({ kind: 'webhook', target: 'https://localhost/' }), 400, /expected a public address/],
  [
    'ann',
    mail({ kind: 'webhook', target: 'https://example.com/', maxPerHour: 3 }),
    400,
    /leave out "quietHours"/,
  ],
  ['ann', mail({ types: ['lead.opend'] }), 400, /there are lead\.opened/],
  ['ann', mail({ maxPerHour: 0 }), 400, /"maxPerHour" is 0/],
  ['ann', mail({ maxPerHour: 1_001 }), 400, /"maxPerHour" is 1001/],
  ['max', mail({ owner: null, scope: 'mine' }), 400, /takes "queue" or "all"/],
  ['max', mail({ owner: 'eve@example.com' }), 400, /no such user/],
] as const)('%s asks for %j: %i', async (who, body, status, detail) => {
  const answer = await ask(who, 'POST', '', body);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
});

test('a webhook goes into the own network where the operator lets it', async () => {
  const target = 'http://127.0.0.1:4460/hook';
  const made = await ask('ann', 'POST', '', { kind: 'webhook', name: 'Own', target });
  expect([made.status, made.body.target]).toEqual([201, target]);
  const moved = await ask('ann', 'PATCH', `/${made.body.id}`, { target: 'http://127.0.0.1:4461/hook' });
  expect([moved.status, moved.body.detail]).toEqual([400, expect.stringMatching(/OUTGOING_ALLOW/)]);
});

test('a change must make sense with what stays', async () => {
  const { id } = (await ask('ann', 'POST', '', mail({ maxPerHour: 1_000 }))).body;
  expect((await ask('ann', 'PATCH', `/${id}`, { target: 'eve@example.com' })).status).toBe(403);
  expect((await ask('ann', 'PATCH', `/${id}`, { target: slackUrl })).status).toBe(400);
  expect((await ask('ann', 'PATCH', `/${id}`, {})).status).toBe(400);
});

test('a channel that a manager has pointed elsewhere can be muted by its owner, and pointed nowhere else', async () => {
  const { id } = (
    await ask('max', 'POST', '', mail({ owner: 'ann@example.com', target: 'team@example.com' }))
  ).body;
  expect(await ask('ann', 'PATCH', `/${id}`, { isMuted: true })).toMatchObject({
    status: 200,
    body: { isMuted: true, target: 'team@example.com' },
  });
  expect((await ask('ann', 'PATCH', `/${id}`, { target: 'eve@example.com' })).status).toBe(403);
});

test('one may have so many channels and no more', async () => {
  await consoleApp.query(
    `WITH made AS (
       INSERT INTO channels (id, kind, owner, name, types, scope, created_at, updated_at)
       SELECT 'ch_' || n, 'mail', 'ann@example.com', 'n', '["*"]', 'mine', '2026-11-01', '2026-11-01'
       FROM generate_series(1, 49) AS n RETURNING id, owner)
     INSERT INTO channel_targets (channel, target) SELECT id, owner FROM made`,
  );
  expect((await ask('ann', 'POST', '', mail())).status).toBe(201);
  expect(await ask('ann', 'POST', '', mail())).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('has 50 channels') },
  });
  const first = (await ask('ann', 'GET', '?limit=30')).body;
  const second = (await ask('ann', 'GET', `?limit=30&cursor=${first.nextCursor}`)).body;
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(50);
  expect(second.nextCursor).toBeNull();
});

test('the same Idempotency-Key makes one channel', async () => {
  const key = { 'idempotency-key': 'k1' };
  const first = await ask('ann', 'POST', '', mail(), key);
  expect((await ask('ann', 'POST', '', mail(), key)).body).toEqual(first.body);
  expect((await ask('ann', 'POST', '', mail({ name: 'Other' }), key)).status).toBe(409);
});

test('where a channel goes is not in its timeline', async () => {
  const { id } = (await ask('ann', 'POST', '', { kind: 'slack', name: 'S', target: slackUrl })).body;
  await ask('ann', 'PATCH', `/${id}`, { target: `${slackUrl}2`, name: 'T' });
  const { items } = await consoleApp.sales.records.timelineOf(id, { limit: 10 });
  expect(items.map(({ actor }) => actor)).toEqual(['ann@example.com', 'ann@example.com']);
  expect(JSON.stringify(items)).not.toContain('secret');
  expect(items[0]?.changes).toMatchObject({ name: ['S', 'T'] });
});

test('the timeline of a channel is its owner’s and for managers', async () => {
  const { id } = (await ask('ann', 'POST', '', mail())).body;
  const see = async (who: 'ann' | 'bob' | 'max') => {
    const headers = { cookie: people[who] ?? '' };
    return (await consoleApp.app.inject({ url: `/api/v1/timeline/${id}`, headers })).statusCode;
  };
  expect([await see('ann'), await see('bob'), await see('max')]).toEqual([200, 404, 200]);
  await ask('ann', 'DELETE', `/${id}`);
  expect([await see('bob'), await see('max')]).toEqual([404, 200]);
});

test('a test message goes out though the channel is muted', async () => {
  const { id } = (await ask('ann', 'POST', '', { kind: 'slack', name: 'S', target: slackUrl, isMuted: true }))
    .body;
  const { status, body } = await ask('ann', 'POST', `/${id}/test`);
  expect(status).toBe(202);
  const { rows } = await consoleApp.query(
    'SELECT channel, channel_id, target, body FROM deliveries WHERE id = $1',
    [body.delivery],
  );
  expect(rows).toEqual([
    {
      channel: 'slack',
      channel_id: id,
      target: slackUrl,
      body: expect.objectContaining({ text: 'A test: this channel works' }),
    },
  ]);
});

test('test messages are so many a minute and no more, and one a key', async () => {
  const { id } = (await ask('max', 'POST', '', { kind: 'slack', name: 'S', target: slackUrl })).body;
  const path = `/${id}/test`;
  const key = { 'idempotency-key': 'test-1' };
  const first = await ask('max', 'POST', path, undefined, key);
  expect((await ask('max', 'POST', path, undefined, key)).body).toEqual(first.body);
  // Those two counted too.
  for (let sent = 2; sent < limits.testMessagesMax; sent++)
    expect((await ask('max', 'POST', path)).status).toBe(202);
  expect(await ask('max', 'POST', path)).toMatchObject({
    status: 429,
    body: { detail: expect.stringContaining(`${limits.testMessagesMax} test messages within a minute`) },
  });
});

test('what a channel has chosen is listed, the latest first', async () => {
  const { id } = (await ask('max', 'POST', '', mail({ scope: 'all', types: ['lead.opened'] }))).body;
  for (let made = 0; made < 12; made++) await consoleApp.oneMoreLead();
  await consoleApp.sales.notifications.chooseNotices();
  const first = (await ask('max', 'GET', `/${id}/notices?limit=8`)).body;
  const second = (await ask('max', 'GET', `/${id}/notices?limit=8&cursor=${first.nextCursor}`)).body;
  const alerts = [...first.items, ...second.items].map(({ alert }) => alert);
  expect(alerts).toEqual([...alerts].sort((one, other) => other - one));
  expect(alerts).toHaveLength(12);
  expect(first.items[0]).toMatchObject({
    type: 'lead.opened',
    state: 'waiting',
    delivery: null,
    droppedReason: null,
  });
  await consoleApp.sales.notifications.composeNext(() => ({ subject: 'x', text: 'y' }));
  expect((await ask('max', 'GET', `/${id}/notices?state=waiting`)).body.items).toEqual([]);
  expect((await ask('max', 'GET', `/${id}/notices?state=sent`)).body.items).toHaveLength(12);
});

test('the live stream can be mine alone', async () => {
  const headers = { cookie: people['ann'] ?? '', authorization: '' };
  const from = await consoleApp.sales.outbox.lastAlertId();
  await consoleApp.oneMoreLead();
  const [{ lead } = { lead: undefined }] = (await consoleApp.sales.outbox.alertsAfter(from, 1)).map(
    ({ data }) => data,
  );
  await consoleApp.sales.records.changeLead(lead?.id ?? '', { owner: 'ann@example.com' }, admin);
  await consoleApp.oneMoreLead();
  await consoleApp.sales.records.changeLead(lead?.id ?? '', { quality: { quality: 'good' } }, admin);
  const all = await readEvents(url, `?after=${from}`);
  const mine = await readEvents(url, `?after=${from}&mine=true`, headers);
  await until('all are notified', () => all.received().length === 4);
  await until('mine are notified', () => mine.received().length === 2);
  expect(mine.received().map(({ data }) => data.lead?.id)).toEqual([lead?.id, lead?.id]);
  await Promise.all([all.close(), mine.close()]);
  const refused = await fetch(`${url}/api/v1/alerts/stream?mine=true`, { headers: bearer });
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('the API token owns nothing'),
  ]);
});

describe('the inbox', () => {
  const inbox = async (who: Who, method: 'GET' | 'PATCH' | 'POST' = 'GET', path = '', body?: object) => {
    const headers = who === 'token' ? bearer : { cookie: people[who] ?? '' };
    const url = `/api/v1/alerts${path}`;
    const answer = await consoleApp.app.inject({ method, url, headers, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const page = async (who: Who, query = ''): Promise<InboxPage> => (await inbox(who, 'GET', query)).body;
  const ids = ({ items }: InboxPage) => items.map(({ id }) => id);
  const alert = (given: object) =>
    consoleApp
      .query<{ id: string }>(
        `INSERT INTO alerts (type, at, owner, recipients, data)
         SELECT type, at, owner, coalesce(recipients, '[]'), (SELECT data FROM alerts ORDER BY id LIMIT 1) || coalesce(data, '{}')
         FROM jsonb_to_record($1) AS given (type text, at timestamptz, owner text, recipients jsonb, data jsonb) RETURNING id`,
        [JSON.stringify({ type: 'lead.assigned', at: '2026-12-01T09:00:00Z', ...given })],
      )
      .then(({ rows }) => Number(rows[0]?.id));

  beforeAll(() => consoleApp.oneMoreLead());

  test('has what notifies the user, the queue of those who may claim, and nothing else', async () => {
    const start = (await page('ann')).items[0]?.id ?? 0;
    const mine = await alert({ owner: 'ann@example.com' });
    const forMe = await alert({ owner: 'bob@example.com', recipients: ['ann@example.com', 'field'] });
    await alert({ owner: 'bob@example.com' });
    const queued = await alert({ type: 'lead.opened' });
    // No channel of a new user sends it.
    await alert({ type: 'lead.updated', owner: 'ann@example.com' });
    expect(ids(await page('ann')).filter((id) => id > start)).toEqual([queued, forMe, mine]);
    await consoleApp.query(
      `UPDATE users SET role = 'operator', lanes = '["field"]' WHERE email = 'max@example.com'`,
    );
    expect(ids(await page('max')).filter((id) => id > start)).toEqual([forMe]);
    await consoleApp.query(`UPDATE users SET role = 'manager', lanes = '[]' WHERE email = 'max@example.com'`);
    expect((await inbox('token')).status).toBe(404);
  });

  test('of a new user begins with the user', async () => {
    const before = await alert({ type: 'lead.opened' });
    await consoleApp.sales.team.ensureAdmin('new@example.com', 'right password');
    const session = await consoleApp.sales.team.logIn({
      email: 'new@example.com',
      password: 'right password',
    });
    people['bob'] = `scoville_session=${session?.token}`;
    const after = await alert({ type: 'lead.opened' });
    expect(ids(await page('bob'))).toEqual([after]);
    expect(before).toBeLessThan(after);
  });

  test('is read by pages, from a moment on, and tells an alert as it was sent', async () => {
    const data = { reason: 'your lane' };
    const made: number[] = [];
    for (let minute = 10; minute < 17; minute++)
      made.unshift(await alert({ owner: 'ann@example.com', at: `2026-12-02T09:${minute}:00Z`, data }));
    const read: InboxItem[] = [];
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = await page('ann', `?limit=3&since=2026-12-02T09:00:00Z${cursor}`);
      read.push(...items);
      if (nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(read.map(({ id }) => id)).toEqual(made);
    expect(read[0]).toMatchObject({
      ...{
        type: 'lead.assigned',
        title: 'Lead assigned',
        lead: expect.stringMatching(/^ld_/),
        isRead: false,
        text: 'your lane',
      },
      heat: { tier: 1, tierName: '1 chili', tiers: 3, score: 22 },
    });
    expect((await inbox('ann', 'GET', '?cursor=zzz')).status).toBe(400);
  });

  test('is read one by one and at once, counts what is not, and takes a mark back', async () => {
    const [last, ...others] = ids(await page('ann', '?unread=true'));
    const until = async (id: number) => (await inbox('ann', 'POST', '/read', { until: id })).body;
    const marked = await inbox('ann', 'PATCH', `/${others[0]}`, { isRead: true });
    expect(marked.body).toMatchObject({ id: others[0], isRead: true });
    const unread = await page('ann', '?unread=true');
    expect(ids(unread)).toEqual([last, ...others.slice(1)]);
    expect(unread.unread).toEqual({ count: others.length, isCapped: false });
    const { before, ...done } = await until(last ?? 0);
    expect(done).toEqual({ until: last, unread: { count: 0, isCapped: false } });
    expect(ids(await page('ann', '?unread=false'))).toEqual(ids(await page('ann')));
    // One that is read becomes unread again, below what is read.
    await inbox('ann', 'PATCH', `/${others[1]}`, { isRead: false });
    expect(ids(await page('ann', '?unread=true'))).toEqual([others[1]]);
    expect((await until(before)).unread.count).toBe(others.length);
    await until(last ?? 0);
    await inbox('ann', 'PATCH', `/${others[1]}`, { isRead: false });
    // "All read" again, with nothing that came since, reads it too; its undo makes this one unread again, and no other.
    const again = await until(last ?? 0);
    expect(again.unread.count).toBe(0);
    expect((await until(again.before)).unread.count).toBe(1);
    expect(ids(await page('ann', '?unread=true'))).toEqual([others[1]]);
    // So it is where more came in between.
    await until(others[1] ?? 0);
    await inbox('ann', 'PATCH', `/${others.at(-1)}`, { isRead: false });
    const marks = await page('ann', '?unread=true');
    expect(ids(marks)).toContain(others.at(-1));
    const all = await until(last ?? 0);
    expect(all.unread.count).toBe(0);
    expect((await until(all.before)).unread).toEqual(marks.unread);
    expect(ids(await page('ann', '?unread=true'))).toEqual(ids(marks));
    expect(await inbox('ann', 'PATCH', '/9999999', { isRead: true })).toMatchObject({ status: 404 });
    expect(await inbox('ann', 'PATCH', '/1e3', { isRead: true })).toMatchObject({ status: 404 });
    expect((await inbox('max', 'PATCH', `/${others[0]}`, { isRead: true })).status).toBe(404);
  });
});
