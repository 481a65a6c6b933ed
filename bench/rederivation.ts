/** A change of programmes over many profiles while events flow: how long it takes, and how long scores wait meanwhile. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLogger } from '../src/base/telemetry/telemetry.ts';
import { startCopier } from '../src/engine/history/history.ts';
import { openTestHistory } from '../test/support/rooms.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { type Spine, startSpine } from '../test/support/spine.ts';
import { newDirectory } from '../test/support/test-run.ts';
import { fillStream } from './fill.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { percentilesOf } from './statistics.core.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';
import { pageView, visitorEvents } from './traffic.ts';

const rules = fileURLToPath(new URL('../rules', import.meta.url));
const eventsPerProfile = 3;
const eventsPerSecond = 200;
const waitMsMax = 15 * 60_000;

export interface RederivationCounts {
  profiles: number;
  seconds: number;
  repetitions: number;
}

const appendfsync = 'everysec';

export async function measureRederivation(counts: RederivationCounts): Promise<Measured> {
  const { profiles, seconds, repetitions } = counts;
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  const rulesDirectory = newDirectory('rules');
  await cp(rules, rulesDirectory, { recursive: true });
  const history = await openTestHistory(postgres.url);
  const spine = await startSpine({ redisUrl: redis.url, rulesDirectory, partitions, past: history });
  const logger = createLogger('silent');
  const copier = startCopier({ source: spine.stream, history, metrics: spine.metrics, logger });
  try {
    spine.startWorker();
    progress(`  ${shown(profiles)} profiles`);
    const count = profiles * eventsPerProfile;
    await fillStream(
      redis.url,
      visitorEvents({ count, profiles, seed: 11, startMs: Date.now() - 3_600_000, stepMs: 0.01 }),
    );
    await whenQuiet(spine);
    const file = join(rulesDirectory, 'emea-lead-scoring.yaml');
    let text = await readFile(file, 'utf8');
    const turns: Turn[] = [];
    for (let turn = 1; turn <= repetitions; turn++) {
      progress('  events by themselves');
      const usual = await latencies(spine, async () => void (await pause(seconds * 1_000)));
      progress('  the points of a rule change');
      text = withPointsChanged(text, turn);
      const points = await change(spine, file, text);
      progress('  a rule is added');
      text = withRuleAdded(text, turn);
      turns.push({ usual, points, rule: await change(spine, file, text) });
    }
    const configuration = {
      appendfsync,
      profiles,
      'events a profile': eventsPerProfile,
      'events a second meanwhile': eventsPerSecond,
      'seconds without a change': seconds,
    };
    return { configuration, figures: figuresOf(turns) };
  } finally {
    await copier.close();
    await spine.close();
    await history.close();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

/** How long events waited for their scores, and how many were not accepted. */
interface Waits {
  p99Ms: number;
  notAccepted: number;
}

interface Change extends Waits {
  seconds: number;
  reevaluated: number;
}

/** One repetition: events by themselves, then both changes one after the other. */
interface Turn {
  usual: Waits;
  points: Change;
  rule: Change;
}

const changes = {
  points: 'the points of a rule changed',
  rule: 'a rule added and back-filled from the history',
} as const;
/** The aim: while profiles are re-scored, events wait at most so many times as long. */
const aimTimes = 2;

/** The first rule that pays 15 points pays a point more each time. */
function withPointsChanged(text: string, turn: number): string {
  return replaced(text, `points: ${14 + turn}`, `points: ${15 + turn}`);
}

function withRuleAdded(text: string, turn: number): string {
  const rule = `
  - id: docs-${turn}
    label: Read the docs ${turn}
    when: { type: page, path: /docs/** }
    points: 1
    pays: once a visit
`;
  return replaced(text, '\nladder:', `${rule}\nladder:`);
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from))
    throw new Error(`the programme holds no "${from.trim()}" for the bench to change`);
  return text.replace(from, to);
}

