/** A million rows through the real program with a small heap: imported, exported, undone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportView } from '../../src/contract/api/api.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const size = { rows: Number(process.env['SCOVILLE_IMPORT_ROWS'] ?? 1_000_000), heapMegabytes: 256 };
const msMax = 3_600_000;
let servers: TestServer[] = [];
let program: Program;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  servers = [redis, postgres];
  program = await startProgram({
    ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url },
    NODE_OPTIONS: `--max-old-space-size=${size.heapMegabytes}`,
  });
});
afterAll(async () => {
  await program?.kill();
  for (const server of servers) await server.stop();
});

const headers = { authorization: `Bearer ${programToken}` };

async function* file(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('E-Mail;Vorname;Nachname;Firma;Telefon;Land\r\n');
  for (let from = 0; from < size.rows; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, size.rows - from) }, (_, index) => {
      const number = from + index;
      return `row${number}@company${number % 5_000}.example;Ada;Row ${number};"Company ${number % 5_000}";'+49 30 ${number};Deutschland\r\n`;
    });
    yield encoder.encode(rows.join(''));
  }
}

async function ended(id: string, status: string): Promise<ImportView> {
  return until(
    `the import is ${status}`,
    async () => {
      const view = await api<ImportView>(program, `/api/v1/imports/${id}`);
      if (view.status === 'failed') return view;
      return view.status === status && view;
    },
    msMax,
  );
}

test(
  `${size.rows} rows with a heap of ${size.heapMegabytes} MB`,
  async () => {
    const timed = async <Value>(what: string, act: () => Promise<Value>): Promise<Value> => {
      const began = performance.now();
      const value = await act();
      process.stdout.write(
        `million rows: ${what} in ${((performance.now() - began) / 1_000).toFixed(1)} s\n`,
      );
      return value;
    };
    const sent = await timed('sent', async () => {
      const body = ReadableStream.from(file());
      const answer = await fetch(`${program.url}/api/v1/imports?kind=people`, {
        ...{ method: 'POST', headers: { ...headers, 'content-type': 'text/csv' }, body },
        ...({ duplex: 'half' } as object),
      });
      return (await answer.json()) as ImportView;
    });
    const done = await timed('checked and imported', () => ended(sent.id, 'done'));
    expect(done).toMatchObject({
      status: 'done',
      error: null,
      counts: { rows: size.rows, new: size.rows, bad: 0 },
    });
    const lines = await timed('exported', async () => {
      const answer = await fetch(`${program.url}/api/v1/exports?kind=people`, { headers });
      let count = 0;
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
        for (const byte of chunk) if (byte === 10) count++;
      return count;
    });
    expect(lines).toBe(size.rows + 1);
    await fetch(`${program.url}/api/v1/imports/${sent.id}/undo`, { method: 'POST', headers });
    const undone = await timed('undone', () => ended(sent.id, 'undone'));
    expect(undone).toMatchObject({ status: 'undone', counts: { kept: 0 } });
  },
  msMax,
);
