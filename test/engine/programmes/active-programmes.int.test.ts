/** What is active, over the real stores: files as one way in, two processes with different folders, lost and old copies. */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { systemClock as clock, limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import {
  openProgrammes,
  openVersions,
  type Programmes,
  Publishing,
  type Versions,
  writeRulesFile,
} from '../../../src/engine/programmes/programmes.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';
import { webExamples, webProgramme } from '../../support/web-programme.ts';

let postgres: TestDatabase;
let redis: TestServer;
let database: Database;
let versions: Versions;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgres = await startTestDatabase();
});
afterAll(async () => void (await postgres?.stop()));
beforeEach(async () => {
  redis = await startTestRedis();
  database = openDatabase(postgres.url, () => undefined);
  versions = await openVersions(database.pool);
  await database.pool.query('DELETE FROM programme_versions');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await database.close();
  await redis.stop();
});

const folderOf = async (files: Record<string, string>): Promise<string> => {
  const directory = newDirectory('rules');
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
};

interface Process {
  programmes: Programmes;
  stream: Stream;
  directory: string;
  publishing: Publishing;
  close(): Promise<void>;
}

async function start(files: Record<string, string> | string): Promise<Process> {
  const directory = typeof files === 'string' ? files : await folderOf(files);
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  const logger = createLogger('silent');
  const programmes = await openProgrammes({
    ...{ directory, stream, versions, clock, logger },
    metrics: createMetrics(),
  }).catch(async (error: unknown) => {
    await stream.close();
    throw error;
  });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await programmes.close();
    await stream.close();
  };
  closing.push(close);
  const publishing = new Publishing({
    ...{ programmes, versions, clock, rulesDirectory: directory },
    latenessMs: limits.latenessMs,
  });
  return { programmes, stream, directory, publishing, close };
}

/** Points of the page rule by programme, as a process scores. */
const pointsOf = ({ programmes }: Process) =>
  Object.fromEntries(
    programmes.current().programmes.map(({ programme }) => {
      const [rule] = programme.rules;
      return [programme.programme, rule !== undefined && 'points' in rule ? rule.points : null];
    }),
  );
const publication = { author: 'ada@example.com', note: '', notify: false };
const numbersOf = async (id = 'web') =>
  (await versions.versionsOf(id)).map(({ number, author }) => `${number} ${author}`);

describe('a text in a file', () => {
  test('that is new becomes the next version, for every process at once', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    const two = await start({ 'web.yaml': webProgramme(5) });
    expect([one, two].map((each) => each.programmes.active().generation)).toEqual([1, 1]);
    await writeFile(join(one.directory, 'web.yaml'), webProgramme(6));
    await one.programmes.reload();
    expect(pointsOf(one)).toEqual({ web: 6 });
    await until('the other has it', async () => two.programmes.active().generation === 2);
    expect(pointsOf(two)).toEqual({ web: 6 });
    await one.programmes.record();
    expect(await numbersOf()).toEqual(['2 file', '1 file']);
    expect(two.programmes.errors()).toEqual([
      expect.stringMatching(/web\.yaml: its text of programme "web" .* was active before; .*scoville pull/),
    ]);
    expect(one.programmes.errors()).toEqual([]);
  });

  test('that was active before never comes back by itself: a process with an old copy says so', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    await one.publishing.publish('web', { ...publication, text: webProgramme(6) });
    // Its own folder was a copy of what was active, and stays one.
    expect(await readFile(join(one.directory, 'web.yaml'), 'utf8')).toBe(webProgramme(6));
    const old = await start({ 'web.yaml': webProgramme(5) });
    expect(pointsOf(old)).toEqual({ web: 6 });
    expect(old.programmes.errors()).toHaveLength(1);
    expect(await old.programmes.reload()).toBe(true);
    expect(old.programmes.active().generation).toBe(2);
    await writeRulesFile(old.directory, { programme: 'web', text: webProgramme(6), examples: null });
    await old.programmes.reload();
    expect(old.programmes.errors()).toEqual([]);
    await writeFile(join(old.directory, 'web.yaml'), webProgramme(7));
    await old.programmes.reload();
    await until('a new text is taken', async () => pointsOf(one)['web'] === 7);
    expect(await one.publishing.rollBack('web', 1, publication)).toMatchObject({ number: 4 });
    expect(pointsOf(one)).toEqual({ web: 5 });
  });

  test('adds a programme, and its absence removes none; retiring does, until a new text comes', async () => {
    const one = await start({ 'web.yaml': webProgramme(5), 'shop.yaml': webProgramme(9, 'shop') });
    await rm(join(one.directory, 'shop.yaml'));
    await one.programmes.reload();
    expect(pointsOf(one)).toEqual({ shop: 9, web: 5 });
    await one.publishing.retire('shop');
    expect(pointsOf(one)).toEqual({ web: 5 });
    await expect(one.publishing.retire('shop')).rejects.toMatchObject({ code: 'not_found' });
    await expect(one.publishing.retire('web')).rejects.toMatchObject({ code: 'conflict' });
    const old = await start({ 'shop.yaml': webProgramme(9, 'shop') });
    expect(pointsOf(old)).toEqual({ web: 5 });
    expect(old.programmes.errors()).toEqual([expect.stringContaining('it stays retired')]);
    await writeFile(join(old.directory, 'shop.yaml'), webProgramme(8, 'shop'));
    await old.programmes.reload();
    expect(pointsOf(old)).toEqual({ shop: 8, web: 5 });
  });

  test('needs no folder where the store holds programmes; a start without either fails with the remedy', async () => {
    const nowhere = join(newDirectory('rules'), 'not-there');
    await expect(start(nowhere)).rejects.toThrow(/no programme is active, and .* has no programme file/);
    await start({ 'web.yaml': webProgramme(5) });
    const bare = await start(nowhere);
    expect(pointsOf(bare)).toEqual({ web: 5 });
    expect(await bare.publishing.publish('web', { ...publication, text: webProgramme(6) })).toMatchObject({
      number: 2,
    });
    expect(pointsOf(bare)).toEqual({ web: 6 });
  });
});

