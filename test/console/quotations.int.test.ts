/** The API of products, items and quotations: prices, the amount that follows, numbers without a gap, one accepted at most. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { admin, startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const dayMs = 86_400_000;
const rep = 'rep@example.com';
let consoleApp: ConsoleApp;
let person = '';
const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
  await ask('PUT', '/products/Laptop', { unitPrice: 899.99 });
  await ask('PUT', '/products/Setting%20up', { unitPrice: null });
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(async () => void (await consoleApp?.close()));

async function opportunity(more: object = {}): Promise<string> {
  const wanted = { pipeline: 'process-guide/opportunity', name: 'Office', person, owner: rep, ...more };
  return (await ask('POST', '/opportunities', wanted)).body.id;
}
/** One in the stage of quotations. */
async function quoting(): Promise<string> {
  const id = await opportunity({ amount: 100 });
  const fields = { description: 'x', 'technical-team-needed': false };
  await ask('PATCH', `/opportunities/${id}`, { fields, stage: 'Quotation' });
  return id;
}
const amountOf = async (id: string) => (await ask('GET', `/opportunities/${id}`)).body.amount;
const tasksOf = async (quotation: string) =>
  (await ask('GET', '/tasks?limit=200')).body.items.filter(
    (task: { quotation: string | null }) => task.quotation === quotation,
  );

