/** Traces through the sales wing: what goes on from an update or a request, also by companies and acts; and what time alone begins. */
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../support/store.ts';
import { type KeptTracing, keptTracing, linksOf, parentOf, textOfSpan } from '../support/traced.ts';
import { accountRoom } from './leads/account-room.ts';
import { admin, identityOf, standing } from './records.ts';

const start = '2026-11-23T09:00:00.000Z';
const later = '2026-11-23T11:00:00.000Z';
const overdue = '2026-11-24T09:30:00.000Z';
const byTime = { 'scoville.cause': 'time' };
const orders = `
process: traced
name: Traced
timeZone: UTC
lanes: [Sales]
templates: [{ template: hello, subject: Hello, text: Hello }]
pipelines:
  - pipeline: order
    name: Orders
    of: order
    stages:
      - stage: New
        onEnter: [{ do: mail, template: hello }, { do: notify, who: Sales, text: It has come }]
        next: [Late]
        after: [{ time: 1 hour, to: Late, reason: late }]
      - stage: Late
        onEnter: [{ do: mail, template: hello }]
        next: [Done]
      - { stage: Done, ends: done }
`;
const [one, two] = ['a', 'b'].map((digit) => `00-${digit.repeat(32)}-00f067aa0ba902b7-01`) as [
  string,
  string,
];
const spanIdOf = (text: string) => text.split('-')[2] ?? '';
let store: TestStore;
let tracing: KeptTracing;
let rep: string;

beforeAll(async () => {
  store = await startTestStore(start);
  await store.sales.workflow.publishProcess({ file: 'traced.yaml', text: orders, author: 'Ada' });
  rep = await store.worker('Sales');
});
afterAll(() => store?.close());
beforeEach(async () => {
  tracing = keptTracing();
  await store.at(start);
});

/** What the alerts and mails carry that came after a look, in their order. */
async function look(): Promise<() => Promise<Record<'alerts' | 'mails', (string | null)[]>>> {
  const { rows } = await store.sql.query<{ alert: string; deliveries: string[] }>(
    `SELECT (SELECT coalesce(max(id), 0) FROM alerts) AS alert, ARRAY(SELECT id FROM deliveries) AS deliveries`,
  );
  return async () => {
    const found = await store.sql.query<{ alerts: string[]; mails: string[] }>(
      `SELECT ARRAY(SELECT trace FROM alerts WHERE id > $1 ORDER BY id) AS alerts,
         ARRAY(SELECT trace FROM deliveries WHERE id <> ALL($2) ORDER BY target) AS mails`,
      [rows[0]?.alert, rows[0]?.deliveries],
    );
    return found.rows[0] ?? { alerts: [], mails: [] };
  };
}

/** The only span of a name. */
function spanOf(name: string): ReadableSpan {
  const [span, ...others] = tracing.spans().filter((found) => found.name === name);
  if (span === undefined || others.length > 0) throw new Error(`${others.length + 1} spans of ${name}`);
  return span;
}

let entries = 0;
const entryOf = (email: string, more: object, trace?: string) => ({
  ...{ partition: 0, id: `${++entries}-0`, ...(trace !== undefined && { trace }) },
  record: standing({
    ...{ profile: `profile of ${email}`, identity: identityOf(email), atMs: store.nowMs() },
    ...more,
  }),
});

describe('a sales process', () => {
  const actions = [{ do: 'open record', in: 'traced/order', name: 'Order' }] as const;

  test('carries on the trace of the update that opens its record, among others of one batch', async () => {
    const since = await look();
    await store.sales.leads.applyTierUpdates([
      entryOf('a@traced.example', { actions }, one),
      entryOf('b@traced.example', { actions }),
      entryOf('c@traced.example', { actions }, two),
    ]);
    const carried = [one, null, two];
    expect(await since()).toEqual({ alerts: carried, mails: carried });
  });

  test('begins a trace where time alone moves a record', async () => {
    await store.sales.leads.applyTierUpdates([entryOf('late@traced.example', { actions }, one)]);
    const since = await look();
    await store.sql.query(
      `UPDATE orders SET next_action_at = NULL FROM people WHERE people.id = person_id AND email <> 'late@traced.example'`,
    );
    store.turnTo(later);
    const stuck = (record: string, error: Error) => {
      throw new Error(`${record}: ${error.message}`);
    };
    expect(await store.sales.workflow.moveDueRecords(stuck, tracing)).toBe(1);
    const span = spanOf('move');
    expect([parentOf(span), span.attributes]).toEqual([null, { ...byTime, 'scoville.kind': 'order' }]);
    expect(await since()).toEqual({ alerts: [], mails: [textOfSpan(span)] });
  });
});

