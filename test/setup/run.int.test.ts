/** The command behind the npm scripts: it forwards signals once, returns exit codes, and names errors. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startModule, startProgram } from '../support/child-program.ts';
import { until } from '../support/until.ts';

/** A runner like run.mjs, around a child that counts the signals it gets and ends 300 ms after the first. */
async function startRunner(around: (text: string) => ReturnType<typeof startModule> = startModule) {
  const child = `
    let count = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
      count += 1;
      console.log('child got ' + signal);
      if (count === 1) setTimeout(() => { console.log('signals: ' + count); process.exit(7); }, 300);
    });
    setInterval(() => {}, 1_000);
    console.log('child is up');
  `;
  const runner = around(`
    const { forwardSignals, runStep } = await import('./src/setup/child-processes.mjs');
    forwardSignals();
    process.exit(await runStep(process.execPath, ['--eval', ${JSON.stringify(child)}], { isLast: true }));
  `);
  onTestFinished(() => runner.kill('SIGKILL'));
  await until('the child is up', () => runner.output().includes('child is up'));
  return runner;
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s to the runner alone reaches the child once',
  async (signal) => {
    const runner = await startRunner();
    process.kill(runner.pid, signal);
    expect(await runner.ended).toBe(7);
    expect(runner.output()).toContain(`child got ${signal}`);
    expect(runner.output()).toContain('signals: 1');
  },
);

test.runIf(process.platform === 'linux')(
  'Ctrl-C in a terminal reaches the child once, not twice',
  async () => {
    // script(1) gives the runner a terminal; there the character Ctrl-C interrupts the whole foreground group.
    const runner = await startRunner((text) =>
      startProgram(
        'script',
        ['-qec', 'exec "$NODE" --input-type=module-typescript --eval "$TEXT"', '/dev/null'],
        {
          env: { NODE: process.execPath, TEXT: text },
        },
      ),
    );
    runner.type('\x03');
    expect(await runner.ended).toBe(7);
    expect(runner.output()).toContain('child got SIGINT');
    expect(runner.output()).toContain('signals: 1');
  },
);

test('an unknown command is named with the known ones', async () => {
  const run = startProgram(process.execPath, [path.join('src', 'setup', 'run.mjs'), 'fly']);
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain('Unknown command "fly": one of start, demo, test');
});

test('tests run under the pinned Node', () => {
  expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
});

test('the package brings the command scoville, as npm links and runs it', async () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { scoville: string } };
  const command = startProgram(path.resolve(bin.scoville), ['--help'], { env: {} });
  expect(await command.ended).toBe(0);
  expect(command.output()).toContain('scoville keys');
});
