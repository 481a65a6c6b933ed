/** Mails over a real SMTP server that takes, refuses, drops and stalls; read again as a mail program reads them. */
import type { AddressInfo, Socket } from 'node:net';
import type pg from 'pg';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { Delivery } from '../../../src/sales/delivery/delivery.ts';
import { mailTransport } from '../../../src/sales/delivery/mail.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, startMs } from '../records.ts';
import { deliver, senderOf } from './receivers.ts';

let postgres: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;
let smtp: SMTPServer;
let port = 0;
let nowMs = startMs;
const clock = { nowMs: () => nowMs };

interface Arrived {
  from: string;
  to: string[];
  mail: Email;
}
let arrived: Arrived[] = [];
type Refuse = (command: 'from' | 'to' | 'data') => Error | null | 'stall' | 'drop';
let refuse: Refuse = () => null;
const no = (responseCode: number) => Object.assign(new Error('<secret> no'), { responseCode });

function handle(
  command: 'from' | 'to' | 'data',
  { id }: SMTPServerSession,
  callback: (error?: Error | null) => void,
) {
  const said = refuse(command);
  const connections = [...smtp.connections] as unknown as { id: string; _socket: Socket }[];
  if (said === 'drop') connections.find((one) => one.id === id)?._socket.destroy();
  else if (said !== 'stall') callback(said);
}

