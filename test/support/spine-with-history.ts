/** A spine with a worker and a history that is copied to, on stores of one test. */
import type { TestContext } from 'vitest';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { startCopier } from '../../src/engine/history/history.ts';
import { startTestDatabase } from './databases.ts';
import { openTestHistory, type TestHistory } from './rooms.ts';
import { startTestRedis, type TestServer } from './servers.ts';
import { type Spine, startSpine } from './spine.ts';
import { until } from './until.ts';

export interface SpineWithHistory {
  redis: TestServer;
  databaseUrl: string;
  history: TestHistory;
  spine: Spine;
  /** Waits until everything is scored and in the history. */
  isCopied(): Promise<unknown>;
  stopCopying(): Promise<void>;
  copyAgain(): void;
  /** Copies what is there now, once; `meanwhile` happens before the stream knows that the history has it. */
  copyOnce(meanwhile: () => Promise<unknown>): Promise<void>;
}

/** All of it ends with the test. */
export async function startSpineWithHistory(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options: Partial<
    Pick<Parameters<typeof startSpine>[0], 'rulesDirectory' | 'clock' | 'lost' | 'profileMs'>
  > = {},
): Promise<SpineWithHistory> {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const history = await openTestHistory(postgres.url);
  const spine = await startSpine({ redisUrl: redis.url, past: history, ...options });
  const { stream, metrics } = spine;
  const startCopying = () =>
    startCopier({ source: stream, history, metrics, logger: createLogger('silent') });
  let copier = startCopying();
  // As the engine does it; else the copier finds what is new by and by.
  stream.bell.onEvents(() => copier.wake());
  spine.startWorker();
  onTestFinished(async () => {
    await copier.close();
    await spine.close();
    await history.close();
    await Promise.all([redis.stop(), postgres.stop()]);
  });
  return {
    ...{ redis, databaseUrl: postgres.url, history, spine },
    isCopied: () =>
      until('the history has it all', async () => {
        copier.wake();
        const backlog = await stream.backlog(Date.now());
        return (await spine.isQuiet()) && backlog.every(({ historyLag }) => historyLag === 0);
      }),
    stopCopying: async () => void (await copier.close()),
    copyAgain: () => {
      copier = startCopying();
    },
    copyOnce: async (meanwhile) => {
      const { events, ledger } = await history.readPositions(1);
      const entries = (of: typeof events) =>
        new Map([...of].map(([partition, { entry }]) => [partition, entry]));
      const batch = await stream.history.read({ events: entries(events), ledger: entries(ledger) }, 0);
      await meanwhile();
      const { offsets, digests } = await history.copyBatch(batch);
      await stream.history.has(offsets, digests);
    },
  };
}
