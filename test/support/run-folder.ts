/**
 * Where the folder of a test run is made: in memory, where the system has a file system there with room enough; else on the disk.
 * A killed or frozen server finds its data in memory as on a disk, for both outlive a process. Making and removing the thousand files
 * of a database costs the processor a third there, and no write waits for a disk.
 */
import { readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { isLong } from './test-form.ts';

const inMemory = '/dev/shm';
const gibibyte = 1024 ** 3;

/** Room for the files of a run, bytes: a server with the product's tables takes 52 MB, each further database 13 MB. */
export const roomBytesMin = 3 * gibibyte;
/** What is left to the processes of a run beside its files, bytes. */
export const processesBytes = 2 * gibibyte;

interface Machine {
  /** The text of /proc/mounts. */
  mounts: string;
  /** Free on the file system in memory, bytes. */
  freeBytes: number;
  /** What processes may still take, bytes: files in memory count among it. */
  availableBytes: number;
}

/** Whether a machine can hold the files of a run in memory: tests also run programs from them. */
export function hasRoomInMemory({ mounts, freeBytes, availableBytes }: Machine): boolean {
  const [, , type, options = ''] =
    mounts
      .split('\n')
      .map((line) => line.split(' '))
      .findLast(([, mounted]) => mounted === inMemory) ?? [];
  const runsPrograms = !options.split(',').some((option) => option === 'noexec' || option === 'ro');
  const hasRoom = freeBytes >= roomBytesMin && availableBytes >= roomBytesMin + processesBytes;
  return type === 'tmpfs' && runsPrograms && hasRoom;
}

/** The folder for folders of runs. TMPDIR, where it is set, and the long form, which writes for hours, stay on the disk. */
export function folderOfRuns(): string {
  if (isLong || process.env['TMPDIR'] !== undefined) return os.tmpdir();
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8');
    const { bavail, bsize } = statfsSync(inMemory);
    const machine = { mounts, freeBytes: bavail * bsize, availableBytes: process.availableMemory() };
    return hasRoomInMemory(machine) ? inMemory : os.tmpdir();
  } catch {
    // Not every system has them.
    return os.tmpdir();
  }
}
