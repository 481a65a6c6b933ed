/**
 * The shape of a result file: one run of the bench, with the machine, the versions and every repetition behind its figures.
 *
 * A file is written by the bench alone. Reading checks that each median and each spread follows from its repetitions, and each
 * ratio from its two sides: a figure that somebody typed is rejected.
 */
import { z } from 'zod';
import { explain } from '../src/contract/language/faults/explain.ts';
import { median } from './statistics.core.ts';

/** Raised by one whenever older files can no longer be read. */
export const resultFormat = 1;

const text = z.string().min(1);
const setting = z.union([z.number(), z.boolean(), text, z.array(z.number())]);
const settings = z.record(text, setting);

const machineSchema = z.strictObject({
  cores: z.int().positive(),
  model: text,
  memoryBytes: z.int().positive(),
  os: text,
});

/** What was measured against: programs and packages whose speed shows in the figures. */
export const versionedNames = [
  'node',
  'redis',
  'postgres',
  'ioredis',
  'bullmq',
  'pg',
  'fastify',
  'autocannon',
  'json-rules-engine',
] as const;
const versionsSchema = z.record(z.enum(versionedNames), text);

const aimSchema = z.strictObject({ is: z.enum(['≥', '≤', '<']), value: z.number() });

const figureSchema = z.strictObject({
  /** Unique within its part; never changed, because a comparison finds the figure by it. */
  id: text,
  /** Figures of one title and different columns stand on one line of a table. */
  title: text,
  column: text.optional(),
  unit: text,
  better: z.enum(['higher', 'lower']),
  /** One value a repetition, in the order measured. */
  repetitions: z.array(z.number()).min(1),
  median: z.number(),
  spread: z.strictObject({ low: z.number(), high: z.number() }),
  /** How many single measurements stand behind the smallest repetition, for percentiles. */
  samples: z.int().nonnegative().optional(),
  /** For a ratio: the figures of this part it divides, measured in turns in the same minutes. */
  ratioOf: z.tuple([text, text]).optional(),
  /** True for the other side of a ratio: its speed describes the machine, not Scoville. */
  isReference: z.boolean().optional(),
  aim: aimSchema.optional(),
});

const partSchema = z.strictObject({
  id: text,
  seconds: z.number().nonnegative(),
  configuration: settings,
  figures: z.array(figureSchema).min(1),
});

const resultSchema = z.strictObject({
  format: z.literal(resultFormat),
  startedAt: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  /** `unknown` outside a git repository. */
  commit: z.string().regex(/^(?:[0-9a-f]{40}|unknown)$/),
  /** True where files that are not committed were measured. */
  isDirty: z.boolean(),
  /** True for lower counts: proves that the bench works, and is never shown as a figure of the product. */
  isQuick: z.boolean(),
  machine: machineSchema,
  /** How many processes wanted to run in the minute before: more than a few tenths of one disturb the figures. */
  loadAverageBefore: z.number().nonnegative(),
  versions: versionsSchema,
  configuration: settings,
  parts: z.array(partSchema).min(1),
});

export type Settings = z.infer<typeof settings>;
export type Aim = z.infer<typeof aimSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type MeasuredPart = z.infer<typeof partSchema>;
/** What a part hands back. */
export type Measured = Pick<MeasuredPart, 'configuration' | 'figures'>;
export type Result = z.infer<typeof resultSchema>;
export type Machine = z.infer<typeof machineSchema>;

/** A result file that cannot be used; the message names file, field, value and remedy. */
export class ResultError extends Error {}

/** Returns the figure of some repetitions. */
export function figureOf(
  given: Omit<Figure, 'median' | 'spread' | 'repetitions'> & { repetitions: readonly number[] },
): Figure {
  const repetitions = [...given.repetitions];
  return { ...given, repetitions, median: median(repetitions), spread: spreadOf(repetitions) };
}

/** Returns the ratio of two figures of a part, repetition by repetition: neighbours in time share the noise of the machine. */
export function ratioOf(
  given: Pick<Figure, 'id' | 'title' | 'column' | 'better' | 'aim'>,
  numerator: Figure,
  denominator: Figure,
): Figure {
  return figureOf({
    ...given,
    unit: '×',
    ratioOf: [numerator.id, denominator.id],
    repetitions: quotients(numerator, denominator),
  });
}

export function isMet({ is, value }: Aim, measured: number): boolean {
  if (is === '≥') return measured >= value;
  return is === '≤' ? measured <= value : measured < value;
}

