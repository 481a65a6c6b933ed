/** Company XYZ's order pipeline, walked from its start to every end: domain.md §3, line by line. */
import { describe, expect, test } from 'vitest';
import { transitionsFrom } from '../../../src/contract/language/language.ts';
import { chartOf } from '../../../src/sales/workflow/chart.core.ts';
import { nextActionAtMs } from '../../../src/sales/workflow/flow.core.ts';
import { flowOf } from '../../support/sales-processes.ts';
import { Scenario } from '../../support/scenario.ts';

const flow = flowOf('company-xyz', 'order');
const { stages } = flow.pipeline;
const dayMs = 86_400_000;

// A Monday, 10:00 in Lagos. People work there from 08:00 to 17:00, which is 07:00 to 16:00 UTC.
const monday = '2026-11-23T09:00:00.000Z';
const mondayMs = Date.parse(monday);

const received = (start = monday) => new Scenario(flow, start);
const checked = (start?: string) => received(start).to('Check with store');
const exists = (start?: string) => checked(start).to('Response from store: exists', { when: 'exists' });
const later = () => checked().to('Response from store: later', { when: 'later' });
const slipSent = (days = 10) =>
  later().fill({ 'available-in-days': days, cost: 99.5 }).to('Send customer order slip');
const slipYes = () => slipSent().fill({ 'order-slip': true }).to('Order slip yes', { when: 'slip returned' });
const invoiced = (start?: string) => exists(start).fill({ cost: 120 }).to('Customer invoice');
const copied = (start?: string) => invoiced(start).to('Accounts invoice');
const paid = () => copied().fill({ 'payment-evidence': 'receipt.pdf' }).to('Customer payment');
const confirming = () => paid().to('Accounts confirm');
const confirmed = () =>
  confirming().fill({ 'accounts-email': 'at_mail' }).to('Accounts paid', { when: 'received' });
const delivery = () => confirmed().to('Delivery store');
const pickedUp = () => delivery().fill({ 'courier-slip': 'at_slip' }).to('Courier store');
const notified = () => pickedUp().to('Customer courier');
const delivering = () => notified().to('Customer delivery');
const notReceived = () =>
  delivering().fill({ 'not-received': true }).to('Customer delivery', { when: 'not received' });

const mailsOf = (scenario: Scenario) =>
  scenario.all('mail').map(({ template, to }) => `${template} to ${to}`);
const attachedBy = (name: string) => flow.process.templates.find(({ template }) => template === name)?.attach;
const tasksOf = (scenario: Scenario) => scenario.all('task').map((task) => `${task.for}: ${task.subject}`);
/** What the last move or look at the clock set off besides all that was before it. */
const since = (before: Scenario, after: Scenario) => tasksOf(after).slice(tasksOf(before).length);

const slipOut = 'no answer 5 days after the promised days';
const invoiceOut = 'no payment after 5 working days';

/** Step, name, transitions; `⏱` is taken by the clock. */
const table = [
  ['1.0', 'Order received', ['Check with store']],
  ['2.0', 'Check with store', ['Response from store: exists', 'Response from store: later']],
  ['3.0', 'Response from store: exists', ['Customer invoice']],
  ['3.1', 'Response from store: later', ['Send customer order slip']],
  ['3.1.1', 'Send customer order slip', ['Order slip yes', 'Order slip no', '⏱ Order slip cancelled']],
  ['3.1.2.3', 'Order slip yes', ['Customer invoice']],
  ['3.1.2.2', 'Order slip no', []],
  ['3.1.2.1', 'Order slip cancelled', []],
  ['3.2', 'Customer invoice', ['Accounts invoice', '⏱ Invoice cancelled']],
  ['3.2', 'Accounts invoice', ['Customer payment', '⏱ Invoice cancelled']],
  ['', 'Invoice cancelled', []],
  ['4.0', 'Customer payment', ['Accounts confirm']],
  ['5.0', 'Accounts confirm', ['Accounts confirm', 'Accounts paid']],
  ['5.2', 'Accounts paid', ['Delivery store']],
  ['5.2', 'Delivery store', ['Courier store']],
  ['6.0', 'Courier store', ['Customer courier']],
  ['7.0', 'Customer courier', ['Customer delivery']],
  ['8.1', 'Customer delivery', ['Customer delivery', 'Transaction closed']],
  ['8.2', 'Transaction closed', []],
];

