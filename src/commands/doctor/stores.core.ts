/** Judges what Redis and PostgreSQL say of themselves. Pure. */
import { roomFault } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Finding, failure, type Matter, unknown, warning, well } from './finding.ts';
import type { Asked, ClockReading, PostgresState, RedisState, Survey } from './survey.ts';

const postgresMajorMin = 15;
const versionsAMajor = 10_000;

/** A message of set-up: what is found, then the remedy. */
function inTwo(message: string): [says: string, remedy: string] {
  const end = message.indexOf('. ');
  return end < 0 ? [message, 'See docs/operate.md.'] : [message.slice(0, end), message.slice(end + 2)];
}

/** What was not asked or is away; null where it answered. */
function unanswered<Of>(matter: Matter, asked: Asked<Of>): Finding | null {
  if (asked.is === 'not asked') return unknown(matter, asked.why);
  return asked.is === 'away' ? failure(matter, ...inTwo(asked.says)) : null;
}

export function redisFindings({ redis, environment }: Survey): Finding[] {
  const silent = unanswered('redis', redis);
  if (redis.is !== 'there') return silent === null ? [] : [silent];
  const { state } = redis;
  const found = [
    ...state.errors.map((message) => failure('redis', ...inTwo(message))),
    ...state.warnings.map((message) => warning('redis', ...inTwo(message))),
    ...redisStateFindings(state, environment?.REDIS_REPLICAS_ACK ?? 0),
  ];
  return found.length > 0
    ? found
    : [well('redis', `Redis ${state.version} at ${state.address} keeps what it acknowledges`)];
}

function redisStateFindings(state: RedisState, replicasAck: number): Finding[] {
  const { address, usedBytes, maxBytes, replicas } = state;
  const found: Finding[] = [];
  if (state.isReplica)
    found.push(
      failure(
        'redis',
        `the Redis at ${address} is a replica and takes no writes`,
        'Write the address of the primary into REDIS_URL, or promote this one: REPLICAOF NO ONE.',
      ),
    );
  if (state.isLoading)
    found.push(
      warning(
        'redis',
        `the Redis at ${address} is still loading its data`,
        'Wait until it has; ingest answers 503 meanwhile.',
      ),
    );
  if (state.isLastWriteKept === false)
    found.push(
      failure(
        'redis',
        `Redis could not write its append-only file lately`,
        'Look at its log and at the room on its disk: it refuses writes until one succeeds.',
      ),
    );
  if (replicas < replicasAck)
    found.push(
      failure(
        'redis',
        `REDIS_REPLICAS_ACK is ${replicasAck}, and ${replicas} replicas are connected: every event is answered 503`,
        'Start the replicas, or lower REDIS_REPLICAS_ACK.',
      ),
    );
  if (maxBytes > 0 && usedBytes >= maxBytes * limits.doctorMemoryPartMax)
    found.push(
      warning(
        'redis',
        `Redis uses ${percent(usedBytes / maxBytes)} of its maxmemory`,
        'Give it more (CONFIG SET maxmemory), or archive old profiles (PROFILE_DAYS): a full Redis refuses events.',
      ),
    );
  return found;
}

export function postgresFindings({ postgres, environment }: Survey): Finding[] {
  const silent = unanswered('postgresql', postgres);
  if (postgres.is !== 'there') return silent === null ? [] : [silent];
  const { state } = postgres;
  const found = [
    ...durabilityFindings(state),
    ...postgresStateFindings(state),
    ...roomFindings(state, environment),
  ];
  const major = Math.floor(state.version / versionsAMajor);
  return found.length > 0
    ? found
    : [well('postgresql', `PostgreSQL ${major} at ${state.address} keeps what it commits`)];
}

