/** The API of records in a stage: begun once, changed on what was read, moved along their ways; activities; pipelines. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMs } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let person = '';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  person = (await send('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).json().id;
});
afterAll(async () => void (await consoleApp?.close()));

async function send(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  return consoleApp.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...bearer, ...headers },
    ...(body && { payload: body }),
  });
}

const wanted = (name: string) => ({
  pipeline: 'touchstone/opportunity',
  name,
  person,
  campaign: 'Spring',
  owner: 'rep@example.com',
  amount: 1_200.5,
  currency: 'USD',
});
const begin = async (name: string) => (await send('POST', '/opportunities', wanted(name))).json();

test('a record of the business stays when its person is erased, and names nobody', async () => {
  const email = 'cleo@example.com';
  const cleo = (await send('POST', '/people', { email, name: 'Cleo' })).json().id;
  const { id } = (await send('POST', '/opportunities', { ...wanted('Mugs of Cleo'), person: cleo })).json();
  const quotation = (await send('POST', `/opportunities/${id}/quotations`, { amount: 90 })).json();
  const lost = { stage: 'Closed/Lost', reason: 'Timing', fields: { 'ship-to': 'the house of Cleo' } };
  const moved = await send('PATCH', `/opportunities/${id}`, lost);
  expect([quotation.amount, moved.json().endReason]).toEqual(['90.00', 'Timing']);
  const notice = { profile: 'of-cleo', untilMs: startMs, address: email, person: null };
  const record = { erasure: 'er_cleo', ...notice } as never;
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 1, id: `${startMs}-1`, record }]);
  const { person: whose, ...left } = (await send('GET', `/opportunities/${id}`)).json();
  expect(left).toMatchObject({ name: 'erased person', amount: '1200.50', currency: 'USD', end: 'lost' });
  expect(left.endReason).toBeNull();
  expect(whose.id).not.toBe(cleo);
  expect((await send('GET', `/quotations/${quotation.id}`)).json()).toMatchObject({ amount: '90.00' });
  const { rows } = await consoleApp.query(
    `SELECT (SELECT jsonb_agg(to_jsonb(timeline)) FROM timeline)::text || (SELECT jsonb_agg(to_jsonb(opportunities)) FROM opportunities)::text
       || (SELECT jsonb_agg(to_jsonb(people)) FROM people)::text AS all`,
  );
  expect(rows[0].all).not.toMatch(/cleo/i);
});

describe('a record', () => {
  test('is begun in the first stage of the latest version, with what is missing and where it may go', async () => {
    const answer = await send('POST', '/opportunities', wanted('Mugs'));
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.json()).toMatchObject({
      kind: 'opportunity',
      name: 'Mugs',
      pipeline: 'touchstone/opportunity@1',
      stage: '1 Basic qualification',
      lane: 'Sales',
      probability: 5,
      amount: '1200.50',
      currency: 'USD',
      missing: expect.arrayContaining(['Quantity', 'Ship to']),
      next: [
        { to: '2 Funding', missing: expect.arrayContaining(['Artwork']) },
        { to: 'Closed/Lost', missing: [] },
      ],
    });
  });

  test('asked for twice with one Idempotency-Key is one; the key does not serve for another', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const both = await Promise.all([
      send('POST', '/opportunities', wanted('Once'), headers),
      send('POST', '/opportunities', wanted('Once'), headers),
    ]);
    expect(both[0]?.json().id).toBe(both[1]?.json().id);
    const other = await send('POST', '/opportunities', wanted('Other'), headers);
    expect(other.json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/"k-1" was used for another/),
    });
    const long = { 'idempotency-key': 'x'.repeat(201) };
    expect((await send('POST', '/opportunities', wanted('Long'), long)).json()).toMatchObject({
      status: 400,
    });
  });

  test('is changed only on what was read last', async () => {
    const { id } = await begin('Read');
    const first = await send('GET', `/opportunities/${id}`);
    const match = { 'if-match': String(first.headers['etag']) };
    const changed = await send('PATCH', `/opportunities/${id}`, { fields: { quantity: 5 } }, match);
    expect(changed.json()).toMatchObject({ fields: { quantity: 5 } });
    const late = await send('PATCH', `/opportunities/${id}`, { fields: { quantity: 6 } }, match);
    expect(late.json()).toMatchObject({ status: 412, code: 'revision_mismatch' });
    const odd = await send('PATCH', `/opportunities/${id}`, { name: 'x' }, { 'if-match': 'yesterday' });
    expect(odd.json()).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  test('moves along its ways when its checklist is met, and says what is missing', async () => {
    const { id } = await begin('Moves');
    const early = await send('PATCH', `/opportunities/${id}`, { stage: '2 Funding' });
    expect(early.json()).toMatchObject({ status: 409, detail: expect.stringMatching(/missing: .*Quantity/) });
    const fields = {
      'opportunity-budget': 1,
      'project-budget': 1,
      quantity: 1,
      'in-hands-date': '2027-01-01',
      'ship-to': 'here',
      artwork: 'a',
      files: 'f',
    };
    const moved = await send('PATCH', `/opportunities/${id}`, { stage: '2 Funding', fields });
    expect(moved.json()).toMatchObject({ stage: '2 Funding', probability: 25 });
    const lost = await send('PATCH', `/opportunities/${id}`, { stage: 'Closed/Lost', reason: 'Timing' });
    expect(lost.json()).toMatchObject({ end: 'lost', endReason: 'Timing', closedAt: expect.any(String) });
    const { items } = (await send('GET', `/timeline/${id}`)).json();
    expect(items[0]).toMatchObject({ actor: 'API token', changes: { stage: ['2 Funding', 'Closed/Lost'] } });
  });

  test.each([
    [
      'a pipeline that is none',
      { pipeline: 'nobody/nothing' },
      404,
      /there is no pipeline "nobody\/nothing"/,
    ],
    [
      'a pipeline of another kind',
      { pipeline: 'emea/lead' },
      400,
      /a pipeline of kind "lead"; expected one of kind "opportunity"/,
    ],
    ['a person that is none', { person: 'pn_none' }, 400, /there is no person "pn_none"/],
    ['nobody', { person: null }, 400, /"person" is missing/],
    ['a field that is none', { fields: { colour: 'red' } }, 400, /"colour" is no field of "Opportunities"/],
    ['less than nothing', { amount: -1 }, 400, /"amount" is -1/],
  ])('is refused with %s', async (_what, change, status, detail) => {
    const answer = await send('POST', '/opportunities', { ...wanted('Bad'), ...change });
    expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test('is listed, page by page', async () => {
    for (const name of ['L1', 'L2', 'L3'])
      await send('POST', '/opportunities', { ...wanted(name), campaign: 'Listed' });
    const first = (await send('GET', '/opportunities?campaign=Listed&limit=2')).json();
    expect(first.items).toHaveLength(2);
    const rest = (
      await send('GET', `/opportunities?campaign=Listed&limit=2&cursor=${first.nextCursor}`)
    ).json();
    expect(rest.items).toHaveLength(1);
    expect(rest.nextCursor).toBeNull();
  });
});

describe('a campaign', () => {
  const campaign = { pipeline: 'touchstone/campaign', name: 'By hand' };

  test.each([
    ['a sum', { amount: 5 }, /has no "amount"/],
    ['a currency', { currency: 'EUR' }, /has no "currency"/],
    ['a campaign', { campaign: 'Spring' }, /has no "campaign"/],
    ['a close', { expectedClose: '2026-12-01' }, /has no "expectedClose"/],
    ['a person', { person: 'pn_1' }, /has no "person"/],
  ])('is refused with %s', async (_what, more, detail) => {
    const answer = await send('POST', '/campaigns', { ...campaign, ...more });
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
  });

  test('that came with a crossing stands in no pipeline, and is changed all the same', async () => {
    await consoleApp.oneMoreLead();
    const { items } = (await send('GET', '/campaigns?limit=200')).json();
    const { id } = items.find(({ pipeline }: { pipeline: string | null }) => pipeline === null);
    const changed = await send('PATCH', `/campaigns/${id}`, { owner: 'rep@example.com' });
    expect(changed.json()).toMatchObject({ id, owner: 'rep@example.com', stage: null });
    expect((await send('PATCH', `/campaigns/${id}`, { stage: 'Goals' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/is in no pipeline/),
    });
    await send('POST', '/campaigns', campaign);
    expect((await send('PATCH', `/campaigns/${id}`, { name: 'By hand' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/"By hand" is taken/),
    });
    expect((await send('PATCH', `/campaigns/${id}`, { amount: 5 })).json()).toMatchObject({ status: 400 });
  });
});

describe('the stage of a record says what it asks for', () => {
  test('of a lead, with what is done', async () => {
    const pipeline = 'value-stream/lead';
    const lead = (await send('POST', '/leads', { pipeline, person, campaign: 'Guided' })).json();
    const done = 'travel-advance-budget-claim-settlement';
    await send('PATCH', `/leads/${lead.id}`, { fields: { [done]: true } });
    const guide = (await send('GET', `/leads/${lead.id}/stage`)).json();
    expect(guide).toMatchObject({
      pipeline: lead.pipeline,
      pipelineName: 'B Leads: generates prospects',
      stage: 'Assigned',
      lane: 'Salesmen',
      channels: { 'direct online': ['Website contact or landing page'] },
    });
    expect(guide.activities.filter((one: { done: boolean }) => one.done)).toMatchObject([
      { activity: done, number: 4, owner: 'Financial', optional: false, automatable: false },
    ]);
  });

  test('of an opportunity', async () => {
    const { id } = await begin('Guided');
    await send('PATCH', `/opportunities/${id}`, { fields: { quantity: 5 } });
    const { checklist } = (await send('GET', `/opportunities/${id}/stage`)).json();
    expect(checklist).toContainEqual({ field: 'quantity', label: 'Quantity', done: true });
    expect(checklist).toContainEqual({ field: 'ship-to', label: 'Ship to', done: false });
  });

  test('not without the record or its pipeline', async () => {
    await consoleApp.oneMoreLead();
    const { items } = (await send('GET', '/campaigns?limit=200')).json();
    const { id } = items.find(({ pipeline }: { pipeline: string | null }) => pipeline === null);
    for (const path of ['/leads/ld_none/stage', `/campaigns/${id}/stage`])
      expect((await send('GET', path)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('an activity', () => {
  test('is logged with what came of it, and its follow-up is a task on that day', async () => {
    const answer = await send('POST', '/activities', {
      kind: 'call',
      person,
      outcome: 'asked to be called back',
      nextStep: 'Call Ada back',
      responsible: 'rep@example.com',
      followUpOn: '2026-12-07',
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ kind: 'call', direction: 'out', loggedBy: 'API token' });
    const { items } = (await send('GET', '/tasks?owner=rep@example.com')).json();
    expect(items).toMatchObject([
      { type: 'Follow-up', subject: 'Call Ada back', dueAt: '2026-12-07T17:00:00.000Z' },
    ]);
    expect((await send('GET', `/activities?person=${person}`)).json().items).toHaveLength(1);
  });

  test.each([
    [
      'a mail without the address it went from',
      { kind: 'mail', direction: 'out' },
      /says "from" which address/,
    ],
    ['about nobody', { kind: 'note', person: null }, /is about somebody or something/],
    [
      'in the future',
      { kind: 'call', at: new Date(startMs + 1).toISOString() },
      /expected a time in the past/,
    ],
  ])('is refused: %s', async (_what, change, detail) => {
    const answer = await send('POST', '/activities', { person, ...change });
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
  });

  test('with a record is with its person: the follow-up ends when that person wishes no contact, and no other begins', async () => {
    await send('POST', '/users', { email: 'shy-rep@example.com', role: 'rep' });
    const shy = (await send('POST', '/people', { email: 'shy@example.com' })).json().id;
    const wanted = { pipeline: 'touchstone/opportunity', name: 'Shy mugs', person: shy };
    const opportunity = (await send('POST', '/opportunities', wanted)).json().id;
    const call = {
      kind: 'call',
      opportunity,
      followUpOn: '2026-12-08',
      responsible: 'shy-rep@example.com',
    };
    expect((await send('POST', '/activities', call)).statusCode).toBe(201);
    await send('POST', '/people', { email: 'shy@example.com', doNotContact: true });
    const { items } = (await send('GET', '/tasks?owner=shy-rep@example.com')).json();
    expect(items).toMatchObject([{ status: 'Cancelled', person: { id: shy } }]);
    expect((await send('POST', '/activities', call)).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not wish to be contacted'),
    });
    const { followUpOn: _day, ...logged } = call;
    expect((await send('POST', '/activities', logged)).statusCode).toBe(201);
  });

  test('is the first touch of the lead that waited for it', async () => {
    await consoleApp.oneMoreLead();
    const [lead] = (await send('GET', '/leads?open=true')).json().items;
    consoleApp.clock.turnTo(startMs + 3_600_000);
    await send('POST', '/activities', { kind: 'note', lead: lead.id, body: 'just a note' });
    expect((await send('GET', `/leads/${lead.id}`)).json().firstTouchAt).toBeNull();
    await send('POST', '/activities', { kind: 'voicemail', lead: lead.id });
    const touched = new Date(startMs + 3_600_000).toISOString();
    expect((await send('GET', `/leads/${lead.id}`)).json().firstTouchAt).toBe(touched);
    consoleApp.clock.turnTo(startMs);
  });
});

test('the first touch is the earliest contact while the lead was open, in whatever order they are logged', async () => {
  await consoleApp.oneMoreLead();
  const [lead] = (await send('GET', '/leads?open=true')).json().items;
  const at = (hours: number) => new Date(startMs + hours * 3_600_000).toISOString();
  const log = (hours: number) => send('POST', '/activities', { kind: 'call', lead: lead.id, at: at(hours) });
  const firstTouch = async () => (await send('GET', `/leads/${lead.id}`)).json().firstTouchAt;
  consoleApp.clock.turnTo(startMs + 4 * 3_600_000);
  await log(3);
  await send('PATCH', `/leads/${lead.id}`, { status: 'Closed lost' });
  await log(1);
  expect(await firstTouch()).toBe(at(1));
  await log(2);
  expect(await firstTouch()).toBe(at(1));
  consoleApp.clock.turnTo(startMs);
});

describe('pipelines', () => {
  test('are listed with their stages and how many records stand in each, and drawn', async () => {
    const { items } = (await send('GET', '/pipelines')).json();
    const ids = items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(['emea/lead', 'touchstone/opportunity', 'company-xyz/order']));
    const touchstone = items.find(({ id }: { id: string }) => id === 'touchstone/opportunity');
    expect(touchstone.stages[0].records).toBeGreaterThan(0);
    const order = items.find(({ id }: { id: string }) => id === 'company-xyz/order');
    expect(order.stages[0]).toMatchObject({ step: '1.0', note: 'Received online', activities: [] });
    const lead = items.find(({ id }: { id: string }) => id === 'emea/lead');
    expect(lead.stages[4].reminders).toEqual(['Notes', 'On hold until']);
    const campaign = items.find(({ id }: { id: string }) => id === 'value-stream/campaign');
    expect(campaign.channels).toMatchObject({ indirect: ['Physical visits', 'Events'] });
    expect(campaign.stages[0].activities[0]).toMatchObject({
      number: 1,
      owner: 'Manager',
      automatable: false,
    });
    const chart = await send('GET', '/pipelines/touchstone/opportunity/chart');
    expect(chart.body).toMatch(/^stateDiagram-v2\n/);
    expect(chart.body).toContain('state "1 Basic qualification (Sales, 5 %)" as s1');
  });

  test('are checked and drawn without being published', async () => {
    const check = async (text: string) => (await send('POST', '/pipelines/check', { text })).json();
    const text = await readFile(new URL('../../rules/pipelines/process-guide.yaml', import.meta.url), 'utf8');
    const before = (await send('GET', '/pipelines')).json();
    expect(await check(text.replace('Sales process guide', 'Ours'))).toEqual({
      errors: [],
      charts: {
        lead: expect.stringContaining('stateDiagram-v2'),
        opportunity: expect.stringContaining('Quotation'),
        job: expect.stringContaining('Handed over'),
      },
    });
    expect(await check(text.replace('next: [Programmed]', 'next: [Planned]'))).toMatchObject({
      errors: expect.arrayContaining([
        expect.stringMatching(/^the sales process:\d+:\d+: .*"Planned" is no stage/),
      ]),
      charts: {},
    });
    expect((await send('GET', '/pipelines')).json()).toEqual(before);
  });

  test('with errors are refused with line and column', async () => {
    const answer = await send('POST', '/pipelines', { text: 'process: x\nname: X\n' });
    expect(answer.json()).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/:1:1: [^:]*: "timeZone" is missing/),
    });
  });
});
