/** Attachments over the API: uploaded as bytes, listed, downloaded and never shown, and named by fields and mails. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let order: string;
const ask = askingOf(() => consoleApp.app, bearer);
const pdf = Buffer.from('%PDF-1.7\nhello\n%%EOF');

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const text = `
process: files
name: Files
timeZone: Europe/London
lanes: [Sales]
templates:
  - { template: terms, subject: Our terms, text: Our terms are attached., attach: [terms] }
pipelines:
  - pipeline: order
    name: Orders
    of: order
    fields: { terms: { label: Signed terms, type: attachment } }
    stages:
      - { stage: Received, next: [Sent] }
      - { stage: Sent, onEnter: [{ do: mail, template: terms }], next: [Done] }
      - { stage: Done, ends: done }`;
  expect((await ask('POST', '/pipelines', { text })).status).toBeLessThan(300);
});
afterAll(async () => void (await consoleApp?.close()));
beforeEach(async () => {
  const person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body;
  const wanted = { pipeline: 'files/order', name: 'Chairs', person: person.id, owner: 'rep@example.com' };
  order = (await ask('POST', '/orders', wanted)).body.id;
});

const upload = async (
  name: string,
  payload: Buffer = pdf,
  { type = 'application/pdf', path = `/orders/${order}`, headers = bearer as Record<string, string> } = {},
) => {
  const answer = await consoleApp.app.inject({
    method: 'POST',
    url: `/api/v1${path}/attachments?name=${encodeURIComponent(name)}`,
    headers: { ...headers, 'content-type': type },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
};
const download = (id: string) =>
  consoleApp.app.inject({ url: `/api/v1/attachments/${id}/content`, headers: bearer });

test('a file goes up, is listed, comes down as it was, and is removed', async () => {
  const { status, body } = await upload('../Ünï "offer".pdf');
  expect([status, body]).toMatchObject([
    201,
    {
      kind: 'order',
      record: order,
      name: 'Ünï _offer_.pdf',
      contentType: 'application/pdf',
      bytes: pdf.length,
    },
  ]);
  expect((await ask('GET', `/orders/${order}/attachments`)).body).toEqual({
    items: [body],
    nextCursor: null,
  });
  expect((await ask('GET', `/attachments/${body.id}`)).body).toEqual(body);
  const file = await download(body.id);
  expect(file.rawPayload.equals(pdf)).toBe(true);
  expect(file.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="_n_ _offer_.pdf"; filename*=UTF-8''%C3%9Cn%C3%AF%20_offer_.pdf`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  });
  const gone = await consoleApp.app.inject({
    ...{ method: 'DELETE', url: `/api/v1/attachments/${body.id}`, headers: bearer },
  });
  expect(gone.statusCode).toBe(204);
  expect((await download(body.id)).statusCode).toBe(404);
  expect((await ask('GET', `/orders/${order}/attachments`)).body.items).toEqual([]);
});

test.each([
  ['people', '/people', { email: 'files@example.com' }],
  ['companies', '/companies', { name: 'Files Ltd' }],
])('%s have files too', async (path, post, body) => {
  const { id } = (await ask('POST', post, body)).body;
  expect((await upload('a.pdf', pdf, { path: `/${path}/${id}` })).status).toBe(201);
  expect((await ask('GET', `/${path}/${id}/attachments`)).body.items).toMatchObject([
    { name: 'a.pdf', record: id },
  ]);
});

test.each([
  ['a page', 'page.html', 'text/html', Buffer.from('<script>'), 415, /"Content-Type" is "text\/html"/],
  ['JSON', 'a.json', 'application/json', Buffer.from('{}'), 415, /"Content-Type" is "application\/json"/],
  ['another ending', 'a.exe', 'application/pdf', pdf, 400, /ends in \.pdf/],
  ['other bytes', 'a.pdf', 'application/pdf', Buffer.from('MZ'), 400, /are not of type application\/pdf/],
  ['nothing', 'a.pdf', 'application/pdf', Buffer.alloc(0), 400, /the body is empty/],
  ['no name', '///', 'application/pdf', pdf, 400, /expected the name of a file/],
])('%s is refused', async (_what, name, type, content, status, error) => {
  const refused = await upload(name, content, { type });
  expect([refused.status, refused.body.detail]).toEqual([status, expect.stringMatching(error)]);
});

test('a file over the limit is refused, one at the limit is not', async () => {
  const most = Buffer.alloc(limits.attachmentBytesMax, 'x');
  expect((await upload('a.txt', most, { type: 'text/plain' })).status).toBe(201);
  const over = await upload('a.txt', Buffer.concat([most, Buffer.from('x')]), { type: 'text/plain' });
  expect([over.status, over.body.code]).toEqual([413, 'body_too_large']);
});

test('no record, no file; and only who works with records attaches', async () => {
  expect((await upload('a.pdf', pdf, { path: '/orders/or_none' })).body.detail).toBe(
    'there is no order "or_none"',
  );
  expect((await ask('GET', '/orders/or_none/attachments')).status).toBe(404);
  expect((await ask('GET', '/attachments/at_none')).status).toBe(404);
  const operator = await newcomer(consoleApp, 'operator@files.example', 'operator');
  expect((await operator.ask('GET', `/orders/${order}/attachments`)).statusCode).toBe(200);
  expect((await operator.ask('POST', `/orders/${order}/attachments?name=a.pdf`)).statusCode).toBe(403);
});

describe('a field of type "attachment"', () => {
  test('holds a file of its own record, which then cannot be removed', async () => {
    const { body: file } = await upload('terms.pdf');
    const mine = await ask('PATCH', `/orders/${order}`, { fields: { terms: file.id } });
    expect(mine.body.fields).toEqual({ terms: file.id });
    const kept = await consoleApp.app.inject({
      ...{ method: 'DELETE', url: `/api/v1/attachments/${file.id}`, headers: bearer },
    });
    expect([kept.statusCode, kept.json().detail]).toEqual([
      409,
      `the field "terms" of order "${order}" names this file; clear the field first`,
    ]);
    for (const terms of ['at_nothing', 'x', 5]) {
      const refused = await ask('PATCH', `/orders/${order}`, { fields: { terms } });
      expect([refused.status, refused.body.detail]).toEqual([
        400,
        expect.stringMatching(/"terms"|Signed terms/),
      ]);
    }
  });

  test('is what its mail attaches; without it, a task asks for the mail', async () => {
    await ask('PATCH', `/orders/${order}`, { stage: 'Sent' });
    const mailsOf = async () => (await ask('GET', `/deliveries?record=${order}`)).body.items;
    expect(await mailsOf()).toEqual([]);
    const { rows } = await consoleApp.query('SELECT subject FROM tasks WHERE order_id = $1', [order]);
    expect(rows).toEqual([{ subject: 'Send "Our terms" to person: no file in "Signed terms"' }]);
  });

  test('with it, the mail names the file', async () => {
    const { body: file } = await upload('terms.pdf');
    await ask('PATCH', `/orders/${order}`, { fields: { terms: file.id }, stage: 'Sent' });
    const { rows } = await consoleApp.query(
      `SELECT body -> 'attachments' AS files FROM deliveries WHERE record = $1`,
      [order],
    );
    expect(rows).toEqual([{ files: [{ id: file.id, name: 'terms.pdf' }] }]);
  });
});

test('bytes that are not in the folder are answered plainly, with the remedy', async () => {
  const { body } = await upload('lost.pdf', Buffer.from('%PDF-1.7\nlost'));
  await rm(`${consoleApp.attachmentsDirectory}/${body.sha256.slice(0, 2)}`, { recursive: true });
  const answer = await download(body.id);
  expect([answer.statusCode, answer.json()]).toMatchObject([
    503,
    { code: 'attachment_missing', detail: expect.stringContaining('share the folder with every process') },
  ]);
});

test('a document is rendered on request', async () => {
  const wanted = { pipeline: 'company-xyz/order', name: 'Product A', company: undefined, person: undefined };
  const person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body;
  const { id } = (await ask('POST', '/orders', { ...wanted, person: person.id, fields: { cost: 120.5 } }))
    .body;
  const made = await ask('POST', `/orders/${id}/documents`, { document: 'invoice' });
  expect([made.status, made.body]).toMatchObject([
    201,
    { name: 'Invoice.pdf', contentType: 'application/pdf', document: 'invoice', record: id },
  ]);
  expect((await download(made.body.id)).rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const refused = await ask('POST', `/orders/${id}/documents`, { document: 'nothing' });
  expect([refused.status, refused.body.detail]).toEqual([
    400,
    expect.stringMatching(/expected "order-slip"/),
  ]);
});
