/**
 * The calendar of a sales rule: its working time and holidays as fields, and edits of them as edits of the text. Pure.
 *
 * An edit replaces the characters of one value. Everything else stays as somebody wrote it: comments, empty lines, the order of words.
 */
import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { hasRepeatedKeys, yamlDocument } from '../../../contract/language/language.ts';

export const weekDays = [
  ...(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const),
] as const;

export interface Calendar {
  timeZone: string | null;
  /** Null: every hour is a working hour. */
  workingTime: {
    days: readonly string[];
    /** `09:00`; the end of a day is `24:00`. */
    from: string;
    to: string;
    /** Days such as `2026-12-25`, in the order of the text. */
    holidays: readonly string[];
  } | null;
}

const hoursOf = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/;

/** Returns the calendar that a text has; null where it has none that can be shown as fields. */
export function calendarOf(text: string): Calendar | null {
  const document = yamlDocument(text);
  if (document.errors.length > 0 || hasRepeatedKeys(document) || !isMap(document.contents)) return null;
  const timeZone = document.get('timeZone');
  const zone = typeof timeZone === 'string' ? timeZone : null;
  const node = document.get('workingTime', true);
  if (node === undefined) return { timeZone: zone, workingTime: null };
  if (!isMap(node)) return null;
  const { days, hours, holidays = [] } = node.toJSON() as Record<string, unknown>;
  const [, from, to] = hoursOf.exec(String(hours)) ?? [];
  if (from === undefined || to === undefined || !areTexts(days) || !areTexts(holidays)) return null;
  return { timeZone: zone, workingTime: { days, from, to, holidays } };
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** What somebody changes of a calendar. */
export type CalendarChange =
  | { timeZone: string }
  | { days: readonly string[] }
  | { from: string; to: string }
  | { holidays: readonly string[] };

/** Returns the text with the change; as it is where it has no such calendar. */
export function withCalendar(text: string, change: CalendarChange): string {
  const calendar = calendarOf(text);
  const document = yamlDocument(text, { keepSourceTokens: true });
  const node = (...path: string[]) => document.getIn(path, true);
  if (calendar === null) return text;
  if ('timeZone' in change) return replaced(text, node('timeZone'), change.timeZone);
  if (calendar.workingTime === null) return text;
  if ('days' in change)
    return replaced(text, node('workingTime', 'days'), `[${inOrder(change.days).join(', ')}]`);
  if ('from' in change) return replaced(text, node('workingTime', 'hours'), `${change.from}-${change.to}`);
  return withHolidays(text, node('workingTime'), node('workingTime', 'holidays'), change.holidays);
}

const inOrder = (days: readonly string[]) => weekDays.filter((day) => days.includes(day));

function rangeOf(node: unknown): [start: number, end: number] | null {
  const range = isNode(node) ? (node as Node).range : null;
  return range ? [range[0], range[1]] : null;
}

function replaced(text: string, node: unknown, value: string): string {
  const range = rangeOf(node);
  return range === null ? text : text.slice(0, range[0]) + value + text.slice(range[1]);
}

/** Holidays in a line each: one that stays keeps its line, with what somebody wrote beside it. */
function withHolidays(text: string, of: unknown, node: unknown, holidays: readonly string[]): string {
  const wanted = [...new Set(holidays)].sort();
  if (!isSeq(node)) return withFirstHolidays(text, of, wanted);
  if (node.flow || wanted.length === 0) return replaced(text, node, `[${wanted.join(', ')}]`);
  const range = rangeOf(node) ?? [0, 0];
  const begin = text.lastIndexOf('\n', range[0] - 1) + 1;
  const indent = ' '.repeat(range[0] - begin);
  const lineOf = (day: string) => {
    const item = node.items.find((one) => isScalar(one) && one.value === day);
    const at = rangeOf(item);
    if (at === null) return `- ${day}`;
    const end = text.indexOf('\n', at[1]);
    return `- ${text.slice(at[0], end < 0 ? undefined : end)}`;
  };
  const last = rangeOf(node.items.at(-1)) ?? range;
  const end = text.indexOf('\n', last[1]);
  const rest = end < 0 ? '' : text.slice(end);
  return text.slice(0, range[0]) + wanted.map(lineOf).join(`\n${indent}`) + rest;
}

/** The first holidays of a working time: behind its last value. */
function withFirstHolidays(text: string, of: unknown, wanted: readonly string[]): string {
  if (!isMap(of) || wanted.length === 0) return text;
  const last = rangeOf(of.items.at(-1)?.value);
  if (last === null) return text;
  if (of.flow) return `${text.slice(0, last[1])}, holidays: [${wanted.join(', ')}]${text.slice(last[1])}`;
  const key = rangeOf(of.items[0]?.key) ?? [0, 0];
  const indent = ' '.repeat(key[0] - text.lastIndexOf('\n', key[0] - 1) - 1);
  const end = text.indexOf('\n', last[1]);
  const at = end < 0 ? text.length : end;
  return `${text.slice(0, at)}\n${indent}holidays: [${wanted.join(', ')}]${text.slice(at)}`;
}
