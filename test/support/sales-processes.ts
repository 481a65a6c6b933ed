/** Pipelines of `rules/pipelines/`, as the engine takes them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorInWords, readSalesProcess, type SalesProcess } from '../../src/contract/language/language.ts';
import type { Flow } from '../../src/sales/workflow/flow.core.ts';

const directory = fileURLToPath(new URL('../../rules/pipelines/', import.meta.url));

/** The sales process `rules/pipelines/<process>.yaml`; throws with the errors in words. */
export function processOf(process: string): SalesProcess {
  const file = `${directory}${process}.yaml`;
  const reading = readSalesProcess(file, readFileSync(file, 'utf8'));
  if (!reading.ok) throw new Error(reading.errors.map(errorInWords).join('\n'));
  return reading.value;
}

/** One of its pipelines. */
export function flowOf(name: string, pipeline: string): Flow {
  const process = processOf(name);
  const found = process.pipelines.find((one) => one.pipeline === pipeline);
  if (found === undefined) throw new Error(`${name} has no pipeline "${pipeline}"`);
  return { process, pipeline: found };
}
