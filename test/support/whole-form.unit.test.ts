/** What the short form leaves out is proved by a shorter test that it has. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formOfNamedFiles } from './test-form.ts';
import { ofWholeForm, partlyOfWholeForm } from './whole-form.ts';

const rows = Object.entries({ ...ofWholeForm, ...partlyOfWholeForm }).flatMap(([file, shorter]) =>
  [typeof shorter === 'object' && 'by' in shorter ? shorter.by : shorter]
    .flat()
    .map((one) => [file, one] as const),
);

describe('what the short form leaves out', () => {
  test.each(rows)('%s is there, and so is %s', (file, shorter) => {
    expect(existsSync(file)).toBe(true);
    expect(existsSync(shorter)).toBe(true);
  });

  test('no shorter test is left out itself', () => {
    const leftOut = { ...ofWholeForm, ...partlyOfWholeForm };
    expect(rows.filter(([, shorter]) => shorter in leftOut)).toEqual([]);
  });

  test('every file that leaves something out is named', () => {
    const leavesOut = globSync('{src,test,bench}/**/*.test.ts').filter(
      (file) => !file.includes('/support/') && /\b(inWholeForm|isShort)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(leavesOut.sort()).toEqual(Object.keys(partlyOfWholeForm).sort());
  });
});

test.each([
  [['run', 'test/e2e/stop.e2e.test.ts'], 'whole'],
  [['run', 'stop.e2e.test.ts'], 'whole'],
  [['run', '--config', 'test/vitest.config.ts'], 'short'],
  [['run', '--project', 'live', '-t', 'a test of it'], 'short'],
  [[], 'short'],
])('a run with %j has the %s form', (args, expected) => {
  expect(formOfNamedFiles(args)).toBe(expected);
});
