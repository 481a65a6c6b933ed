/** Five million events of before through the real program with a small heap: imported, scored, audited; and how fast, beside the door for batches. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventImportView } from '../../src/contract/api/api.ts';
import { startProgram as startChild } from '../support/child-program.ts';
import { pastEvent, pastEventsFile, pastPeople } from '../support/past-events.ts';
import { api, type Program, programSecretKey, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { streamLag } from '../support/stream-lag.ts';
import { auditOf } from '../support/survival.ts';
import { until } from '../support/until.ts';

const events = Number(process.env['SCOVILLE_IMPORT_EVENTS'] ?? 5_000_000);
const importMsMax = 7_200_000;
/** Of each further step: the door for batches, the rest of scoring, the audit. */
const stepMsMax = 1_800_000;
/** Each step fails by its own name before the test does. */
const testMsMax = importMsMax + 4 * stepMsMax;
/** By these a door on a busy machine asks to come again. */
const busyStatuses = [429, 503];
const nowMs = Date.now();
const people = pastPeople(events);
const heapMegabytes = 512;
/** The process has its heap, and as much again for what is on its way. */
const residentBytesMax = 2 * heapMegabytes * 1024 * 1024;
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let redis: TestServer;
let postgres: TestServer;
let program: Program;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  program = await startProgram({
    ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url },
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  });
});
afterAll(async () => {
  await program?.kill();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

/** Events a second that the door for batches takes, in batches of 500, two at once. */
async function doorRate(count: number): Promise<number> {
  const began = performance.now();
  const msLeft = () => began + stepMsMax - performance.now();
  const send = async (first: number) => {
    for (let from = first; from < count; from += 1_000) {
      const batch = Array.from({ length: 500 }, (_, index) =>
        pastEvent(events + from + index, events, nowMs),
      );
      const request = {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${programSecretKey}:`)}` },
        body: JSON.stringify({ batch }),
      };
      const answered = async () => {
        const { status } = await fetch(`${program.url}/v1/batch`, request);
        return !busyStatuses.includes(status) && status;
      };
      expect(await until('the door is free', answered, msLeft())).toBe(200);
    }
  };
  await Promise.all([send(0), send(500)]);
  return (1_000 * count) / (performance.now() - began);
}

async function residentBytes(): Promise<number> {
  const metrics = await (await fetch(`${program.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
}

test(
  `${events} events of before, with a heap of ${heapMegabytes} MB`,
  async () => {
    const file = await pastEventsFile(events, nowMs);
    const env = { HOST: '127.0.0.1', PORT: new URL(program.url).port, API_TOKEN: programToken };
    const began = performance.now();
    const sending = startChild(process.execPath, [cli, 'import-events', file, '--json'], { env });
    let isOver = false;
    const ended = sending.ended.finally(() => {
      isOver = true;
    });
    let readMs = 0;
    let bytesMost = 0;
    await until(
      'the import is over',
      async () => {
        if (isOver) return true;
        bytesMost = Math.max(bytesMost, await residentBytes());
        const { items } = await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1');
        if (readMs === 0 && items[0] !== undefined && items[0].status !== 'open')
          readMs = performance.now() - began;
        return false;
      },
      importMsMax,
    );
    const scoredMs = performance.now() - began;
    expect(await ended, `${sending.output()}\n${program.lines.slice(-20).join('\n')}`).toBe(0);
    const view = JSON.parse(sending.output().slice(sending.output().indexOf('{'))) as EventImportView;
    expect(view).toMatchObject({
      status: 'done',
      counts: { events, bad: 0 },
      progress: { profiles: people, scored: people },
    });
    const door = await doorRate(20_000);
    const rate = (ms: number) => Math.round((1_000 * events) / ms);
    process.stdout.write(
      `${events} events: read at ${rate(readMs)} a second, scored at ${rate(scoredMs)}; ` +
        `${Math.round(bytesMost / 1e6)} MB at most; the door takes batches at ${Math.round(door)}\n`,
    );
    expect(bytesMost).toBeGreaterThan(0);
    expect(bytesMost).toBeLessThan(residentBytesMax);
    await until(
      'everything is scored and in the history',
      async () => {
        const { scoring, history } = await streamLag(redis.url);
        return scoring + history === 0;
      },
      stepMsMax,
    );
    expect(await auditOf(program, stepMsMax)).toMatchObject({
      checked: people,
      mismatched: 0,
      mismatches: [],
    });
  },
  testMsMax,
);
