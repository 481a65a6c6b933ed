/** What a stage does by itself, and when, in words; names of the file are isolated within them. Pure. */
import { isolated } from '../../../base/text/text.ts';
import type { DefinedStage } from '../../../contract/api/api.ts';

type Effect = DefinedStage['onEnter'][number];

/** An effect as a sentence without its full stop: `Task for Sales: Call them, within 1 working day`. */
export function effectInWords(effect: Effect): string {
  const word = (name: string) => isolated(String(effect[name] ?? ''));
  const has = (name: string) => effect[name] !== undefined;
  const words: Record<string, () => string> = {
    task: () =>
      `Task for ${word('for')}: ${word('subject')}${has('within') ? `, within ${word('within')}` : ''}`,
    mail: () => `Mail ${word('template')} to ${word('to')}`,
    notify: () => `Notifies ${word('who')}: ${word('text')}`,
    note: () => `Note: ${word('text')}`,
    open: () => `Opens a record of ${word('pipeline')}${has('at') ? ` in ${word('at')}` : ''}`,
    set: () => `Sets ${word('field')} to ${effect['to'] === '' ? 'nothing' : word('to')}`,
    'make person': () => `Makes the person a ${word('kind')}`,
    'stop contact': () => 'Marks the person “do not contact”',
  };
  const said = words[String(effect['do'])]?.() ?? isolated(JSON.stringify(effect));
  return said + conditionInWords(effect['if']);
}

/** ` if Paid is true and Size is large`; empty without a condition. */
export function conditionInWords(condition: unknown): string {
  if (typeof condition !== 'object' || condition === null) return '';
  const tests = Object.entries(condition).map(
    ([field, value]) => `${isolated(field)} is ${isolated(String(value))}`,
  );
  return tests.length === 0 ? '' : `, if ${tests.join(' and ')}`;
}

/** `5 days after it entered`, `on the day in Call on`; the first letter is small. */
export function momentInWords(
  { after, from, plus = null }: { after: string | null; from: string; plus?: string | null },
  labelOf: (field: string) => string,
): string {
  const start = from === 'entered' ? 'it entered' : isolated(labelOf(from));
  const added = plus === null ? '' : ` plus the days in ${isolated(labelOf(plus))}`;
  if (after === null && plus === null) return from === 'entered' ? 'at once' : `on the day in ${start}`;
  return after === null ? `${start}${added}` : `${isolated(after)} after ${start}${added}`;
}

/** The pipelines that a stage opens records in, each once, by its name within the process. */
export function openedBy({ onEnter, onLeave, every, later }: DefinedStage): string[] {
  const effects = [...onEnter, ...onLeave, ...[...every, ...later].flatMap((one) => one.do)];
  return [...new Set(effects.filter((one) => one['do'] === 'open').map((one) => String(one['pipeline'])))];
}
