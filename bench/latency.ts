/** Part (d): the whole program under an open loop at constant rates: how soon a score and an alert are there, and losses. */
import { type Program, programToken, programWriteKey, startProgram } from '../test/support/program.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { until } from '../test/support/until.ts';
import { startChild } from './child.ts';
import type { Latencies, OpenLoopResult } from './open-loop.ts';
import { progress, type Row, whole } from './report.ts';

const warmUpSeconds = 5;
/** The aim is for this rate, ms at p99. */
const aim = { rate: 2_000, alertMsP99: 50 };

export async function measureLatency({
  rates,
  seconds,
}: {
  rates: number[];
  seconds: number;
}): Promise<Row[]> {
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync: 'always' }),
    startTestPostgres({ isDurable: true }),
  ]);
  const generator = startChild('open-loop');
  const rows: Row[] = [];
  let program: Program | null = null;
  try {
    const started = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...profiling() });
    program = started;
    process.once('exit', () => killQuietly(started.pid));
    let sent = 0;
    let seed = 100;
    const run = async (rate: number, lasting: number): Promise<OpenLoopResult & { lostEvents: number }> => {
      const asked = {
        url: started.url,
        writeKey: programWriteKey,
        apiToken: programToken,
        rate,
        seconds: lasting,
        seed,
      };
      seed += 10;
      const result = await generator.ask<OpenLoopResult>('run', asked);
      sent += result.accepted;
      const scored = await until('all is scored', async () => {
        const count = await scoredBy(started);
        return count >= sent ? count : null;
      }).catch(() => scoredBy(started));
      return { ...result, lostEvents: sent - scored };
    };
    await run(aim.rate, warmUpSeconds);
    for (const rate of rates) {
      const result = await run(rate, seconds);
      progress(
        `(d) ${rate}/s: accepted ${inWords(result.sendToAccepted)}; score ${inWords(result.acceptedToScore)}; alert ${inWords(result.acceptedToAlert)}`,
      );
      rows.push(...rowsOf(rate, result));
    }
    return rows;
  } finally {
    await generator.stop();
    await program?.stop();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

function rowsOf(rate: number, result: OpenLoopResult & { lostEvents: number }): Row[] {
  const { lostEvents, lostScores, lostAlerts, doubledAlerts, refused, accepted } = result;
  const lost = lostEvents + lostScores + lostAlerts + doubledAlerts;
  const what = `open loop, ${whole(rate)} events/s`;
  const isAimed = rate === aim.rate;
  return [
    {
      part: '(d)',
      measured: `${what}: accepted → alert on the live stream`,
      result: inTable(result.acceptedToAlert),
      ...(isAimed && {
        aim: `p99 ≤ ${aim.alertMsP99} ms`,
        isMet: result.acceptedToAlert.p99 <= aim.alertMsP99,
      }),
    },
    { part: '(d)', measured: `${what}: accepted → score visible`, result: inTable(result.acceptedToScore) },
    { part: '(d)', measured: `${what}: due → accepted`, result: inTable(result.sendToAccepted) },
    {
      part: '(d)',
      measured: `${what}: losses`,
      result: `**${lost}** (of ${whole(accepted)} accepted ${lostEvents} not scored; ${lostScores} scores and ${lostAlerts} alerts missing, ${doubledAlerts} alerts doubled); ${refused} not accepted`,
      aim: '0',
      isMet: lost === 0,
    },
  ];
}

const ms = (value: number) => (value < 10 ? value.toFixed(1) : whole(value));
const inWords = ({ p50, p99 }: Latencies) => `p50 ${ms(p50)}, p99 ${ms(p99)} ms`;
const inTable = ({ count, p50, p99, p999, max }: Latencies) =>
  `p50 ${ms(p50)}, **p99 ${ms(p99)}**, p99.9 ${ms(p999)}, max ${ms(max)} ms (${whole(count)} measured)`;

async function scoredBy(program: Program): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return Number(/^scoville_events_scored_total (\d+)/m.exec(text)?.[1] ?? 0);
}

/** Settings that make the program write a CPU profile, when profiles are asked for. */
function profiling(): Record<string, string> {
  const directory = process.env['SCOVILLE_BENCH_PROFILES'];
  return directory === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${directory}` };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
