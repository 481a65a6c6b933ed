/** The active programmes, and since when. */
import type { CompiledProgrammes } from '../scoring/scoring.ts';

/** Programmes, and since when they are active. */
export interface ActiveProgrammes {
  programmes: CompiledProgrammes;
  /** Hash of all their files. */
  hash: string;
  /** Activation time, ms; 0 for the first programmes. A profile evaluated before it is stale. */
  sinceMs: number;
  /** When the match signatures last changed, ms; 0 for the first. A profile evaluated before it is rebuilt from its history. */
  signaturesSinceMs: number;
  /** Previously active programmes, the latest first, as far as this process knows: the ledger records what changed. */
  earlier: readonly { sinceMs: number; programmes: CompiledProgrammes }[];
  /** The acceptance time from which matches of a signature count, by its id, ms. */
  signatureSinceMs: (signatureId: number) => number;
}
