/** How people stand in sales, said to scoring, on a real PostgreSQL: each change by any writer, exactly once, while a programme asks. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { until } from '../../support/until.ts';
import { admin } from '../records.ts';
import { busy, fresh, statusRoom } from './status-room.ts';

const {
  room,
  ask,
  erase,
  email,
  heard,
  heardOf,
  later,
  lead,
  move,
  ofAddress,
  pass,
  person,
  tablesOf,
  waiting,
  wanted,
} = statusRoom();

describe('while a programme asks', () => {
  test('a lead that is opened, moved and closed is heard of at each time', async () => {
    const id = await lead('ann');
    await later(limits.minuteMs);
    await move(id);
    await later(limits.minuteMs);
    await room.store.sales.records.changeLead(
      id,
      { status: 'Closed lost', reason: 'no budget' } as never,
      admin,
    );
    await pass();
    expect(heardOf('ann')).toEqual([
      [fresh, false],
      [busy, false],
      [['Closed lost'], false],
    ]);
    const times = heard.filter(({ profile }) => profile === ofAddress('ann')).map(({ atMs }) => atMs);
    expect(times).toEqual([2, 1, 0].map((minutes) => room.nowMs - minutes * limits.minuteMs));
    expect(heard.every(({ wasThere }) => !wasThere)).toBe(true);
    expect(await waiting()).toBe(0);
  });

  test('two open leads are both statuses, each once', async () => {
    const one = await lead('ann', 'One');
    await lead('ann', 'Two');
    await move(one);
    await pass();
    expect(heardOf('ann').at(-1)).toEqual([[...busy, ...fresh], false]);
  });

  test('a customer is heard of, and one who is none any more', async () => {
    const bob = await person('bob', { kind: 'customer' });
    await room.store.sales.records.changePerson(bob, { kind: 'contact' }, admin);
    await pass();
    expect(heardOf('bob')).toEqual([
      [[], true],
      [[], false],
    ]);
  });

  test('nothing is said of somebody who has no lead and is no customer', async () => {
    const cid = await person('cid');
    await room.store.sales.records.changePerson(cid, { name: 'Cid' }, admin);
    await pass();
    expect(heard).toEqual([]);
  });

  test('another address hears how somebody stands', async () => {
    const dan = await person('dan', { kind: 'customer' });
    await pass();
    await room.store.sales.records.changePerson(dan, { email: email('daniel') }, admin);
    await pass();
    expect(heardOf('daniel')).toEqual([[[], true]]);
    expect(heardOf('dan').at(-1)).toEqual([[], false]);
    await room.store.sales.records.changePerson(dan, { email: null }, admin);
    await pass();
    expect(heardOf('daniel').at(-1)).toEqual([[], false]);
    expect(heardOf('dan')).toHaveLength(2);
  });

  test('people who are merged hear of the leads of both, and an undo takes that back', async () => {
    const [kept, merged] = [await person('kept'), await person('merged')];
    await lead('kept', 'Kept');
    await move(await lead('merged', 'Merged'));
    await pass();
    const { id } = await room.store.sales.records.merge('people', kept, { merged, take: [] }, admin);
    await pass();
    for (const name of ['kept', 'merged']) expect(heardOf(name).at(-1)).toEqual([[...busy, ...fresh], false]);
    await room.store.sales.records.undoMerge(id, admin);
    await pass();
    expect(heardOf('kept').at(-1)).toEqual([fresh, false]);
    expect(heardOf('merged').at(-1)).toEqual([busy, false]);
    expect(heardOf('kept')).not.toContainEqual([[], false]);
    expect(heardOf('merged')).not.toContainEqual([[], false]);
  });

  test('what could not be said is said again by the same ids, and nothing is lost', async () => {
    await lead('eve');
    room.failure = new Error('Redis is away');
    await expect(pass()).rejects.toThrow('Redis is away');
    room.failure = null;
    await pass();
    const ids = heard.filter(({ profile }) => profile === ofAddress('eve')).map(({ id }) => id);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('of somebody who was erased nothing waits, and nothing is said', async () => {
    const fay = await person('fay');
    await lead('fay');
    expect(await waiting()).toBeGreaterThan(0);
    await erase('fay', fay);
    await pass();
    expect(heardOf('fay')).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  test('what was said while an erasure was on its way is taken back, and nobody is named', async () => {
    const [gus, hal] = [await person('gus', { kind: 'customer' }), await person('hal', { kind: 'customer' })];
    await pass();
    await erase('gus', gus, room.nowMs - 1);
    await erase('hal', hal);
    await pass();
    expect(heardOf('gus')).toEqual([
      [[], true],
      [[], false],
    ]);
    // That was erased with what came before.
    expect(heardOf('hal')).toEqual([[[], true]]);
    const [first, last] = heard.filter(({ profile }) => profile === ofAddress('gus'));
    expect(last?.atMs).toBeGreaterThan(first?.atMs ?? 0);
    const { rows } = await room.store.sql.query(
      'SELECT person, ended FROM statuses_heard WHERE profile = ANY($1)',
      [[ofAddress('gus'), ofAddress('hal')]],
    );
    expect(rows).toEqual([{ person: '', ended: true }]);
  });

  test('an export and an erasure have what was noted and said of who was merged into somebody', async () => {
    const [kept, merged] = [await person('kept'), await person('merged')];
    const ofMerged = await lead('merged');
    await pass();
    await move(ofMerged);
    await room.store.sql.query(`INSERT INTO account_groups (subject, said) VALUES ($1, '{}')`, [merged]);
    await room.store.sales.records.merge('people', kept, { merged, take: [] }, admin);
    const of = { people: [kept], profiles: [] };
    const tables = ['status_changes', 'statuses_said', 'account_groups'];
    const exported = JSON.stringify((await tablesOf(of)).filter(([table]) => tables.includes(table)));
    for (const table of tables) expect(exported).toContain(`"${table}"`);
    expect(exported.split(`"person":"${merged}"`).length - 1).toBeGreaterThanOrEqual(2);
    expect(exported).toContain(`"subject":"${merged}"`);
    await erase('kept', kept);
    for (const table of tables) {
      const { rows } = await room.store.sql.query(
        `SELECT * FROM ${table} AS one WHERE position($1 IN one::text) > 0`,
        [merged],
      );
      expect(rows).toEqual([]);
    }
  });

  test('two processes say each change once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
    for (const name of names) await lead(name);
    await Promise.all([pass(), pass(), pass()]);
    for (const name of names) expect(heardOf(name)).toEqual([[fresh, false]]);
  });
});

describe('before a programme asks', () => {
  test('nothing is noted; then all is said as it stands, since it began, and moves nothing by itself', async () => {
    ask(false);
    await pass();
    const began = room.nowMs;
    await move(await lead('gil'));
    await person('hal', { kind: 'customer' });
    await later(2 * limits.dayMs);
    expect(await waiting()).toBe(0);
    ask(true);
    await pass();
    expect(heardOf('gil')).toEqual([[busy, false]]);
    expect(heardOf('hal')).toEqual([[[], true]]);
    const [gil, hal] = ['gil', 'hal'].map((name) => heard.find(({ profile }) => profile === ofAddress(name)));
    expect(gil).toMatchObject({ atMs: began, wasThere: true });
    expect(hal).toMatchObject({ wasThere: true });
  });

  test('what began long ago is said as if it began when scoring takes it', async () => {
    ask(false);
    await pass();
    await lead('ida');
    await later(60 * limits.dayMs);
    ask(true);
    await pass();
    const [ida] = heard.filter(({ profile }) => profile === ofAddress('ida'));
    expect(ida?.atMs).toBe(room.nowMs - limits.latenessMs + limits.minuteMs);
  });

  test('a process with earlier programmes changes nothing', async () => {
    const later = wanted.generation;
    wanted.generation = later - 1;
    wanted.isWanted = false;
    await lead('jan');
    await pass();
    expect(heardOf('jan')).toEqual([[fresh, false]]);
    wanted.generation = later;
    wanted.isWanted = true;
  });

  test('a change by a writer who began before is noted with how people stood', async () => {
    ask(false);
    await pass();
    const kim = await person('kim');
    const writer = new pg.Client({ connectionString: room.store.databaseUrl });
    await writer.connect();
    await writer.query('BEGIN');
    await writer.query("UPDATE people SET kind = 'customer' WHERE id = $1", [kim]);
    ask(true);
    await pass();
    expect(heardOf('kim')).toEqual([]);
    await writer.query('COMMIT');
    await writer.end();
    await pass();
    expect(heardOf('kim')).toEqual([[[], true]]);
  });

  test('so is one by a writer who began while it was being written that a programme asks', async () => {
    ask(false);
    await pass();
    const lea = await person('lea');
    const [holder, writer] = [0, 1].map(() => new pg.Client({ connectionString: room.store.databaseUrl }));
    if (holder === undefined || writer === undefined) throw new Error('no connections');
    await Promise.all([holder.connect(), writer.connect()]);
    await holder.query('BEGIN');
    await holder.query('SELECT FROM statuses_wanted FOR UPDATE');
    ask(true);
    const passed = pass();
    // It has its number, and waits for the row.
    await until('the question waits', async () => {
      const { rowCount } = await room.store.sql.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE statuses_wanted%'
         AND backend_xid IS NOT NULL`,
      );
      return rowCount === 1;
    });
    await writer.query('BEGIN');
    await writer.query("UPDATE people SET kind = 'customer' WHERE id = $1", [lea]);
    await holder.query('COMMIT');
    await passed;
    expect(heardOf('lea')).toEqual([]);
    await writer.query('COMMIT');
    await Promise.all([holder.end(), writer.end()]);
    await pass();
    expect(heardOf('lea')).toEqual([[[], true]]);
  });
});