describe('a file with an error', () => {
  const broken = webProgramme(7).replace('points: 7', 'points: lots');
  const atItsPosition = /web\.yaml:\d+:\d+: rules\[1\]\.points: "lots" is not allowed; expected/;

  test('fails no start where the store holds programmes: it is named with line and column, and the others count', async () => {
    await start({ 'web.yaml': webProgramme(5), 'shop.yaml': webProgramme(9, 'shop') });
    const one = await start({ 'web.yaml': broken, 'shop.yaml': webProgramme(8, 'shop') });
    expect(pointsOf(one)).toEqual({ shop: 8, web: 5 });
    expect(one.programmes.errors()).toEqual([expect.stringMatching(atItsPosition)]);
    await writeFile(join(one.directory, 'shop.yaml'), webProgramme(7, 'shop'));
    expect(await one.programmes.reload()).toBe(false);
    expect(pointsOf(one)).toEqual({ shop: 7, web: 5 });
    await expect(
      writeRulesFile(one.directory, { programme: 'web', text: webProgramme(5), examples: null }),
    ).rejects.toThrow(/web\.yaml: is there/);
    await writeFile(join(one.directory, 'web.yaml'), webProgramme(6));
    expect(await one.programmes.reload()).toBe(true);
    expect(pointsOf(one)).toEqual({ shop: 7, web: 6 });
    expect(one.programmes.errors()).toEqual([]);
  });

  test('fails the first start of all', async () => {
    await expect(start({ 'web.yaml': broken, 'shop.yaml': webProgramme(9, 'shop') })).rejects.toThrow(
      atItsPosition,
    );
    expect(await versions.active()).toMatchObject({ generation: 0, sources: [] });
  });

  test('may be one that cannot be read, or two of one programme', async () => {
    await start({ 'web.yaml': webProgramme(5) });
    const one = await start({
      'a.yaml': webProgramme(6),
      'b.yaml': webProgramme(7),
      'shop.yaml': webProgramme(9, 'shop'),
    });
    await mkdir(join(one.directory, 'folder.yaml'));
    await one.programmes.reload();
    expect(pointsOf(one)).toEqual({ shop: 9, web: 5 });
    expect(one.programmes.errors()).toEqual([
      expect.stringMatching(/folder\.yaml: cannot be read: EISDIR/),
      expect.stringMatching(/a\.yaml: 2 files are programme "web"/),
      expect.stringMatching(/b\.yaml: 2 files are programme "web"/),
    ]);
    const file = join(newDirectory('rules'), 'no-folder');
    await writeFile(file, '');
    const other = await start(file);
    expect(pointsOf(other)).toEqual({ shop: 9, web: 5 });
    expect(other.programmes.errors()).toEqual([expect.stringMatching(/no-folder: cannot be read: ENOTDIR/)]);
  });
});

