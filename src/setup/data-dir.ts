/** Opens DATA_DIR, the folder with all data of an installation, for one running process at a time. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { FolderLocked, lockFileName, lockFolder } from './folder-lock.ts';
import { hasSecrets, keepSecrets, type SecretOverrides, type Secrets } from './secrets.ts';

export interface DataDir {
  /** The folder, absolute. */
  path: string;
  secrets: Secrets;
  /** Whether this start made the folder's secrets: the first start. */
  isFirstStart: boolean;
  /** Where the private servers keep their data; made by them. */
  redisDirectory: string;
  postgresDirectory: string;
  /** Releases the folder for the next process. Call it when every server below it has stopped. */
  close(): void;
}

/** Files that count as none: marks of file systems and tools. */
const harmlessNames = new Set(['lost+found', '.gitkeep', '.DS_Store']);

/** DATA_DIR cannot be used; the message names the reason and the remedy. Print it and exit with 1. */
export class DataDirRefused extends Error {
  override name = 'DataDirRefused';
}

/** A process of ours works on it already. */
export class DataDirInUse extends DataDirRefused {}

/**
 * Makes the folder when it is missing, takes its lock, and reads or makes its secrets. Throws `DataDirRefused`.
 *
 * The folder is for its owner alone (0700). When root owns it, others may pass through it without listing it (0711), because
 * PostgreSQL then runs as another user in a folder below. Every file here is 0600 and every other folder 0700.
 */
export function openDataDir(directory: string, overrides: SecretOverrides = {}, now = new Date()): DataDir {
  const folder = path.resolve(directory);
  prepareFolder(folder);
  const lock = takeLock(folder, now);
  try {
    const isFirstStart = !hasSecrets(folder);
    return {
      path: folder,
      secrets: keepSecrets(folder, overrides),
      isFirstStart,
      redisDirectory: path.join(folder, 'redis'),
      postgresDirectory: path.join(folder, 'postgres'),
      close: lock.release,
    };
  } catch (error) {
    lock.release();
    throw new DataDirRefused((error as Error).message);
  }
}

function prepareFolder(folder: string): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    mkdirSync(folder, { recursive: true, mode });
    const names = readdirSync(folder).filter((name) => !harmlessNames.has(name));
    if (names.length > 0 && !names.includes(lockFileName)) {
      throw new DataDirRefused(
        `DATA_DIR ${folder} holds other files (${names.slice(0, 3).join(', ')}) and no Scoville data. Set DATA_DIR to a new or empty folder.`,
      );
    }
    const { mode: present, uid } = statSync(folder);
    // A mounted volume may belong to another user and be open to us by its group: it stays as it is.
    if ((present & 0o777) !== mode && uid === process.getuid?.()) chmodSync(folder, mode);
  } catch (error) {
    if (error instanceof DataDirRefused) throw error;
    throw new DataDirRefused(
      `DATA_DIR ${folder} cannot be used (${(error as Error).message}). Set DATA_DIR to a folder this user owns.`,
    );
  }
}

function takeLock(folder: string, now: Date): { release(): void } {
  try {
    return lockFolder(folder, now);
  } catch (error) {
    if (!(error instanceof FolderLocked)) throw new DataDirRefused((error as Error).message);
    const stop = error.owner === null ? 'Stop it' : `Stop it (kill ${error.owner.pid})`;
    throw new DataDirInUse(
      `Scoville is already running: DATA_DIR ${error.message}. ${stop}, or start this one with another DATA_DIR and PORT.`,
    );
  }
}
