/** Pipelines of `rules/pipelines/`, as the engine takes them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorInWords, readSalesProcess } from '../../src/contract/language/language.ts';
import type { Flow } from '../../src/sales/workflow/flow.core.ts';

const directory = fileURLToPath(new URL('../../rules/pipelines/', import.meta.url));

/** A pipeline of `rules/pipelines/<process>.yaml`; throws with the errors in words. */
export function flowOf(process: string, pipeline: string): Flow {
  const file = `${directory}${process}.yaml`;
  const reading = readSalesProcess(file, readFileSync(file, 'utf8'));
  if (!reading.ok) throw new Error(reading.errors.map(errorInWords).join('\n'));
  const found = reading.value.pipelines.find((one) => one.pipeline === pipeline);
  if (found === undefined) throw new Error(`${file} has no pipeline "${pipeline}"`);
  return { process: reading.value, pipeline: found };
}
