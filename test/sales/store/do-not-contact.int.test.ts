/** Do not contact is total: after any acts on a person, in any order, nothing new goes out about them. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeFor } from '../../../src/sales/notifications/notifications.ts';
import { bearer, type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { type Answer, askingOf } from '../../support/asking.ts';
import { employ } from '../../support/employees.ts';
import { runs } from '../../support/law-runs.ts';
import { identityOf, standing, startMs } from '../records.ts';

const dayMs = 86_400_000;
const rep = 'rep@example.com';
const reason = 'the person does not wish to be contacted';
let consoleApp: ConsoleApp;
let sql: pg.Client;
let count = 0;
let entries = 0;
let nowMs = startMs;

const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  sql = new pg.Client(consoleApp.databaseUrl);
  await sql.connect();
  await employ(
    sql,
    ...Array.from({ length: 12 }, (_, n) => [`rep-${n}@example.com`, `r${n}@example.com`]).flat(),
  );
  await ask('PUT', '/products/Laptop', { unitPrice: 900 });
  const everything = {
    kind: 'webhook',
    name: 'All',
    target: 'https://hook.example/',
    types: ['*'],
    scope: 'all',
  };
  expect((await ask('POST', '/channels', { ...everything, owner: null })).status).toBe(201);
});
afterAll(async () => {
  await sql?.end();
  await consoleApp?.close();
});
beforeEach(() => {
  nowMs = startMs;
  consoleApp.clock.turnTo(nowMs);
});

/** Everything that stands about one person before they say that they wish no contact. */
interface Known {
  email: string;
  person: string;
  company: string;
  /** By kind of record, as the API lists them. */
  leads: string[];
  /** The lead of the process guide among them. */
  guide: string;
  opportunities: string[];
  orders: string[];
  jobs: string[];
  tasks: string[];
  quotations: string[];
  deliveries: string[];
}

const crossing = async (email: string, change: object) => {
  const record = standing({
    profile: `profile of ${email}`,
    identity: identityOf(email),
    atMs: nowMs,
    ...change,
  });
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 0, id: `${++entries}-0`, record }]);
};
const idsOf = async (query: string, values: unknown[]) =>
  (await sql.query<{ id: string }>(query, values)).rows.map(({ id }) => id);

/** A person with a lead and a contact task of a crossing, opportunities, an order, a job, a quotation, tasks and a waiting mail. */
async function somebody(): Promise<Known> {
  const domain = `known-${++count}.example`;
  const email = `ada@${domain}`;
  const company = (await ask('POST', '/companies', { name: `Known ${count}`, domain })).body.id;
  await crossing(email, { episode: 1 });
  const person = (await ask('GET', `/people?email=${email}`)).body.items[0].id;
  const guide = (await ask('POST', '/leads', { pipeline: 'process-guide/lead', person, owner: rep })).body.id;
  await ask('PATCH', `/leads/${guide}`, { status: 'In contact' });
  for (const [path, pipeline] of [
    ['opportunities', 'process-guide/opportunity'],
    ['opportunities', 'touchstone/opportunity'],
    ['orders', 'company-xyz/order'],
    ['jobs', 'process-guide/job'],
  ])
    expect((await ask('POST', `/${path}`, { pipeline, name: 'Theirs', person, owner: rep })).status).toBe(
      201,
    );
  const opportunities = await idsOf('SELECT id FROM opportunities WHERE person_id = $1 ORDER BY pipeline', [
    person,
  ]);
  await ask('PATCH', `/opportunities/${opportunities[0]}`, {
    fields: { description: 'x', 'technical-team-needed': true },
    stage: 'Quotation',
  });
  await ask('POST', `/opportunities/${opportunities[0]}/quotations`, { status: 'sent' });
  await ask('POST', `/opportunities/${opportunities[1]}/quotations`, {});
  await ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-11-24', owner: rep });
  await ask('POST', '/tasks', { subject: 'Write', lead: guide, dueOn: '2026-11-24', owner: rep });
  await sql.query(
    `INSERT INTO deliveries (id, channel, target, person_id, body, created_at, next_at) VALUES ($1, 'mail', $2, $3, '{}', $4, $4)`,
    [`dv_${count}`, email, person, new Date(nowMs)],
  );
  await consoleApp.sales.notifications.chooseNotices();
  return {
    email,
    person,
    company,
    opportunities,
    guide,
    leads: await idsOf('SELECT id FROM leads WHERE person_id = $1 ORDER BY created_at, id', [person]),
    orders: await idsOf('SELECT id FROM orders WHERE person_id = $1', [person]),
    jobs: await idsOf('SELECT id FROM jobs WHERE person_id = $1', [person]),
    tasks: await idsOf('SELECT id FROM tasks WHERE person_id = $1 ORDER BY created_at, id', [person]),
    deliveries: await idsOf('SELECT id FROM deliveries WHERE person_id = $1', [person]),
    quotations: await idsOf('SELECT q.id FROM quotations q WHERE opportunity_id = ANY($1)', [opportunities]),
  };
}