describe('the table of stages', () => {
  test('is that of the document: steps, names, transitions', () => {
    const shown = stages.map((stage) => [
      stage.step ?? '',
      stage.stage,
      [
        ...transitionsFrom(flow.pipeline, stage).map(({ to }) => to),
        ...stage.after.map(({ to }) => `⏱ ${to}`),
      ],
    ]);
    expect(shown).toEqual(table);
  });

  test('every end is reached, and nothing follows it', () => {
    const scenarios: Record<string, [Scenario, string]> = {
      'Order slip no': [slipSent().to('Order slip no'), 'cancelled'],
      'Order slip cancelled': [slipSent().at(mondayMs + 15 * dayMs), 'cancelled'],
      'Invoice cancelled': [copied().at('2026-11-30T16:00:00.000Z'), 'cancelled'],
      'Transaction closed': [delivering().to('Transaction closed'), 'won'],
    };
    expect(Object.keys(scenarios)).toEqual(stages.filter((one) => one.ends).map(({ stage }) => stage));
    for (const [stage, [scenario, end]] of Object.entries(scenarios)) {
      expect(scenario.state).toMatchObject({ stage, end });
      expect(nextActionAtMs(flow, scenario.state)).toBeNull();
      expect(() => scenario.to('Order received')).toThrow('" is an end');
    }
  });

  test('no transition skips a stage', () => {
    expect(() => received().to('Customer invoice')).toThrow(
      'cannot move from "Order received" to "Customer invoice"; allowed: "Check with store"',
    );
    expect(() => confirming().to('Delivery store')).toThrow(/cannot move from .* to "Delivery store"; /);
    expect(() => slipSent().to('Order slip cancelled')).toThrow(
      /cannot move from .* to "Order slip cancelled"; /,
    );
    expect(() => copied().to('Invoice cancelled')).toThrow(/cannot move from .* to "Invoice cancelled"; /);
  });

  test('the chart draws all of it', () => {
    const chart = chartOf(flow.pipeline);
    for (const { stage } of stages) expect(chart).toContain(stage.replaceAll(':', '꞉'));
    expect(chart).toContain(`⏱ ${slipOut}`);
  });
});

describe('who may take each way', () => {
  const lanes = flow.process.lanes.map(({ lane }) => lane);
  const service = 'Customer Service';

  test.each<[() => Scenario, string, string[]]>([
    [received, 'Check with store', [service]],
    [checked, 'Response from store: exists', ['Store', service]],
    [checked, 'Response from store: later', ['Store', service]],
    [() => exists().fill({ cost: 1 }), 'Customer invoice', [service]],
    [() => later().fill({ cost: 1, 'available-in-days': 1 }), 'Send customer order slip', [service]],
    [() => slipSent().fill({ 'order-slip': true }), 'Order slip yes', ['Customer', service]],
    [slipSent, 'Order slip no', ['Customer', service]],
    [slipYes, 'Customer invoice', ['Store', service]],
    [invoiced, 'Accounts invoice', [service]],
    [() => copied().fill({ 'payment-evidence': 'x' }), 'Customer payment', ['Customer', service]],
    [paid, 'Accounts confirm', [service]],
    [confirming, 'Accounts confirm', ['Accounts']],
    [() => confirming().fill({ 'accounts-email': 'at_mail' }), 'Accounts paid', ['Accounts']],
    [confirmed, 'Delivery store', [service]],
    [() => delivery().fill({ 'courier-slip': 'at_slip' }), 'Courier store', ['Store', 'Courier']],
    [pickedUp, 'Customer courier', ['Courier', service]],
    [notified, 'Customer delivery', [service]],
    [() => delivering().fill({ 'not-received': true }), 'Customer delivery', ['Customer', service]],
    [delivering, 'Transaction closed', ['Customer', service]],
  ])('%#: to %s', (scenario, to, allowed) => {
    for (const lane of lanes)
      if (allowed.includes(lane)) expect(scenario().to(to, { lane }).stage).toBe(to);
      else expect(() => scenario().to(to, { lane })).toThrow(/ is for /);
  });
});

