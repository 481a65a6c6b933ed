/** A logged contact is taken back over the API, with all that followed from it: by its logger or a manager, for a day, without a trace of its text. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { eraseRows, personalIdsOf } from '../../src/sales/privacy/privacy.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { askingAs } from './log-ins.ts';

type Ask = ReturnType<typeof askingOf>;
let consoleApp: ConsoleApp;
const asProgram = askingOf(() => consoleApp.app, bearer);
let asMia: Ask;
let asOle: Ask;
let asMark: Ask;
let asBoss: Ask;
/** A word of the text of every log: it is found nowhere afterwards. */
const secret = 'zugzwang';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  asMia = await askingAs(consoleApp, 'mia@example.com', 'rep');
  asOle = await askingAs(consoleApp, 'ole@example.com', 'rep');
  asMark = await askingAs(consoleApp, 'mark@example.com', 'operator');
  asBoss = await askingAs(consoleApp, 'boss@example.com', 'manager');
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

const at = (ms: number) => new Date(startMs + ms).toISOString();
const undo = (id: string, ask = asMia) => ask('POST', `/activities/${id}/undo`);
const refusal = async (id: string, ask = asMia) => {
  const { status, body } = await undo(id, ask);
  return [status, body.detail];
};

/** Somebody with a lead of Mia's. */
let people = 0;
const someLead = async () => {
  people += 1;
  const { id: person } = (await asMia('POST', '/people', { email: `p${people}@example.com`, name: 'Pat' }))
    .body;
  const wanted = { person, campaign: 'By hand', owner: 'mia@example.com' };
  return { person, lead: (await asMia('POST', '/leads', wanted)).body.id as string };
};
const log = async (given: object, ask = asMia) => {
  const { status, body } = await ask('POST', '/activities', { kind: 'call', body: secret, ...given });
  expect(status).toBe(201);
  return body;
};
const followUpOf = async (lead: string) => (await asMia('GET', `/tasks?lead=${lead}`)).body.items[0];
const firstTouch = async (lead: string) => (await asMia('GET', `/leads/${lead}`)).body.firstTouchAt;

/** Tables that have the word in any column. */
const tablesWith = async (word: string): Promise<string[]> => {
  const { rows } = await consoleApp.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await consoleApp.query(
      `SELECT FROM "${name}" WHERE to_jsonb("${name}")::text LIKE $1 LIMIT 1`,
      [`%${word}%`],
    );
    if (rowCount) found.push(name);
  }
  return found;
};

const erase = async (people: string[]) => {
  const client = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await eraseRows(client, await personalIdsOf(client, { people, profiles: [] }), startMs);
  await client.query('COMMIT');
  await client.end();
};

