/** What a simulated installation is made of: its settings, its generations, its processes and its partitions. */
import type { ProfileMerge } from '../../src/engine/processing/batch.ts';
import type { CompiledProgrammes, StateForm } from '../../src/engine/scoring/scoring.ts';
import type { StreamEntry } from '../../src/engine/stream/stream.ts';

export interface Settings {
  programmes: CompiledProgrammes;
  partitions: number;
  latenessMs: number;
  hasPast: boolean;
  /** How far the history is behind, ms. */
  historyLagMs?: number;
  /** Whether processes keep profiles at hand, as they do unless this is false. */
  caches?: boolean;
  /** A due profile without an event for so long is archived, ms. */
  profileMs?: number;
}

export interface Generation {
  generation: number;
  activatedMs: number;
  programmes: CompiledProgrammes;
  signaturesGeneration: number;
  notifies: boolean;
}

/** A process that scores. */
export interface SimulatedProcess {
  /** How far its clock is ahead, ms. */
  aheadMs: number;
  /** The generation that it knows. */
  generation: number;
}

export interface Partition {
  /** Every other is as an earlier program reads it: states of both forms meet in merges. */
  stateForm: StateForm;
  stream: StreamEntry[];
  offset: string;
  /** Records of the first entry of the stream that are scored already. */
  within: number;
  generation: number;
  generationFrom: string;
}

/** What is found of profiles that Redis has lost: what each sends to its heir, and the identities of all. */
export interface Restored {
  lost: Map<string, ProfileMerge | null>;
  known: Map<string, string | null>;
}
