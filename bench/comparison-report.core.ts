/** A comparison in words and tables, for the terminal or a pull request. */
import type { Change, Comparison, Judgement } from './comparison.core.ts';
import { type Result, shortCommit } from './results.core.ts';
import { shown, table, withUnit } from './table.core.ts';

/** Returns the comparison as Markdown: warnings, counts, then every figure that is not the same, worst first. */
export function comparisonReport(before: Result, after: Result, comparison: Comparison): string {
  const { changes, warnings, onlyBefore, onlyAfter } = comparison;
  const own = changes.filter(({ after: figure }) => figure.isReference !== true);
  const references = changes.filter(({ after: figure }) => figure.isReference === true);
  const lines = [
    `Before: ${runName(before)}`,
    `After:  ${runName(after)}`,
    '',
    ...warnings.map((warning) => `Warning: ${warning}.`),
    ...(warnings.length === 0 ? [] : ['']),
    countsOf(own),
    ...tableOf(own.filter(({ judgement }) => judgement !== 'same')),
  ];
  const moved = references.filter(({ judgement }) => judgement !== 'same');
  if (moved.length > 0)
    lines.push(
      '',
      'The other side of ratios, which says something about the machine and the load:',
      ...tableOf(moved),
    );
  if (onlyBefore.length > 0) lines.push('', `Only before: ${onlyBefore.join(', ')}.`);
  if (onlyAfter.length > 0) lines.push('', `Only after: ${onlyAfter.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

function runName({ startedAt, commit, isDirty, isQuick }: Result): string {
  const marks = [...(isDirty ? ['with uncommitted changes'] : []), ...(isQuick ? ['quick'] : [])];
  return `${startedAt.slice(0, 16).replace('T', ' ')} UTC, commit ${shortCommit(commit)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

const order: readonly Judgement[] = ['worse', 'better', 'not judged', 'same'];

function countsOf(changes: readonly Change[]): string {
  const count = (judgement: Judgement) => changes.filter((change) => change.judgement === judgement).length;
  return `${count('worse')} worse, ${count('better')} better, ${count('same')} the same within the noise, ${count('not judged')} not judged.`;
}

function tableOf(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const distance = ({ ratio }: Change) =>
    ratio === null || ratio <= 0 ? Infinity : Math.abs(Math.log(ratio));
  const sorted = [...changes].sort(
    (a, b) => order.indexOf(a.judgement) - order.indexOf(b.judgement) || distance(b) - distance(a) || 0,
  );
  const rows = sorted.map(({ part, before, after, ratio, noise, judgement }) => [
    judgement,
    part,
    `${after.title}${after.column === undefined ? '' : `: ${after.column}`}`,
    withUnit(before.median, before.unit),
    withUnit(after.median, after.unit),
    ratio === null ? '–' : `${shown(ratio)} ×`,
    noise === null ? '–' : `± ${shown(noise)}`,
    `${after.better} is better`,
  ]);
  return ['', ...table(['', 'part', 'figure', 'before', 'after', 'after ÷ before', 'noise', ''], rows)];
}
