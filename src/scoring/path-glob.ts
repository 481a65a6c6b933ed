/** Path globs: `*` within a segment, `**` any number of segments; no regular expressions, so no pattern can hang. */

/**
 * A test for paths. Case, a trailing slash and doubled slashes do not matter. Cost is at most segments of the pattern ×
 * segments of the path; `*` within a segment is matched greedily with one point of return, so it is linear too.
 */
export function pathGlob(pattern: string): (path: string) => boolean {
  const wanted = segments(pattern);
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const isMatch = matchSegments(wanted, segments(path));
    if (known.size < knownMax) known.set(path, isMatch);
    return isMatch;
  };
}

/** Paths worth remembering for one pattern: a site has few that are looked at often. */
const knownMax = 4_096;

function segments(path: string): string[] {
  return path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}

function matchSegments(wanted: readonly string[], given: readonly string[]): boolean {
  let pattern = 0;
  let place = 0;
  let starAt = -1;
  let starPlace = 0;
  while (place < given.length) {
    const segment = wanted[pattern];
    if (segment === '**') {
      starAt = pattern++;
      starPlace = place;
    } else if (segment !== undefined && segmentMatches(segment, given[place] as string)) {
      pattern++;
      place++;
    } else if (starAt >= 0) {
      pattern = starAt + 1;
      place = ++starPlace;
    } else {
      return false;
    }
  }
  while (wanted[pattern] === '**') pattern++;
  return pattern === wanted.length;
}

function segmentMatches(wanted: string, given: string): boolean {
  if (!wanted.includes('*')) return wanted === given;
  let pattern = 0;
  let place = 0;
  let starAt = -1;
  let starPlace = 0;
  while (place < given.length) {
    if (wanted[pattern] === '*') {
      starAt = pattern++;
      starPlace = place;
    } else if (pattern < wanted.length && wanted[pattern] === given[place]) {
      pattern++;
      place++;
    } else if (starAt >= 0) {
      pattern = starAt + 1;
      place = ++starPlace;
    } else {
      return false;
    }
  }
  while (wanted[pattern] === '*') pattern++;
  return pattern === wanted.length;
}
