/** Matches without a number, as most events of large profiles have them: made once for all events that have the same. */
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

/** A match with a key, and the list of it alone. */
export interface KeyedMatch {
  match: EventMatch;
  alone: readonly EventMatch[];
}

/** As many different ones are known at once; of more, some are made again. */
const keyedMax = 256;

/** Matches with a key of one profile: people come back to the same pages. */
export class KeyedMatches {
  readonly #known = new Array<KeyedMatch | undefined>(keyedMax).fill(undefined);

  of(signatureId: number, key: number): KeyedMatch {
    const index = (key ^ (signatureId << 4)) & (keyedMax - 1);
    const known = this.#known[index];
    if (known !== undefined && known.match.key === key && known.match.signatureId === signatureId)
      return known;
    const match = { signatureId, key, number: null };
    const made = { match, alone: [match] };
    this.#known[index] = made;
    return made;
  }
}
