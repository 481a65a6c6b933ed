/**
 * The door of the pipeline: people, leads and tasks, and how standing records become them.
 *
 * Enters: standing records in order, and what reps change. Leaves: rows in PostgreSQL and alert rows beside them. It
 * guarantees that a record counts exactly once (the offset moves in the same transaction), that a person has one open
 * lead a campaign, and a task one ending. It refuses to know rules or events. PostgreSQL away: records wait in Redis.
 */

import { migrate, openDatabase } from '../base/database/database.ts';
import type { Clock } from '../base/kernel/kernel.ts';
import { readEscalation, readReview, readRouting } from '../contract/language/language.ts';
import { type DeadlinePart, deadlinePart } from './deadlines/deadlines.ts';
import { type Outgoing, outgoing } from './delivery/delivery.ts';
import { type Crossings, crossings, leadFlowOf } from './leads/leads.ts';
import { type Channels, channels } from './notifications/notifications.ts';
import { type Telling, telling } from './outbox/outbox.ts';
import { type Quoting, quoting } from './quotes/quotes.ts';
import { type Work, work } from './records/records.ts';
import { type Reports, reports } from './reports/reports.ts';
import { type RoutingPart, routingPart } from './routing/routing.ts';
import { DeskFile, type Store } from './store/store.ts';
import { type Users, users } from './team/team.ts';
import { type FlowPart, Flows, flowPart, publishFiles } from './workflow/workflow.ts';

export interface Pipeline
  extends Crossings,
    FlowPart,
    RoutingPart,
    DeadlinePart,
    Work,
    Quoting,
    Telling,
    Channels,
    Outgoing,
    Users,
    Reports {
  ping(): Promise<void>;
  close(): Promise<void>;
}

const migrations = new URL('./store/migrations/', import.meta.url);

/** Opens the store and brings its schema up to date. */
export async function openPipeline(options: {
  databaseUrl: string;
  clock: Clock;
  onError: (error: Error) => void;
  /** Folder of selling systems; where it is not there, those the product ships with. */
  systemsDirectory?: string;
  /** Folder of routing and escalation; likewise. */
  deskDirectory?: string;
  /** Hears of a file of that folder that was changed and has faults: it is not taken up. */
  onDeskFault?: (error: Error) => void;
  /** Hears how long a lead waited for its first touch, seconds; once a lead. */
  onFirstTouch?: (seconds: number) => void;
}): Promise<Pipeline> {
  const { databaseUrl, clock, onError, systemsDirectory, deskDirectory = null } = options;
  const { onDeskFault = onError, onFirstTouch = () => undefined } = options;
  const routing = await DeskFile.open(deskDirectory, 'routing.yaml', readRouting, onDeskFault);
  const escalation = await DeskFile.open(deskDirectory, 'escalation.yaml', readEscalation, onDeskFault);
  const flows = new Flows();
  const review = await DeskFile.open(deskDirectory, 'review.yaml', readReview, onDeskFault);
  const pool = openDatabase(databaseUrl, onError);
  try {
    await migrate(pool, { room: 'pipeline', directory: migrations });
    await publishFiles(pool, systemsDirectory ?? null, clock.nowMs());
    await leadFlowOf(pool, flows, await routing.current());
  } catch (error) {
    await pool.end();
    throw error;
  }
  const store: Store = {
    pool,
    databaseUrl,
    flows,
    routing,
    escalation,
    review,
    onFirstTouch,
    now: () => clock.nowMs(),
  };
  return {
    ...crossings(store),
    ...flowPart(store),
    ...routingPart(store),
    ...deadlinePart(store),
    ...work(store),
    ...quoting(store),
    ...telling(store),
    ...channels(store),
    ...outgoing(store),
    ...users(store),
    ...reports(store),
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}
