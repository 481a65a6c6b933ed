/** Part (g): a backtest over a stored history: how fast it is read and given out, and how fast it is lived through. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readProgramme } from '../src/contract/contract.ts';
import { openHistory } from '../src/history/history.ts';
import { normalise } from '../src/ingest/normalise.core.ts';
import { limits, partitionOf } from '../src/kernel/kernel.ts';
import { startTestPostgres } from '../test/support/servers.ts';
import { partitions } from './fill.ts';
import { progress, type Row, whole } from './report.ts';
import { visitorEvents } from './traffic.ts';

const file = new URL('../rules/emea-lead-scoring.yaml', import.meta.url);

export async function measureBacktest({ events }: { events: number }): Promise<Row[]> {
  const postgres = await startTestPostgres({ isDurable: true });
  const history = await openHistory({ databaseUrl: postgres.url, onError: () => undefined });
  try {
    progress(`(g) ${whole(events)} events into the history`);
    await fill(history, events);
    progress('(g) backtest');
    const read = readProgramme(file.pathname, readFileSync(file, 'utf8'));
    if (!read.ok) throw new Error('the programme is not readable');
    const { programme } = read;
    const draft = { ...programme, rules: programme.rules.map(worthMore) };
    const beganMs = performance.now();
    const result = await history.backtest(
      {
        inForce: { programme, version: 'in force' },
        draft: { programme: draft, version: 'draft' },
        latenessMs: limits.latenessMs,
        sinceMs: 0,
        untilMs: Date.now() + limits.dayMs,
        people: [],
        outcomes: [],
        verdicts: [],
      },
      () => undefined,
      new AbortController().signal,
    );
    const seconds = (performance.now() - beganMs) / 1_000;
    if (result.events !== events) throw new Error(`${result.events} events of ${events} were lived through`);
    const cores = availableParallelism();
    const overall = events / seconds;
    // The busiest core has about its share of the events.
    const living = events / cores / result.liveSeconds;
    return [
      {
        part: '(g)',
        measured: `backtest of ${whole(events)} events of ${whole(result.profiles)} profiles, both versions at once, ${cores} cores: overall`,
        result: `**${whole(overall)} events/s** (${seconds.toFixed(1)} s: read, recognised and given out ${result.readSeconds.toFixed(1)} s, lived through ${result.liveSeconds.toFixed(1)} s)`,
        aim: '≥ 50,000 events/s',
        isMet: overall >= 50_000,
      },
      {
        part: '(g)',
        measured:
          'the scoring part of it: fold, evaluate after each event, step the ladder, under both versions',
        result: `**${whole(living)} events/s a core** (${whole(living * 2)} events and versions)`,
        aim: '≥ 200,000 events/s a core',
        isMet: living >= 200_000,
      },
    ];
  } finally {
    await history.close();
    await postgres.stop();
  }
}

/** The rule, worth a point more. */
function worthMore<Given extends object>(rule: Given): Given {
  return 'points' in rule && typeof rule.points === 'number' ? { ...rule, points: rule.points + 1 } : rule;
}

const batchEvents = 5_000;

/** Events as the door normalises them, in entries of one partition each. */
async function fill(history: Awaited<ReturnType<typeof openHistory>>, count: number): Promise<void> {
  const startMs = Date.now() - 20 * limits.dayMs;
  const stepMs = (19 * limits.dayMs) / count;
  const wire = visitorEvents({ count, profiles: Math.ceil(count / 12), seed: 7, startMs, stepMs });
  let byPartition = new Map<number, object[]>();
  let links = new Map<number, object[]>();
  let waiting = 0;
  let entry = 0;
  const flush = async () => {
    entry++;
    const entriesOf = (field: 'e' | 'l', records: Map<number, object[]>, place: number) =>
      [...records].map(([partition, own]) => ({
        partition,
        id: `${entry}-${place}`,
        field,
        json: JSON.stringify(own),
      }));
    const entries = [...entriesOf('e', byPartition, 0), ...entriesOf('l', links, 1)];
    await history.copyBatch({ events: entries, ledger: [], hasMore: false });
    byPartition = new Map();
    links = new Map();
    waiting = 0;
  };
  const put = (records: Map<number, object[]>, profile: string, record: object) => {
    const partition = partitionOf(profile, partitions);
    const own = records.get(partition) ?? [];
    own.push(record);
    records.set(partition, own);
  };
  for (const raw of wire) {
    const receivedAtMs = Date.parse(String(raw['timestamp']));
    const read = normalise(raw, { receivedAtMs, type: null, sentAt: null, context: null }, () => '');
    if (!read.ok) throw new Error(read.message);
    put(byPartition, read.event.profile, read.event);
    for (const link of read.links) put(links, link.child, link);
    if (++waiting === batchEvents) await flush();
  }
  if (waiting > 0) await flush();
}
