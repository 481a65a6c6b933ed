/** What a Redis holds of an installation, by one connection that changes nothing: for who looks at it from outside. */
import type { RedisClient } from '../../base/redis/redis.ts';
import { backlogOf } from './backlog.ts';
import { installationKey } from './keys.ts';
import { layoutIn } from './layout.ts';

/** The installation of a Redis, and what waits in it. */
export interface SurveyedStream {
  /** As PostgreSQL has it; null before a process with PostgreSQL has run. */
  id: string | null;
  partitions: number;
  /** Entries not scored in the partition that is the furthest behind, and in all. */
  lagMax: number;
  lag: number;
  /** Entries that the history lacks. */
  historyLag: number;
  deadLetters: number;
  failingProfiles: number;
}

/** Returns it; null where Redis holds none. */
export async function surveyStream(redis: RedisClient, nowMs: number): Promise<SurveyedStream | null> {
  const layout = await layoutIn(redis);
  if (layout === null) return null;
  const id = await redis.hget(installationKey, 'id');
  const backlog = await backlogOf(redis, layout, nowMs);
  const sumOf = (name: 'lag' | 'historyLag' | 'deadLetters' | 'failing') =>
    backlog.reduce((sum, one) => sum + one[name], 0);
  return {
    id,
    partitions: layout.partitions,
    lagMax: Math.max(0, ...backlog.map(({ lag }) => lag)),
    lag: sumOf('lag'),
    historyLag: sumOf('historyLag'),
    deadLetters: sumOf('deadLetters'),
    failingProfiles: sumOf('failing'),
  };
}
