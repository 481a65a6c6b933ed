/** The active programmes as a process scores by them. */
import type { CompiledProgrammes } from '../scoring/scoring.ts';

/** Programmes, and their generation. */
export interface ActiveProgrammes {
  programmes: CompiledProgrammes;
  /** A number that each activation raises; a profile of an earlier one must be re-evaluated. */
  generation: number;
  /** When the last of its programmes was activated, by the clock of the process that did, ms. */
  activatedMs: number;
  /** Since when the match signatures are these. A profile of an earlier generation is rebuilt from its history. */
  signaturesGeneration: number;
  /** Programmes of earlier generations, the latest first: the ledger records what changed. */
  earlier: readonly { generation: number; programmes: CompiledProgrammes }[];
  /** The generation since which a change to a programme was last published to be notified, by the programme's id; 0 for none. */
  notifyGeneration: (programmeId: number) => number;
  /** When the present version of a programme was activated, by the programme's id, ms; 0 where nobody knows. */
  versionSinceMs: (programmeId: number) => number;
  /** The acceptance time from which matches of a signature count, by its id, ms. */
  signatureSinceMs: (signatureId: number) => number;
}
