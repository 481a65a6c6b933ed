/** Processor time of the programs and servers that the bench has started. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { descendantsOf } from './descendants.ts';

/** Who a process is: the store it belongs to, or a program of ours. */
export type Side = 'postgres' | 'redis' | 'program';

/** Ticks of /proc a second, on every Linux that Node runs on. */
const ticksASecond = 100;
/** Places in /proc/<pid>/stat after the command: user and system time of a process, … */
const ownAt = [11, 12];
/** … and of its children that have ended and were waited for. */
const ofChildrenAt = [13, 14];

/** Returns core-seconds so far, by side, of all descendants of this process and of what they have waited for. Linux alone counts them. */
export function processorSeconds(): Record<Side, number> {
  const seconds: Record<Side, number> = {
    ...{ postgres: 0, redis: 0 },
    program: secondsOf(process.pid, ofChildrenAt),
  };
  for (const { pid, args } of descendantsOf(process.pid))
    seconds[sideOf(args)] += secondsOf(pid, [...ownAt, ...ofChildrenAt]);
  return seconds;
}

/** Backends of PostgreSQL name themselves `postgres: …`. */
function sideOf([program = '']: readonly string[]): Side {
  const name = path.basename(program.split(' ')[0] ?? '').replace(/:$/, '');
  if (name === 'postgres') return 'postgres';
  return name === 'redis-server' ? 'redis' : 'program';
}

function secondsOf(pid: number, positions: readonly number[]): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return positions.reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) / ticksASecond;
  } catch {
    // It has ended; its parent has its time.
    return 0;
  }
}
