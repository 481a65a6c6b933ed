/** What processes report of themselves: the latest report of each, where every console finds it. */
import { limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { processesKey } from './keys.ts';

export interface Processes {
  /** Keeps the report of a process in place of the one before. */
  keep(id: string, atMs: number, report: string): Promise<void>;
  /** The latest report of each process. Those that have ended, or are silent, are forgotten after `processKeptMs`. */
  list(nowMs: number): Promise<string[]>;
}

export function openProcesses(redis: RedisClient): Processes {
  return {
    keep: async (id, atMs, report) => {
      await redis.hset(processesKey, id, `${atMs} ${report}`);
    },
    list: async (nowMs) => {
      const all = Object.entries(await redis.hgetall(processesKey)).map(([id, value]) => {
        const [, atMs, report = ''] = /^(\d+) (.*)$/s.exec(value) ?? [];
        return { id, report, isOld: Number(atMs ?? 0) < nowMs - limits.processKeptMs };
      });
      const old = all.filter(({ isOld }) => isOld).map(({ id }) => id);
      if (old.length > 0) await redis.hdel(processesKey, ...old);
      return all.filter(({ isOld }) => !isOld).map(({ report }) => report);
    },
  };
}
