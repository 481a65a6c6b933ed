/** The rooms on PostgreSQL: one pool of connections, and every room on it. */
import path from 'node:path';
import type { Closing } from '../base/background/background.ts';
import {
  type Database,
  type DatabaseOptions,
  dropConnection,
  openDatabase,
  singleConnection,
} from '../base/database/database.ts';
import { limits } from '../base/kernel/kernel.ts';
import { BacktestRecords, SuggestionRecords } from '../engine/analysis/analysis.ts';
import { openErasures } from '../engine/erasure/erasure.ts';
import { openEventImports } from '../engine/event-imports/event-imports.ts';
import { areBeingImported, openHistory, readInstallation } from '../engine/history/history.ts';
import { keptParametersIn } from '../engine/ingest/ingest.ts';
import { openKeyStore } from '../engine/keys/keys.ts';
import { accountScoring } from '../engine/processing/processing.ts';
import { likelyMeant, openVersions, type Versions } from '../engine/programmes/programmes.ts';
import { openKeeper } from '../engine/restore/restore.ts';
import { openSales } from '../sales/sales.ts';
import type { Shared, StoreRooms } from './role.ts';
import { poolScrape, salesScrape } from './scrapes.ts';

/** The database with the versions of programmes: what is active is known before any other room opens. */
export interface VersionedDatabase {
  database: Database;
  versions: Versions;
}

export async function openVersionedDatabase(
  databaseUrl: string,
  { closing, onOutage, ...options }: DatabaseOptions & { closing: Closing; onOutage: (error: Error) => void },
): Promise<VersionedDatabase> {
  const database = openDatabase(databaseUrl, onOutage, options);
  closing.push('database', database.close);
  await database.lookAtReplica();
  return { database, versions: await openVersions(database.pool) };
}

/** Opens them, and brings their tables up to date. */
export async function openStoreRooms(
  { database, versions }: VersionedDatabase,
  shared: Shared,
): Promise<StoreRooms> {
  const { environment, stream, programmes, clock, metrics, logger } = shared;
  const sales = await openSales({
    database,
    clock,
    attachmentsDirectory: environment.ATTACHMENTS_DIR ?? path.join(environment.DATA_DIR, 'attachments'),
    processesDirectory: path.join(environment.RULES_DIR, 'pipelines'),
    salesRulesDirectory: path.join(environment.RULES_DIR, 'sales'),
    accountScoring: accountScoring(programmes.active),
    onFirstTouch: (seconds) => metrics.firstTouch.observe(seconds),
    onRulesError: (error) =>
      logger.error(
        { error: error.message },
        'a changed file of rules/sales is invalid; the previous version stays active',
      ),
  });
  const history = await openHistory(database.pool, database.reads);
  const { pool } = database;
  const keys = await openKeyStore({
    ...{ pool, published: stream.ingestKeys, settings: shared.secrets, clock, logger },
  });
  const backtests = await BacktestRecords.open(pool);
  const suggestions = new SuggestionRecords(pool);
  const erasures = openErasures({
    ...{ pool, stream, history, people: sales.privacy, kept: backtests, clock, metrics, logger },
  });
  const eventImports = openEventImports({
    ...{ pool, stream, clock, metrics, logger, historyDays: environment.HISTORY_DAYS },
    keptParameters: keptParametersIn(environment.QUERY_PARAMETERS),
    likely: likelyMeant(programmes.current),
  });
  const { activateAgain } = programmes;
  const keeper = openKeeper({ pool, stream, history, tiers: sales.leads, activateAgain, metrics, logger });
  // Before anybody scores: a Redis that was emptied must not begin from nothing.
  await keeper.round();
  const latenessMs = environment.LATENESS_DAYS * limits.dayMs;
  const { active } = programmes;
  const nowMs = () => clock.nowMs();
  const isBeingImported = async (id: string) => {
    const links = (await history.familiesOf([id])).get(id)?.links ?? [];
    return areBeingImported(pool, [id, ...links.map(({ child }) => child)]);
  };
  const { accounts } = sales.leads;
  const auditing = {
    ...{ stream, past: history, accounts, active, latenessMs, nowMs, isBeingImported, metrics, logger },
  };
  return {
    database,
    sales,
    history,
    versions,
    auditing,
    backtests,
    suggestions,
    keeper,
    keys,
    erasures,
    eventImports,
    latenessMs,
    scrapes: [salesScrape(sales, metrics, clock), poolScrape(database, metrics)],
  };
}

/** The partitions that PostgreSQL knows of the installation; null before its first start. An emptied Redis is laid out with as many. */
export async function keptPartitions(databaseUrl: string): Promise<number | null> {
  const client = singleConnection(databaseUrl, limits.startAnswerMsMax);
  try {
    await client.connect();
    const { rows } = await client.query<{ isThere: boolean }>(
      `SELECT to_regclass('installation') IS NOT NULL AS "isThere"`,
    );
    return rows[0]?.isThere === true ? ((await readInstallation(client))?.partitions ?? null) : null;
  } finally {
    dropConnection(client);
  }
}
