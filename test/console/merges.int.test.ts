/** Duplicates over the API: compared, merged, found by every id and name they had, undone in the timeline, imported as one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importingOf } from '../sales/imports/importing.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { logIn } from './log-ins.ts';

let consoleApp: ConsoleApp;
let asMia: ReturnType<typeof askingOf>;
const ask = askingOf(() => consoleApp.app, bearer);
const { run, work, find } = importingOf(() => consoleApp);
let count = 0;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const password = 'a long password';
  await ask('POST', '/users', { email: 'mia@example.com', role: 'rep', password });
  const { cookies } = await logIn(consoleApp, 'mia@example.com', password);
  asMia = askingOf(() => consoleApp.app, { cookie: `scoville_session=${cookies['scoville_session']}` });
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

const person = async (given: object) => (await ask('POST', '/people', given)).body;
/** Two people with addresses of their own. */
const two = async () => {
  count += 1;
  return [
    await person({
      email: `kept-${count}@one.example`,
      name: `Kept ${count}`,
      phone: `+49 30 55500${count}`,
    }),
    await person({
      email: `gone-${count}@two.example`,
      name: `Gone ${count}`,
      externalId: `G${count}`,
      externalSource: 'crm',
    }),
  ] as const;
};

describe('over the API', () => {
  test('a rep compares two people, merges them, and takes it back in the timeline', async () => {
    const [kept, gone] = await two();
    const lead = (await ask('POST', '/leads', { person: gone.id, campaign: 'Fair' })).body;
    const preview = (await asMia('GET', `/people/${kept.id}/merge-preview?merged=${gone.id}`)).body;
    expect(preview).toMatchObject({ kept: { id: kept.id }, moves: { leads: 1 }, refusal: null });
    const made = await asMia('POST', `/people/${kept.id}/merges`, { merged: gone.id, take: ['name'] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kept: kept.id, keptName: gone.name, by: 'mia@example.com' });
    expect((await ask('GET', `/leads/${lead.id}`)).body.person).toMatchObject({ id: kept.id });
    const [entry] = (await asMia('GET', `/timeline/${kept.id}`)).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'merges',
    );
    expect(entry).toMatchObject({ actor: 'mia@example.com', undo: { refusal: null } });
    expect(entry.changes.merged[1]).toMatchObject({ id: gone.id, name: gone.name });
    expect((await asMia('POST', `/timeline/${kept.id}/${entry.id}/undo`)).status).toBe(200);
    expect((await ask('GET', `/people/${kept.id}`)).body.name).toBe(kept.name);
    expect((await ask('GET', `/leads/${lead.id}`)).body.person).toMatchObject({ id: gone.id });
    expect((await ask('GET', `/merges/${made.body.id}`)).status).toBe(404);
    expect((await asMia('POST', `/merges/${made.body.id}/undo`)).status).toBe(404);
  });

  test('the same Idempotency-Key merges once, and says so after the undo', async () => {
    const [kept, gone] = await two();
    const key = { 'idempotency-key': `merge-${count}` };
    const send = (more: object = {}) =>
      ask('POST', `/people/${kept.id}/merges`, { merged: gone.id, ...more }, key);
    const [first, second] = await Promise.all([send(), send()]);
    expect([first?.status, second?.status]).toEqual([201, 201]);
    expect(second?.body).toEqual(first?.body);
    expect((await send({ take: ['name'] })).body.detail).toContain('was used for another request');
    await ask('POST', `/merges/${first?.body.id}/undo`);
    const late = await send();
    expect([late.status, late.body.detail]).toEqual([404, expect.stringContaining('was undone')]);
  });

  test('campaigns and entries of a merged id follow it, or say where it went', async () => {
    const [kept, gone] = await two();
    await ask('POST', '/campaigns', { pipeline: 'touchstone/campaign', name: 'Followed' });
    const items = [{ campaign: 'Followed', touch: 'later' }];
    await ask('PUT', `/people/${gone.id}/campaign-influences`, { items });
    await ask('PATCH', `/people/${gone.id}`, { title: 'Dr' });
    const entries = (await ask('GET', `/timeline/${gone.id}`)).body.items;
    const changed = entries.find(({ changes }: { changes: object }) => 'title' in changes);
    await ask('POST', `/people/${kept.id}/merges`, { merged: gone.id });
    const read = await ask('GET', `/people/${gone.id}/campaign-influences`);
    expect([read.status, read.body.items]).toMatchObject([200, items]);
    const put = await ask('PUT', `/people/${gone.id}/campaign-influences`, { items: [] });
    const undone = await ask('POST', `/timeline/${gone.id}/${changed.id}/undo`);
    for (const answer of [put, undone])
      expect([answer.status, answer.body.detail]).toEqual([
        409,
        expect.stringContaining(`was merged into "${kept.id}"`),
      ]);
    expect((await ask('GET', '/people/pn_none/campaign-influences')).status).toBe(404);
  });

  test('an older revision of either is refused with 412, in words', async () => {
    const [kept, gone] = await two();
    const body = { merged: gone.id, mergedRevision: gone.revision };
    const old = await ask('POST', `/people/${kept.id}/merges`, body, { 'if-match': '"99"' });
    expect(old.status).toBe(412);
    await ask('PATCH', `/people/${gone.id}`, { title: 'Dr' });
    const stale = await ask('POST', `/people/${kept.id}/merges`, body, { 'if-match': `"${kept.revision}"` });
    expect(stale.status).toBe(412);
    expect(stale.body.detail).toContain('"mergedRevision" is');
    expect((await ask('GET', `/people/${gone.id}`)).body.id).toBe(gone.id);
  });

  test('an id of a merged record reads the kept one, and a change of it is refused with the way', async () => {
    const [kept, gone] = await two();
    await ask('POST', `/people/${kept.id}/merges`, { merged: gone.id });
    expect((await ask('GET', `/people/${gone.id}`)).body.id).toBe(kept.id);
    const external = `/by-external-id/people/${gone.externalId}?externalSource=crm`;
    expect((await ask('GET', external)).body).toMatchObject({ id: kept.id, email: kept.email });
    const put = await ask('PUT', external, { email: gone.email, title: 'From the CRM' });
    expect(put.body).toMatchObject({ id: kept.id, email: kept.email, externalId: gone.externalId });
    const changed = await ask('PATCH', `/people/${gone.id}`, { title: 'x' });
    expect([changed.status, changed.body.detail]).toEqual([
      409,
      expect.stringContaining(`was merged into "${kept.id}"`),
    ]);
    const task = (await ask('POST', '/tasks', { subject: 'Call', person: gone.id, dueOn: '2026-12-01' }))
      .body;
    expect(
      (await ask('GET', `/tasks?person=${gone.id}`)).body.items.map(({ id }: { id: string }) => id),
    ).toEqual([task.id]);
    for (const path of ['/people?limit=200', '/exports?kind=people']) {
      const answer = await consoleApp.app.inject({ url: `/api/v1${path}`, headers: bearer });
      expect(answer.body).toContain(kept.id);
      expect(answer.body).not.toContain(gone.id);
    }
  });

  test('two CRM records that were merged come to rest: each upsert changes what it says, and no name goes back and forth', async () => {
    const [kept, gone] = await two();
    await ask('PATCH', `/people/${kept.id}`, { externalId: `K${count}`, externalSource: 'crm' });
    await ask('POST', `/people/${kept.id}/merges`, { merged: gone.id });
    const upsert = (id: string, email: string) =>
      ask('PUT', `/by-external-id/people/${id}?externalSource=crm`, { email });
    const first = await upsert(gone.externalId, gone.email);
    const again = await upsert(`K${count}`, kept.email);
    expect(again.body).toMatchObject({ id: kept.id, email: kept.email, externalId: `K${count}` });
    expect(again.body.revision).toBe(first.body.revision);
  });

  test('an import of either address, id or external id changes the kept person', async () => {
    const [kept, gone] = await two();
    await ask('POST', `/people/${kept.id}/merges`, { merged: gone.id });
    const rows = [`,${gone.email},,,Dr`, `${gone.id},,,,Ms`, `,,${gone.externalId},crm,Sir`];
    const before = (await ask('GET', '/people?limit=200')).body.items.length;
    for (const row of rows) {
      const view = await run('kind=people', `id,email,externalId,externalSource,title\n${row}\n`);
      expect(view).toMatchObject({ status: 'done', counts: { changed: 1 } });
      const title = row.slice(row.lastIndexOf(',') + 1);
      expect((await ask('GET', `/people/${kept.id}`)).body).toMatchObject({ email: kept.email, title });
    }
    const wish = await run('kind=do-not-contact', `email\n${gone.email}\n`);
    expect(wish).toMatchObject({ status: 'done', counts: { changed: 1 } });
    expect((await ask('GET', `/people/${kept.id}`)).body).toMatchObject({ doNotContact: true });
    expect((await ask('GET', '/people?limit=200')).body.items).toHaveLength(before);
  });
});