describe('a text with other line ends', () => {
  test.each([
    ['as of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\uFEFF${text}`],
    ['without a last line end', (text: string) => text.trimEnd()],
    ['with more at its end', (text: string) => `${text}\n\n`],
  ])('%s is the same text', async (_what, other) => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    await one.publishing.publish('web', { ...publication, text: other(webProgramme(6)) });
    const [old, same] = [
      await start({ 'web.yaml': other(webProgramme(5)) }),
      await start({ 'web.yaml': other(webProgramme(6)) }),
    ];
    for (const each of [old, same]) expect(pointsOf(each)).toEqual({ web: 6 });
    expect(old.programmes.errors()).toEqual([expect.stringContaining('was active before')]);
    expect(same.programmes.errors()).toEqual([]);
    await one.publishing.publish('web', { ...publication, text: webProgramme(6) });
    expect(await numbersOf()).toEqual(['2 ada@example.com', '1 file']);
  });
});

test('a change published to be notified stays that for profiles that meet the next one at the same time', async () => {
  const one = await start({ 'web.yaml': webProgramme(5), 'shop.yaml': webProgramme(9, 'shop') });
  const notified = () => {
    const { programmes, notifyGeneration } = one.programmes.active();
    return programmes.programmes.map(({ signatureId }) => notifyGeneration(signatureId));
  };
  expect(notified()).toEqual([0, 0]);
  await one.publishing.publish('web', { ...publication, text: webProgramme(6), notify: true });
  expect(notified()).toEqual([0, 2]);
  await one.publishing.publish('web', { ...publication, text: webProgramme(7) });
  await one.publishing.publish('shop', { ...publication, text: webProgramme(8, 'shop') });
  expect(notified()).toEqual([0, 2]);
  await one.publishing.publish('web', { ...publication, text: webProgramme(8), notify: true });
  expect(notified()).toEqual([0, 5]);
});

describe('publishing', () => {
  test('writes to no folder that cannot be written, or that is no copy of what was active', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    const old = await start({ 'web.yaml': webProgramme(5) });
    await chmod(one.directory, 0o500);
    closing.push(() => chmod(one.directory, 0o700));
    expect(await one.publishing.publish('web', { ...publication, text: webProgramme(6) })).toMatchObject({
      number: 2,
    });
    await until('the other has it', async () => pointsOf(old)['web'] === 6);
    expect(await old.publishing.publish('web', { ...publication, text: webProgramme(7) })).toMatchObject({
      number: 3,
    });
    expect(await readFile(join(old.directory, 'web.yaml'), 'utf8')).toBe(webProgramme(5));
    expect(await readdir(old.directory)).toEqual(['web.yaml']);
  });

  test('of two texts at once keeps both programmes, and gives each its number', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    const two = await start({ 'web.yaml': webProgramme(5) });
    const published = await Promise.all([
      one.publishing.publish('web', { ...publication, text: webProgramme(6) }),
      two.publishing.publish('shop', { ...publication, text: webProgramme(9, 'shop') }),
    ]);
    expect(published.map(({ programme, number }) => `${programme} ${number}`)).toEqual(['web 2', 'shop 1']);
    const generation = await one.stream.activation.activeGeneration();
    expect(generation).toBe(3);
    for (const each of [one, two]) {
      await each.programmes.refresh();
      expect(pointsOf(each)).toEqual({ shop: 9, web: 6 });
    }
  });
});

describe('an answer of publishing', () => {
  const rename = (from: string, to: string) => database.pool.query(`ALTER TABLE ${from} RENAME TO ${to}`);

  test('is true where PostgreSQL cannot record the version: it is active, and recorded as soon as it can be', async () => {
    const one = await start({ 'web.yaml': webProgramme(5), 'shop.yaml': webProgramme(9, 'shop') });
    await rename('programme_versions', 'away');
    const published = await one.publishing
      .publish('web', { ...publication, text: webProgramme(6) })
      .finally(() => expect(pointsOf(one)).toEqual({ shop: 9, web: 6 }));
    expect(published).toMatchObject({ programme: 'web', number: null, author: 'ada@example.com' });
    expect(published.warnings.at(-1)).toMatch(/is active; PostgreSQL could not record it yet/);
    await one.publishing.retire('shop');
    expect(pointsOf(one)).toEqual({ web: 6 });
    await rename('away', 'programme_versions');
    await until('it is recorded', async () => (await numbersOf()).length === 2);
    await until('also that one is retired', async () => (await versions.active()).sources.length === 1);
    expect(await one.publishing.publish('web', { ...publication, text: webProgramme(6) })).toMatchObject({
      number: 2,
    });
  });

  test('of a roll-back to a version whose examples cannot be read says so, and takes others, or none', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    await one.publishing.publish('web', { ...publication, text: webProgramme(6), examples: null });
    await database.pool.query(`UPDATE programme_versions SET examples = 'examples: [' WHERE number = 1`);
    const back = (given?: string | null) =>
      one.publishing.rollBack('web', 1, { ...publication, examples: given });
    await expect(back()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/version-1\.examples\.yaml:\d+:\d+: /),
    });
    await expect(back(webExamples(4))).rejects.toMatchObject({ code: 'conflict' });
    expect(pointsOf(one)).toEqual({ web: 6 });
    expect(await back(webExamples(5))).toMatchObject({ number: 3, examplesRun: 1 });
    expect(await back(null)).toMatchObject({ number: 4, examplesRun: 0 });
  });
});