beforeAll(async () => {
  postgres = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: postgres.url, clock });
  pool = openDatabase(postgres.url, () => undefined).pool;
  const options: SMTPServerOptions = {
    hideSTARTTLS: true,
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (_auth, _session, callback) => callback(no(535)),
    onMailFrom: (_address, session, callback) => handle('from', session, callback),
    onRcptTo: (_address, session, callback) => handle('to', session, callback),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const said = refuse('data');
        if (said === null)
          arrived.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            mail: await PostalMime.parse(Buffer.concat(chunks)),
          });
        handle('data', session, callback);
      });
    },
  };
  smtp = new SMTPServer(options);
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  port = (smtp.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await pool?.end();
  await sales?.close();
  await postgres?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

let sender: ReturnType<typeof senderOf>;
const settings = () => ({ url: `smtp://127.0.0.1:${port}`, from: 'Scoville <hot@shop.example>' });
beforeEach(() => {
  arrived = [];
  refuse = () => null;
  nowMs += limits.dayMs;
  sender = senderOf(sales, clock, settings());
});
afterEach(async () => {
  await sender.close();
  await pool.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_reason = 'over', next_at = NULL WHERE next_at IS NOT NULL`,
  );
});

const mailed = (body: object = {}, more: object = {}) =>
  deliver(pool, {
    kind: 'mail',
    target: 'ada@example.com',
    at: new Date(nowMs),
    body: { subject: 'Hello', text: 'Good day', ...body },
    ...more,
  });
const reached = (id: string, state: string) =>
  until(`${id} is ${state}`, async () => (await sales.delivery.delivery(id))?.state === state);
const tried = (id: string, times: number) =>
  until(
    `${id} was tried ${times} times`,
    async () => (await sales.delivery.delivery(id))?.attempts.length === times,
  );
const header = (mail: Email | undefined, key: string) => mail?.headers.find((one) => one.key === key)?.value;

describe('a mail', () => {
  test('arrives once, with text and HTML, and says that a program sent it', async () => {
    const id = await mailed({
      subject: 'Ada is hot: 3 chilies 🌶',
      text: 'Call her.\nToday.',
      html: '<p>Call <b>her</b>.</p>',
      unsubscribe: 'https://shop.example/off?u=1',
      replyTo: 'Team <team@shop.example>',
    });
    await reached(id, 'delivered');
    expect(arrived).toMatchObject([{ from: 'hot@shop.example', to: ['ada@example.com'] }]);
    const { mail } = arrived[0] as Arrived;
    expect(mail).toMatchObject({
      subject: 'Ada is hot: 3 chilies 🌶',
      from: { name: 'Scoville', address: 'hot@shop.example' },
      to: [{ address: 'ada@example.com' }],
      replyTo: [{ name: 'Team', address: 'team@shop.example' }],
      messageId: `<${id}@shop.example>`,
    });
    expect(mail.text).toContain('Call her.\nToday.');
    expect(mail.html).toContain('<b>her</b>');
    expect(header(mail, 'auto-submitted')).toBe('auto-generated');
    expect(header(mail, 'list-unsubscribe')).toBe('<https://shop.example/off?u=1>');
    // It is counted after it is stored.
    const counted = async () => (await sender.metrics.deliveries.get()).values;
    await until('counted', async () =>
      (await counted()).some(({ labels }) => labels.outcome === 'delivered'),
    );
    const labels = { channel: 'mail', outcome: 'delivered' };
    expect(await counted()).toContainEqual({ labels, value: 1 });
  });

  test('carries the files of its record, as they are in the folder', async () => {
    const { person } = await sales.records.putPerson({ email: 'ada@example.com' }, admin);
    const content = Buffer.from('%PDF-1.7\nhello');
    const upload = { name: 'Ünïcode "offer".pdf', contentType: 'application/pdf', content };
    const { id, name } = await sales.attachments.upload('person', person.id, upload, admin);
    const delivery = await mailed({ attachments: [{ id, name: 'another name' }] });
    await reached(delivery, 'delivered');
    const [file, ...more] = arrived[0]?.mail.attachments ?? [];
    expect(more).toEqual([]);
    expect(file).toMatchObject({ filename: name, mimeType: 'application/pdf', disposition: 'attachment' });
    expect(Buffer.from(file?.content as ArrayBuffer).equals(content)).toBe(true);
  });

  test('whose file is missing is tried again by itself, and says why; other mails go on', async () => {
    const lost = await mailed({ attachments: [{ id: 'at_lost', name: 'lost.pdf' }] });
    await tried(lost, 1);
    const log = await sales.delivery.delivery(lost);
    expect(log).toMatchObject({
      ...{ state: 'waiting', attempts: [{ outcome: 'retried', status: null }] },
      lastError: expect.stringContaining('there is no attachment "at_lost"'),
    });
    await reached(await mailed(), 'delivered');
    expect(arrived).toHaveLength(1);
  });

  test('whose files are too large together is not sent, and says the bound', async () => {
    const { person } = await sales.records.putPerson({ email: 'large@example.com' }, admin);
    const attachments = [];
    for (const letter of ['a', 'b', 'c']) {
      const content = Buffer.alloc(limits.attachmentBytesMax, letter);
      const upload = { name: `${letter}.txt`, contentType: 'text/plain', content };
      attachments.push({ id: (await sales.attachments.upload('person', person.id, upload, admin)).id });
    }
    const large = await mailed({ attachments });
    await tried(large, 1);
    expect((await sales.delivery.delivery(large))?.lastError).toMatch(
      new RegExp(`over ${limits.mailAttachmentBytesMax} bytes; attach smaller ones`),
    );
  });

  test('cannot be given more headers, recipients or files by what stands in it', async () => {
    const id = await mailed({
      subject: 'Hello\r\nBcc: victim@example.com\nX-Own: 1\u0007',
      text: '.\r\nRCPT TO:<victim@example.com>',
      html: { path: '/etc/passwd' },
      from: 'Eve\r\nBcc: victim@example.com <eve@shop.example>',
      replyTo: 'a@shop.example, victim@example.com',
      unsubscribe: 'javascript:alert(1)',
      attachments: [{ path: '/etc/passwd' }],
    });
    await reached(id, 'delivered');
    expect(arrived).toMatchObject([{ from: 'eve@shop.example', to: ['ada@example.com'] }]);
    const { mail } = arrived[0] as Arrived;
    expect(mail.from).toEqual({ name: 'Eve Bcc: victim@example.com', address: 'eve@shop.example' });
    expect(mail.subject).toBe('Hello Bcc: victim@example.com X-Own: 1');
    expect(mail.text).toContain('RCPT TO:<victim@example.com>');
    expect([mail.bcc ?? [], mail.replyTo ?? [], mail.attachments]).toEqual([[], [], []]);
    expect(mail.html).toBeUndefined();
    for (const key of ['bcc', 'x-own', 'list-unsubscribe']) expect(header(mail, key)).toBeUndefined();
    for (const target of [
      'ada@example.com, victim@example.com',
      'nobody',
      'a@b.example\nRCPT TO:<v@example.com>',
    ]) {
      const other = await mailed({}, { target });
      await reached(other, 'failed');
      expect((await sales.delivery.delivery(other))?.lastError).toBe('this is no e-mail address');
    }
  });

  test.each([
    ['at the sender', 'from', 450],
    ['at the recipient', 'to', 451],
    ['after its text', 'data', 421],
  ])('that is put off %s comes again, with the same Message-ID', async (_name, command, code) => {
    refuse = (at) => (at === command ? no(code) : null);
    const id = await mailed();
    await tried(id, 1);
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'waiting',
      attempts: [{ outcome: 'retried', status: code, error: `the mail server answered ${code}` }],
    });
    refuse = () => null;
    nowMs = Date.parse((await sales.delivery.delivery(id))?.nextAt ?? '');
    await reached(id, 'delivered');
    expect(arrived.map(({ mail }) => mail.messageId)).toEqual([`<${id}@shop.example>`]);
  });

  test.each([
    ['the recipient', 'to', 550],
    ['the text', 'data', 554],
  ])('whose %s is refused for good is given up at once', async (_name, command, code) => {
    refuse = (at) => (at === command ? no(code) : null);
    const id = await mailed();
    await reached(id, 'failed');
    expect(await sales.delivery.delivery(id)).toMatchObject({
      lastError: `the mail server answered ${code}`,
      attempts: [{ outcome: 'failed', status: code }],
    });
    expect(arrived).toEqual([]);
  });

  test('whose connection is dropped comes again, and so do those behind it', async () => {
    refuse = (at) => (at === 'data' ? 'drop' : null);
    const id = await mailed();
    await tried(id, 1);
    expect((await sales.delivery.delivery(id))?.lastError).toMatch(
      /^the mail server cannot be used now \(E\w+\)$/,
    );
    refuse = () => null;
    nowMs += limits.throttleMs - 1;
    const next = await mailed();
    expect((await sales.delivery.leaseDeliveries('mail', 10, new Map())).deliveries).toEqual([]);
    nowMs += 1;
    await reached(next, 'delivered');
    nowMs = Date.parse((await sales.delivery.delivery(id))?.nextAt ?? '');
    await reached(id, 'delivered');
  });

  test('is not given up because we may not log in', async () => {
    await sender.close();
    sender = senderOf(sales, clock, { ...settings(), url: `smtp://user:wrong@127.0.0.1:${port}` });
    const id = await mailed();
    await tried(id, 1);
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'waiting',
      lastError: 'the mail server turned us away with 535 (EAUTH)',
    });
  });

  test('is not given up because we should have logged in', async () => {
    refuse = (at) => (at === 'from' ? no(530) : null);
    const id = await mailed();
    await tried(id, 1);
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'waiting',
      lastError: 'the mail server turned us away with 530 (EENVELOPE)',
    });
  });
});