describe('companies', () => {
  const company = async (given: object) => (await ask('POST', '/companies', given)).body;

  test('take over people and records, and answer for both domains and names', async () => {
    const kept = await company({ name: 'Globex', domain: 'globex.example' });
    const gone = await company({ name: 'Globex GmbH', domain: 'globex-de.example', country: 'DE' });
    const ada = await person({ email: 'ada@globex-de.example', name: 'Ada' });
    expect(ada).toMatchObject({ companyId: gone.id, company: 'Globex GmbH' });
    const made = (await ask('POST', `/companies/${kept.id}/merges`, { merged: gone.id })).body;
    expect(made.moved).toMatchObject({ people: 1 });
    expect((await ask('GET', `/people/${ada.id}`)).body).toMatchObject({
      companyId: kept.id,
      company: 'Globex',
    });
    expect((await ask('GET', `/companies/${gone.id}`)).body).toMatchObject({ id: kept.id, country: 'DE' });
    const bea = await person({ email: 'bea@globex-de.example', name: 'Bea' });
    expect(bea).toMatchObject({ companyId: kept.id });
    expect((await ask('GET', `/people?company=${gone.id}`)).body.items).toHaveLength(2);
    expect((await ask('GET', '/companies?domain=globex-de.example')).body.items).toMatchObject([
      { id: kept.id },
    ]);
    const again = await ask('POST', '/companies', { name: 'Globex GmbH' });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('merged into another')]);
    expect((await ask('POST', `/merges/${made.id}/undo`)).status).toBe(200);
    expect((await ask('GET', `/people/${ada.id}`)).body).toMatchObject({
      companyId: gone.id,
      company: 'Globex GmbH',
    });
    // Who came since stays where they came.
    expect((await ask('GET', `/people/${bea.id}`)).body).toMatchObject({ companyId: kept.id });
    expect((await ask('GET', `/companies/${kept.id}`)).body.country).toBeNull();
  });

  test.each([true, false])(
    'share the wish of one for no contact, and part again (of the kept one: %s)',
    async (isOfKept) => {
      count += 1;
      const kept = await company({ name: `Wish ${count}`, domain: `wish-${count}.example` });
      const gone = await company({ name: `Wish ${count} Ltd`, domain: `wish-${count}-uk.example` });
      const people = [
        await person({ email: `a@wish-${count}.example` }),
        await person({ email: `b@wish-${count}-uk.example` }),
      ];
      for (const { id } of people)
        await ask('POST', '/tasks', { subject: 'Call', person: id, dueOn: '2026-12-01' });
      await ask('PATCH', `/companies/${isOfKept ? kept.id : gone.id}`, { doNotContact: true });
      const marked = async () =>
        Promise.all(people.map(async ({ id }) => (await ask('GET', `/people/${id}`)).body.doNotContact));
      const open = async () =>
        Promise.all(
          people.map(async ({ id }) => (await ask('GET', `/tasks?person=${id}&open=true`)).body.items.length),
        );
      const before = [await marked(), await open()];
      expect(before).toEqual([
        [isOfKept, !isOfKept],
        [isOfKept ? 0 : 1, isOfKept ? 1 : 0],
      ]);
      const made = (await ask('POST', `/companies/${kept.id}/merges`, { merged: gone.id })).body;
      expect([await marked(), await open()]).toEqual([
        [true, true],
        [0, 0],
      ]);
      await ask('POST', `/merges/${made.id}/undo`);
      expect([await marked(), await open()]).toEqual(before);
    },
  );
});

test('an undo of an import does not take away somebody others were merged into', async () => {
  const view = await run('kind=people', 'email,name\nimported@three.example,Imp Orted\n');
  const [kept] = (await ask('GET', '/people?email=imported@three.example')).body.items;
  const gone = await person({ email: 'by-hand@three.example', name: 'Imp Orted' });
  await ask('POST', `/people/${kept.id}/merges`, { merged: gone.id });
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect((await ask('GET', `/people/${gone.id}`)).body.id).toBe(kept.id);
});
