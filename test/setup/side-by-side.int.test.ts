/** Steps of set-up that run side by side: their output, their exit codes, a failure among them, and a stop. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startModule } from '../support/child-program.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

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

test('what goes on beside a work that fails is waited for; then its error is thrown', async () => {
  const meeting = newDirectory('meeting');
  const runner = startModule(`
    const { allEnded, runStep, SetupError } = await import('./src/setup/child-processes.mjs');
    const failing = (async () => { throw new SetupError('no Redis server was found'); })();
    const text = ${JSON.stringify(`require('node:fs').writeFileSync('${meeting}/ended', '')`)};
    const step = runStep(process.execPath, ['--eval', text]);
    console.log(await allEnded([step, failing]).catch((error) => error.message));
  `);
  expect(await runner.ended).toBe(0);
  expect(runner.output()).toBe('no Redis server was found\n');
  expect(existsSync(path.join(meeting, 'ended'))).toBe(true);
});

test('a stop waits for every step that runs, and starts none', async () => {
  const meeting = newDirectory('meeting');
  const up = (name: string) =>
    `require('node:fs').writeFileSync('${meeting}/${name}', String(process.pid)); setInterval(() => {}, 1_000);`;
  const quick = `process.on('SIGTERM', () => process.exit(0)); ${up('quick')}`;
  // Ends once the other one has gone: its end has been noticed.
  const slow = `
    const other = () => Number(require('node:fs').readFileSync('${meeting}/quick', 'utf8'));
    const isThere = () => { try { return process.kill(other(), 0); } catch { return false; } };
    process.on('SIGTERM', () => {
      setInterval(() => {
        if (isThere()) return;
        console.log('slow ended in order');
        process.exit(0);
      }, 10);
    });
    ${up('slow')}`;
  const runner = startModule(`
    const { allEnded, forwardSignals, runStep, runTogether } = await import('./src/setup/child-processes.mjs');
    forwardSignals();
    const say = (line) => console.log(line);
    const steps = [{ name: 'slow', args: ['--eval', ${JSON.stringify(slow)}] }];
    const oneByOne = async () => {
      await runStep(process.execPath, ['--eval', ${JSON.stringify(quick)}]);
      console.log('went on');
    };
    await allEnded([oneByOne(), runTogether(process.execPath, steps, { cwd: '.', env: process.env, say })]);
    console.log('went on');
  `);
  onTestFinished(() => runner.kill('SIGKILL'));
  await until('both are up', () => ['quick', 'slow'].every((name) => existsSync(path.join(meeting, name))));
  runner.kill('SIGTERM');
  expect(await runner.ended).toBe(143);
  expect(runner.output()).toContain('— slow —\nslow ended in order');
  expect(runner.output()).not.toContain('went on');
});

test('a quiet step is heard only where it fails', async () => {
  const step = (code: number) =>
    `console.log('at work'); console.error('said by ${code}'); process.exit(${code})`;
  const runner = startModule(`
    const { runStep } = await import('./src/setup/child-processes.mjs');
    for (const text of ${JSON.stringify([step(0), step(3)])})
      console.log(await runStep(process.execPath, ['--eval', text], { quiet: true }));
  `);
  expect(await runner.ended).toBe(0);
  expect(runner.output().split('\n').sort()).toEqual(['', '0', '3', 'said by 3']);
});
