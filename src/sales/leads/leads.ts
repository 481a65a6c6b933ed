/**
 * The door of leads: tier updates become people, leads and contact tasks.
 *
 * Enters: tier updates of the engine's stream, in order. Leaves: rows and alerts. The offset moves in the same transaction, so an
 * update counts exactly once. The room knows no rule and no event. While PostgreSQL is away, updates wait in Redis.
 */
import type { Queryable } from '../../base/database/database.ts';
import type { StreamPosition } from '../../base/kernel/kernel.ts';
import type { Tracing } from '../../base/telemetry/telemetry.ts';
import type {
  AccountScoring,
  AccountSum,
  AccountView,
  KeptTier,
  TierUpdate,
} from '../../contract/api/api.ts';
import type { RoutingStore } from '../routing/routing.ts';
import type { WorkflowStore } from '../workflow/workflow.ts';
import { dropEnded } from './account-ends.ts';
import { endLeft } from './account-leavings.ts';
import { hasUnread, sumOf, sumsAfter } from './account-sums.ts';
import { accountView } from './account-view.ts';
import { scoreDueAccounts } from './accounts.ts';
import { applyPast, applyTierUpdates, releaseHeld } from './apply.ts';
import type { Applied, TierUpdateEntry } from './batches.ts';
import { positions, type ReadAfter } from './positions.ts';
import { tieredAfter, tiersOf } from './profile-tiers.ts';
import {
  countHeld,
  dropHeld,
  type HeldCounts,
  type HeldFilter,
  type HeldLead,
  type HeldPosition,
  heldLead,
  heldLeads,
} from './quarantine.ts';
import { passStatusesOn, type StatusSink, sayAgainAfterSetBack, sayAllAgain } from './statuses.ts';
import {
  dropUnread,
  replayUnread,
  type UnreadName,
  type UnreadPosition,
  type UnreadUpdate,
  unreadUpdate,
  unreadUpdates,
} from './unread-updates.ts';

export { startAccounts } from './account-loop.ts';
export { openSuppressed } from './apply.ts';
export { contactSubject } from './person.core.ts';
export type { HeldLead, HeldPosition } from './quarantine.ts';
export type { TierUpdateSource } from './relay.ts';
export { type Relay, startRelay } from './relay.ts';
export { startStatuses } from './status-loop.ts';
export { type StatusSink, statusesWait } from './statuses.ts';
export type { UnreadName, UnreadPosition, UnreadUpdate } from './unread-updates.ts';
export { leadFlowOf } from './world-rows.ts';

export interface Leads {
  /** Applies a batch; with `after`, only what is still to be applied after these offsets of this era. */
  applyTierUpdates(entries: readonly TierUpdateEntry[], after?: ReadAfter): Promise<Applied>;
  /** Applies an update that is in no stream, at its own time. Returns the ids of the lead and the contact task that it opens. */
  applyPast(update: TierUpdate): Promise<{ lead: string; task: string }>;
  /** How far it is in the streams of an era. */
  readPositions(era: number, database?: Queryable): Promise<Map<number, StreamPosition>>;
  /** Begins an era, in the caller's transaction; how people stand is said again in it. */
  restartPositions(connection: Queryable, partitions: number, era: number): Promise<void>;
  /** Takes its positions into a later era as they are, in the caller's transaction. */
  raisePositions(connection: Queryable, era: number): Promise<void>;
  /** Has all be said to scoring again after sales was set back. Profiles of `heard` that it knows nothing of hear that it is over. */
  sayAgain(heard: AsyncIterable<string[]>): Promise<void>;
  /** The tier states of profiles as of the last update applied. */
  tiersOf(profiles: readonly string[]): Promise<KeptTier[]>;
  /** Ids of the profiles that have one, the next so many after an id ('' begins); empty at the end. */
  tieredAfter(after: string, countMax: number): Promise<string[]>;
  /** Leads that are held back, the oldest first. */
  held(after: HeldPosition | null, countMax: number, filter: HeldFilter): Promise<HeldLead[]>;
  heldLead(id: string): Promise<HeldLead | null>;
  countHeld(): Promise<HeldCounts>;
  /** Opens a held lead. Returns what was held; null where nothing was. */
  release(id: string, nowMs: number): Promise<HeldLead | null>;
  /** Drops one for good; likewise. */
  drop(id: string, nowMs: number): Promise<HeldLead | null>;
  /** Says to scoring some of how people stand in sales; returns how many changes were said. */
  passStatusesOn(sink: StatusSink): Promise<number>;
  /** Tier updates that could not be read or stored. */
  unread: Unread;
  accounts: Accounts;
}

