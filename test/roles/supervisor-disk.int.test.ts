/** Supervised processes on a full disk: one that cannot start is tried until there is room, which is said, and counts no more then. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { supervise } from '../../src/roles/supervisor/supervisor.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

/** A process that is ready and lives on where a file is there, and ends with 7 where it is not. With `.slow` beside, it never gets ready. */
const program = (file: string) => `
  const { existsSync, writeFileSync } = require('node:fs');
  const isSlow = existsSync(${JSON.stringify(`${file}.slow`)});
  if (!isSlow && !existsSync(${JSON.stringify(file)})) process.exit(7);
  for (const end of ['SIGTERM', 'disconnect']) process.on(end, () => process.exit(0));
  writeFileSync(${JSON.stringify(`${file}.pid`)}, String(process.pid));
  if (!isSlow) process.send('ready');`;

/** A process that runs, under a supervisor, and a disk that a test fills. */
async function supervised() {
  const file = path.join(newDirectory('supervised'), 'room');
  const said: string[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  let full: string | null = null;
  let hear: (full: string | null) => void = () => undefined;
  const onChange = (listener: typeof hear) => {
    hear = listener;
  };
  const change = (to: string | null) => {
    full = to;
    hear(to);
  };
  writeFileSync(file, '');
  const code = supervise({
    plans: [{ name: 'worker 1', roles: 'worker', portOffset: 1 }],
    commandOf: () => ({ args: ['-e', program(file)], env: process.env }),
    signal: ending.signal,
    disk: { full: () => full, onChange },
    say: (line) => void said.push(line),
  });
  await until('it runs', () => said[0] === '1 processes run: worker 1.');
  const pid = () => Number(readFileSync(`${file}.pid`, 'utf8'));
  return { file, said, ending, change, code, pid };
}

const tried = 'worker 1 ended with code 7; starting it again in';

test('is tried again while the disk is full, at once when it has room, and its failures are forgotten', async () => {
  const { file, said, ending, change, code, pid } = await supervised();
  rmSync(file);
  change('the disk of /data is full');
  process.kill(pid(), 'SIGKILL');
  await until('it is tried twice', () => said.length >= 4);
  const orSooner = ', or once there is room: the disk of /data is full';
  expect(said.slice(1, 4)).toEqual([
    `worker 1 ended with SIGKILL; starting it again in 1 s${orSooner}`,
    `${tried} 1 s${orSooner}`,
    `${tried} 2 s${orSooner}`,
  ]);

  // Room alone is not enough for it: as after any start, it begins with the shortest wait.
  change(null);
  await until('it is tried again', () => said.at(-1) === `${tried} 1 s`);
  rmSync(`${file}.pid`);
  writeFileSync(file, '');
  await until('it runs again', () => existsSync(`${file}.pid`));
  ending.abort();
  expect(await code).toBe(0);
});

test('room that comes during a life lets its failures be forgotten too', async () => {
  const { file, said, ending, change, code, pid } = await supervised();
  rmSync(file);
  change('the disk of /data is full');
  process.kill(pid(), 'SIGKILL');
  rmSync(`${file}.pid`);
  await until('it has failed', () => said.length >= 3);
  writeFileSync(`${file}.slow`, '');
  await until('a life is under way', () => existsSync(`${file}.pid`) && pid() > 0);

  change(null);
  process.kill(pid(), 'SIGKILL');
  await until('it has ended', () => said.length >= 4);
  // A second failure in a row would wait for 2 s.
  expect(said.at(-1)).toBe('worker 1 ended with SIGKILL; starting it again in 1 s');
  ending.abort();
  await code;
});