/** Counts what is open, alerted or on its way about somebody, and all deliveries written since; 0 each when there is none. */
async function goingOut({ person, deliveries }: Pick<Known, 'person' | 'deliveries'>, sinceAlert: number) {
  const { rows } = await sql.query<Record<'tasks' | 'deliveries' | 'notices' | 'alerts', number>>(
    `SELECT (SELECT count(*)::int FROM tasks WHERE status = 'Open' AND (person_id = $1
               OR lead_id IN (SELECT id FROM leads WHERE person_id = $1)
               OR opportunity_id IN (SELECT id FROM opportunities WHERE person_id = $1)
               OR order_id IN (SELECT id FROM orders WHERE person_id = $1) OR job_id IN (SELECT id FROM jobs WHERE person_id = $1))) AS tasks,
            (SELECT count(*)::int FROM deliveries WHERE person_id = $1 AND (next_at IS NOT NULL OR id <> ALL ($3))) AS deliveries,
            (SELECT count(*)::int FROM notices JOIN alerts ON id = alert WHERE person_id = $1 AND (closed_at IS NULL OR alert > $2)) AS notices,
            (SELECT count(*)::int FROM alerts WHERE id > $2 AND (person_id = $1 OR position($1 in data::text) > 0)) AS alerts`,
    [person, sinceAlert, deliveries],
  );
  return rows[0];
}
const nothing = { tasks: 0, deliveries: 0, notices: 0, alerts: 0 };

const emea = ['Sent to sales', 'In progress', 'On hold', 'Marketing follow-up', 'Converted', 'Closed lost'];
const guide = ['In contact', 'Follow-up requested', 'Opportunity found', 'No interest', 'Do not contact'];

