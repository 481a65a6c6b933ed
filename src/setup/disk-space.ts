/** The disk of a folder: whether the private stores still have room on it. */
import { statfsSync } from 'node:fs';
import { limits } from '../base/kernel/kernel.ts';

const megabyte = 1024 * 1024;

/** What an operator does: where nothing runs, and where a process goes on by itself. */
export const startAgain =
  'Free space, or move DATA_DIR to a larger disk, and start again; no accepted event is lost';
const goesOn =
  'Free space, and it goes on by itself; until then events are refused, and no accepted one is lost';

/** The reason and a remedy in words when the disk of a folder is full; null while it has room, or where that is unknown. */
export function fullDisk(directory: string, remedy = goesOn): string | null {
  let free: number;
  try {
    const { bavail, bsize, blocks } = statfsSync(directory);
    // Some network disks do not say how large they are.
    if (blocks === 0) return null;
    free = bavail * bsize;
  } catch {
    return null;
  }
  if (free >= limits.diskFreeBytesMin) return null;
  return (
    `the disk of ${directory} is full: ${(free / megabyte).toFixed(1)} MiB are free, ${limits.diskFreeBytesMin / megabyte} MiB are needed. ` +
    remedy
  );
}