function postgresStateFindings({ address, version, isReadOnly, encoding }: PostgresState): Finding[] {
  const found: Finding[] = [];
  const major = Math.floor(version / versionsAMajor);
  if (major < postgresMajorMin)
    found.push(
      failure(
        'postgresql',
        `PostgreSQL at ${address} is version ${major}; ${postgresMajorMin} or newer is needed`,
        'Upgrade it, or leave DATABASE_URL unset to use the private one.',
      ),
    );
  if (isReadOnly)
    found.push(
      failure(
        'postgresql',
        `the PostgreSQL at ${address} takes no writes: it is a standby, or set to read-only`,
        'Write the address of the primary into DATABASE_URL, or promote this one: SELECT pg_promote().',
      ),
    );
  if (encoding !== 'UTF8')
    found.push(
      failure(
        'postgresql',
        `the database has the encoding ${encoding}; it should be UTF8, or names and texts of events cannot be stored`,
        "Make a database with ENCODING 'UTF8', and move the data by pg_dump.",
      ),
    );
  return found;
}

/** It is no error: reports are read from the primary meanwhile. */
export function replicaFindings({ replica, environment }: Survey): Finding[] {
  if (environment?.DATABASE_REPLICA_URL === undefined || replica.is === 'not asked') return [];
  if (replica.is === 'away') return [warning('postgresql', ...inTwo(replica.says))];
  const { address, isStandby } = replica.state;
  if (isStandby) return [well('postgresql', `the replica at ${address} follows a primary`)];
  return [
    warning(
      'postgresql',
      `the PostgreSQL of DATABASE_REPLICA_URL at ${address} follows no primary: it is not read`,
      'Make it a streaming replica of DATABASE_URL, or leave DATABASE_REPLICA_URL out.',
    ),
  ];
}

/** The program's own connections are among those that are taken. */
function roomFindings({ room, isPooled }: PostgresState, environment: Survey['environment']): Finding[] {
  if (isPooled && environment?.DATABASE_SESSION_URL !== undefined) return [];
  if (isPooled)
    return [
      warning(
        'postgresql',
        'DATABASE_URL leads through a pooler: alerts are asked for, not heard of',
        'Set DATABASE_SESSION_URL to the address of PostgreSQL itself.',
      ),
    ];
  const fault = environment === null ? null : roomFault(room, environment.DATABASE_CONNECTIONS);
  if (fault?.severity === 'error') return [failure('postgresql', fault.says, fault.remedy)];
  if (room.used < room.allowed * limits.doctorConnectionsPartMax) return [];
  return [
    warning(
      'postgresql',
      `${room.used} of ${room.allowed} connections of PostgreSQL are taken`,
      `Raise ${room.setting}, or run fewer processes: each takes up to DATABASE_CONNECTIONS.`,
    ),
  ];
}

function durabilityFindings({ fsync, synchronousCommit, fullPageWrites }: PostgresState): Finding[] {
  const risky = [
    { name: 'fsync', value: fsync },
    { name: 'full_page_writes', value: fullPageWrites },
    { name: 'synchronous_commit', value: synchronousCommit },
  ].filter(({ value }) => value === 'off');
  return risky.map(({ name }) =>
    warning(
      'postgresql',
      `PostgreSQL has ${name} off: a power cut loses or damages what was committed`,
      `Set it in postgresql.conf, or: ALTER SYSTEM SET ${name} = on; SELECT pg_reload_conf().`,
    ),
  );
}

