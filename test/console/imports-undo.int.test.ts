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
