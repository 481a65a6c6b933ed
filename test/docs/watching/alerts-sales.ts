/** Alerts of the way from a tier to a person: leads, notifications, deliveries, deadlines. */
import type { AlertRule } from './alert.ts';
import { deadlines, deadlinesTarget, keptDeadlines, oldest } from './objectives.core.ts';
import { installation, series } from './promql.core.ts';

/** Below so many tasks a share says nothing. */
const deadlinesMin = 20;

export const salesAlerts: readonly AlertRule[] = [
  {
    name: 'SalesStalled',
    severity: 'page',
    expr: `${oldest('sales')} > 60`,
    for: '2m',
    unit: 'seconds',
    summary: 'A tier update has waited for sales for over a minute: hot leads do not arrive.',
    means:
      'The relay does not write to PostgreSQL: it is away, read-only or locked, or no worker runs. Updates wait in Redis, in order.',
    see: '`/readyz` names the store or loop; the log has `tier updates wait in the stream`.',
    do: "Repair PostgreSQL, or end what holds its locks (`SELECT * FROM pg_stat_activity WHERE wait_event_type = 'Lock'`). The relay goes on by itself.",
  },
  {
    name: 'UnreadUpdates',
    severity: 'ticket',
    expr: `${installation('unreadTierUpdates')} > 0`,
    for: '15m',
    unit: 'number',
    summary: 'Sales could not read or store tier updates.',
    means: 'Each stands for a lead, a task or a fall that sales does not know of.',
    see: 'The console (`g U`) has the reason of each.',
    do: 'As [Unread updates](operate.md#unread-updates) says: repair what the reason names, then replay them.',
  },
  {
    name: 'LeadsHeld',
    severity: 'ticket',
    expr: `${installation('heldLeads')} > 0`,
    for: '8h',
    unit: 'number',
    summary: 'Leads have been held in the quarantine for a working day.',
    means:
      'Public keys named addresses in a way that a person has to judge. Nobody contacts them until then.',
    see: 'The console lists them with the reason ([What a public key may do](security.md)).',
    do: 'Release or drop them. Many of one address at once are an attack: look at its requests.',
  },
  {
    name: 'NotificationsStalled',
    severity: 'page',
    expr: `max(${series('oldestWaiting', { hop: 'choose|compose' })}) > 300`,
    for: '5m',
    unit: 'seconds',
    summary: 'Alerts have waited for their messages for over five minutes: nobody is notified.',
    means: 'The dispatcher does not run or cannot write. The live stream of the console still shows alerts.',
    see: 'The log has `notifications paused`; `scoville_oldest_waiting_seconds` says whether alerts wait to be chosen (`choose`) or notices to be composed (`compose`).',
    do: 'Repair PostgreSQL, or start a process with `ROLES=worker`. Messages then go out in order, once each.',
  },
  {
    name: 'DeliveriesLate',
    severity: 'ticket',
    expr: `${oldest('deliver')} > 3600`,
    for: '5m',
    unit: 'seconds',
    summary: 'A message has waited for over an hour.',
    means: 'A receiver, Slack or the mail server does not take it. It is tried again for days.',
    see: '`scoville_deliveries_waiting` by `channel`; the console (`g D`) has each attempt with its answer.',
    do: 'Repair the receiver, or the settings `SMTP_URL` and `MAIL_FROM`. *Send again* tries at once what waits.',
  },
  {
    name: 'DeliveriesFail',
    severity: 'ticket',
    expr: `sum by (channel) (increase(${series('deliveries', { outcome: 'failed' })}[1h])) > 0`,
    for: '0s',
    unit: 'number',
    summary: 'Messages failed for good: no more tries follow.',
    means: 'Their receiver refused them, or did not take them for days. Their readers do not know.',
    see: 'The console (`g D`), filtered by *failed*: the last error of each.',
    do: 'Repair what the error names, then send them again.',
  },
  {
    name: 'DeadlinesMissed',
    severity: 'ticket',
    expr: `${keptDeadlines} < ${deadlinesTarget} and ${deadlines} >= ${deadlinesMin}`,
    for: '1h',
    unit: 'part',
    summary: 'Fewer than 95 % of the contact tasks of the last day were done by their deadline.',
    means: 'Hot leads wait for people. It is a matter for sales managers, not for the night.',
    see: 'Dashboard **Scoville sales**; the report of deadlines by owner and team in the console.',
    do: 'Look at absences and at the queue; change [routing or escalation](routing-and-notifications.md).',
  },
];
