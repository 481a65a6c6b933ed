/** Reading a file of `rules/pipelines/`. */

import { processDoubts } from './doubts/process-doubts.ts';
import { pipelineErrors } from './pipeline-lint.ts';
import { type SalesProcess, salesProcessSchema } from './sales-process.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const kind: FileKind<SalesProcess> = {
  what: 'the sales process',
  schema: salesProcessSchema,
  incoherences: pipelineErrors,
  doubts: processDoubts,
};

/** Reads one sales process. Never throws: whatever is wrong comes back as errors, in the order of the text. */
export function readSalesProcess(file: string, text: string): Reading<SalesProcess> {
  return readYaml(kind, file, text);
}

/** Reads a version that was checked when it was stored: errors that a later program sees in it do not stop its records. */
export function readStoredProcess(file: string, text: string): Reading<SalesProcess> {
  return readYaml({ ...kind, incoherences: () => [], doubts: () => [] }, file, text);
}
