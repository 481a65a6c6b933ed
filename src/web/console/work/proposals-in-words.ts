/** Proposals of a profile as lines of text. */

/** More than so many lines push the rest of the drawer away. */
const linesMax = 5;
const lineLengthMax = 80;

/** Returns a line for each proposed trait, in the order of their names; the last line counts the rest. */
export function proposalsInWords(proposals: Readonly<Record<string, unknown>>): string[] {
  const lines = Object.entries(proposals)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      shortened(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`),
    );
  if (lines.length <= linesMax) return lines;
  return [...lines.slice(0, linesMax - 1), `and ${lines.length - linesMax + 1} more`];
}

function shortened(line: string): string {
  return line.length <= lineLengthMax ? line : `${line.slice(0, lineLengthMax - 1)}…`;
}
