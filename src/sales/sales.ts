/**
 * The door of the sales wing: from a tier update to a won customer.
 *
 * Enters: tier updates in order, and what people change. Leaves: rows in PostgreSQL, with alerts and deliveries beside them. It
 * guarantees that an update counts exactly once: the offset moves in the same transaction. A person has one open lead a
 * campaign, and a task one ending. It knows no rule and no event. PostgreSQL away: updates wait in Redis.
 */
import { type Database, type MigrationFolder, migrate, type Queryable } from '../base/database/database.ts';
import type { Clock } from '../base/kernel/kernel.ts';
import type { AccountScoring } from '../contract/api/api.ts';
import { readEscalation, readReview, readRouting } from '../contract/language/language.ts';
import { acts } from './acts/acts.ts';
import { attachments, openFileStore } from './attachments/attachments.ts';
import { bulkActs } from './bulk/bulk.ts';
import { deadlines } from './deadlines/deadlines.ts';
import { deliveries } from './delivery/delivery.ts';
import { forms } from './forms/forms.ts';
import { imports } from './imports/imports.ts';
import { leadFlowOf, leads } from './leads/leads.ts';
import { notifications } from './notifications/notifications.ts';
import { outbox } from './outbox/outbox.ts';
import { privacy } from './privacy/privacy.ts';
import { quotes } from './quotes/quotes.ts';
import { records } from './records/records.ts';
import { reports } from './reports/reports.ts';
import { retention } from './retention/retention.ts';
import { assignments, unknownInEscalation, unknownInRouting } from './routing/routing.ts';
import { salesRules } from './rules/rules.ts';
import { RulesFile } from './store/store.ts';
import { team } from './team/team.ts';
import type { Sales } from './wing.ts';
import { Flows, publishFiles, workflow } from './workflow/workflow.ts';

export { startSalesLoops } from './running.ts';
export type { Sales } from './wing.ts';

/** The tables of the room. */
export const salesMigrations: MigrationFolder = {
  room: 'sales',
  directory: new URL('./store/migrations/', import.meta.url),
};

/**
 * Sets the acts of the timeline apart from those to come. An act is the number of a transaction, and another server counts from its
 * own beginning. For rows that were just put back, before anybody writes.
 */
export async function startOtherActs(connection: Queryable): Promise<void> {
  await connection.query(
    'UPDATE timeline SET act = act - (SELECT max(act) + 1 FROM timeline) WHERE act IS NOT NULL',
  );
}

/** Opens the store, brings its schema up to date and makes the rooms. */
export async function openSales(options: {
  database: Database;
  clock: Clock;
  /** Folder of the bytes of attachments; made with the first. */
  attachmentsDirectory: string;
  /** Folder of sales processes; where it is not there, those the product ships with. */
  processesDirectory?: string;
  /** Folder of routing and escalation; likewise. */
  salesRulesDirectory?: string;
  /** Hears of a file of that folder that was changed and is invalid: its previous version stays active. */
  onRulesError: (error: Error) => void;
  /** How the people of a company make its score; without it companies have none. */
  accountScoring?: AccountScoring;
  /** Hears how long a lead waited for its first touch, seconds; once a lead. */
  onFirstTouch?: (seconds: number) => void;
}): Promise<Sales> {
  const { database, clock, processesDirectory, salesRulesDirectory = null, onRulesError } = options;
  const { onFirstTouch = () => undefined, accountScoring } = options;
  const files = openFileStore(options.attachmentsDirectory);
  const { pool, reads, sessionUrl } = database;
  const flows = new Flows();
  await migrate(pool, salesMigrations);
  const now = () => clock.nowMs();
  const folder = { pool, directory: salesRulesDirectory, now, onError: onRulesError };
  await publishFiles(pool, processesDirectory ?? null, clock.nowMs());
  const routing = await RulesFile.open(
    { rule: 'routing', read: readRouting, check: (value) => unknownInRouting(pool, value) },
    folder,
  );
  const escalation = await RulesFile.open(
    {
      rule: 'escalation',
      read: readEscalation,
      check: async (value) => unknownInEscalation(pool, value, (await routing.current()).queue),
    },
    folder,
  );
  const review = await RulesFile.open({ rule: 'review', read: readReview }, folder);
  await leadFlowOf(pool, flows, await routing.current());
  const store = { pool, sessionUrl, now };
  const defaultLeadPipeline = async () => (await routing.current()).defaultLeadPipeline;
  const recordStore = { ...store, flows, routing, onFirstTouch, defaultLeadPipeline };
  return {
    acts: acts(store),
    outbox: outbox(store),
    attachments: attachments({ ...store, files }),
    files,
    workflow: workflow({ ...store, flows }, defaultLeadPipeline),
    routing: assignments({ ...store, flows, routing }),
    rules: salesRules(store, { routing, escalation, review }),
    leads: leads({ ...store, flows, routing, ...(accountScoring && { accountScoring }) }),
    records: records(recordStore),
    bulk: bulkActs(recordStore),
    forms: forms({ ...store, flows }),
    quotes: quotes({ ...store, flows }),
    deadlines: deadlines({ ...store, routing, escalation }),
    delivery: deliveries(store),
    notifications: notifications(store),
    team: team(store),
    reports: reports({ ...store, reads, review }),
    privacy: privacy(store),
    imports: imports({ ...store, flows, routing }, reads),
    retention: retention(store),
  };
}
