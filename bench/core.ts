/** Part (f): the pure core alone. Events a core second against json-rules-engine, and what a thousand rules cost. */
import { startChild } from './child.ts';
import type { EngineTurn, ManyTurn } from './programs/core.ts';
import { median, progress, type Row, ratio, whole } from './report.ts';
import { type Difference, differences } from './rules-many.ts';

interface Options {
  turns: number;
  profiles: number;
  engineEvents: number;
  /** Events a turn of few against many rules. */
  events: number;
}

const aims = { engine: 100, many: 2 };

export async function measureCore(options: Options): Promise<Row[]> {
  return [...(await againstEngine(options)), ...(await manyAgainstFew(options))];
}

async function againstEngine({ turns, profiles, engineEvents }: Options): Promise<Row[]> {
  const core = startChild('core');
  try {
    const rates = await core.ask<EngineTurn[]>('engines', { turns, profiles, engineEvents });
    for (const rate of rates)
      progress(
        `(f) matching ${whole(rate.matching)}, everything ${whole(rate.taking)}, json-rules-engine ${whole(rate.engine)} events/core s`,
      );
    const row = (side: 'matching' | 'taking', measured: string): Row & { times: number } => {
      const times = median(rates.map((rate) => rate[side] / rate.engine));
      const ours = whole(median(rates.map((rate) => rate[side])));
      const theirs = whole(median(rates.map((rate) => rate.engine)));
      const result = `**${ratio(times)}** (${ours} events/core s against ${theirs})`;
      return { part: '(f)', measured, result, times };
    };
    const { times, ...matching } = row(
      'matching',
      '50 rules: events matched by the core ÷ json-rules-engine',
    );
    const { times: _, ...taking } = row(
      'taking',
      '50 rules: events matched, folded, evaluated and stepped up the ladder ÷ events only matched by json-rules-engine',
    );
    return [{ ...matching, aim: `≥ ${aims.engine}`, isMet: times >= aims.engine }, taking];
  } finally {
    await core.stop();
  }
}

async function manyAgainstFew({ turns, events }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const difference of differences) {
    const isNewPath = difference === 'path, each a new one';
    rows.push(
      await manyRow({ difference, what: 'matching', turns, events: isNewPath ? events / 100 : events }),
    );
  }
  rows.push(await manyRow({ difference: 'event name', what: 'taking', turns, events: events / 10 }));
  return rows;
}

/** A process each, so that none runs on what another left behind. */
async function manyRow(given: {
  difference: Difference;
  what: 'matching' | 'taking';
  turns: number;
  events: number;
}): Promise<Row> {
  const core = startChild('core');
  try {
    const turns = await core.ask<ManyTurn[]>('many', given);
    const times = median(turns.map(({ few, many }) => many / few));
    const [few, many] = (['few', 'many'] as const).map((side) => median(turns.map((turn) => turn[side])));
    const what = given.what === 'matching' ? 'to match' : 'to match, fold, evaluate and step';
    const row = {
      part: '(f)',
      measured: `cost of an event ${what}, 1,000 rules ÷ 10 rules (by ${given.difference})`,
      result: `**${ratio(times)}** (${many?.toFixed(2)} µs against ${few?.toFixed(2)})`,
    };
    progress(`(f) ${row.measured}: ${ratio(times)}`);
    return given.what === 'matching' ? { ...row, aim: `< ${aims.many}`, isMet: times < aims.many } : row;
  } finally {
    await core.stop();
  }
}
