/** How long sales keeps each class of its data. */
import type { Environment } from '../environment.ts';

/** Returns the days by the table; 0 keeps its rows for ever. */
export function retentionDaysOf(environment: Environment) {
  // A later statement is ordered behind them for as long as an earlier one may count.
  const saidDays = environment.SAID_DAYS && Math.max(environment.SAID_DAYS, environment.LATENESS_DAYS + 1);
  return {
    attempts: environment.ATTEMPT_DAYS,
    deliveries: environment.DELIVERY_DAYS,
    notices: environment.NOTICE_DAYS,
    alerts: environment.ALERT_DAYS,
    dead_letters: environment.DEAD_LETTER_DAYS,
    timeline: environment.TIMELINE_DAYS,
    acts: environment.ACT_DAYS,
    people: environment.PEOPLE_DAYS,
    ...{ statuses_said: saidDays, statuses_heard: saidDays, account_groups: saidDays },
  };
}
