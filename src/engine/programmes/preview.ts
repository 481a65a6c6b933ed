/** What a text comes to while it is typed: its errors by line, its changes in words, its examples one by one. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { normalisedText } from '../../base/text/text.ts';
import type { DraftPreview } from '../../contract/api/api.ts';
import {
  type Example,
  eventCountOf,
  type FileError,
  noteOf,
  type Programme,
  plainYaml,
  programmeDiff,
  readExamples,
  readProgramme,
  type SalesNames,
} from '../../contract/language/language.ts';
import { compileAlone, differencesOf, expectationOf, rehearse } from '../scoring/scoring.ts';
import { warningsOfChange } from './of-change.ts';
import { versionOf } from './programme-source.ts';

/** `active`: the active text, '' where there is none. `examples`: the text of the examples file, null for none. `names`: those of sales, where they are known. */
export function previewOf(
  id: string,
  {
    text,
    examples,
    active,
    names,
  }: { text: string; examples: string | null; active: string; names?: SalesNames | undefined },
  latenessMs: number,
): DraftPreview {
  const read = readProgramme('text', text, names);
  const errors = read.ok ? errorsOfId(id, read.programme, text) : read.errors;
  const given = examples === null ? null : readExamples('examples', examples, id);
  const faulty = [...errors, ...(given?.ok === false ? given.errors : [])];
  const ran =
    read.ok && given?.ok === true ? run(read.programme, given.value.examples, latenessMs) : nothingRan;
  return {
    version: versionOf(normalisedText(text)),
    errors: faulty.map((error) => ({ in: error.file === 'text' ? 'text' : 'examples', ...noteOf(error) })),
    warnings: read.ok ? [...changeOf(read.programme, text, active), ...read.warnings].map(noteOf) : [],
    changes: read.ok ? programmeDiff(plainYaml(active) ?? {}, plainYaml(text)) : [],
    ...ran,
  };
}

function changeOf(after: Programme, text: string, active: string): FileError[] {
  const before = readProgramme('active', active);
  return warningsOfChange('text', text, { before: before.ok ? before.programme : null, after });
}

const nothingRan: Pick<DraftPreview, 'examples' | 'examplesSkipped'> = { examples: [], examplesSkipped: 0 };

function run(programme: Programme, examples: readonly Example[], latenessMs: number): typeof nothingRan {
  const programmes = compileAlone(programme, 'draft');
  const ran: DraftPreview['examples'] = [];
  let events = 0;
  for (const example of examples) {
    events += eventCountOf(example.steps);
    if (events > limits.previewEventsMax) break;
    const outcome = rehearse(programmes, example, latenessMs);
    const differences = differencesOf(example, outcome);
    const actual = differences.length === 0 ? null : expectationOf(example, outcome);
    ran.push({ example: example.example, differences, actual });
  }
  return { examples: ran, examplesSkipped: examples.length - ran.length };
}

/** An error where the text is of another programme: it could not be published at this address. */
function errorsOfId(id: string, { programme }: Programme, text: string): FileError[] {
  if (programme === id) return [];
  const line = text.split('\n').findIndex((one) => /^["']?programme["']?\s*:/.test(one)) + 1;
  const message = `programme: "${programme}" is another programme; expected "${id}"`;
  return [{ file: 'text', line: Math.max(1, line), column: 1, message }];
}