function figuresOf(turns: readonly Turn[]): Figure[] {
  const usual = figureOf({
    id: 'usual-p99',
    title: 'accepted → scored without a change: p99',
    unit: 'ms',
    better: 'lower',
    repetitions: turns.map(({ usual }) => usual.p99Ms),
  });
  const own = (Object.keys(changes) as (keyof typeof changes)[]).flatMap((name) => {
    const figure = (
      id: string,
      title: string,
      unit: string,
      better: Figure['better'],
      of: (change: Change) => number,
    ) =>
      figureOf({
        id: `${name}.${id}`,
        title,
        unit,
        better,
        repetitions: turns.map((turn) => of(turn[name])),
      });
    const p99 = figure(
      'p99',
      `accepted → scored meanwhile, ${changes[name]}: p99`,
      'ms',
      'lower',
      (change) => change.p99Ms,
    );
    const ratio = ratioOf(
      {
        id: `${name}.p99-ratio`,
        title: `accepted → scored at p99, ${changes[name]} ÷ without a change`,
        better: 'lower',
        aim: { is: '≤', value: aimTimes },
      },
      p99,
      usual,
    );
    return [
      ratio,
      p99,
      figure('seconds', `all profiles re-scored, ${changes[name]}`, 's', 'lower', ({ seconds }) => seconds),
      figure(
        'rate',
        `profiles re-scored, ${changes[name]}`,
        'profiles/s',
        'higher',
        ({ reevaluated, seconds }) => reevaluated / seconds,
      ),
    ];
  });
  const notAccepted = figureOf({
    id: 'not-accepted',
    title: 'events not accepted, with and without a change',
    unit: 'events',
    better: 'lower',
    repetitions: turns.map((turn) =>
      [turn.usual, turn.points, turn.rule].reduce((sum, waits) => sum + waits.notAccepted, 0),
    ),
  });
  return [...own, usual, notAccepted];
}

/** Activates a text and waits until every profile is re-scored. */
async function change(spine: Spine, file: string, text: string): Promise<Change> {
  await writeFile(file, text);
  if (!(await spine.reload())) throw new Error('the changed programme was refused');
  const { generation } = spine.active();
  const startMs = Date.now();
  const waits = await latencies(spine, async () => {
    while (await spine.stream.activation.isReevaluating(generation)) await within(startMs);
    await whenQuiet(spine);
  });
  const reevaluated = (await spine.metrics.profilesReevaluated.get()).values[0]?.value ?? 0;
  return { seconds: (Date.now() - startMs) / 1_000, reevaluated, ...waits };
}

/** Waits until nothing is left to score, re-score or copy, except what has just come. */
async function whenQuiet(spine: Spine): Promise<void> {
  const startMs = Date.now();
  for (;;) {
    const backlog = await spine.stream.backlog(Date.now() - 1_000);
    const waiting = backlog.reduce(
      (sum, { lag, due, historyLag }) => sum + Math.max(0, lag - 2) + due + Math.max(0, historyLag - 200),
      0,
    );
    if (waiting === 0) return;
    await within(startMs);
  }
}

async function within(startMs: number): Promise<void> {
  if (Date.now() - startMs > waitMsMax) throw new Error('it does not come to an end');
  await pause(50);
}

/** Sends single events at a steady rate while `during` lasts; returns the 99th percentile of accepted → scored, and what was refused. */
async function latencies(spine: Spine, during: () => Promise<void>): Promise<Waits> {
  const seconds: number[] = [];
  let notAccepted = 0;
  const { ingestToScore } = spine.metrics;
  const observe = ingestToScore.observe;
  // Each value as it is, not the bucket it falls in.
  ingestToScore.observe = (value: unknown) => void seconds.push(value as number);
  try {
    let isOver = false;
    const sending = (async () => {
      const startMs = performance.now();
      const posts: Promise<boolean>[] = [];
      for (let sent = 0; !isOver; sent++) {
        const dueMs = startMs + (sent * 1_000) / eventsPerSecond;
        if (dueMs > performance.now()) await pause(Math.max(0, dueMs - performance.now()));
        posts.push(isAccepted(spine, sent));
      }
      return (await Promise.all(posts)).filter((accepted) => !accepted).length;
    })();
    await during();
    isOver = true;
    notAccepted = await sending;
  } finally {
    ingestToScore.observe = observe;
  }
  const rank = percentilesOf(seconds.map((value) => 1_000 * value));
  progress(
    `  accepted → scored, ms: p50 ${shown(rank(0.5))}, p99 ${shown(rank(0.99))}, p99.9 ${shown(rank(0.999))}`,
  );
  return { p99Ms: rank(0.99), notAccepted };
}

/** Sends one event; a connection that breaks is an event not accepted, not the end of the bench. */
async function isAccepted(spine: Spine, nth: number): Promise<boolean> {
  const event = { anonymousId: `bench-${nth % 997}`, ...pageView('/pricing') };
  return spine.post('/v1/page', event).then(
    (status) => status === 200,
    () => false,
  );
}
