/** The loop that scores companies: when tier updates were applied, and now and then for what is due by the clock. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';

export function startAccounts({
  accounts,
  logger,
}: {
  accounts: { scoreDue(): Promise<number> };
  logger: Logger;
}): Loop {
  return startLoop({
    round: async () => {
      const scored = await accounts.scoreDue();
      return { ms: scored === limits.accountsAtOnce ? 0 : limits.accountsEveryMs };
    },
    outage: new Outage(
      logger,
      'scores of companies wait: PostgreSQL unavailable, retrying',
      'companies are scored again',
    ),
  });
}
