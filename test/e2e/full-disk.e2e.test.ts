/**
 * A full disk under the private stores, on a small disk of its own: events are refused with the reason, and the same process goes on by
 * itself once there is room, with everything that it had accepted.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { endProcesses, listProcesses, sendSignal } from '../../src/setup/process-table.ts';
import { runningStores } from '../../src/setup/setup.ts';
import { type Program, programWriteKey, startProgram } from '../support/program.ts';
import { metric } from '../support/survival.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const diskMegabytes = 400;
const megabyte = 1024 * 1024;
const changeMsMax = 60_000;
const killMsMax = 10_000;

/** A folder that is a disk of its own; null where this user may not mount one. */
function smallDisk(): string | null {
  const directory = newDirectory('disk');
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', directory]);
  if (mounted.status !== 0) return null;
  onTestFinished(() => void spawnSync('umount', ['-l', directory]));
  return directory;
}
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Leaves so many bytes free; others write meanwhile. Returns what makes room again. */
function fill(directory: string, freeBytes: number): () => void {
  const { bavail, bsize } = statfsSync(directory);
  const filler = path.join(directory, 'filler');
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => rmSync(filler);
}

let sent = 0;

async function post(program: Program): Promise<{ status: number; text: string }> {
  const id = `event-${sent++}`;
  const event = { type: 'page', name: 'page', anonymousId: id, messageId: id };
  const body = JSON.stringify({ batch: [event], writeKey: programWriteKey });
  const response = await fetch(`${program.url}/v1/batch`, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

const readiness = async (program: Program) => {
  const response = await fetch(`${program.url}/readyz`);
  return { status: response.status, text: await response.text() };
};

const full =
  /the disk of \S+ is full: \d+\.\d MiB are free, 16 MiB are needed\. Free space, and it goes on by itself/;

/** What strangers read: no path of the server. */
const fullToStrangers = /the disk of the stores is full: events are refused until it has room/;

/** Waits until the door refuses, and says why; readiness names the folder. */
async function refused(program: Program): Promise<void> {
  await until(
    'events are refused with the reason',
    async () => {
      const { status, text } = await post(program);
      return status === 503 && fullToStrangers.test(text) && !text.includes(program.dataDir);
    },
    changeMsMax,
  );
  expect(await readiness(program)).toMatchObject({ status: 503, text: expect.stringMatching(full) });
}

/** Waits until an event is taken; readiness follows. */
async function taken(program: Program): Promise<void> {
  await until('events are taken again', async () => (await post(program)).status === 200, changeMsMax);
  await until('it is ready', async () => (await readiness(program)).status === 200, changeMsMax);
}

/** All that was accepted is scored, and in the history. */
async function nothingLost(program: Program): Promise<void> {
  const accepted = await metric(program, 'scoville_events_accepted_total');
  await until(
    'all is scored',
    async () => (await metric(program, 'scoville_events_scored_total')) === accepted,
    changeMsMax,
  );
  const { databaseUrl } = runningStores(program.dataDir);
  const database = new pg.Client({ connectionString: databaseUrl ?? '' });
  await database.connect();
  await until(
    'all is in the history',
    async () => {
      const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM events');
      return rows[0]?.count === accepted;
    },
    changeMsMax,
  );
  await database.end();
}

test.runIf(canMount)('private stores on a full disk', async () => {
  const disk = smallDisk();
  if (disk === null) return;
  const dataDir = path.join(disk, 'data');
  const program = await startProgram({ DATA_DIR: dataDir });
  onTestFinished(() => program.kill());
  const stores = () =>
    listProcesses().filter(
      ({ args, pid }) => pid !== program.pid && args.some((part) => part.startsWith(dataDir)),
    );
  const { pid } = program;
  const said = () => program.lines.join('\n');
  expect((await post(program)).status).toBe(200);

  // Redis cannot write its file, and ends. PostgreSQL ends as after a crash.
  let makeRoom = fill(disk, 0);
  await refused(program);
  for (const one of stores()) sendSignal(one.pid, 'SIGKILL');
  await endProcesses(
    stores().map((one) => one.pid),
    ['SIGKILL'],
    killMsMax,
  );
  await until('both are said to have ended', () =>
    ['Redis', 'PostgreSQL'].every((name) =>
      new RegExp(`^${name} .* ended with .* is full`, 'm').test(said()),
    ),
  );
  await refused(program);
  expect(stores()).toEqual([]);
  makeRoom();
  await taken(program);
  expect(said()).toMatch(/^Redis \(pid \d+\) runs again: its disk has room\.$/m);
  await nothingLost(program);

  // Just below the limit both stores run, and events are refused; at the limit they are taken.
  makeRoom = fill(disk, limits.diskFreeBytesMin - megabyte);
  await refused(program);
  expect(stores().length).toBeGreaterThan(1);
  // Nobody sends an opening again: it is written while there is any place.
  const before = await metric(program, 'scoville_events_accepted_total');
  const opening = `anonymousId=opening&writeKey=${programWriteKey}`;
  expect((await fetch(`${program.url}/v1/pixel/page.gif?${opening}`)).headers.get('content-type')).toBe(
    'image/gif',
  );
  expect(await metric(program, 'scoville_events_accepted_total')).toBe(before + 1);
  makeRoom();
  makeRoom = fill(disk, limits.diskFreeBytesMin + megabyte);
  await taken(program);
  await nothingLost(program);

  // A start is refused: nothing would go on by itself.
  expect(program.pid, said()).toBe(pid);
  makeRoom();
  makeRoom = fill(disk, 0);
  await program.stop();
  expect(stores()).toEqual([]);
  await expect(program.restart()).rejects.toThrow(
    /Scoville could not start: the disk of \S+ is full: .* and start again/,
  );
  makeRoom();
  await program.restart();
  await taken(program);
});
