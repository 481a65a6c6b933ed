/** Imports of events while sender and server are killed: the same command goes on, and each event counts once. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { EventImportView } from '../../src/contract/api/api.ts';
import { type Layout, layoutIn } from '../../src/engine/stream/layout.ts';
import { audited } from '../support/audits.ts';
import { startProgram as startChild } from '../support/child-program.ts';
import { type FaultRedis, startFaultRedis } from '../support/fault-redis.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { isLong } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const people = isLong ? 4_000 : 60;
const eventsOf = 100;
/** So long that the events are several parts of 4 MiB: what is killed in between is a part, whatever number of events it has. */
const textLength = isLong ? 200 : 1_500;
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const dayMs = 86_400_000;
const nowMs = Date.now();
/** Its days are deleted and its profiles rebuilt, beside whatever else the machine does. */
const undoMsMax = 180_000;

let redis: FaultRedis;
let postgres: TestServer;
let program: Program;
const folder = newDirectory('events');
const file = path.join(folder, 'tracks.ndjson.gz');

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startFaultRedis(), startTestPostgres()]);
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
  const lines: string[] = [];
  for (let nth = 0; nth < eventsOf; nth++)
    for (let person = 0; person < people; person++) {
      const timestamp = new Date(nowMs - ((nth * 300) / eventsOf + 1) * dayMs).toISOString();
      const context = { page: { path: '/products/managed-cloud' } };
      const properties = { text: 'x'.repeat(textLength) };
      lines.push(JSON.stringify({ type: 'page', userId: `p${person}`, timestamp, context, properties }));
    }
  writeFileSync(file, gzipSync(`${lines.join('\n')}\n`, { level: 1 }));
});
afterAll(async () => {
  await program?.kill();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

const startImport = () =>
  startChild(process.execPath, [cli, 'import-events', file, '--json'], {
    env: { HOST: '127.0.0.1', PORT: new URL(program.url).port, API_TOKEN: programToken },
  });
const latest = async () =>
  (await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1')).items[0] ?? null;
const someAreThere = (least: number) =>
  until('some of it is there', async () => ((await latest())?.counts.events ?? 0) >= least);

test('a killed sender and a killed server lose nothing and double nothing', async () => {
  const first = startImport();
  await someAreThere(1);
  first.kill('SIGKILL');
  await first.ended;
  const second = startImport();
  await program.kill();
  await program.restart();
  expect(await second.ended).toBe(0);
  const view = JSON.parse(second.output().slice(second.output().indexOf('{'))) as EventImportView;
  const events = people * eventsOf;
  expect(view).toMatchObject({
    status: 'done',
    counts: { lines: events, events, duplicates: 0, bad: 0 },
    progress: { profiles: people, scored: people },
  });
  // The server is killed while it takes the import back.
  await api(program, `/api/v1/event-imports/${view.id}/undo`, { method: 'POST' });
  await program.kill();
  await program.restart();
  const isTakenBack = async () => (await latest())?.status === 'undone';
  await until('it is taken back', isTakenBack, undoMsMax);
  expect(await audited(program)).toMatchObject({ mismatched: 0 });
  await auditThatFails();
});

/** Of a profile whose keys are of another kind: what waits for audits here says so, with the reason, and waits for no more. */
async function auditThatFails(): Promise<void> {
  const raw = redis.open();
  const layout = (await layoutIn(raw)) as Layout;
  const id = profileIdOf('u:p0');
  for (const key of [layout.of(id).profile(id), layout.of(id).archived]) {
    await raw.del(key);
    await raw.rpush(key, 'x');
  }
  raw.disconnect();
  await expect(audited(program)).rejects.toThrow('the audit failed: WRONGTYPE');
}
