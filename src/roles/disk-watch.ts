/** A watch over the disk of the private stores, which says when it is full and when it has room again. */
import { every } from '../base/background/background.ts';
import { limits } from '../base/kernel/kernel.ts';
import { fullDisk } from '../setup/setup.ts';

export interface DiskWatch {
  /** The reason and the remedy in words while it is full, as it was at the last look; null while it has room. */
  full(): string | null;
  /** Calls back when it is full, and when it has room again. */
  onChange(hear: (full: string | null) => void): void;
  close(): void;
}

/** Looks at the disk of a folder until it is closed. `say` hears when it is full and when it has room again. */
export function watchDisk(directory: string, say: (line: string) => void): DiskWatch {
  let full: string | null = null;
  const heard: ((full: string | null) => void)[] = [];
  const beat = every(limits.diskLookEveryMs, () => {
    const before = full;
    full = fullDisk(directory);
    if ((before === null) === (full === null)) return;
    say(full ?? `The disk of ${directory} has room again; events are taken.`);
    for (const hear of heard) hear(full);
  });
  return { full: () => full, onChange: (hear) => void heard.push(hear), close: beat.close };
}

const fullToStrangers =
  'the disk of the stores is full: events are refused until it has room; send them again';

/** Returns what the door answers while the disk is full. Strangers learn no path of the server: readiness, the log and the doctor name it. */
export function refusalOfStrangers(fullDisk: () => string | null = () => null): () => string | null {
  return () => (fullDisk() === null ? null : fullToStrangers);
}
