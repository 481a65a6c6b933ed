/** The page of quality: what it counts, rounds and lists, from reports as the tools write them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  allCounts,
  type EquivalentMutant,
  failuresOf,
  killedPercent,
  type MutationReport,
  mutatedRoom,
  openSurvivors,
  openSurvivorsMax,
  type QualityRun,
  qualityPage,
  staleEquivalents,
  unfoundEquivalents,
} from './page.ts';

const source = 'const one = 1;\n  return one > 0;\n';
const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});
const mutation: MutationReport = {
  files: {
    'src/engine/scoring/a.ts': {
      source,
      mutants: [
        ...Array.from({ length: 17 }, () => ({ mutatorName: 'X', status: 'Killed', location: at(1, 1, 2) })),
        { mutatorName: 'Loop', status: 'Timeout', location: at(1, 1, 2) },
        { mutatorName: 'Equality', replacement: 'one >= 0', status: 'Survived', location: at(2, 10, 17) },
        { mutatorName: 'Number', replacement: '2', status: 'NoCoverage', location: at(1, 13, 14) },
        { mutatorName: 'Error', status: 'RuntimeError', location: at(1, 1, 2) },
      ],
    },
  },
};
const known = { file: 'a.ts', line: 'return one > 0;', from: 'one > 0', to: 'one >= 0', because: 'It is 1.' };
const counted = { total: 8, covered: 7 };
const run: QualityRun = {
  at: '2026-11-28T12:00:00.000Z',
  commit: '0123456789abcdef',
  isDirty: true,
  versions: { Node: '24' },
  root: '/repo',
  coverage: Object.fromEntries(
    ['total', '/repo/src/base/kernel/a.ts', '/repo/src/sales/x/y.core.ts'].map((file) => [
      file,
      { statements: counted, branches: { total: 0, covered: 0 }, functions: counted, lines: counted },
    ]),
  ),
  mutation,
  equivalent: [known],
};

describe('the page', () => {
  test('counts killed and endless mutants, and not what could not run', () => {
    expect(allCounts(mutation)).toEqual({ killed: 17, timedOut: 1, survived: 1, uncovered: 1 });
    expect(killedPercent(allCounts(mutation))).toBe(90);
    expect(killedPercent({ killed: 0, timedOut: 0, survived: 0, uncovered: 0 })).toBe(0);
  });

  test('lists survivors that are not named equivalent, and names that fit none', () => {
    expect(openSurvivors(run)).toEqual(['a.ts:1 Number: 1 => 2']);
    expect(staleEquivalents(run)).toEqual([]);
    const gone = { ...known, line: 'return two > 0;' };
    expect(staleEquivalents({ ...run, equivalent: [known, gone] })).toEqual([gone]);
  });

  test('shows rooms, cores, files and reasons, rounded down', () => {
    const page = qualityPage(run);
    expect(page).toContain('commit `0123456789`, with uncommitted changes; Node 24.');
    expect(page).toContain('| base/kernel | 1 | 87.5 % | 100.0 % | 87.5 % | 87.5 % |');
    expect(page).toContain('| pure cores (`*.core.ts`) | 1 | 87.5 %');
    expect(page).toContain('| a.ts | 20 | 17 | 1 | 1 | 1 | 1 | 90.0 % |');
    expect(page).toContain('- `a.ts`, `return one > 0;`: `one > 0` → `one >= 0`. It is 1.');
    expect(page).toContain('- `a.ts:1 Number: 1 => 2`');
  });
});

describe('a run fails', () => {
  const survivors = (count: number): QualityRun => {
    const { source: text, mutants } = mutation.files[
      'src/engine/scoring/a.ts'
    ] as MutationReport['files'][string];
    const killed = Array.from({ length: 9 * count }, () => mutants[0] as (typeof mutants)[number]);
    const open = Array.from(
      { length: count },
      () => ({ ...mutants[0], status: 'Survived' }) as (typeof mutants)[number],
    );
    return {
      ...run,
      mutation: { files: { 'src/engine/scoring/a.ts': { source: text, mutants: [...killed, ...open] } } },
    };
  };

  test('where too few are killed, too many are neither killed nor named, or a file was left out', () => {
    expect(failuresOf(survivors(openSurvivorsMax), ['a.ts'])).toEqual([]);
    expect(failuresOf(survivors(openSurvivorsMax + 1), ['a.ts'])).toEqual([
      `${openSurvivorsMax + 1} survivors are neither killed nor named equivalent; at most ${openSurvivorsMax} may be.`,
    ]);
    expect(failuresOf(run, ['a.ts', 'b.ts'])).toEqual([
      'No mutant of b.ts was tried: record a run of the whole room.',
    ]);
    const few = {
      ...run,
      mutation: {
        files: {
          'a.ts': { source, mutants: mutation.files['src/engine/scoring/a.ts']?.mutants.slice(17) ?? [] },
        },
      },
    };
    expect(failuresOf(few, ['a.ts'])).toEqual(['33.3 % of the mutants are killed; at least 85 % must be.']);
  });
});

describe('what is recorded', () => {
  const read = (filePath: string) => readFileSync(new URL(`../../${filePath}`, import.meta.url), 'utf8');

  test('has no more open survivors than a run may have', () => {
    const listed = read('docs/quality.md').split('## Survivors')[1] ?? '';
    expect(listed.split('\n').filter((line) => line.startsWith('- ')).length).toBeLessThanOrEqual(
      openSurvivorsMax,
    );
  });

  test('names equivalents of lines that are there', () => {
    const room = `src/${mutatedRoom}`;
    const files = readdirSync(new URL(`../../${room}`, import.meta.url));
    const sources = new Map(files.map((file) => [file, read(`${room}/${file}`)]));
    const named = parse(read('test/quality/equivalent-mutants.yaml')) as EquivalentMutant[];
    expect(unfoundEquivalents(named, sources)).toEqual([]);
    expect(unfoundEquivalents([known], new Map([['a.ts', source]]))).toEqual([]);
    expect(unfoundEquivalents([known], new Map([['b.ts', source]]))).toEqual([known]);
    expect(unfoundEquivalents([known], new Map([['a.ts', 'return two > 0;']]))).toEqual([known]);
  });
});
