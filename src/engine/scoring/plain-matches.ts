/** Matches without key or number, as most events of large profiles have them: made once for all events that have the same. */
import type { EventMatch } from './profile-state.ts';

/** Some matches, and those with one more. */
export interface PlainMatches {
  matches: readonly EventMatch[];
  /** With one more, by its signature id. */
  more: Map<number, PlainMatches>;
}
export const noMatches: PlainMatches = { matches: [], more: new Map() };
/** How many are kept: as many rules as this, or sets of them, few programmes have. */
const plainMax = 10_000;
let plainKept = 0;

/** The same matches with one more. */
export function withPlain({ matches, more }: PlainMatches, signatureId: number): PlainMatches {
  const known = more.get(signatureId);
  if (known !== undefined) return known;
  const made = { matches: [...matches, { signatureId, key: 0, number: null }], more: new Map() };
  if (plainKept++ < plainMax) more.set(signatureId, made);
  return made;
}
