/** Processing with a history and a keeper, on stores of its own, for tests of restores. */
import { Redis } from 'ioredis';
import { type Database, openDatabase } from '../../src/base/database/database.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { type Copier, type Restore, startCopier } from '../../src/engine/history/history.ts';
import type { Past } from '../../src/engine/processing/processing.ts';
import { type Keeper, openKeeper } from '../../src/engine/restore/restore.ts';
import type { Stream } from '../../src/engine/stream/stream.ts';
import { startTestDatabase } from './databases.ts';
import { openTestHistory, type TestHistory } from './rooms.ts';
import { startTestRedis } from './servers.ts';
import { type Spine, startSpine } from './spine.ts';

export interface Restoring {
  spine: Spine;
  stream: Stream;
  history: TestHistory;
  keeper: Keeper;
  /** A connection of the test. */
  redis: Redis;
  /** Begins to copy; it ends with the test too. */
  startCopying(): Copier;
  /** The latest restore after one more round of the keeper, and what is not restored. */
  latest(): Promise<Partial<Restore> & { waiting: number; failing: number }>;
  close(): Promise<void>;
}

/** `pastOf` may stand between processing and the history. No worker runs, and no copier. */
export async function startRestoring(
  pastOf: (history: TestHistory) => Past = (one) => one,
): Promise<Restoring> {
  const [redisServer, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const history = await openTestHistory(postgres.url);
  const database: Database = openDatabase(postgres.url, () => undefined);
  const lost = { lostOf: async () => new Map() };
  const spine = await startSpine({ redisUrl: redisServer.url, past: pastOf(history), lost });
  const { stream, metrics } = spine;
  const logger = createLogger('silent');
  const keeper = openKeeper({
    ...{ pool: database.pool, stream, history, metrics, logger },
    tiers: null,
    activateAgain: async () => undefined,
  });
  await keeper.round();
  const redis = new Redis(redisServer.url);
  const copiers: Copier[] = [];
  return {
    ...{ spine, stream, history, keeper, redis },
    startCopying: () => {
      const copier = startCopier({ source: stream, history, metrics, logger });
      stream.bell.onEvents(copier.wake);
      copiers.push(copier);
      return copier;
    },
    latest: async () => {
      await keeper.round();
      const { restores, ...unrestored } = await keeper.restores();
      return { ...restores[0], ...unrestored };
    },
    close: async () => {
      redis.disconnect();
      for (const copier of copiers) await copier.close();
      await spine.close();
      await database.close();
      await history.close();
      await Promise.all([redisServer.stop(), postgres.stop()]);
    },
  };
}
