/** Company XYZ's order pipeline in the store, from the order received to every end: domain.md §3, what people and the clock do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

// A Monday, 10:00 in Lagos; working days there end at 16:00 UTC.
const monday = '2026-11-23T09:00:00.000Z';
let store: TestStore;
let customer: string;
let order: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(monday);
  for (const lane of ['Accounts', 'Store']) await store.worker(lane);
});
afterAll(() => store?.close());
beforeEach(async () => {
  count++;
  await store.at(monday);
  customer = `customer-${count}@example.com`;
  const person = await store.person(customer, { name: 'Customer A' });
  order = await store.begin('order', 'company-xyz/order', { name: 'Product A', person_id: person });
});

const to = (stage: string, lane: string, when?: string) =>
  store.to('order', order, stage, { lane, ...(when && { when }) });
const fill = (fields: Record<string, unknown>) => store.fill('order', order, fields);
/** Uploads a file to the order, and names it in a field. */
async function upload(field: string, name: string): Promise<void> {
  const file = { name, contentType: 'text/plain', content: Buffer.from(name) };
  await fill({ [field]: (await store.sales.attachments.upload('order', order, file, admin)).id });
}
const stands = async () =>
  (await store.sales.workflow.record('order', order)) ?? expect.fail('the order is gone');
const salesMade = async () =>
  (await store.sales.workflow.listPipelines()).find(({ id }) => id === 'company-xyz/order')?.counters;

async function invoiced(): Promise<void> {
  await to('Check with store', 'Customer Service');
  await to('Response from store: exists', 'Store', 'exists');
  await fill({ cost: 120 });
  await to('Customer invoice', 'Customer Service');
  await to('Accounts invoice', 'Customer Service');
}

async function slipSent(): Promise<void> {
  await to('Check with store', 'Customer Service');
  await to('Response from store: later', 'Store', 'later');
  await fill({ 'available-in-days': 10, cost: 99.5 });
  await to('Send customer order slip', 'Customer Service');
}

async function paid(): Promise<void> {
  await invoiced();
  await fill({ 'payment-evidence': 'receipt 17' });
  await to('Customer payment', 'Customer Service', 'paid');
  await to('Accounts confirm', 'Customer Service');
}

async function delivering(): Promise<void> {
  await paid();
  await upload('accounts-email', 'Paid.txt');
  await to('Accounts paid', 'Accounts', 'received');
  await to('Delivery store', 'Customer Service');
  await upload('courier-slip', 'CS-1.txt');
  await to('Courier store', 'Store');
  await to('Customer courier', 'Courier');
  await to('Customer delivery', 'Customer Service');
}

