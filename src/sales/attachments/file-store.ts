/**
 * The folder of attached files: bytes under their SHA-256, written whole or not at all.
 *
 * A file is written beside its path, flushed to the disk, and renamed. So a name always stands for all of its bytes. Several
 * processes may share the folder. What is read is checked against its name: damaged bytes are never handed out.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ApiError } from '../../base/kernel/kernel.ts';

export interface FileStore {
  /** Whether the file is there with all its bytes. */
  has(sha256: string, bytes: number): Promise<boolean>;
  put(sha256: string, content: Buffer): Promise<void>;
  /** Throws `attachment_missing` where the file is not there, or its bytes are not those it was written with. */
  read(sha256: string): Promise<Buffer>;
  /** Removes the file; one that is not there is removed already. */
  remove(sha256: string): Promise<void>;
  /** Removes what crashed writers left before that time, ms since the epoch. */
  removeUnfinished(beforeMs: number): Promise<void>;
}

export const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');

export function openFileStore(directory: string): FileStore {
  const unfinished = path.join(directory, 'unfinished');
  const folderOf = (sha256: string) => path.join(directory, sha256.slice(0, 2));
  const pathOf = (sha256: string) => path.join(folderOf(sha256), sha256);
  return {
    has: async (sha256, bytes) => {
      const found = await stat(pathOf(sha256)).catch(unlessMissing);
      return found?.size === bytes;
    },
    put: async (sha256, content) => {
      await mkdir(unfinished, { recursive: true, mode: 0o700 });
      await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 });
      const draft = path.join(unfinished, `${sha256}.${randomUUID()}`);
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(sha256));
      // The name is on the disk with its folder alone.
      for (const folder of [folderOf(sha256), directory]) await flushFolder(folder);
    },
    read: async (sha256) => {
      const content = await readFile(pathOf(sha256)).catch(unlessMissing);
      if (content === null) throw missing(sha256, 'are not in ATTACHMENTS_DIR of this process');
      if (sha256Of(content) !== sha256) throw missing(sha256, 'are damaged in ATTACHMENTS_DIR');
      return content;
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    removeUnfinished: async (beforeMs) => {
      for (const name of (await readdir(unfinished).catch(unlessMissing)) ?? []) {
        const draft = path.join(unfinished, name);
        const found = await stat(draft).catch(unlessMissing);
        if (found !== null && found.mtimeMs < beforeMs) await rm(draft, { force: true });
      }
    },
  };
}

function missing(sha256: string, how: string): ApiError {
  return new ApiError(
    'attachment_missing',
    `the bytes of the file ${sha256} ${how}; share the folder with every process, or restore it from a backup`,
  );
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