describe('the price list', () => {
  test('is kept by managers, and shown page by page', async () => {
    const made = await ask('PUT', '/products/Docking%20station', { unitPrice: 120 });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'Docking station', unitPrice: '120.00', currency: 'EUR' },
    ]);
    const changed = await ask('PUT', '/products/Docking%20station', { unitPrice: 110, currency: 'USD' });
    expect([changed.status, changed.body]).toMatchObject([200, { unitPrice: '110.00', currency: 'USD' }]);
    const clerk = { name: 'clerk@example.com', lanes: [], isManager: false };
    await expect(
      consoleApp.sales.quotes.putProduct('Mouse', { unitPrice: '1.00', currency: 'EUR' }, clerk),
    ).rejects.toThrow(/kept by managers/);
    const first = (await ask('GET', '/products?limit=2')).body;
    const rest = (await ask('GET', `/products?limit=2&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
    expect((await ask('GET', `/timeline/${made.body.id}`)).body.items[0].changes).toMatchObject({
      currency: ['EUR', 'USD'],
    });
  });
});

describe('items', () => {
  test('make the amount, at the price list’s price or their own', async () => {
    const id = await opportunity();
    const items = [
      { product: 'Laptop', quantity: 3 },
      { product: 'Setting up', quantity: 1.5, unitPrice: 80 },
    ];
    const put = await ask('PUT', `/opportunities/${id}/items`, { items });
    expect(put.body.items).toEqual([
      { product: 'Laptop', quantity: 3, unitPrice: '899.99', amount: '2699.97', currency: 'EUR' },
      { product: 'Setting up', quantity: 1.5, unitPrice: '80.00', amount: '120.00', currency: 'EUR' },
    ]);
    expect((await ask('GET', `/opportunities/${id}`)).body).toMatchObject({
      amount: '2819.97',
      items: put.body.items,
    });
    expect((await ask('GET', `/opportunities/${id}/items`)).body.items).toEqual(put.body.items);
    await ask('PUT', `/opportunities/${id}/items`, { items: [{ product: 'Laptop', quantity: 2 }] });
    expect(await amountOf(id)).toBe('1799.98');
    const shown = (await ask('GET', `/timeline/${id}`)).body.items
      .filter(({ kind }: { kind: string }) => kind === 'items')
      .map(({ changes }: { changes: object }) => changes);
    expect(shown).toEqual([
      {
        'item 1': [
          expect.objectContaining({ quantity: 3 }),
          expect.objectContaining({ product: 'Laptop', quantity: 2 }),
        ],
      },
      { 'item 2': [expect.objectContaining({ product: 'Setting up' }), null] },
      {
        'item 1': [null, expect.objectContaining({ unit_price: 899.99 })],
        'item 2': [null, expect.anything()],
      },
    ]);
  });

  test('leave an amount alone that somebody said, until it is to follow again', async () => {
    const id = await opportunity({ amount: 5_000 });
    await ask('PUT', `/opportunities/${id}/items`, { items: [{ product: 'Laptop', quantity: 1 }] });
    expect(await amountOf(id)).toBe('5000.00');
    await ask('PATCH', `/opportunities/${id}`, { amount: null });
    expect(await amountOf(id)).toBe('899.99');
    await ask('PUT', `/opportunities/${id}/items`, { items: [] });
    expect(await amountOf(id)).toBe('0.00');
  });

  test.each([
    [
      'of a product that is none',
      { product: 'Car', quantity: 1 },
      /"items.0.product" is "Car": there is no such product/,
    ],
    ['of nothing', { product: 'Laptop', quantity: 0 }, /"items.0.quantity" is 0: expected more than 0/],
    [
      'at less than nothing',
      { product: 'Laptop', quantity: 1, unitPrice: -0.01 },
      /"items.0.unitPrice" is -0.01/,
    ],
    [
      'without a price',
      { product: 'Setting up', quantity: 1 },
      /"items.0.unitPrice" is missing: "Setting up" has no price in EUR/,
    ],
    [
      'of another amount than they come to',
      { product: 'Laptop', quantity: 2, amount: '899.99' },
      /"items.0.amount" is "899.99": the item has "1799.98"; leave "amount" out/,
    ],
    [
      'in another currency than the record',
      { product: 'Laptop', quantity: 1, currency: 'USD' },
      /"items.0.currency" is "USD": the item has "EUR"/,
    ],
    ['at a price in another currency', { product: 'Docking station', quantity: 1 }, /has no price in EUR/],
  ])('are refused %s, and none of them is written', async (_how, item, detail) => {
    const id = await opportunity();
    const answer = await ask('PUT', `/opportunities/${id}/items`, { items: [item] });
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(detail)]);
    expect((await ask('GET', `/opportunities/${id}/items`)).body.items).toEqual([]);
  });

  test('are as many as their limit, not one more; of a record that is there, at its revision', async () => {
    const id = await opportunity();
    const many = (count: number) => ({
      items: Array.from({ length: count }, () => ({ product: 'Laptop', quantity: 1 })),
    });
    expect((await ask('PUT', `/opportunities/${id}/items`, many(limits.itemsMax))).status).toBe(200);
    expect((await ask('PUT', `/opportunities/${id}/items`, many(limits.itemsMax + 1))).status).toBe(400);
    expect((await ask('PUT', `/opportunities/${id}/items`, many(1), { 'if-match': '"1"' })).status).toBe(412);
    expect((await ask('PUT', '/opportunities/op_none/items', many(1))).status).toBe(404);
    expect((await ask('GET', '/orders/or_none/items')).status).toBe(404);
  });

  test('go along to the order of their opportunity', async () => {
    const id = await opportunity();
    await ask('PUT', `/opportunities/${id}/items`, { items: [{ product: 'Laptop', quantity: 2 }] });
    const order = await consoleApp.sales.workflow.beginRecord(
      'order',
      'company-xyz/order',
      { name: 'Office', person_id: person, opportunity_id: id } as object,
      {},
      admin,
    );
    expect((await ask('GET', `/orders/${order}`)).body.items).toMatchObject([
      { product: 'Laptop', quantity: 2 },
    ]);
    await ask('PUT', `/orders/${order}/items`, { items: [{ product: 'Laptop', quantity: 1 }] });
    expect((await ask('GET', `/orders/${order}`)).body.amount).toBe('899.99');
  });
});

describe('a quotation', () => {
  test('has a number of its own, or the next of the year: without a gap, under concurrent draws, skipping taken ones', async () => {
    const id = await opportunity();
    const draw = (body: object = {}) => ask('POST', `/opportunities/${id}/quotations`, body);
    const numberIn = async (answer: Promise<{ body: { number: string } }>) => (await answer).body.number;
    consoleApp.clock.turnTo(Date.parse('2031-06-01T12:00:00Z'));
    expect(await numberIn(draw())).toBe('Q-2031-0001');
    expect(await numberIn(draw({ number: 'Q-2031-0003' }))).toBe('Q-2031-0003');
    const taken = await draw({ number: 'Q-2031-0001' });
    expect([taken.status, taken.body.detail]).toEqual([
      409,
      expect.stringMatching(/the number "Q-2031-0001" is taken/),
    ]);
    // One that comes to nothing leaves no hole.
    expect((await draw({ status: 'sent', followUpOn: '2031-02-30' })).status).toBe(400);
    const drawn = await Promise.all(Array.from({ length: 6 }, () => numberIn(draw())));
    expect(drawn.sort()).toEqual([2, 4, 5, 6, 7, 8].map((number) => `Q-2031-000${number}`));
    // The year turns where the process sells: in London.
    consoleApp.clock.turnTo(Date.parse('2031-12-31T23:59:59.999Z'));
    expect(await numberIn(draw())).toBe('Q-2031-0009');
    consoleApp.clock.turnTo(Date.parse('2032-01-01T00:00:00.000Z'));
    expect(await numberIn(draw())).toBe('Q-2032-0001');
    const key = { 'idempotency-key': 'quotation' };
    const twice = await Promise.all(
      [1, 2].map(() => ask('POST', `/opportunities/${id}/quotations`, {}, key)),
    );
    expect(twice.map(({ body }) => body.number)).toEqual(['Q-2032-0002', 'Q-2032-0002']);
  });

  test('is of what the items come to, else of the opportunity’s amount, else of what is said; a draft’s can change', async () => {
    const id = await opportunity({ amount: 500, currency: 'USD' });
    const draw = async (body: object = {}) =>
      (await ask('POST', `/opportunities/${id}/quotations`, body)).body;
    const draft = await draw();
    expect(draft).toMatchObject({
      amount: '500.00',
      currency: 'USD',
      status: 'draft',
      sentAt: null,
      followUpOn: null,
      person: { id: person, email: 'ada@example.com' },
      owner: rep,
    });
    await ask('PUT', `/opportunities/${id}/items`, {
      items: [
        { product: 'Laptop', quantity: 1, unitPrice: 10.1 },
        { product: 'Laptop', quantity: 1, unitPrice: 10.2 },
      ],
    });
    expect(await draw()).toMatchObject({ amount: '20.30' });
    expect(await draw({ amount: 7 })).toMatchObject({ amount: '7.00' });
    expect((await ask('PATCH', `/quotations/${draft.id}`, { amount: '450' })).body.amount).toBe('450.00');
    await ask('PATCH', `/quotations/${draft.id}`, { status: 'sent' });
    expect((await ask('PATCH', `/quotations/${draft.id}`, { amount: 1 })).status).toBe(409);
  });

  test('sent, is followed up by a task: moved with the day, ended with it, once', async () => {
    const id = await quoting();
    const { body, etag } = await ask('POST', `/opportunities/${id}/quotations`, { followUpOn: '2026-12-01' });
    expect(await tasksOf(body.id)).toEqual([]);
    const sent = await ask('PATCH', `/quotations/${body.id}`, { status: 'sent' }, { 'if-match': etag });
    expect(sent.body).toMatchObject({
      status: 'sent',
      sentAt: new Date(startMs).toISOString(),
      followUpOn: '2026-12-01',
    });
    expect(
      (await ask('PATCH', `/quotations/${body.id}`, { followUpOn: null }, { 'if-match': etag })).status,
    ).toBe(412);
    await ask('PATCH', `/quotations/${body.id}`, { status: 'sent' });
    const [task, ...more] = await tasksOf(body.id);
    expect([task, more]).toMatchObject([
      { dueAt: '2026-12-01T17:00:00.000Z', status: 'Open', person: { id: person } },
      [],
    ]);
    await ask('PATCH', `/quotations/${body.id}`, { followUpOn: '2026-12-02' });
    expect(await tasksOf(body.id)).toMatchObject([{ id: task.id, dueAt: '2026-12-02T17:00:00.000Z' }]);
    // Followed up: the same day brings no other task, another day does.
    await ask('PATCH', `/tasks/${task.id}`, { status: 'Complete' });
    await ask('PATCH', `/quotations/${body.id}`, { followUpOn: '2026-12-02' });
    expect(await tasksOf(body.id)).toHaveLength(1);
    await ask('PATCH', `/quotations/${body.id}`, { followUpOn: '2026-12-09' });
    expect(await tasksOf(body.id)).toHaveLength(2);
    await ask('PATCH', `/quotations/${body.id}`, { followUpOn: null });
    const open = (await tasksOf(body.id)).filter(({ status }: { status: string }) => status === 'Open');
    expect(open).toEqual([]);
    expect((await ask('GET', `/opportunities/${id}`)).body.fields).not.toHaveProperty('follow-up-on');
    expect((await ask('GET', `/timeline/${body.id}`)).body.items.at(-1)).toMatchObject({
      kind: 'quotations',
    });
  });

  test('is accepted once an opportunity; the others are declined', async () => {
    const id = await quoting();
    const send = async () =>
      (await ask('POST', `/opportunities/${id}/quotations`, { status: 'sent' })).body.id;
    const [first, second, third] = [await send(), await send(), await send()];
    const statusOf = async (one: string) => (await ask('GET', `/quotations/${one}`)).body.status;
    // One of several declined: the opportunity waits for the others.
    await ask('PATCH', `/quotations/${first}`, { status: 'declined' });
    expect((await ask('GET', `/opportunities/${id}`)).body.stage).toBe('Quotation');
    const both = await Promise.all(
      [second, third].map((one) => ask('PATCH', `/quotations/${one}`, { status: 'accepted' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect([await statusOf(second), await statusOf(third)].sort()).toEqual(['accepted', 'declined']);
    expect(
      (await ask('GET', `/jobs?person=${person}`)).body.items.filter(
        (job: { opportunity: string }) => job.opportunity === id,
      ),
    ).toHaveLength(1);
    const late = await ask('POST', `/opportunities/${id}/quotations`, {});
    expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/has ended \("Accepted"\)/)]);
    for (const status of ['sent', 'declined', 'accepted'])
      expect((await ask('PATCH', `/quotations/${first}`, { status })).status).toBe(
        status === 'declined' ? 200 : 409,
      );
  });

  test('accepted where the stage has no such way, stays accepted when the opportunity is won later', async () => {
    const id = await opportunity({ pipeline: 'emea/opportunity', amount: 10 });
    const send = async () =>
      (await ask('POST', `/opportunities/${id}/quotations`, { status: 'sent' })).body.id;
    const [first, second] = [await send(), await send()];
    await ask('PATCH', `/quotations/${first}`, { status: 'accepted' });
    // Nothing moves it on: who works it is notified.
    const { rows: alerts } = await consoleApp.query(
      `SELECT type, owner, data -> 'record' ->> 'text' AS text FROM alerts WHERE data -> 'record' ->> 'id' = $1`,
      [id],
    );
    expect(alerts).toContainEqual({
      ...{ type: 'record.notified', owner: (await ask('GET', `/opportunities/${id}`)).body.owner },
      text: expect.stringMatching(/^Quotation .+ was accepted$/),
    });
    const other = await ask('PATCH', `/quotations/${second}`, { status: 'accepted' });
    expect([other.status, other.body.detail]).toEqual([
      409,
      expect.stringMatching(/another quotation .* an opportunity has at most one/),
    ]);
    expect((await ask('GET', `/opportunities/${id}`)).body.stage).toBe('Validation pending');
    await ask('PATCH', `/opportunities/${id}`, {
      fields: { 'contact-attached': true, 'campaign-assigned': true, 'quote-sent': true },
    });
    for (const stage of [
      '1 Planning & Identification',
      '2 Opportunity Development',
      '3 Proposal & Quote',
      '4 Negotiation & Quote Modification',
      '5 Closing the Business',
      'Closed Won',
    ])
      expect((await ask('PATCH', `/opportunities/${id}`, { stage })).body.stage).toBe(stage);
    expect(
      (await ask('GET', `/quotations?opportunity=${id}`)).body.items
        .map(({ status, declineReason }: Record<string, string>) => [status, declineReason])
        .sort(),
    ).toEqual([
      ['accepted', null],
      ['declined', 'another quotation was accepted'],
    ]);
  });

  test.each(['accepted', 'declined'])(
    '%s where another stage has the way, is refused until the opportunity is there',
    async (status) => {
      const id = await opportunity({ pipeline: 'process-guide/opportunity', amount: 10 });
      const { body } = await ask('POST', `/opportunities/${id}/quotations`, {
        status: 'sent',
        followUpOn: '2026-12-01',
      });
      const refused = await ask('PATCH', `/quotations/${body.id}`, { status });
      expect([refused.status, refused.body.detail]).toEqual([
        409,
        'the answer moves the opportunity on from "Quotation", and it is in "Opened"; move it there first',
      ]);
      expect((await ask('GET', `/quotations/${body.id}`)).body.status).toBe('sent');
      expect(await tasksOf(body.id)).toMatchObject([{ status: 'Open' }]);
      const reason = status === 'declined' ? { reason: 'Price' } : {};
      const fields = { description: 'A roof', 'technical-team-needed': false };
      expect((await ask('PATCH', `/opportunities/${id}`, { fields, stage: 'Quotation' })).status).toBe(200);
      expect((await ask('PATCH', `/quotations/${body.id}`, { status, ...reason })).status).toBe(200);
      expect((await ask('GET', `/opportunities/${id}`)).body.stage).toBe(
        status === 'accepted' ? 'Accepted' : 'Not accepted',
      );
    },
  );

  test('is refused in words: a draft has no answer, a way that asks for more, nobody’s', async () => {
    const id = await quoting();
    const draft = (await ask('POST', `/opportunities/${id}/quotations`, {})).body.id;
    expect((await ask('PATCH', `/quotations/${draft}`, { status: 'accepted' })).body.detail).toMatch(
      /a draft has no answer; send it first/,
    );
    expect((await ask('PATCH', `/quotations/${draft}`, { status: 'sent', reason: 'x' })).body.detail).toMatch(
      /"reason" goes with status "declined"/,
    );
    expect((await ask('PATCH', `/quotations/${draft}`, {})).status).toBe(400);
    expect((await ask('PATCH', '/quotations/qt_none', { status: 'sent' })).status).toBe(404);
    expect((await ask('GET', '/quotations/qt_none')).status).toBe(404);
    expect((await ask('POST', '/opportunities/op_none/quotations', {})).status).toBe(404);
  });

  test('is listed by status, owner and opportunity, and when its follow-up is due', async () => {
    await ask('POST', '/users', { email: 'lister@example.com', role: 'rep' });
    const id = await opportunity({ owner: 'lister@example.com' });
    await ask('POST', `/opportunities/${id}/quotations`, {});
    await ask('POST', `/opportunities/${id}/quotations`, { status: 'sent', followUpOn: '2026-11-25' });
    const count = async (query: string) => (await ask('GET', `/quotations?${query}`)).body.items.length;
    expect(await count('owner=lister@example.com')).toBe(2);
    expect(await count(`opportunity=${id}&status=draft`)).toBe(1);
    expect(await count('owner=lister@example.com&followUp=due')).toBe(0);
    consoleApp.clock.turnTo(startMs + 2 * dayMs);
    expect(await count('owner=lister@example.com&followUp=due')).toBe(1);
  });
});