test('a mail server that stalls is left in time', async () => {
  refuse = (at) => (at === 'data' ? 'stall' : null);
  const transport = mailTransport({ ...settings(), msMax: 200 }, sales.attachments.file);
  const delivery = {
    id: 'dv_1',
    target: 'ada@example.com',
    body: { subject: 'a', text: 'b' },
    createdAt: new Date(nowMs),
  };
  expect(await transport.send(delivery as unknown as Delivery)).toMatchObject({
    errorKind: 'connection',
    status: null,
  });
  transport.close();
});

describe('a mail of ours to a customer', () => {
  const activities = async (person: string) =>
    (await sales.records.listActivities({ limit: 10, person })).items;

  test('is noted once it is delivered, with the address it went from; one about them is not', async () => {
    const { person } = await sales.records.putPerson({ email: 'cy@example.com', kind: 'customer' }, admin);
    refuse = (at) => (at === 'to' ? no(450) : null);
    const more = { target: 'cy@example.com', person: person.id };
    const contact = await mailed({ from: 'orders@shop.example' }, { ...more, isContact: true });
    await tried(contact, 1);
    expect(await activities(person.id)).toEqual([]);
    refuse = () => null;
    nowMs = Date.parse((await sales.delivery.delivery(contact))?.nextAt ?? '');
    await reached(contact, 'delivered');
    await reached(await mailed({}, { ...more, target: 'rep@example.com' }), 'delivered');
    expect(await activities(person.id)).toMatchObject([
      {
        kind: 'mail',
        direction: 'out',
        from: 'orders@shop.example',
        body: 'Hello\n\nGood day',
        loggedBy: 'clock',
      },
    ]);
  });
});

test('without a mail server mails wait, and the log says for what; with one they go', async () => {
  await sender.close();
  sender = senderOf(sales, clock, null);
  const id = await mailed();
  const reason = 'waits for a mail server: SMTP_URL is not set';
  await until('it says so', async () => (await sales.delivery.delivery(id))?.lastError === reason);
  expect(await sales.delivery.delivery(id)).toMatchObject({ state: 'waiting', tries: 0 });
  // What nobody can send is not late, however long it is kept.
  expect((await sales.delivery.countWaiting()).get('mail')).toBeUndefined();
  expect(await sales.delivery.oldestAt()).toBeNull();
  const kept = { channel: 'mail', waiting: 0, oldestAt: null, kept: 1, failed: 0 };
  expect(await sales.delivery.countWaitingAndFailed()).toContainEqual(kept);
  await sender.close();
  sender = senderOf(sales, clock, settings());
  await reached(id, 'delivered');
  expect((await sales.delivery.delivery(id))?.lastError).toBe(null);
});

test('a mail that another process has tried in vain stays late beside one without a mail server', async () => {
  const id = await mailed();
  const failed = 'the mail server answered 451';
  await until('it may be marked', async () => {
    const { rowCount } = await pool.query(
      `UPDATE deliveries SET last_error = $2, next_at = now() + interval '1 day' WHERE id = $1 AND next_at IS NOT NULL`,
      [id, failed],
    );
    return rowCount === 1;
  });
  expect(await sales.delivery.keepMails()).toBe(0);
  expect((await sales.delivery.delivery(id))?.lastError).toBe(failed);
  expect((await sales.delivery.countWaiting()).get('mail')).toBe(1);
});
