/** What is invisible in a text of others, and which links of theirs are followed. Pure. */
import { isolated } from '../../../base/text/text.ts';

/** A part of a text; `name` is what an invisible character is called, null of a part that can be seen. */
export interface MarkedPart {
  text: string;
  name: string | null;
}

/**
 * Controls and format characters, and letters that are drawn as nothing. Line ends and tabs stay, and what is needed to write:
 * joiners between letters or emoji, tags of a flag, signs that are drawn.
 */
const unseen =
  /[[\p{Cf}\p{Cc}\u{115f}\u{1160}\u{3164}\u{ffa0}]--[\t\n\r\u{600}-\u{605}\u{6dd}\u{70f}\u{8e2}\u{200c}\u{200d}\u{e0020}-\u{e007f}]]|\u{034f}|(?<![\p{L}\p{M}\p{Emoji}])[\u{200c}\u{200d}]|[\u{200c}\u{200d}](?![\p{L}\p{M}\p{Emoji}])|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}]/gv;

/** Returns the text in parts: what cannot be seen stands as a mark with its code, `U+202E`. */
export function markedParts(text: string): MarkedPart[] {
  const parts: MarkedPart[] = [];
  const isIsolated = isBalanced(text);
  let from = 0;
  for (const { 0: found, index } of text.matchAll(unseen)) {
    if (isIsolated && isolates.includes(found)) continue;
    if (index > from) parts.push({ text: text.slice(from, index), name: null });
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    parts.push({ text: '\u2423', name: `An invisible character, U+${code}` });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), name: null });
  return parts;
}

/** Returns the text for a place that holds text alone, as an option does. It turns no other text; what cannot be seen stands as a mark. */
export function markedText(text: string): string {
  return isolated(
    markedParts(text)
      .map((part) => part.text)
      .join(''),
  );
}

const isolates = '\u2068\u2069';

/** Whether what is isolated within the text ends within it, as where sentences of ours hold texts of others. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '\u2068') depth++;
    if (character === '\u2069' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Returns the address of a web page as a link; null for any other kind, such as `javascript:`. */
export function webLink(text: string): string | null {
  const url = URL.parse(text.trim());
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    ? url.href
    : null;
}
