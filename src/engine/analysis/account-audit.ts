/**
 * The audit of companies. The stored score of each is compared with what its people make of it. What each of these adds is compared with
 * their live score.
 *
 * Both are moving, so a company counts as mismatched only when every try differs. One that is about to be scored is skipped. So is a
 * person who waits for their history, or whose tier updates sales has not all applied.
 */
import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { AccountMismatch, AccountSum } from '../../contract/api/api.ts';
import { unpackRecord } from '../processing/processing.ts';
import { toPoints } from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import { type AuditOptions, whyNot } from './audit.ts';
import { outcomesOf } from './tries.ts';

/** The stored sums of companies, as sales has them. */
export interface AccountSums {
  /** Some of them in their order, the next after a position ('' begins); none at the end. */
  sumsAfter(after: string, countMax: number): Promise<AccountSum[]>;
  /** One again; null where it is gone. */
  sumOf(company: string, programme: string): Promise<AccountSum | null>;
  /** Whether a tier update of a profile waits as a dead letter. */
  hasUnread(profile: string): Promise<boolean>;
}

export interface SumOptions extends AuditOptions {
  stream: Pick<Stream, 'profiles' | 'partitions' | 'tierUpdates'>;
}

export type AccountOutcome =
  | { kind: 'skipped'; why: string }
  /** `notCompared`: why, for each of its people whose points are not known now. */
  | { kind: 'same'; notCompared: string[] }
  | { kind: 'mismatch'; notCompared: string[]; found: AccountMismatch[] };

/** Checks some sums, in their order; those that differ are read again. */
export function auditSums(
  some: readonly AccountSum[],
  sums: AccountSums,
  options: SumOptions,
): Promise<AccountOutcome[]> {
  const compare = async (given: readonly AccountSum[], isAgain: boolean) => {
    const outcomes: AccountOutcome[] = [];
    for (const one of given) {
      const sum = isAgain ? await sums.sumOf(one.company, one.programme) : one;
      outcomes.push(
        sum === null ? { kind: 'skipped', why: 'it is gone' } : await compared(sum, sums, options),
      );
    }
    return outcomes;
  };
  return outcomesOf(some, compare, options.pauseMs);
}

async function compared(sum: AccountSum, sums: AccountSums, options: SumOptions): Promise<AccountOutcome> {
  const { company, programme, score, summed, isDue, parts } = sum;
  // Of a programme that scores companies no more, or that this process does not know yet, nobody knows the sum.
  if (summed === null) return { kind: 'skipped', why: 'its programme scores no companies' };
  if (isDue) return { kind: 'skipped', why: 'it is about to be scored' };
  const found: AccountMismatch[] = [];
  if (score !== summed) found.push({ company, programme, profile: null, live: score, replayed: summed });
  const notCompared: string[] = [];
  let waiting: string | null = null;
  for (const { profile, points } of parts) {
    const live = await livePoints(profile, programme, options);
    if (typeof live === 'string') notCompared.push(live);
    if (typeof live === 'string' || live === points) continue;
    const why = await waitingFor(profile, sums, options);
    if (why === null) found.push({ company, programme, profile, live: points, replayed: live });
    else waiting = why;
  }
  if (found.length > 0) return { kind: 'mismatch', notCompared, found };
  return waiting === null ? { kind: 'same', notCompared } : { kind: 'skipped', why: waiting };
}

/** Why sales may not have all that scoring has said of a profile; null where it has. */
async function waitingFor(
  profile: string,
  sums: AccountSums,
  { stream }: SumOptions,
): Promise<string | null> {
  // A tier update leaves its stream when sales has applied it.
  const waiting = await stream.tierUpdates.read(
    new Map(),
    limits.applyRecordsMax,
    new Set([partitionOf(profile, stream.partitions)]),
  );
  const isOf = (record: unknown) => (record as { profile?: unknown } | null)?.profile === profile;
  if (waiting.length === limits.applyRecordsMax || waiting.some(({ record }) => isOf(record)))
    return 'sales has not applied all tier updates of one of its people';
  return (await sums.hasUnread(profile)) ? 'a tier update of one of its people is a dead letter' : null;
}

/** What scoring said last of a profile; 0 where it is part of another. Where that cannot be known, why. */
async function livePoints(
  id: string,
  programme: string,
  { stream, active }: AuditOptions,
): Promise<number | string> {
  const { programmes, generation } = active();
  const compiled = programmes.programmes.find((one) => one.programme.programme === programme);
  const { profile, isArchived } = await stream.profiles.peek(id, 'reader');
  if (compiled === undefined) return 'the programme is not active';
  if (isArchived) return whyNot.archived;
  if (profile === null) return 'Redis has no such profile';
  let record: ReturnType<typeof unpackRecord>;
  try {
    record = unpackRecord(profile);
  } catch {
    return whyNot.unreadable;
  }
  if (record.kind === 'link') return 0;
  const { state } = record;
  if (state.generation !== generation) return whyNot.stale;
  if (state.wait !== null) return whyNot.waiting;
  const stood = state.tierStates.find((one) => one.programme === compiled.signatureId);
  return Math.max(0, toPoints(stood?.score ?? 0));
}
