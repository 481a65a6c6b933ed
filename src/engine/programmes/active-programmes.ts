/** The programmes that score now, and since when. */
import type { CompiledProgrammes } from '../scoring/scoring.ts';

/** Programmes, and since when they are the ones in force. */
export interface ActiveProgrammes {
  programmes: CompiledProgrammes;
  /** Hash of all their files. */
  hash: string;
  /** A profile looked at before is stale: it was under other programmes. 0 where there were none, ms. */
  sinceMs: number;
  /** A profile looked at before lacks what new facets recognise: it is rebuilt from its history. 0 where there was none, ms. */
  signaturesSinceMs: number;
  /** Those in force before, the latest first, as far as this process knows them: the ledger notes what changed since. */
  earlier: readonly { sinceMs: number; programmes: CompiledProgrammes }[];
  /** From which time of acceptance on what a facet recognises counts, by its slot, ms. */
  signatureSinceMs: (signatureId: number) => number;
}
