/** What a crossing costs in sales: from a tier update to a person, a lead, a task and an alert in PostgreSQL. */

import { identityOf, standing, startMs } from '../test/sales/records.ts';
import { openTestSales, type TestSales } from '../test/support/rooms.ts';
import { startTestPostgres } from '../test/support/servers.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { median } from './statistics.core.ts';
import { shown } from './table.core.ts';

export interface CrossingsCounts {
  repetitions: number;
  /** Transactions a turn. */
  transactions: number;
  /** Crossings a transaction, a row of figures each. */
  sizes: readonly number[];
}

/** A store of its own for each side, so that both grow alike. */
interface Side {
  sales: TestSales;
  crossed: number;
}

export async function measureCrossings(counts: CrossingsCounts): Promise<Measured> {
  const postgres = await Promise.all([0, 1].map(() => startTestPostgres({ isDurable: true })));
  const opened: TestSales[] = [];
  try {
    for (const [index, { url }] of postgres.entries())
      opened.push(
        await openTestSales({ databaseUrl: url, clock: { nowMs: () => startMs }, prepares: index === 0 }),
      );
    const [prepared, unprepared] = opened.map((sales): Side => ({ sales, crossed: 0 })) as [Side, Side];
    const figures: Figure[] = [];
    for (const size of counts.sizes) figures.push(...(await figuresFor(size, prepared, unprepared, counts)));
    return { configuration: { 'transactions a turn': counts.transactions }, figures };
  } finally {
    await Promise.all(opened.map((sales) => sales.close()));
    await Promise.all(postgres.map((server) => server.stop()));
  }
}

async function figuresFor(
  size: number,
  prepared: Side,
  unprepared: Side,
  { repetitions, transactions }: CrossingsCounts,
): Promise<Figure[]> {
  const turns: { prepared: number[]; unprepared: number[] } = { prepared: [], unprepared: [] };
  for (let turn = 0; turn <= repetitions; turn++) {
    const before = await crossingMs(prepared, size, transactions);
    const after = await crossingMs(unprepared, size, transactions);
    // In the first turn statements get their names, and functions are compiled.
    if (turn === 0) continue;
    turns.prepared.push(before);
    turns.unprepared.push(after);
  }
  const column = size === 1 ? 'one at a time' : `${size} at a time`;
  const side = (name: keyof typeof turns, title: string) =>
    figureOf({
      id: `${size}.${name}`,
      title,
      column,
      unit: 'ms',
      better: 'lower',
      repetitions: turns[name],
      ...(name === 'unprepared' && { isReference: true }),
    });
  const mine = side('prepared', 'a crossing becomes a lead and an alert');
  const other = side('unprepared', 'the same with DATABASE_PREPARE=off');
  progress(`  ${column}: ${shown(mine.median)} ms, unprepared ${shown(other.median)} ms`);
  const ratio = { id: `${size}.ratio`, title: 'prepared ÷ unprepared', column, better: 'lower' as const };
  return [mine, other, ratioOf(ratio, mine, other)];
}

/** Applies new people's crossings, and returns the median ms of one. */
async function crossingMs(side: Side, size: number, transactions: number): Promise<number> {
  const tookMs: number[] = [];
  for (let nth = 0; nth < transactions; nth++) {
    const entries = Array.from({ length: size }, () => {
      const who = ++side.crossed;
      const identity = { ...identityOf(`visitor-${who}@example.com`), userId: `visitor-${who}` };
      return { partition: 0, id: `${startMs}-${who}`, record: standing({ profile: `p${who}`, identity }) };
    });
    const begunMs = performance.now();
    await side.sales.leads.applyTierUpdates(entries);
    tookMs.push((performance.now() - begunMs) / size);
  }
  return median(tookMs);
}
