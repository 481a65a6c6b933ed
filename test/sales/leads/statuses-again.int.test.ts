/** What scoring was said of people in sales is taken back, said again where it may be lost, bounded for a day, and dropped in time. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { admin } from '../records.ts';
import { busy, fresh, statusRoom } from './status-room.ts';

const { room, ask, email, heard, heardOf, later, lead, move, ofAddress, pass, person, sink, sweep } =
  statusRoom();

describe('what is said is taken back', () => {
  test('who was merged with nothing to say is as before once that is undone', async () => {
    const [kept, merged] = [await person('kept', { kind: 'customer' }), await person('merged')];
    await pass();
    const { id } = await room.store.sales.records.merge('people', kept, { merged, take: [] }, admin);
    await pass();
    expect(heardOf('merged')).toEqual([[[], true]]);
    await room.store.sales.records.undoMerge(id, admin);
    await pass();
    expect(heardOf('merged').at(-1)).toEqual([[], false]);
    expect(heardOf('kept').at(-1)).toEqual([[], true]);
  });

  test('of somebody who is taken out again, as by the undo of an import, profiles hear that it is over', async () => {
    const ida = await person('ida', { kind: 'customer' });
    await pass();
    await room.store.sql.query('DELETE FROM people WHERE id = $1', [ida]);
    await pass();
    expect(heardOf('ida')).toEqual([
      [[], true],
      [[], false],
    ]);
    expect((await room.store.sql.query('SELECT FROM statuses_said WHERE person = $1', [ida])).rowCount).toBe(
      0,
    );
    const again = await person('ida', { kind: 'customer' });
    await pass();
    expect(heardOf('ida').at(-1)).toEqual([[], true]);
    ask(false);
    await pass();
    await room.store.sql.query('DELETE FROM people WHERE id = $1', [again]);
    ask(true);
    await pass();
    expect(heardOf('ida').at(-1)).toEqual([[], false]);
    const times = heard.filter(({ profile }) => profile === ofAddress('ida')).map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(times).size).toBe(times.length);
  });

  test('an address that is proven hears of its person from then on', async () => {
    const leo = await person('leo', { kind: 'customer' });
    await room.store.sql.query(`UPDATE people SET unproven = '{email}' WHERE id = $1`, [leo]);
    await pass();
    heard.length = 0;
    await room.store.sql.query('UPDATE people SET unproven = NULL WHERE id = $1', [leo]);
    await pass();
    expect(heardOf('leo')).toEqual([[[], true]]);
  });
});

describe('too much of one person', () => {
  test('a status that takes the lead out of itself stops for the day, and the last word is right', async () => {
    const id = await lead('max');
    room.held = 0;
    let moves = 0;
    room.react = async (statements) => {
      if (moves++ > 100 || !statements.some(({ profile }) => profile === ofAddress('max'))) return;
      const { rows } = await room.store.sql.query<{ status: string }>(
        'SELECT status FROM leads WHERE id = $1',
        [id],
      );
      await move(id, rows[0]?.status === busy[0] ? 'Sent to sales' : 'In progress');
    };
    await pass();
    expect(heardOf('max')).toHaveLength(limits.statusesPerDayMax);
    expect(room.held).toBe(1);
    room.react = async () => undefined;
    // Others do not wait for them.
    await lead('ned');
    await pass();
    expect(heardOf('ned')).toEqual([[fresh, false]]);
    await later(limits.dayMs - 1);
    await pass();
    expect(heardOf('max')).toHaveLength(limits.statusesPerDayMax);
    await later(1);
    await pass();
    const { rows } = await room.store.sql.query<{ status: string }>(
      'SELECT status FROM leads WHERE id = $1',
      [id],
    );
    expect(heardOf('max').at(-1)).toEqual([[rows[0]?.status], false]);
  });
});

test('of sixty moves between two rounds as many are said as within a day, and the last word when it is over', async () => {
  const id = await lead('uma');
  for (let moves = 0; moves < 60; moves++) await move(id, moves % 2 === 0 ? 'In progress' : 'Sent to sales');
  await pass();
  expect(heardOf('uma')).toHaveLength(limits.statusesPerDayMax);
  await later(limits.dayMs);
  await pass();
  expect(heardOf('uma').slice(limits.statusesPerDayMax)).toEqual([[fresh, false]]);
});

describe('of a day on which enough was said of somebody', () => {
  const changes = async (id: string, count: number) => {
    for (let moves = 0; moves < count; moves++)
      await move(id, moves % 2 === 0 ? 'In progress' : 'Sent to sales');
  };
  const rowsOf = async (id: string) => {
    const { rows } = await room.store.sql.query<{ statuses: string[] }>(
      'SELECT statuses FROM status_changes WHERE person = (SELECT person_id FROM leads WHERE id = $1)',
      [id],
    );
    return rows.map(({ statuses }) => statuses);
  };

  test.each([
    [limits.statusesPerDayMax - 1, 0],
    [limits.statusesPerDayMax, 0],
    [limits.statusesPerDayMax + 1, 1],
    // They stand as was said last.
    [3 * limits.statusesPerDayMax, 0],
    [3 * limits.statusesPerDayMax + 1, 1],
  ])('%i changes leave %i to wait', async (count, waits) => {
    const id = await lead('vic');
    await changes(id, count - 1);
    await pass();
    expect(heardOf('vic')).toHaveLength(Math.min(count, limits.statusesPerDayMax));
    expect(await rowsOf(id)).toHaveLength(waits);
  });

  test.each([1, 2, 40])(
    '%i further ones wait as the last of them, before anybody reads them',
    async (further) => {
      const id = await lead('wes');
      await changes(id, limits.statusesPerDayMax - 1);
      await pass();
      expect(await rowsOf(id)).toEqual([]);
      await move(id, 'Sent to sales');
      await changes(id, further);
      const last = further % 2 === 0 ? fresh : busy;
      expect(await rowsOf(id)).toEqual([last]);
      await pass();
      expect(await rowsOf(id)).toEqual([last]);
      await later(limits.dayMs - 1);
      await pass();
      expect(heardOf('wes')).toHaveLength(limits.statusesPerDayMax);
      await later(1);
      await pass();
      expect(heardOf('wes').slice(limits.statusesPerDayMax)).toEqual([[last, false]]);
      expect(await rowsOf(id)).toEqual([]);
    },
  );

  test('a profile that they are called by no longer hears at once that it is over', async () => {
    const id = await lead('xia');
    await changes(id, limits.statusesPerDayMax);
    await pass();
    expect(heardOf('xia')).toHaveLength(limits.statusesPerDayMax);
    const { rows } = await room.store.sql.query<{ id: string }>('SELECT id FROM people WHERE email = $1', [
      email('xia'),
    ]);
    const person = rows[0]?.id ?? '';
    room.held = 0;
    await room.store.sales.records.changePerson(person, { email: email('xiang') }, admin);
    await pass();
    expect(heardOf('xia').slice(limits.statusesPerDayMax)).toEqual([[[], false]]);
    expect(heardOf('xiang')).toEqual([]);
    expect([await rowsOf(id), room.held]).toEqual([[fresh], 0]);
    await later(limits.dayMs);
    await pass();
    expect(heardOf('xiang')).toEqual([[fresh, false]]);
    expect(heardOf('xia')).toHaveLength(limits.statusesPerDayMax + 1);
  });

  test('so do those of somebody who is taken out', async () => {
    const yan = await person('yan', { kind: 'customer' });
    const { records } = room.store.sales;
    await records.changePerson(yan, { email: email('yann') }, admin);
    for (let count = 3; count <= limits.statusesPerDayMax; count++)
      await records.changePerson(yan, { kind: count % 2 === 0 ? 'customer' : 'contact' }, admin);
    room.held = 0;
    await pass();
    expect([heardOf('yann').at(-1), room.held]).toEqual([[[], true], 1]);
    await room.store.sql.query('DELETE FROM people WHERE id = $1', [yan]);
    await pass();
    expect(heardOf('yann').at(-1)).toEqual([[], false]);
  });
});

describe('what scoring may have forgotten', () => {
  const onePartition = (change: 'restartPositions' | 'raisePositions') => async () => {
    await room.store.sql.query('BEGIN');
    const { leads } = room.store.sales;
    if (change === 'restartPositions') await leads.restartPositions(room.store.sql, 1, 1);
    else await leads.raisePositions(room.store.sql, 1);
    await room.store.sql.query('COMMIT');
  };
  test.each([
    ['Redis was lost', onePartition('restartPositions')],
    ['sales was set back', onePartition('raisePositions')],
  ])('is said again as of now where %s, also that it is over', async (_what, lose) => {
    await move(await lead('oda'));
    const dan = await person('per', { kind: 'customer' });
    await pass();
    await room.store.sales.records.changePerson(dan, { email: null }, admin);
    await pass();
    await later(limits.hourMs);
    heard.length = 0;
    await lose();
    await pass();
    expect(heardOf('oda')).toEqual([[busy, false]]);
    expect(heardOf('per')).toEqual([[[], false]]);
    expect(heard.find(({ profile }) => profile === ofAddress('oda'))).toMatchObject({
      atMs: room.nowMs,
      wasThere: true,
    });
    heard.length = 0;
    await pass();
    expect(heard).toEqual([]);
  });

  test('is another statement where its number begins again, because PostgreSQL was set back', async () => {
    const rob = await person('rob', { kind: 'customer' });
    const { rows } = await room.store.sql.query<{ id: string }>('SELECT max(id) AS id FROM status_changes');
    await pass();
    await room.store.sales.records.changePerson(rob, { kind: 'contact' }, admin);
    await pass();
    await room.store.sql.query(`ALTER TABLE status_changes ALTER COLUMN id RESTART WITH ${rows[0]?.id}`);
    await later(limits.minuteMs);
    await room.store.sales.records.changePerson(rob, { kind: 'customer' }, admin);
    await pass();
    expect(heardOf('rob')).toEqual([
      [[], true],
      [[], false],
      [[], true],
    ]);
    expect(
      new Set(heard.filter(({ profile }) => profile === ofAddress('rob')).map(({ id }) => id)).size,
    ).toBe(3);
  });

  test('that it is over is not looked for again while nobody asks', async () => {
    const sid = await person('sid', { kind: 'customer' });
    await pass();
    await room.store.sales.records.changePerson(sid, { kind: 'contact' }, admin);
    await pass();
    ask(false);
    await pass();
    await onePartition('raisePositions')();
    const { rows } = await room.store.sql.query('SELECT ended FROM statuses_heard WHERE person = $1', [sid]);
    expect(rows).toEqual([{ ended: true }]);
  });

  test('is said again before the history forgets it', async () => {
    await lead('pia');
    await person('qed');
    await pass();
    const againMs = sink.historyMs * limits.statusesAgainShare;
    await later(againMs);
    await pass();
    expect(heardOf('pia')).toEqual([[fresh, false]]);
    await later(1);
    for (let turn = 0; turn < 2; turn++) await pass();
    expect(heardOf('pia')).toEqual([
      [fresh, false],
      [fresh, false],
    ]);
    const [, again] = heard.filter(({ profile }) => profile === ofAddress('pia'));
    expect(again).toMatchObject({ atMs: room.nowMs, wasThere: true });
  });
});

test('profiles of people who are forgotten by retention hear that it is over, and nobody is named', async () => {
  const id = await lead('ray');
  await room.store.sales.records.changeLead(
    id,
    { status: 'Closed lost', reason: 'no budget' } as never,
    admin,
  );
  await pass();
  await later(500 * limits.dayMs);
  await sweep({ people: 400 });
  expect((await room.store.sql.query('SELECT FROM people WHERE email = $1', [email('ray')])).rowCount).toBe(
    0,
  );
  await pass();
  expect(heardOf('ray').at(-1)).toEqual([[], false]);
  const { rows } = await room.store.sql.query('SELECT person, ended FROM statuses_heard WHERE profile = $1', [
    ofAddress('ray'),
  ]);
  expect(rows).toEqual([{ person: '', ended: true }]);
});

test('what was said of people goes with SAID_DAYS once they and their profiles are gone', async () => {
  const kept = await person('kay', { kind: 'customer' });
  await room.store.sql.query('UPDATE people SET profile = $2 WHERE id = $1', [kept, 'stays']);
  await pass();
  const at = new Date(room.nowMs);
  const subjects = [kept, 'stays', 'address', 'pn_gone', 'gone'];
  for (const subject of subjects) {
    await room.store.sql.query(
      `INSERT INTO statuses_said (person, statuses, is_customer, at, said_at) VALUES ($1, '{New}', false, $2, $2)
       ON CONFLICT (person) DO UPDATE SET said_at = excluded.said_at`,
      [subject, at],
    );
    await room.store.sql.query('INSERT INTO account_groups (subject, said, at) VALUES ($1, $2, $3)', [
      ...[subject, subject === 'address' ? { by: 'stays' } : {}, at],
    ]);
    for (const ended of [true, false])
      await room.store.sql.query(
        'INSERT INTO statuses_heard (profile, person, at, ended) VALUES ($1, $2, $3, $4)',
        [`of ${subject}`, `${ended}`, at, ended],
      );
  }
  const left = async () => {
    const here = async (sql: string, values: unknown[]) =>
      (await room.store.sql.query<{ one: string }>(sql, values)).rows.map(({ one }) => one);
    return {
      said: await here('SELECT person AS one FROM statuses_said WHERE person = ANY($1) ORDER BY 1', [
        subjects,
      ]),
      groups: await here('SELECT subject AS one FROM account_groups WHERE subject = ANY($1) ORDER BY 1', [
        subjects,
      ]),
      heard: await here(
        `SELECT DISTINCT person AS one FROM statuses_heard WHERE profile LIKE 'of %' ORDER BY 1`,
        [],
      ),
    };
  };
  const sorted = (of: string[]) => [...of].sort();
  await later(400 * limits.dayMs);
  await sweep({ statuses_said: 400, statuses_heard: 400, account_groups: 400 });
  expect(await left()).toEqual({
    said: sorted(subjects),
    groups: sorted(subjects),
    heard: ['false', 'true'],
  });
  await later(1);
  await sweep({ statuses_said: 400, statuses_heard: 400, account_groups: 400 });
  expect(await left()).toEqual({
    said: [kept],
    groups: sorted([kept, 'stays', 'address']),
    heard: ['false'],
  });
});
