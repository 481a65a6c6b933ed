/** The API of health: one answer for a wall, made of what processes report and what the stores say now. */
import type { FastifyInstance } from 'fastify';
import type { Reads } from '../base/database/database.ts';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import { type ProcessReport, reportIn } from '../base/telemetry/telemetry.ts';
import { type Health, healthSchema } from '../contract/api/api.ts';
import type { Keeper } from '../engine/restore/restore.ts';
import type { Processes, Stream } from '../engine/stream/stream.ts';
import type { Sales } from '../sales/sales.ts';
import { BoundedRead } from './bounded-read.ts';
import { healthOf } from './health.core.ts';
import { answers, docs } from './route-docs.ts';

interface Options {
  stream: Pick<Stream, 'backlog' | 'activation'>;
  keeper: Keeper;
  sales: Pick<Sales, 'delivery' | 'leads'>;
  reporting: { report(): ProcessReport; processes: Processes };
  /** Where reports are read. */
  reads: Pick<Reads, 'replica'>;
  clock: Clock;
}

export function registerHealth(app: FastifyInstance, options: Options): void {
  const look = lookerAt(options);
  let last: { atMs: number; health: Promise<Health> } | null = null;
  app.get(
    '/health',
    docs('How the installation does', {
      description:
        'Rates and latencies are of all processes, over the last half hour in slots. What a store does not say within half a second is null. An answer is given again for a second.',
      response: answers(healthSchema, 'Its figures, and what is wrong'),
    }),
    async () => {
      const nowMs = options.clock.nowMs();
      if (last === null || Math.abs(nowMs - last.atMs) >= limits.healthKeptMs)
        last = { atMs: nowMs, health: look() };
      return last.health;
    },
  );
}

function lookerAt({ stream, keeper, sales, reporting, reads, clock }: Options): () => Promise<Health> {
  const of = <Found>(read: () => Promise<Found>) => new BoundedRead(read, limits.scrapeMsMax);
  const sources = {
    reports: of(() => reporting.processes.list(clock.nowMs())),
    backlog: of(() => stream.backlog(clock.nowMs())),
    reevaluation: of(() => stream.activation.reevaluation()),
    restores: of(() => keeper.restores()),
    deliveries: of(() => sales.delivery.countWaitingAndFailed()),
    held: of(() => sales.leads.countHeld()),
  };
  return async () => {
    const nowMs = clock.nowMs();
    const [reports, backlog, reevaluation, restores, deliveries, held] = await Promise.all([
      ...([sources.reports.now(), sources.backlog.now(), sources.reevaluation.now()] as const),
      ...([sources.restores.now(), sources.deliveries.now(), sources.held.now()] as const),
    ]);
    const [latest] = restores?.restores ?? [];
    return healthOf({
      ...{ nowMs, own: reporting.report(), backlog, reevaluation, deliveries },
      reports: reports?.flatMap((text) => reportIn(text) ?? []) ?? null,
      restore:
        restores && latest?.outcome === null
          ? {
              ...{ found: latest.scheduled, isWhole: latest.isWalked },
              ...{ waiting: restores.waiting, failed: restores.failing },
            }
          : null,
      replica: reads.replica(),
      held: held?.held ?? null,
      unreadTierUpdates: held?.unread ?? null,
    });
  };
}