describe('a log is taken back', () => {
  test.each([
    ['call', {}],
    ['voicemail', {}],
    ['mail', { from: 'mia@example.com' }],
    ['meeting', {}],
    ['note', {}],
  ])('%s: it was never logged, and its timelines say so without its text', async (kind, more) => {
    const { person, lead } = await someLead();
    consoleApp.clock.turnTo(startMs + limits.hourMs);
    const words = { body: secret, outcome: secret, nextStep: secret };
    const logged = await log({ kind, lead, ...words, ...more });
    expect(logged.undoUntil).toBe(at(limits.hourMs + limits.undoMs));
    expect(await firstTouch(lead)).toBe(kind === 'note' ? null : at(limits.hourMs));
    await asMia('PATCH', `/activities/${logged.id}`, { body: `${secret} twice` });
    consoleApp.clock.turnTo(startMs + 2 * limits.hourMs);
    expect((await undo(logged.id)).body).toEqual({ success: true });
    expect((await asMia('GET', `/activities/${logged.id}`)).status).toBe(404);
    expect((await asMia('GET', `/activities?person=${person}`)).body.items).toEqual([]);
    expect(await firstTouch(lead)).toBeNull();
    for (const record of [lead, person]) {
      const { items } = (await asMia('GET', `/timeline/${record}`)).body;
      expect(items.filter((one: { kind: string }) => one.kind === 'activities')).toMatchObject([
        {
          ...{ at: at(2 * limits.hourMs), actor: 'mia@example.com', undo: null },
          changes: {
            ...{ activity: [logged.id, null], kind: [kind, null] },
            ...{ logged_by: ['mia@example.com', null], logged_at: [at(limits.hourMs), null] },
          },
        },
      ]);
    }
    expect(await tablesWith(secret)).toEqual([]);
  });

  test('an earlier or later contact counts as the first one again', async () => {
    const { lead } = await someLead();
    consoleApp.clock.turnTo(startMs + 3 * limits.hourMs);
    await log({ lead, at: at(2 * limits.hourMs) });
    const first = await log({ lead, at: at(limits.hourMs) });
    expect(await firstTouch(lead)).toBe(at(limits.hourMs));
    await undo(first.id);
    expect(await firstTouch(lead)).toBe(at(2 * limits.hourMs));
  });

  test('reports count it no longer', async () => {
    const { lead } = await someLead();
    const sameDay = async () =>
      (await asBoss('GET', '/reports/same-day?from=2026-11-01&to=2026-12-31')).body.totals;
    const before = await sameDay();
    const logged = await log({ lead });
    expect(await sameDay()).not.toEqual(before);
    await undo(logged.id);
    expect(await sameDay()).toEqual(before);
  });

  test('by a manager, and one that a program has logged', async () => {
    const { lead } = await someLead();
    const ofMia = await log({ lead });
    const ofProgram = await log({ lead }, asProgram);
    expect((await undo(ofMia.id, asBoss)).status).toBe(200);
    expect(await refusal(ofProgram.id)).toEqual([
      403,
      'this activity was logged by API token; that user or a manager can take it back',
    ]);
    expect((await undo(ofProgram.id, asProgram)).status).toBe(200);
  });

  test('of a company alone, and of an opportunity', async () => {
    const { id: company } = (await asMia('POST', '/companies', { name: 'Northwind' })).body;
    const { person } = await someLead();
    const wanted = { pipeline: 'touchstone/opportunity', name: 'Pens', person, company };
    const { id: opportunity } = (await asMia('POST', '/opportunities', wanted)).body;
    for (const about of [{ company }, { opportunity }]) {
      const { id } = await log(about);
      expect((await undo(id)).status).toBe(200);
      const [record] = Object.values(about);
      const { items } = (await asMia('GET', `/timeline/${record}`)).body;
      expect(items[0].changes.activity).toEqual([id, null]);
    }
  });

  test('of somebody who was merged since: the merge is undone as before', async () => {
    const [one, other] = [await someLead(), await someLead()];
    const logged = await log({ person: other.person });
    const revisionOf = async (id: string) => (await asMia('GET', `/people/${id}`)).body.revision;
    const merge = await asMia('POST', `/people/${one.person}/merges`, {
      merged: other.person,
      mergedRevision: await revisionOf(other.person),
    });
    expect(merge.status).toBe(201);
    expect((await undo(logged.id)).status).toBe(200);
    expect((await asMia('POST', `/merges/${merge.body.id}/undo`)).status).toBe(200);
    expect((await asMia('GET', `/activities?person=${other.person}`)).body.items).toEqual([]);
  });
});

describe('its follow-up task', () => {
  const withFollowUp = async () => {
    const { lead } = await someLead();
    const logged = await log({ lead, nextStep: 'Send a quotation', followUpOn: '2026-12-08' });
    return { lead, logged, task: await followUpOf(lead) };
  };

  test('is cancelled where it stands as it was opened; others stay', async () => {
    const { lead, logged, task } = await withFollowUp();
    const other = await log({ lead, followUpOn: '2026-12-09' });
    expect((await undo(logged.id)).status).toBe(200);
    const { items } = (await asMia('GET', `/tasks?lead=${lead}`)).body;
    expect(
      items.map(({ id, status }: { id: string; status: string }) => [id === task.id, status]).toSorted(),
    ).toEqual([
      [false, 'Open'],
      [true, 'Cancelled'],
    ]);
    await asMia('PATCH', `/tasks/${(await followUpOf(lead)).id}`, { status: 'Cancelled', reason: 'By hand' });
    expect((await undo(other.id)).status).toBe(200);
  });

  test.each([
    ['completed', { status: 'Complete' }, 'open that again first'],
    ['put off', { dueOn: '2026-12-11' }, 'cancel that first'],
    ['given away', { owner: 'ole@example.com' }, 'cancel that first'],
  ])('that was %s holds the log, and the reason is said', async (_what, change, remedy) => {
    const { lead, logged, task } = await withFollowUp();
    expect((await asBoss('PATCH', `/tasks/${task.id}`, change)).status).toBe(200);
    const done = 'status' in change ? 'completed' : 'changed';
    expect(await refusal(logged.id)).toEqual([
      409,
      `this cannot be undone: its follow-up task was ${done} by boss@example.com at ${at(0)}; ${remedy}`,
    ]);
    expect((await asMia('GET', `/activities/${logged.id}`)).status).toBe(200);
    expect(await firstTouch(lead)).toBe(at(0));
    if ('status' in change) await asBoss('PATCH', `/tasks/${task.id}`, { status: 'Open' });
    else await asBoss('PATCH', `/tasks/${task.id}`, { status: 'Cancelled', reason: 'Not needed' });
    expect((await undo(logged.id)).status).toBe(200);
    expect((await followUpOf(lead)).status).toBe('Cancelled');
  });
});

