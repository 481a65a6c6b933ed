/** What the drain of a partition works with, and what it finds there. */
import type { Clock } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics, Tracing } from '../../base/telemetry/telemetry.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type { StateForm } from '../scoring/scoring.ts';
import type { HistoryReach, Lease, PartitionLog, Wanted } from '../stream/stream.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { DecideOptions, Loaded } from './folded-profile.ts';
import type { LostProfiles } from './lost-profiles.ts';
import type { ProfileCache } from './profile-cache.ts';
import type { Past } from './stale.ts';
import type { Turns } from './turns.ts';

/** Values of a partition as they were loaded. */
export type Found = Omit<Loaded, 'histories' | 'isHistoryBehind'>;

/** Sorts values by what was asked for, as far as they go, and adds up their bytes. */
export function foundIn(wanted: readonly Wanted[], values: readonly (Buffer | null)[]) {
  const profiles = new Map<string, Buffer | null>();
  const identities = new Map<string, string | null>();
  let bytes = 0;
  values.forEach((value, index) => {
    const { kind, id } = wanted[index] as Wanted;
    bytes += value?.length ?? 0;
    if (kind === 'profile') profiles.set(id, value);
    else identities.set(id, value?.toString() ?? null);
  });
  return { profiles, identities, bytes };
}

/** All drains of a process share all but the log. */
export interface DrainOptions {
  log: PartitionLog;
  partitions: number;
  /** How states and identities are packed in this installation. */
  stateForm: StateForm;
  programmes: () => ActiveProgrammes;
  /** Reads what is active in the installation: a partition was scored by this later generation. */
  refresh: (seenGeneration: number) => Promise<void>;
  /** Null without a history: then a change of programmes is derived from the stored profiles. */
  past: Past | null;
  /** Profiles that Redis has lost; null where nothing could restore them. */
  lost?: LostProfiles | null;
  historyReach: Pick<HistoryReach, 'of' | 'note'>;
  clock: Clock;
  /** When this process began, ms. */
  startedMs: number;
  metrics: Metrics;
  logger: Logger;
  tracing: Tracing;
  latenessMs: number;
  /** For how long the history keeps events, ms. */
  historyMs: number;
  /** How long after its last event a profile is archived, ms. */
  profileMs: number;
  /** Turns of the partitions of this process. */
  turns: Turns;
  /** Bytes that the partitions of this process may hold at once. */
  budget: ByteBudget;
  /** Those of them that commits of backlogs may hold. */
  backlogBudget: ByteBudget;
  /** Large profiles that this process worked on lately. */
  cache: ProfileCache;
}

/** What decides on what is read under a lease: the programmes that are active, and the time now. */
export function decideOptionsOf(
  options: DrainOptions,
  active: ActiveProgrammes,
  { generationFrom, erased }: Pick<Lease, 'generationFrom' | 'erased'>,
): DecideOptions {
  const { partitions, stateForm, clock, startedMs, latenessMs, historyMs, profileMs, cache } = options;
  const nowMs = clock.nowMs();
  return {
    ...active,
    hasPast: options.past !== null,
    ...{ partitions, stateForm, nowMs, startedMs, latenessMs, cache },
    historyFromMs: Math.max(0, nowMs - historyMs),
    idleSinceMs: Math.max(0, nowMs - profileMs),
    generationFrom,
    openedMs: options.lost?.openedMs ?? 0,
    erased,
  };
}
