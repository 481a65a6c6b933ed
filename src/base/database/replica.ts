/**
 * A replica of PostgreSQL for reads that may take long: how far it is behind, and whether it is near enough.
 *
 * It is looked at on a connection of its own, so that a busy pool is not taken for a replica that is away. An address may lead to
 * several servers: reads have connections to the one that was looked at, and to no other.
 */
import type pg from 'pg';
import { type Beat, every, unlessAborted } from '../background/background.ts';
import { limits } from '../kernel/kernel.ts';
import { OtherServer } from './read-fault.core.ts';
import { endBefore, positionIn, ReplicaMarks } from './replica-marks.core.ts';
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
  /** Opens a pool for the reads, each connection of which is verified first. */
  openPool: (verify: VerifyConnection) => pg.Pool;
  /** A pool of the primary. */
  primary: pg.Pool;
  nowMs: () => number;
  behindMsMax?: number;
  lookEveryMs?: number;
}

/** Calls back with an error for a connection that is not to be used. */
export type VerifyConnection = (client: pg.ClientBase, done: (error?: Error) => void) => void;

interface Look {
  isStandby: boolean;
  /** The server, and its run: another one after each start. */
  run: string;
  replayed: string | null;
  server: string;
}

const sayOfRun = `concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), inet_server_addr(), inet_server_port())`;
const sayOfReplica = `SELECT pg_is_in_recovery() AS "isStandby", pg_last_wal_replay_lsn()::text AS replayed, ${sayOfRun} AS run,
  (SELECT system_identifier::text FROM pg_control_system()) AS server`;
// What has been committed stands before the position of the next record, also where commits do not wait for the disk.
const sayOfPrimary = `SELECT pg_current_wal_insert_lsn()::text AS position,
  (SELECT system_identifier::text FROM pg_control_system()) AS server`;

export class Replica {
  readonly #options: Required<ReplicaOptions>;
  readonly #marks: ReplicaMarks;
  readonly #beat: Beat;
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  #server: string | null = null;
  /** The run of the replica that was looked at, which every connection of the pool is to. */
  #run = '';
  #pool: pg.Pool;
  /** Pools of earlier runs, which end when their last read has. */
  readonly #ending = new Set<Promise<void>>();
  #asOfMs: number | null = null;
  #fault: string | null = 'it has not been looked at yet';

  constructor(options: ReplicaOptions) {
    const { behindMsMax = limits.replicaBehindMsMax, lookEveryMs = limits.replicaLookEveryMs } = options;
    this.#options = { ...options, behindMsMax, lookEveryMs };
    this.#pool = this.#open('');
    this.#marks = new ReplicaMarks(limits.replicaMarksMax);
    this.#beat = every(lookEveryMs, () => this.look());
  }

  /** For reads of what was looked at last. */
  get pool(): pg.Pool {
    return this.#pool;
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
      .query<{ position: string; server: string }>(sayOfPrimary)
      .catch(() => ({ rows: [] }));
    const [found] = rows;
    if (found !== undefined) {
      this.#server = found.server;
      this.#marks.add(endBefore(positionIn(found.position)), atMs);
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
    this.#end(this.#pool);
    await Promise.all(this.#ending);
  }

  #open(run: string): pg.Pool {
    return this.#options.openPool((client, done) => {
      client
        .query<{ run: string }>(`SELECT ${sayOfRun} AS run`)
        .then(({ rows: [found] }) => done(found?.run === run ? undefined : new OtherServer()), done);
    });
  }

  #end(pool: pg.Pool): void {
    const ending = pool.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #judge(look: Look | undefined): string | null {
    if (look?.isStandby !== true || look.replayed === null) return 'it follows no primary';
    if (this.#server !== null && look.server !== this.#server) return 'it follows another PostgreSQL';
    if (look.run !== this.#run) {
      this.#end(this.#pool);
      this.#run = look.run;
      this.#pool = this.#open(look.run);
    }
    this.#asOfMs = this.#marks.asOfMs(positionIn(look.replayed));
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
