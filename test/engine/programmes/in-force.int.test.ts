/** What is in force, over the real stores: files as one way in, two processes with different folders, lost and old copies. */
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';

let postgres: TestServer;
let redis: TestServer;
let database: Database;
let versions: Versions;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
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

const textOf = (points: number, id = 'web') => `programme: ${id}
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: page, label: Page, when: { type: page }, points: ${points}, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 50 }] }
`;

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
    const one = await start({ 'web.yaml': textOf(5) });
    const two = await start({ 'web.yaml': textOf(5) });
    expect([one, two].map((each) => each.programmes.active().generation)).toEqual([1, 1]);
    await writeFile(join(one.directory, 'web.yaml'), textOf(6));
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

  test('that was in force before never comes back by itself: a process with an old copy says so', async () => {
    const one = await start({ 'web.yaml': textOf(5) });
    await one.publishing.publish('web', { ...publication, text: textOf(6) });
    // Its own folder was a copy of what was active, and stays one.
    expect(await readFile(join(one.directory, 'web.yaml'), 'utf8')).toBe(textOf(6));
    const old = await start({ 'web.yaml': textOf(5) });
    expect(pointsOf(old)).toEqual({ web: 6 });
    expect(old.programmes.errors()).toHaveLength(1);
    expect(await old.programmes.reload()).toBe(true);
    expect(old.programmes.active().generation).toBe(2);
    await writeRulesFile(old.directory, { programme: 'web', text: textOf(6), examples: null });
    await old.programmes.reload();
    expect(old.programmes.errors()).toEqual([]);
    await writeFile(join(old.directory, 'web.yaml'), textOf(7));
    await old.programmes.reload();
    await until('a new text is taken', async () => pointsOf(one)['web'] === 7);
    expect(await one.publishing.rollBack('web', 1, publication)).toMatchObject({ number: 4 });
    expect(pointsOf(one)).toEqual({ web: 5 });
  });

  test('adds a programme, and its absence removes none; retiring does, until a new text comes', async () => {
    const one = await start({ 'web.yaml': textOf(5), 'shop.yaml': textOf(9, 'shop') });
    await rm(join(one.directory, 'shop.yaml'));
    await one.programmes.reload();
    expect(pointsOf(one)).toEqual({ shop: 9, web: 5 });
    await one.publishing.retire('shop');
    expect(pointsOf(one)).toEqual({ web: 5 });
    await expect(one.publishing.retire('shop')).rejects.toMatchObject({ code: 'not_found' });
    await expect(one.publishing.retire('web')).rejects.toMatchObject({ code: 'conflict' });
    const old = await start({ 'shop.yaml': textOf(9, 'shop') });
    expect(pointsOf(old)).toEqual({ web: 5 });
    expect(old.programmes.errors()).toEqual([expect.stringContaining('it stays retired')]);
    await writeFile(join(old.directory, 'shop.yaml'), textOf(8, 'shop'));
    await old.programmes.reload();
    expect(pointsOf(old)).toEqual({ shop: 8, web: 5 });
  });

  test('needs no folder where the store holds programmes; a start without either fails with the remedy', async () => {
    const nowhere = join(newDirectory('rules'), 'not-there');
    await expect(start(nowhere)).rejects.toThrow(/no programme is active, and .* has no programme file/);
    await start({ 'web.yaml': textOf(5) });
    const bare = await start(nowhere);
    expect(pointsOf(bare)).toEqual({ web: 5 });
    expect(await bare.publishing.publish('web', { ...publication, text: textOf(6) })).toMatchObject({
      number: 2,
    });
    expect(pointsOf(bare)).toEqual({ web: 6 });
  });
});

describe('publishing', () => {
  test('writes to no folder that cannot be written, or that is no copy of what was active', async () => {
    const one = await start({ 'web.yaml': textOf(5) });
    const old = await start({ 'web.yaml': textOf(5) });
    await chmod(one.directory, 0o500);
    closing.push(() => chmod(one.directory, 0o700));
    expect(await one.publishing.publish('web', { ...publication, text: textOf(6) })).toMatchObject({
      number: 2,
    });
    await until('the other has it', async () => pointsOf(old)['web'] === 6);
    expect(await old.publishing.publish('web', { ...publication, text: textOf(7) })).toMatchObject({
      number: 3,
    });
    expect(await readFile(join(old.directory, 'web.yaml'), 'utf8')).toBe(textOf(5));
    expect(await readdir(old.directory)).toEqual(['web.yaml']);
  });

  test('of two texts at once keeps both programmes, and gives each its number', async () => {
    const one = await start({ 'web.yaml': textOf(5) });
    const two = await start({ 'web.yaml': textOf(5) });
    const published = await Promise.all([
      one.publishing.publish('web', { ...publication, text: textOf(6) }),
      two.publishing.publish('shop', { ...publication, text: textOf(9, 'shop') }),
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

describe('a Redis that lost what is in force', () => {
  test('gets it from PostgreSQL, above every generation before; an old file does not come back', async () => {
    const one = await start({ 'web.yaml': textOf(5) });
    await one.publishing.publish('web', { ...publication, text: textOf(6) });
    await one.close();
    const admin = new Redis(redis.url);
    await admin.flushall();
    admin.disconnect();
    const again = await start({ 'web.yaml': textOf(5) });
    expect(pointsOf(again)).toEqual({ web: 6 });
    expect(again.programmes.active().generation).toBe(3);
    expect(await numbersOf()).toEqual(['2 ada@example.com', '1 file']);
  });

  test('while a process runs gets it from that process', async () => {
    const one = await start({ 'web.yaml': textOf(5) });
    const admin = new Redis(redis.url);
    await one.publishing.publish('web', { ...publication, text: textOf(6) });
    await admin.hset('scoville:programmes', { generation: '1', sources: '' });
    await until('it is adopted again', async () => (await one.stream.activation.activeGeneration()) === 3);
    admin.disconnect();
    await until('and taken', async () => one.programmes.active().generation === 3);
    expect(pointsOf(one)).toEqual({ web: 6 });
  });
});
