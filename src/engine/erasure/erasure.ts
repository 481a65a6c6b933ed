/**
 * The door of erasure: a person is found in every store, forgotten, and cannot come back.
 *
 * Enters: an identity. Leaves: a mark for each of their profiles in its partition, and at the end a signed receipt. Scoring, the history
 * and sales meet a mark in their order and erase what is theirs. PostgreSQL keeps how far an erasure is, so any process goes on with it.
 * An erased person is remembered by salted hashes with a time. What was accepted until then never counts again.
 */
import type pg from 'pg';
import { type Loop, startLoop } from '../../base/background/background.ts';
import type { Queryable } from '../../base/database/database.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { History } from '../history/history.ts';
import type { Stream } from '../stream/stream.ts';
import { type Claimants, claimantsOf } from './claimants.ts';
import { Eraser } from './eraser.ts';
import { exportPerson, type PersonExport } from './export.ts';
import { findPerson, type PeopleSource } from './person.ts';
import { isGenuine, type Receipt } from './receipt.core.ts';
import {
  beginErasure,
  type Erasure,
  erasureKeys,
  erasuresOf,
  findErasure,
  latestErasures,
  profilesOf,
  subjectOf,
} from './rows.ts';

export type { PeopleSource } from './person.ts';
export type { Receipt } from './receipt.core.ts';

/** Rows of people that another room of the engine keeps in PostgreSQL. */
export interface KeptRows {
  /** Deletes those of profiles in the transaction that ends an erasure; returns how many, by store. */
  eraseOf(connection: Queryable, profiles: readonly string[]): Promise<Record<string, number>>;
  /** Those of profiles, by table. */
  exportOf(profiles: readonly string[]): Promise<Record<string, unknown[]>>;
}

export interface ErasureOptions {
  pool: pg.Pool;
  stream: Stream;
  history: History;
  people: PeopleSource;
  kept: KeptRows;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

export interface ErasureView {
  id: string;
  status: 'running' | 'done';
  askedBy: string;
  askedAt: string;
  /** Profiles found so far, and how many of them every store has erased. */
  progress: { profiles: number; erased: number };
  endedAt: string | null;
  receipt: Receipt | null;
  /** Who only claims an address of the person, and is not erased; null where the identity is not known any more. */
  claimants: Claimants | null;
}

export interface Erasures {
  /** Erases the person of an identity. One that runs is returned; so is the last one where nothing is left to erase. */
  erase(identity: string, askedBy: string): Promise<ErasureView>;
  find(id: string): Promise<ErasureView | null>;
  latest(): Promise<ErasureView[]>;
  /** Whether this installation has signed a receipt as it is. */
  isGenuine(receipt: Receipt): Promise<boolean>;
  /** Everything that is stored of a person; null where nobody is known by that identity. */
  exportOf(identity: string): Promise<PersonExport | null>;
  /** Carries erasures out until it is closed. */
  start(): Loop;
}

export function openErasures(options: ErasureOptions): Erasures {
  const { pool, stream, logger, clock } = options;
  const eraser = new Eraser(options);
  const person = (identity: string) => findPerson(identity, options);
  return {
    exportOf: (identity) => exportPerson(identity, options),
    erase: async (identity, askedBy) => {
      const { salt } = await erasureKeys(pool);
      const askedFor = subjectOf(salt, identity);
      const [last] = await erasuresOf(pool, askedFor);
      const isOver = last !== undefined && last.endedAt !== null;
      const found = await person(identity);
      const claimants = await claimantsOf(identity, found, options.history);
      if (last !== undefined && (!isOver || found.profiles.length === 0))
        return { ...(await viewOf(pool, last, options.people)), claimants };
      const { ids: askedAfter } = await stream.eras.lastAppended();
      const askedAt = new Date(clock.nowMs());
      await beginErasure(pool, { askedFor, askedBy, askedAt, askedAfter, identity });
      // A worker carries it out, which looks by itself where this is lost.
      stream.bell.ringAsked().catch(() => undefined);
      const [begun] = await erasuresOf(pool, askedFor);
      return { ...(await viewOf(pool, begun as Erasure, options.people)), claimants };
    },
    find: async (id) => {
      const found = await findErasure(pool, id);
      return found && viewOf(pool, found, options.people);
    },
    latest: async () =>
      Promise.all(
        (await latestErasures(pool, limits.runsKept)).map((one) => viewOf(pool, one, options.people)),
      ),
    isGenuine: async (receipt) => isGenuine(receipt, (await erasureKeys(pool)).secret),
    start: () => {
      const loop = startLoop({
        round: async () => {
          if (await eraser.round()) return { ms: limits.erasureStepMs };
          return { ms: limits.erasureSweepEveryMs, quietMsMax: limits.erasureQuietMsMax };
        },
        outage: new Outage(
          logger,
          'erasures wait: Redis or PostgreSQL unavailable, retrying',
          'erasures go on',
        ),
      });
      stream.bell.onAsked(loop.wake);
      stream.bell.onReconnect(loop.wake);
      return loop;
    },
  };
}

async function viewOf(pool: pg.Pool, erasure: Erasure, people: PeopleSource): Promise<ErasureView> {
  const { id, askedBy, askedAt, endedAt, receipt, neededMs } = erasure;
  const isDone = receipt !== null;
  const open = isDone ? [] : await profilesOf(pool, id);
  const inSales = isDone
    ? 0
    : (await people.erasedOf(id)).filter(({ untilMs }) => untilMs >= (neededMs ?? 0)).length;
  const inHistory = open.filter(
    ({ historyMs, ledgerMs }) => neededMs !== null && Math.min(historyMs, ledgerMs) >= neededMs,
  ).length;
  const profiles = isDone ? receipt.profiles.length : open.length;
  return {
    ...{ id, status: isDone ? 'done' : 'running', askedBy, askedAt: askedAt.toISOString() },
    progress: { profiles, erased: isDone ? profiles : Math.min(inSales, inHistory) },
    endedAt: endedAt?.toISOString() ?? null,
    receipt,
    claimants: null,
  };
}