/** Whether both stores are of one installation, laid out as the settings say. */
export function installationFindings({ redis, postgres, environment }: Survey): Finding[] {
  const stream = redis.is === 'there' ? redis.state.stream : null;
  const kept = postgres.is === 'there' ? postgres.state.installation : null;
  const wanted = environment?.PARTITIONS;
  const there = stream ?? kept;
  if (redis.is !== 'there' && postgres.is !== 'there')
    return [unknown('installation', 'no store could be asked of its installation')];
  if (there === null)
    return [unknown('installation', 'the stores hold no installation yet; the first start lays it out')];
  const found: Finding[] = [];
  if (stream !== null && kept !== null && stream.id !== null && stream.id !== kept.id)
    found.push(
      failure(
        'installation',
        `Redis holds the installation ${stream.id}, PostgreSQL ${kept.id}`,
        'Correct REDIS_URL or DATABASE_URL: nothing is scored on stores of two installations.',
      ),
    );
  if (stream !== null && kept !== null && stream.partitions !== kept.partitions)
    found.push(
      failure(
        'installation',
        `Redis has ${stream.partitions} partitions, PostgreSQL knows ${kept.partitions}`,
        'Restore the Redis of this installation, or empty it: it is then laid out again and restored from the history.',
      ),
    );
  if (wanted !== undefined && wanted !== there.partitions)
    found.push(
      failure(
        'installation',
        `PARTITIONS is ${wanted}, and the installation has ${there.partitions}`,
        `Set PARTITIONS=${there.partitions}, or leave it out: the number is fixed at the first start.`,
      ),
    );
  if (stream === null && kept !== null && redis.is === 'there')
    found.push(
      warning(
        'installation',
        'Redis is empty, and PostgreSQL knows an installation',
        'Start Scoville: it restores every profile from the history. Find out why Redis lost its data.',
      ),
    );
  return found.length > 0
    ? found
    : [well('installation', `the installation has ${there.partitions} partitions`)];
}

export function migrationFindings({ postgres }: Survey): Finding[] {
  if (postgres.is !== 'there') return [];
  const { migrations } = postgres.state;
  if (migrations === null)
    return [unknown('migrations', 'the database has no tables yet; the first start makes them')];
  const { missing, altered, unknown: later } = migrations;
  const found: Finding[] = [];
  if (altered.length > 0)
    found.push(
      failure(
        'migrations',
        `${listed(altered)} differ from what was applied: no process starts`,
        'Install the published version again; its migrations are never altered.',
      ),
    );
  if (later.length > 0)
    found.push(
      warning(
        'migrations',
        `the database has ${listed(later)} of a later version`,
        'Upgrade this installation: an older program may not understand the tables.',
      ),
    );
  if (missing.length > 0)
    found.push(
      warning(
        'migrations',
        `${listed(missing)} are not applied yet`,
        'Start a process of this version: it applies them.',
      ),
    );
  return found.length > 0 ? found : [well('migrations', 'the tables are those of this version')];
}

/** How far the clocks of the stores are from that of this machine. */
export function clockFindings({ redis, postgres }: Survey): Finding[] {
  const clocks: [string, ClockReading][] = [];
  if (redis.is === 'there') clocks.push(['Redis', redis.state.clock]);
  if (postgres.is === 'there') clocks.push(['PostgreSQL', postgres.state.clock]);
  if (clocks.length === 0) return [];
  const found = clocks.flatMap(([store, { aheadMs, errorMs }]): Finding[] => {
    // What the way of the answer may explain is no difference.
    const offMs = Math.max(0, Math.abs(aheadMs) - errorMs);
    if (offMs < limits.doctorClockOffMs) return [];
    const says = `the clock of ${store} is ${seconds(offMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} the one here`;
    const remedy =
      'Let both machines follow one source of time (chrony, systemd-timesyncd): ages and deadlines are computed from it.';
    return [
      offMs >= limits.doctorClockWrongMs ? failure('clocks', says, remedy) : warning('clocks', says, remedy),
    ];
  });
  return found.length > 0
    ? found
    : [
        well(
          'clocks',
          `the clocks of ${clocks.map(([store]) => store).join(' and ')} agree with the one here`,
        ),
      ];
}

const percent = (part: number) => `${Math.floor(part * 100)} %`;
const seconds = (ms: number) => `${(ms / limits.secondMs).toFixed(1)} s`;

/** The first three names, and how many more. */
function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, 3).join(', '), names.length - 3];
  return more > 0 ? `${shown} and ${more} more migrations` : `the migrations ${shown}`;
}
