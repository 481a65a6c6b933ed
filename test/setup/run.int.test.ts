/** The command behind the npm scripts: it forwards signals once, returns exit codes, and names errors. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startModule, startProgram } from '../support/child-program.ts';
import { newDirectory } from '../support/test-run.ts';
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

/** The text of a step that prints a line, waits for the other's file beside its own, prints another line, and ends with a code. */
const stepThatMeets = (own: string, other: string, code: number) => `
  const { existsSync, writeFileSync } = await import('node:fs');
  console.log('${own} begins');
  writeFileSync(process.env.MEETING + '/${own}', '');
  while (!existsSync(process.env.MEETING + '/${other}')) await new Promise((resolve) => setTimeout(resolve, 10));
  console.log('${own} ends');
  process.exit(${code});
`;

test('steps run side by side: lines of two never mix, each code is returned, and a failed one stops no other', async () => {
  const steps = [
    { name: 'first', args: ['--input-type=module', '--eval', stepThatMeets('one', 'two', 3)] },
    { name: 'second', args: ['--input-type=module', '--eval', stepThatMeets('two', 'one', 0)] },
    { name: 'third', args: ['--eval', 'process.exit(5)'] },
  ];
  const runner = startModule(
    `
    const { runTogether } = await import('./src/setup/child-processes.mjs');
    const say = (line) => console.log(line);
    const codes = await runTogether(process.execPath, ${JSON.stringify(steps)}, { cwd: '.', env: process.env, say });
    console.log('codes ' + codes.join(' '));
  `,
    { MEETING: newDirectory('meeting') },
  );
  expect(await runner.ended).toBe(0);
  const output = runner.output();
  expect(output).toContain('— first —\none begins\none ends\n');
  expect(output).toContain('— second —\ntwo begins\ntwo ends\n');
  expect(output).toContain('— third —\n');
  expect(output).toContain('codes 3 0 5');
});

test('a stop reaches every step that runs, and nothing more is started', async () => {
  const waiting =
    'process.on("SIGTERM", () => process.exit(0)); console.error("up"); setInterval(() => {}, 1_000)';
  const meeting = newDirectory('meeting');
  const step = (name: string) => ({
    name,
    args: ['--eval', `${waiting}; require("node:fs").writeFileSync("${meeting}/${name}", "")`],
  });
  const runner = startModule(`
    const { forwardSignals, runTogether } = await import('./src/setup/child-processes.mjs');
    forwardSignals();
    const say = (line) => console.log(line);
    await runTogether(process.execPath, ${JSON.stringify([step('one'), step('two')])}, { cwd: '.', env: process.env, say });
    console.log('went on');
  `);
  onTestFinished(() => runner.kill('SIGKILL'));
  await until('both are up', () => ['one', 'two'].every((name) => existsSync(path.join(meeting, name))));
  runner.kill('SIGTERM');
  expect(await runner.ended).toBe(143);
  expect(runner.output()).toContain('— one —\nup');
  expect(runner.output()).toContain('— two —\nup');
  expect(runner.output()).not.toContain('went on');
});

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
