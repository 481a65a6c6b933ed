/** What an undo of an import leaves: values that are somebody else's by now, and records that people have added to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importingOf } from '../sales/imports/importing.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const { run, work, find } = importingOf(() => consoleApp);
const personOf = async (email: string) =>
  (await ask('GET', `/people?email=${encodeURIComponent(email)}`)).body.items[0];

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => void (await consoleApp?.close()));

test('keeps what cannot be put back, since somebody else has the address by now, and holds up nothing', async () => {
  const { body } = await ask('POST', '/people', { email: 'first@taken.example', name: 'First' });
  const others = 'other@taken.example,,Other\n';
  const file = `email,id,name\nsecond@taken.example,${body.id},First\n${others}`;
  const view = await run('kind=people', file);
  expect((await personOf('second@taken.example'))?.id).toBe(body.id);
  await ask('POST', '/people', { email: 'first@taken.example', name: 'Somebody else' });
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect((await personOf('second@taken.example'))?.id).toBe(body.id);
  expect(await personOf('other@taken.example')).toBeUndefined();
  expect(await run('kind=people', 'email\nlater@taken.example\n')).toMatchObject({ status: 'done' });
});

test('takes ids of other systems back with their systems, and keeps both where somebody changed one', async () => {
  const of = async (kind: string, name: string) => (await ask('GET', `/${kind}?q=${name}`)).body.items[0];
  await run('kind=companies', 'name,externalId,externalSource\nFirst,1,crm\nSecond,2,crm\n');
  const view = await run(
    'kind=companies',
    'name,externalId,externalSource\nFirst renamed,1,crm\nFirst renamed,1,CRM\nSecond,22,hub\nThird,3,\n',
  );
  expect(view).toMatchObject({ status: 'done', counts: { new: 1, changed: 2, unchanged: 1 } });
  const { id } = await of('companies', 'Second');
  expect(await of('companies', 'Second')).toMatchObject({ externalId: '22', externalSource: 'hub' });
  expect(await of('companies', 'First')).toMatchObject({ name: 'First renamed', externalId: '1' });
  await ask('PATCH', `/companies/${id}`, { externalId: '23' });
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect(await of('companies', 'Second')).toMatchObject({ externalId: '23', externalSource: 'hub' });
  expect(await of('companies', 'First')).toMatchObject({ name: 'First', externalSource: 'crm' });
  expect(await of('companies', 'Third')).toBeUndefined();
});

test('keeps a record that somebody has put a file on', async () => {
  const view = await run('kind=people', 'email,name\nfile@kept.example,File\n');
  const made = await personOf('file@kept.example');
  const added = await consoleApp.app.inject({
    ...{ method: 'POST', url: `/api/v1/people/${made.id}/attachments?name=contract.pdf` },
    headers: { ...bearer, 'content-type': 'application/pdf' },
    payload: Buffer.from('%PDF-1.7\nhello\n%%EOF'),
  });
  expect(added.statusCode).toBe(201);
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect((await personOf('file@kept.example'))?.id).toBe(made.id);
});

test('keeps what a customer was sent: neither its amount nor its follow-up date goes back', async () => {
  const person = (await ask('POST', '/people', { email: 'sent@kept.example', name: 'Sent' })).body.id;
  const wanted = { pipeline: 'process-guide/opportunity', name: 'Sent', person, owner: 'rep@example.com' };
  const opportunity = (await ask('POST', '/opportunities', wanted)).body.id;
  const quoted = async (number: string) =>
    (await ask('GET', `/quotations?opportunity=${opportunity}`)).body.items.find(
      (one: { number: string }) => one.number === number,
    );
  const file = (rows: string) => `number,opportunity,amount,followUpOn\n${rows}`;
  await run(
    'kind=quotations',
    file(`A-1,${opportunity},100,2026-12-24\nA-2,${opportunity},100,2026-12-24\n`),
  );
  const view = await run(
    'kind=quotations',
    file(`A-1,${opportunity},250,2026-12-30\nA-2,${opportunity},250,2026-12-30\n`),
  );
  expect(view).toMatchObject({ status: 'done', counts: { changed: 2 } });
  const { id } = await quoted('A-1');
  expect((await ask('PATCH', `/quotations/${id}`, { status: 'sent' })).status).toBe(200);
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 2 } });
  expect(await quoted('A-1')).toMatchObject({ status: 'sent', amount: '250.00', followUpOn: '2026-12-30' });
  expect(await quoted('A-2')).toMatchObject({ status: 'draft', amount: '100.00', followUpOn: '2026-12-24' });
  const { items } = (await ask('GET', `/imports/${view.id}/kept`)).body;
  expect(items.map(({ record, column, reason }: Record<string, string>) => [record, column, reason])).toEqual(
    expect.arrayContaining([
      [id, 'amount', 'it was sent since the import'],
      [id, 'follow_up_on', 'it was sent since the import'],
    ]),
  );
});

test('keeps a person whom somebody has added to a campaign', async () => {
  const view = await run('kind=people', 'email,name\nadded@kept.example,Added\nleft@kept.example,Left\n');
  const made = await personOf('added@kept.example');
  await ask('POST', '/campaigns', { pipeline: 'value-stream/campaign', name: 'Spring' });
  const influences = `/people/${made.id}/campaign-influences`;
  const put = await ask('PUT', influences, { items: [{ campaign: 'Spring', touch: 'first' }] });
  expect([put.status, put.body]).toMatchObject([200, { items: [{ campaign: 'Spring' }] }]);
  await ask('POST', `/imports/${view.id}/undo`);
  await work();
  expect(await find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect((await personOf('added@kept.example'))?.id).toBe(made.id);
  expect(await personOf('left@kept.example')).toBeUndefined();
  expect((await ask('GET', influences)).body.items).toMatchObject([{ campaign: 'Spring' }]);
  expect((await ask('GET', `/imports/${view.id}/kept`)).body.items).toMatchObject([
    { record: made.id, reason: 'campaign_influences of it: made since the import' },
  ]);
});
