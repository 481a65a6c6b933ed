/** A sales process's text looked at without publishing it. */
import { errorInWords, readSalesProcess } from '../../contract/language/language.ts';
import { chartOf } from './chart.core.ts';

export interface ProcessCheck {
  /** A line a error, with file, line, column and remedy; empty where the text may be published. */
  errors: string[];
  /** Mermaid diagrams by pipeline; empty where there are errors. */
  charts: Record<string, string>;
}

export function checkProcess(file: string, text: string): ProcessCheck {
  const reading = readSalesProcess(file, text);
  if (!reading.ok) return { errors: reading.errors.map(errorInWords), charts: {} };
  const charts = reading.value.pipelines.map((one) => [one.pipeline, chartOf(one)] as const);
  return { errors: [], charts: Object.fromEntries(charts) };
}
