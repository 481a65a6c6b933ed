/** The API of health: one answer for a wall, made of what processes report and what the stores say now. */
import type { FastifyInstance } from 'fastify';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import { type ProcessReport, reportIn } from '../base/telemetry/telemetry.ts';
import { type Health, healthSchema } from '../contract/api/api.ts';
import type { Keeper } from '../engine/restore/restore.ts';
import type { Processes, Stream } from '../engine/stream/stream.ts';
import type { Sales } from '../sales/sales.ts';
import { healthOf } from './health.core.ts';
import { answers, docs } from './route-docs.ts';

interface Options {
  stream: Pick<Stream, 'backlog' | 'activation'>;
  keeper: Keeper;
  sales: Pick<Sales, 'delivery' | 'leads'>;
  reporting: { report(): ProcessReport; processes: Processes };
  clock: Clock;
}

export function registerHealth(app: FastifyInstance, options: Options): void {
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
        last = { atMs: nowMs, health: look(options) };
      return last.health;
    },
  );
}

async function look({ stream, keeper, sales, reporting, clock }: Options): Promise<Health> {
  const nowMs = clock.nowMs();
  const [reports, backlog, reevaluation, restores, deliveries, held] = await Promise.all([
    orNull(reporting.processes.list(nowMs)),
    orNull(stream.backlog(nowMs)),
    orNull(stream.activation.reevaluation()),
    orNull(keeper.restores()),
    orNull(sales.delivery.countWaitingAndFailed()),
    orNull(sales.leads.countHeld()),
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
    held: held?.held ?? null,
    unreadTierUpdates: held?.unread ?? null,
  });
}

/** What a store says, for as long as a scrape waits; null where it fails or is late. */
async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), limits.scrapeMsMax);
  const found = await Promise.race([asked.catch(() => null), late]);
  clearTimeout(timer);
  return found;
}
