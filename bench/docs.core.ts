/** The text of docs/benchmarks.md, made from the result files and the fixed texts of the parts: no figure in it is typed. */
import { noiseShareMin, repetitionsMin } from './comparison.core.ts';
import {
  type Figure,
  isMet,
  type Machine,
  type MeasuredPart,
  type Result,
  type Settings,
  shortCommit,
} from './results.core.ts';
import { aimShown, shown, spreadShown, table, withUnit } from './table.core.ts';

/** The fixed texts of a part. They hold no measured figure: what is configured stands in the result file. */
export interface PartTexts {
  id: string;
  title: string;
  /** The question the part answers. */
  shows: string;
  /** How it is measured. */
  method: string;
  /** How to read the figures, and what limits them. */
  reading: string;
  /** Ids of the figures that stand in the table over time. */
  mainFigures: readonly string[];
  /** It came after full runs that are recorded: these count as full without it. */
  isLater?: true;
}

/** Runs in the table over time; older ones stay in their files. */
const runsShownMax = 8;

/** Returns the newest run that may stand in the docs and has all the parts; null when there is none. */
export function latestFullRun(
  results: readonly Result[],
  parts: readonly Pick<PartTexts, 'id' | 'isLater'>[],
): Result | null {
  const isFull = (result: Result) =>
    parts.every(({ id, isLater }) => isLater === true || result.parts.some((part) => part.id === id));
  return inOrder(results).findLast((result) => !result.isQuick && isFull(result)) ?? null;
}

