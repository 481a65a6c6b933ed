/**
 * The archiver: once a day one process looks through all profiles, and makes those due that nothing has happened to for long.
 *
 * It decides nothing: a partition archives its own profile in a commit, where no event has come meanwhile. So a walk that ends
 * early, or two at once, do no harm.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Loop, startLoop, unlessAborted } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Stream } from '../stream/stream.ts';
import { isIdle } from './archived.core.ts';

interface Options {
  stream: Pick<Stream, 'archiving' | 'backlog'>;
  /** How long after its last event a profile is archived, ms. */
  profileMs: number;
  clock: Clock;
  logger: Logger;
}

export function startArchiver(options: Options): Loop {
  const { stream, logger } = options;
  return startLoop({
    round: async (stopping) => {
      if (await unlessAborted(stopping, stream.archiving.takeTurn(limits.archiveEveryMs)))
        await unlessAborted(stopping, findIdle(options, stopping));
      return { ms: limits.archiveCheckEveryMs };
    },
    outage: new Outage(
      logger,
      'looking for profiles to archive paused: Redis unavailable',
      'looking for profiles to archive resumed',
    ),
  });
}

/** Makes idle profiles due; no more wait at once than partitions evaluate soon. Returns how many there were. */
export async function findIdle(
  { stream, profileMs, clock, logger }: Options,
  stopping: AbortSignal,
): Promise<number> {
  let found = 0;
  for await (const page of stream.archiving.pages()) {
    if (stopping.aborted) return found;
    const sinceMs = clock.nowMs() - profileMs;
    const idle = page.filter(({ packed }) => isIdle(packed, sinceMs)).map(({ id }) => id);
    if (idle.length > 0) await stream.archiving.schedule(idle, clock.nowMs());
    found += idle.length;
    while (!stopping.aborted && (await dueOf(stream, clock)) > limits.dueProfilesWaitingMax)
      await pause(limits.reevaluatePauseMs);
  }
  if (found > 0)
    logger.info({ profiles: found }, 'profiles without an event for PROFILE_DAYS are due to leave Redis');
  return found;
}

async function dueOf(stream: Pick<Stream, 'backlog'>, clock: Clock): Promise<number> {
  return (await stream.backlog(clock.nowMs())).reduce((sum, { due }) => sum + due, 0);
}
