/** Lists with a million leads against lists with a thousand, over the real API, in turns: the first page and one in the middle. */
import type pg from 'pg';
import { type CursorKey, cursorOf } from '../src/sales/store/cursor.core.ts';
import { programToken } from '../test/support/program.ts';
import { type FullConsole, startFullConsole } from './full-console.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { percentilesOf } from './statistics.core.ts';
import { shown } from './table.core.ts';

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

export interface ListCounts {
  leads: number;
  /** A page, side and repetition. */
  requests: number;
  repetitions: number;
}

const pageSize = 50;
/** The aim: a list over many leads takes at most so many times as long, at p50. */
const aimTimes = 2;

/** Percentiles of the requests of either side in one repetition, ms. */
interface Turn {
  few: { p50: number; p99: number };
  many: { p50: number; p99: number };
}

export async function measureLists({ leads, requests, repetitions }: ListCounts): Promise<Measured> {
  const sides: FullConsole[] = [];
  try {
    for (const count of [fewLeads, leads]) {
      progress(`  ${shown(count)} leads into a store`);
      sides.push(await startFullConsole(count));
    }
    const [few, many] = sides as [FullConsole, FullConsole];
    const figures: Figure[] = [];
    for (const list of lists) {
      for (const where of ['first', 'middle'] as const) {
        progress(`  ${list.path}, ${where} page`);
        const turns: Turn[] = [];
        for (let turn = 0; turn < repetitions; turn++) {
          const [small, large] = (await inTurns([few, many], list, where, requests)).map((took) => {
            const rank = percentilesOf(took);
            return { p50: rank(0.5), p99: rank(0.99) };
          });
          if (small !== undefined && large !== undefined) turns.push({ few: small, many: large });
        }
        figures.push(...figuresOf(list.path, where, { leads, requests }, turns));
      }
    }
    const configuration = {
      'few leads': fewLeads,
      'many leads': leads,
      'requests a repetition': requests,
      'page size': pageSize,
    };
    return { configuration, figures };
  } finally {
    for (const side of sides) await side.stop();
  }
}

function figuresOf(
  path: string,
  where: 'first' | 'middle',
  { leads, requests }: { leads: number; requests: number },
  turns: readonly Turn[],
): Figure[] {
  const list = `GET ${decodeURIComponent(path)}, ${where} page`;
  const id = `${decodeURIComponent(path)
    .slice(1)
    .replaceAll(/[^A-Za-z0-9]+/g, '-')}.${where}`;
  return (['p50', 'p99'] as const).flatMap((percentile) => {
    const side = (name: keyof Turn, count: number) =>
      figureOf({
        id: `${id}.${name}-${percentile}`,
        title: `${list}, ${shown(count)} leads: ${percentile}`,
        unit: 'ms',
        better: 'lower',
        repetitions: turns.map((turn) => turn[name][percentile]),
        samples: requests,
      });
    const [few, many] = [side('few', fewLeads), side('many', leads)];
    const ratio = ratioOf(
      {
        id: `${id}.ratio-${percentile}`,
        title: `${list}: many leads ÷ few`,
        column: percentile,
        better: 'lower',
        ...(percentile === 'p50' && { aim: { is: '≤', value: aimTimes } }),
      },
      many,
      few,
    );
    return [ratio, many, few];
  });
}

/** How long each request took, ms, of either side; one request a side and turn. */
async function inTurns(
  sides: readonly FullConsole[],
  list: (typeof lists)[number],
  where: 'first' | 'middle',
  requests: number,
): Promise<number[][]> {
  const urls = await Promise.all(
    sides.map(async ({ program, database }) => {
      const joint = list.path.includes('?') ? '&' : '?';
      const from = where === 'first' ? '' : `&cursor=${await middleOf(database, list)}`;
      return `${program.url}/api/v1${list.path}${joint}limit=${pageSize}${from}`;
    }),
  );
  const took: number[][] = urls.map(() => []);
  for (let turn = -warmUps; turn < requests; turn++) {
    for (const [side, url] of urls.entries()) {
      const beganMs = performance.now();
      const response = await fetch(url, { headers: { authorization: `Bearer ${programToken}` } });
      const { items } = (await response.json()) as { items: unknown[] };
      const tookMs = performance.now() - beganMs;
      if (items.length !== pageSize) throw new Error(`${url} gave ${items.length} items`);
      if (turn >= 0) took[side]?.push(tookMs);
    }
  }
  return took;
}

/** The cursor of the row in the middle of all. */
async function middleOf(database: pg.Client, { table, sort, by }: (typeof lists)[number]): Promise<string> {
  const keys = by.map((key) => (key.endsWith('_at') ? utc(key) : key));
  const { rows } = await database.query<{ key: CursorKey }>(
    `SELECT json_build_array(${keys.join(', ')}) AS key FROM ${table} ORDER BY ${by.map((key) => `${key} DESC`).join(', ')}
     OFFSET (SELECT count(*) / 2 FROM ${table}) LIMIT 1`,
  );
  return cursorOf(table, sort, rows[0]?.key ?? []);
}
