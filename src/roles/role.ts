/** The interface of a role, and the parts that the roles of one process share. */
import type { FastifyInstance } from 'fastify';
import type { Database } from '../base/database/database.ts';
import type { Clock } from '../base/kernel/kernel.ts';
import type {
  HealthCheck,
  Logger,
  Metrics,
  ProcessReport,
  Scrape,
  Tracing,
} from '../base/telemetry/telemetry.ts';
import type { LogInOptions } from '../contract/api/api.ts';
import type { AuditingOptions, BacktestRecords, SuggestionRecords } from '../engine/analysis/analysis.ts';
import type { Erasures } from '../engine/erasure/erasure.ts';
import type { EventImports } from '../engine/event-imports/event-imports.ts';
import type { History } from '../engine/history/history.ts';
import type { DoorGate } from '../engine/ingest/ingest.ts';
import type { KeyStore } from '../engine/keys/keys.ts';
import type { AskAmazon } from '../engine/mail/mail.ts';
import type { Programmes, Versions } from '../engine/programmes/programmes.ts';
import type { Keeper } from '../engine/restore/restore.ts';
import type { Processes, Stream } from '../engine/stream/stream.ts';
import type { Environment } from '../environment.ts';
import type { Sales } from '../sales/sales.ts';
import type { Secrets } from '../setup/setup.ts';

/** A role while it runs. */
export interface Role {
  /** Ends the work of the role. Returns the parts that did not close in time. */
  close(): Promise<string[]>;
  /** Reads of gauges at each scrape; roles of one process share some. */
  scrape: readonly Scrape[];
  /** The check of `/readyz`. */
  check: HealthCheck[];
}

/** The parts that every role gets. */
export interface Shared {
  environment: Environment;
  secrets: Secrets;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing: Tracing;
  stream: Stream;
  programmes: Programmes;
  app: FastifyInstance;
  /** Aborts when the process stops taking requests. */
  stopping: AbortSignal;
  scrapeStream: Scrape;
  /** How this process does, and what all report. */
  reporting: { report(): ProcessReport; processes: Processes };
  /** Folder of the built pages. */
  pagesDirectory: string;
  /** The file of accounts at mail providers. */
  mailConnectionsFile: string;
  /** Why the disk of the stores takes no events, in words; null while it has room. */
  fullDisk(): string | null;
  /** Where this process listens, as a client writes it; empty until it does. */
  baseUrl(): string;
  /** Where people reach the console, as messages link to it. */
  publicUrl(): string;
  /** What the log-in page of the demo offers; absent in any other mode. */
  demo?: (() => LogInOptions['demo']) | undefined;
}

/** The parts that the role `ingest` needs: it stands on the stream alone. */
export type IngestShared = Pick<
  Shared,
  'app' | 'stream' | 'clock' | 'metrics' | 'logger' | 'pagesDirectory' | 'scrapeStream'
> & {
  secrets: Pick<Shared['secrets'], 'writeKey' | 'secretKey' | 'mailLinkSecrets'>;
  environment: Pick<Shared['environment'], 'LATENESS_DAYS'> &
    Partial<
      Pick<
        Shared['environment'],
        | 'ADDRESS_CLAIMS'
        | 'QUERY_PARAMETERS'
        | 'KEY_EVENTS_PER_SECOND'
        | 'ADDRESS_EVENTS_PER_SECOND'
        | 'ADDRESS_IDENTITIES_PER_HOUR'
      >
    >;
  /** The active ones; without them no name of an event is compared with those of rules. */
  programmes?: Pick<Shared['programmes'], 'current'>;
  tracing?: Tracing;
  fullDisk?: Shared['fullDisk'];
  mailConnectionsFile: Shared['mailConnectionsFile'];
  /** What sheds requests past the capacity of the process; one of its own unless given. */
  gate?: DoorGate;
  /** How Amazon is asked; by its public addresses alone unless given. */
  askAmazon?: AskAmazon;
};

/** The rooms on PostgreSQL, opened once for the roles that need them. */
export interface StoreRooms {
  database: Database;
  sales: Sales;
  history: History;
  versions: Versions;
  auditing: AuditingOptions;
  backtests: BacktestRecords;
  suggestions: SuggestionRecords;
  keeper: Keeper;
  keys: KeyStore;
  erasures: Erasures;
  eventImports: EventImports;
  latenessMs: number;
  scrapes: readonly Scrape[];
}
