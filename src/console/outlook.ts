/** The API of a publication's first day: what its backtest let expect, and what came. */
import type { FastifyInstance } from 'fastify';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import { outlookSchema } from '../contract/api/api.ts';
import { type Backtests, expectedLeads } from '../engine/analysis/analysis.ts';
import type { Publishing } from '../engine/programmes/programmes.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, docs, type WithId } from './route-docs.ts';

interface Options {
  publishing: Publishing;
  backtests: Backtests;
  sales: Pick<Sales, 'reports'>;
  clock: Clock;
}

export function registerOutlook(
  app: FastifyInstance,
  { publishing, backtests, sales, clock }: Options,
): void {
  app.get<WithId>(
    '/programmes/:id/outlook',
    docs('The first day of the active version: leads that its backtest let expect, and those that came', {
      response: answers(outlookSchema, 'Expected and actual leads'),
    }),
    async ({ params: { id } }) => {
      const { version, activatedAtMs, notifies } = publishing.activation(id);
      const nowMs = clock.nowMs();
      const untilMs = activatedAtMs + limits.dayMs;
      const [run, actual] = await Promise.all([
        backtests.latestOf(id, version),
        sales.reports.leadsOpened({ programme: id, sinceMs: activatedAtMs, untilMs }),
      ]);
      const elapsedMs = nowMs - activatedAtMs;
      return {
        ...{ programme: id, version },
        activatedAt: new Date(activatedAtMs).toISOString(),
        until: new Date(untilMs).toISOString(),
        isOver: nowMs >= untilMs,
        backtest: run?.id ?? null,
        expected: run?.result ? expectedLeads(run.result, { elapsedMs, notifies }) : null,
        actual,
      };
    },
  );
}
