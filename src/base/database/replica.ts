/**
 * A replica of PostgreSQL for reads that may take long: how far it is behind, and whether it is near enough.
 *
 * It is looked at on a connection of its own, so that a busy pool is not taken for a replica that is away.
 */
import type pg from 'pg';
import { type Beat, every, unlessAborted } from '../background/background.ts';
import { limits } from '../kernel/kernel.ts';
import { endBefore, placeIn, ReplicaMarks } from './replica-marks.core.ts';
import { dropConnection, singleConnection } from './silence.ts';

export interface ReplicaState {
  isUsed: boolean;
  /** The moment of which it has everything, ms; null where that is not known. */
  asOfMs: number | null;
  /** Why it is not used; null where it is. */
  reason: string | null;
}

export interface ReplicaOptions {
  url: string;
  /** Its pool, for the reads. */
  pool: pg.Pool;
  /** A pool of the primary. */
  primary: pg.Pool;
  nowMs: () => number;
  behindMsMax?: number;
  lookEveryMs?: number;
}

interface Look {
  isStandby: boolean;
  replayed: string | null;
  server: string;
}

const sayOfReplica = `SELECT pg_is_in_recovery() AS "isStandby", pg_last_wal_replay_lsn()::text AS replayed,
  (SELECT system_identifier::text FROM pg_control_system()) AS server`;
// What has been committed stands before the place of the next record, also where commits do not wait for the disk.
const sayOfPrimary = `SELECT pg_current_wal_insert_lsn()::text AS place,
  (SELECT system_identifier::text FROM pg_control_system()) AS server`;

export class Replica {
  readonly pool: pg.Pool;
  readonly #options: Required<ReplicaOptions>;
  readonly #marks: ReplicaMarks;
  readonly #beat: Beat;
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  #server: string | null = null;
  #asOfMs: number | null = null;
  #fault: string | null = 'it has not been looked at yet';

  constructor(options: ReplicaOptions) {
    const { behindMsMax = limits.replicaBehindMsMax, lookEveryMs = limits.replicaLookEveryMs } = options;
    this.#options = { ...options, behindMsMax, lookEveryMs };
    this.pool = options.pool;
    this.#marks = new ReplicaMarks(limits.replicaMarksMax);
    this.#beat = every(lookEveryMs, () => this.look());
  }

  /** As it was at the last look, by the present time. */
  state(): ReplicaState {
    const { nowMs, behindMsMax } = this.#options;
    const asOfMs = this.#asOfMs;
    const isNear = asOfMs !== null && nowMs() - asOfMs <= behindMsMax;
    const behind =
      asOfMs === null
        ? 'how far it is behind is not known yet'
        : `it is more than ${behindMsMax / limits.secondMs} s behind`;
    const reason = this.#fault ?? (isNear ? null : behind);
    return { isUsed: reason === null, asOfMs, reason };
  }

  /** Takes it for away until the next look that finds it: a read there has failed. */
  failed(error: unknown): void {
    this.#fault = messageOf(error);
  }

  /** Looks at the primary, then at the replica: what that has by then, it had not later. */
  async look(): Promise<void> {
    const { primary, nowMs } = this.#options;
    const atMs = nowMs();
    const { rows } = await primary
      .query<{ place: string; server: string }>(sayOfPrimary)
      .catch(() => ({ rows: [] }));
    const [found] = rows;
    if (found !== undefined) {
      this.#server = found.server;
      this.#marks.add(endBefore(placeIn(found.place)), atMs);
    }
    try {
      const client = await this.#connected();
      const { rows: looks } = await client.query<Look>(sayOfReplica);
      this.#fault = this.#judge(looks[0]);
    } catch (error) {
      this.#drop();
      this.#fault = messageOf(error);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#beat.close();
    this.#drop();
    await this.pool.end();
  }

  #judge(look: Look | undefined): string | null {
    if (look?.isStandby !== true || look.replayed === null) return 'it follows no primary';
    if (this.#server !== null && look.server !== this.#server) return 'it follows another PostgreSQL';
    this.#asOfMs = this.#marks.asOfMs(placeIn(look.replayed));
    return null;
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;
    const client = singleConnection(this.#options.url);
    client.once('end', () => {
      if (this.#client === client) this.#client = null;
    });
    try {
      await unlessAborted(this.#closing.signal, client.connect());
    } catch (error) {
      dropConnection(client);
      throw error;
    }
    this.#client = client;
    return client;
  }

  #drop(): void {
    if (this.#client !== null) dropConnection(this.#client);
    this.#client = null;
  }
}

const messageOf = (error: unknown) => (error instanceof Error && error.message) || String(error);