describe('1 to 3: the order, and what the store says', () => {
  test('1.0, 2.0: Customer Service has to ask the store, and the store to answer, by the next working day', () => {
    const tuesdayEvening = Date.parse('2026-11-24T16:00:00.000Z');
    expect(checked().all('task')).toMatchObject([
      {
        for: 'Customer Service',
        subject: 'Ask the store whether the product exists',
        dueAtMs: tuesdayEvening,
      },
      { for: 'Store', subject: 'Does the product exist?', dueAtMs: tuesdayEvening },
    ]);
  });

  test('the order is handed from department to department', () => {
    const lanes = delivering()
      .all('hand off')
      .map(({ lane }) => lane);
    const service = 'Customer Service';
    const departments = [service, 'Store', service, 'Accounts', service, 'Accounts', service, 'Store'];
    expect(lanes).toEqual([...departments, 'Courier', service]);
  });

  test('3.0 exists: needs the cost, for the invoice', () => {
    expect(() => exists().to('Customer invoice')).toThrow(/missing: At y cost/);
  });

  test('3.1 later: needs x days and y cost, for the slip', () => {
    expect(() => later().to('Send customer order slip')).toThrow(/missing: Available in x days, At y cost$/);
    expect(() => later().fill({ 'available-in-days': 10 }).to('Send customer order slip')).toThrow(
      /missing: At y cost$/,
    );
    expect(() => later().fill({ 'available-in-days': -1 })).toThrow(/expected a number, at least 0/);
  });
});

describe('4: the order slip', () => {
  test('3.1.1: is mailed to the customer', () => {
    expect(mailsOf(slipSent())).toEqual(['order-slip to person']);
  });

  test('3.1.2.3 yes: only with the slip returned', () => {
    expect(() => slipSent().to('Order slip yes')).toThrow(/missing: Order slip returned/);
    expect(slipYes().stage).toBe('Order slip yes');
  });

  test('3.1.2.3 yes: the invoice waits for the store, however long', () => {
    const scenario = slipYes();
    expect(tasksOf(scenario).at(-1)).toBe('Store: Tell Customer Service when the product has arrived');
    expect(scenario.at('2027-11-23T09:00:00.000Z').stage).toBe('Order slip yes');
    expect(scenario.to('Customer invoice', { when: 'the product has arrived', lane: 'Store' }).stage).toBe(
      'Customer invoice',
    );
    expect(mailsOf(scenario)).toEqual(['order-slip to person', 'invoice to person']);
  });

  test('3.1.2.2 no: answered without the slip, cancelled', () => {
    const scenario = slipSent().to('Order slip no', { when: 'answered without the slip', lane: 'Customer' });
    expect(scenario.state).toMatchObject({ end: 'cancelled', counted: [] });
  });

  describe.each([0, 1, 10])('3.1.2.1 cancelled: no answer 5 days after the %i days of the slip', (days) => {
    const outMs = mondayMs + (days + 5) * dayMs;
    const sentState = slipSent(days).state;

    test('the clock is set when the slip is sent', () => {
      expect(nextActionAtMs(flow, sentState)).toBe(outMs);
    });

    test('1 ms before, it waits', () => {
      expect(slipSent(days).at(outMs - 1).state).toEqual(sentState);
    });

    test.each([0, 1, 400 * dayMs])('asked %i ms after the bound, it was cancelled at the bound', (lateMs) => {
      expect(slipSent(days).at(outMs + lateMs).state).toMatchObject({
        stage: 'Order slip cancelled',
        end: 'cancelled',
        reason: slipOut,
        enteredAtMs: outMs,
      });
    });
  });

  test('counts from the slip being sent, not from the order', () => {
    const scenario = later().fill({ 'available-in-days': 10, cost: 5 });
    scenario.at(mondayMs + 3 * dayMs).to('Send customer order slip');
    expect(nextActionAtMs(flow, scenario.state)).toBe(mondayMs + 18 * dayMs);
  });

  test('no clock runs once the slip is back', () => {
    expect(nextActionAtMs(flow, slipYes().state)).toBeNull();
  });
});

