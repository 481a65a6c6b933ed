/** A process that scores and copies, on stores of its own that many profiles fill. */
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '../src/base/telemetry/telemetry.ts';
import { startCopier } from '../src/engine/history/history.ts';
import { openTestHistory, type TestHistory } from '../test/support/rooms.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { type Spine, startSpine } from '../test/support/spine.ts';
import { fillStream } from './fill.ts';
import { progress } from './progress.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';
import { visitorEvents } from './traffic.ts';

const appendfsync = 'everysec';
const eventsPerProfile = 3;
const waitMsMax = 15 * 60_000;
const lookEveryMs = 50;

export interface Filled {
  redisUrl: string;
  postgresUrl: string;
  history: TestHistory;
  spine: Spine;
  /** What the results say of it. */
  configuration: Record<string, string | number>;
  close(): Promise<void>;
}

interface Options {
  profiles: number;
  seed: number;
  rulesDirectory?: string;
  /** Where profiles are known that Redis has lost. */
  lostIn?: (history: TestHistory) => NonNullable<Parameters<typeof startSpine>[0]['lost']>;
  /** What runs before the first event. */
  before?: (filled: Omit<Filled, 'configuration'>) => Promise<void>;
}

/** Starts it, and waits until each profile has its events. */
export async function startFilled(options: Options): Promise<Filled> {
  const { profiles, seed, rulesDirectory, lostIn, before } = options;
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  const history = await openTestHistory(postgres.url);
  const spine = await startSpine({
    ...{ redisUrl: redis.url, partitions, past: history },
    ...(rulesDirectory !== undefined && { rulesDirectory }),
    ...(lostIn && { lost: lostIn(history) }),
  });
  const { stream, metrics } = spine;
  const close = async () => {
    await copier?.close();
    await spine.close();
    await history.close();
    await Promise.all([redis.stop(), postgres.stop()]);
  };
  let copier: ReturnType<typeof startCopier> | null = null;
  const filled = { redisUrl: redis.url, postgresUrl: postgres.url, history, spine, close };
  try {
    await before?.(filled);
    copier = startCopier({ source: stream, history, metrics, logger: createLogger('silent') });
    spine.startWorker();
    progress(`  ${shown(profiles)} profiles`);
    const count = profiles * eventsPerProfile;
    const startMs = Date.now() - 3_600_000;
    await fillStream(redis.url, visitorEvents({ count, profiles, seed, startMs, stepMs: 0.01 }));
    await whenQuiet(spine, nothingComes);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...filled, configuration: { appendfsync, profiles, 'events a profile': eventsPerProfile } };
}

/** Entries of a partition that may have just come. */
const nothingComes = { unscored: 0, uncopied: 0 };
const eventsCome = { unscored: 2, uncopied: 200 };

/** Waits until nothing is left to score, re-score or copy, except what has just come. */
export async function whenQuiet(spine: Spine, { unscored, uncopied } = eventsCome): Promise<void> {
  const startMs = Date.now();
  for (;;) {
    const backlog = await spine.stream.backlog(Date.now() - 1_000);
    const isQuiet = backlog.every(
      ({ lag, due, historyLag }) => lag <= unscored && due === 0 && historyLag <= uncopied,
    );
    if (isQuiet) return;
    await within(startMs);
  }
}

/** A pause between two looks; throws where something began too long ago, ms. */
export async function within(startMs: number): Promise<void> {
  if (Date.now() - startMs > waitMsMax) throw new Error('it does not come to an end');
  await pause(lookEveryMs);
}
