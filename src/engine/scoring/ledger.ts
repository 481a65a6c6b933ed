/** The ledger's next lines: the difference between two evaluations of one profile in one programme. */
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { Refusal } from './award.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { eventId } from './explain.ts';
import { toPoints } from './points.ts';

/** What is noted of a profile; `before` is null at its first evaluation. Decay by itself is arithmetic, and not noted. */
export function ledgerOf(
  profile: string,
  programme: CompiledProgramme,
  before: Evaluation | null,
  after: Evaluation,
  nowMs: number,
): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  const note = (
    kind: LedgerEntry['kind'],
    of: Pick<Contribution, 'source' | 'hash' | 'atMs'>,
    points: number,
    reason: string,
  ) =>
    entries.push({
      profile,
      programme: programme.programme.programme,
      version: programme.version,
      notedAtMs: nowMs,
      kind,
      rule: of.source.id,
      event: of.hash === null ? null : eventId(of.hash),
      atMs: of.hash === null ? null : of.atMs,
      points: toPoints(points),
      reason,
    });

  const { gone, come } = changesBetween(
    stillCounting(before?.ungrouped ?? []),
    stillCounting(after.ungrouped),
  );
  const had = new Map(gone.map((one) => [idOf(one), one]));
  for (const one of come) {
    const was = had.get(idOf(one));
    had.delete(idOf(one));
    if (was === undefined) note('paid', one, one.earned, one.reason);
    else if (was.earned !== one.earned || was.reason !== one.reason)
      note('changed', one, one.earned, one.reason);
  }
  const refusals = new Map(after.refusals.map((one) => [refusalId(one), one]));
  for (const was of had.values()) {
    const refusal = [...refusals.values()].find(
      ({ source, hash }) => source.id === was.source.id && hash === was.hash,
    );
    if (refusal) refusals.delete(refusalId(refusal));
    note('taken back', was, was.earned, refusal?.reason ?? reasonGone(was, after));
  }
  for (const known of before?.refusals ?? []) refusals.delete(refusalId(known));
  for (const refusal of refusals.values()) note('refused', refusal, 0, refusal.reason);
  return entries;
}

/** Lines of caps are worked out from the others. What has faded to nothing was taken back by time. */
function stillCounting(contributions: readonly Contribution[]): Contribution[] {
  return contributions.filter(({ kind, earned, value }) => kind !== 'cap' && (value !== 0 || earned === 0));
}

/** Both without their equal beginnings and ends: of thousands of payments, an event changes few. */
function changesBetween(
  before: readonly Contribution[],
  after: readonly Contribution[],
): { gone: readonly Contribution[]; come: readonly Contribution[] } {
  const areSame = (one: Contribution | undefined, other: Contribution | undefined) =>
    one !== undefined &&
    other !== undefined &&
    one.hash === other.hash &&
    one.key === other.key &&
    one.rung === other.rung &&
    one.kind === other.kind &&
    one.source.id === other.source.id &&
    one.earned === other.earned &&
    one.reason === other.reason;
  let first = 0;
  while (areSame(before[first], after[first])) first++;
  let last = 0;
  const rest = Math.min(before.length, after.length) - first;
  while (last < rest && areSame(before.at(-1 - last), after.at(-1 - last))) last++;
  return {
    gone: before.slice(first, before.length - last),
    come: after.slice(first, after.length - last),
  };
}

function reasonGone(was: Contribution, after: Evaluation): string {
  const isStillThere = after.ungrouped.some((one) => idOf(one) === idOf(was));
  if (isStillThere) return was.fade.words;
  const higher = after.ungrouped.find(({ source, rung }) => source.id === was.source.id && rung > was.rung);
  return higher === undefined ? 'no longer counts' : `replaced by a higher rung: ${higher.reason}`;
}

function idOf({ source, hash, key, rung, kind }: Contribution): string {
  return `${kind} ${source.id} ${hash} ${key} ${rung}`;
}

function refusalId({ source, hash, reason }: Refusal): string {
  return `${source.id} ${hash} ${reason}`;
}
