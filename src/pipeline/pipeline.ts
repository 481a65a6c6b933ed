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
import { type Crossings, crossings } from './crossings/crossings.ts';
import { leadFlowOf } from './crossings/world-rows.ts';
import { type DeadlinePart, deadlinePart } from './deadlines/deadlines.ts';
import { type FlowPart, flowPart } from './flow/flow.ts';
import { publishFiles } from './flow/system-files.ts';
import { Flows } from './flow/systems.ts';
import { type Outgoing, outgoing } from './outgoing/outgoing.ts';
import { type Quoting, quoting } from './quoting/quoting.ts';
import { type Reports, reports } from './reports/reports.ts';
import { DeskFile } from './routing/desk-file.ts';
import { type RoutingPart, routingPart } from './routing/routing.ts';
import type { Store } from './store.ts';
import { type Channels, channels } from './telling/channels.ts';
import { type Telling, telling } from './telling/telling.ts';
import { type Users, users } from './users/users.ts';
import { type Work, work } from './work/work.ts';

export { startRelay } from './crossings/relay.ts';
export type { Delivery } from './outgoing/claims.ts';
export type { Answer } from './outgoing/retry.core.ts';
export type { ReportAsked } from './reports/report-sql.ts';
export type { Alert } from './telling/alert-feed.ts';
export type { DeliveryKind } from './telling/delivery-rows.ts';
export type { DueNotice } from './telling/digest.core.ts';
export type { Listener } from './telling/notice.core.ts';
export { isMine } from './telling/notice.core.ts';
export type { Compose } from './telling/notice-rows.ts';
export type { Account } from './users/accounts.ts';
export type { CalendarFeed } from './users/calendar-feeds.ts';
export type { Actor } from './work/acting.ts';

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

const migrations = new URL('./migrations/', import.meta.url);

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