describe('a log is not taken back', () => {
  test('twice, nor by two at once', async () => {
    const { lead } = await someLead();
    const logged = await log({ lead, followUpOn: '2026-12-08' });
    const answers = await Promise.all([undo(logged.id), undo(logged.id, asBoss)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect(await refusal(logged.id)).toEqual([404, `there is no activity "${logged.id}"`]);
    const { items } = (await asMia('GET', `/timeline/${lead}`)).body;
    expect(items.filter((one: { kind: string }) => one.kind === 'activities')).toHaveLength(1);
  });

  test('after a day', async () => {
    const { lead } = await someLead();
    const logged = await log({ lead });
    consoleApp.clock.turnTo(startMs + limits.undoMs);
    // The sessions of users have ended by then.
    expect(await refusal(logged.id, asProgram)).toEqual([
      409,
      'this cannot be undone: it was logged more than 24 hours ago',
    ]);
    consoleApp.clock.turnTo(startMs + limits.undoMs - 1);
    expect((await undo(logged.id, asProgram)).status).toBe(200);
  });

  test('by another rep, nor by a role that logs nothing', async () => {
    const { lead } = await someLead();
    const { id } = await log({ lead });
    expect(await refusal(id, asOle)).toEqual([
      403,
      'this activity was logged by mia@example.com; that user or a manager can take it back',
    ]);
    expect((await undo(id, asMark)).status).toBe(403);
    expect((await asMia('GET', `/activities/${id}`)).status).toBe(200);
  });

  test('where somebody else has corrected it since', async () => {
    const { lead } = await someLead();
    const { id } = await log({ lead });
    await asBoss('PATCH', `/activities/${id}`, { body: 'Spoke about pens.' });
    expect(await refusal(id)).toEqual([
      409,
      `this cannot be undone: it was corrected by boss@example.com at ${at(0)}`,
    ]);
    expect((await undo(id, asBoss)).status).toBe(200);
  });

  test('where no user logged it: a mail that was sent stays sent', async () => {
    const { person } = await someLead();
    const insert = (id: string, kind: string, by: string) =>
      consoleApp.query(
        `INSERT INTO activities (id, kind, direction, person_id, happened_at, logged_at, logged_by, from_address, created_at, updated_at)
         VALUES ($1, $2, CASE $2 WHEN 'mail' THEN 'out' END, $3, $4, $4, $5, 'sales@example.com', $4, $4)`,
        [id, kind, person, new Date(startMs), by],
      );
    await insert('ac_sent', 'mail', 'clock');
    await insert('ac_form', 'note', 'form contact');
    expect((await asBoss('GET', '/activities/ac_sent')).body.undoUntil).toBeNull();
    expect(await refusal('ac_sent', asBoss)).toEqual([
      409,
      'this cannot be undone: the mail was sent, and is not called back',
    ]);
    expect(await refusal('ac_form', asBoss)).toEqual([
      409,
      'this cannot be undone: no user logged it, but form contact',
    ]);
  });

  test('after an erasure; and an erasure after it leaves nothing', async () => {
    const [one, other] = [await someLead(), await someLead()];
    const gone = await log({ lead: one.lead });
    const key = { 'idempotency-key': 'log-of-the-erased' };
    const logged = (await asMia('POST', '/activities', { kind: 'call', lead: other.lead, body: secret }, key))
      .body;
    expect((await undo(logged.id)).status).toBe(200);
    await erase([one.person, other.person]);
    expect(await refusal(gone.id)).toEqual([404, `there is no activity "${gone.id}"`]);
    expect(await tablesWith(logged.id)).toEqual([]);
    expect(await tablesWith('log-of-the-erased')).toEqual([]);
  });

  test('and logged again by a repeated request', async () => {
    const { lead } = await someLead();
    const key = { 'idempotency-key': 'log-once' };
    const ask = () => asMia('POST', '/activities', { kind: 'call', lead, body: secret }, key);
    const { id } = (await ask()).body;
    expect((await ask()).body.id).toBe(id);
    await undo(id);
    const { status, body } = await ask();
    expect([status, body.detail]).toEqual([
      409,
      'what this Idempotency-Key has logged was taken back; use a new key',
    ]);
  });
});
