/** Signs that word processors put in place of those of the keyboard. */

const replaced: readonly [signs: RegExp, by: string, name: string][] = [
  [/[“”„‟«»〝〞＂]/g, '"', 'curly quotes are part of the text'],
  [/[‘’‚‛＇]/g, "'", 'curly quotes are part of the text'],
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ', 'it has a space of another kind'],
  [/[−–—﹣－]/g, '-', 'it has a dash in place of a hyphen'],
  [/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '', 'it has an invisible sign'],
  [/：/g, ':', 'it has a colon of another kind'],
];

/** Returns a text in the signs of the keyboard without quotes around it, and why it had to change; null where it has none else. */
export function withoutPasted(text: string): { text: string; why: string } | null {
  const found = replaced.filter(([signs]) => text.search(signs) >= 0);
  const [first] = found;
  if (first === undefined) return null;
  const plain = found.reduce((left, [signs, by]) => left.replace(signs, by), text).trim();
  const inQuotes = /^(["'])(.*)\1$/s.exec(plain);
  return { text: inQuotes?.[2] ?? plain, why: first[2] };
}
