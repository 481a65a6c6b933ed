/** Which passwords are too common. Pure. */

/** The entries of a list, one a line; lines that begin with `#` are comments. */
export function entriesOf(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
}

/**
 * Returns whether a password is on a list of common ones in any case, or one of them between digits and signs: `Dragon2024!!`.
 * Guesses begin with these.
 */
export function isCommonPassword(password: string, common: ReadonlySet<string>): boolean {
  const lower = password.toLowerCase();
  return common.has(lower) || common.has(lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
}
