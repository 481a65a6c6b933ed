/**
 * How deep JSON nests: judged before anything recurses over it, because a deep value exhausts the stack.
 *
 * `JSON.parse` does not recurse; `JSON.stringify`, schemas and readers do. A list or object of plain values is one level.
 */

/** Whether a parsed value nests deeper than so many levels. Recurses no deeper than these. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((inner) => isDeeperThan(inner, levels - 1));
  for (const name in value) {
    if (isDeeperThan((value as Record<string, unknown>)[name], levels - 1)) return true;
  }
  return false;
}

/** The levels of a parsed value; 0 for a plain value. Walks level by level, not by recursion. */
export function depthOf(value: unknown): number {
  let depth = 0;
  let level = [value].filter(isContainer);
  while (level.length > 0) {
    depth++;
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return depth;
}

const quote = 0x22;
const backslash = 0x5c;
const openings = new Set([0x5b, 0x7b]);
const closings = new Set([0x5d, 0x7d]);

/** Whether JSON text nests deeper than so many levels: one pass that stops at the first level too many. */
export function textIsDeeperThan(text: string, levels: number): boolean {
  if (text.length <= levels) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      // An open string is no JSON; the parser says where.
      if (at < 0) return false;
    } else if (openings.has(code)) {
      if (++depth > levels) return true;
    } else if (closings.has(code)) depth--;
  }
  return false;
}

/** Returns the index of the quote that ends a string; -1 where none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return -1;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
