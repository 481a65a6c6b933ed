/** An exclusive lock on a folder; the kernel releases it when its holder dies in any way. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The holder of a folder, as it recorded itself. */
export interface LockOwner {
  pid: number;
  /** When it took the lock, ISO 8601. */
  since: string;
}

export interface FolderLock {
  release(): void;
}

/** Thrown when another living process holds the lock. `owner` is null until the holder has recorded itself. */
export class FolderLocked extends Error {
  readonly owner: LockOwner | null;

  constructor(directory: string, owner: LockOwner | null) {
    super(`${directory} is in use by ${describe(owner)}`);
    this.name = 'FolderLocked';
    this.owner = owner;
  }
}

/** The lock's file; a folder that holds it is one of ours. */
export const lockFileName = 'lock.sqlite';
/** The open locks. A database that nobody refers to is collected and closed, and its lock with it: they are kept here. */
const held = new Set<DatabaseSync>();
/** SQLite's result code for "another connection holds the lock". */
const sqliteBusy = 5;

/**
 * Takes the lock or throws `FolderLocked`.
 *
 * After a crash a pid file may name another program, and Node has no call for file locks. But SQLite, which is built into Node,
 * takes POSIX locks on its file, and those end with the process. So the lock is an empty database, opened in an exclusive
 * transaction that never ends. After a kill -9 no stale lock remains; `owner.json`
 * beside it only shows people who the holder is.
 */
export function lockFolder(directory: string, since: Date): FolderLock {
  const ownerPath = path.join(directory, 'owner.json');
  const lockPath = path.join(directory, lockFileName);
  // Only when missing: closing any descriptor of a file drops every POSIX lock this process holds on it.
  if (!existsSync(lockPath)) writeFileSync(lockPath, '', { mode: 0o600, flag: 'a' });
  const database = new DatabaseSync(lockPath);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === sqliteBusy) {
      throw new FolderLocked(directory, readOwner(ownerPath));
    }
    throw new Error(`${directory} cannot be locked: ${(error as Error).message}. Use a local file system.`);
  }
  held.add(database);
  const owner: LockOwner = { pid: process.pid, since: since.toISOString() };
  writeFileSync(ownerPath, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  return {
    release: () => {
      if (!held.delete(database)) return;
      rmSync(ownerPath, { force: true });
      database.close();
    },
  };
}

function readOwner(ownerPath: string): LockOwner | null {
  try {
    return JSON.parse(readFileSync(ownerPath, 'utf8')) as LockOwner;
  } catch {
    return null;
  }
}

function describe(owner: LockOwner | null): string {
  return owner === null
    ? 'another process that has just started'
    : `process ${owner.pid}, running since ${owner.since}`;
}
