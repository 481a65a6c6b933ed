/** Text that others wrote, within a sentence of ours: it may not turn our words round. */

/** Embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9). */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** Letters that run from right to left, their digits, and the marks that act as such letters. */
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** The text without direction controls; where it runs from right to left, within an isolate. Plain text is left as it is. */
export function isolated(text: string): string {
  const plain = text.replace(directionControls, '');
  return rightToLeft.test(plain) ? `${firstStrongIsolate}${plain}${popIsolate}` : plain;
}
