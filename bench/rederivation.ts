/** Part (h): a change of programmes over many profiles while events flow: how long it takes, and what scores wait meanwhile. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openHistory, startCopier } from '../src/history/history.ts';
import { createLogger } from '../src/telemetry/telemetry.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { type Spine, startSpine } from '../test/support/spine.ts';
import { fillStream, partitions } from './fill.ts';
import { progress, type Row, whole } from './report.ts';
import { pageView, visitorEvents } from './traffic.ts';

const rules = fileURLToPath(new URL('../rules', import.meta.url));
const eventsPerProfile = 3;
const eventsPerSecond = 200;
const waitMsMax = 15 * 60_000;

export async function measureRederivation(options: { profiles: number; seconds: number }): Promise<Row[]> {
  const { profiles, seconds } = options;
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync: 'everysec' }),
    startTestPostgres({ isDurable: true }),
  ]);
  const rulesDirectory = await mkdtemp(join(tmpdir(), 'scoville-bench-rules-'));
  await cp(rules, rulesDirectory, { recursive: true });
  const history = await openHistory({ databaseUrl: postgres.url, onError: () => undefined });
  const spine = await startSpine({ redisUrl: redis.url, rulesDirectory, partitions, past: history });
  const logger = createLogger('silent');
  const copier = startCopier({ source: spine.stream, history, metrics: spine.metrics, logger });
  try {
    spine.startWorker();
    progress(`(h) ${whole(profiles)} profiles`);
    const count = profiles * eventsPerProfile;
    await fillStream(
      redis.url,
      visitorEvents({ count, profiles, seed: 11, startMs: Date.now() - 3_600_000, stepMs: 0.01 }),
    );
    await settled(spine);
    progress('(h) events by themselves');
    const before = await latencies(spine, async () => void (await pause(seconds * 1_000)));
    const file = join(rulesDirectory, 'emea-lead-scoring.yaml');
    const text = await readFile(file, 'utf8');
    progress('(h) points change');
    const points = await change(spine, file, text.replace('points: 15', 'points: 16'));
    progress('(h) a rule is added');
    const added = await change(
      spine,
      file,
      text.replace(
        '\nladder:',
        '\n  - id: docs\n    label: Read the docs\n    when: { type: page, path: /docs/** }\n    points: 1\n    pays: once a visit\n\nladder:',
      ),
    );
    const row = (what: string, { seconds: took, woken, p99Ms }: Change): Row => ({
      part: '(h)',
      measured: `${whole(woken)} profiles looked at anew, ${what}`,
      result: `**${took.toFixed(1)} s** (${whole(woken / took)} profiles/s); accepted → scored meanwhile p99 **${p99Ms.toFixed(0)} ms** against ${before.p99Ms.toFixed(0)} ms without`,
      aim: 'p99 ≤ twice its usual',
      isMet: p99Ms <= 2 * before.p99Ms,
    });
    return [
      row('the points of a rule changed', points),
      row('a rule added and back-filled from the history', added),
    ];
  } finally {
    await copier.close();
    await spine.close();
    await history.close();
    await Promise.all([redis.stop(), postgres.stop()]);
    await rm(rulesDirectory, { recursive: true });
  }
}

interface Change {
  seconds: number;
  woken: number;
  p99Ms: number;
}

/** Takes up a text and waits until every profile has been looked at. */
async function change(spine: Spine, file: string, text: string): Promise<Change> {
  await writeFile(file, text);
  if (!(await spine.reload())) throw new Error('the changed programme was refused');
  const { hash, sinceMs } = spine.inForce();
  const startMs = Date.now();
  const { p99Ms } = await latencies(spine, async () => {
    while (await spine.stream.isWaking(hash, sinceMs)) await within(startMs);
    await settled(spine, sinceMs);
  });
  const woken = (await spine.metrics.profilesWoken.get()).values[0]?.value ?? 0;
  return { seconds: (Date.now() - Math.max(startMs, sinceMs)) / 1_000, woken, p99Ms };
}

/** Waits until nothing is left to score, re-score or copy, except what has just come; timers due by `dueMs` always count. */
async function settled(spine: Spine, dueMs = 0): Promise<void> {
  const startMs = Date.now();
  for (;;) {
    const backlog = await spine.stream.backlog(Math.max(dueMs, Date.now() - 1_000));
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

/** Sends single events at a steady rate while `during` lasts; answers the 99th percentile of accepted → scored, ms. */
async function latencies(spine: Spine, during: () => Promise<void>): Promise<{ p99Ms: number }> {
  const seconds: number[] = [];
  const { ingestToScore } = spine.metrics;
  const observe = ingestToScore.observe;
  // Each value as it is, not the bucket it falls in.
  ingestToScore.observe = (value: unknown) => void seconds.push(value as number);
  try {
    let isOver = false;
    const sending = (async () => {
      const startMs = performance.now();
      const posts: Promise<number>[] = [];
      for (let sent = 0; !isOver; sent++) {
        const dueMs = startMs + (sent * 1_000) / eventsPerSecond;
        if (dueMs > performance.now()) await pause(Math.max(0, dueMs - performance.now()));
        posts.push(spine.post('/v1/page', { anonymousId: `bench-${sent % 997}`, ...pageView('/pricing') }));
      }
      await Promise.all(posts);
    })();
    await during();
    isOver = true;
    await sending;
  } finally {
    ingestToScore.observe = observe;
  }
  seconds.sort((a, b) => a - b);
  progress(
    `(h) accepted → scored, ms: ${[0.5, 0.9, 0.99, 0.999].map((share) => `p${share * 100} ${Math.round(1_000 * (seconds[Math.floor(seconds.length * share)] ?? 0))}`).join(', ')}`,
  );
  return { p99Ms: 1_000 * (seconds[Math.floor(seconds.length * 0.99)] ?? 0) };
}
