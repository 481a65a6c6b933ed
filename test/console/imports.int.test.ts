/**
 * Imports over the API: a dry run and its corrections, bad rows that come back, all or nothing, undo, and what routing and programmes make
 * of the people who came in.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importingOf } from '../sales/imports/importing.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const { send, run, work, find, rows, text } = importingOf(() => consoleApp);

const hourMs = 3_600_000;
const personOf = async (email: string) =>
  (await ask('GET', `/people?email=${encodeURIComponent(email)}`)).body.items[0];
const emailsOf = async (start: string) =>
  (await ask('GET', `/people?q=${start}&limit=200`)).body.items
    .map(({ email }: { email: string }) => email)
    .sort();

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  await ask('POST', '/users', { email: 'anna@reps.example', role: 'rep', acceptsLeads: true });
});
afterAll(async () => void (await consoleApp?.close()));

describe('a dry run', () => {
  const file =
    'Mail,Wer,Preis\nada@dry.example,Ada,x\nnot an address,Bob,y\nada@dry.example,Somebody else,z\n';

  test('counts, shows what columns are taken for, and changes nothing', async () => {
    const view = await run('kind=people&dryRun=true&file=dry.csv', file);
    expect(view).toMatchObject({
      ...{ status: 'checked', dryRun: true, file: 'dry.csv', columns: ['Mail', 'Wer', 'Preis'] },
      ...{ mapping: { Mail: 'email', Wer: null, Preis: null }, progress: { done: 3, of: 3 } },
      counts: { rows: 3, new: 1, changed: 0, unchanged: 1, bad: 1 },
    });
    expect(view.error).toMatch(/1 of 3 rows are bad: nothing is imported/);
    expect(view.badRows).toEqual([
      { line: 3, column: 'Mail', value: 'not an address', reason: 'expected an e-mail address' },
    ]);
    expect(await personOf('ada@dry.example')).toBeUndefined();
  });

  test('is corrected and carried out without sending the file again', async () => {
    const { id } = await run('kind=people&dryRun=true', file);
    const odd = await ask('PATCH', `/imports/${id}`, { mapping: { Nobody: 'name' } });
    expect([odd.status, odd.body.detail]).toEqual([
      400,
      expect.stringMatching(/the file has no such column/),
    ]);
    const mapped = await ask('PATCH', `/imports/${id}`, { mapping: { Wer: 'name' } });
    expect([mapped.status, mapped.body.status, mapped.body.mapping]).toEqual([
      200,
      'waiting',
      { Mail: 'email', Wer: 'name', Preis: null },
    ]);
    await work();
    const checked = await find(id);
    expect(checked).toMatchObject({ status: 'checked', counts: { new: 1, bad: 2 } });
    expect(await rows(`/imports/${id}/rejected`)).toEqual([
      ['import line', 'import column', 'import value', 'import reason', 'Mail', 'Wer', 'Preis'],
      ['3', 'Mail', 'not an address', '"Mail": expected an e-mail address', 'not an address', 'Bob', 'y'],
      [
        '4',
        '',
        '',
        'line 2 says something else of the same email; keep one of them',
        'ada@dry.example',
        'Somebody else',
        'z',
      ],
    ]);
    await ask('PATCH', `/imports/${id}`, { rows: 'good', dryRun: false });
    await work();
    expect(await find(id)).toMatchObject({ status: 'done', counts: { new: 1, bad: 2 } });
    expect(await personOf('ada@dry.example')).toMatchObject({ name: 'Ada' });
    const late = await ask('PATCH', `/imports/${id}`, { rows: 'all' });
    expect([late.status, late.body.code]).toEqual([409, 'conflict']);
  });
});

describe('bad rows', () => {
  const file =
    'E-Mail;Name;Art\r\ngood@bad.example;Good;contact\r\nbad@bad.example;"Ba;d";friend\r\n\r\n;;\r\n;;contact\r\n';

  test('stop a whole file', async () => {
    const view = await run('kind=people', file);
    expect(view).toMatchObject({ status: 'failed', counts: { rows: 3, bad: 2 } });
    expect(view.error).toMatch(/2 of 3 rows are bad: nothing is imported/);
    expect(await emailsOf('good@bad')).toEqual([]);
  });

  test('are left out where the good ones are asked for; corrected, they can be sent as they come', async () => {
    const view = await run('kind=people&rows=good', file);
    expect(view).toMatchObject({ status: 'done', counts: { new: 1, bad: 2 } });
    const rejected = await text(`/imports/${view.id}/rejected`);
    expect(rejected.startsWith('\ufeff')).toBe(true);
    expect(await rows(`/imports/${view.id}/rejected`, ';')).toEqual([
      ['import line', 'import column', 'import value', 'import reason', 'E-Mail', 'Name', 'Art'],
      [
        '3',
        'Art',
        'friend',
        '"Art": expected "prospect", "contact", "customer"',
        'bad@bad.example',
        'Ba;d',
        'friend',
      ],
      ['6', '', '', 'a person needs "email", "name" or "phone"', '', '', 'contact'],
    ]);
    const corrected = rejected.replace('Ba;d";friend', 'Ba;d";customer').replace(/\r\n6;.*\r\n$/s, '\r\n');
    const again = await run('kind=people', corrected);
    expect(again).toMatchObject({ status: 'done', counts: { new: 1, bad: 0 } });
    expect(again.mapping).toMatchObject({ 'import line': null, 'E-Mail': 'email', Art: 'kind' });
    expect(await personOf('bad@bad.example')).toMatchObject({ name: 'Ba;d', kind: 'customer' });
  });

  test('are what the store refuses too', async () => {
    const view = await run(
      'kind=people&rows=good',
      'email,owner,name\na@refused.example,nobody@reps.example,A\nb@refused.example,anna@reps.example,B\n',
    );
    expect(view.counts).toMatchObject({ new: 1, bad: 1 });
    expect((await rows(`/imports/${view.id}/rejected`))[1]?.[3]).toBe(
      '"owner": there is no such user; give an e-mail of GET /users',
    );
  });
});

describe('a second import', () => {
  test.each([
    ['people', 'email,name,phone,kind\na@twice.example,A,030 1,contact\n,Without,030 2,prospect\n'],
    ['customers', 'email,name\nc@twice.example,C\n'],
    ['companies', 'name,domain,country\nTwice,twice.example,DE\n'],
    ['products', 'name,unitPrice,currency\nChair,12.5,EUR\nTalk,,EUR\n'],
    ['owners', 'email,name,role,languages\nold@twice.example,Old,rep,de;en\n'],
    [
      'opportunities',
      'name,pipeline,person,amount,expectedClose\nTwice,touchstone/opportunity,a@twice.example,10,2026-12-01\n',
    ],
    ['do-not-contact', 'email,phone,domain\nstop@twice.example,,\n,030 9,\n,,stop.example\n'],
  ])('of %s changes nothing', async (kind, file) => {
    const first = await run(`kind=${kind}`, file);
    expect([first.status, first.error, first.counts.bad]).toEqual(['done', null, 0]);
    expect(first.counts.new).toBeGreaterThan(0);
    const timeline = async () => (await consoleApp.query('SELECT max(id) AS id FROM timeline')).rows[0];
    const before = await timeline();
    const second = await run(`kind=${kind}`, file);
    expect(second).toMatchObject({
      status: 'done',
      undoUntil: null,
      counts: { new: 0, changed: 0, unchanged: first.counts.rows },
    });
    expect(await timeline()).toEqual(before);
  });

  test('changes what the file says and leaves the rest; an empty cell clears where that is asked for', async () => {
    await run('kind=people', 'email,name,title\nchange@twice.example,Ada,Countess\n');
    expect(await run('kind=people', 'email,name,title\nchange@twice.example,Grace,\n')).toMatchObject({
      counts: { changed: 1 },
    });
    expect(await personOf('change@twice.example')).toMatchObject({ name: 'Grace', title: 'Countess' });
    await run('kind=people&empty=clear', 'email,title\nchange@twice.example,\n');
    expect(await personOf('change@twice.example')).toMatchObject({ name: 'Grace', title: null });
  });

  test('with the same Idempotency-Key is the same import', async () => {
    const key = { 'idempotency-key': 'one-import' };
    const first = await send('kind=people', 'email\nkey@twice.example\n', key);
    const second = await send('kind=people', 'email\nkey@twice.example\n', key);
    expect([first.status, second.status, second.body.id]).toEqual([202, 200, first.body.id]);
    const other = await send('kind=people', 'email\nother@twice.example\n', key);
    expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    await work();
  });
});

describe('owners', () => {
  test('are users without a password', async () => {
    const view = await run(
      'kind=owners',
      'email,name,role,acceptsLeads,capacity\nnew@owners.example,New,rep,yes,2\n',
    );
    expect(view).toMatchObject({ status: 'done', counts: { new: 1 } });
    expect((await ask('GET', '/users/new@owners.example')).body).toMatchObject({
      ...{ name: 'New', role: 'rep', acceptsLeads: true, capacity: 2, canLogIn: false },
    });
    const bad = await run(
      'kind=owners&rows=good',
      'email,team,territories,role\na@owners.example,None,,\nb@owners.example,,Moon,\nrep@example.com,,,rep\n',
    );
    expect((await rows(`/imports/${bad.id}/rejected`)).slice(1).map((row) => row[3])).toEqual([
      expect.stringMatching(/"team": there is no such team/),
      expect.stringMatching(/"territories": there is no territory "Moon"/),
      expect.stringMatching(/"role": the role of an admin is changed with PATCH/),
    ]);
  });
});

test('a manager makes no managers, and reps import nothing', async () => {
  const manager = await newcomer(consoleApp, 'manager@owners.example', 'manager');
  const type = { 'content-type': 'text/csv' };
  const file = Buffer.from('email,role\nboss@owners.example,manager\n');
  const sent = await manager.ask('POST', '/imports?kind=owners', file, type);
  await work();
  expect(await find(sent.json().id)).toMatchObject({ status: 'failed', createdBy: 'manager@owners.example' });
  expect((await rows(`/imports/${sent.json().id}/rejected`))[1]?.[3]).toBe(
    '"role": only admins make and change admins and managers',
  );
  const rep = await newcomer(consoleApp, 'rep@owners.example', 'rep');
  for (const answer of [
    await rep.ask('POST', '/imports?kind=people', file, type),
    await rep.ask('GET', '/imports'),
    await rep.ask('GET', '/exports?kind=people'),
  ])
    expect(answer.statusCode).toBe(403);
});

test('an erasure takes what imports keep of somebody', async () => {
  const view = await run('kind=people', 'email,name\ngone@erased.example,Gone\n');
  const bad = await run(
    'kind=people&rows=good',
    'email,country\nGone@erased.example,Atlantis\nx@erased.example,DE\n',
  );
  const record = {
    ...{
      erasure: 'er_gone',
      profile: 'gone',
      untilMs: startMs,
      address: 'gone@erased.example',
      person: null,
    },
  } as never;
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 0, id: '900-0', record }]);
  expect(await personOf('gone@erased.example')).toBeUndefined();
  const left = async (table: string, id: string) =>
    (await consoleApp.query(`SELECT FROM ${table} WHERE import_id = $1`, [id])).rowCount;
  expect([await left('import_changes', view.id), await left('import_rejects', bad.id)]).toEqual([0, 0]);
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 0 } });
});

describe('an undo', () => {
  test('takes an import back as a whole, and keeps what somebody changed or used since', async () => {
    await run('kind=people', 'email,name,title\nold@undo.example,Old,Mr\nolder@undo.example,Older,Ms\n');
    const view = await run(
      'kind=people',
      'email,name,title\nold@undo.example,New,Sir\nolder@undo.example,Newer,Lady\nmade@undo.example,Made,\nused@undo.example,Used,\nchanged@undo.example,Changed,\n',
    );
    expect(view.counts).toMatchObject({ new: 3, changed: 2 });
    expect(view.undoUntil).not.toBeNull();
    const older = await personOf('older@undo.example');
    await ask('PATCH', `/people/${older.id}`, { title: 'Queen' });
    const changed = await personOf('changed@undo.example');
    await ask('PATCH', `/people/${changed.id}`, { title: 'Dr' });
    const used = await personOf('used@undo.example');
    await ask('POST', '/activities', { kind: 'note', person: used.id, body: 'called' });
    const made = await personOf('made@undo.example');
    const undone = await ask('POST', `/imports/${view.id}/undo`);
    expect([undone.status, undone.body.status]).toEqual([202, 'undoing']);
    await work();
    expect(await find(view.id)).toMatchObject({ status: 'undone', undoUntil: null, counts: { kept: 3 } });
    expect(await personOf('old@undo.example')).toMatchObject({ name: 'Old', title: 'Mr' });
    expect(await personOf('older@undo.example')).toMatchObject({ name: 'Older', title: 'Queen' });
    expect(await personOf('made@undo.example')).toBeUndefined();
    expect((await consoleApp.query('SELECT FROM timeline WHERE record = $1', [made.id])).rowCount).toBe(0);
    expect(await personOf('changed@undo.example')).toMatchObject({ title: 'Dr' });
    const { items } = (await ask('GET', `/imports/${view.id}/kept`)).body;
    expect(
      new Set(
        items.map(({ record, column, reason }: Record<string, string>) => `${record} ${column} ${reason}`),
      ),
    ).toEqual(
      new Set([
        `${older.id} title it is "Queen" by now: changed since the import`,
        `${used.id} null activities of it: made since the import`,
        `${changed.id} null it was changed since the import`,
      ]),
    );
    // Twice is once.
    expect((await ask('POST', `/imports/${view.id}/undo`)).body.status).toBe('undone');
  });

  test('unlinks people from a company that it removes, and frees whom it marked', async () => {
    await run('kind=people', 'email\nlink@unlink.example\n');
    const companies = await run('kind=companies', 'name,domain\nUnlink,unlink.example\n');
    expect(await personOf('link@unlink.example')).toMatchObject({ company: 'Unlink' });
    const wishes = await run('kind=do-not-contact', 'domain\nunlink.example\n');
    expect(await personOf('link@unlink.example')).toMatchObject({ doNotContact: true });
    await ask('POST', `/imports/${wishes.id}/undo`);
    await work();
    expect(await personOf('link@unlink.example')).toMatchObject({ doNotContact: false });
    await ask('POST', `/imports/${companies.id}/undo`);
    await work();
    expect(await find(companies.id)).toMatchObject({ status: 'undone', counts: { kept: 0 } });
    expect(await personOf('link@unlink.example')).toMatchObject({ company: null, companyId: null });
    expect((await ask('GET', '/companies?domain=unlink.example')).body.items).toEqual([]);
  });

  test('is possible for a day', async () => {
    const view = await run('kind=products', 'name\nDay\n');
    consoleApp.clock.turnTo(startMs + 24 * hourMs);
    try {
      const late = await ask('POST', `/imports/${view.id}/undo`);
      expect([late.status, late.body.detail]).toEqual([
        409,
        expect.stringMatching(/could be undone within 24 hours/),
      ]);
      await consoleApp.sales.imports.dropOld();
    } finally {
      consoleApp.clock.turnTo(startMs);
    }
  });

  test('is not for what has not ended, and a cancelled import leaves nothing', async () => {
    const { body } = await send('kind=people', 'email\ncancelled@undo.example\n');
    expect((await ask('POST', `/imports/${body.id}/undo`)).status).toBe(409);
    const cancelled = await consoleApp.app.inject({
      method: 'DELETE',
      url: `/api/v1/imports/${body.id}`,
      headers: bearer,
    });
    expect(cancelled.json().status).toBe('cancelled');
    await work();
    expect(await personOf('cancelled@undo.example')).toBeUndefined();
    const unknown = await ask('POST', '/imports/im_none/undo');
    expect([unknown.status, unknown.body.detail]).toEqual([404, 'there is no import "im_none"']);
  });
});

describe('what others make of it', () => {
  const rise = async (email: string, index: number) => {
    const record = standing({ profile: `imported-${index}`, identity: identityOf(email) });
    await consoleApp.sales.leads.applyTierUpdates([{ partition: 1, id: `${index}-0`, record }]);
    const { id } = await personOf(email);
    const leads = (await ask('GET', `/leads?person=${id}`)).body.items;
    const tasks = (await ask('GET', `/tasks?person=${id}`)).body.items;
    return { leads, tasks };
  };

  test('a prospect who became a known contact gets the task alone', async () => {
    const before = await rise('stranger@programmes.example', 1);
    expect([before.leads.length, before.tasks.length]).toEqual([1, 1]);
    await run('kind=people', 'email,kind\ncontact@programmes.example,contact\n');
    const after = await rise('contact@programmes.example', 2);
    expect([after.leads.length, after.tasks.length]).toEqual([0, 1]);
  });

  test('the owner of an imported account gets its leads', async () => {
    await run('kind=companies', 'name,domain,owner\nRouted,routed.example,anna@reps.example\n');
    const { leads } = await rise('somebody@routed.example', 3);
    expect(leads[0]).toMatchObject({ owner: 'anna@reps.example' });
  });

  test('somebody on a list of wishes is left alone', async () => {
    const { tasks } = await rise('wish@programmes.example', 4);
    expect(tasks[0].status).toBe('Open');
    await run('kind=do-not-contact', 'email\nwish@programmes.example\nnew-wish@programmes.example\n');
    const { id } = await personOf('wish@programmes.example');
    expect((await ask('GET', `/tasks?person=${id}`)).body.items[0].status).toBe('Cancelled');
    const later = await rise('new-wish@programmes.example', 5);
    expect([later.leads.length, later.tasks.length]).toEqual([0, 0]);
  });
});

describe('lists', () => {
  test('show imports, the latest first, and those of a kind or status', async () => {
    const { items } = (await ask('GET', '/imports?kind=companies&status=done&limit=1')).body;
    expect(items).toMatchObject([{ kind: 'companies', status: 'done' }]);
    expect((await ask('GET', '/imports?status=odd')).status).toBe(400);
  });

  test('too many at once are answered 429', async () => {
    for (let count = 0; count < 20; count++) await send('kind=products', `name\nMany ${count}\n`);
    const answer = await send('kind=products', 'name\nOne more\n');
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_requests']);
    await work();
    expect((await send('kind=products', 'name\nOne more\n')).status).toBe(202);
    await work();
  });
});