test('1 to 15: the product exists, is paid for, delivered, and counts as one sale made', async () => {
  const before = (await salesMade())?.['Sales made'] ?? 0;
  expect(await store.tasksOf(order)).toEqual(['Customer Service: Ask the store whether the product exists']);
  await to('Check with store', 'Customer Service');
  expect(await store.tasksOf(order)).toEqual(['Store: Does the product exist?']);
  await to('Response from store: exists', 'Store', 'exists');
  await expect(to('Customer invoice', 'Customer Service')).rejects.toThrow(/missing: At y cost/);
  await fill({ cost: 120 });
  await to('Customer invoice', 'Customer Service');
  expect(await stands()).toMatchObject({
    nextActionAt: '2026-11-30T16:00:00.000Z',
    fields: { 'invoiced-on': '2026-11-23' },
  });
  await to('Accounts invoice', 'Customer Service');
  await fill({ 'payment-evidence': 'receipt 17' });
  await to('Customer payment', 'Customer Service', 'paid');
  expect((await stands()).nextActionAt).toBeNull();
  await to('Accounts confirm', 'Customer Service');
  expect(await store.tasksOf(order)).toEqual(['Accounts: Has the payment been received?']);
  await upload('accounts-email', 'Paid.txt');
  await to('Accounts paid', 'Accounts', 'received');
  await to('Delivery store', 'Customer Service');
  expect(await store.tasksOf(order)).toEqual(['Store: Start the delivery']);
  await upload('courier-slip', 'CS-1.txt');
  await to('Courier store', 'Store');
  await to('Customer courier', 'Courier');
  await to('Customer delivery', 'Customer Service');
  const closed = await to('Transaction closed', 'Customer', 'received');
  expect(closed).toMatchObject({ end: 'won', closedAt: monday });
  expect(await store.tasksOf(order)).toEqual([]);
  expect((await store.mailsOf(order)).sort()).toEqual(
    [
      `Invoice for Product A to ${customer}`,
      'Copy of the invoice for Product A to accounts@example.com',
      'Has Customer A paid for Product A? to accounts@example.com',
      'Please deliver Product A to store@example.com',
      `Product A is on its way to ${customer}`,
      `Have you received Product A? to ${customer}`,
    ].sort(),
  );
  // Each mail that speaks of a paper has it.
  const { rows: papers } = await store.sql.query<{ subject: string; file: string }>(
    `SELECT body ->> 'subject' AS subject, file ->> 'name' AS file
     FROM deliveries, jsonb_array_elements(body -> 'attachments') WITH ORDINALITY AS files (file, position) WHERE record = $1
     ORDER BY subject, position`,
    [order],
  );
  expect(papers).toEqual([
    { subject: 'Copy of the invoice for Product A', file: 'Invoice.pdf' },
    { subject: 'Invoice for Product A', file: 'Invoice.pdf' },
    { subject: 'Please deliver Product A', file: 'Request for delivery.pdf' },
    { subject: 'Please deliver Product A', file: 'Paid.txt' },
    { subject: 'Product A is on its way', file: 'CS-1.txt' },
  ]);
  // What others wrote was uploaded; one invoice, sent twice.
  const files = (await store.sales.attachments.list('order', order)) ?? [];
  expect(files.map(({ name }) => name).sort()).toEqual([
    'CS-1.txt',
    'Invoice.pdf',
    'Paid.txt',
    'Request for delivery.pdf',
  ]);
  const { rows: invoices } = await store.sql.query<{ text: string; words: { paragraphs: string[][] } }>(
    `SELECT body ->> 'text' AS text, (SELECT content FROM attachments WHERE order_id = $1 AND document = 'invoice') AS words
     FROM deliveries WHERE record = $1 AND body ->> 'subject' = 'Invoice for Product A'`,
    [order],
  );
  expect(invoices[0]?.text).toContain('please pay €120.00 within 5 working days');
  expect(invoices[0]?.words.paragraphs).toContainEqual(['Amount due: €120.00']);
  expect(await salesMade()).toEqual({ 'Sales made': before + 1 });
});

describe('3.1 the product comes later: the order slip', () => {
  test('3.1.1: names x and y', async () => {
    await slipSent();
    expect(await store.mailsOf(order)).toEqual([`Your order: Product A to ${customer}`]);
    const { rows } = await store.sql.query(`SELECT body->>'text' AS text FROM deliveries WHERE record = $1`, [
      order,
    ]);
    expect(rows[0]?.text).toContain('available in 10 days at €99.50');
    expect(await store.sales.attachments.list('order', order)).toMatchObject([
      { name: 'Order slip.pdf', contentType: 'application/pdf', document: 'order-slip' },
    ]);
  });

  test('3.1.2.3: returned, the invoice follows when the store has the product', async () => {
    await slipSent();
    await fill({ 'order-slip': true });
    await to('Order slip yes', 'Customer', 'slip returned');
    await store.at('2027-01-20T12:00:00.000Z');
    expect(await to('Customer invoice', 'Store', 'the product has arrived')).toMatchObject({
      fields: { 'invoiced-on': '2027-01-20' },
    });
  });

  test('3.1.2.2: answered without the slip, cancelled', async () => {
    await slipSent();
    expect(await to('Order slip no', 'Customer', 'answered without the slip')).toMatchObject({
      end: 'cancelled',
    });
  });

  test('3.1.2.1: no answer 5 days after the 10 days, cancelled by the clock, however late it is asked', async () => {
    await slipSent();
    await store.at('2026-12-08T08:59:59.999Z');
    expect((await stands()).stage).toBe('Send customer order slip');
    await store.at('2027-02-01T00:00:00.000Z');
    expect(await stands()).toMatchObject({
      stage: 'Order slip cancelled',
      end: 'cancelled',
      endReason: 'no answer 5 days after the promised days',
      closedAt: '2026-12-08T09:00:00.000Z',
    });
  });
});