/** Scores of companies. */
export interface Accounts {
  /** Scores some of those that are due; returns how many. */
  scoreDue(tracing?: Tracing): Promise<number>;
  /** Ends what profiles that have left for long still add to their companies, and what counts no more since a programme ended. */
  endLeft(): Promise<void>;
  /** The scores of a company by the active programmes; null without the company. */
  account(id: string): Promise<AccountView | null>;
  /** Stored sums with what people make of them, in order: the next so many after a position ('' begins). */
  sumsAfter(after: string, countMax: number): Promise<AccountSum[]>;
  sumOf(company: string, programme: string): Promise<AccountSum | null>;
  /** Whether a tier update of a profile waits as a dead letter. */
  hasUnread(profile: string): Promise<boolean>;
}

export interface Unread {
  /** Those that wait, the oldest first. */
  list(after: UnreadPosition | null, countMax: number, partition?: number): Promise<UnreadUpdate[]>;
  one(name: UnreadName): Promise<UnreadUpdate | null>;
  /** Applies one again. Returns what waited; null where none did. Throws `conflict` where it cannot be applied. */
  replay(name: UnreadName): Promise<UnreadUpdate | null>;
  /** Drops one for good; likewise. */
  drop(name: UnreadName): Promise<UnreadUpdate | null>;
}

/** Where nobody scores companies. */
const noAccounts: AccountScoring = { generation: () => 0, step: () => null, join: () => null };

export function leads({
  pool,
  flows,
  routing,
  now,
  accountScoring: scoring = noAccounts,
}: WorkflowStore & RoutingStore & { accountScoring?: AccountScoring }): Leads {
  return {
    applyTierUpdates: (entries, after) =>
      applyTierUpdates(pool, { flows, routing, nowMs: now }, entries, after),
    applyPast: (update) => applyPast(pool, { flows, routing }, update),
    readPositions: async (era, database = pool) => (await positions.read(database, era)).crossings,
    restartPositions: async (connection, partitions, era) => {
      await positions.restart(connection, partitions, era);
      await sayAllAgain(connection);
    },
    raisePositions: async (connection, era) => {
      await positions.raise(connection, era);
      await sayAllAgain(connection);
    },
    sayAgain: (heard) => sayAgainAfterSetBack({ pool, now }, heard),
    tiersOf: (profiles) => tiersOf(pool, profiles),
    tieredAfter: (after, countMax) => tieredAfter(pool, after, countMax),
    held: (after, countMax, filter) => heldLeads(pool, after, countMax, filter),
    heldLead: (id) => heldLead(pool, id),
    countHeld: () => countHeld(pool),
    release: (id, nowMs) => releaseHeld(pool, { flows, routing }, id, nowMs),
    drop: (id, nowMs) => dropHeld(pool, id, nowMs),
    passStatusesOn: (sink) => passStatusesOn({ pool, now }, sink),
    unread: {
      list: (after, countMax, partition) => unreadUpdates(pool, after, countMax, partition),
      one: (name) => unreadUpdate(pool, name),
      replay: (name) => replayUnread(pool, { flows, routing }, name),
      drop: (name) => dropUnread(pool, name),
    },
    accounts: {
      endLeft: async () => {
        await endLeft(pool);
        await dropEnded(pool);
      },
      scoreDue: (tracing) => scoreDueAccounts({ pool, flows, routing, scoring, nowMs: now }, tracing),
      account: (id) => accountView(pool, scoring, id),
      sumsAfter: (after, countMax) => sumsAfter(pool, scoring, after, countMax),
      sumOf: (company, programme) => sumOf(pool, scoring, company, programme),
      hasUnread: (profile) => hasUnread(pool, profile),
    },
  };
}