describe('5 to 7: the invoice, to be paid within 5 working days', () => {
  // The 5th working day after a Monday is the next Monday; it ends at 17:00 in Lagos.
  const outMs = Date.parse('2026-11-30T16:00:00.000Z');

  test('3.2: the invoice to the customer, the copy to Accounts', () => {
    expect(mailsOf(copied())).toEqual(['invoice to person', 'invoice-copy to Accounts']);
    expect(copied().state.fields).toMatchObject({ 'invoiced-on': '2026-11-23' });
  });

  describe.each<[string, () => Scenario]>([
    ['with Customer Service (5)', invoiced],
    ['with Accounts (6)', copied],
    ['with Accounts since Friday', () => invoiced().at('2026-11-27T10:00:00.000Z').to('Accounts invoice')],
  ])('7, invoice %s', (_where, scenario) => {
    test('1 ms before the end of the 5th working day, it waits', () => {
      expect(scenario().at(outMs - 1).state).toEqual(scenario().state);
    });

    test.each([0, 1, 400 * dayMs])('asked %i ms after, it was cancelled then', (lateMs) => {
      expect(scenario().at(outMs + lateMs).state).toMatchObject({
        stage: 'Invoice cancelled',
        end: 'cancelled',
        reason: invoiceOut,
        enteredAtMs: outMs,
      });
    });
  });

  test.each([
    ['on a Friday', '2026-11-27T15:00:00.000Z', '2026-12-04T16:00:00.000Z'],
    ['on a Saturday', '2026-11-28T09:00:00.000Z', '2026-12-04T16:00:00.000Z'],
    ['before Christmas, which is no working day', '2026-12-18T09:00:00.000Z', '2026-12-28T16:00:00.000Z'],
    [
      'at 00:30 in Lagos, when it is still the day before in UTC',
      '2026-11-23T23:30:00.000Z',
      '2026-12-01T16:00:00.000Z',
    ],
  ])('invoiced %s', (_when, start, out) => {
    expect(nextActionAtMs(flow, invoiced(start).state)).toBe(Date.parse(out));
  });

  test('8: only evidence of the payment leads on, and stops the clock', () => {
    expect(() => copied().to('Customer payment')).toThrow(/missing: Evidence of payment/);
    expect(nextActionAtMs(flow, paid().state)).toBeNull();
  });
});

describe('8 to 13: payment confirmed, delivery begun', () => {
  test('5.0: Accounts are mailed the evidence, and have to look by the next working day', () => {
    expect(mailsOf(confirming()).at(-1)).toBe('confirm-payment to Accounts');
    expect(since(paid(), confirming())).toEqual(['Accounts: Has the payment been received?']);
  });

  test('5.1 not received: it waits, however long, and Accounts look again', () => {
    const scenario = confirming().at('2026-11-26T09:00:00.000Z');
    expect(scenario.to('Accounts confirm', { when: 'not received', lane: 'Accounts' }).stage).toBe(
      'Accounts confirm',
    );
    expect(since(confirming(), scenario)).toEqual(['Accounts: Has the payment been received?']);
    expect(scenario.all('close tasks').at(-1)).toMatchObject({ stage: 'Accounts confirm' });
    expect(mailsOf(scenario)).toEqual(mailsOf(confirming()));
    expect(scenario.at('2027-11-23T09:00:00.000Z').stage).toBe('Accounts confirm');
    scenario.fill({ 'accounts-email': 'at_mail' });
    expect(scenario.to('Accounts paid', { when: 'received', lane: 'Accounts' }).stage).toBe('Accounts paid');
  });

  test('5.2: the store is mailed the request for delivery, and has to start it', () => {
    expect(() => confirming().to('Accounts paid', { when: 'received' })).toThrow(
      /missing: E-mail of Accounts/,
    );
    expect(mailsOf(delivery()).at(-1)).toBe('delivery-request to Store');
    expect(attachedBy('delivery-request')).toEqual(['delivery-request', 'accounts-email']);
    expect(since(confirmed(), delivery())).toEqual(['Store: Start the delivery']);
  });

  test('6.0: only with the courier slip has the courier picked up', () => {
    expect(() => delivery().to('Courier store')).toThrow(/missing: Courier slip/);
    expect(since(delivery(), pickedUp())).toEqual(['Customer Service: Tell the customer of the delivery']);
  });

  test('7.0: the customer is notified, with the courier slip', () => {
    expect(mailsOf(notified()).at(-1)).toBe('delivery to person');
    expect(attachedBy('delivery')).toEqual(['courier-slip']);
    expect(() => delivery().fill({ 'courier-slip': 'CS-1' })).toThrow(/the id of an attachment/);
  });
});

