/** Figures and tables as Markdown that is also legible in a terminal. */
import type { Aim, Figure } from './results.core.ts';

/** Returns a number with three significant digits or more; whole numbers from 100 on, with commas. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 99.95) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(size >= 9.995 ? 1 : 2);
}

/** Returns the value with its unit: `0.56 ×`, `21,246 events/s`. */
export const withUnit = (value: number, unit: string) => `${shown(value)} ${unit}`;

export const aimShown = ({ is, value }: Aim) => `${is} ${shown(value)}`;

/** Returns how far the repetitions of a figure lie apart: `0.52–0.58`, or nothing where all are the same. */
export function spreadShown({ spread: { low, high } }: Figure): string {
  const [from, to] = [shown(low), shown(high)];
  return from === to ? '' : `${from}–${to}`;
}

/** Returns a Markdown table with its columns aligned. Cells may hold anything but line breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...rest] = lines;
  return [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest.map(line)];
}