/** Returns the result in a file's text; throws a `ResultError` that names the file and the first wrong field. */
export function readResult(file: string, content: string): Result {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new ResultError(
      `${file}: not JSON (${(error as Error).message}). Delete it or run the bench again.`,
    );
  }
  const read = resultSchema.safeParse(json);
  if (!read.success) {
    const [wrong] = explain(resultSchema, json);
    if (wrong === undefined) throw new ResultError(`${file}: not a result file.`);
    throw new ResultError(`${file}: ${fieldOf(wrong.path)}: ${wrong.message}. ${remedy}`);
  }
  const untrue = firstUntruth(read.data);
  if (untrue !== null) throw new ResultError(`${file}: ${untrue}. ${remedy}`);
  return read.data;
}

/** Returns the text of a result file; `readResult` gives the same result back. */
export function writtenResult(result: Result): string {
  const indented = JSON.stringify(result, null, 2);
  // Lists of numbers stay on one line each, so that a change of a figure is a line of a diff.
  return `${indented.replace(/\[\s+([-\d.,\se+]+?)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s+/g, ' ')}]`)}\n`;
}

/** Returns the name of the nth file of a commit and day: `2026-11-28-a9b0ea4.json`, then `2026-11-28-a9b0ea4-2.json`. */
export function fileNameOf(
  { startedAt, commit, isQuick }: Pick<Result, 'startedAt' | 'commit' | 'isQuick'>,
  nth: number,
) {
  const kind = isQuick ? '-quick' : '';
  return `${startedAt.slice(0, 10)}-${shortCommit(commit)}${kind}${nth === 1 ? '' : `-${nth}`}.json`;
}

export const shortCommit = (commit: string) => commit.slice(0, 7);

const remedy = 'Result files are written by "npm run bench" alone: restore the file or run the bench again.';

function spreadOf(repetitions: readonly number[]) {
  return { low: Math.min(...repetitions), high: Math.max(...repetitions) };
}

/** A denominator of 0 with a numerator of 0 is no change. */
function quotients(numerator: Figure, denominator: Figure): number[] {
  return numerator.repetitions.map((value, index) => {
    const by = denominator.repetitions[index] ?? Number.NaN;
    return by === 0 && value === 0 ? 1 : value / by;
  });
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.length === 0
    ? 'the file'
    : path
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
        .join('')
        .slice(1);
}

/** Returns the first field that does not follow from the others, in words; null when all do. */
function firstUntruth({ parts }: Result): string | null {
  const twice = firstTwice(parts.map(({ id }) => id));
  if (twice !== null) return `parts: "${twice}" is there twice; each part once`;
  for (const [index, part] of parts.entries()) {
    const at = `parts[${index}].figures`;
    const same = firstTwice(part.figures.map(({ id }) => id));
    if (same !== null) return `${at}: "${same}" is there twice; each figure once`;
    const byId = new Map(part.figures.map((figure) => [figure.id, figure]));
    for (const [index, figure] of part.figures.entries()) {
      const untrue = figureUntruth(figure, byId);
      if (untrue !== null) return `${at}[${index}] ("${figure.id}").${untrue}`;
    }
  }
  return null;
}

function figureUntruth(figure: Figure, byId: ReadonlyMap<string, Figure>): string | null {
  const { repetitions, spread } = figure;
  const middle = median(repetitions);
  if (figure.median !== middle) return `median is ${figure.median}; the repetitions give ${middle}`;
  const { low, high } = spreadOf(repetitions);
  if (spread.low !== low || spread.high !== high)
    return `spread is ${spread.low} to ${spread.high}; the repetitions give ${low} to ${high}`;
  if (figure.ratioOf === undefined) return null;
  const [numerator, denominator] = figure.ratioOf.map((id) => byId.get(id));
  if (numerator === undefined || denominator === undefined)
    return `ratioOf names ${figure.ratioOf.map((id) => `"${id}"`).join(' and ')}; one of them is no figure of the part`;
  const expected = quotients(numerator, denominator);
  const isTrue =
    expected.length === repetitions.length && expected.every((value, at) => value === repetitions[at]);
  return isTrue ? null : `repetitions do not follow from "${figure.ratioOf[0]}" and "${figure.ratioOf[1]}"`;
}

function firstTwice(ids: readonly string[]): string | null {
  return ids.find((id, index) => ids.indexOf(id) !== index) ?? null;
}
