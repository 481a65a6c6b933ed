/** Quotations of a file: entered as they stand elsewhere, drafts changed, and everything else refused with its way. */
import { describe, expect, test } from 'vitest';
import { decideQuotation, QuotationsWorld } from './decide-quotations.core.ts';
import type { Stored } from './decision.core.ts';
import { SeenKeys } from './seen-keys.core.ts';

const nowMs = Date.parse('2026-11-29T10:00:00.000Z');
const opportunity = {
  ...{ id: 'op_1', currency: 'USD', timeZone: 'Africa/Lagos', ended: null },
  followUpDayOf: (sentMs: number) => new Date(sentMs + 5 * 86_400_000).toISOString().slice(0, 10),
};
const draft: Stored = {
  ...{ id: 'qt_1', number: 'Q-1', opportunity_id: 'op_1', amount: '10.00', currency: 'USD', status: 'draft' },
  ...{ sent_at: null, follow_up_on: null, follow_up_at: null, answered_at: null, decline_reason: null },
};
const sentAt = new Date('2026-11-20T23:30:00.000Z');
const sent: Stored = { ...draft, id: 'qt_2', number: 'Q-2', status: 'sent', sent_at: sentAt };

const decide = (values: Record<string, string | null>, quotations: readonly Stored[] = [draft, sent]) => {
  const others = [
    { ...opportunity, id: 'op_2' },
    { ...opportunity, id: 'op_3', ended: 'lost' },
  ];
  const opportunities = new Map([opportunity, ...others].map((one) => [one.id, one]));
  opportunities.set('crm-1', opportunity);
  const accepted = new Map([['op_2', 'Q-9']]);
  const acceptedAbove = new SeenKeys();
  const world = new QuotationsWorld({ quotations, accepted, opportunities, acceptedAbove });
  return decideQuotation(world, { values, line: 2 }, { nowMs, newId: () => 'new' });
};
const afterOf = (decision: ReturnType<typeof decide>) =>
  'written' in decision ? decision.written[0]?.after : decision;

describe('a new one', () => {
  test.each<[string, Record<string, string>, Stored]>([
    [
      'is a draft in the currency of its opportunity',
      {},
      { status: 'draft', currency: 'USD', sent_at: null },
    ],
    [
      'that was sent has the beginning of its day in the zone of the process',
      { status: 'Sent', sentAt: '2026-11-20', currency: 'EUR', followUpOn: '2026-12-01' },
      {
        ...{ status: 'sent', currency: 'EUR', sent_at: '2026-11-19T23:00:00.000Z', answered_at: null },
        ...{ follow_up_on: '2026-12-01', follow_up_at: '2026-11-30T23:00:00.000Z' },
      },
    ],
    [
      'that was declined has its reason and its moments',
      { status: 'declined', sentAt: '2026-11-20T09:00:00+01:00', declineReason: 'too dear' },
      {
        ...{ status: 'declined', sent_at: '2026-11-20T08:00:00.000Z', decline_reason: 'too dear' },
        ...{ answered_at: '2026-11-29T10:00:00.000Z', follow_up_on: null },
      },
    ],
    [
      'that was sent is followed up some days later where no day is said',
      { status: 'sent', sentAt: '2026-11-20T09:00:00.000Z' },
      { follow_up_on: '2026-11-25', follow_up_at: '2026-11-24T23:00:00.000Z' },
    ],
    [
      'that was answered was sent then at the latest',
      { status: 'declined', answeredAt: '2026-11-01T09:00:00.000Z' },
      { sent_at: '2026-11-01T09:00:00.000Z', answered_at: '2026-11-01T09:00:00.000Z' },
    ],
    [
      'may be answered on the day on which it was sent',
      { status: 'accepted', sentAt: '2026-11-20T09:00:00.000Z', answeredAt: '2026-11-20' },
      { sent_at: '2026-11-20T09:00:00.000Z', answered_at: '2026-11-20T09:00:00.000Z' },
    ],
    [
      'may be sent and answered now',
      { status: 'accepted', sentAt: '2026-11-29T10:00:00.000Z', answeredAt: '2026-11-29T10:00:00.000Z' },
      { sent_at: '2026-11-29T10:00:00.000Z', answered_at: '2026-11-29T10:00:00.000Z' },
    ],
  ])('%s', (_name, more, expected) => {
    const decision = decide({ number: 'Q-3', opportunity: 'crm-1', amount: '5.00', ...more });
    expect(decision).toMatchObject({ outcome: 'new' });
    expect(afterOf(decision)).toMatchObject({
      id: 'qt_new',
      number: 'Q-3',
      opportunity_id: 'op_1',
      ...expected,
    });
  });

  const whole = { number: 'Q-3', opportunity: 'op_1', amount: '5.00' };
  test.each<[Record<string, string | null>, string | null, RegExp]>([
    [{ ...whole, number: null, id: 'qt_none' }, 'id', /no such quotation; give a "number"/],
    [{ ...whole, opportunity: null }, null, /needs an "opportunity"/],
    [{ ...whole, opportunity: 'op_none' }, 'opportunity', /no such opportunity/],
    [{ ...whole, amount: null }, null, /needs an "amount"/],
    [{ ...whole, status: 'open' }, 'status', /expected "draft", "sent", "accepted", "declined"/],
    [
      { ...whole, opportunity: 'op_2', status: 'accepted' },
      'status',
      /one accepted quotation at most, and has "Q-9"/,
    ],
    [{ ...whole, opportunity: 'op_3' }, 'opportunity', /has ended \("lost"\)/],
    [{ ...whole, opportunity: 'op_3', status: 'draft' }, 'status', /has ended \("lost"\)/],
    [{ ...whole, opportunity: 'op_3', status: 'sent' }, 'status', /is "accepted" or "declined"/],
    [{ ...whole, status: 'sent', sentAt: '2026-11-29T10:00:00.001Z' }, 'sentAt', /yet to come/],
    [{ ...whole, status: 'sent', sentAt: '2027-11-29' }, 'sentAt', /yet to come/],
    [{ ...whole, status: 'accepted', answeredAt: '2026-11-29T10:00:00.001Z' }, 'answeredAt', /yet to come/],
    [
      { ...whole, status: 'accepted', sentAt: '2026-11-01', answeredAt: '2026-11-29T10:00:00.001Z' },
      'answeredAt',
      /yet to come/,
    ],
    [
      {
        ...{ ...whole, status: 'declined', sentAt: '2026-11-20T09:00:00.000Z' },
        answeredAt: '2026-11-20T08:59:59.999Z',
      },
      'answeredAt',
      /it is before "sentAt", which is 2026-11-20T09:00:00.000Z/,
    ],
    [
      { ...whole, status: 'declined', sentAt: '2026-11-20', answeredAt: '2026-11-19' },
      'answeredAt',
      /before "sentAt"/,
    ],
    [{ ...whole, sentAt: '2026-11-20' }, 'sentAt', /a draft was not sent/],
    [{ ...whole, status: 'sent', answeredAt: '2026-11-20' }, 'answeredAt', /that is sent has no answer/],
    [{ ...whole, status: 'accepted', declineReason: 'x' }, 'declineReason', /was not declined/],
  ])('%j is refused', (values, column, reason) => {
    expect(decide(values)).toMatchObject({ problems: [{ column, reason: expect.stringMatching(reason) }] });
  });

  test('of an ended opportunity was answered', () => {
    const answered = { ...whole, opportunity: 'op_3', status: 'declined' };
    expect(decide(answered)).toMatchObject({ outcome: 'new' });
  });

  test('is the accepted one for the rows behind it', () => {
    const world = new QuotationsWorld({
      quotations: [],
      accepted: new Map(),
      opportunities: new Map([['op_1', opportunity]]),
      acceptedAbove: new SeenKeys(),
    });
    const row = (line: number, more: object) => ({ line, values: { ...whole, status: 'accepted', ...more } });
    const given = { nowMs, newId: () => 'new' };
    expect(decideQuotation(world, row(2, {}), given)).toMatchObject({ outcome: 'new' });
    expect(decideQuotation(world, row(3, { number: 'Q-4' }), given)).toMatchObject({
      problems: [{ column: 'status', reason: expect.stringContaining('has that of line 2') }],
    });
    expect(decideQuotation(world, row(4, {}), given)).toMatchObject({
      outcome: 'unchanged',
    });
  });
});

