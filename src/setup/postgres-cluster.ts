/** Makes a PostgreSQL cluster (its data folder) when there is none, and checks an existing one. */
import { type SpawnOptions, spawn } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type PostgresLauncher, postgresEnvironment } from './postgres-launcher.ts';
import { sendSignal } from './process-table.ts';

/** The superuser of a private cluster; the product's own role is another. */
export const superuser = 'postgres';

/** Modest settings for a server that shares its machine; an operator may edit them in postgresql.conf. */
const settings = [
  '',
  '# Scoville: modest memory, because Redis and the scoring share this machine.',
  'max_connections = 60',
  'shared_buffers = 64MB',
  'work_mem = 8MB',
  'maintenance_work_mem = 64MB',
  'max_wal_size = 1GB',
  'password_encryption = scram-sha-256',
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
  '',
].join('\n');

/** PostgreSQL's own provider of C.UTF-8, the same on every machine, exists from this version. */
const builtinLocaleMajorMin = 17;

/**
 * The data folder below `directory`, made by initdb when missing. It is made under another name, in a folder that a kill leaves
 * behind for the next start to remove, and renamed when whole.
 */
export async function ensureCluster(options: {
  directory: string;
  password: string;
  launcher: PostgresLauncher;
  major: number;
  say: (line: string) => void;
  /** Ends initdb when it aborts. */
  signal: AbortSignal | undefined;
}): Promise<string> {
  const { directory, launcher, major, say } = options;
  const data = path.join(directory, 'data');
  if (existsSync(data)) {
    refuseOtherVersion(data, major);
    return data;
  }
  for (const name of readdirSync(directory)) {
    if (name.startsWith('making-')) rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  say('Making a PostgreSQL cluster (once)…');
  const making = path.join(directory, `making-${process.pid}`);
  mkdirSync(making, { mode: 0o700 });
  const passwordPath = path.join(making, 'password');
  writeFileSync(passwordPath, `${options.password}\n`, { mode: 0o600 });
  for (const filePath of [making, passwordPath]) {
    if (launcher.owner) chownSync(filePath, launcher.owner.uid, launcher.owner.gid);
  }
  const made = path.join(making, 'data');
  const locale =
    major >= builtinLocaleMajorMin
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const { program, args, ...identity } = launcher.commandFor('initdb', [
    `--pgdata=${made}`,
    `--username=${superuser}`,
    `--pwfile=${passwordPath}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...locale,
  ]);
  await runInitdb(program, args, { ...identity, cwd: '/', env: postgresEnvironment }, options.signal);
  appendFileSync(path.join(made, 'postgresql.conf'), settings);
  renameSync(made, data);
  rmSync(making, { recursive: true, force: true });
  return data;
}

/**
 * Runs initdb and waits until it has ended, also after an abort: nothing writes to the folder after that. An abort kills it with
 * its servers, because it ignores SIGTERM while it syncs the folder. The next start removes an unfinished cluster.
 */
async function runInitdb(
  program: string,
  args: string[],
  options: SpawnOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const end = () => child.pid !== undefined && sendSignal(-child.pid, 'SIGKILL');
  signal?.addEventListener('abort', end);
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code, by) => resolve(code === 0 ? null : (by ?? `code ${code}`)));
  const error = await ended;
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (error !== null) throw new Error(`initdb failed (${error}):\n${output}`);
}

function refuseOtherVersion(data: string, major: number): void {
  const found = readVersion(data);
  if (found === String(major)) return;
  throw new Error(
    `The PostgreSQL cluster ${data} was made by version ${found ?? 'unknown (no PG_VERSION)'}, and the server here is version ${major}, which cannot read it. ` +
      `Install the server of that version, or move the data with pg_dump and pg_restore, or start with another DATA_DIR.`,
  );
}

function readVersion(data: string): string | null {
  try {
    return readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}
