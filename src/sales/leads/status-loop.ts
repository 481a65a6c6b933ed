/** The loop that says to scoring how people stand in sales. It wakes for what waits, and looks by itself whether a programme asks. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { StatusSink } from './statuses.ts';

export function startStatuses({
  leads,
  sink,
  logger,
}: {
  leads: { passStatusesOn(sink: StatusSink): Promise<number> };
  sink: StatusSink;
  logger: Logger;
}): Loop {
  return startLoop({
    round: async (signal) => {
      while ((await leads.passStatusesOn(sink)) > 0) signal.throwIfAborted();
      // What waits wakes it, and other programmes do, which this process may be about to activate: then it looks soon again.
      const { statusesEveryMs: ms, workRestMsMax: quietMsMax } = limits;
      return { ms, gatherMs: limits.workLookEveryMs / 2, quietMsMax };
    },
    outage: new Outage(
      logger,
      'scoring does not hear of the statuses of leads: Redis or PostgreSQL unavailable, retrying',
      'scoring hears of the statuses of leads',
    ),
  });
}
