/** No process outlives the bench: programs, servers and their children end with it, however it ends. */
import { listProcesses, type ProcessEntry, sendSignal } from '../src/setup/process-table.ts';

/**
 * Kills every descendant of this process when it exits. Servers lead sessions of their own, so neither Ctrl-C nor the end of the
 * bench would reach them. Call it before anything is started: it then runs before the folders of the servers are removed.
 */
export function endDescendantsAtExit(): void {
  process.once('exit', () => {
    for (const { pid } of descendantsOf(process.pid)) sendSignal(pid, 'SIGKILL');
  });
}

/** Returns the children of a process, their children, and so on. */
export function descendantsOf(root: number): ProcessEntry[] {
  const children = Map.groupBy(listProcesses(), ({ parentPid }) => parentPid);
  const found: ProcessEntry[] = [];
  for (let next = children.get(root) ?? []; next.length > 0; ) {
    found.push(...next);
    next = next.flatMap(({ pid }) => children.get(pid) ?? []);
  }
  return found;
}