describe('a known one', () => {
  test.each<[string, Record<string, string | null>, Stored]>([
    ['amount', { number: 'Q-1', amount: '12.00' }, { amount: '12.00' }],
    [
      'follow-up date',
      { id: 'qt_1', followUpOn: '2026-12-01' },
      { follow_up_on: '2026-12-01', follow_up_at: '2026-11-30T23:00:00.000Z' },
    ],
  ])('that is a draft gets another %s', (_name, values, expected) => {
    const decision = decide(values);
    expect(decision).toMatchObject({ outcome: 'changed' });
    expect(afterOf(decision)).toMatchObject({ ...draft, ...expected });
  });

  test('that is as the row says is unchanged: its moment also by its day', () => {
    const same = { number: 'Q-2', opportunity: 'crm-1', status: 'SENT', amount: '10.00', currency: 'USD' };
    // Half past midnight of the next day in Lagos.
    for (const moment of ['2026-11-21', '2026-11-20T23:30:00.000Z', '2026-11-21T00:30:00+01:00'])
      expect(decide({ ...same, sentAt: moment })).toMatchObject({ outcome: 'unchanged' });
  });

  test.each<[Record<string, string | null>, string, RegExp]>([
    [
      { number: 'Q-2', status: 'accepted' },
      'status',
      /it is "sent"; change it with PATCH \/quotations\/qt_2/,
    ],
    [{ number: 'Q-2', amount: '11.00' }, 'amount', /it was sent, with "10.00"/],
    [{ number: 'Q-2', followUpOn: '2026-12-01' }, 'followUpOn', /it was sent, with "null"/],
    [{ number: 'Q-2', sentAt: '2026-11-20' }, 'sentAt', /it is "2026-11-20T23:30:00.000Z"/],
    [{ number: 'Q-1', currency: 'EUR' }, 'currency', /it is "USD"/],
    [{ number: 'Q-1', opportunity: 'op_2' }, 'opportunity', /it is of "op_1", and stays so/],
    [{ number: 'Q-1', declineReason: 'x' }, 'declineReason', /it is empty/],
    [{ id: 'qt_1', number: 'Q-2' }, 'number', /and "id" of another quotation/],
    [{ id: 'qt_1', number: 'Q-7' }, 'number', /it is "Q-1"/],
    [{ id: 'qt_1', number: '2026-11-01' }, 'number', /it is "Q-1"/],
  ])('%j is refused', (values, column, reason) => {
    expect(decide(values)).toMatchObject({ problems: [{ column, reason: expect.stringMatching(reason) }] });
  });
});
