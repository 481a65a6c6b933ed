/** A sales process's text looked at without publishing it. */
import type { ProcessCheck } from '../../contract/api/api.ts';
import { errorInWords, readSalesProcess } from '../../contract/language/language.ts';
import { chartOf } from './chart.core.ts';

export function checkProcess(file: string, text: string): ProcessCheck {
  const reading = readSalesProcess(file, text);
  if (!reading.ok) return { errors: reading.errors.map(errorInWords), charts: {} };
  const charts = reading.value.pipelines.map((one) => [one.pipeline, chartOf(one)] as const);
  return { errors: [], charts: Object.fromEntries(charts) };
}
