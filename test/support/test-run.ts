/** The folder of one test run, removed with every process left in it; and the caches that outlive a run. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { endProcesses, listProcesses } from '../../src/setup/process-table.ts';

const variable = 'SCOVILLE_TEST_DIR';
const endMsMax = 5_000;
const caches = fileURLToPath(new URL('../../node_modules/.cache/scoville', import.meta.url));

/** Vitest's global set-up: makes the folder (once, however many projects ask) and hands back how to remove it. */
export default function setup({ config }: TestProject): (() => Promise<void>) | undefined {
  if (process.env[variable] !== undefined) return undefined;
  const directory = makeRunDirectory();
  // Every program and thread of the run compiles each file once. V8 counts coverage less exactly with compiled code.
  if (!config.coverage.enabled) process.env['NODE_COMPILE_CACHE'] ??= cacheDirectory('compiled');
  return async () => {
    const left = listProcesses().filter(({ args }) => args.some((part) => part.startsWith(`${directory}/`)));
    await endProcesses(
      left.map(({ pid }) => pid),
      ['SIGKILL'],
      endMsMax,
    );
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}

/** The folder of this run; outside vitest (the bench) one is made, and removed when the process ends. */
export function runDirectory(): string {
  const present = process.env[variable];
  if (present !== undefined) return present;
  const directory = makeRunDirectory();
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

function makeRunDirectory(): string {
  const directory = path.join(os.tmpdir(), `scoville-test-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o711 });
  process.env[variable] = directory;
  return directory;
}
