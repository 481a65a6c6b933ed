/** Lines of a file as people read them: without their comment. Work linear in the line, however hostile it is. */

/** Returns a line without the comment at its end: a `#` at the beginning or after a blank, and all that follows it. */
export function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1))
    if (at === 0 || /\s/.test(line[at - 1] ?? '')) return line.slice(0, at).trimEnd();
  return line;
}
