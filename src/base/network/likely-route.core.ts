/** The route that was probably meant by a path that has none. Pure; it costs little, since anybody may ask for any path. */
import { slipsBetween } from '../text/text.ts';

export interface Route {
  method: string;
  parts: readonly string[];
  /** Whether it answers a page for people: a call with another method means none. */
  isPage: boolean;
}

/** `url`: as it was registered, `/api/v1/leads/:id`. */
export function routeOf(method: string, url: string, isPage = false): Route {
  return { method, parts: partsOf(url), isPage };
}

/** Longer paths are no slip of a finger, and would cost more to compare. */
const pathLengthMax = 200;
const editsMax = 2;
/** What a slip counts beside edits. A prefix is left out more often than a method is another. */
const prefixEdits = 0.5;
const methodEdits = 0.75;
/** A path, and what callers may have left out of it. */
const asked = (path: string) => [
  path,
  ...['/v1', '/api', '/api/v1'].map((prefix) => prefix + path),
  path.replace(/^\/api\//, '/api/v1/'),
];

/** Returns the likeliest of the routes in the words of documentation, such as `POST /v1/track`; null where none is like it. */
export function likeliestRoute(method: string, path: string, routes: readonly Route[]): string | null {
  if (path.length > pathLengthMax) return null;
  const ways = asked(path).map(partsOf);
  let best: { rank: number; words: string } | null = null;
  for (const route of routes) {
    const { parts, isPage } = route;
    const isAsked = route.method === method;
    if (isPage && !isAsked) continue;
    const edits = Math.min(
      ...ways.map((one, index) => editsOf(one, parts) + (index === 0 ? 0 : prefixEdits)),
    );
    if (edits > editsMax) continue;
    const rank = edits + (isAsked ? 0 : methodEdits);
    const words = `${route.method} ${parts.map(shownPart).join('/') || '/'}`;
    if (best === null || rank < best.rank || (rank === best.rank && words < best.words))
      best = { rank, words };
  }
  return best?.words ?? null;
}

const isParameter = (part: string) => part.startsWith(':');
const shownPart = (part: string) => (isParameter(part) ? `{${part.slice(1)}}` : part);

function partsOf(path: string): string[] {
  return path.split('/').filter((part, index) => index === 0 || part !== '');
}

/** The edits between two paths of as many parts, and a little for each part that may be anything. Infinite where they differ too much. */
function editsOf(asked: readonly string[], parts: readonly string[]): number {
  if (asked.length !== parts.length) return Number.POSITIVE_INFINITY;
  let edits = 0;
  for (const [index, part] of parts.entries()) {
    const given = asked[index] ?? '';
    if (isParameter(part)) edits += 0.1;
    else if (given !== part) edits += editsBetween(given.toLowerCase(), part);
    if (edits > editsMax) return Number.POSITIVE_INFINITY;
  }
  return edits;
}

/** Letters added, left out, changed or swapped with the next; infinite where more than a third of the word would be another. */
function editsBetween(given: string, word: string): number {
  const most = Math.min(editsMax, Math.floor(Math.max(given.length, word.length) / 3));
  if (Math.abs(given.length - word.length) > most) return Number.POSITIVE_INFINITY;
  const edits = slipsBetween(given, word);
  return edits > most ? Number.POSITIVE_INFINITY : edits;
}