/** Every way in which the product touches a person: each route and each sweep. `n` chooses among several. */
const acts: Record<string, (known: Known, n: number) => Promise<unknown>> = {
  'enters the person again': ({ email }, n) =>
    ask('POST', '/people', { email, name: `Ada ${n}`, owner: rep }),
  'changes the person': ({ person }, n) =>
    ask('PATCH', `/people/${person}`, { owner: `rep-${n}@example.com` }),
  'changes the company': ({ company }, n) =>
    ask('PATCH', `/companies/${company}`, { owner: `rep-${n}@example.com` }),
  'asks for a task about the person': async ({ person }, n) => {
    const due = n % 2 ? { dueOn: '2026-12-01' } : { dueAt: '2026-12-01T09:00:00Z' };
    const answer = await ask('POST', '/tasks', { subject: 'Call', person, owner: rep, ...due });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  },
  'asks for a task about a record': async (known, n) => {
    const about = [
      { lead: known.leads[n % known.leads.length] },
      { opportunity: known.opportunities[n % 2] },
      { order: known.orders[0] },
      { job: known.jobs[0] },
    ][n % 4];
    const answer = await ask('POST', '/tasks', { subject: 'Call', dueOn: '2026-12-01', ...about });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  },
  'logs an activity': ({ person }) => ask('POST', '/activities', { kind: 'call', direction: 'in', person }),
  'asks for a follow-up': async ({ person, leads }, n) => {
    const about = n % 2 ? { person } : { lead: leads[0] };
    const followUp = { kind: 'call', ...about, followUpOn: '2026-12-01' };
    const answer = await ask('POST', '/activities', followUp);
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  },
  'opens a task again': async ({ tasks }, n) => {
    const answer = await ask('PATCH', `/tasks/${tasks[n % tasks.length]}`, { status: 'Open' });
    expect(answer.status).toBe(409);
  },
  'hands a task on': ({ tasks }, n) =>
    ask('PATCH', `/tasks/${tasks[n % tasks.length]}`, { owner: `r${n}@example.com`, dueOn: '2026-11-30' }),
  'completes a task': ({ tasks }, n) =>
    ask('PATCH', `/tasks/${tasks[n % tasks.length]}`, {
      outcome: n % 2 ? 'Opportunity created' : 'No opportunity',
    }),
  'enters a lead': async ({ person }) => {
    const answer = await ask('POST', '/leads', { person, campaign: 'Another' });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  },
  'gives a lead to somebody': ({ leads }, n) =>
    ask('PATCH', `/leads/${leads[n % leads.length]}`, { owner: n % 3 ? `r${n}@example.com` : null }),
  'moves a lead': ({ leads }, n) =>
    ask('PATCH', `/leads/${leads[n % leads.length]}`, {
      status: (n % 2 ? emea : guide)[n % 5],
      fields: n % 2 ? { 'hold-until': '2026-12-01' } : { 'call-back-on': '2026-12-01', enquiry: 'x' },
    }),
  'says what a lead is worth': ({ leads }) =>
    ask('PATCH', `/leads/${leads[0]}`, { quality: { quality: 'junk', reason: 'x' } }),
  'begins an opportunity': ({ person }) =>
    ask('POST', '/opportunities', { pipeline: 'touchstone/opportunity', name: 'More', person }),
  'begins an order': ({ person }) =>
    ask('POST', '/orders', { pipeline: 'company-xyz/order', name: 'More', person }),
  'moves an opportunity': ({ opportunities }, n) =>
    ask('PATCH', `/opportunities/${opportunities[0]}`, {
      stage: ['Quotation', 'Accepted', 'Not accepted'][n % 3],
      fields: { 'quotation-number': 'Q', 'follow-up-on': '2026-12-01' },
      reason: n % 3 === 2 ? 'Price' : null,
    }),
  'moves an order on': async ({ orders }, n) => {
    const { next } = (await ask('GET', `/orders/${orders[0]}`)).body;
    if (next.length > 0)
      await ask('PATCH', `/orders/${orders[0]}`, {
        stage: next[n % next.length].to,
        when: next[n % next.length].when ?? undefined,
      });
  },
  'moves a job on': ({ jobs }) =>
    ask('PATCH', `/jobs/${jobs[0]}`, { fields: { 'programmed-for': '2026-12-02' }, stage: 'Programmed' }),
  'draws up a quotation': ({ opportunities }, n) =>
    ask('POST', `/opportunities/${opportunities[n % 2]}/quotations`, { status: n % 3 ? 'draft' : 'sent' }),
  'sends, moves or answers a quotation': ({ quotations }, n) =>
    ask(
      'PATCH',
      `/quotations/${quotations[n % quotations.length]}`,
      [
        { status: 'sent' },
        { followUpOn: '2026-12-24' },
        { status: 'accepted' },
        { status: 'declined', reason: 'Price' },
      ][n % 4],
    ),
  'replaces items': ({ opportunities }) =>
    ask('PUT', `/opportunities/${opportunities[1]}/items`, { items: [{ product: 'Laptop', quantity: 2 }] }),
  'hands a lead or a task over': async ({ leads, tasks }, n) => {
    const act = ['claim', 'return', 'assign', 'route'][n % 4];
    const body = [{}, { reason: 'x' }, { owner: rep }, {}][n % 4];
    const path = n % 2 ? `leads/${leads[n % leads.length]}` : `tasks/${tasks[n % tasks.length]}`;
    await ask('POST', `/${path}/${act}`, body);
  },
  'puts an activity right': async ({ person }, n) => {
    const [activity] = (await ask('GET', `/activities?person=${person}`)).body.items;
    if (activity !== undefined) await ask('PATCH', `/activities/${activity.id}`, { body: `again ${n}` });
  },
  'sends a mail once more': async ({ deliveries }) => {
    const answer = await ask('POST', `/deliveries/${deliveries[0]}/replay`);
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  },
  'changes campaigns': ({ leads }) =>
    ask('PUT', `/leads/${leads[0]}/campaign-influences`, { items: [{ campaign: 'EMEA', touch: 'first' }] }),
  'rises again': ({ email }, n) =>
    crossing(email, {
      episode: 2 + n,
      from: 0,
      to: 1 + (n % 3),
      score: 22 + n,
      campaign: n % 2 ? 'EMEA' : `C${n}`,
    }),
  'gets hotter': ({ email }) => crossing(email, { from: 1, to: 3, score: 70 }),
  'cools off': ({ email }) => crossing(email, { from: 1, to: 0, score: 1 }),
  'is met on another device': ({ email }, n) =>
    crossing(email, { profile: `other device ${n} of ${email}`, to: 2, score: 50 }),
  'loses their rep, who leaves': async ({ leads }, n) => {
    const email = `leaving-${n}-${++count}@example.com`;
    await ask('POST', '/users', { email, role: 'rep', password: 'a password of tests' });
    await ask('PATCH', `/leads/${leads[0]}`, { owner: email });
    await ask('POST', `/users/${email}/deactivate`, { reason: 'x', assignTo: n % 2 ? rep : null });
  },
  'lets a day or a month go by': async (_known, n) => {
    nowMs += n % 2 ? dayMs : 31 * dayMs;
    consoleApp.clock.turnTo(nowMs);
    await consoleApp.sales.workflow.moveDueRecords((record, error) => {
      throw new Error(`${record}: ${error.message}`);
    });
    await consoleApp.sales.deadlines.escalateDue();
    await consoleApp.sales.notifications.chooseNotices();
    while (
      (await consoleApp.sales.notifications.composeNext(composeFor('https://scoville.example'))) !== null
    );
    await consoleApp.sales.reports.writeReviews((error) => {
      throw error;
    });
  },
};

