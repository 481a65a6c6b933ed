/** A selling system's text looked at without publishing it. */
import { faultInWords, readSellingSystem } from '../../contract/language/language.ts';
import { chartOf } from './chart.core.ts';

export interface SystemCheck {
  /** A line a fault, with file, line, column and remedy; empty where the text may be published. */
  faults: string[];
  /** Mermaid diagrams by pipeline; empty where there are faults. */
  charts: Record<string, string>;
}

export function checkSystem(file: string, text: string): SystemCheck {
  const reading = readSellingSystem(file, text);
  if (!reading.ok) return { faults: reading.faults.map(faultInWords), charts: {} };
  const charts = reading.value.pipelines.map((one) => [one.pipeline, chartOf(one)] as const);
  return { faults: [], charts: Object.fromEntries(charts) };
}
