/** Do not contact at its edges: companies, people who join them, the checks of the database, and concurrent marks. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { askingOf } from '../../support/asking.ts';
import { identityOf, standing, startMs } from '../records.ts';

const rep = 'rep@example.com';
const reason = 'the person does not wish to be contacted';
let consoleApp: ConsoleApp;
let sql: pg.Client;
let count = 0;
let entries = 0;

const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  sql = new pg.Client(consoleApp.databaseUrl);
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await consoleApp?.close();
});

const crossing = async (email: string, change: object = {}) => {
  const record = standing({ profile: `profile of ${email}`, identity: identityOf(email), ...change });
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 0, id: `${++entries}-0`, record }]);
};
const idsOf = async (query: string, values: unknown[]) =>
  (await sql.query<{ id: string }>(query, values)).rows.map(({ id }) => id);
const openTasksOf = (person: string) =>
  idsOf(`SELECT id FROM tasks WHERE person_id = $1 AND status = 'Open'`, [person]);

/** Somebody of a company, with a lead and a contact task. */
async function somebody() {
  const domain = `known-${++count}.example`;
  const email = `ada@${domain}`;
  const company = (await ask('POST', '/companies', { name: `Known ${count}`, domain })).body.id as string;
  await crossing(email);
  const person = (await ask('GET', `/people?email=${email}`)).body.items[0].id as string;
  return { email, person, company, domain };
}

describe('a company that wishes no contact', () => {
  test('is silent itself, marks who joins it, and frees those alone who were marked with it', async () => {
    const known = await somebody();
    const { domain } = known;
    const own = (await ask('POST', '/people', { email: `own@${domain}`, doNotContact: true })).body;
    const about = { subject: 'Call the switchboard', company: known.company, dueOn: '2026-12-01' };
    const open = (await ask('POST', '/tasks', about)).body;
    await ask('PATCH', `/companies/${known.company}`, { doNotContact: true });
    expect((await ask('GET', `/tasks/${open.id}`)).body).toMatchObject({
      status: 'Cancelled',
      closedReason: 'the company does not wish to be contacted',
    });
    const before = await consoleApp.sales.outbox.lastAlertId();
    await ask('PATCH', `/tasks/${open.id}`, { owner: rep });
    expect(await consoleApp.sales.outbox.alertsAfter(before, 10)).toEqual([]);
    const refused = await ask('POST', '/tasks', about);
    expect(refused.body).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/PATCH \/companies\/cp_/),
    });
    const late = (await ask('POST', '/people', { email: `late@${domain}` })).body;
    expect(late.doNotContact).toBe(true);
    await crossing(`new@${domain}`, { profile: `new of ${domain}` });
    const met = (await ask('GET', `/people?email=new@${domain}`)).body.items[0];
    expect(met).toMatchObject({ doNotContact: true, companyId: known.company });
    expect(await idsOf('SELECT id FROM leads WHERE person_id = $1', [met.id])).toEqual([]);

    await ask('PATCH', `/companies/${known.company}`, { doNotContact: false });
    const isMarked = async (id: string) => (await ask('GET', `/people/${id}`)).body.doNotContact;
    expect(await isMarked(known.person)).toBe(false);
    expect(await isMarked(late.id)).toBe(false);
    expect(await isMarked(own.id)).toBe(true);
  });

  test('somebody met before, with work open, who turns out to be of it: the work is closed', async () => {
    const domain = `joining-${++count}.example`;
    const email = `ada@${domain}`;
    await crossing(email);
    const person = (await ask('GET', `/people?email=${email}`)).body.items[0].id;
    const before = await consoleApp.sales.outbox.lastAlertId();
    await sql.query(
      `INSERT INTO companies (id, name, domain, do_not_contact, created_at, updated_at) VALUES ($1, $1, $2, true, now(), now())`,
      [`cp_${domain}`, domain],
    );
    await crossing(email, { from: 1, to: 2, score: 50 });
    expect((await ask('GET', `/people/${person}`)).body).toMatchObject({ doNotContact: true });
    expect(await openTasksOf(person)).toEqual([]);
    expect(await consoleApp.sales.outbox.alertsAfter(before, 10)).toEqual([]);
  });
});

test('the database itself lets no writer store a task, delivery or alert about them', async () => {
  const out = async (person: string) => {
    const at = new Date(startMs);
    const lead = (await sql.query('SELECT id FROM leads WHERE person_id = $1', [person])).rows[0].id;
    const columns = 'subject, due_at, created_at, updated_at';
    const heat = { profile: null, tier: 1, tierName: '1 chili', tiers: 3, score: 22, reasons: [] };
    for (const [text, values] of [
      [
        `INSERT INTO tasks (id, person_id, ${columns}) VALUES ('tk_a' || $1, $1, 'x', $2, $2, $2)`,
        [person, at],
      ],
      [`INSERT INTO tasks (id, lead_id, ${columns}) VALUES ('tk_b' || $1, $1, 'x', $2, $2, $2)`, [lead, at]],
      [
        `INSERT INTO deliveries (id, channel, target, person_id, body, created_at, next_at) VALUES ('dv_' || $1, 'mail', 'x', $1, '{}', $2, $2)`,
        [person, at],
      ],
      [
        `INSERT INTO alerts (type, at, data, person_id) VALUES ('profile.heated', $2, jsonb_build_object('profile', $3::jsonb), $1)`,
        [person, at, JSON.stringify(heat)],
      ],
    ] as [string, unknown[]][])
      await sql.query(text, values);
    const { rows } = await sql.query(
      `SELECT (SELECT count(*)::int FROM tasks WHERE id IN ('tk_a' || $1, 'tk_b' || $2)) AS tasks,
              (SELECT count(*)::int FROM alerts WHERE type = 'profile.heated' AND person_id = $1) AS alerts, state, cancelled_reason AS reason
       FROM deliveries WHERE id = 'dv_' || $1`,
      [person, lead],
    );
    return rows[0];
  };
  const [marked, free] = [await somebody(), await somebody()];
  await ask('PATCH', `/people/${marked.person}`, { doNotContact: true });
  expect(await out(marked.person)).toEqual({ tasks: 0, alerts: 0, state: 'cancelled', reason });
  expect(await out(free.person)).toEqual({ tasks: 2, alerts: 1, state: 'waiting', reason: null });
  // It is of no type that there is.
  await sql.query(`DELETE FROM alerts WHERE type = 'x'`);
});

test('a mark and a task asked for at the same time: whichever came first, nothing stays open', async () => {
  for (let round = 0; round < 10; round++) {
    const person = (await ask('POST', '/people', { email: `race-${round}@example.com` })).body.id;
    await Promise.all([
      ...[1, 2, 3].map(() => ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })),
      ask('PATCH', `/people/${person}`, { doNotContact: true }),
      ...[1, 2, 3].map(() => ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })),
    ]);
    expect(await idsOf(`SELECT id FROM tasks WHERE person_id = $1 AND status = 'Open'`, [person])).toEqual(
      [],
    );
  }
});
