/** The gate of examples: a draft is rehearsed against the examples that travel with it. Pure. */

import { ApiError } from '../../base/kernel/kernel.ts';
import { normalisedText } from '../../base/text/text.ts';
import {
  errorInWords,
  type Programme,
  readExamples,
  readProgramme,
  type SalesNames,
} from '../../contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../scoring/scoring.ts';
import { versionOf } from './programme-source.ts';
import type { NamedText } from './rules-folder.ts';

export interface Draft {
  programme: Programme;
  version: string;
  text: string;
}

/** A draft as it was read, with what is legal in it and hardly meant, in words. */
export interface ReadDraft extends Draft {
  warnings: string[];
}

/** What the examples of a draft came to. */
export interface GateOutcome {
  examplesRun: number;
  /** Examples not met, in words. */
  differences: string[];
  /** What the reader must know: rules that never match or contradict each other, and that no example ran. */
  warnings: string[];
}

/** Reads a draft of one programme. Throws `invalid_request` with every error, or where the text is of another programme. */
export function draftOf(id: string, given: string, names?: SalesNames): ReadDraft {
  const read = readProgramme('draft.yaml', given, names);
  if (!read.ok) throw new ApiError('invalid_request', read.errors.map(errorInWords).join('\n'));
  const { programme } = read;
  const text = normalisedText(given);
  if (programme.programme === id)
    return { programme, version: versionOf(text), text, warnings: read.warnings.map(errorInWords) };
  throw new ApiError(
    'invalid_request',
    `the text is of programme "${programme.programme}", not "${id}"; use its own address, or change "programme"`,
  );
}

/** Rehearses a draft against its examples. Throws `invalid_request` with the errors of the examples, by line and column. */
export function rehearseDraft(draft: ReadDraft, examples: NamedText | null, latenessMs: number): GateOutcome {
  const { programme } = draft.programme;
  if (examples === null)
    return {
      examplesRun: 0,
      differences: [],
      warnings: [
        ...draft.warnings,
        `no example ran: programme "${programme}" has none. Send "examples" with the text, or keep a file of them beside it (<name>.examples.yaml)`,
      ],
    };
  const given = readExamples(examples.file, examples.text, programme);
  if (!given.ok) throw new ApiError('invalid_request', given.errors.map(errorInWords).join('\n'));
  const programmes = compileAlone(draft.programme, draft.version);
  const differences = given.value.examples.flatMap((example) =>
    differencesOf(example, rehearse(programmes, example, latenessMs)).map(
      (difference) => `${examples.file}: "${example.example}": ${difference}`,
    ),
  );
  return { examplesRun: given.value.examples.length, differences, warnings: draft.warnings };
}