describe('7: no payment after 5 working days', () => {
  test.each([
    ['1 ms before the end of the fifth', '2026-11-30T15:59:59.999Z', 'Accounts invoice'],
    ['at its end', '2026-11-30T16:00:00.000Z', 'Invoice cancelled'],
  ])('%s', async (_when, time, stage) => {
    await invoiced();
    await store.at(time);
    expect((await stands()).stage).toBe(stage);
  });
});

test('5.1 not received: Accounts look again, as often as it takes', async () => {
  await paid();
  const before = (await stands()).enteredAt;
  await store.at('2026-11-25T09:00:00.000Z');
  expect(await to('Accounts confirm', 'Accounts', 'not received')).toMatchObject({
    stage: 'Accounts confirm',
  });
  expect((await stands()).enteredAt).not.toBe(before);
  expect(await store.tasksOf(order)).toEqual(['Accounts: Has the payment been received?']);
});

describe('8.1 the delivery', () => {
  test('without an answer: the customer is asked again every 2 working days', async () => {
    await delivering();
    await store.at('2026-11-25T16:00:00.000Z');
    await store.at('2026-11-27T16:00:00.000Z');
    const asked = (await store.mailsOf(order)).filter((mail) => mail.startsWith('Have you received'));
    expect(asked).toHaveLength(3);
  });

  test('not received: the courier is asked until it is; then closed', async () => {
    await delivering();
    await expect(to('Customer delivery', 'Customer', 'not received')).rejects.toThrow(
      /missing: The customer says/,
    );
    await fill({ 'not-received': true });
    await to('Customer delivery', 'Customer', 'not received');
    expect(await store.tasksOf(order)).toEqual([
      'Customer Service: Call the courier: the customer has not received it',
    ]);
    await store.at('2026-11-25T16:00:00.000Z');
    await store.at('2026-11-27T16:00:00.000Z');
    expect(await store.tasksOf(order)).toEqual([
      'Customer Service: Call the courier: the customer has not received it',
      'Customer Service: Ask the courier again: still not received',
      'Customer Service: Ask the courier again: still not received',
    ]);
    await to('Transaction closed', 'Customer Service', 'received');
    expect(await store.tasksOf(order)).toEqual([]);
  });
});

describe('the tasks of a stage that was left', () => {
  const tasks = async () =>
    (
      await store.sql.query<{ task: string }>(
        `SELECT status || coalesce(': ' || closed_reason, '') AS task FROM tasks WHERE order_id = $1 AND status <> 'Open'
         ORDER BY created_at, subject`,
        [order],
      )
    ).rows.map(({ task }) => task);

  test('are complete where somebody has moved the order on', async () => {
    await paid();
    await to('Accounts confirm', 'Accounts', 'not received');
    expect(await tasks()).toEqual(Array(4).fill('Complete'));
  });

  test('what a person completed before stays as it was', async () => {
    const [task] = (await store.sales.records.listTasks({ limit: 1, open: true })).items;
    const { completedAt } = await store.sales.records.changeTask(
      task?.id ?? '',
      { status: 'Complete' },
      admin,
    );
    await store.at('2026-11-24T09:00:00.000Z');
    await to('Check with store', 'Customer Service');
    expect(await store.sales.records.task(task?.id ?? '')).toMatchObject({ status: 'Complete', completedAt });
  });

  test('are cancelled, with the reason, where time ran out', async () => {
    await slipSent();
    await store.sql.query(
      `INSERT INTO tasks (id, type, subject, due_at, order_id, stage, created_at, updated_at)
       VALUES ('tk_slip', 'Stage', 'Ask for the slip', '2026-12-01Z', $1, 'Send customer order slip', now(), now())`,
      [order],
    );
    await store.at('2026-12-08T09:00:00.000Z');
    expect((await tasks()).at(-1)).toBe(
      'Cancelled: the stage was left: no answer 5 days after the promised days',
    );
  });
});

test('a lane takes its own transitions only', async () => {
  await to('Check with store', 'Customer Service');
  await expect(to('Response from store: exists', 'Accounts', 'exists')).rejects.toMatchObject({
    code: 'forbidden',
  });
});
