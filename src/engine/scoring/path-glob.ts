/** Path globs: `*` within a segment, `**` any number of segments; no regular expressions, so no pattern can hang. */

/**
 * A test for paths. Case, a trailing slash and doubled slashes do not matter. Cost is at most segments of the pattern × segments
 * of the path. A `*` within a segment is matched greedily with one point of return, so it is linear too.
 */
export function pathGlob(pattern: string): (path: string) => boolean {
  const wanted = segmentsOf(pattern);
  return (path) => matchSegments(wanted, segmentsOf(path));
}

/** The segments a path must have, word for word, to fit a pattern. */
export function literalsIn(pattern: string): readonly string[] {
  return segmentsOf(pattern).filter((segment) => !segment.includes('*'));
}

let lastPath: string | undefined;
let lastSegments: readonly string[] = [];

/** A path in plain segments. One path is asked of many patterns in a row, so the last is remembered. */
export function segmentsOf(path: string): readonly string[] {
  if (path === lastPath) return lastSegments;
  lastSegments = path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  lastPath = path;
  return lastSegments;
}

function matchSegments(wanted: readonly string[], given: readonly string[]): boolean {
  return matchesGreedily({ wanted, star: '**', given, isSame: segmentMatches });
}

function segmentMatches(wanted: string, given: string): boolean {
  if (!wanted.includes('*')) return wanted === given;
  return matchesGreedily({ wanted, star: '*', given, isSame: (one, other) => one === other });
}

interface Matched {
  wanted: ArrayLike<string>;
  /** What stands for any number of items. */
  star: string;
  given: ArrayLike<string>;
  isSame: (wanted: string, given: string) => boolean;
}

/** Matches item by item; where one differs, the last star takes one item more. */
function matchesGreedily({ wanted, star, given, isSame }: Matched): boolean {
  let pattern = 0;
  let position = 0;
  let starAt = -1;
  let starPosition = 0;
  while (position < given.length) {
    const item = wanted[pattern];
    if (item === star) {
      starAt = pattern++;
      starPosition = position;
    } else if (item !== undefined && isSame(item, given[position] as string)) {
      pattern++;
      position++;
    } else if (starAt >= 0) {
      pattern = starAt + 1;
      position = ++starPosition;
    } else {
      return false;
    }
  }
  while (wanted[pattern] === star) pattern++;
  return pattern === wanted.length;
}
