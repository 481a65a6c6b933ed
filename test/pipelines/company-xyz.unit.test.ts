/** Company XYZ's order pipeline, walked from its start to every end: domain.md §3, step by step. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../support/pipelines.ts';
import { Walk } from '../support/walk.ts';

const flow = flowOf('company-xyz', 'order');
// A Monday, 10:00 in Lagos.
const monday = '2026-11-23T09:00:00.000Z';
const order = () => new Walk(flow, monday);
const dayMs = 86_400_000;

const slipSent = () =>
  order()
    .to('Check with store')
    .to('Response from store: later', { when: 'later' })
    .fill({ 'available-in-days': 10, cost: 99.5 })
    .to('Send customer order slip');
const invoiced = () =>
  order().to('Check with store').to('Response from store: exists', { when: 'exists' }).to('Customer invoice');
const paid = () =>
  invoiced()
    .to('Accounts invoice')
    .to('Customer payment')
    .fill({ 'payment-evidence': 'receipt.pdf' })
    .to('Accounts confirm');
const delivering = () =>
  paid()
    .to('Accounts paid', { when: 'received' })
    .to('Delivery store')
    .to('Courier store')
    .fill({ 'courier-slip': 'CS-1' })
    .to('Customer courier')
    .to('Customer delivery');

test('has the fifteen stages of the table, with their steps', () => {
  const steps = flow.pipeline.stages.map(({ step, stage }) => `${step ?? ''} ${stage}`.trim());
  expect(steps).toEqual([
    '1.0 Order received',
    '2.0 Check with store',
    '3.0 Response from store: exists',
    '3.1 Response from store: later',
    '3.1.1 Send customer order slip',
    '3.1.2.3 Order slip yes',
    '3.1.2.2 Order slip no',
    '3.1.2.1 Order slip cancelled',
    '3.2 Customer invoice',
    '3.2 Accounts invoice',
    'Invoice cancelled',
    '4.0 Customer payment',
    '5.0 Accounts confirm',
    '5.2 Accounts paid',
    '5.2 Delivery store',
    '6.0 Courier store',
    '7.0 Customer courier',
    '8.1 Customer delivery',
    '8.2 Transaction closed',
  ]);
});

describe('1 to 3: received, checked with the store', () => {
  test('the store is asked, by a task of its own', () => {
    const walk = order().to('Check with store');
    expect(walk.all('task')).toMatchObject([{ subject: 'Does the product exist?', for: 'Store' }]);
  });

  test('3.1: later needs the days and the cost', () => {
    const walk = order().to('Check with store').to('Response from store: later', { when: 'later' });
    expect(() => walk.to('Send customer order slip')).toThrow(/missing: Available in x days, At y cost/);
    walk.fill({ 'available-in-days': 10 });
    expect(() => walk.to('Send customer order slip')).toThrow(/missing: At y cost/);
    walk.fill({ cost: 5 }).to('Send customer order slip');
  });

  test('no way leads past the store', () => {
    expect(() => order().to('Customer invoice')).toThrow(
      'from "Order received" no way leads to "Customer invoice"; expected "Check with store"',
    );
  });
});

describe('4: the order slip', () => {
  test('is mailed', () => {
    expect(slipSent().all('mail')).toMatchObject([{ template: 'order-slip', to: 'person' }]);
  });

  test('3.1.2.3 slip returned: waits for the store, then the invoice', () => {
    const walk = slipSent();
    expect(() => walk.to('Order slip yes')).toThrow(/missing: Order slip returned/);
    walk.fill({ 'order-slip': true }).to('Order slip yes');
    expect(walk.state.end).toBeNull();
    walk.to('Customer invoice', { when: 'the product has arrived' });
    expect(walk.stage).toBe('Customer invoice');
  });

  test('3.1.2.2 answered without the slip: cancelled', () => {
    const walk = slipSent().to('Order slip no', { when: 'answered without the slip' });
    expect(walk.state.end).toBe('cancelled');
  });

  describe('3.1.2.1 no answer 5 days after the x days: cancelled by the clock', () => {
    const outMs = Date.parse(monday) + (10 + 5) * dayMs;

    test.each([
      ['1 ms before', outMs - 1, 'Send customer order slip', null],
      ['at the moment', outMs, 'Order slip cancelled', 'cancelled'],
      ['1 ms after', outMs + 1, 'Order slip cancelled', 'cancelled'],
    ] as const)('%s', (_when, atMs, stage, end) => {
      expect(slipSent().at(atMs).state).toMatchObject({ stage, end });
    });

    test('asked a month late it says the same', () => {
      const inTime = slipSent().at(outMs).state;
      expect(slipSent().at(outMs + 30 * dayMs).state).toEqual(inTime);
      expect(inTime).toMatchObject({
        enteredAtMs: outMs,
        reason: 'no answer 5 days after the promised days',
      });
    });

    test('not once the slip is back', () => {
      const walk = slipSent().fill({ 'order-slip': true }).to('Order slip yes').at(outMs);
      expect(walk.stage).toBe('Order slip yes');
    });
  });
});

describe('5 to 7: the invoice, due within 5 working days', () => {
  // The 5th working day after Monday is the next Monday; it ends at 17:00 in Lagos.
  const outMs = Date.parse('2026-11-30T16:00:00.000Z');

  test('goes to the customer, a copy to Accounts', () => {
    expect(invoiced().to('Accounts invoice').all('mail')).toMatchObject([
      { template: 'invoice', to: 'person' },
      { template: 'invoice-copy', to: 'Accounts' },
    ]);
  });

  test.each([
    ['1 ms before', outMs - 1, null],
    ['at the moment', outMs, 'cancelled'],
    ['1 ms after', outMs + 1, 'cancelled'],
  ] as const)('7: no payment, %s', (_when, atMs, end) => {
    expect(invoiced().at(atMs).state.end).toBe(end);
    // From the day of the invoice, though Accounts had their copy later.
    const later = invoiced().at('2026-11-26T10:00:00.000Z').to('Accounts invoice').at(atMs);
    expect(later.state.end).toBe(end);
  });

  test('8: evidence of payment stops the clock', () => {
    expect(invoiced().to('Accounts invoice').to('Customer payment').at(outMs).stage).toBe('Customer payment');
  });
});

describe('9 to 15: payment, delivery, closed', () => {
  test('8 needs the evidence of payment', () => {
    const walk = invoiced().to('Accounts invoice').to('Customer payment');
    expect(() => walk.to('Accounts confirm')).toThrow(/missing: Evidence of payment/);
  });

  test('9: 5.1 not received: it waits, however long; 5.2 received: on to 10', () => {
    const walk = paid().at('2027-11-23T09:00:00.000Z');
    expect(walk.stage).toBe('Accounts confirm');
    expect(walk.to('Accounts paid', { when: 'received', lane: 'Accounts' }).stage).toBe('Accounts paid');
  });

  test('only Accounts say that it was received', () => {
    expect(() => paid().to('Accounts paid', { lane: 'Store' })).toThrow(/is for Accounts/);
  });

  test('13: the customer is told of the delivery', () => {
    expect(delivering().all('mail').at(-1)).toMatchObject({ template: 'delivery', to: 'person' });
  });

  test('14: the courier is chased every second working day until the delivery is confirmed', () => {
    const walk = delivering();
    const chases = () => walk.all('task').filter(({ for: lane }) => lane === 'Courier').length;
    const dueMs = Date.parse('2026-11-25T16:00:00.000Z');
    walk.at(dueMs - 1);
    expect(chases()).toBe(0);
    walk.at(dueMs);
    expect(chases()).toBe(1);
    walk.at('2026-11-27T16:00:00.000Z');
    expect(chases()).toBe(2);
    walk.to('Transaction closed', { when: 'received' }).at('2026-12-24T16:00:00.000Z');
    expect(chases()).toBe(2);
  });

  test('14: chases missed while nobody asked the clock are one, and the next comes in its turn', () => {
    const walk = delivering().at('2026-12-10T09:00:00.000Z');
    expect(walk.all('task').filter(({ for: lane }) => lane === 'Courier')).toHaveLength(1);
    walk.at('2026-12-11T16:00:00.000Z');
    expect(walk.all('task').filter(({ for: lane }) => lane === 'Courier')).toHaveLength(2);
  });

  test('15: closed, and counted as one sale made', () => {
    const walk = delivering().to('Transaction closed', { when: 'received' });
    expect(walk.state).toMatchObject({ end: 'won', counted: ['Sales made'] });
    expect(walk.all('count')).toMatchObject([{ counter: 'Sales made' }]);
  });
});

test('every end is reached by one of these walks', () => {
  const ends = flow.pipeline.stages.filter(({ ends: end }) => end !== undefined).map(({ stage }) => stage);
  expect(ends).toEqual(['Order slip no', 'Order slip cancelled', 'Invoice cancelled', 'Transaction closed']);
});
