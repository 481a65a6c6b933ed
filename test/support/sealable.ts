/** Who is sealed in the end, by the pure core alone: a test over HTTP then draws people of whom that is known. */
import type { Programme } from '../../src/contract/language/language.ts';
import { nobody } from '../../src/engine/scoring/person.ts';
import { emptyState } from '../../src/engine/scoring/profile-state.ts';
import { sealOld } from '../../src/engine/scoring/seal.ts';
import { foldInto } from './fold.ts';
import { streamEvent } from './history-arbitrary.ts';
import type { LanguageEvent } from './language-oracle-match.ts';
import { Installation } from './programme.ts';

/**
 * Returns whether the programmes seal something of these events, once the last of them lies behind the horizon and only `back` has
 * come since. A basket that is open, say, stays open for a month.
 */
export function sealer(programmes: readonly Programme[], latenessMs: number) {
  const compiled = new Installation().compiled(...programmes);
  return (events: readonly LanguageEvent[], back: LanguageEvent): boolean => {
    const state = emptyState();
    for (const event of [...events, back]) foldInto(state, compiled, streamEvent(event));
    const nowMs = back.atMs;
    return sealOld(state, nobody, compiled.programmes, nowMs - latenessMs, nowMs).cuts.length > 0;
  };
}
