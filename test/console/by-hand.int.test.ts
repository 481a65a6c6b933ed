/** Tasks by hand, corrected activities, campaign influence, and the timeline of them all, over the API. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { fillPastTriggers } from '../support/clusters.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let sql: pg.Client;
let person = '';
let entries = 0;
const ask = askingOf(() => consoleApp.app, bearer);
const rep = 'rep@example.com';
const clerk = { name: 'clerk@example.com', lanes: [], isManager: false };

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  sql = new pg.Client(consoleApp.databaseUrl);
  await sql.connect();
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(async () => {
  await sql?.end();
  await consoleApp?.close();
});

const task = async (more: object = {}) =>
  (await ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01', ...more })).body;
const crossing = (email: string, change: object = {}) =>
  consoleApp.sales.leads.applyTierUpdates([
    {
      partition: 0,
      id: `${++entries}-0`,
      record: standing({ profile: `profile of ${email}`, identity: identityOf(email), ...change }),
    },
  ]);

describe('a task by hand', () => {
  test('is made once by one Idempotency-Key, and its owner is notified', async () => {
    const before = await consoleApp.sales.outbox.lastAlertId();
    const wanted = {
      type: 'follow up',
      subject: 'Call back',
      person,
      owner: rep,
      dueAt: '2026-12-01T10:00:00+01:00',
    };
    const key = { 'idempotency-key': 'task' };
    const [first, second] = await Promise.all([1, 2].map(() => ask('POST', '/tasks', wanted, key)));
    expect([first?.status, first?.body]).toMatchObject([
      201,
      {
        type: 'Follow-up',
        subject: 'Call back',
        owner: rep,
        dueAt: '2026-12-01T09:00:00.000Z',
        person: { id: person },
        company: null,
        revision: 1,
      },
    ]);
    expect(second?.body.id).toBe(first?.body.id);
    expect(
      (await consoleApp.sales.outbox.alertsAfter(before, 10)).map(({ type, owner }) => [type, owner]),
    ).toEqual([['task.opened', rep]]);
    expect((await ask('GET', `/tasks/${first?.body.id}`)).body).toEqual(first?.body);
  });

  test.each([
    ['nobody says hours or zone', null, null, '17:00:00.000Z'],
    ['a zone is said', 'Europe/Berlin', null, '16:00:00.000Z'],
    ['hours are said', 'America/New_York', { from: 9 * 60, until: 18 * 60 + 30 }, '23:30:00.000Z'],
  ])('is due at the end of its owner’s day where %s', async (_what, zone, hours, time) => {
    const owner = `${zone ?? 'none'}-${hours?.until ?? 0}@example.com`.toLowerCase().replace('/', '-');
    const working = hours && {
      days: ['Monday'],
      hours: { fromMinute: hours.from, untilMinute: hours.until },
      holidays: [],
    };
    await sql.query(`INSERT INTO users (email, role, time_zone, working_time) VALUES ($1, 'rep', $2, $3)`, [
      owner,
      zone,
      working && JSON.stringify(working),
    ]);
    expect((await task({ owner })).dueAt).toBe(`2026-12-01T${time}`);
  });

  test('about a record is about its person and company', async () => {
    const company = (await ask('POST', '/companies', { name: 'Of the record' })).body.id;
    const opportunity = (
      await ask('POST', '/opportunities', { pipeline: 'emea/opportunity', name: 'x', person, company })
    ).body.id;
    expect(await task({ person: undefined, opportunity })).toMatchObject({
      opportunity,
      company,
      person: { id: person },
    });
  });

  test.each([
    ['without a time', { dueOn: undefined }, '"dueAt" is missing: a task is due'],
    [
      'with two times',
      { dueAt: '2026-12-01T09:00:00Z' },
      '"dueOn" is "2026-12-01": expected "dueAt" or "dueOn", not both',
    ],
    ['on a day that is none', { dueOn: '2026-02-30' }, '"dueOn" is "2026-02-30": expected a day'],
    ['about nobody', { person: undefined }, 'a task is about somebody or something'],
    ['about a lead that is none', { lead: 'ld_none' }, 'there is no lead "ld_none"'],
    [
      'of a type that is none',
      { type: 'Stage' },
      '"type" is "Stage": expected "Other", "Call", "E-mail", "Meeting", "Follow-up"',
    ],
  ])('is refused %s', async (_how, change, detail) => {
    const answer = await ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01', ...change });
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(detail)]);
  });

  test('is moved, renamed, reassigned; a moved deadline notifies again', async () => {
    const { id } = await task({ dueOn: undefined, dueAt: '2026-11-23T11:00:00Z' });
    await consoleApp.sales.deadlines.escalateDue();
    const before = await consoleApp.sales.outbox.lastAlertId();
    const moved = await ask('PATCH', `/tasks/${id}`, {
      dueAt: '2026-11-23T13:00:00Z',
      subject: 'Write',
      owner: rep,
    });
    expect(moved.body).toMatchObject({
      dueAt: '2026-11-23T13:00:00.000Z',
      subject: 'Write',
      owner: rep,
      status: 'Open',
    });
    await consoleApp.sales.deadlines.escalateDue();
    expect((await consoleApp.sales.outbox.alertsAfter(before, 10)).map(({ type }) => type)).toEqual([
      'task.updated',
      'task.due-soon',
    ]);
    expect((await ask('PATCH', `/tasks/${id}`, { dueOn: '2026-12-24' })).body.dueAt).toBe(
      '2026-12-24T17:00:00.000Z',
    );
    const { items } = (await ask('GET', `/timeline/${id}`)).body;
    expect(items.map(({ kind, actor }: Record<string, string>) => [kind, actor])).toContainEqual([
      'tasks',
      'API token',
    ]);
    expect(items.some(({ changes }: { changes: object }) => 'subject' in changes)).toBe(true);
  });

  test('is cancelled with a reason, and opened again', async () => {
    const { id } = await task();
    expect((await ask('PATCH', `/tasks/${id}`, { status: 'Cancelled' })).body.detail).toMatch(
      /is cancelled with a "reason"/,
    );
    expect((await ask('PATCH', `/tasks/${id}`, { reason: 'x' })).status).toBe(400);
    const cancelled = await ask('PATCH', `/tasks/${id}`, { status: 'cancelled', reason: 'Asked twice' });
    expect(cancelled.body).toMatchObject({
      status: 'Cancelled',
      closedReason: 'Asked twice',
      completedAt: new Date(startMs).toISOString(),
    });
    expect((await ask('PATCH', `/tasks/${id}`, { status: 'Open' })).body).toMatchObject({
      status: 'Open',
      closedReason: null,
      completedAt: null,
    });
    await ask('PATCH', `/tasks/${id}`, { status: 'Complete' });
    const late = await ask('PATCH', `/tasks/${id}`, { status: 'Cancelled', reason: 'x' });
    expect([late.status, late.body.detail]).toEqual([
      409,
      expect.stringMatching(/is complete; open it again/),
    ]);
  });
});

describe('an activity', () => {
  const log = async (more: object = {}) =>
    (await ask('POST', '/activities', { kind: 'call', person, body: 'said yes', ...more })).body;

  test('wrongly logged is put right; its timeline keeps what it said', async () => {
    const { id } = await log();
    const read = await ask('GET', `/activities/${id}`);
    const change = { kind: 'meeting', body: 'said no', outcome: 'lost', at: '2026-11-22T09:00:00.000Z' };
    const changed = await ask('PATCH', `/activities/${id}`, change, { 'if-match': read.etag });
    expect(changed.body).toMatchObject({
      ...{ ...change, person: { id: person }, loggedAt: read.body.loggedAt },
    });
    expect((await ask('PATCH', `/activities/${id}`, change, { 'if-match': read.etag })).status).toBe(412);
    expect((await ask('GET', `/timeline/${id}`)).body.items[0].changes).toMatchObject({
      body: ['said yes', 'said no'],
      kind: ['call', 'meeting'],
    });
  });

  test.each([
    ['about somebody else', { person: 'pn_other' }, 400, /person/],
    ['in the future', { at: new Date(startMs + 1).toISOString() }, 400, /expected a time in the past/],
    ['as a mail from nowhere', { kind: 'mail' }, 400, /says "from" which address/],
    ['as a call of neither', { direction: null }, 400, /"direction" is missing: a call is "out" or "in"/],
    ['with nothing', {}, 400, /expected something to change/],
  ])('is not put right %s', async (_how, change, status, detail) => {
    const { id } = await log();
    const answer = await ask('PATCH', `/activities/${id}`, change);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
    expect((await ask('PATCH', '/activities/ac_none', { body: 'x' })).status).toBe(404);
  });

  test('is corrected by the user who logged it, for some days; by a manager always', async () => {
    const { id } = await consoleApp.sales.records.logActivity({ kind: 'note', person, body: 'x' }, clerk);
    const other = { ...clerk, name: 'other@example.com' };
    await expect(consoleApp.sales.records.correctActivity(id, { body: 'y' }, other)).rejects.toMatchObject({
      code: 'forbidden',
    });
    consoleApp.clock.turnTo(startMs + limits.activityCorrectionMs);
    expect(await consoleApp.sales.records.correctActivity(id, { body: 'y' }, clerk)).toMatchObject({
      body: 'y',
    });
    consoleApp.clock.turnTo(startMs + limits.activityCorrectionMs + 1);
    await expect(consoleApp.sales.records.correctActivity(id, { body: 'z' }, clerk)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await ask('PATCH', `/activities/${id}`, { body: 'z' })).body.body).toBe('z');
  });

  test('at another time moves the first touch of its lead', async () => {
    await crossing('touched@example.com');
    const lead = (await ask('GET', '/leads?open=true')).body.items[0];
    consoleApp.clock.turnTo(startMs + 2 * limits.hourMs);
    const { id } = await log({ person: lead.person.id });
    const at = new Date(startMs + limits.hourMs).toISOString();
    await ask('PATCH', `/activities/${id}`, { at });
    expect((await ask('GET', `/leads/${lead.id}`)).body.firstTouchAt).toBe(at);
  });

  test('of a record is found by an index, whichever kind of record', async () => {
    await fillPastTriggers(
      consoleApp.databaseUrl,
      `INSERT INTO activities (id, kind, person_id, happened_at, logged_at, logged_by, created_at, updated_at)
       SELECT 'ac_many_' || n, 'note', $1, now(), now(), 'x', now(), now() FROM generate_series(1, 20000) AS n`,
      [person],
    );
    await sql.query('ANALYZE activities');
    const columns = ['lead_id', 'opportunity_id', 'deal_id', 'order_id', 'job_id', 'company_id'];
    const { rows } = await sql.query(
      `EXPLAIN SELECT * FROM activities WHERE true AND (${columns.map((column) => `activities.${column} = 'op_1'`).join(' OR ')})
       ORDER BY activities.created_at DESC, activities.id DESC LIMIT 51`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan/);
    expect(plan.match(/Bitmap Index Scan/g)).toHaveLength(columns.length);
  });
});

describe('campaign influence', () => {
  const of = async (path: string) =>
    (await ask('GET', `${path}/campaign-influences`)).body.items.map(
      ({ campaign, touch }: Record<string, string>) => [campaign, touch],
    );

  test('a lead has its campaign as first touch, its task too, and an opportunity made of it carries it', async () => {
    await crossing('made@example.com', { campaign: 'Spring' });
    const lead = (await ask('GET', '/leads?campaign=Spring')).body.items[0];
    expect(await of(`/leads/${lead.id}`)).toEqual([['Spring', 'first']]);
    expect(await of(`/tasks/${lead.task.id}`)).toEqual([['Spring', 'first']]);
    await ask('PATCH', `/tasks/${lead.task.id}`, { outcome: 'Opportunity created' });
    const opportunity = (await ask('GET', `/opportunities?person=${lead.person.id}`)).body.items[0];
    expect(opportunity.campaign).toBe('Spring');
    expect(await of(`/opportunities/${opportunity.id}`)).toEqual([['Spring', 'first']]);

    // Another campaign reaches the person while the opportunity is open.
    await crossing('made@example.com', { campaign: 'Summer', episode: 2, atMs: startMs + 1_000 });
    expect(await of(`/opportunities/${opportunity.id}`)).toEqual([
      ['Spring', 'first'],
      ['Summer', 'later'],
    ]);
    const shown = (await ask('GET', `/timeline/${opportunity.id}`)).body.items[0];
    expect(shown).toMatchObject({
      kind: 'campaign_influences',
      actor: 'scoring',
      changes: { 'campaign Summer': [null, { touch: 'later' }] },
    });
  });

  test('a task of a known contact has its own, and is one for the contact’s opportunity', async () => {
    const known = (await ask('POST', '/people', { email: 'known@example.com', kind: 'customer' })).body.id;
    const opportunity = (
      await ask('POST', '/opportunities', { pipeline: 'emea/opportunity', name: 'x', person: known })
    ).body.id;
    expect(await of(`/opportunities/${opportunity}`)).toEqual([]);
    await crossing('known@example.com', { campaign: 'Autumn' });
    const { rows } = await sql.query('SELECT id FROM tasks WHERE person_id = $1', [known]);
    expect(await of(`/tasks/${rows[0].id}`)).toEqual([['Autumn', 'first']]);
    expect(await of(`/opportunities/${opportunity}`)).toEqual([['Autumn', 'later']]);
  });

  test('is changed by hand: several campaigns, one first; shown in the timeline', async () => {
    for (const campaign of ['A', 'B', 'C'])
      await ask('POST', '/opportunities', { pipeline: 'emea/opportunity', name: 'x', person, campaign });
    const { id } = (
      await ask('POST', '/opportunities', { pipeline: 'emea/opportunity', name: 'x', person, campaign: 'A' })
    ).body;
    const bare = { pipeline: 'emea/opportunity', name: 'x', person };
    const other = (await ask('POST', '/opportunities', bare)).body;
    expect(other.missing).toContain('Assigned to its campaign (campaign influence)');
    await ask('PUT', `/opportunities/${other.id}/campaign-influences`, { items: [] });
    expect((await ask('GET', `/opportunities/${other.id}`)).body.fields).not.toHaveProperty(
      'campaign-assigned',
    );
    await ask('PUT', `/opportunities/${other.id}/campaign-influences`, { items: [{ campaign: 'A' }] });
    expect((await ask('GET', `/opportunities/${other.id}`)).body.fields).toMatchObject({
      'campaign-assigned': true,
    });
    const items = [{ campaign: 'A' }, { campaign: 'B', touch: 'first', since: '2026-01-01T00:00:00.000Z' }];
    const put = await ask('PUT', `/opportunities/${id}/campaign-influences`, { items });
    expect(put.body.items).toEqual([
      { campaign: 'B', touch: 'first', since: '2026-01-01T00:00:00.000Z' },
      { campaign: 'A', touch: 'later', since: new Date(startMs).toISOString() },
    ]);
    // Whoever has read them earlier overwrites nothing unseen.
    const path = `/opportunities/${id}/campaign-influences`;
    const late = await ask('PUT', path, { items: [] }, { 'if-match': '"1"' });
    expect([late.status, late.body.code]).toEqual([412, 'revision_mismatch']);
    expect((await ask('GET', path)).etag).toBe(put.etag);
    const changed = await ask(
      'PUT',
      path,
      { items: [{ campaign: 'C', touch: 'first' }] },
      { 'if-match': put.etag },
    );
    expect(changed.status).toBe(200);
    expect(changed.etag).not.toBe(put.etag);
    expect(await of(`/opportunities/${id}`)).toEqual([['C', 'first']]);
    const shown = (await ask('GET', `/timeline/${id}`)).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'campaign_influences',
    );
    expect(shown.flatMap(({ changes }: { changes: object }) => Object.keys(changes))).toEqual(
      expect.arrayContaining(['campaign A', 'campaign B', 'campaign C']),
    );
    for (const [bad, detail] of [
      [
        [
          { campaign: 'A', touch: 'first' },
          { campaign: 'B', touch: 'first' },
        ],
        /one "first" touch at most/,
      ],
      [[{ campaign: 'A' }, { campaign: 'A' }], /each campaign once/],
      [[{ campaign: 'Nowhere' }], /there is no campaign "Nowhere"/],
    ] as const)
      expect(
        (await ask('PUT', `/opportunities/${id}/campaign-influences`, { items: bad })).body,
      ).toMatchObject({
        status: 400,
        detail: expect.stringMatching(detail),
      });
    expect(await of(`/opportunities/${id}`)).toEqual([['C', 'first']]);
  });

  test('a task of a lead is influenced as the lead is', async () => {
    await crossing('of-lead@example.com', { campaign: 'Winter' });
    const lead = (await ask('GET', '/leads?campaign=Winter')).body.items[0];
    const refused = await ask('PUT', `/tasks/${lead.task.id}/campaign-influences`, { items: [] });
    expect(refused.body).toMatchObject({
      status: 409,
      detail: expect.stringContaining(`PUT /leads/${lead.id}/campaign-influences`),
    });
    expect((await ask('GET', '/leads/ld_none/campaign-influences')).status).toBe(404);
  });
});

test('items are replaced by who has read them, or their record, as they are', async () => {
  const wanted = { pipeline: 'emea/opportunity', name: 'Pens', person };
  const { id } = (await ask('POST', '/opportunities', wanted)).body;
  await ask('PUT', '/products/Laptop', { unitPrice: 899.99 });
  const path = `/opportunities/${id}/items`;
  const laptops = (quantity: number) => ({ items: [{ product: 'Laptop', quantity }] });
  const none = await ask('GET', path);
  const put = await ask('PUT', path, laptops(1), { 'if-match': none.etag });
  expect([none.etag, put.status, put.etag]).toEqual([
    expect.stringMatching(/^"\d{1,9}"$/),
    200,
    (await ask('GET', path)).etag,
  ]);
  const late = await ask('PUT', path, laptops(3), { 'if-match': none.etag });
  expect([late.status, late.body.code]).toEqual([412, 'revision_mismatch']);
  expect((await ask('GET', path)).body.items).toEqual(put.body.items);
  const record = await ask('GET', `/opportunities/${id}`);
  expect((await ask('PUT', path, laptops(2), { 'if-match': record.etag })).status).toBe(200);
  expect((await ask('PUT', path, laptops(4), { 'if-match': record.etag })).status).toBe(412);
});
