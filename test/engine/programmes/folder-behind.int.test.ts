/** A folder of rules that publications leave behind: what the log says of it, and how loud. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/base/database/database.ts';
import { systemClock as clock, limits } from '../../../src/base/kernel/kernel.ts';
import { createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { openProgrammes, openVersions, Publishing } from '../../../src/engine/programmes/programmes.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';
import { webProgramme } from '../../support/web-programme.ts';

let postgres: TestDatabase;
let redis: TestServer;
let database: Database;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startTestDatabase(), startTestRedis()]);
  database = openDatabase(postgres.url, () => undefined);
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await database?.close();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

/** As pino writes it. */
const warning = 40;

interface Said {
  level: number;
  msg: string;
}

/** A process with a folder of its own, and what it logs. */
async function start() {
  const directory = newDirectory('rules');
  await writeFile(join(directory, 'web.yaml'), webProgramme(5));
  const said: Said[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => said.push(JSON.parse(line)) });
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  closing.push(stream.close);
  const versions = await openVersions(database.pool);
  const metrics = createMetrics();
  const programmes = await openProgrammes({ directory, stream, versions, clock, logger, metrics });
  closing.push(programmes.close);
  const publishing = new Publishing({
    ...{ programmes, versions, clock, rulesDirectory: directory, latenessMs: limits.latenessMs },
  });
  return { directory, programmes, said, publishing };
}

test('a publication is no warning for the processes that follow it; an old text that somebody puts there is', async () => {
  const one = await start();
  const two = await start();
  const publish = (points: number) =>
    one.publishing.publish('web', {
      ...{ author: 'ada@example.com', note: '', notify: false, text: webProgramme(points) },
    });
  const follows = (generation: number) =>
    until('the other follows', async () => two.programmes.active().generation === generation);
  const ofFolder = () => two.said.filter(({ msg }) => msg.includes('was active before'));
  await publish(6);
  await follows(2);
  await until('it says how its folder differs', async () => ofFolder().length === 1);
  await publish(7);
  await follows(3);
  await until('it says so again', async () => ofFolder().length === 2);
  const warnings = () => two.said.filter(({ level }) => level >= warning);
  expect(warnings()).toEqual([]);
  await writeFile(join(two.directory, 'web.yaml'), webProgramme(6));
  await two.programmes.reload();
  expect(warnings()).toMatchObject([{ msg: expect.stringMatching(/web\.yaml: .* was active before/) }]);
});
