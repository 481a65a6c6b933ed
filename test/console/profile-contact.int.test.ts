/** An address or a phone that sales enters for somebody whom only events know: the crossing that waits for it opens its lead. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStream, type Stream } from '../../src/engine/stream/stream.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let stream: Stream;
let rep: Caller;
let count = 0;
let applied = 0;
const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  stream = await openStream({ url: consoleApp.redisUrl, partitions: 2, onError: () => undefined });
  rep = await newcomer(consoleApp, 'rep@contact.example', 'rep');
});
afterAll(async () => {
  await stream?.close();
  await consoleApp?.close();
});

/** What scoring has sent to sales is applied, in its order. */
async function relayed(): Promise<void> {
  await consoleApp.scored();
  const entries = await stream.tierUpdates.read(new Map(), 1_000);
  await consoleApp.sales.leads.applyTierUpdates(entries);
  applied = entries.length;
}

const writer = { authorization: `Basic ${Buffer.from(`c${'w'.repeat(24)}:`).toString('base64')}` };

/** A user of a client that says no address and no phone is hot: ten pages one after another, one of them that of the product. */
async function hot(): Promise<string> {
  const userId = `user-${++count}`;
  const pages = ['managed-cloud', ...'abcdefghi'].map((name, index) => ({
    ...{ type: 'page', userId, messageId: `${userId} ${name}`, properties: { path: `/${name}` } },
    timestamp: new Date(consoleApp.clock.nowMs() - 60_000 * (10 - index)).toISOString(),
  }));
  const sent = await consoleApp.app.inject({
    ...{ method: 'POST', url: '/v1/batch', headers: writer, payload: { batch: pages } },
  });
  expect(sent.statusCode).toBe(200);
  await relayed();
  return userId;
}
const leadsOf = async (column: 'email' | 'phone', value: string) =>
  (await ask('GET', '/leads?limit=200')).body.items.filter(
    ({ person }: { person: Record<string, unknown> }) => person[column] === value,
  );

test('a phone that a rep enters opens the lead, once, with its task', async () => {
  const userId = await hot();
  expect((await ask('GET', `/profiles/${userId}`)).body.scores['emea-lead-scoring'].tier).toBe(1);
  const phone = '+44 20 7946 0099';
  expect(await leadsOf('phone', phone)).toEqual([]);
  const said = await rep.ask('POST', `/profiles/${userId}/contact`, { phone, name: 'Ada' });
  expect([said.statusCode, said.json()]).toEqual([200, { success: true }]);
  await relayed();
  expect(await leadsOf('phone', phone)).toMatchObject([
    { person: { name: 'Ada' }, task: { status: 'Open' } },
  ]);
  await rep.ask('POST', `/profiles/${userId}/contact`, { phone, name: 'Ada' });
  await relayed();
  expect(await leadsOf('phone', phone)).toHaveLength(1);
  expect(applied).toBeGreaterThan(0);
});

test('an address over the API does, too; a repeated request says it once', async () => {
  const userId = await hot();
  const email = 'grace@contact.example';
  for (let time = 0; time < 2; time++) {
    const said = await ask('POST', `/profiles/${userId}/contact`, { email }, { 'idempotency-key': 'once' });
    expect(said.status).toBe(200);
  }
  await relayed();
  expect(await leadsOf('email', email)).toHaveLength(1);
});

test('a key that was used for another contact is refused', async () => {
  const userId = await hot();
  const say = (body: object, key = userId) =>
    ask('POST', `/profiles/${key}/contact`, body, { 'idempotency-key': 'one' });
  const first = { phone: '+44 20 7946 0020' };
  expect((await say(first)).status).toBe(200);
  const refused = {
    status: 409,
    body: { code: 'conflict', detail: expect.stringContaining('Idempotency-Key') },
  };
  expect(await say({ phone: '+44 20 7946 0021' })).toMatchObject(refused);
  expect(await say(first, await hot())).toMatchObject(refused);
  expect((await say(first)).status).toBe(200);
});

test('a person that sales enters with their profile opens the lead that waits, once', async () => {
  const userId = await hot();
  const person = { email: 'linked@contact.example', name: 'Linked', profile: userId };
  const statuses = [];
  for (let time = 0; time < 2; time++)
    statuses.push((await ask('POST', '/people', person, { 'idempotency-key': 'linked' })).status);
  expect(statuses).toEqual([201, 200]);
  await relayed();
  expect(await leadsOf('email', person.email)).toMatchObject([{ person: { name: 'Linked' } }]);
  expect((await ask('GET', `/profiles/${userId}`)).body.traits).toMatchObject({ email: person.email });
});

test.each([
  ['of no such profile', { email: 'absent@contact.example', profile: 'nobody-at-all' }, 404, /no profile/],
  ['without a way to reach them', { email: null, name: 'Nora', profile: 'x' }, 400, /"profile"/],
])('a person %s is not entered', async (_what, person, status, detail) => {
  const answer = await ask('POST', '/people', person);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
  expect((await ask('GET', '/people?q=none')).body.items).toEqual([]);
});

test.each([
  ['of a profile that is none', () => 'nobody-at-all', { phone: '+44 20 7946 0018' }, 404, /no profile/],
  ['that is none', hot, {}, 400, /expected an "email" or a "phone"/],
  ['that is no phone', hot, { phone: '12' }, 400, /at least five digits/],
  ['that is no address', hot, { email: 'ada' }, 400, /"email" is "ada"/],
])('an address %s is refused', async (_what, keyOf, body, status, detail) => {
  const answer = await ask('POST', `/profiles/${await keyOf()}/contact`, body);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
});
