/** Redis emptied: how long it takes until every profile is restored from the history. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openDatabase } from '../src/base/database/database.ts';
import { createLogger } from '../src/base/telemetry/telemetry.ts';
import { startCopier } from '../src/engine/history/history.ts';
import { openKeeper } from '../src/engine/restore/restore.ts';
import { openTestHistory, type TestHistory } from '../test/support/rooms.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { type Spine, startSpine } from '../test/support/spine.ts';
import { fillStream } from './fill.ts';
import { progress } from './progress.ts';
import { figureOf, type Measured } from './results.core.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';
import { visitorEvents } from './traffic.ts';

const eventsPerProfile = 3;
const appendfsync = 'everysec';
const lookEveryMs = 250;

export async function measureRestore(counts: { profiles: number; repetitions: number }): Promise<Measured> {
  const { profiles, repetitions } = counts;
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  const admin = new Redis(redis.url);
  const history = await openTestHistory(postgres.url);
  const database = openDatabase(postgres.url, () => undefined);
  const lost = { lostOf: (ids: readonly string[]) => familiesOf(history, ids) };
  const spine = await startSpine({ redisUrl: redis.url, partitions, past: history, lost });
  const { stream, metrics, programmes } = spine;
  const logger = createLogger('silent');
  const { activateAgain } = programmes;
  const keeper = openKeeper({
    ...{ pool: database.pool, stream, history, tiers: null, activateAgain, metrics, logger },
  });
  await keeper.round();
  const copier = startCopier({ source: stream, history, metrics, logger });
  const keeping = keeper.start();
  try {
    spine.startWorker();
    progress(`  ${shown(profiles)} profiles`);
    const count = profiles * eventsPerProfile;
    await fillStream(
      redis.url,
      visitorEvents({ count, profiles, seed: 17, startMs: Date.now() - 3_600_000, stepMs: 0.01 }),
    );
    await whenCopied(spine);
    const turns: { seconds: number; restored: number }[] = [];
    for (let turn = 0; turn < repetitions; turn++) {
      progress('  Redis is emptied');
      const startMs = performance.now();
      await admin.flushall();
      for (;;) {
        const { restores } = await keeper.restores();
        const [latest] = restores;
        if (restores.length > turn && latest?.outcome === 'done') {
          turns.push({ seconds: (performance.now() - startMs) / 1_000, restored: latest.scheduled });
          break;
        }
        await pause(lookEveryMs);
      }
    }
    const configuration = { appendfsync, profiles, 'events a profile': eventsPerProfile };
    const rate = figureOf({
      id: 'rate',
      title: 'profiles restored, Redis emptied',
      unit: 'profiles/s',
      better: 'higher',
      repetitions: turns.map(({ seconds, restored }) => restored / seconds),
    });
    const seconds = figureOf({
      id: 'seconds',
      title: 'from the loss to the last profile',
      unit: 's',
      better: 'lower',
      repetitions: turns.map((one) => one.seconds),
    });
    return { configuration, figures: [rate, seconds] };
  } finally {
    await keeping.close();
    await copier.close();
    await spine.close();
    admin.disconnect();
    await database.close();
    await history.close();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

/** Families without tiers: no sales room runs here. */
async function familiesOf(history: TestHistory, ids: readonly string[]) {
  const families = await history.familiesOf(ids);
  return new Map([...families].map(([id, family]) => [id, { ...family, tiers: [] }]));
}

async function whenCopied({ stream }: Spine): Promise<void> {
  for (;;) {
    const backlog = await stream.backlog(Date.now());
    if (backlog.every(({ lag, historyLag, due }) => lag + historyLag + due === 0)) return;
    await pause(lookEveryMs);
  }
}
