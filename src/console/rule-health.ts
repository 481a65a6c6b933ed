/** The API of rule health: what the rules of a programme did lately. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import { startOfDaysMs } from '../base/time/time.ts';
import { ruleHealthSchema } from '../contract/api/api.ts';
import type { History } from '../engine/history/history.ts';
import { type Publishing, ruleHealth } from '../engine/programmes/programmes.ts';
import { answers, docs, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const querySchema = z.strictObject({
  /** Length of the period that ends now. */
  days: z.coerce.number().int().min(1).max(limits.ruleHealthDaysMax).default(30),
});

interface Options {
  publishing: Publishing;
  history: Pick<History, 'ruleDays' | 'beginsAtMs'>;
  clock: Clock;
}

export function registerRuleHealth(app: FastifyInstance, { publishing, history, clock }: Options): void {
  app.get<WithId>(
    '/programmes/:id/health',
    docs('What each rule did lately, and which are dead, dominate or drift', {
      querystring: documented(querySchema, 'input'),
      response: answers(ruleHealthSchema, 'The rules of the active version'),
    }),
    async ({ params, query }) => {
      const { days: daysCount } = parse(querySchema, query);
      const rules = publishing.rulesOf(params.id);
      const untilMs = clock.nowMs();
      const sinceMs = startOfDaysMs(daysCount, untilMs);
      const beforeMs = sinceMs - daysCount * limits.dayMs;
      const keptFromMs = await history.beginsAtMs();
      const fromMs = Math.max(beforeMs, keptFromMs);
      const { latenessMs } = publishing;
      const { days, importedFromMs } = await history.ruleDays(params.id, {
        ...{ sinceMs: fromMs, untilMs, latenessMs },
      });
      // A late event of before the first version is no beginning: the days after it lack all others.
      const importedMs = importedFromMs === null ? untilMs : startOfDaysMs(1, importedFromMs);
      const firstMs = Math.min(await liveSinceMs(publishing, params.id, untilMs), importedMs);
      // Part of a period is no measure for a whole one.
      const beginsAtMs = Math.max(firstMs, keptFromMs);
      return {
        programme: params.id,
        since: new Date(sinceMs).toISOString(),
        until: new Date(untilMs).toISOString(),
        beginsAt: beginsAtMs <= beforeMs ? null : new Date(beginsAtMs).toISOString(),
        rules: ruleHealth(rules, days, { daysCount, untilMs, hasBefore: beginsAtMs <= beforeMs }),
      };
    },
  );
}

/** The beginning of the UTC day of its first version; of today where none is recorded yet. */
async function liveSinceMs(
  publishing: Pick<Publishing, 'versions'>,
  id: string,
  nowMs: number,
): Promise<number> {
  const first = (await publishing.versions(id)).at(-1);
  return startOfDaysMs(1, first === undefined ? nowMs : Date.parse(first.activatedAt));
}
