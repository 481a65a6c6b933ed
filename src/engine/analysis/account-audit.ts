/**
 * The audit of companies. The stored score of each is compared with what its people make of it. What each of these adds is compared with
 * their live score.
 *
 * Both are moving, so a company counts as mismatched only when every try differs. One that is about to be scored is skipped, and so is a
 * person who waits for their history.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountMismatch, AccountSum } from '../../contract/api/api.ts';
import { unpackRecord } from '../processing/processing.ts';
import { toPoints } from '../scoring/scoring.ts';
import type { AuditOptions } from './audit.ts';

/** The stored sums of companies, as sales has them. */
export interface AccountSums {
  /** Some of them in their order, the next after a position ('' begins); none at the end. */
  sumsAfter(after: string, countMax: number): Promise<AccountSum[]>;
  /** One again; null where it is gone. */
  sumOf(company: string, programme: string): Promise<AccountSum | null>;
}

export type AccountOutcome = { kind: 'same' | 'skipped' } | { kind: 'mismatch'; found: AccountMismatch[] };

/** Checks one sum; one that differs is read again. */
export async function auditSum(
  sum: AccountSum,
  sums: AccountSums,
  options: AuditOptions,
): Promise<AccountOutcome> {
  let outcome = await compared(sum, options);
  for (let tries = 1; outcome.kind === 'mismatch' && tries < limits.auditTriesMax; tries++) {
    await pause(options.pauseMs ?? limits.auditPauseMs);
    const again = await sums.sumOf(sum.company, sum.programme);
    outcome = again === null ? { kind: 'skipped' } : await compared(again, options);
  }
  return outcome;
}

async function compared(sum: AccountSum, options: AuditOptions): Promise<AccountOutcome> {
  const { company, programme, score, summed, isDue, parts } = sum;
  // Of a programme that is active no more, or that this process does not know yet, nobody knows the sum.
  if (isDue || summed === null) return { kind: 'skipped' };
  const found: AccountMismatch[] = [];
  if (score !== summed) found.push({ company, programme, profile: null, live: score, replayed: summed });
  for (const { profile, points } of parts) {
    const live = await livePoints(profile, programme, options);
    if (live !== null && live !== points)
      found.push({ company, programme, profile, live: points, replayed: live });
  }
  return found.length === 0 ? { kind: 'same' } : { kind: 'mismatch', found };
}

/** What scoring said last of a profile; 0 where it is part of another. Null where that cannot be known. */
async function livePoints(
  id: string,
  programme: string,
  { stream, active }: AuditOptions,
): Promise<number | null> {
  const { programmes, generation } = active();
  const compiled = programmes.programmes.find((one) => one.programme.programme === programme);
  const { profile, isArchived } = await stream.profiles.peek(id, 'reader');
  if (compiled === undefined || profile === null || isArchived) return null;
  let record: ReturnType<typeof unpackRecord>;
  try {
    record = unpackRecord(profile);
  } catch {
    return null;
  }
  if (record.kind === 'link') return 0;
  const { state } = record;
  if (state.generation !== generation || state.wait !== null) return null;
  const stood = state.tierStates.find((one) => one.programme === compiled.signatureId);
  return Math.max(0, toPoints(stood?.score ?? 0));
}
