/** Reading a file of `rules/pipelines/`. */

import { processDoubts } from './doubts/process-doubts.ts';
import type { FileError } from './faults/faults.ts';
import { pipelineErrors } from './pipeline-lint.ts';
import { type SalesProcess, salesProcessSchema } from './sales-process.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const kind: FileKind<SalesProcess> = {
  what: 'the sales process',
  schema: salesProcessSchema,
  incoherences: pipelineErrors,
  doubts: processDoubts,
};
const storedKind: FileKind<SalesProcess> = { ...kind, incoherences: () => [], doubts: () => [] };

/**
 * Texts read lately without an error: a start reads each as a file, and again from the store. `warnings` is null for one that was read
 * from the store alone, and thus not checked.
 */
const lately = new Map<string, { value: SalesProcess; warnings: readonly FileError[] | null }>();
const latelyMax = 50;

/** Reads one sales process. Never throws: whatever is wrong comes back as errors, in the order of the text. Its value is shared: nobody changes it. */
export function readSalesProcess(file: string, text: string): Reading<SalesProcess> {
  const known = lately.get(text);
  if (known === undefined || known.warnings === null) return kept(text, readYaml(kind, file, text));
  return { ok: true, value: known.value, warnings: known.warnings.map((warning) => ({ ...warning, file })) };
}

/** Reads a version that was checked when it was stored: errors that a later program sees in it do not stop its records. */
export function readStoredProcess(file: string, text: string): Reading<SalesProcess> {
  const known = lately.get(text);
  if (known !== undefined) return { ok: true, value: known.value, warnings: [] };
  return kept(text, readYaml(storedKind, file, text), false);
}

function kept(text: string, reading: Reading<SalesProcess>, isChecked = true): Reading<SalesProcess> {
  if (!reading.ok) return reading;
  if (lately.size >= latelyMax) lately.clear();
  lately.set(text, { value: reading.value, warnings: isChecked ? reading.warnings : null });
  return reading;
}
