/** The text of docs/quality.md, made from the reports of the coverage and mutation runs: no figure in it is typed. */
import path from 'node:path';

/** The part of the product the laws are about; at least this part of its mutants must be killed. */
export const mutatedRoom = 'engine/scoring';
export const killedPercentMin = 85;
/** Survivors that are neither killed nor named equivalent. It only falls: a run that finds fewer is a reason to lower it. */
export const openSurvivorsMax = 202;

/** Covered and all, as vitest's JSON summary has them for a file. */
export interface Counted {
  total: number;
  covered: number;
}

const measures = ['statements', 'branches', 'functions', 'lines'] as const;

/** Absolute path to what is covered of it; under `total` the sum. */
export type CoverageSummary = Record<string, Record<(typeof measures)[number], Counted>>;

export interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
}

/** What of Stryker's report is read: the source and the mutants of each file, by its path in the repository. */
export interface MutationReport {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

/** A survivor that no test can kill, and why. */
export interface EquivalentMutant {
  file: string;
  /** The source line it begins on, without indentation. */
  line: string;
  from: string;
  to: string;
  because: string;
}

export interface QualityRun {
  /** When it ended, as an ISO date. */
  at: string;
  commit: string;
  isDirty: boolean;
  versions: Record<string, string>;
  /** Root of the repository, as in the paths of the coverage. */
  root: string;
  coverage: CoverageSummary;
  mutation: MutationReport;
  equivalent: readonly EquivalentMutant[];
}

export interface MutationCounts {
  killed: number;
  timedOut: number;
  survived: number;
  uncovered: number;
}

/** Killed, and found out by running without an end, as a part of all, in percent. */
export function killedPercent({ killed, timedOut, survived, uncovered }: MutationCounts): number {
  const found = killed + timedOut;
  return (100 * found) / Math.max(1, found + survived + uncovered);
}

/** The mutants of all files together. */
export function allCounts({ files }: MutationReport): MutationCounts {
  return countsOf(Object.values(files).flatMap(({ mutants }) => mutants));
}

/** Survivors that are not named equivalent: `path:line mutator: from => to`. */
export function openSurvivors({ mutation, equivalent }: QualityRun): string[] {
  const named = new Set(equivalent.map(idOf));
  return survivorsOf(mutation)
    .filter((one) => !named.has(idOf(one)))
    .map(
      ({ file, lineNumber, mutatorName, from, to }) =>
        `${file}:${lineNumber} ${mutatorName}: ${from} => ${to}`,
    );
}

/** Equivalents named for a line or a mutant that is not there any more. */
export function staleEquivalents({ mutation, equivalent }: QualityRun): EquivalentMutant[] {
  const present = new Set(survivorsOf(mutation).map(idOf));
  return equivalent.filter((one) => !present.has(idOf(one)));
}

/** Equivalents named for a line that is not in the source as it is, whether or not it was run. */
export function unfoundEquivalents(
  equivalent: readonly EquivalentMutant[],
  sources: ReadonlyMap<string, string>,
): EquivalentMutant[] {
  const linesOf = new Map(
    [...sources].map(([file, source]) => [file, new Set(source.split('\n').map((line) => line.trim()))]),
  );
  return equivalent.filter(({ file, line }) => !linesOf.get(file)?.has(line));
}

/** Files of the room that a report has no result of: it is of a part, or of another tree. */
function unmeasuredFiles({ files }: MutationReport, present: Iterable<string>): string[] {
  const measured = new Set(Object.keys(files).map((file) => path.posix.basename(file)));
  return [...present].filter((file) => !measured.has(file));
}

/** Why a run fails; empty where it passes. */
export function failuresOf(run: QualityRun, present: Iterable<string>): string[] {
  const killed = killedPercent(allCounts(run.mutation));
  const open = openSurvivors(run).length;
  const unmeasured = unmeasuredFiles(run.mutation, present);
  return [
    ...(killed < killedPercentMin
      ? [`${killed.toFixed(1)} % of the mutants are killed; at least ${killedPercentMin} % must be.`]
      : []),
    ...(open > openSurvivorsMax
      ? [`${open} survivors are neither killed nor named equivalent; at most ${openSurvivorsMax} may be.`]
      : []),
    ...unmeasured.map((file) => `No mutant of ${file} was tried: record a run of the whole room.`),
  ];
}

/** Returns the whole page. */
export function qualityPage(run: QualityRun): string {
  const counts = allCounts(run.mutation);
  const open = openSurvivors(run);
  const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`);
  const lines = [
    '# Quality',
    '',
    '<!-- Made by `npm run quality` from its reports. Do not edit. -->',
    '',
    `Measured on ${run.at.slice(0, 16).replace('T', ' ')} UTC, commit \`${run.commit.slice(0, 10)}\`${run.isDirty ? ', with uncommitted changes' : ''}; ${versions.join(', ')}.`,
    '',
    '## Coverage of the pure rooms',
    '',
    'By the unit, property, example and documentation tests (`--project pure`), counted by V8.',
    '',
    ...coverageTable(run),
    '',
    `## Mutants of ${mutatedRoom}`,
    '',
    `${percent(killedPercent(counts))} of the mutants are killed; at least ${killedPercentMin} % must be. The tests are those beside the room, the examples of`,
    'the programmes and those in the reference of the language. They run with fewer random cases than usual and a fixed seed.',
    'A mutant that does not come to an end counts as killed. *Equivalent* ones survive because they change nothing.',
    `Of the others ${open.length} survive; at most ${openSurvivorsMax} may.`,
    '',
    ...mutationTable(run),
    '',
    '## Equivalent mutants',
    '',
    ...(run.equivalent.length === 0
      ? ['None is named.']
      : run.equivalent.map(
          ({ file, line, from, to, because }) =>
            `- \`${file}\`, \`${line}\`: ${code(from)} → ${code(to)}. ${because}`,
        )),
    '',
    '## Survivors',
    '',
    ...(open.length === 0 ? ['None.'] : open.map((one) => `- ${code(one)}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function coverageTable({ coverage, root }: QualityRun): string[] {
  const rooms = new Map<string, CoverageSummary[string][]>();
  for (const [file, counted] of Object.entries(coverage)) {
    if (file === 'total') continue;
    const room = roomOf(path.relative(root, file).replaceAll(path.sep, '/'));
    rooms.set(room, [...(rooms.get(room) ?? []), counted]);
  }
  const row = (name: string, of: CoverageSummary[string][]) =>
    `| ${name} | ${of.length} | ${measures.map((measure) => coveredPercent(of.map((one) => one[measure]))).join(' | ')} |`;
  return [
    `| room | files | ${measures.join(' | ')} |`,
    `|---|--:|${measures.map(() => '--:').join('|')}|`,
    ...[...rooms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([room, of]) => row(room, of)),
    row('all', [...rooms.values()].flat()),
  ];
}

/** `contract/language` of a file in a room; pure cores of other rooms are one row. */
function roomOf(filePath: string): string {
  return filePath.endsWith('.core.ts')
    ? 'pure cores (`*.core.ts`)'
    : path.posix.dirname(filePath).replace(/^src\//, '');
}

function mutationTable({ mutation, equivalent }: QualityRun): string[] {
  const cells = (name: string, counts: MutationCounts, equivalents: number) => {
    const { killed, timedOut, survived, uncovered } = counts;
    const all = killed + timedOut + survived + uncovered;
    return `| ${name} | ${all} | ${killed} | ${timedOut} | ${survived} | ${uncovered} | ${equivalents} | ${percent(killedPercent(counts))} |`;
  };
  const stale = new Set(staleEquivalents({ mutation, equivalent } as QualityRun));
  const named = equivalent.filter((one) => !stale.has(one));
  const rows = Object.entries(mutation.files)
    .filter(([, { mutants }]) => mutants.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, { mutants }]) =>
      cells(
        path.posix.basename(file),
        countsOf(mutants),
        named.filter((one) => file.endsWith(`/${one.file}`)).length,
      ),
    );
  return [
    '| file | mutants | killed | timed out | survived | not covered | equivalent | killed of all |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    cells('all', allCounts(mutation), named.length),
  ];
}

function countsOf(mutants: readonly Mutant[]): MutationCounts {
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  return {
    killed: count('Killed'),
    timedOut: count('Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
  };
}

type Survivor = Omit<EquivalentMutant, 'because'> & { lineNumber: number; mutatorName: string };

function survivorsOf({ files }: MutationReport): Survivor[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ location: { start, end }, mutatorName, replacement = '' }) => {
        const first = lines[start.line - 1] ?? '';
        const from = first.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
        return {
          file: path.posix.basename(file),
          line: first.trim(),
          lineNumber: start.line,
          mutatorName,
          from,
          to: replacement.split('\n')[0] ?? '',
        };
      });
  });
}

function idOf({ file, line, from, to }: Omit<EquivalentMutant, 'because'>): string {
  return JSON.stringify([file, line, from, to]);
}

function coveredPercent(counted: readonly Counted[]): string {
  const total = counted.reduce((sum, one) => sum + one.total, 0);
  const covered = counted.reduce((sum, one) => sum + one.covered, 0);
  return percent(total === 0 ? 100 : (100 * covered) / total);
}

/** Rounded down: 85 % is shown where it is reached. */
function percent(value: number): string {
  return `${(Math.floor(value * 10) / 10).toFixed(1)} %`;
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text === '' ? ' ' : text}\``;
}
