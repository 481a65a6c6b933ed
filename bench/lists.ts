/** Part (i): lists with a million leads against lists with a thousand, over the real API, in turns: the first page and one in the middle. */
import pg from 'pg';
import { openPipeline } from '../src/pipeline/pipeline.ts';
import { cursorOf, type Place } from '../src/pipeline/work/cursor.core.ts';
import { fillDesk, fullDeskNowMs } from '../test/support/full-desk.ts';
import { type Program, programToken, startProgram } from '../test/support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../test/support/servers.ts';
import { progress, type Row, ratio, whole } from './report.ts';

const fewLeads = 1_000;
const warmUps = 20;
const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Lists that fill a page with a thousand leads too, and what puts their rows in order. */
const lists = [
  { path: '/leads', table: 'leads', sort: '-createdAt', by: ['created_at', 'id'] },
  { path: '/leads?sort=-score', table: 'leads', sort: '-score', by: ['tier', 'score', 'created_at', 'id'] },
  { path: '/leads?sort=-updatedAt', table: 'leads', sort: '-updatedAt', by: ['updated_at', 'id'] },
  { path: '/leads?status=Converted', table: 'leads', sort: '-createdAt', by: ['created_at', 'id'] },
  { path: '/leads?campaign=Campaign%2001', table: 'leads', sort: '-createdAt', by: ['created_at', 'id'] },
  { path: '/tasks', table: 'tasks', sort: '-createdAt', by: ['created_at', 'id'] },
] as const;

interface Side {
  program: Program;
  database: pg.Client;
  stop(): Promise<void>;
}

export async function measureLists({ leads, requests }: { leads: number; requests: number }): Promise<Row[]> {
  const sides: Side[] = [];
  try {
    for (const count of [fewLeads, leads]) {
      progress(`(i) ${whole(count)} leads`);
      sides.push(await startSide(count));
    }
    const [few, many] = sides as [Side, Side];
    const rows: Row[] = [];
    for (const list of lists) {
      for (const place of ['first', 'middle'] as const) {
        progress(`(i) ${list.path}, ${place} page`);
        const took = await inTurns([few, many], list, place, requests);
        const [small, large] = took.map((all) => ({ p50: quantile(all, 0.5), p99: quantile(all, 0.99) }));
        if (small === undefined || large === undefined) continue;
        rows.push({
          part: '(i)',
          measured: `\`GET ${decodeURIComponent(list.path)}\`, ${place} page of 50: ${whole(leads)} leads against ${whole(fewLeads)}`,
          result: `**${ratio(large.p50 / small.p50)} ×** at p50 (${large.p50.toFixed(1)} against ${small.p50.toFixed(1)} ms), ${ratio(large.p99 / small.p99)} × at p99 (${large.p99.toFixed(1)} against ${small.p99.toFixed(1)} ms)`,
          aim: '≤ 2 × at p50',
          isMet: large.p50 <= 2 * small.p50,
        });
      }
    }
    return rows;
  } finally {
    for (const side of sides) await side.stop();
  }
}

async function startSide(leads: number): Promise<Side> {
  const [redis, postgres]: [TestServer, TestServer] = await Promise.all([
    startTestRedis(),
    startTestPostgres({ isDurable: true }),
  ]);
  const clock = { nowMs: () => fullDeskNowMs };
  await (await openPipeline({ databaseUrl: postgres.url, clock, onError: () => undefined })).close();
  await fillDesk(postgres.url, leads);
  const settings = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, ROLES: 'console' };
  const program = await startProgram(settings);
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  return {
    program,
    database,
    stop: async () => {
      await database.end();
      await program.stop();
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}

/** How long each request took, ms, of either side; one request a side and turn. */
async function inTurns(
  sides: readonly Side[],
  list: (typeof lists)[number],
  place: 'first' | 'middle',
  requests: number,
): Promise<number[][]> {
  const urls = await Promise.all(
    sides.map(async ({ program, database }) => {
      const joint = list.path.includes('?') ? '&' : '?';
      const from = place === 'first' ? '' : `&cursor=${await middleOf(database, list)}`;
      return `${program.url}/api/v1${list.path}${joint}limit=50${from}`;
    }),
  );
  const took: number[][] = urls.map(() => []);
  for (let turn = -warmUps; turn < requests; turn++) {
    for (const [side, url] of urls.entries()) {
      const beganMs = performance.now();
      const response = await fetch(url, { headers: { authorization: `Bearer ${programToken}` } });
      const { items } = (await response.json()) as { items: unknown[] };
      const tookMs = performance.now() - beganMs;
      if (items.length !== 50) throw new Error(`${url} gave ${items.length} items`);
      if (turn >= 0) took[side]?.push(tookMs);
    }
  }
  return took;
}

/** The cursor of the row in the middle of all. */
async function middleOf(database: pg.Client, { table, sort, by }: (typeof lists)[number]): Promise<string> {
  const keys = by.map((key) => (key.endsWith('_at') ? utc(key) : key));
  const { rows } = await database.query<{ place: Place }>(
    `SELECT json_build_array(${keys.join(', ')}) AS place FROM ${table} ORDER BY ${by.map((key) => `${key} DESC`).join(', ')}
     OFFSET (SELECT count(*) / 2 FROM ${table}) LIMIT 1`,
  );
  return cursorOf(sort, rows[0]?.place ?? []);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
