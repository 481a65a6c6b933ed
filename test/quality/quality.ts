/** The end of `npm run quality`: reads the reports of the coverage and mutation runs, prints the figures, writes docs/quality.md. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  type CoverageSummary,
  type EquivalentMutant,
  failuresOf,
  type MutationReport,
  mutatedRoom,
  type QualityRun,
  qualityPage,
  staleEquivalents,
} from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = path.join(root, '.tools', 'quality');
const read = (...parts: string[]) => readFileSync(path.join(...parts), 'utf8');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const versionOf = (name: string): string =>
  JSON.parse(read(root, 'node_modules', name, 'package.json')).version;

const run: QualityRun = {
  at: new Date().toISOString(),
  commit: git('rev-parse', 'HEAD'),
  isDirty: git('status', '--porcelain', '--', 'src', 'test').length > 0,
  versions: {
    Node: process.versions.node,
    vitest: versionOf('vitest'),
    Stryker: versionOf('@stryker-mutator/core'),
  },
  root,
  coverage: JSON.parse(read(reports, 'coverage', 'coverage-summary.json')) as CoverageSummary,
  mutation: JSON.parse(read(reports, 'mutation.json')) as MutationReport,
  equivalent: parse(read(root, 'test', 'quality', 'equivalent-mutants.yaml')) as EquivalentMutant[],
};

const page = qualityPage(run);
writeFileSync(path.join(root, 'docs', 'quality.md'), page);
process.stdout.write(`${page}\nWritten to docs/quality.md; the reports are in .tools/quality.\n`);

for (const { file, line, from, to } of staleEquivalents(run))
  process.stderr.write(
    `test/quality/equivalent-mutants.yaml: no survivor ${from} => ${to} in "${line}" of ${file}. Remove it.\n`,
  );
const present = readdirSync(path.join(root, 'src', mutatedRoom)).filter((file) => !file.endsWith('.test.ts'));
for (const failure of failuresOf(run, present)) {
  process.stderr.write(`${failure}\n`);
  process.exitCode = 1;
}