test('the end of a snooze and an escalation begin a trace for each task', async () => {
  const { sales } = store;
  const emails = ['d@traced.example', 'e@traced.example'];
  await sales.leads.applyTierUpdates(emails.map((email) => entryOf(email, {}, one)));
  const { rows } = await store.sql.query<{ id: string }>(
    'SELECT tasks.id FROM tasks JOIN people ON people.id = person_id WHERE email = ANY($1)',
    [emails],
  );
  for (const { id } of rows) await sales.records.changeTask(id, { owner: rep, snoozedUntil: later }, admin);
  const snoozed = await look();
  store.turnTo(later);
  while ((await sales.deadlines.endSnoozes(tracing)) > 0);
  const ended = tracing.spans();
  expect(ended.map(({ name }) => name)).toEqual(['end snooze', 'end snooze']);
  expect([...(await snoozed()).alerts].sort()).toEqual(ended.map(textOfSpan).sort());

  const since = await look();
  store.turnTo(overdue);
  tracing = keptTracing();
  while ((await sales.deadlines.escalateDue(tracing)) > 0);
  const escalated = tracing.spans();
  expect(escalated.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['escalate', byTime],
    ['escalate', byTime],
  ]);
  expect([...(await since()).alerts].sort()).toEqual(escalated.map(textOfSpan).sort());
});

test('an act on many records, and its undo, go on in the traces of their requests', async () => {
  const { sales } = store;
  const ids: string[] = [];
  for (const name of ['f', 'g'])
    ids.push(
      await store.begin('order', 'traced/order', {
        name,
        person_id: await store.person(`${name}@traced.example`),
      }),
    );
  const work = async () => {
    while (await sales.bulk.work(new AbortController().signal, tracing));
  };
  const since = await look();
  const asked = { list: 'orders', ids, change: { stage: 'Late' } } as const;
  const { view } = await sales.bulk.begin(asked, null, { ...admin, trace: one });
  await work();
  const act = spanOf('bulk act');
  expect([parentOf(act), act.attributes]).toEqual([spanIdOf(one), { 'scoville.list': 'orders' }]);
  expect((await since()).mails).toEqual([textOfSpan(act), textOfSpan(act)]);
  expect((await sales.bulk.find(view.id, admin))?.counts).toMatchObject({ done: 2 });

  const undone = await look();
  await sales.bulk.undo(view.id, { ...admin, trace: two });
  await work();
  const undo = tracing.spans().find((span) => span !== act && span.name === 'bulk act') as ReadableSpan;
  expect(parentOf(undo)).toBe(spanIdOf(two));
  for (const carried of (await undone()).mails) expect(carried).toBe(textOfSpan(undo));
  await sales.bulk.begin({ ...asked, change: { owner: rep } }, null, admin);
  await work();
  expect(tracing.spans().filter(({ name }) => name === 'bulk act')).toHaveLength(2);
});

describe('the score of a company', () => {
  const room = accountRoom();
  const alertsOf = () =>
    room.rows<{ trace: string | null }>(
      `SELECT alerts.trace FROM alerts JOIN people ON people.id = person_id WHERE email LIKE $1 ORDER BY alerts.id`,
      `%@${room.domain}`,
    );
  let entry = 0;
  const say = (name: string, points: number, trace?: string) =>
    room.sales.leads.applyTierUpdates([
      {
        ...{ partition: room.round, id: `${++entry}-1`, record: room.part(name, points) },
        ...(trace !== undefined && { trace }),
      },
    ]);
  const score = async () => {
    while ((await room.sales.leads.accounts.scoreDue(tracing)) > 0);
  };

  test('has a span in the trace of each update behind it, linked, and its lead goes on in the last', async () => {
    await say('ada', 12, one);
    await say('bob', 1);
    await say('cleo', 10, two);
    await score();
    const spans = tracing.spans();
    expect(spans.map(({ name }) => name)).toEqual(['score company', 'score company']);
    const ofTrace = (text: string) =>
      spans.find(
        (span) => parentOf(span) === spanIdOf(text) && textOfSpan(span).slice(0, 35) === text.slice(0, 35),
      ) as ReadableSpan;
    const [first, last] = [ofTrace(one), ofTrace(two)];
    expect([linksOf(first), linksOf(last)]).toEqual([
      [last.spanContext().spanId],
      [first.spanContext().spanId],
    ]);
    expect(await alertsOf()).toEqual([{ trace: textOfSpan(last) }]);
    // It has gone on: what makes the company due again by hand carries none of it.
    await room.rows(
      `UPDATE account_parts SET points = 60, company = company WHERE profile = $1`,
      `ada-${room.round}`,
    );
    await score();
    expect([tracing.spans().length, (await alertsOf()).at(-1)]).toEqual([2, { trace: null }]);
  });

  test('begins a trace where time alone moves it', async () => {
    await say('ada', 25, one);
    await room.rows(`UPDATE account_due SET due_at = $1, traces = NULL`, new Date(room.nowMs - 1));
    await score();
    const span = spanOf('score company');
    expect([parentOf(span), span.attributes]).toEqual([null, byTime]);
    expect(await alertsOf()).toEqual([{ trace: textOfSpan(span) }]);
  });
});
