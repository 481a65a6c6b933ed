/** The words of mail templates and documents, as a reader of the process's language writes them. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import { zoneOf } from '../../base/time/time.ts';
import type { FieldValue, PipelineField, TemplateWord } from '../../contract/language/language.ts';
import type { PersonRow, RecordRow } from '../store/store.ts';
import type { Flow } from './flow.core.ts';

/** The record that a mail or document is about. */
export interface WordSource {
  flow: Flow;
  row: RecordRow;
  person: Pick<PersonRow, 'name' | 'email' | 'company'> | null;
  /** What the record is called. */
  name: string;
  /** ms since the epoch: `today` is the day of the process then. */
  atMs: number;
}

/** The value of a word as it is shown; empty where it is unknown. Text of others cannot turn ours round. */
export function shownWord({ flow, row, person, name, atMs }: WordSource, word: string): string {
  const { language, timeZone } = flow.process;
  const today = new Date(zoneOf(timeZone).dayOf(atMs) * limits.dayMs).toISOString().slice(0, 10);
  const words: Record<TemplateWord, string | null | undefined> = {
    'person.name': person?.name,
    'person.email': person?.email,
    'person.company': person?.company,
    'record.id': row.id,
    'record.name': name,
    'record.amount': row.amount === undefined ? null : shownSum(row.amount, row.currency, language),
    'record.stage': row.stage,
    owner: row.owner,
    today: shownDay(today, language),
  };
  if (word in words) return isolated(String(words[word as TemplateWord] ?? ''));
  const field = word.replace(/^fields\./, '');
  const value = row.fields[field];
  return value === undefined
    ? ''
    : isolated(shownValue(value, flow.pipeline.fields[field], row.currency, language));
}

/** A value of a field as it is shown: a sum with its currency, a number grouped, a day in words. */
export function shownValue(
  value: FieldValue,
  field: PipelineField | undefined,
  currency: string | undefined,
  language: string,
): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field?.type === 'money') return shownSum(value, currency, language);
  if (typeof value === 'number') return shownNumber(value, language);
  return field?.type === 'date' ? shownDay(value, language) : value;
}

/** A sum of money: `€1,234.50`. Without a currency, the number with two places. */
export function shownSum(sum: number | string, currency: string | undefined, language: string): string {
  const style =
    currency === undefined
      ? ({ minimumFractionDigits: 2, maximumFractionDigits: 2 } as const)
      : ({ style: 'currency', currency } as const);
  // A decimal text keeps every digit; a number of JavaScript may not.
  return new Intl.NumberFormat(language, style).format(sum as Intl.StringNumericLiteral);
}

export function shownNumber(value: number | string, language: string): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
  return format.format(value as Intl.StringNumericLiteral);
}

/** A day such as `2026-12-01` in words: `1 December 2026`. */
function shownDay(day: string, language: string): string {
  const ms = Date.parse(day);
  if (Number.isNaN(ms)) return day;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}
