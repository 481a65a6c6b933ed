/** One look a second at what waits in the wing, for all of its loops. It wakes each that has work; else they rest for long. */
import { type Loop, startLoop } from '../base/background/background.ts';
import type { Queryable } from '../base/database/database.ts';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import { type Logger, Outage } from '../base/telemetry/telemetry.ts';
import { bulkWaits } from './bulk/bulk.ts';
import { deadlinesWait } from './deadlines/deadlines.ts';
import { deliveriesWait } from './delivery/delivery.ts';
import { importsWait, traitsWait } from './imports/imports.ts';
import { statusesWait } from './leads/leads.ts';
import { noticesWait } from './notifications/notifications.ts';

/** By kind of work: SQL that is true while some of it is due at the time $1 and nobody is at it. */
const conditions = {
  bulk: bulkWaits,
  imports: importsWait,
  traits: traitsWait,
  statuses: statusesWait,
  deadlines: deadlinesWait,
  notices: noticesWait,
  webhook: deliveriesWait('webhook'),
  slack: deliveriesWait('slack'),
  mail: deliveriesWait('mail'),
};

/** Kinds of work that a loop does. */
export type Work = keyof typeof conditions;

const statement = `SELECT ${Object.entries(conditions)
  .map(([work, condition]) => `(${condition}) AS ${work}`)
  .join(', ')}`;

/** Returns what waits at a time. */
export async function waitingWork(database: Queryable, nowMs: number): Promise<Work[]> {
  const { rows } = await database.query<Record<Work, boolean>>(statement, [new Date(nowMs)]);
  const [found] = rows;
  return (Object.keys(conditions) as Work[]).filter((work) => found?.[work] === true);
}

/** Wakes the loop of each kind of work that waits. A kind without a loop is not looked after. */
export function startWorkLook(options: {
  database: Queryable;
  clock: Clock;
  wakes: Readonly<Partial<Record<Work, () => void>>>;
  logger: Logger;
}): Loop {
  const { database, clock, wakes, logger } = options;
  return startLoop({
    round: async () => {
      for (const work of await waitingWork(database, clock.nowMs())) wakes[work]?.();
      return { ms: limits.workLookEveryMs };
    },
    // The loops say it of their own work.
    outage: new Outage(logger, 'the look for waiting work paused: PostgreSQL unavailable, retrying', null),
  });
}
