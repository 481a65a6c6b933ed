/**
 * Backups drilled on the real program: PostgreSQL older than Redis, Redis older than PostgreSQL, Redis gone, and both from one
 * file. Each time every score is what the history says, and nobody is notified twice.
 */
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audited } from '../support/audits.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { type Ran, scoville } from '../support/command-line.ts';
import { runCurl } from '../support/curl-line.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type FaultRedis, startFaultRedis } from '../support/fault-redis.ts';
import {
  api,
  everyItem,
  type Program,
  programToken,
  programWriteKey,
  startProgram,
} from '../support/program.ts';
import { streamLag } from '../support/stream-lag.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const restoreMsMax = 30_000;
const people = ['ada', 'ben', 'cat'];

let redisServer: FaultRedis;
let database: TestDatabase;
let program: Program;
let sql: pg.Client;
let settings: Record<string, string>;
const folder = newDirectory('backups');
const fileOf = (name: string) => path.join(folder, `${name}.tar.gz`);
let sent = 0;

beforeAll(async () => {
  [redisServer, database] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  settings = { REDIS_URL: redisServer.url, DATABASE_URL: database.url, RULES_DIR: clicksRules() };
  program = await startProgram({ ...settings, PARTITIONS: '4' });
  settings = { ...settings, DATA_DIR: program.dataDir };
  await connect();
});
afterAll(async () => {
  await sql?.end();
  await program?.kill();
  await Promise.all([redisServer?.stop(), database?.stop()]);
});

async function connect(): Promise<void> {
  sql = new pg.Client(database.url);
  await sql.connect();
}

async function send(...batch: object[]): Promise<void> {
  const events = batch.map((event) => ({ messageId: `m${++sent}`, ...event }));
  const response = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: events, writeKey: programWriteKey }),
  });
  expect(response.status).toBe(200);
}
const click = (userId: string) => ({ type: 'track', userId, event: 'Clicked' });

const settled = () =>
  until('nothing is on its way', async () => {
    const { scoring, history, sales } = await streamLag(redisServer.url);
    return scoring + history + sales === 0;
  });

async function scores(): Promise<(number | null)[]> {
  const of = (id: string) =>
    api<{ scores: { clicks?: { score: number } } }>(program, `/api/v1/profiles/${id}`).then(
      (view) => view.scores.clicks?.score ?? 0,
      () => null,
    );
  return Promise.all(people.map(of));
}

const areScores = (expected: number[]) =>
  until(`the scores are ${expected}`, async () => String(await scores()) === String(expected), restoreMsMax);

async function alerts(): Promise<number> {
  const { rows } = await sql.query<{ count: number }>('SELECT count(*)::int AS count FROM alerts');
  return rows[0]?.count ?? -1;
}

/** Everything is settled, and no profile has another score than the history gives it. */
async function auditIsClean(checked = people.length): Promise<void> {
  await settled();
  await until('nothing is being restored', async () => {
    const { items } = await api<{ items: { status: string }[] }>(program, '/api/v1/restores');
    return items.every(({ status }) => status === 'done');
  });
  expect(await audited(program)).toMatchObject({ mismatched: 0, checked });
}

/** Stops the program in order, runs the command and starts the program again. */
async function restored(...line: string[]): Promise<Ran> {
  await sql.end();
  expect(await program.stop()).toBe(0);
  const ran = await scoville(settings, 'restore', ...line);
  await program.restart();
  await connect();
  return ran;
}

test('a backup is made while the program runs, for its owner alone, and says its checksum', async () => {
  await send(
    ...people.map((userId) => ({
      type: 'identify',
      userId,
      anonymousId: `${userId}-phone`,
      traits: { email: `${userId}@example.com` },
    })),
    click('ada'),
    click('ben'),
  );
  await areScores([30, 30, 0]);
  await settled();
  const { code, words } = await scoville(settings, 'backup', fileOf('first'));
  expect(words).toMatch(
    /first\.tar\.gz: [\d.]+ MB, \d+ tables of PostgreSQL, \d+ keys of Redis, 0 attachments\nSHA-256 [0-9a-f]{64}\n/,
  );
  expect(code).toBe(0);
  expect(statSync(fileOf('first')).mode & 0o777).toBe(0o600);
  expect((await scoville(settings, 'backup', fileOf('first'))).words).toContain('is there already');
  expect(await scoville({}, 'backup', 'verify', fileOf('first'))).toMatchObject({
    code: 0,
    words: expect.stringMatching(/^sound: Scoville .* with Redis/),
  });
});

