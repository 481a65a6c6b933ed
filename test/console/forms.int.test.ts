/** Forms of websites: a record a form, whatever is known stays, robots and floods open nothing, and strangers learn nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { keysInWords } from '../../src/commands/keys.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let key: string;
let id: string;
let email: string;
let count = 0;
let sent = 0;
const ask = askingOf(() => consoleApp.app, bearer);
const origin = 'https://shop.example';
const form = { pipeline: 'company-xyz/order', fields: ['payment-evidence', 'cost', 'order-slip'] };

beforeAll(async () => {
  consoleApp = await startConsoleApp({ proxies: ['127.0.0.1'] });
});
afterAll(async () => void (await consoleApp?.close()));
beforeEach(async () => {
  consoleApp.clock.turnTo(startMs + ++count * limits.hourMs);
  email = `form-${count}@example.com`;
  ({ key, id } = (await ask('POST', '/keys', { name: 'Order form', kind: 'form', form })).body);
});

interface How {
  key?: string;
  address?: string;
  headers?: Record<string, string>;
}
const send = (
  { key: text = key, address = `10.${count}.${++sent % 256}.1`, headers = {} }: How,
  payload: string | object,
) =>
  consoleApp.app.inject({
    method: 'POST',
    url: `/forms/${text}`,
    headers: { 'x-forwarded-for': address, ...headers },
    payload,
  });
const plain = (values: Record<string, string>, how: How = {}) =>
  send(
    {
      ...how,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html,application/xhtml+xml',
        ...how.headers,
      },
    },
    new URLSearchParams(values).toString(),
  );
const scripted = (values: object, how: How = {}) => send(how, values);
const person = async () => (await ask('GET', `/people?email=${email}`)).body.items[0];
const orders = async () => {
  const who = await person();
  return who === undefined ? [] : (await ask('GET', `/orders?person=${who.id}`)).body.items;
};

test('a plain form opens an order of a new person, with its fields, task and a note, and answers a page', async () => {
  const answer = await plain({ email, name: 'Ada', cost: '120.50', 'order-slip': 'on', website: '' });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([201, 'text/html; charset=utf-8']);
  expect(answer.body).toContain('Thank you');
  expect(await person()).toMatchObject({ name: 'Ada', kind: 'prospect' });
  const [order, ...more] = await orders();
  expect(more).toEqual([]);
  expect(order).toMatchObject({
    ...{ name: 'Order form', stage: 'Order received', fields: { cost: '120.50', 'order-slip': true } },
  });
  const { items } = (await ask('GET', `/activities?record=${order.id}`)).body;
  expect(items).toMatchObject([
    {
      kind: 'note',
      loggedBy: `form ${id}`,
      body: expect.stringContaining('Sent by the form "Order form"\nemail: '),
    },
  ]);
  const timeline = (await ask('GET', `/timeline/${order.id}`)).body.items;
  expect(timeline.at(-1)).toMatchObject({ actor: `form ${id}` });
});

test('a plain form is led to the address of its key, and a script gets JSON', async () => {
  const redirect = 'https://shop.example/thanks';
  await ask('PATCH', `/keys/${id}`, { form: { ...form, redirect } });
  const answer = await plain({ email, redirect: 'https://evil.example' } as never);
  expect([answer.statusCode, answer.body]).toEqual([
    400,
    expect.stringContaining('is no field of this form'),
  ]);
  const led = await plain({ email });
  expect([led.statusCode, led.headers['location']]).toEqual([303, redirect]);
  const json = await scripted({ email, cost: 5 }, { headers: { origin } });
  expect([json.statusCode, json.json()]).toEqual([201, { accepted: true }]);
  expect(json.headers['access-control-allow-origin']).toBe(origin);
});

test('what is known of a person stays; the form stands in the note', async () => {
  await ask('POST', '/people', {
    email,
    name: 'Ada Lovelace',
    phone: '+44 1',
    kind: 'customer',
    owner: 'rep@example.com',
  });
  await scripted({ email, name: 'Mallory', phone: '666' });
  expect(await person()).toMatchObject({ name: 'Ada Lovelace', phone: '+44 1', kind: 'customer' });
  const [order] = await orders();
  expect(order.owner).toBe('rep@example.com');
  const { items } = (await ask('GET', `/activities?record=${order.id}`)).body;
  expect(items[0].body).toContain('name: Mallory');
});

test('the enquiry of somebody whose owner has left waits in the queue', async () => {
  const owner = `left-${count}@reps.example`;
  await ask('POST', '/users', { email: owner, role: 'rep' });
  await ask('POST', '/people', { email, name: 'Ada', owner });
  await ask('POST', `/users/${owner}/deactivate`, { assignTo: null, reason: 'a test' });
  expect((await scripted({ email })).statusCode).toBe(201);
  expect(await orders()).toMatchObject([{ owner: null }]);
});

test('a name that is there ten thousand times is one value of ten thousand, and no field of the form', async () => {
  const answer = await send(
    { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    `email=${email}&${'cost=1&'.repeat(5_000)}`,
  );
  expect(answer.statusCode).toBe(400);
  expect(await person()).toBeUndefined();
});

describe('once', () => {
  test('the same words within a minute open one, a minute later another', async () => {
    for (const _click of [1, 2]) expect((await plain({ email })).statusCode).toBe(201);
    expect(await orders()).toHaveLength(1);
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.formRepeatMs - 1);
    await plain({ email });
    expect(await orders()).toHaveLength(1);
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 1);
    await plain({ email });
    expect(await orders()).toHaveLength(2);
  });

  test('other words at once are another order', async () => {
    await plain({ email, cost: '1' });
    await plain({ email, cost: '2' });
    expect(await orders()).toHaveLength(2);
  });

  test('a mark of the page holds for a day', async () => {
    await scripted({ email, submission: 'm1' });
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.dayMs - 1);
    await scripted({ email, submission: 'm1', cost: 9 });
    expect(await orders()).toHaveLength(1);
    await scripted({ email, submission: 'm2' });
    expect(await orders()).toHaveLength(2);
  });

  test('many at once of a new person: one person, one order', async () => {
    const answers = await Promise.all([...Array(8).keys()].map(() => scripted({ email })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(201));
    expect(await orders()).toHaveLength(1);
  });
});

test('a robot is answered as a person is, and leaves nothing', async () => {
  const answer = await plain({ email, website: 'http://spam.example' });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.stringContaining('Thank you')]);
  expect(await person()).toBeUndefined();
});

describe('what is refused', () => {
  test.each([
    ['a field it may not fill', { 'courier-slip': 'x' }, /"courier-slip" is no field of this form/],
    ['a column', { owner: 'eve@example.com' }, /"owner" is no field of this form/],
    ['a value of another type', { cost: 'cheap' }, /"At y cost" is "cheap": expected an amount/],
  ])('%s, and nothing is left of it', async (_what, values, error) => {
    const refused = await scripted({ email, ...values });
    expect([refused.statusCode, refused.json().detail]).toEqual([400, expect.stringMatching(error)]);
    const shown = await plain({ email, ...values } as Record<string, string>);
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(await person()).toBeUndefined();
  });

  test('markup in an error is text', async () => {
    const shown = await plain({ email, '<script>alert(1)</script>': 'x' });
    expect(shown.body).not.toContain('<script>');
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test.each([
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/json', '{', 400],
    ['application/json', '[1]', 400],
    ['application/json', '['.repeat(5_000), 400],
    ['application/json', JSON.stringify({ email: 'x'.repeat(limits.formBytesMax) }), 413],
  ])('%s of a bad body', async (type, payload, status) => {
    const refused = await send({ headers: { 'content-type': type } }, payload);
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([
      status,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
  });

  test('an unknown, a revoked and another kind of key', async () => {
    await ask('POST', `/keys/${id}/rotate`, {});
    const { body: shop } = await ask('POST', '/keys', { name: 'Shop', kind: 'public' });
    for (const other of [`c${'z'.repeat(24)}`, key, shop.key, 'x'])
      expect((await scripted({ email }, { key: other })).json()).toMatchObject({ code: 'invalid_write_key' });
    // And a form key sends no events.
    const { body: fresh } = await ask('GET', `/keys/${id}`);
    const event = await consoleApp.app.inject({
      ...{ method: 'POST', url: '/v1/track', payload: { event: 'E', userId: 'u', writeKey: fresh.key } },
    });
    expect([event.statusCode, event.json().code]).toEqual([401, 'invalid_write_key']);
  });

  test('a text of before, once its own time is over, though the key was rotated again', async () => {
    for (const graceSeconds of [120, 60]) await ask('POST', `/keys/${id}/rotate`, { graceSeconds });
    expect((await scripted({ email })).statusCode).toBe(201);
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 120_000);
    expect((await scripted({ email })).json()).toMatchObject({ code: 'invalid_write_key' });
  });

  test('a page that the key is not for', async () => {
    await ask('PATCH', `/keys/${id}`, { origins: [origin] });
    for (const headers of [{}, { origin: 'https://evil.example' }] as Record<string, string>[])
      expect((await scripted({ email }, { headers })).json()).toMatchObject({ code: 'origin_not_allowed' });
    expect((await scripted({ email }, { headers: { origin } })).statusCode).toBe(201);
  });

  test('more forms of an address than it may send; a minute later one again', async () => {
    const address = '192.0.2.1';
    const wanted = { email, cost: 1 };
    const first = await Promise.all(
      Array.from({ length: limits.formsPerAddressAtOnce }, (_, cost) =>
        scripted({ ...wanted, cost }, { address }),
      ),
    );
    expect(new Set(first.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
    const refused = await scripted(wanted, { address });
    expect([refused.statusCode, Number(refused.headers['retry-after'])]).toEqual([429, 60]);
    expect((await scripted({ ...wanted, cost: 99 }, { address: '192.0.2.2' })).statusCode).toBe(201);
    const shown = await plain({ email }, { address });
    expect([shown.statusCode, shown.headers['retry-after'], shown.headers['content-type']]).toEqual([
      ...[429, '60', 'text/html; charset=utf-8'],
    ]);
    // The body is not even read.
    const unread = await send({ address, headers: { 'content-type': 'application/json' } }, '{');
    expect(unread.statusCode).toBe(429);
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.minuteMs);
    expect((await scripted({ ...wanted, cost: 100 }, { address })).statusCode).toBe(201);
  });

  test('bodies that cannot be read count too', async () => {
    const bad = { address: '192.0.2.3', headers: { 'content-type': 'application/json' } };
    for (let sent = 0; sent < limits.formsPerAddressAtOnce; sent++)
      expect((await send(bad, '{')).statusCode).toBe(400);
    expect((await send(bad, '{')).statusCode).toBe(429);
  });
});

describe('a form of leads', () => {
  beforeEach(async () => {
    const wanted = {
      name: 'Contact',
      kind: 'form',
      form: { pipeline: 'process-guide/lead', fields: ['enquiry'] },
    };
    ({ key, id } = (await ask('POST', '/keys', wanted)).body);
  });
  const leads = async () => (await ask('GET', `/leads?person=${(await person()).id}`)).body.items;

  test('opens one, and a second enquiry is a note of the open one', async () => {
    await plain({ email, enquiry: 'my laptop is broken' });
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + 1);
    await plain({ email, enquiry: 'my printer too' });
    const [lead, ...more] = await leads();
    expect([lead, more]).toMatchObject([
      { status: 'Created', fields: { enquiry: 'my laptop is broken' } },
      [],
    ]);
    // Whoever writes in is to be contacted: once, for the lead.
    const tasks = (await ask('GET', `/tasks?lead=${lead.id}`)).body.items;
    expect(tasks).toMatchObject([
      {
        ...{ status: 'Open', campaign: lead.campaign, owner: null },
        subject: expect.stringMatching(/^Contact .* within 24 hours$/),
      },
    ]);
    expect(Date.parse(tasks[0].dueAt) - Date.parse(tasks[0].createdAt)).toBe(86_400_000);
    expect((await ask('PATCH', `/tasks/${tasks[0].id}`, { status: 'Complete' })).status).toBe(400);
    const { items } = (await ask('GET', `/activities?record=${lead.id}`)).body;
    expect(items.map(({ body }: { body: string }) => body.split('\n').at(-1))).toEqual([
      'enquiry: my printer too',
      'enquiry: my laptop is broken',
    ]);
  });

  test('answers the same, whatever is known of the person, and not sooner', async () => {
    const known = {
      nobody: 'nobody@forms.example',
      person: 'person@forms.example',
      lead: 'lead@forms.example',
      marked: 'marked@forms.example',
    };
    await ask('POST', '/people', { email: known.person });
    await ask('POST', '/people', { email: known.marked, doNotContact: true });
    await scripted({ email: known.lead, enquiry: 'first' });
    const bad: unknown[] = [
      { toString: 1 },
      { constructor: { name: 1 } },
      12,
      true,
      ['a', 'b'],
      'x'.repeat(20_000),
    ];
    for (const enquiry of bad) {
      const answers = [];
      for (const address of Object.values(known)) {
        const { statusCode, body } = await scripted({ email: address, enquiry });
        answers.push([statusCode, JSON.parse(body).detail]);
      }
      expect(answers[0]?.[0]).toBe(400);
      expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    }
    for (const address of Object.values(known)) {
      const beganAtMs = performance.now();
      const good = await scripted({ email: address, enquiry: 'my laptop' }, { address: '192.0.2.9' });
      expect([good.statusCode, good.json()]).toEqual([201, { accepted: true }]);
      expect(performance.now() - beganAtMs).toBeGreaterThan(limits.formAnswerStepMs - 2);
    }
  });

  test('somebody who wishes no contact is no lead; what they wrote is noted, and the answer is the same', async () => {
    await ask('POST', '/people', { email, doNotContact: true });
    const answer = await scripted({ email, enquiry: 'remove me' });
    expect([answer.statusCode, answer.json()]).toEqual([201, { accepted: true }]);
    expect(await leads()).toEqual([]);
    const { items } = (await ask('GET', `/activities?person=${(await person()).id}`)).body;
    expect(items).toMatchObject([{ body: expect.stringContaining('remove me') }]);
  });
});

describe('the key', () => {
  test.each([
    [{ pipeline: 'company-xyz/nothing' }, /"form.pipeline" is "company-xyz\/nothing", which is no pipeline/],
    [{ pipeline: 'value-stream/campaign' }, /which is no pipeline that a form can open/],
    [{ pipeline: 'company-xyz/order', fields: ['price'] }, /"form.fields" names "price", which a form of/],
    [undefined, /"form" is missing: expected with kind "form"/],
    [{ pipeline: 'company-xyz/order', redirect: 'javascript:alert(1)' }, /expected an address such as/],
  ])('of %j is refused', async (wanted, error) => {
    const refused = await ask('POST', '/keys', { name: 'F', kind: 'form', ...(wanted && { form: wanted }) });
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(error)]);
  });

  test('is made and shown by the command line', async () => {
    const options = {
      secret: false,
      form: 'company-xyz/order',
      fields: 'cost',
      redirect: 'https://shop.example/',
    };
    const asking = async <Answer>(method: string, path: string, body?: object) =>
      (await ask(method as 'POST', path, body)).body as Answer;
    const [line, text] = await keysInWords(asking, ['make', 'By hand'], options);
    expect(line).toMatch(/form .*By hand {2}opens company-xyz\/order: cost$/);
    expect(text).toMatch(/^c[a-z0-9]{24}$/);
    await expect(keysInWords(asking, ['make', 'x'], { secret: false, fields: 'cost' })).rejects.toThrow(
      '--fields and --redirect are of a form; add --form process/pipeline',
    );
  });

  test('preflight is answered', async () => {
    const answer = await consoleApp.app.inject({
      ...{ method: 'OPTIONS', url: `/forms/${key}`, headers: { origin } },
    });
    expect([answer.statusCode, answer.headers['access-control-allow-methods']]).toEqual([
      204,
      'POST, OPTIONS',
    ]);
  });
});
