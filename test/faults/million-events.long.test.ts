/** Five million events of before through the real program: imported, scored, audited; and how fast, beside the door for batches. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditResult, EventImportView } from '../../src/contract/api/api.ts';
import { startProgram as startChild } from '../support/child-program.ts';
import { pastEvent, pastEventsFile, pastPeople } from '../support/past-events.ts';
import { api, type Program, programSecretKey, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const events = Number(process.env['SCOVILLE_IMPORT_EVENTS'] ?? 5_000_000);
const msMax = 7_200_000;
const nowMs = Date.now();
const people = pastPeople(events);
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let servers: TestServer[] = [];
let program: Program;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  servers = [redis, postgres];
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
});
afterAll(async () => {
  await program?.kill();
  for (const server of servers) await server.stop();
});

/** Events a second that the door for batches takes, in batches of 500, two at once. */
async function doorRate(count: number): Promise<number> {
  const began = performance.now();
  const send = async (first: number) => {
    for (let from = first; from < count; from += 1_000) {
      const batch = Array.from({ length: 500 }, (_, index) => pastEvent(from + index, events, nowMs));
      const { status } = await fetch(`${program.url}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${programSecretKey}:`)}` },
        body: JSON.stringify({ batch }),
      });
      expect(status).toBe(200);
    }
  };
  await Promise.all([send(0), send(500)]);
  return (1_000 * count) / (performance.now() - began);
}

test(
  `${events} events of before`,
  async () => {
    const file = await pastEventsFile(events, nowMs);
    const env = { HOST: '127.0.0.1', PORT: new URL(program.url).port, API_TOKEN: programToken };
    const began = performance.now();
    const sending = startChild(process.execPath, [cli, 'import-events', file, '--json'], { env });
    const readMs = await until(
      'all of it is read',
      async () => {
        const { items } = await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1');
        return items[0] !== undefined && items[0].status !== 'open' && performance.now() - began;
      },
      msMax,
    );
    expect(await sending.ended).toBe(0);
    const scoredMs = performance.now() - began;
    const view = JSON.parse(sending.output().slice(sending.output().indexOf('{'))) as EventImportView;
    expect(view).toMatchObject({
      status: 'done',
      counts: { events, bad: 0 },
      progress: { profiles: people, scored: people },
    });
    const door = await doorRate(20_000);
    const rate = (ms: number) => Math.round((1_000 * events) / ms);
    process.stdout.write(
      `${events} events: read at ${rate(readMs)} a second, scored at ${rate(scoredMs)}; the door takes batches at ${Math.round(door)}\n`,
    );
    const { result } = await api<{ result: AuditResult }>(program, '/api/v1/audits', {
      method: 'POST',
      body: { waitSeconds: 60 },
    });
    expect(result?.mismatched ?? 0).toBe(0);
  },
  msMax,
);
