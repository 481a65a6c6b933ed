/** Which processes one machine runs, by its cores, its memory and what was asked for. Pure. */
import { limits } from '../../base/kernel/kernel.ts';

/** A process of an installation. */
export interface ProcessPlan {
  name: string;
  /** As `ROLES` takes them. */
  roles: string;
  /** Added to the ports of the settings; the first process alone listens where people and clients come. */
  portOffset: number;
}

export interface Machine {
  cores: number;
  /** What processes may use, bytes. */
  memoryBytes: number;
}

/**
 * Returns the processes; one means that all roles share it. Of several the first has the door and the console, the others score. Unless
 * a number is asked for, a machine with few cores or little memory has one.
 */
export function processesOf({ cores, memoryBytes }: Machine, asked: number | undefined): ProcessPlan[] {
  const isLarge = cores >= limits.supervisedCoresMin && memoryBytes >= limits.supervisedBytesMin;
  const usual = isLarge ? 1 + Math.min(Math.floor(cores / limits.coresPerWorker), limits.workersMax) : 1;
  const count = asked ?? usual;
  if (count === 1) return [{ name: 'all', roles: 'ingest,worker,console', portOffset: 0 }];
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? { name: 'door and console', roles: 'ingest,console', portOffset: 0 }
      : { name: `worker ${index}`, roles: 'worker', portOffset: index },
  );
}

/** What to do about a process that has ended unasked. */
export type Restart = { kind: 'after'; ms: number } | { kind: 'give up' };

/**
 * Returns it, by how often in a row the process has ended before it was ready: each wait is twice the one before. On a full disk nothing
 * can start, so it is tried for as long as that lasts.
 */
export function restartAfter(failures: number, isDiskFull: boolean): Restart {
  if (failures >= limits.restartsMax && !isDiskFull) return { kind: 'give up' };
  return {
    kind: 'after',
    ms: Math.min(limits.restartMsMin * 2 ** Math.max(0, failures - 1), limits.restartMsMax),
  };
}