/** Returns the whole page. Quick runs never show; runs of some parts show in the table over time alone. */
export function benchmarksPage(results: readonly Result[], parts: readonly PartTexts[]): string {
  const latest = latestFullRun(results, parts);
  const lines = [
    '# Benchmarks',
    '',
    '<!-- Made by `npm run bench -- --docs` from bench/results/ and bench/parts.ts. Do not edit: a test compares. -->',
    '',
    ...introduction,
    '',
    '## Latest run',
    '',
    ...(latest === null
      ? ['No full run is recorded yet. `npm run bench` records one and writes it here.']
      : runHeader(latest)),
    ...parts.flatMap((part) => [
      '',
      ...partSection(
        part,
        latest?.parts.find(({ id }) => id === part.id),
      ),
    ]),
    ...overTime(
      inOrder(results).filter(({ isQuick }) => !isQuick),
      parts,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** The figures on the README: what a buyer asks for, and where each is measured. */
const readmeFigures: readonly { part: string; figure: string; says: string }[] = [
  {
    part: 'latency',
    figure: '2000.alert-p99',
    says: 'within this time 99 % of alerts reach the live stream after their event was accepted, at 2,000 events/s',
  },
  {
    part: 'latency',
    figure: '2000.lost',
    says: 'lost or duplicated at 2,000 events/s; scores and alerts count too',
  },
  { part: 'scoring', figure: 'worker', says: 'scored by one worker' },
  { part: 'memory', figure: 'anonymous.used-memory', says: 'of Redis memory per anonymous profile' },
];

/** Returns the figures of the README. Without a full run, or without one of the figures, says how to measure. */
export function figuresForReadme(results: readonly Result[], parts: readonly PartTexts[]): string {
  const latest = latestFullRun(results, parts);
  if (latest === null)
    return 'No full run is recorded yet: `npm run bench` measures on your machine and writes four figures here.';
  const rows = readmeFigures.flatMap(({ part, figure, says }) => {
    const found = latest.parts.find(({ id }) => id === part)?.figures.find(({ id }) => id === figure);
    return found === undefined ? [] : [[`**${withUnit(found.median, found.unit)}**`, says]];
  });
  const { startedAt, commit, machine } = latest;
  return [
    ...table(['Median of the run', 'Meaning'], rows),
    '',
    `${startedAt.slice(0, 10)}, commit \`${shortCommit(commit)}\`, ${machineShown(machine)}, with the load on the same cores.`,
  ].join('\n');
}

/** Returns one run as Markdown: what the bench prints at its end. */
export function runReport(result: Result, parts: readonly PartTexts[]): string {
  const lines = result.parts.flatMap((part) => {
    const title = parts.find(({ id }) => id === part.id)?.title ?? part.id;
    return ['', `### ${title} (\`${part.id}\`)`, ...figureTables(part.figures)];
  });
  return `${[...runHeader(result), ...lines].join('\n')}\n`;
}

const introduction = [
  'How fast, how soon and how small, measured on real servers started for the purpose.',
  '',
  '- `npm run bench` runs every part, writes `bench/results/<date>-<commit>.json` and renews this page.',
  '- `npm run bench -- --part <id>` runs some parts, `--list` names them, `--quick` checks that the bench works.',
  '- `npm run bench -- --compare latest` prints afterwards which figures got better or worse.',
  '- `npm run bench -- --only-compare <file> <file>` compares two earlier runs.',
  '',
  'Trust the ratios. Both sides of a ratio were measured in turns in the same minutes, so the noise of the machine meets both.',
  'A figure is the median of its repetitions; the spread is the lowest and the highest of them.',
  'Everything shares the machine: the load, the program under test, Redis and PostgreSQL are processes on the same cores.',
  '',
  'A comparison calls a figure better or worse when its medians lie further apart than the repetitions of either run.',
  `Changes below ${noiseShareMin * 100} % count as the same: runs drift by more than their repetitions show.`,
  `A figure is not judged with fewer than ${repetitionsMin} repetitions, or when the configuration of its part differs.`,
];

function inOrder(results: readonly Result[]): Result[] {
  return [...results].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

function runHeader(result: Result): string[] {
  const { startedAt, seconds, commit, isDirty, isQuick, machine, versions, loadAverageBefore } = result;
  const marks = `${isDirty ? ', with uncommitted changes' : ''}${isQuick ? '. **Quick run: not a measurement of Scoville**' : ''}`;
  return [
    `Measured on ${startedAt.slice(0, 16).replace('T', ' ')} UTC in ${shown(Math.round(seconds / 6) / 10)} minutes, commit \`${shortCommit(commit)}\`${marks}.`,
    '',
    `- Machine: ${machineShown(machine)}; load average before: ${shown(loadAverageBefore)}.`,
    `- Versions: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    `- Configuration: ${settingsShown(result.configuration)}.`,
  ];
}

const machineShown = ({ cores, model, memoryBytes, os }: Machine) =>
  `${cores} cores (${model}), ${Math.round(memoryBytes / 1024 ** 3)} GiB of memory, ${os}`;

function settingsShown(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const values = Array.isArray(value) ? value : [value];
      return `${name} ${values.map((one) => (typeof one === 'number' ? shown(one) : String(one))).join(' / ')}`;
    })
    .join(', ');
}

function partSection(texts: PartTexts, measured: MeasuredPart | undefined): string[] {
  return [
    `### ${texts.title} (\`${texts.id}\`)`,
    '',
    texts.shows,
    '',
    `**Method.** ${texts.method}`,
    '',
    `**Reading.** ${texts.reading}`,
    ...(measured === undefined
      ? []
      : [
          '',
          `**Configuration.** ${settingsShown(measured.configuration)}. Took ${shown(Math.round(measured.seconds))} s.`,
          ...figureTables(measured.figures),
        ]),
  ];
}

/** Ratios with both sides on one line, then figures that stand alone, then grids of one column a percentile or side. */
function figureTables(figures: readonly Figure[]): string[] {
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const ratios = figures.filter(({ ratioOf }) => ratioOf !== undefined);
  const sides = new Set(ratios.flatMap(({ ratioOf }) => ratioOf ?? []));
  const others = figures.filter(({ id, ratioOf }) => ratioOf === undefined && !sides.has(id));
  const alone = others.filter(({ column }) => column === undefined);
  return [
    ...titledTable(
      ['ratio', 'median', 'spread', 'first side', 'second side', 'aim', 'met'],
      ratios.map((figure) => {
        const shownSide = (id: string | undefined) => {
          const side = byId.get(id ?? '');
          return side === undefined ? '–' : withUnit(side.median, side.unit);
        };
        const [first, second] = figure.ratioOf ?? [];
        return [
          nameOf(figure),
          `**${shown(figure.median)}**`,
          spreadShown(figure),
          shownSide(first),
          shownSide(second),
          ...aimCells(figure),
        ];
      }),
    ),
    ...titledTable(
      ['figure', 'median', 'spread', 'aim', 'met'],
      alone.map((figure) => [
        figure.title,
        `**${withUnit(figure.median, figure.unit)}**`,
        spreadShown(figure),
        ...aimCells(figure),
      ]),
    ),
    ...grids(others.filter(({ column }) => column !== undefined)),
  ];
}

/** One table for all titles that have the same columns. */
function grids(figures: readonly Figure[]): string[] {
  const byTitle = Map.groupBy(figures, ({ title }) => title);
  const columnsOf = (row: readonly Figure[]) => row.map(({ column, unit }) => `${column}, ${unit}`);
  const byColumns = Map.groupBy(byTitle.values(), (row) => columnsOf(row).join('\n'));
  return [...byColumns.values()].flatMap((rows) => {
    const [first = []] = rows;
    const hasSamples = first.some(({ samples }) => samples !== undefined);
    const hasAim = rows.some((row) => row.some(({ aim }) => aim !== undefined));
    return titledTable(
      ['figure', ...columnsOf(first), ...(hasSamples ? ['samples'] : []), ...(hasAim ? ['aim', 'met'] : [])],
      rows.map((row) => {
        const aimed = row.find(({ aim }) => aim !== undefined);
        const [aim = '', met = ''] = aimed === undefined ? [] : aimCells(aimed);
        return [
          row[0]?.title ?? '',
          ...row.map((figure) => {
            const spread = spreadShown(figure);
            return `${shown(figure.median)}${spread === '' ? '' : ` (${spread})`}`;
          }),
          ...(hasSamples ? [shown(Math.min(...row.map(({ samples }) => samples ?? 0)))] : []),
          ...(hasAim ? [aimed === undefined ? '' : `${aimed.column} ${aim}`, met] : []),
        ];
      }),
    );
  });
}

function titledTable(head: readonly string[], rows: readonly string[][]): string[] {
  return rows.length === 0 ? [] : ['', ...table(head, rows)];
}

const nameOf = ({ title, column }: Figure) => (column === undefined ? title : `${title}: ${column}`);

function aimCells({ aim, median }: Figure): [string, string] {
  if (aim === undefined) return ['', ''];
  return [aimShown(aim), isMet(aim, median) ? 'yes' : '**no**'];
}

/** Main figures, a column a run; nothing without runs. */
function overTime(results: readonly Result[], parts: readonly PartTexts[]): string[] {
  const runs = results.slice(-runsShownMax);
  if (runs.length === 0) return [];
  const head = [
    '',
    ...runs.map(({ startedAt, commit }) => `${startedAt.slice(0, 10)} \`${shortCommit(commit)}\``),
  ];
  const about = ['machine', ...runs.map(({ machine }) => `${machine.cores} × ${machine.model}`)];
  const rows = parts.flatMap((part) =>
    part.mainFigures.flatMap((id) => {
      const figures = runs.map((run) =>
        run.parts.find((measured) => measured.id === part.id)?.figures.find((figure) => figure.id === id),
      );
      const newest = figures.findLast((figure) => figure !== undefined);
      if (newest === undefined) return [];
      const name = `${part.title}: ${nameOf(newest)} (${newest.unit}, ${newest.better} is better)`;
      return [[name, ...figures.map((figure) => (figure === undefined ? '' : shown(figure.median)))]];
    }),
  );
  return [
    '',
    '## Main figures over time',
    '',
    'Medians of each run. Absolute figures of different machines, versions or hours cannot be compared; ratios can.',
    '',
    ...table(head, [about, ...rows]),
  ];
}
