/** The folder of one test run, removed with every process left in it, however the run ends; and the caches that outlive a run. */
import { spawn, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { endProcesses, listProcesses } from '../../src/setup/process-table.ts';
import { folderOfRuns } from './run-folder.ts';

const variable = 'SCOVILLE_TEST_DIR';
const endMsMax = 5_000;
const guard = fileURLToPath(new URL('./run-guard.ts', import.meta.url));
const caches = fileURLToPath(new URL('../../node_modules/.cache/scoville', import.meta.url));

/** Vitest's global set-up: makes the folder (once, however many projects ask) and hands back how to remove it. */
export default function setup({ config }: TestProject): (() => Promise<void>) | undefined {
  if (process.env[variable] !== undefined) return undefined;
  const directory = makeRunDirectory(folderOfRuns());
  // Every program and thread of the run compiles each file once. V8 counts coverage less exactly with compiled code.
  if (!config.coverage.enabled) process.env['NODE_COMPILE_CACHE'] ??= cacheDirectory('compiled');
  return async () => {
    await endProcesses(serversOf(directory), ['SIGKILL'], endMsMax);
    removeDirectory(directory);
  };
}

/**
 * Ends what a run has left behind that was itself killed: first its workers with the servers, since a worker that still lives
 * may start another one, then what has been started meanwhile.
 */
export async function endAbandonedRun(directory: string): Promise<void> {
  const left = () => [...workersOf(directory), ...serversOf(directory)];
  for (let pids = left(); pids.length > 0; pids = left())
    if (!(await endProcesses(pids, ['SIGKILL'], endMsMax))) break;
  removeDirectory(directory);
}

/** The folder of this run; outside vitest (the bench, which measures the disk too) one is made, and removed when the process ends. */
export function runDirectory(): string {
  const present = process.env[variable];
  if (present !== undefined) return present;
  const directory = makeRunDirectory(os.tmpdir());
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new folder below that of the run. Others may pass through, because root's PostgreSQL is another user. */
export function newDirectory(name: string): string {
  const parent = runDirectory();
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  return mkdtempSync(path.join(parent, `${name}-`));
}

/** A folder that outlives the run, shared by all runs on this clone; `npm ci` removes it. */
export function cacheDirectory(name: string): string {
  const directory = path.join(caches, name);
  mkdirSync(directory, { recursive: true });
  return directory;
}

function makeRunDirectory(parent: string): string {
  const directory = path.join(parent, `scoville-test-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o711 });
  startGuard(directory);
  process.env[variable] = directory;
  return directory;
}

/** Starts the guard of the run. The pipe between us closes when we end, also by SIGKILL; until then the guard waits. */
function startGuard(directory: string): void {
  const child = spawn(process.execPath, [guard, directory], {
    // Without the name of the run, by which its workers are known.
    env: { PATH: process.env['PATH'] },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as Socket).unref();
}

/** Processes that were given a place in the run's folder: servers, and programs. */
function serversOf(directory: string): number[] {
  return listProcesses()
    .filter(({ args }) => args.some((part) => part.startsWith(`${directory}/`)))
    .map(({ pid }) => pid);
}

/** Processes that have the run's name from it. Where the system does not show environments, there are none to be seen. */
function workersOf(directory: string): number[] {
  return listProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(`${variable}=${directory}`));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function removeDirectory(directory: string): void {
  freeSharedMemory(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/**
 * Frees the shared memory of the PostgreSQL servers below a folder that were killed: only the next start on the same folder would, and
 * there is none. The system has room for some thousand.
 */
export function freeSharedMemory(directory: string): void {
  for (const file of globSync('**/postmaster.pid', { cwd: directory })) {
    // The seventh line: the key and the id of the segment.
    const id = readFileSync(path.join(directory, file), 'utf8').split('\n')[6]?.trim().split(/\s+/)[1];
    if (id !== undefined && /^\d+$/.test(id)) spawnSync('ipcrm', ['-m', id], { stdio: 'ignore' });
  }
}
