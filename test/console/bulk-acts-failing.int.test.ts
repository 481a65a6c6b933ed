/** Records of bulk acts that fail over and over: other records and acts go on, and the tries come to an end. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf as body } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let boss: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  boss = await newcomer(consoleApp, 'boss@example.com', 'manager');
  acting = actingOf(consoleApp, boss);
  // A statement that is given up each time, as one that waits for a lock: nothing says that it fails for good.
  await consoleApp.query(`CREATE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.title = 'poison' THEN RAISE EXCEPTION 'given up' USING ERRCODE = '57014'; END IF; RETURN NEW; END $$`);
  await consoleApp.query(
    'CREATE TRIGGER give_up BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION give_up()',
  );
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

const begin = async (ids: string[], change: object, each?: object): Promise<string> =>
  (await body(boss, 'POST', '/bulk-acts', { list: 'people', ids, change, ...(each && { each }) })).id;

/** Makes the tries up to the one with this number; the first is made at once. */
async function tryUpTo(number: number): Promise<void> {
  for (let made = 1; made <= number; made++) {
    consoleApp.clock.turnTo(startMs + (made - 1) * limits.bulkRetryMs);
    await acting.work();
  }
}

test('a record that fails is tried again while others go on, and is refused after its last try', async () => {
  const [bad, good, other] = [await acting.person(), await acting.person(), await acting.person()];
  const act = await begin([bad, good], { title: 'fine' }, { [bad]: { title: 'poison' } });
  const later = await begin([other], { title: 'fine' });
  await tryUpTo(1);
  expect((await acting.find(act)).counts).toMatchObject({ done: 1, waiting: 1 });
  expect(await acting.find(later)).toMatchObject({ status: 'done', counts: { done: 1 } });
  // No sooner than its time.
  consoleApp.clock.turnTo(startMs + limits.bulkRetryMs - 1);
  expect(await consoleApp.sales.bulk.work(new AbortController().signal)).toBe(false);
  await tryUpTo(limits.bulkTriesMax - 1);
  expect(await acting.find(act)).toMatchObject({ status: 'running', counts: { waiting: 1, refused: 0 } });
  await tryUpTo(limits.bulkTriesMax);
  expect(await acting.find(act)).toMatchObject({
    status: 'done',
    counts: { done: 1, waiting: 0, refused: 1 },
  });
  expect((await acting.find(act)).refused).toMatchObject([
    { record: bad, reason: `it failed ${limits.bulkTriesMax} times, the last time with: given up` },
  ]);
});

test('a record that fails once is changed by its next try', async () => {
  const bad = await acting.person();
  await consoleApp.query('ALTER TABLE people DISABLE TRIGGER give_up');
  const act = await begin([bad], { title: 'poison' });
  await consoleApp.query('ALTER TABLE people ENABLE TRIGGER give_up');
  await tryUpTo(1);
  expect((await acting.find(act)).counts).toMatchObject({ waiting: 1 });
  await consoleApp.query('ALTER TABLE people DISABLE TRIGGER give_up');
  await tryUpTo(2);
  await consoleApp.query('ALTER TABLE people ENABLE TRIGGER give_up');
  expect(await acting.find(act)).toMatchObject({ status: 'done', counts: { done: 1 } });
});

test('an undo keeps the record that fails, after as many tries', async () => {
  const bad = await poisoned();
  const act = await begin([bad, await acting.person()], { title: 'fine' });
  await acting.work();
  await body(boss, 'POST', `/bulk-acts/${act}/undo`);
  await tryUpTo(limits.bulkTriesMax - 1);
  expect(await acting.find(act)).toMatchObject({ status: 'undoing', counts: { undone: 1, done: 1 } });
  await tryUpTo(limits.bulkTriesMax);
  expect(await acting.find(act)).toMatchObject({ status: 'undone', counts: { undone: 1, kept: 1 } });
});

test('an undo is stopped, and asked for again', async () => {
  const bad = await poisoned();
  const act = await begin([bad, await acting.person()], { title: 'fine' });
  await acting.work();
  await body(boss, 'POST', `/bulk-acts/${act}/undo`);
  await acting.work();
  expect(await body(boss, 'DELETE', `/bulk-acts/${act}`)).toMatchObject({
    ...{ status: 'cancelled', undoUntil: expect.any(String), endedAt: expect.any(String) },
    counts: { undone: 1, done: 1 },
  });
  await tryUpTo(2);
  expect((await acting.find(act)).counts).toMatchObject({ undone: 1, done: 1 });
  await consoleApp.query('ALTER TABLE people DISABLE TRIGGER give_up');
  expect(await acting.undo(act)).toMatchObject({ status: 'undone', counts: { undone: 2, done: 0 } });
  await consoleApp.query('ALTER TABLE people ENABLE TRIGGER give_up');
  expect((await body(boss, 'GET', `/people/${bad}`)).title).toBe('poison');
});

/** A person whom an undo cannot put back: the former title is the one that fails. */
async function poisoned(): Promise<string> {
  return acting.person({ title: 'poison' });
}