const names = Object.keys(acts);
const some = fc.array(fc.record({ act: fc.constantFrom(...names), n: fc.nat(11) }), {
  minLength: 12,
  maxLength: 25,
});

/** The ways to say so. */
const marks: Record<string, (known: Known) => Promise<Answer>> = {
  'by address': ({ email }) => ask('POST', '/people', { email, doNotContact: true }),
  'by id': ({ person }) => ask('PATCH', `/people/${person}`, { doNotContact: true }),
  'by the stage of a lead': ({ guide: lead }) => ask('PATCH', `/leads/${lead}`, { status: 'Do not contact' }),
  'with the company': ({ company }) => ask('PATCH', `/companies/${company}`, { doNotContact: true }),
};

describe('a person who wishes no contact', () => {
  test.each(Object.entries(marks))(
    'marked %s: what is open is closed, and leads stay readable',
    async (_how, mark) => {
      const known = await somebody();
      expect(
        (await goingOut(known, await consoleApp.sales.outbox.lastAlertId()))?.tasks,
      ).toBeGreaterThanOrEqual(4);
      const before = await consoleApp.sales.outbox.lastAlertId();
      expect((await mark(known)).status).toBe(200);
      expect(await goingOut(known, before)).toEqual(nothing);
      expect((await ask('GET', `/people/${known.person}`)).body.doNotContact).toBe(true);
      const { rows } = await sql.query(
        `SELECT DISTINCT closed_reason FROM tasks WHERE person_id = $1 AND status = 'Cancelled' UNION
       SELECT cancelled_reason FROM deliveries WHERE person_id = $1`,
        [known.person],
      );
      expect(rows.map(({ closed_reason }) => closed_reason)).toContain(reason);
      for (const lead of known.leads) expect((await ask('GET', `/leads/${lead}`)).status).toBe(200);
    },
  );

  test('each thing that the product can do to them, one by one, lets nothing out', async () => {
    const known = await somebody();
    await marks['by id']?.(known);
    const before = await consoleApp.sales.outbox.lastAlertId();
    for (const [name, act] of Object.entries(acts))
      for (let n = 0; n < 4; n++) {
        await act(known, n);
        expect([name, n, await goingOut(known, before)]).toEqual([name, n, nothing]);
      }
  });

  test('for an unmarked person, the same alerts, tasks and deliveries are written', async () => {
    const known = await somebody();
    const before = await consoleApp.sales.outbox.lastAlertId();
    // What is refused to the one is granted to the other.
    for (const act of Object.values(acts)) await act(known, 1).catch(() => undefined);
    await consoleApp.sales.notifications.chooseNotices();
    const out = await goingOut(known, before);
    for (const kind of ['tasks', 'deliveries', 'notices', 'alerts'] as const)
      expect([kind, out?.[kind]]).toEqual([kind, expect.toSatisfy((rows: number) => rows > 0)]);
  });

  test('and so does any order of them, however they were marked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(marks)), some, async (how, done) => {
        nowMs = startMs;
        consoleApp.clock.turnTo(nowMs);
        const known = await somebody();
        expect((await marks[how]?.(known))?.status).toBe(200);
        const before = await consoleApp.sales.outbox.lastAlertId();
        for (const { act, n } of done) await acts[act]?.(known, n);
        expect(await goingOut(known, before)).toEqual(nothing);
      }),
      runs(5),
    );
  });

  test('who takes it back has all their work back at once, and the timeline has it all', async () => {
    const known = await somebody();
    const open = async () => (await goingOut(known, await consoleApp.sales.outbox.lastAlertId()))?.tasks;
    const before = await open();
    await marks['by id']?.(known);
    const free = await ask('PATCH', `/people/${known.person}`, { doNotContact: false });
    expect(free.body.doNotContact).toBe(false);
    expect(await open()).toBe(before);
    for (const lead of known.leads) expect((await ask('GET', `/leads/${lead}`)).body.closedAt).toBeNull();
    const { items } = (await ask('GET', `/timeline/${known.person}`)).body;
    expect(items.slice(0, 2).map(({ changes }: { changes: object }) => changes)).toMatchObject([
      { do_not_contact: [true, false] },
      { do_not_contact: [false, true] },
    ]);
  });
});
