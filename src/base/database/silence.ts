/**
 * The watch over the connections of a pool: gives up each one on which PostgreSQL has fallen silent.
 *
 * PostgreSQL sends nothing while it executes a statement, so a long statement and a lost network look the same from here. The
 * server knows the difference. A connection that is silent for too long while it owes an answer is looked up in
 * `pg_stat_activity` over a new connection. A session that executes is left alone, however long it takes. Any other is given up,
 * and so is every one while the server cannot be asked. Its socket is destroyed, and its statements fail. Its session is
 * terminated as soon as the server can be reached, so that it keeps no locks.
 */
import pg from 'pg';
import { every } from '../background/background.ts';
import { limits } from '../kernel/kernel.ts';
import type { NamedClient } from './named-client.ts';

/** What pg keeps of statements under way; @types/pg leaves it out. */
interface Statements {
  _getActiveQuery(): unknown;
  _sentQueryQueue: unknown[];
  _queryQueue: unknown[];
}

interface Watched {
  client: NamedClient;
  /** In use, so not in the pool. */
  isTaken: boolean;
  /** Checks since the last byte arrived. Counted, not timed: a process that was frozen must first read what has arrived. */
  quietChecks: number;
  /** The same, since the connection owes an answer. */
  silentChecks: number;
}

/** Checks that pass, at least, while a question has no answer in time. Fewer: not the server but this process stood still. */
const unansweredChecksMin = limits.silenceAskMsMax / limits.silenceCheckEveryMs - 2;

/**
 * Watches every connection of a pool of `NamedClient` until the pool has ended. `askUrl` is where the server is asked, `msMax` how long
 * a connection may be silent.
 */
export function watchForSilence(pool: pg.Pool, { askUrl, msMax }: { askUrl: string; msMax: number }): void {
  const silentChecksMax = msMax / limits.silenceCheckEveryMs;
  const watched = new Map<pg.ClientBase, Watched>();
  /** Names of sessions that are given up here and perhaps not yet on the server. */
  const abandoned = new Set<string>();
  let checks = 0;

  pool.on('connect', (client) => {
    const mine: Watched = {
      client: client as unknown as NamedClient,
      isTaken: true,
      quietChecks: 0,
      silentChecks: 0,
    };
    watched.set(client, mine);
    client.connection.stream.on('data', () => {
      mine.quietChecks = 0;
      mine.silentChecks = 0;
    });
    client.once('end', () => watched.delete(client));
  });
  pool.on('acquire', (client) => mark(client, true));
  pool.on('release', (_error, client) => mark(client, false));
  const mark = (client: pg.ClientBase, isTaken: boolean) => {
    const mine = watched.get(client);
    if (mine) mine.isTaken = isTaken;
  };

  const giveUp = ({ client }: Watched) => {
    watched.delete(client);
    abandoned.add(client.sessionName);
    client.connection.stream.destroy(new Error('PostgreSQL is silent; the connection was given up'));
  };
  const judge = async (suspects: readonly Watched[]) => {
    const checksBefore = checks;
    /** Whether the server left a question unanswered, and not this process, which stood still. */
    const isServersFault = () => checks - checksBefore >= unansweredChecksMin;
    const server = await askServer(askUrl);
    if (server === 'late' && !isServersFault()) return;
    // It answers, so a silent session may execute; and nothing could replace one that is given up. The next check asks again.
    if (server === 'full') return;
    const asked = server === 'late' ? null : server;
    try {
      const names = suspects.map(({ client }) => client.sessionName);
      const answer = asked === null ? [] : await asked.executing(names);
      if (answer === null && !isServersFault()) return;
      const executing = new Set(answer);
      const lost = suspects.filter(
        ({ client, silentChecks }) => silentChecks >= silentChecksMax && !executing.has(client.sessionName),
      );
      for (const one of suspects) one.silentChecks = 0;
      // An idle connection that has received nothing since then would cost its next user the same wait.
      const since = Math.min(...lost.map(({ quietChecks }) => quietChecks));
      const idle = [...watched.values()].filter(
        (one) => !one.isTaken && !isOwed(one.client) && one.quietChecks >= since,
      );
      for (const one of [...lost, ...idle]) giveUp(one);
      if (abandoned.size > 0 && (await asked?.terminate([...abandoned]))) abandoned.clear();
    } finally {
      asked?.close();
    }
  };
  // Counting goes on while the server is asked: by the checks that pass meanwhile its silence is distinguished from our own.
  const counting = every(limits.silenceCheckEveryMs, () => {
    if (pool.ended) return counting.close();
    checks++;
    for (const one of watched.values()) {
      one.quietChecks++;
      one.silentChecks = isOwed(one.client) ? one.silentChecks + 1 : 0;
    }
  });
  const asking = every(limits.silenceCheckEveryMs, async () => {
    if (pool.ended) return asking.close();
    const suspects = [...watched.values()].filter(({ silentChecks }) => silentChecks >= silentChecksMax);
    if (suspects.length + abandoned.size === 0) return;
    // The server went away while it was asked: the next check asks again.
    await judge(suspects).catch(() => undefined);
  });
}

function isOwed(client: NamedClient): boolean {
  const statements = client as unknown as Statements;
  const waiting = statements._sentQueryQueue.length + statements._queryQueue.length;
  return waiting > 0 || Boolean(statements._getActiveQuery());
}

/** SQLSTATE of a server, or of a role, that has as many connections as it may have. */
const tooManyConnections = '53300';

/**
 * The server, over a connection of its own. `full` when it has none to give, `late` when it does not answer in time, null when
 * it cannot be reached.
 */
async function askServer(url: string) {
  const client = singleConnection(url);
  try {
    await client.connect();
  } catch (error) {
    dropConnection(client);
    const { code } = error as { code?: unknown };
    if (code === tooManyConnections) return 'full';
    // pg's own time-out has no code.
    return code === undefined ? 'late' : null;
  }
  return {
    /** Those of some sessions that execute a statement; null without an answer. One that waits for its client has answered, or was never asked. */
    executing: async (names: readonly string[]): Promise<string[] | null> => {
      if (names.length === 0) return [];
      const executing = client.query<{ name: string }>(
        `SELECT application_name AS name FROM pg_stat_activity
         WHERE application_name = ANY($1) AND backend_type = 'client backend'
           AND state IN ('active', 'disabled') AND wait_event_type IS DISTINCT FROM 'Client'`,
        [names],
      );
      return executing.then(
        ({ rows }) => rows.map(({ name }) => name),
        () => null,
      );
    },
    terminate: async (names: readonly string[]): Promise<true> => {
      await client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ANY($1)',
        [names],
      );
      return true;
    },
    close: () => dropConnection(client),
  };
}

/** A connection outside the pool, on which connecting and each statement end within `msMax`. The caller no longer listens for errors. */
export function singleConnection(url: string, msMax: number = limits.silenceAskMsMax): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: msMax,
    query_timeout: msMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: limits.keepAliveMs,
  });
  client.on('error', () => undefined);
  return client;
}

/** Closes the session, and destroys the socket of a server that does not answer. */
export function dropConnection(client: pg.Client): void {
  client.end().catch(() => undefined);
  setTimeout(() => client.connection.stream.destroy(), limits.silenceCheckEveryMs).unref();
}
