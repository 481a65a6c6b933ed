/** Keys over the API and the command line, and what the door of events makes of them. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { keysInWords } from '../../src/commands/keys.ts';
import type { IngestKeyView } from '../../src/contract/api/api.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let api: Caller;
beforeAll(async () => {
  consoleApp = await startConsoleApp();
  api = program(consoleApp);
});
afterAll(async () => void (await consoleApp?.close()));

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await api.ask(method as Method, path, body);
  expect([answer.statusCode, answer.body]).toEqual([
    expect.toSatisfy((status) => [200, 201].includes(status)),
    expect.anything(),
  ]);
  return answer.json();
}
const make = (body: object) => ask<IngestKeyView & { key: string }>('POST', '/keys', body);

async function send(
  key: string,
  headers: Record<string, string> = {},
): Promise<[number, string | undefined]> {
  const { statusCode, body } = await consoleApp.app.inject({
    method: 'POST',
    url: '/v1/track',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, ...headers },
    payload: { event: 'E', userId: 'u' },
  });
  return [statusCode, (JSON.parse(body) as { code?: string }).code];
}

test('the first keys are those of the settings; they are changed there', async () => {
  const { items } = await ask<{ items: IngestKeyView[] }>('GET', '/keys');
  expect(items).toMatchObject([
    { id: 'settings-public', kind: 'public', source: 'settings', key: `c${'w'.repeat(24)}` },
    { id: 'settings-secret', kind: 'secret', source: 'settings', key: null, hint: '…xxxx' },
  ]);
  for (const [method, path] of [
    ['DELETE', '/keys/settings-public'],
    ['POST', '/keys/settings-secret/rotate'],
    ['PATCH', '/keys/settings-public'],
  ] as const) {
    const answer = await api.ask(method, path, {});
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'conflict' }]);
    expect(answer.json().message).toContain('WRITE_KEY');
  }
  for (const key of [`c${'w'.repeat(24)}`, `c${'x'.repeat(24)}`])
    expect(await send(key)).toEqual([200, undefined]);
});

test('several keys count at once; one that is revoked does not, at once and for good', async () => {
  const keys = await Promise.all([
    make({ name: 'Shop', kind: 'public' }),
    make({ name: 'Docs', kind: 'public' }),
    make({ name: 'CRM', kind: 'secret' }),
  ]);
  for (const { key } of keys) expect(await send(key)).toEqual([200, undefined]);
  const [shop] = keys;
  const revoked = await ask<IngestKeyView>('DELETE', `/keys/${shop.id}`);
  expect(revoked.revokedAt).toBe(new Date(consoleApp.clock.nowMs()).toISOString());
  expect(await send(shop.key)).toEqual([401, 'invalid_write_key']);
  for (const { key } of keys.slice(1)) expect(await send(key)).toEqual([200, undefined]);
  expect((await ask<{ items: IngestKeyView[] }>('GET', '/keys')).items.map(({ id }) => id)).not.toContain(
    shop.id,
  );
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
  ] as const)
    expect((await api.ask(method, `/keys/${shop.id}${path}`, {})).statusCode).toBe(404);
});

test('a key that is rotated counts with its new text alone, or beside the one before for a while', async () => {
  const first = await make({ name: 'Rotated', kind: 'secret' });
  const second = await ask<IngestKeyView & { key: string }>('POST', `/keys/${first.id}/rotate`, {});
  expect(second).toMatchObject({ id: first.id, name: 'Rotated', rotatedAt: expect.any(String) });
  expect(await Promise.all([first.key, second.key].map((key) => send(key)))).toEqual([
    [401, 'invalid_write_key'],
    [200, undefined],
  ]);
  const third = await ask<{ key: string }>('POST', `/keys/${first.id}/rotate`, { graceSeconds: 60 });
  expect(await Promise.all([second.key, third.key].map((key) => send(key)))).toEqual([
    [200, undefined],
    [200, undefined],
  ]);
  consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 60_000);
  expect(await send(second.key)).toEqual([401, 'invalid_write_key']);
  expect((await api.ask('POST', `/keys/${first.id}/rotate`, { graceSeconds: 1e9 })).statusCode).toBe(400);
});

test('a further rotation ends no text before the time that it was promised', async () => {
  const { id, key: first } = await make({ name: 'Twice', kind: 'secret' });
  const rotate = async (graceSeconds: number) =>
    (await ask<{ key: string }>('POST', `/keys/${id}/rotate`, { graceSeconds })).key;
  const [second, third, fourth] = [await rotate(120), await rotate(60), await rotate(0)];
  const statuses = async () =>
    (await Promise.all([first, second, third, fourth].map((key) => send(key)))).map(([status]) => status);
  expect(await statuses()).toEqual([200, 200, 401, 200]);
  const fromMs = consoleApp.clock.nowMs();
  consoleApp.clock.turnTo(fromMs + 60_000 - 1);
  expect(await statuses()).toEqual([200, 200, 401, 200]);
  consoleApp.clock.turnTo(fromMs + 60_000);
  expect(await statuses()).toEqual([200, 401, 401, 200]);
  consoleApp.clock.turnTo(fromMs + 120_000);
  expect(await statuses()).toEqual([401, 401, 401, 200]);
});

test('so many earlier texts of a key count at once; a further one is refused with what to do', async () => {
  const { id, key: first } = await make({ name: 'Often', kind: 'public' });
  const rotate = (graceSeconds: number) => api.ask('POST', `/keys/${id}/rotate`, { graceSeconds });
  for (let count = 1; count <= limits.ingestKeyEarlierMax; count++)
    expect((await rotate(60)).statusCode).toBe(200);
  const refused = await rotate(60);
  expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'conflict' }]);
  expect(refused.json().message).toMatch(/10 earlier texts .* until \d{4}-.*"graceSeconds": 0/);
  expect(await send(first)).toEqual([200, undefined]);
  expect((await rotate(0)).statusCode).toBe(200);
  // Those whose time is over make room.
  consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 60_000);
  expect((await rotate(60)).statusCode).toBe(200);
});

test('the text of a secret key is nowhere but in the answer that makes it', async () => {
  const secret = await make({ name: 'Once', kind: 'secret' });
  expect(secret.key).toMatch(/^c[a-z0-9]{24}$/);
  const { rows } = await consoleApp.query('SELECT * FROM ingest_keys');
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows)).not.toContain(secret.key);
  expect(JSON.stringify(await ask('GET', '/keys'))).not.toContain(secret.key);
  expect(await ask<IngestKeyView>('GET', `/keys/${secret.id}`)).toMatchObject({
    key: null,
    hint: `…${secret.key.slice(-4)}`,
  });
});

test('a repeated request makes one key: its text is in the first answer alone', async () => {
  const wanted = { name: 'Of one request', kind: 'secret' };
  const asked = () => api.ask('POST', '/keys', wanted, { 'idempotency-key': 'a key once' });
  const answers = await Promise.all([asked(), asked()]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  const [first, second] = answers.map((answer) => answer.json()).sort((one) => (one.key === null ? 1 : -1));
  expect([first.id, second.key]).toEqual([second.id, null]);
  expect((await send(first.key))[0]).toBe(200);
  const { items } = await ask<{ items: IngestKeyView[] }>('GET', '/keys');
  expect(items.filter(({ name }) => name === wanted.name)).toHaveLength(1);
  const other = await api.ask(
    'POST',
    '/keys',
    { ...wanted, name: 'Other' },
    { 'idempotency-key': 'a key once' },
  );
  expect([other.statusCode, other.json().code]).toEqual([409, 'conflict']);
  await ask('DELETE', `/keys/${first.id}`);
});

test('a public key is for the pages it names', async () => {
  const shop = await make({
    name: 'Shop',
    kind: 'public',
    origins: ['https://shop.example/', 'HTTPS://Www.Shop.Example'],
  });
  expect(shop.origins).toEqual(['https://shop.example', 'https://www.shop.example']);
  for (const [origin, answer] of [
    ['https://shop.example', [200, undefined]],
    ['https://www.shop.example', [200, undefined]],
    ['https://evil.example', [403, 'origin_not_allowed']],
    ['http://shop.example', [403, 'origin_not_allowed']],
    ['https://shop.example.evil.example', [403, 'origin_not_allowed']],
    ['null', [403, 'origin_not_allowed']],
  ] as const)
    expect([origin, await send(shop.key, { origin })]).toEqual([origin, answer]);
  expect(await send(shop.key)).toEqual([403, 'origin_not_allowed']);
  expect((await ask<IngestKeyView>('PATCH', `/keys/${shop.id}`, { origins: [] })).origins).toEqual([]);
  expect(await send(shop.key, { origin: 'https://evil.example' })).toEqual([200, undefined]);
});

test('a key that demands signatures takes no user id, and no address for one, without it', async () => {
  const made = await make({ name: 'Strict', kind: 'public', signed: 'required' });
  expect(made.signed).toBe('required');
  const sign = (text: string) =>
    createHmac('sha256', `c${'x'.repeat(24)}`)
      .update(text)
      .digest('hex');
  const identify = async (key: string, body: object) => {
    const url = `/v1/identify?writeKey=${key}`;
    const answer = await consoleApp.app.inject({ method: 'POST', url, payload: body });
    return [answer.statusCode, answer.json().message ?? ''];
  };
  const needed = expect.stringContaining('this key needs one (signed: required)');
  const email = 'strict@shop.example';
  for (const body of [
    { userId: 'strict' },
    { userId: 'strict', context: { emailSignature: sign('strict') } },
    { userId: 'strict', traits: { email }, context: { emailSignature: sign(email) } },
    { anonymousId: 'a', traits: { email } },
  ])
    expect(await identify(made.key, body)).toEqual([400, needed]);
  for (const body of [
    { anonymousId: 'a', traits: { title: 'T' } },
    { userId: 'strict', traits: { email }, context: { signature: sign('strict') } },
    { anonymousId: 'a', traits: { email }, context: { emailSignature: sign(email) } },
  ])
    expect(await identify(made.key, body)).toEqual([200, '']);
  expect((await identify(made.key, { userId: 'strict', context: { signature: sign('other') } }))[0]).toBe(
    400,
  );
  // A pixel is returned, and its event is not kept.
  const image = { method: 'GET', url: `/v1/pixel/page.gif?writeKey=${made.key}&userId=strict` } as const;
  expect((await consoleApp.app.inject(image)).headers['content-type']).toBe('image/gif');
  expect(await ask<IngestKeyView>('PATCH', `/keys/${made.id}`, { signed: 'optional' })).toMatchObject({
    signed: 'optional',
  });
  expect(await identify(made.key, { userId: 'strict' })).toEqual([200, '']);
  const [line] = await keysInWords(ask, ['change', made.id], { secret: false, signed: 'required' });
  expect(line).toContain('signed user ids only');
  expect((await identify(made.key, { userId: 'strict' }))[0]).toBe(400);
  const { id } = await make({ name: 'Server', kind: 'secret' });
  expect((await api.ask('PATCH', `/keys/${id}`, { signed: 'required' })).statusCode).toBe(400);
});

test('a secret key that comes from a page is refused, and the page is told', async () => {
  const { key } = await make({ name: 'Server', kind: 'secret' });
  const answer = await consoleApp.app.inject({
    method: 'POST',
    url: `/v1/track?writeKey=${key}`,
    headers: { origin: 'https://shop.example' },
    payload: { event: 'E', userId: 'u' },
  });
  expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'secret_key_in_page' }]);
  expect(answer.json().message).toMatch(/https:\/\/shop\.example.*revoke it, and use a public key/);
  // The page can read it.
  expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example');
  expect(answer.body).not.toContain(key);
});

test.each([
  [{ name: 'x', kind: 'both' }, '"kind"'],
  [{ name: '', kind: 'public' }, '"name"'],
  [{ name: 'x'.repeat(201), kind: 'public' }, '"name"'],
  [{ name: 'x', kind: 'secret', origins: ['https://shop.example'] }, '"origins"'],
  [{ name: 'x', kind: 'secret', signed: 'required' }, '"signed"'],
  [{ name: 'x', kind: 'public', signed: 'always' }, '"signed"'],
  [{ name: 'x', kind: 'public', origins: ['shop.example'] }, 'expected an origin'],
  [{ name: 'x', kind: 'public', origins: ['https://shop.example/path'] }, 'expected an origin'],
  [{ name: 'x', kind: 'public', origins: ['javascript:alert(1)'] }, 'expected an origin'],
  [{ name: 'x', kind: 'public', key: `c${'a'.repeat(24)}` }, 'key'],
])('%j is refused', async (body, words) => {
  const answer = await api.ask('POST', '/keys', body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().message).toContain(words);
});

test('what Redis has lost is published again', async () => {
  const { key } = await make({ name: 'Lost', kind: 'public' });
  await consoleApp.keys.publish();
  expect(await send(key)).toEqual([200, undefined]);
  await consoleApp.published.publish('[]');
  expect(await send(key)).toEqual([401, 'invalid_write_key']);
  await consoleApp.keys.publish();
  expect(await send(key)).toEqual([200, undefined]);
});

test('the command line makes, lists, changes, rotates and revokes', async () => {
  const none = { secret: false };
  const [line, key = '', ...more] = await keysInWords(ask, ['make', 'From the line'], {
    ...none,
    origins: 'https://a.example, https://b.example',
  });
  expect(line).toContain('public');
  expect(line).toContain('From the line  for https://a.example, https://b.example');
  expect(more).toEqual([]);
  expect(await send(key, { origin: 'https://b.example' })).toEqual([200, undefined]);
  const id = line?.split('  ')[0] ?? '';
  expect((await keysInWords(ask, [], none)).join('\n')).toContain(id);
  expect((await keysInWords(ask, ['change', id, 'Renamed'], none))[0]).toContain('Renamed  for');
  const [, rotated = ''] = await keysInWords(ask, ['rotate', id], none);
  expect(await send(rotated, { origin: 'https://b.example' })).toEqual([200, undefined]);
  expect((await keysInWords(ask, ['revoke', id], none))[0]).toContain('revoked');
  expect((await send(rotated, { origin: 'https://b.example' }))[0]).toBe(401);
  const secret = await keysInWords(ask, ['make', 'Server'], { secret: true });
  expect(secret[2]).toContain('not shown again');
  for (const [words, message] of [
    [['make'], 'a name is missing'],
    [['revoke'], 'an id is missing'],
    [['change', 'ky_1'], 'nothing to change'],
    [['burn', 'ky_1'], '"burn" is not known'],
  ] as const)
    await expect(keysInWords(ask, words, none)).rejects.toThrow(message);
  await expect(keysInWords(ask, ['rotate', 'ky_1'], { ...none, grace: '1d' })).rejects.toThrow('"1d"');
});

test('a key is changed by who has read it as it is; a new text of it concerns no change', async () => {
  const { id } = await make({ name: 'Shop', kind: 'public' });
  const path = `/keys/${id}`;
  const read = await api.ask('GET', path);
  const etag = String(read.headers['etag']);
  await ask('POST', `${path}/rotate`, { graceSeconds: 0 });
  const renamed = await api.ask('PATCH', path, { name: 'The shop' }, { 'if-match': etag });
  expect([renamed.statusCode, renamed.json().name]).toEqual([200, 'The shop']);
  const late = await api.ask('PATCH', path, { name: 'My shop' }, { 'if-match': etag });
  expect([late.statusCode, late.json().code]).toEqual([412, 'revision_mismatch']);
  const next = { 'if-match': String(renamed.headers['etag']) };
  expect((await api.ask('PATCH', path, { name: 'My shop' }, next)).statusCode).toBe(200);
});
