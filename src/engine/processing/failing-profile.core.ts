/**
 * Failing profiles: when each is tried again. Pure.
 *
 * The time to the next try is the time for which it fails already, so it doubles with each, between two limits. A profile is looked
 * at more often. It is tried at once where it is not what it was tried with, or where the process began after its last try. Then
 * its bytes, the programmes, the era or the program are others, which may be its repair.
 */
import { contentHashOf, limits } from '../../base/kernel/kernel.ts';
import type { Commit, FailureCause, ProfileFailure } from '../stream/stream.ts';
import type { DecideOptions, FoldedProfile, Loaded } from './folded-profile.ts';

type Stored = Pick<Loaded, 'profiles' | 'identities'>;
type Now = Pick<DecideOptions, 'nowMs' | 'generation' | 'openedMs' | 'startedMs'>;

/** Returns the failure of a profile that cannot be evaluated now. One that an event met before its next try keeps that. */
export function failureNow(
  id: string,
  { reason, detail }: FailureCause,
  loaded: Stored & Pick<Loaded, 'failures'>,
  now: Now,
): ProfileFailure {
  const { nowMs } = now;
  const triedWith = triedWithOf(id, loaded, now);
  const known = loaded.failures?.get(id);
  const before = known?.triedWith === triedWith ? known : null;
  const sinceMs = before?.sinceMs ?? nowMs;
  const waitMs = Math.min(Math.max(nowMs - sinceMs, limits.failingLookMs), limits.failingRetryMsMax);
  const isEarly = before !== null && before.retryAtMs > nowMs;
  const retryAtMs = isEarly ? before.retryAtMs : nowMs + waitMs;
  return { reason, detail, atMs: nowMs, sinceMs, retryAtMs, triedWith };
}

/** Returns those of some failing profiles that wait for their next try, with their failures. */
export function restingAmong(
  failures: ReadonlyMap<string, ProfileFailure>,
  stored: Stored,
  now: Now,
): Map<string, ProfileFailure> {
  const resting = [...failures].filter(
    ([id, { retryAtMs, atMs, triedWith }]) =>
      retryAtMs > now.nowMs && atMs >= (now.startedMs ?? 0) && triedWith === triedWithOf(id, stored, now),
  );
  return new Map(resting);
}

/**
 * Whether a profile that failed is not written: only its timer ran out. With other bytes it would be one that has changed, and be
 * tried at once.
 */
export function staysAsStored(
  { id, isDue }: Pick<FoldedProfile, 'id' | 'isDue'>,
  { failing }: Pick<Commit, 'failing'>,
  { lost }: Pick<Loaded, 'lost'>,
): boolean {
  return isDue && failing.has(id) && lost?.has(id) !== true;
}

function triedWithOf(
  id: string,
  { profiles, identities }: Stored,
  { generation, openedMs = 0 }: Now,
): string {
  const hashes = [profiles.get(id), identities.get(id)].map((value) => contentHashOf(value ?? ''));
  return [generation, openedMs, ...hashes].join(' ');
}
