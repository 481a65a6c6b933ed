/**
 * Chooses the user that runs the PostgreSQL programs, because they refuse to run as root.
 *
 * An ordinary user runs them as itself. Root runs them as `postgres`, or else `nobody`, who owns the cluster's folder. That
 * user must reach the programs and the folder, and one of the folders above them may be closed to it (a clone below /root). So root
 * tries, each time by really starting the program and really writing to the folder:
 *
 * 1. plainly as that user;
 * 2. as that user with one capability, to pass through closed folders (read and search, else the wider override where a
 *    container withholds the former). An ambient capability does not make the loader distrust the library path;
 * 3. plainly, with the programs copied beside the cluster;
 *
 * When none works, the error names the remedy.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PostgresPrograms } from './postgres-programs.ts';

export interface PostgresLauncher {
  /** The folder of the programs to start. */
  bin: string;
  /** How it runs them, in words for the log. */
  description: string;
  /** The owner that the cluster's files need; null for the user who runs this. */
  owner: { uid: number; gid: number } | null;
  /** The command that starts one of the programs as the right user. */
  commandFor(program: string, args: string[]): PostgresCommand;
}

export interface PostgresCommand {
  program: string;
  args: string[];
  uid?: number;
  gid?: number;
}

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** What the programs may see of our environment: none of it but PATH, and no PG… variable. */
export const postgresEnvironment = { PATH: process.env['PATH'], LC_ALL: 'C' };

const accountNames = ['postgres', 'nobody'];
const passingCapabilities = ['dac_read_search', 'dac_override'];

/** Chooses the launcher for a cluster below `directory` (made when missing, given to the right user). */
export function chooseLauncher(programs: PostgresPrograms, directory: string): PostgresLauncher {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return asOurselves(programs.bin);
  const account = findAccount(path.join(directory, 'data'));
  chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);

  const plain = asAccount(programs.bin, account);
  const candidates = [
    plain,
    ...passingCapabilities.map((name) => withCapability(programs.bin, account, name)),
  ];
  for (const candidate of candidates) if (works(candidate, directory)) return candidate;
  if (programs.home !== null && reaches(plain, directory)) {
    const copied = asAccount(
      path.join(copyPrograms(programs.home, directory, programs.major), 'bin'),
      account,
    );
    if (works(copied, directory)) return copied;
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and the user ${account.name}, which would run it, cannot enter ${directory} or ${programs.bin}. ` +
      'Run this as an ordinary user, or move DATA_DIR and the clone to where every user may pass (not below /root), or set DATABASE_URL.',
  );
}

function asOurselves(bin: string): PostgresLauncher {
  return {
    bin,
    description: 'as the user who runs this',
    owner: null,
    commandFor: (program, args) => ({ program: path.join(bin, program), args }),
  };
}

function asAccount(bin: string, account: Account): PostgresLauncher {
  const { uid, gid } = account;
  return {
    bin,
    description: `as the user ${account.name}`,
    owner: { uid, gid },
    commandFor: (program, args) => ({ program: resolveProgram(bin, program), args, uid, gid }),
  };
}

function withCapability(bin: string, account: Account, capability: string): PostgresLauncher {
  const only = `-all,+${capability}`;
  const flags = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    // Else the kernel ignores capabilities in access(2), by which PostgreSQL looks for its own programs.
    '--securebits=+no_setuid_fixup',
    '--no-new-privs',
  ];
  return {
    bin,
    description: `as the user ${account.name} with the capability ${capability}, to pass through closed folders`,
    owner: { uid: account.uid, gid: account.gid },
    commandFor: (program, args) => ({
      program: 'setpriv',
      args: [...flags, '--', resolveProgram(bin, program), ...args],
    }),
  };
}

/** A program of PostgreSQL by its name; any other by its own path. */
function resolveProgram(bin: string, program: string): string {
  return path.isAbsolute(program) ? program : path.join(bin, program);
}

/** Whether both programs start, find each other, and the folder can be written to, tried for real. */
function works(launcher: PostgresLauncher, directory: string): boolean {
  return (
    runs(launcher.commandFor('postgres', ['--version'])) &&
    // Looks for `postgres` and the shared files as a real initdb would, and makes nothing.
    runs(
      launcher.commandFor('initdb', ['--show', '--locale=C', `--pgdata=${path.join(directory, 'none')}`]),
    ) &&
    reaches(launcher, directory)
  );
}

function reaches(launcher: PostgresLauncher, directory: string): boolean {
  const script = 'cd "$0" && : > .reachable && rm .reachable';
  return runs(launcher.commandFor('/bin/sh', ['-c', script, directory]));
}

function runs(command: PostgresCommand): boolean {
  const { program, args, ...identity } = command;
  return (
    spawnSync(program, args, { ...identity, cwd: '/', env: postgresEnvironment, stdio: 'ignore' }).status ===
    0
  );
}

/** The owner of the cluster when there is one and it is not root; else the first known account. */
function findAccount(data: string): Account {
  const owner = existsSync(data) ? statSync(data) : null;
  if (owner !== null && owner.uid !== 0)
    return { name: `with id ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of accountNames) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status !== 0 || gid?.status !== 0) continue;
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user ${accountNames.join(' or ')} to run it as. Run this as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Copies the programs below the cluster's folder, whole or not at all. */
function copyPrograms(home: string, directory: string, major: number): string {
  const folder = path.join(directory, `programs-${major}`);
  if (existsSync(folder)) return folder;
  const beside = `${folder}.new`;
  rmSync(beside, { recursive: true, force: true });
  cpSync(home, beside, { recursive: true, verbatimSymlinks: true });
  chmodSync(beside, 0o755);
  renameSync(beside, folder);
  return folder;
}
