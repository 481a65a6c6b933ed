/** What a check found, in lines for people: file, line and column, the message, and the line with a mark under the word. */
import { counted } from '../base/time/time.ts';
import type { FileError } from '../contract/language/language.ts';
import type { CheckedFile } from './check.core.ts';

/** Longest part of a line that is shown, in characters, and how much of it stands before the word. */
const lineMax = 120;
const beforeMax = 60;

/** Returns lines for people; the last sums up. */
export function checkInWords(checked: readonly CheckedFile[]): string[] {
  const lines = checked.flatMap((one) => [
    ...one.errors.flatMap((error) => noteInWords(one.text, error, '')),
    ...one.warnings.flatMap((warning) => noteInWords(one.text, warning, 'warning: ')),
  ]);
  return [...lines, sumOf(checked)];
}

function noteInWords(
  text: string,
  { file, line, column, length = 1, message }: FileError,
  sign: string,
): string[] {
  const shown = text.replace(/^\ufeff/, '').split(/\r?\n/)[line - 1] ?? '';
  const from = Math.max(0, column - 1 - beforeMax);
  const before = visible(shown.slice(from, column - 1));
  const part = visible(shown.slice(from, from + lineMax));
  const number = String(line).padStart(5);
  const mark = '^'.repeat(Math.max(1, Math.min(length, part.length - before.length)));
  return [
    `${file}:${line}:${column}: ${sign}${visible(message)}`,
    `${number} | ${from > 0 ? '…' : ''}${part}`,
    `${' '.repeat(number.length)} | ${from > 0 ? ' ' : ''}${before.replace(/[^\t]/g, ' ')}${mark}`,
    '',
  ];
}

/** Signs that a terminal would act on or hide, as their numbers. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    sign === '\t' ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

function sumOf(checked: readonly CheckedFile[]): string {
  const sum = (of: (one: CheckedFile) => number) => checked.reduce((total, one) => total + of(one), 0);
  const [errors, warnings, examples] = [
    sum((one) => one.errors.length),
    sum((one) => one.warnings.length),
    sum((one) => one.examplesRun),
  ];
  return [
    `${counted(checked.length, 'file')} checked`,
    errors === 0 ? 'no errors' : counted(errors, 'error'),
    warnings === 0 ? 'no warnings' : counted(warnings, 'warning'),
    `${counted(examples, 'example')} ran`,
  ].join(', ');
}
