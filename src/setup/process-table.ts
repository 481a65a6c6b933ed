/** The processes of this machine: their programs and arguments, and how to end them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** One running process: its arguments at its start, or those it has set itself. */
export interface ProcessEntry {
  pid: number;
  parentPid: number;
  args: string[];
}

/** Time between two looks at a process that should end, ms. */
const lookEveryMs = 10;

/** Every process we may see: from /proc on Linux, from `ps` elsewhere. */
export function listProcesses(): ProcessEntry[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/** Pids of the processes whose program is called `programName` and that were given `argument` as one of their arguments. */
export function processesWith(programName: string, argument: string): number[] {
  return listProcesses()
    .filter(({ pid, args }) => pid !== process.pid && args.slice(1).includes(argument))
    .filter(({ args }) => args.some((part) => part === programName || part.endsWith(`/${programName}`)))
    .map(({ pid }) => pid);
}

/** Whether that process exists and is no zombie (a zombie has ended; only its parent has not looked yet). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || statFields(pid)?.state !== 'Z';
}

/**
 * Sends the signals one after another, each followed by at most `msEach` of waiting, until none of the processes lives. A
 * frozen process is continued first, since it would not receive SIGTERM. Returns whether all have ended.
 */
export async function endProcesses(
  pids: readonly number[],
  signals: readonly NodeJS.Signals[],
  msEach: number,
): Promise<boolean> {
  for (const signal of signals) {
    for (const pid of pids) {
      sendSignal(pid, signal);
      sendSignal(pid, 'SIGCONT');
    }
    const deadline = performance.now() + msEach;
    while (performance.now() < deadline) {
      if (!pids.some(isAlive)) return true;
      await pause(lookEveryMs);
    }
  }
  return !pids.some(isAlive);
}

/** Sends a signal; a process that is gone already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function fromProc(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const fields = statFields(pid);
    if (fields === null || fields.state === 'Z') continue;
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0+$/, '').split('\0');
      entries.push({ pid, parentPid: fields.parentPid, args });
    } catch {
      // It ended while we looked.
    }
  }
  return entries;
}

/** State and parent from /proc/<pid>/stat; the command in parentheses may itself hold spaces and parentheses. */
function statFields(pid: number): { state: string; parentPid: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parentPid: Number(fields[1]) };
  } catch {
    return null;
  }
}

/** `ps` joins arguments by spaces, so one that holds a space is not found again off Linux. */
function fromPs(): ProcessEntry[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((parts) => parts.length > 2)
    .map(([pid, parentPid, ...args]) => ({ pid: Number(pid), parentPid: Number(parentPid), args }));
}
