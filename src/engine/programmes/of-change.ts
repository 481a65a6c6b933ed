/** What a text that scores people instead of companies, or the reverse, does to the work that is open: a warning before it is published. Pure. */
import type { FileError, Programme } from '../../contract/language/language.ts';

const ofPeople =
  'it scored companies until now, and this text scores people: the scores of companies end, and their open leads and tasks stay with their owners';
const ofCompanies =
  'it scored people until now, and this text scores companies: people are on no ladder of it any more, and their open leads and tasks stay with their owners';

/** Returns the warning; none where both score the same. `before`: the active version, null for none. */
export function warningsOfChange(
  file: string,
  text: string,
  { before, after }: { before: Programme | null; after: Programme },
): FileError[] {
  const [was, is] = [before?.of ?? 'person', after.of ?? 'person'];
  if (before === null || was === is) return [];
  const line = text.split('\n').findIndex((one) => /^["']?of["']?\s*:/.test(one)) + 1;
  const message = `of: ${is === 'account' ? ofCompanies : ofPeople}`;
  return [{ file, line: Math.max(1, line), column: 1, message }];
}
