/** A full disk under the private stores, on a small disk of its own: the process ends with code 1 and says why, and so does a start. */
import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { listProcesses } from '../../src/setup/process-table.ts';
import { type Program, programWriteKey, startProgram } from '../support/program.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const diskMegabytes = 400;
const endMsMax = 60_000;

/** A folder that is a disk of its own; null where this user may not mount one. */
function smallDisk(): string | null {
  const directory = newDirectory('disk');
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', directory]);
  if (mounted.status !== 0) return null;
  onTestFinished(() => void spawnSync('umount', ['-l', directory]));
  return directory;
}
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Leaves so many bytes free; others write meanwhile. */
function fill(directory: string, freeBytes: number): string {
  const { bavail, bsize } = statfsSync(directory);
  const filler = path.join(directory, 'filler');
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return filler;
}

const ended = (program: Program) =>
  until('it has ended', () => !listProcesses().some(({ pid }) => pid === program.pid), endMsMax);

async function post(program: Program): Promise<number> {
  const event = { type: 'page', name: 'page', anonymousId: 'somebody', messageId: crypto.randomUUID() };
  const body = JSON.stringify({ batch: [event], writeKey: programWriteKey });
  const response = await fetch(`${program.url}/v1/batch`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}

test.runIf(canMount)('private stores on a full disk', async () => {
  const disk = smallDisk();
  if (disk === null) return;
  const dataDir = path.join(disk, 'data');
  const program = await startProgram({ DATA_DIR: dataDir });
  onTestFinished(() => program.kill());
  const left = () =>
    listProcesses().filter(
      ({ args, pid }) => pid !== program.pid && args.some((part) => part.startsWith(dataDir)),
    );
  expect(await post(program)).toBe(200);

  const said = () => program.lines.join('\n');
  const filler = fill(disk, 0);
  // Redis cannot write its file and ends; PostgreSQL goes on and refuses every write.
  await post(program).catch(() => undefined);
  const sinceMs = performance.now();
  await ended(program);
  // Its parts do not wait, one after another, for a Redis that is gone.
  expect(performance.now() - sinceMs, said()).toBeLessThan(limits.stopMsMax / 2);
  expect(await program.stop()).toBe(1);
  expect(said()).toMatch(
    /Scoville stopped: .*the disk of \S+ is full: 0\.0 MiB are free, 16 MiB are needed\. Free space/,
  );
  expect(left()).toEqual([]);

  await expect(program.restart()).rejects.toThrow(/Scoville could not start: the disk of \S+ is full/);
  expect(left()).toEqual([]);

  rmSync(filler);
  await program.restart();
  expect(await post(program)).toBe(200);
  fill(disk, limits.diskFreeBytesMin - 1024 * 1024);
  await ended(program);
  expect(await program.stop()).toBe(1);
});
