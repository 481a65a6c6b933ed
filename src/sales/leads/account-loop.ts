/** The loop that scores companies: when tier updates were applied, and now and then for what is due by the clock. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage, type Tracing } from '../../base/telemetry/telemetry.ts';

export function startAccounts({
  accounts,
  logger,
  tracing,
}: {
  accounts: { scoreDue(tracing?: Tracing): Promise<number>; endLeft(): Promise<void> };
  logger: Logger;
  tracing?: Tracing;
}): Loop {
  let sweptAt = Number.NEGATIVE_INFINITY;
  return startLoop({
    round: async () => {
      if (performance.now() - sweptAt > limits.accountSweepEveryMs) {
        await accounts.endLeft();
        sweptAt = performance.now();
      }
      const scored = await accounts.scoreDue(tracing);
      return { ms: scored === limits.accountsAtOnce ? 0 : limits.accountsEveryMs };
    },
    outage: new Outage(
      logger,
      'scores of companies wait: PostgreSQL unavailable, retrying',
      'companies are scored again',
    ),
  });
}
