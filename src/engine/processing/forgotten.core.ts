/** What an erasure leaves of a profile, and what the other readers hear of it. Pure. */
import type { ErasureNotice } from '../../contract/api/api.ts';
import type { ErasureMark } from '../../contract/language/language.ts';
import { type IdentityRecord, isBlank, isNobody, type ProfileState } from '../scoring/scoring.ts';
import type { Commit } from '../stream/stream.ts';

/** For sales, among its tier updates. */
export function noticeOf({ erasure, profile, untilMs, address, person }: ErasureMark): ErasureNotice {
  return { erasure, profile, untilMs, address, person };
}

/** For the history, among the ledger entries. */
export function ledgerMarkOf(mark: ErasureMark, notedAtMs: number): object {
  return { ...noticeOf(mark), name: mark.name, kind: 'erased', notedAtMs };
}

/** Whether nothing is left of a profile and of who it is. */
export function isNothing(state: ProfileState, identity: IdentityRecord): boolean {
  return isBlank(state) && isNobody(identity);
}

/** Forgets a profile that was erased, also that there was one. */
export function forgetProfile(commit: Commit, id: string): void {
  commit.profiles.delete(id);
  commit.identities.delete(id);
  commit.forgotten.set(id, commit.forgotten.get(id) ?? null);
}
