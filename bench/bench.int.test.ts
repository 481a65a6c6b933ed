/** The command of the bench as a process: exit codes, and that nothing outlives it when it is stopped. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { listProcesses } from '../src/setup/process-table.ts';
import { until } from '../test/support/until.ts';

const program = fileURLToPath(new URL('./bench.ts', import.meta.url));
const { SCOVILLE_TEST_DIR: _, ...env } = process.env;

let bench: ChildProcess | null = null;
// SIGTERM, so that its servers go with it.
afterEach(() => bench?.kill('SIGTERM'));

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the servers and programs of a part', async (signal) => {
  const started = spawn(process.execPath, [program, '--quick', '--part', 'memory'], { env, stdio: 'ignore' });
  bench = started;
  const folder = path.join(tmpdir(), `scoville-test-${started.pid}`);
  const ofBench = () =>
    listProcesses().filter(
      ({ parentPid, args }) =>
        parentPid === started.pid || args.some((part) => part.startsWith(`${folder}/`)),
    );
  const isMeasuring = () => {
    const all = ofBench().map(({ args }) => args.join(' '));
    return (
      all.some((args) => args.includes('scorer.ts')) && all.some((args) => args.includes(`${folder}/redis-`))
    );
  };
  await until('the part runs on its server', isMeasuring, 45_000);
  started.kill(signal);
  const [code] = await once(started, 'exit');
  expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
  // They have been killed; the system takes a moment to forget them.
  await until('no process of the bench is left', () => ofBench().length === 0);
  expect(existsSync(folder)).toBe(false);
});

test.each([
  ['--list', 0, 'ingest-single'],
  ['--help', 0, '--only-compare'],
  ['--fast', 2, "Unknown option '--fast'. Allowed: --help"],
  ['--compare=nothing.json', 1, 'nothing.json: no such result file'],
])('%s ends with code %i', (option, code, text) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, option], {
    env,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain(text);
  expect(status).toBe(code);
});
