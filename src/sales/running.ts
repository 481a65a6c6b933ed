/** The loops of the sales wing: tier updates applied, deadlines, reviews, notifications and deliveries, for as long as they run. */
import { openClosing } from '../base/background/background.ts';
import type { Queryable } from '../base/database/database.ts';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import type { HealthCheck, Logger, Metrics, Tracing } from '../base/telemetry/telemetry.ts';
import { startFileSweeper } from './attachments/attachments.ts';
import { startBulkLoop } from './bulk/bulk.ts';
import { type JobQueues, startDeadlineSweeper } from './deadlines/deadlines.ts';
import { startSender, type Transports } from './delivery/delivery.ts';
import { startImporter, startTraitsLoop, type TraitsSink } from './imports/imports.ts';
import {
  type StatusSink,
  startAccounts,
  startRelay,
  startStatuses,
  type TierUpdateSource,
} from './leads/leads.ts';
import { startClaimJoins } from './merging/merging.ts';
import { composeFor, startDispatcher } from './notifications/notifications.ts';
import { startReviewer } from './reports/reports.ts';
import { type RetentionDays, startRetention } from './retention/retention.ts';
import type { Sales } from './wing.ts';
import { startWorkLook } from './work-look.ts';

export interface SalesLoopsOptions {
  sales: Sales;
  /** Where it is looked for work that waits. */
  database: Queryable;
  /** What the wing knows of the engine: its tier updates, the bell that rings for them, the job queues. */
  source: TierUpdateSource & {
    bell: {
      onTierUpdates(listener: (partition: number | null, isOurs: boolean) => void): void;
      onProgrammes(listener: () => void): void;
    };
    jobs: JobQueues;
  };
  transports: Transports;
  /** Makes the engine know what imports say of people. */
  traits: TraitsSink;
  /** Makes the engine know how people stand in sales. */
  statuses: StatusSink;
  /** Where people reach the console, as messages link to it. */
  publicUrl: string;
  /** How long rows are kept. */
  retentionDays: RetentionDays;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
}

/** The loops while they run. */
export interface RunningSales {
  /** Ends after the steps under way. Returns the parts that did not close in time. */
  close(): Promise<string[]>;
  checks: HealthCheck[];
}

export function startSalesLoops(options: SalesLoopsOptions): RunningSales {
  const { sales, source, transports, clock, metrics, logger } = options;
  const traced = options.tracing && { tracing: options.tracing };
  const closing = openClosing(logger);
  const { workflow, deadlines, notifications, outbox, delivery } = sales;
  const { workRestMsMax: quietMsMax } = limits;
  const sweeper = startDeadlineSweeper({ workflow, deadlines, logger, jobs: source.jobs, ...traced });
  closing.push('deadlines', sweeper.close);
  const toSend = { deliveries: delivery, transports, clock, metrics, logger, ...traced };
  const sender = startSender({ ...toSend, quietMsMax });
  closing.push('sender', sender.close, limits.deliveryStopMsMax + limits.closeStepMsMax);
  const joins = startClaimJoins({ merging: sales.records, logger });
  closing.push('joins of claimants', joins.close);
  const accounts = startAccounts({ accounts: sales.leads.accounts, logger, ...traced });
  closing.push('scores of companies', accounts.close);
  const statuses = startStatuses({ leads: sales.leads, sink: options.statuses, logger });
  closing.push('statuses of leads', statuses.close);
  source.bell.onProgrammes(statuses.wake);
  const onApplied = () => {
    accounts.wake();
    statuses.wake();
    sender.wake();
    joins.wake();
  };
  const relay = startRelay({ source, leads: sales.leads, metrics, logger, ...traced, onApplied });
  closing.push('relay', relay.close);
  source.bell.onTierUpdates(relay.ring);
  const reviewer = startReviewer({ reports: sales.reports, logger });
  closing.push('reviewer', reviewer.close);
  const importer = startImporter({ imports: sales.imports, logger });
  closing.push('importer', importer.close);
  const bulk = startBulkLoop({ bulk: sales.bulk, logger, ...traced });
  closing.push('acts on many records', bulk.close);
  const traits = startTraitsLoop({ imports: sales.imports, sink: options.traits, logger });
  closing.push('traits of imports', traits.close);
  const { attachments, files } = sales;
  const fileSweeper = startFileSweeper({ attachments, files, clock, metrics, logger });
  closing.push('attachments', fileSweeper.close);
  const janitor = startRetention({
    ...{ retention: sales.retention, days: options.retentionDays, metrics, logger },
  });
  closing.push('retention', janitor.close);
  const compose = composeFor(options.publicUrl);
  const dispatcher = startDispatcher({
    notifications,
    outbox,
    compose,
    metrics,
    logger,
    ...traced,
    onMade: () => sender.wake(),
  });
  closing.push('dispatcher', dispatcher.close);
  const look = startWorkLook({
    wakes: {
      ...{ bulk: bulk.wake, imports: importer.wake, traits: traits.wake },
      statuses: statuses.wake,
      ...{ deadlines: sweeper.wake, notices: dispatcher.wake },
      ...{ webhook: () => sender.wake('webhook'), slack: () => sender.wake('slack') },
      // Without a mail server mails are due, and wait.
      ...(transports.mail !== null && { mail: () => sender.wake('mail') }),
    },
    ...{ database: options.database, clock, logger },
  });
  closing.push('look for waiting work', look.close);
  return {
    close: closing.close,
    // Over the relay's own connections: another connection may work while these are stuck.
    checks: [{ name: 'relay', check: async () => relay.check() }],
  };
}