describe('14: delivered or not', () => {
  // Two working days after Monday, and so on: Wednesday, Friday, Tuesday.
  const chases = ['2026-11-25T16:00:00.000Z', '2026-11-27T16:00:00.000Z', '2026-12-01T16:00:00.000Z'];
  const followUpTask = 'Customer Service: Ask the courier again: still not received';

  test('8.0: the customer is asked, and asked again every 2 working days while no answer comes', () => {
    const scenario = delivering();
    expect(mailsOf(scenario).at(-1)).toBe('confirm-receipt to person');
    for (const [index, time] of chases.entries()) {
      scenario.at(Date.parse(time) - 1);
      expect(mailsOf(scenario).filter((mail) => mail.startsWith('confirm-receipt'))).toHaveLength(index + 1);
      scenario.at(time);
      expect(mailsOf(scenario).filter((mail) => mail.startsWith('confirm-receipt'))).toHaveLength(index + 2);
    }
    expect(tasksOf(scenario)).toEqual(tasksOf(delivering()));
  });

  test('8.1 not received: only when the customer says so', () => {
    expect(() => delivering().to('Customer delivery', { when: 'not received' })).toThrow(
      /missing: The customer says it has not come/,
    );
  });

  test('8.1 not received: the courier is called at once, and asked again every 2 working days', () => {
    const scenario = notReceived();
    expect(since(delivering(), scenario)).toEqual([
      'Customer Service: Call the courier: the customer has not received it',
    ]);
    for (const [index, time] of chases.entries()) {
      scenario.at(Date.parse(time) - 1);
      expect(since(notReceived(), scenario)).toHaveLength(index);
      scenario.at(time);
      expect(since(notReceived(), scenario)).toEqual(Array(index + 1).fill(followUpTask));
    }
    expect(mailsOf(scenario)).toEqual(mailsOf(delivering()));
  });

  test('chases missed while nobody asked the clock are one; the state is as if asked in time', () => {
    const inTime = notReceived();
    for (const time of chases) inTime.at(time);
    const late = notReceived().at(Date.parse(chases[2] ?? '') + dayMs);
    expect(late.state).toEqual(inTime.state);
    expect(since(notReceived(), late)).toEqual([followUpTask]);
    expect(late.all('task').at(-1)?.atMs).toBe(Date.parse(chases[2] ?? ''));
  });

  test('received at last: closed, and asked no more', () => {
    const scenario = notReceived()
      .at(chases[0] ?? '')
      .to('Transaction closed', { when: 'received' });
    const tasks = tasksOf(scenario);
    expect(tasksOf(scenario.at('2027-11-23T09:00:00.000Z'))).toEqual(tasks);
    expect(scenario.state).toMatchObject({ stage: 'Transaction closed', end: 'won' });
  });
});

describe('15: transaction closed', () => {
  test.each<[string, Scenario]>([
    ['8.2 received', delivering()],
    ['8.1 not received, then received', notReceived()],
  ])('%s: counts as one sale made', (_way, scenario) => {
    scenario.to('Transaction closed', { when: 'received' }).at('2027-11-23T09:00:00.000Z');
    expect(scenario.state).toMatchObject({ end: 'won', counted: ['Sales made'] });
    expect(scenario.all('count')).toMatchObject([{ counter: 'Sales made' }]);
  });

  test('nothing else counts: a cancelled order is no sale', () => {
    expect(stages.filter(({ counts }) => counts).map(({ stage }) => stage)).toEqual(['Transaction closed']);
    expect(slipSent().at('2027-11-23T09:00:00.000Z').all('count')).toEqual([]);
    expect(copied().at('2027-11-23T09:00:00.000Z').all('count')).toEqual([]);
  });
});