test('a damaged or shortened backup is refused, and so is one of another schema', async () => {
  const broken = fileOf('broken');
  copyFileSync(fileOf('first'), broken);
  truncateSync(broken, statSync(broken).size - 100);
  expect((await scoville(settings, 'restore', broken)).words).toMatch(
    /is no whole backup .*Use another backup/,
  );
  const unpacked = gunzipSync(readFileSync(fileOf('first')));
  const altered = (from: string, to: string) => {
    const at = unpacked.indexOf(from);
    expect(at).toBeGreaterThan(0);
    writeFileSync(
      broken,
      gzipSync(Buffer.concat([unpacked.subarray(0, at), Buffer.from(to), unpacked.subarray(at + to.length)])),
    );
  };
  altered('ada@example.com', 'eve@example.com');
  expect(await scoville(settings, 'backup', 'verify', broken)).toMatchObject({
    code: 1,
    words: expect.stringMatching(/the part "postgresql\/\w+" of .* is damaged or missing/),
  });
  expect((await scoville(settings, 'backup', 'verify', fileOf('none'))).words).toContain(
    'there is no such file',
  );
  expect(existsSync(`${broken}.part`)).toBe(false);
});

test('a restore is refused while the program runs, and on stores that are not empty', async () => {
  const running = await scoville(settings, 'restore', fileOf('first'), '--replace');
  expect(running).toMatchObject({ code: 1, words: expect.stringContaining('a Scoville still runs') });
  const { code, words } = await restored(fileOf('first'));
  expect(words).toMatch(/^PostgreSQL is not empty: .* Add --replace if you mean it$/);
  expect(code).toBe(1);
  expect(await scores()).toEqual([30, 30, 0]);
});

test('both stores from one file: as they were, and who was notified is not notified again', async () => {
  await settled();
  const before = await alerts();
  await send(click('ada'), click('cat'));
  await areScores([60, 30, 30]);
  await settled();
  const { words } = await restored(fileOf('first'), '--replace');
  expect(words).toContain('every table compared with the backup');
  await areScores([30, 30, 0]);
  await auditIsClean();
  expect(await alerts()).toBe(before);
  // What happens now is met once, by ids that were given before.
  await send(click('cat'));
  await areScores([30, 30, 30]);
  await auditIsClean();
  await until(
    'each has a lead',
    async () => (await everyItem(program, '/api/v1/leads')).length === people.length,
  );
});

test('Redis older than PostgreSQL: every profile comes from the history', async () => {
  const putBack = redisServer.copyFiles();
  await send(click('ada'));
  await areScores([60, 30, 30]);
  await settled();
  await program.kill();
  await redisServer.kill();
  putBack();
  await redisServer.restart();
  await program.restart();
  await areScores([60, 30, 30]);
  await auditIsClean();
});

test('Redis gone: every profile comes from the history', async () => {
  const expected = (await scores()) as number[];
  await scoville(settings, 'backup', fileOf('gone'), '--postgresql-alone');
  const { words } = await restored(fileOf('gone'), '--replace');
  expect(words).toContain('every table compared with the backup');
  await areScores(expected);
  await auditIsClean();
});

test('PostgreSQL older than Redis: what Redis has goes on', async () => {
  await scoville(settings, 'backup', fileOf('alone'), '--postgresql-alone');
  await send(click('ben'));
  await areScores([60, 60, 30]);
  await settled();
  const { words } = await restored(fileOf('alone'), '--replace', '--keep-redis');
  expect(words).toContain('what Redis still has goes on');
  // The history lacks a click of one of them: their points stay, and nothing is left to compare them with.
  await auditIsClean(people.length - 1);
  await send(click('cat'));
  await areScores([60, 60, 60]);
  await auditIsClean(people.length - 1);
});

test('every command of docs/operations.md does what it says, in its order', async () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text.trim().split('\n'));
  const asked = { ...settings, API_TOKEN: programToken, PORT: new URL(program.url).port };
  let key = '';
  const run = async (line: string) => {
    const words = line
      .replace('$KEY', key)
      .replace('$SCOVILLE', program.url)
      .replace('scoville.tar.gz', fileOf('page'));
    if (words.startsWith('curl ')) return expect((await runCurl(words)).status).toBe(200);
    const given = words.split(' -- ')[1]?.split(' ') ?? [];
    const ran = given.includes('--replace')
      ? await restored(...given.slice(1))
      : await scoville(asked, ...given);
    key = /^(ky_\S+)/m.exec(given[1] === 'make' ? ran.words : key)?.[1] ?? key;
    // The servers of tests do not keep what they write: the doctor says so.
    expect([line, ran]).toEqual([
      line,
      { code: given[0] === 'doctor' ? expect.any(Number) : 0, words: expect.any(String) },
    ]);
    return undefined;
  };
  expect(blocks.flat().length).toBeGreaterThan(10);
  for (const line of blocks.flat()) await run(line);
  expect(key).not.toBe('');
});
