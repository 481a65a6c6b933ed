/** The pages of reference that are printed from tables of the code: metrics, limits, errors and alerts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { errorCodes, limits, limitTopics, problemTypeOf } from '../../src/base/kernel/kernel.ts';
import { type LabelValues, type Metric, metricTopics } from '../../src/base/telemetry/telemetry.ts';
import { alertsPage } from './docs-alerts.ts';
import { repository } from './source-text.ts';

/** The command that rewrites the pages. */
export const pagesCommand = 'npm run docs';

/** Each page by its path: the text it should have. */
export const referencePages: Readonly<Record<string, () => string>> = {
  'docs/metrics.md': metricsPage,
  'docs/limits.md': limitsPage,
  'docs/errors.md': errorsPage,
  'docs/alerts.md': alertsPage,
};

/** Paths of the reference pages from the root of the repository, in full. */
export const pageFile = (page: string) => path.join(repository, page);

function metricsPage(): string {
  const sections = metricTopics.flatMap(({ title, table }) => [
    ...['', `## ${title}`, ''],
    ...tableLines(
      ['Name', 'Kind', 'Unit', 'What it measures', 'Labels', 'Buckets'],
      Object.values(table).map(metricCells),
    ),
  ]);
  const intro =
    'Prometheus scrapes them at `/metrics`. Labels take values from closed lists and hold no personal data. A gauge of the whole installation is the same in each process: take its `max`. [Watch](watch.md) has rules and dashboards.';
  return `${[...headLines('Metrics', 'src/base/telemetry/catalogue', intro), ...sections].join('\n')}\n`;
}

function metricCells({ kind, name, unit, help, labels, buckets }: Metric): string[] {
  const labelsInWords = Object.entries(labels).map(
    ([label, values]) => `${code(label)}: ${valuesInWords(values)}`,
  );
  return [code(name), kind, unit, help, labelsInWords.join('. '), buckets?.join(', ') ?? ''];
}

function valuesInWords(values: LabelValues): string {
  if (typeof values === 'string') return values;
  const isExplained = values.some((value) => value.includes(':'));
  if (!isExplained) return values.join(', ');
  return values.map((value) => value.replace(/^[^:]+/, code)).join('. ');
}

function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([name, { status, title, remedy }]) => [
    code(name),
    String(status),
    `${title}.`,
    remedy,
  ]);
  return page(
    'Errors',
    'src/base/kernel/errors.ts',
    `Every error is \`application/problem+json\` with \`code\`, \`detail\` and \`request_id\`. \`type\` is ${code(problemTypeOf('not_found').replace('not_found', '<code>'))}.`,
    ['Code', 'Status', 'Meaning', 'Remedy'],
    rows,
  );
}

function limitsPage(): string {
  const sections = limitTopics.flatMap(({ file, title, table }) => {
    const said = limitComments(file);
    const rows = Object.entries(table).map(([name, value]) => [
      code(name),
      valueInWords(name, value),
      said.get(name) ?? '',
    ]);
    return ['', `## ${title}`, '', ...tableLines(['Name', 'Value', 'What it bounds'], rows)];
  });
  const intro =
    'Reaching a limit is answered or logged, never silent. The limits are constants of the program, not settings.';
  return `${[...headLines('Limits', limitsFolder, intro), ...sections].join('\n')}\n`;
}

const limitsFolder = 'src/base/kernel/limits';

interface Property {
  start: number;
  end: number;
  key?: { name: string };
}

/** The comment above each limit; one without a comment of its own shares that of the limit before it. */
function limitComments(name: string): Map<string, string> {
  const file = path.join(repository, limitsFolder, name);
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const comment = new Map<string, string>();
  let from = 0;
  let current = '';
  for (const { start, end, key } of propertiesOf(program)) {
    const own = comments.findLast((one) => one.start >= from && one.end <= start);
    if (own !== undefined)
      current = own.value
        .replace(/^\*/, '')
        .replace(/\s*\n\s*\*?\s*/g, ' ')
        .trim();
    if (key !== undefined) comment.set(key.name, current);
    from = end;
  }
  return comment;
}

function propertiesOf(program: unknown): Property[] {
  const { body } = program as {
    body: {
      declaration?: {
        declarations?: { id: { name: string }; init: { expression: { properties: Property[] } } }[];
      };
    }[];
  };
  const table = body.flatMap(({ declaration }) => declaration?.declarations ?? []);
  return table.find(({ id }) => id.name.endsWith('Limits'))?.init.expression.properties ?? [];
}

/** Units by the end of a name, the longest first. */
const units: readonly [RegExp, (value: number) => string][] = [
  [/Ms(?:Max)?$/, durationInWords],
  [/Kilobytes(?:Max)?$/, (value) => bytesInWords(value * 1024)],
  [/Bytes?(?:[A-Z]\w*)?$/, bytesInWords],
  [/Days$/, (value) => counted(value, 'day')],
  [/Hours(?:Max)?$/, (value) => counted(value, 'hour')],
  [/Seconds(?:Max)?$/, (value) => counted(value, 'second')],
];

function valueInWords(name: string, value: unknown): string {
  if (typeof value !== 'number') {
    const parts = Object.entries(value as Record<string, unknown>);
    return parts.map(([part, one]) => `${code(part)}: ${partInWords(name, one)}`).join('. ');
  }
  if (name === 'streamBytesPerBodyByteMax') return String(value);
  const unit = units.find(([pattern]) => pattern.test(name));
  return unit === undefined ? value.toLocaleString('en-GB') : unit[1](value);
}

function partInWords(name: string, value: unknown): string {
  return Array.isArray(value)
    ? value.map((one) => valueInWords(name, one)).join(', ')
    : valueInWords(name, value as number);
}

function durationInWords(ms: number): string {
  for (const [unit, unitMs] of [
    ['day', limits.dayMs],
    ['hour', limits.hourMs],
    ['minute', limits.minuteMs],
    ['second', limits.secondMs],
  ] as const)
    if (ms >= unitMs && ms % unitMs === 0) return counted(ms / unitMs, unit);
  return `${ms.toLocaleString('en-GB')} ms`;
}

function bytesInWords(bytes: number): string {
  if (bytes % (1024 * 1024) === 0) return `${bytes / (1024 * 1024)} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : counted(bytes, 'byte');
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
}

const code = (text: string) => `\`${text}\``;

function page(title: string, source: string, intro: string, head: string[], rows: string[][]): string {
  return `${[...headLines(title, source, intro), '', ...tableLines(head, rows)].join('\n')}\n`;
}

function headLines(title: string, source: string, intro: string): string[] {
  return [`# ${title}`, '', `<!-- Printed by \`${pagesCommand}\` from ${source}. -->`, '', intro];
}

function tableLines(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}