test('examples kept with a version gate the next text where the folder has that version without them', async () => {
  const one = await start({ 'web.yaml': webProgramme(5) });
  expect(
    await one.publishing.publish('web', { ...publication, text: webProgramme(6), examples: webExamples(6) }),
  ).toMatchObject({ examplesRun: 1 });
  await rm(join(one.directory, 'web.examples.yaml'));
  await expect(
    one.publishing.publish('web', { ...publication, text: webProgramme(7) }),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('"One page": the score is 7; expected 6'),
  });
  const none = await one.publishing.publish('web', { ...publication, text: webProgramme(7), examples: null });
  expect(none).toMatchObject({ examplesRun: 0, warnings: [expect.stringContaining('no example ran')] });
});

describe('a Redis that lost what is active', () => {
  test('gets it from PostgreSQL, above every generation before; an old file does not come back', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    await one.publishing.publish('web', { ...publication, text: webProgramme(6) });
    await one.close();
    const admin = new Redis(redis.url);
    await admin.flushall();
    admin.disconnect();
    const again = await start({ 'web.yaml': webProgramme(5) });
    expect(pointsOf(again)).toEqual({ web: 6 });
    expect(again.programmes.active().generation).toBe(3);
    expect(await numbersOf()).toEqual(['2 ada@example.com', '1 file']);
  });

  test('while a process runs gets it from that process', async () => {
    const one = await start({ 'web.yaml': webProgramme(5) });
    const admin = new Redis(redis.url);
    await one.publishing.publish('web', { ...publication, text: webProgramme(6) });
    await admin.hset('scoville:programmes', { generation: '1', sources: '' });
    await until('it is adopted again', async () => (await one.stream.activation.activeGeneration()) === 3);
    admin.disconnect();
    await until('and taken', async () => one.programmes.active().generation === 3);
    expect(pointsOf(one)).toEqual({ web: 6 });
  });

  test('and gave the same generation to another text makes both known: the later counts, above both', async () => {
    const key = 'scoville:programmes';
    const admin = new Redis(redis.url);
    closing.push(async () => admin.disconnect());
    const setBack = async (packed: Buffer) => admin.restore(key, 0, packed, 'REPLACE');
    const first = await start({ 'web.yaml': webProgramme(5) });
    const packed = (await admin.dumpBuffer(key)) as Buffer;
    await first.publishing.publish('web', { ...publication, text: webProgramme(7) });
    const other = (await admin.dumpBuffer(key)) as Buffer;
    await first.close();
    const unrecorded = () => database.pool.query('DELETE FROM programme_versions WHERE number > 1');
    await unrecorded();
    await setBack(packed);
    const [one, two] = [
      await start({ 'web.yaml': webProgramme(5) }),
      await start({ 'web.yaml': webProgramme(5) }),
    ];
    await one.publishing.publish('web', { ...publication, text: webProgramme(6) });
    await until('both score by it', async () => pointsOf(two)['web'] === 6);
    expect(two.programmes.active().generation).toBe(2);
    // A failover: the change was in no replica, and the next one had the same number.
    await unrecorded();
    await setBack(other);
    for (const each of [one, two]) {
      await until('the later text counts', async () => pointsOf(each)['web'] === 7);
      // Its folder has the text that Redis lost, which was active and does not come back.
      await each.programmes.reload();
      expect(each.programmes.active()).toMatchObject({ generation: 3, signaturesGeneration: 3 });
      expect(each.programmes.active().earlier.map(({ generation }) => generation)).toEqual([1]);
    }
    await until('it is recorded', async () => (await versions.active()).generation === 3);
    expect((await versions.active()).sources).toMatchObject([{ text: webProgramme(7), generation: 3 }]);
  });
});
