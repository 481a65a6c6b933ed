/** The history's tables on a real PostgreSQL: days, bad values, lookups, pages of the ledger, replays, retention. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { erasedNameOf, limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { familiesOf } from '../../../src/engine/history/families.ts';
import { startJanitor } from '../../../src/engine/history/history.ts';
import type { HistoryEntry, RejectedRecord } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { watchTransactions } from '../../support/transactions.ts';
import { dayMs, entryOf, eventOf, linkOf, notedOf, startMs } from './records.ts';

let server: TestDatabase;
let history: TestHistory;
let client: pg.Client;

beforeAll(async () => {
  server = await startTestDatabase({ isWithoutTables: true });
  // Two at once: the migrations run once all the same.
  const open = () => openTestHistory(server.url);
  const [first, second] = await Promise.all([open(), open()]);
  await second.close();
  history = first;
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await history?.close();
  await server?.stop();
});

const rejected: RejectedRecord[] = [];
const copy = (events: HistoryEntry[], ledger: HistoryEntry[] = []) =>
  history.copyBatch(
    { events, ledger, hasMore: false },
    undefined,
    async (_stream, records) => void rejected.push(...records),
  );
const pastOf = async (key: string) => {
  const id = profileIdOf(key);
  return (await history.historiesOf([id])).get(id) ?? { events: [], beginsAtMs: -1 };
};
const eventIds = async (key: string) => (await pastOf(key)).events.map(({ id }) => id);
const tables = async () =>
  (
    await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname ~ '^(events|ledger)_[0-9]{8}$' ORDER BY relname`,
    )
  ).rows.map(({ name }) => name);

test('a record that no column holds is skipped, its neighbours are not', async () => {
  const key = 'a:bad';
  const good = (id: string) => eventOf(id, { key });
  const bad = [
    eventOf('x', { key, profile: 'nul\0' }),
    eventOf('x', { key, profile: 'long'.repeat(100) }),
    eventOf('x', { key, hash: 1.5 }),
    eventOf('x', { key, acceptedAtMs: 1e15 }),
    { ...eventOf('x', { key }), atMs: null },
    null,
    ['event'],
  ];
  const entries = [
    entryOf('e', [good('one'), ...bad, good('two\0\ud800')]),
    entryOf('e', 'no JSON'),
    entryOf('s', [{ to: 'p', state: '' }]),
    entryOf('e', [{ ...good('forwarded'), isForwarded: true }]),
    entryOf('l', [linkOf(key, 'u:bad'), { child: 'c' }]),
  ];
  expect(await copy(entries)).toMatchObject({ events: 3, unreadable: bad.length + 2 });
  expect(await eventIds(key)).toEqual(['one', 'two\0\ud800']);
  expect(await eventIds('u:bad')).toEqual(['one', 'two\0\ud800']);
});

test('a value that PostgreSQL still rejects is found and set aside with the reason', async () => {
  await client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.body LIKE '%poison%' THEN RAISE 'refused' USING ERRCODE = '22023'; END IF; RETURN NEW; END $$`);
  await client.query('CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()');
  const key = 'a:refused';
  const ids = Array.from({ length: 20 }, (_, index) => `${index}${index % 7 === 3 ? '-poison' : ''}`);
  const entries = ids.map((id) => entryOf('e', [eventOf(id, { key })]));
  expect(await copy(entries)).toMatchObject({ events: 17, unreadable: 0, rejected: 3 });
  expect(rejected.map(({ entry }) => entry)).toEqual([3, 10, 17].map((index) => entries[index]?.id));
  const { letter, position } = rejected[0] as RejectedRecord;
  expect(letter).toMatchObject({ reason: 'unstorable', field: 'e', isCut: false });
  expect(letter.detail).toBe('PostgreSQL cannot store it: refused');
  expect([position, JSON.parse(letter.json)[0].id]).toEqual([0, '3-poison']);
  await client.query('DROP FUNCTION refuse CASCADE');
  expect(await eventIds(key)).toEqual(ids.filter((id) => !id.includes('poison')));
});

test('a link whose identities PostgreSQL rejects is kept without them, and its neighbours with theirs', async () => {
  await client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.child_key LIKE '%poison%' THEN RAISE 'refused' USING ERRCODE = '22021'; END IF; RETURN NEW; END $$`);
  await client.query('CREATE TRIGGER refuse BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION refuse()');
  await copy([entryOf('l', [linkOf('a:poison', 'u:kept'), linkOf('a:fine', 'u:kept')])]);
  await client.query('DROP FUNCTION refuse CASCADE');
  const { rows } = await client.query(
    'SELECT child_key FROM links WHERE parent = $1 ORDER BY child_key NULLS FIRST',
    [profileIdOf('u:kept')],
  );
  expect(rows).toEqual([{ child_key: null }, { child_key: 'a:fine' }]);
});

test('days are made at their first use, many at once, beside a replay under way', async () => {
  await copy([entryOf('e', [eventOf('a', { key: 'a:days' })])]);
  const reading = history.replay({ sinceMs: startMs, untilMs: startMs + dayMs })[Symbol.asyncIterator]();
  await reading.next();
  const days = Array.from({ length: 5 }, (_, index) => startMs + (index + 1) * dayMs);
  const counts = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((partition) =>
      copy(
        [
          entryOf(
            'e',
            days.map((acceptedAtMs) => eventOf('b', { key: 'a:days', acceptedAtMs })),
            partition,
          ),
        ],
        [
          entryOf(
            'g',
            days.map((notedAtMs) => notedOf({ profile: 'days', notedAtMs })),
            partition,
          ),
        ],
      ),
    ),
  );
  await reading.return?.();
  expect(counts.map(({ events, ledgerEntries }) => events + ledgerEntries)).toEqual(Array(6).fill(10));
  expect(await tables()).toEqual(
    expect.arrayContaining(['events_20261124', 'events_20261128', 'ledger_20261124']),
  );
});

test('events are given in the order of acceptance, and ids of entries compare by number', async () => {
  const key = 'u:order';
  const entry = (id: string, ...events: string[]) => ({
    ...entryOf('e', [], 90),
    id,
    json: JSON.stringify(events.map((name) => eventOf(name, { key }))),
  });
  await copy([entry('9-9', 'a', 'b'), entry('9-10', 'c'), entry('10-1', 'd')]);
  await copy([entryOf('e', [eventOf('earlier', { key, acceptedAtMs: startMs - dayMs })], 91)]);
  expect(await eventIds(key)).toEqual(['earlier', 'a', 'b', 'c', 'd']);
});

test('the ledger is given page by page, the latest first, every entry once', async () => {
  const profile = 'paged';
  const noted = Array.from({ length: 9 }, (_, index) =>
    notedOf({ profile, notedAtMs: startMs + Math.floor(index / 3) * dayMs, rule: `r${index}` }),
  );
  const strange = notedOf({
    profile,
    programme: 'other',
    reason: 'a\0b\t\\N',
    event: null,
    atMs: null,
    points: -0.5,
  });
  await copy([], [entryOf('g', noted, 92), entryOf('g', [strange, { ...strange, points: 'many' }], 92)]);
  const seen: string[] = [];
  let before: number | null = null;
  do {
    const page = await history.ledgerOf({
      profile,
      programme: 'emea',
      limit: 2,
      ...(before !== null && { before }),
    });
    seen.push(...page.entries.map(({ rule }) => rule));
    before = page.before;
  } while (before !== null);
  expect(seen).toEqual(['r8', 'r7', 'r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r0']);
  const all = await history.ledgerOf({ profile, limit: 100 });
  expect(all).toMatchObject({ before: null });
  expect(all.entries).toHaveLength(10);
  expect(all.entries).toContainEqual({ ...strange, reason: 'a\ufffdb\t\\N' });
});

test('what sales knew of somebody before an erasure is not kept, though it is said behind it', async () => {
  const key = 'u:gone';
  const profile = profileIdOf(key);
  const { rows } = await client.query<{ salt: string }>('SELECT salt FROM erasure_keys');
  const mark = {
    erasure: 'er_1',
    profile,
    name: erasedNameOf(rows[0]?.salt ?? '', profile),
    untilMs: startMs,
  };
  await copy([entryOf('x', [mark])]);
  const said = (id: string, atMs: number, of = '') =>
    eventOf(id, { key: of, profile, type: 'identify', atMs, acceptedAtMs: startMs + 2 });
  await copy([
    entryOf('e', [said('before', startMs), said('behind', startMs + 1), said('of them', startMs - 1, key)]),
  ]);
  expect(await eventIds(key)).toEqual(['behind', 'of them']);
});

test('a replay gives a span of time and certain buckets, and may be left', async () => {
  const fromMs = startMs + 100 * dayMs;
  const many = Array.from({ length: 12_345 }, (_, index) =>
    eventOf(`m${index}`, { key: 'a:replay', acceptedAtMs: fromMs + index }),
  );
  await copy([
    entryOf('e', many.slice(0, 10_000), 93),
    entryOf('e', many.slice(10_000), 94),
    entryOf('l', [linkOf('a:replay', 'u:replay', fromMs)], 94),
  ]);
  const replayed = async (sinceMs: number, untilMs: number, buckets?: number[]) => {
    const texts = [];
    for await (const some of history.replay({ sinceMs, untilMs, ...(buckets && { buckets }) }))
      texts.push(...some);
    return texts;
  };
  const all = await replayed(fromMs, fromMs + dayMs);
  expect(new Set(all)).toEqual(
    new Set([...many, linkOf('a:replay', 'u:replay', fromMs)].map((one) => JSON.stringify(one))),
  );
  expect(await replayed(fromMs + 10, fromMs + 20)).toHaveLength(10);
  expect(await replayed(fromMs, fromMs + dayMs, [94])).toHaveLength(2_346);
  expect(await replayed(fromMs, fromMs)).toEqual([]);
  // More than there are connections: each that is left gives its own back.
  for (let time = 0; time < 25; time++)
    for await (const some of history.replay({ sinceMs: fromMs, untilMs: fromMs + dayMs })) if (some) break;
});

test('a history has the events of all that was linked, however many, and through others; the first link counts', async () => {
  const devices = Array.from({ length: 500 }, (_, index) => `a:linked-${index}`);
  const address = 'e:linked@shop.example';
  await copy([
    entryOf(
      'e',
      devices.map((key) => eventOf(`of ${key}`, { key })),
      96,
    ),
    entryOf('l', [...devices.map((key) => linkOf(key, address)), linkOf(address, 'u:linked')], 96),
    entryOf('l', [linkOf(devices[0] as string, 'u:mallory')], 96),
    entryOf('e', [eventOf('own', { key: 'u:linked' })], 97),
  ]);
  const [user, mallory] = [profileIdOf('u:linked'), profileIdOf('u:mallory')];
  const histories = await history.historiesOf([user, mallory]);
  expect(histories.get(user)?.events).toHaveLength(501);
  expect(histories.get(mallory)).toEqual({ events: [], beginsAtMs: 0 });
  expect(await eventIds(address)).toHaveLength(500);
  expect(await eventIds(devices[7] as string)).toEqual([`of ${devices[7]}`]);
});

test('of a family the events are read once, whichever of its profiles are asked for', async () => {
  const family = ['u:linked', 'e:linked@shop.example', 'a:linked-7'].map(profileIdOf);
  const { events, beginsAtMs } = await history.historyOf(family);
  expect([events.length, new Set(events.map(({ id }) => id)).size, beginsAtMs]).toEqual([501, 501, 0]);
});

test('families, their events and how far back these reach are read in one transaction', async () => {
  const begun = watchTransactions(history.pool);
  await history.historiesOf([profileIdOf('u:a'), profileIdOf('u:b')]);
  await history.historyOf([profileIdOf('u:a')]);
  expect(begun).toHaveLength(2);
});

test('families are found by index, however many links there are', async () => {
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO links (child, parent, accepted_at_ms) SELECT 'child ' || nth, 'parent ' || nth / 2, nth FROM generate_series(1, 20000) AS nth`,
  );
  const ids = Array.from({ length: limits.historiesAtOnceMax }, (_, nth) => `parent ${7 * nth}`);
  const families = await familiesOf(client, ids);
  expect(families.get('parent 7')?.links.map(({ child }) => child)).toEqual(['child 14', 'child 15']);
  const { rows } = await client.query(
    `SELECT seq_tup_read::integer AS read FROM pg_stat_xact_user_tables WHERE relname = 'links'`,
  );
  await client.query('ROLLBACK');
  expect(rows).toEqual([{ read: 0 }]);
});

test('a history of many bytes is read from its latest event back, and of several as many as fit', async () => {
  const bytes = 100_000;
  const count = Math.ceil(limits.historyBytesMax / bytes) + 50;
  const [light, heavy, other] = ['a:light', 'a:heavy', 'a:other'].map(profileIdOf) as [
    string,
    string,
    string,
  ];
  await copy([
    entryOf('e', [eventOf('light', { key: 'a:light' }), eventOf('other', { key: 'a:other' })], 98),
  ]);
  await copy([entryOf('e', [eventOf('heavy', { key: 'a:heavy' })], 98)]);
  // As many again, each a millisecond later, and large.
  await client.query(
    `INSERT INTO events (day, bucket, profile, kind, hash, at_ms, accepted_at_ms, partition, entry, position, body)
     SELECT day, bucket, profile, kind, hash + nth, at_ms, accepted_at_ms + nth, partition, entry, position + nth,
       jsonb_set(body::jsonb, '{acceptedAtMs}', to_jsonb(accepted_at_ms + nth)) || jsonb_build_object('padding', repeat('x', $2))
     FROM events, generate_series(1, $3::integer) AS nth WHERE profile = $1`,
    [heavy, bytes, count],
  );
  const histories = await history.historiesOf([light, heavy, other]);
  expect([...histories.keys()]).toEqual([light, heavy]);
  expect(histories.get(light)).toMatchObject({ events: [{ id: 'light' }], beginsAtMs: 0 });
  const { events = [], beginsAtMs = 0 } = histories.get(heavy) ?? {};
  expect(events.length).toBeGreaterThan(0.9 * (limits.historyBytesMax / bytes));
  expect(events.length).toBeLessThan(count);
  expect(beginsAtMs).toBe((events[0]?.acceptedAtMs ?? 0) + 1);
  expect(events.at(-1)?.acceptedAtMs).toBe(startMs + count);
  expect(await history.historyOf([heavy, other])).toMatchObject({ beginsAtMs });
});

// Last: it takes what the others wrote.
test('days before one are dropped whole, and no other', async () => {
  const before = await tables();
  const dropped = await history.dropDaysBefore(startMs + 3 * dayMs);
  expect(dropped.length).toBeGreaterThan(3);
  expect(await tables()).toEqual(before.filter((name) => !dropped.includes(name)));
  expect(dropped.every((name) => name.slice(-8) < '20261126')).toBe(true);
  expect(await tables()).toContain('events_20261126');
  // What comes for a dropped day makes it again.
  expect(await copy([entryOf('e', [eventOf('late')], 95)])).toMatchObject({ events: 1 });
  expect(await history.dropDaysBefore(startMs + 3 * dayMs)).toEqual(['events_20261123']);
  const janitor = startJanitor({
    history,
    backtests: { dropBefore: async () => 0 },
    daysKept: 3,
    clock: { nowMs: () => startMs + 7 * dayMs },
    logger: createLogger('silent'),
  });
  await janitor.close();
  expect((await tables())[0]).toBe('events_20261127');
  expect((await pastOf('u:linked')).beginsAtMs).toBe(Date.UTC(2026, 10, 27));
  // The links of what was dropped stay: a device goes on to send events under its own id.
  const again = eventOf('again', { key: 'a:linked-3', acceptedAtMs: startMs + 8 * dayMs });
  await copy([entryOf('e', [again], 98)]);
  expect(await eventIds('u:linked')).toEqual(['again']);
});
