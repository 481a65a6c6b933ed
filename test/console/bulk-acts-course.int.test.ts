/** The course of a bulk act: who may ask and see it, who is notified, a cancel, a killed worker, the end of its undo, and its age. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf as body, refusalOf as refusal } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let boss: Caller;
let mia: Caller;
let tom: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  boss = await newcomer(consoleApp, 'boss@example.com', 'manager');
  mia = await newcomer(consoleApp, 'mia@example.com', 'rep');
  tom = await newcomer(consoleApp, 'tom@example.com', 'rep');
  acting = actingOf(consoleApp, boss);
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

describe('who', () => {
  test('may change one may change many; each sees their own acts, managers those of all', async () => {
    const operator = await newcomer(consoleApp, 'op@example.com', 'operator');
    const marketer = await newcomer(consoleApp, 'marketer@example.com', 'marketer');
    const asked = { list: 'people', ids: [await acting.person()], change: { title: 'x' } };
    expect((await operator.ask('POST', '/bulk-acts', asked)).statusCode).toBe(403);
    expect(await refusal(marketer, asked)).toEqual([403, expect.stringContaining('may not change people')]);
    const mias = await acting.act(asked, mia);
    expect((await tom.ask('GET', `/bulk-acts/${mias.id}`)).statusCode).toBe(404);
    expect((await tom.ask('POST', `/bulk-acts/${mias.id}/undo`)).statusCode).toBe(404);
    expect((await tom.ask('GET', `/bulk-acts/${mias.id}/refused`)).statusCode).toBe(404);
    const seen = async (by: Caller) =>
      (await body(by, 'GET', '/bulk-acts?limit=200')).items.some(({ id }: { id: string }) => id === mias.id);
    expect([await seen(mia), await seen(tom), await seen(boss)]).toEqual([true, false, true]);
  });

  test('gets many is notified once; who takes them is not', async () => {
    const inbox = async () =>
      (await body(tom, 'GET', '/alerts?limit=200')).items.filter(
        ({ type }: { type: string }) => type === 'work.assigned',
      );
    const before = (await inbox()).length;
    const ids = [await acting.lead(), await acting.lead(), await acting.lead()];
    await acting.act({ list: 'leads', ids, change: { owner: 'tom@example.com' } });
    const [alert, ...more] = await inbox();
    expect(more).toHaveLength(before);
    expect([alert.text, alert.record.name]).toEqual([
      expect.stringMatching(/^3 leads were assigned to you by .*boss@example.com/),
      '3 leads',
    ]);
    await acting.act(
      { list: 'leads', ids: [await acting.lead()], change: { owner: 'tom@example.com' } },
      tom,
    );
    expect(await inbox()).toHaveLength(before + 1);
  });

  test('asks twice with one key asks once', async () => {
    const asked = { list: 'people', ids: [await acting.person()], change: { title: 'y' } };
    const headers = { 'idempotency-key': 'once' };
    const first = await boss.ask('POST', '/bulk-acts', asked, headers);
    const again = await boss.ask('POST', '/bulk-acts', asked, headers);
    expect([first.statusCode, again.statusCode, again.json().id]).toEqual([202, 200, first.json().id]);
    expect(
      (await boss.ask('POST', '/bulk-acts', { ...asked, change: { title: 'z' } }, headers)).statusCode,
    ).toBe(409);
    await acting.work();
  });
});

describe('an act', () => {
  test('that is cancelled keeps what it has changed, and is undone', async () => {
    const ids = [await acting.person({ title: 'old' }), await acting.person({ title: 'old' })];
    const { id } = await body(boss, 'POST', '/bulk-acts', { list: 'people', ids, change: { title: 'new' } });
    // A worker that stops after the first record.
    const stopping = new AbortController();
    const steps = consoleApp.sales.bulk.work({
      throwIfAborted: () => {
        stopping.signal.throwIfAborted();
        stopping.abort();
      },
    } as AbortSignal);
    await expect(steps).rejects.toThrow('abort');
    expect((await acting.find(id)).counts).toMatchObject({ done: 1, waiting: 1 });
    const cancelled = await body(boss, 'DELETE', `/bulk-acts/${id}`);
    expect(cancelled).toMatchObject({ status: 'cancelled', undoUntil: expect.any(String) });
    await acting.work();
    expect((await acting.find(id)).counts).toMatchObject({ done: 1, waiting: 1 });
    expect((await acting.undo(id)).counts).toMatchObject({ undone: 1, waiting: 1 });
    expect((await boss.ask('DELETE', `/bulk-acts/${id}`)).statusCode).toBe(409);
  });

  test('of a killed process goes on where it was once its lease is over, and changes nothing twice', async () => {
    const ids = [await acting.person(), await acting.person()];
    const { id } = await body(boss, 'POST', '/bulk-acts', { list: 'people', ids, change: { title: 'once' } });
    await consoleApp.query(
      `UPDATE bulk_acts SET lease = 'killed', leased_until = clock_timestamp() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    expect(await consoleApp.sales.bulk.work(new AbortController().signal)).toBe(false);
    await consoleApp.query(`UPDATE bulk_acts SET leased_until = clock_timestamp() WHERE id = $1`, [id]);
    await acting.work();
    expect((await acting.find(id)).counts).toMatchObject({ done: 2 });
    const { rows } = await consoleApp.query(
      `SELECT count(*)::int AS count FROM timeline WHERE record = ANY($1) AND changes -> 'title' ->> 1 = 'once'`,
      [ids],
    );
    expect(rows[0].count).toBe(2);
  });

  test('of a program is undone too', async () => {
    const { token } = acting;
    const id = await acting.person({ title: 'old' });
    const done = await acting.act({ list: 'people', ids: [id], change: { title: 'new' } }, token);
    expect((await acting.undo(done.id, token)).counts).toMatchObject({ undone: 1, kept: 0 });
    expect((await body(token, 'GET', `/people/${id}`)).title).toBe('old');
  });

  test('is undone for a day: just before its end, not at it', async () => {
    const done = await acting.act({ list: 'people', ids: [await acting.person()], change: { title: 'a' } });
    const other = await acting.act({ list: 'people', ids: [await acting.person()], change: { title: 'b' } });
    consoleApp.clock.turnTo(startMs + limits.undoMs);
    expect((await acting.find(done.id, acting.token)).undoUntil).toBeNull();
    expect((await acting.token.ask('POST', `/bulk-acts/${done.id}/undo`)).json().detail).toContain(
      'within 24 hours',
    );
    consoleApp.clock.turnTo(startMs + limits.undoMs - 1);
    expect((await acting.undo(other.id, acting.token)).counts).toMatchObject({ undone: 1 });
  });

  test('that is too many at once is answered 429', async () => {
    const asked = { list: 'people', ids: [await acting.person()], change: { title: 'c' } };
    for (let count = 0; count < limits.bulkActsOpenMax; count++)
      await body(boss, 'POST', '/bulk-acts', asked);
    expect(await refusal(boss, asked)).toEqual([429, expect.stringContaining('wait or run')]);
    await acting.work();
    expect((await boss.ask('POST', '/bulk-acts', asked)).statusCode).toBe(202);
    await acting.work();
  });

  test('goes with its age, and stays while it runs', async () => {
    const done = await acting.act({ list: 'people', ids: [await acting.person()], change: { title: 'd' } });
    consoleApp.clock.turnTo(startMs + limits.bulkKeptMs);
    await consoleApp.sales.bulk.dropOld();
    expect((await acting.token.ask('GET', `/bulk-acts/${done.id}`)).statusCode).toBe(200);
    consoleApp.clock.turnTo(startMs + limits.bulkKeptMs + 1);
    await consoleApp.sales.bulk.dropOld();
    expect((await acting.token.ask('GET', `/bulk-acts/${done.id}`)).statusCode).toBe(404);
  });

  test('says what is wrong with a change before anything is changed', async () => {
    const ids = [await acting.person()];
    expect(await refusal(boss, { list: 'people', ids, change: { country: 'Nowhere' } })).toEqual([
      400,
      expect.stringContaining('change.country'),
    ]);
    expect(await refusal(boss, { list: 'people', ids, change: {} })).toEqual([
      400,
      expect.stringContaining('expected something to change'),
    ]);
    expect(await refusal(boss, { list: 'people', ids })).toEqual([
      400,
      expect.stringContaining('"campaign"'),
    ]);
    expect(await refusal(boss, { list: 'people', change: { title: 'x' } })).toEqual([
      400,
      expect.stringContaining('"ids"'),
    ]);
    expect(
      await refusal(boss, {
        list: 'people',
        ids,
        change: { title: 'x' },
        each: { pn_other: { title: 'y' } },
      }),
    ).toEqual([400, expect.stringContaining('"each"')]);
    expect(
      await refusal(boss, {
        list: 'people',
        ids,
        change: { title: 'x' },
        each: { [ids[0] as string]: { colour: 'y' } },
      }),
    ).toEqual([400, expect.stringContaining('each')]);
  });
});
