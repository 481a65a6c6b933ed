/** Files of rules checked together, without a store: each with its errors and warnings, and programmes against their examples. */
import {
  errorsAt,
  type FileError,
  type FileKindName,
  fileKindOf,
  leadStatusesOf,
  readEscalation,
  readExamples,
  readProgramme,
  readReview,
  readRouting,
  readSalesProcess,
  type SalesNames,
} from '../contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../engine/scoring/scoring.ts';

/** A file with its text. */
export interface GivenFile {
  file: string;
  text: string;
}

export interface CheckedFile extends GivenFile {
  kind: FileKindName;
  errors: FileError[];
  warnings: FileError[];
  /** Examples of an examples file that ran against the programme beside it. */
  examplesRun: number;
}

export interface CheckOptions {
  /** The kind of files whose names and words do not show it. */
  kind?: FileKindName | undefined;
  /** Examples file by programme file. Without an entry a programme has none. */
  examplesOf: ReadonlyMap<string, string>;
  /** Sales processes that lie beside and are not checked themselves: their names may be used. */
  besides: readonly GivenFile[];
  /** How late events may be, ms. */
  latenessMs: number;
}

type Read =
  | { ok: true; id: string; programme?: ProgrammeRead; warnings: FileError[] }
  | { ok: false; errors: FileError[] };
type ProgrammeRead = Extract<ReturnType<typeof readProgramme>, { ok: true }>['programme'];

/** Checks files together: names of one are known in the others, and no two may have one name. */
export function checkTexts(files: readonly GivenFile[], options: CheckOptions): CheckedFile[] {
  const kinds = files.map(({ file, text }) => options.kind ?? fileKindOf(file, text));
  const names = namesIn([
    ...files.filter((_, index) => kinds[index] === 'sales-process'),
    ...options.besides,
  ]);
  const reads = files.map((given, index) => readAs(kinds[index] ?? 'programme', given, names));
  const checked = files.map((given, index): CheckedFile => {
    const read = reads[index] as Read;
    return {
      ...given,
      kind: kinds[index] ?? 'programme',
      errors: read.ok ? [] : read.errors,
      warnings: read.ok ? read.warnings : [],
      examplesRun: 0,
    };
  });
  for (const [index, one] of checked.entries()) {
    const read = reads[index] as Read;
    const twin = reads.findIndex(
      (other, position) => position < index && isTwin([other, kinds[position]], [read, kinds[index]]),
    );
    if (read.ok && twin >= 0) one.errors.push(...nameTaken(one, read.id, files[twin]?.file ?? ''));
    if (one.kind === 'examples') runExamples(one, { files, reads, options });
  }
  return checked;
}

function readAs(kind: FileKindName, { file, text }: GivenFile, names: SalesNames | undefined): Read {
  switch (kind) {
    case 'programme': {
      const read = readProgramme(file, text, names);
      return read.ok ? { ...read, id: read.programme.programme } : read;
    }
    case 'sales-process': {
      const read = readSalesProcess(file, text);
      return read.ok ? { ...read, id: read.value.process } : read;
    }
    case 'examples':
      // Its programme is looked at where it is known.
      return { ok: true, id: file, warnings: [] };
    default: {
      const read = { routing: readRouting, escalation: readEscalation, review: readReview }[kind](file, text);
      return read.ok ? { ok: true, id: file, warnings: read.warnings } : read;
    }
  }
}

/** The names in sales processes; undefined where none is known, so that no name is doubted. */
function namesIn(files: readonly GivenFile[]): SalesNames | undefined {
  const reads = files.map(({ file, text }) => readSalesProcess(file, text));
  if (reads.length === 0 || reads.some(({ ok }) => !ok)) return undefined;
  const processes = reads.flatMap((read) => (read.ok ? [read.value] : []));
  return {
    pipelines: new Set(
      processes.flatMap(({ process, pipelines }) =>
        pipelines.map(({ pipeline }) => `${process}/${pipeline}`),
      ),
    ),
    leadStatuses: leadStatusesOf(processes.flatMap(({ pipelines }) => pipelines)),
  };
}

function isTwin([a, kindA]: [Read, unknown], [b, kindB]: [Read, unknown]): boolean {
  return (
    kindA === kindB && (kindA === 'programme' || kindA === 'sales-process') && a.ok && b.ok && a.id === b.id
  );
}

function nameTaken({ file, text, kind }: CheckedFile, id: string, other: string): FileError[] {
  const word = kind === 'programme' ? 'programme' : 'process';
  return errorsAt(file, text, [
    { path: [word], message: `"${id}" is the name in ${other} too; rename one of them, or remove a file` },
  ]);
}

/** Runs the examples of a file against the programme that they belong to. */
function runExamples(
  one: CheckedFile,
  { files, reads, options }: { files: readonly GivenFile[]; reads: readonly Read[]; options: CheckOptions },
): void {
  const { file, text } = one;
  const owner = files.findIndex((other) => options.examplesOf.get(other.file) === file);
  const read = reads[owner];
  // An error of the programme is shown there; its examples cannot run before it is corrected.
  const id =
    read?.ok === true ? read.id : (/^["']?programme["']?\s*:\s*["']?([\w-]+)/m.exec(text)?.[1] ?? '');
  const given = readExamples(file, text, id);
  if (!given.ok) {
    one.errors.push(...given.errors);
    return;
  }
  if (read === undefined)
    one.errors.push({
      file,
      line: 1,
      column: 1,
      message:
        'no programme lies beside it; name the file as its programme, such as my-programme.examples.yaml beside my-programme.yaml',
    });
  const programme = read?.ok === true ? read.programme : undefined;
  if (programme === undefined) return;
  const programmes = compileAlone(programme, 'checked');
  const unmet = given.value.examples.flatMap((example, index) =>
    differencesOf(example, rehearse(programmes, example, options.latenessMs)).map((difference) => ({
      path: ['examples', index, 'expect'],
      message: `"${example.example}": ${difference}`,
    })),
  );
  one.errors.push(...errorsAt(file, text, unmet));
  one.examplesRun = given.value.examples.length;
}
