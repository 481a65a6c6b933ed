/** Redis emptied: how long it takes until every profile is restored from the history, also while events flow. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openDatabase } from '../src/base/database/database.ts';
import { createLogger } from '../src/base/telemetry/telemetry.ts';
import { type Keeper, openKeeper } from '../src/engine/restore/restore.ts';
import type { TestHistory } from '../test/support/rooms.ts';
import { startFilled } from './filled.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { eventsPerSecond, latencies } from './steady-events.ts';

const lookEveryMs = 250;

interface Turn {
  seconds: number;
  restored: number;
}

export async function measureRestore(counts: { profiles: number; repetitions: number }): Promise<Measured> {
  const { profiles, repetitions } = counts;
  const closing: (() => Promise<void>)[] = [];
  let keeper = null as Keeper | null;
  const filled = await startFilled({
    ...{ profiles, seed: 17 },
    lostIn: (history) => ({ lostOf: (ids) => familiesOf(history, ids) }),
    before: async ({ postgresUrl, history, spine: { stream, metrics, programmes } }) => {
      const database = openDatabase(postgresUrl, () => undefined);
      closing.push(database.close);
      const { activateAgain } = programmes;
      const [logger, tiers] = [createLogger('silent'), null];
      keeper = openKeeper({ pool: database.pool, stream, history, tiers, activateAgain, metrics, logger });
      await keeper.round();
    },
  });
  const { spine } = filled;
  const admin = new Redis(filled.redisUrl);
  const keeping = keeper?.start();
  const restored = async (): Promise<Turn> => {
    progress('  Redis is emptied');
    const before = (await keeper?.restores())?.restores.length ?? 0;
    const startMs = performance.now();
    await admin.flushall();
    for (;;) {
      const found = (await keeper?.restores())?.restores ?? [];
      const [latest] = found;
      if (found.length > before && latest?.outcome === 'done')
        return { seconds: (performance.now() - startMs) / 1_000, restored: latest.scheduled };
      await pause(lookEveryMs);
    }
  };
  try {
    const [alone, loaded]: [Turn[], Turn[]] = [[], []];
    const p99Ms: number[] = [];
    for (let turn = 0; turn < repetitions; turn++) {
      alone.push(await restored());
      const waits = await latencies(spine, async () => void loaded.push(await restored()));
      p99Ms.push(waits.p99Ms);
    }
    const title = 'accepted → scored while profiles are restored: p99';
    const p99 = figureOf({ id: 'loaded.p99', title, unit: 'ms', better: 'lower', repetitions: p99Ms });
    const configuration = { ...filled.configuration, 'events a second meanwhile': eventsPerSecond };
    return {
      configuration,
      figures: [...figuresOf('', '', alone), ...figuresOf('loaded.', ', under load', loaded), p99],
    };
  } finally {
    await keeping?.close();
    admin.disconnect();
    for (const close of closing) await close();
    await filled.close();
  }
}

function figuresOf(prefix: string, suffix: string, turns: readonly Turn[]): Figure[] {
  const rate = figureOf({
    id: `${prefix}rate`,
    title: `profiles restored, Redis emptied${suffix}`,
    unit: 'profiles/s',
    better: 'higher',
    repetitions: turns.map(({ seconds, restored }) => restored / seconds),
  });
  const seconds = figureOf({
    id: `${prefix}seconds`,
    title: `from the loss to the last profile${suffix}`,
    unit: 's',
    better: 'lower',
    repetitions: turns.map((one) => one.seconds),
  });
  return [rate, seconds];
}

/** Families without tiers: no sales room runs here. */
async function familiesOf(history: TestHistory, ids: readonly string[]) {
  const families = await history.familiesOf(ids);
  return new Map([...families].map(([id, family]) => [id, { ...family, tiers: [] }]));
}
