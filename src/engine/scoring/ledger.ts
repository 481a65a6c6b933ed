/** The ledger's next lines: the difference between two evaluations of one profile in one programme. */
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { Refusal } from './award.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, PaidAward, valueAt } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { eventId } from './explain.ts';
import type { Fade } from './fade.ts';
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
    before?: number,
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
      ...(before !== undefined && { pointsBefore: toPoints(before) }),
      reason,
    });

  const { gone, come } = withoutMerged(changesBetween(before ?? { paid: [], atMs: after.atMs }, after));
  const had = new Map(gone.map((one) => [idOf(one), one]));
  for (const one of come) {
    // Mostly nothing is gone, and a name costs more than all else here.
    const id = had.size === 0 ? '' : idOf(one);
    const was = had.get(id);
    had.delete(id);
    if (was === undefined) note('paid', one, one.earned, one.reason);
    else if (was.earned !== one.earned || was.reason !== one.reason)
      note('changed', one, one.earned, one.reason, was.earned);
  }
  // What goes on with an evaluation has its refusals: the same objects.
  const known = new Set(had.size === 0 ? before?.refusals : []);
  const refusals = new Map(
    after.refusals.flatMap((one) => (known.has(one) ? [] : [[refusalId(one), one] as const])),
  );
  let reasonGone: ReturnType<typeof reasonsGone> | null = null;
  for (const was of had.values()) {
    const refusal = [...refusals.values()].find(
      ({ source, hash }) => source.id === was.source.id && hash === was.hash,
    );
    if (refusal) refusals.delete(refusalId(refusal));
    reasonGone ??= reasonsGone(after);
    note('taken back', was, was.earned, refusal?.reason ?? reasonGone(was));
  }
  if (refusals.size > 0) for (const refusal of before?.refusals ?? []) refusals.delete(refusalId(refusal));
  for (const refusal of refusals.values()) note('refused', refusal, 0, refusal.reason);
  return entries;
}

/** Whether payments count at a time: what has faded to nothing was taken back by it. */
class Counting {
  readonly #atMs: number;
  /** One that does. Any that fades alike counts too where it is as large, and not earlier: of thousands, few are worked out. */
  #fade: Fade | null = null;
  #amount = 0;
  #earnedAtMs = 0;

  constructor(atMs: number) {
    this.#atMs = atMs;
  }

  has(one: Contribution): boolean {
    const { earned, earnedAtMs, fade } = one;
    if (earned === 0) return true;
    const amount = Math.abs(earned);
    if (fade === this.#fade && amount >= this.#amount && earnedAtMs >= this.#earnedAtMs) return true;
    if (valueAt(one, this.#atMs) === 0) return false;
    this.#fade = fade;
    this.#amount = amount;
    this.#earnedAtMs = earnedAtMs;
    return true;
  }
}

type Paid = Pick<Evaluation, 'paid' | 'atMs'>;

/** Between an equal beginning and an equal end, and what has faded to nothing there: of thousands of payments, an event changes few. */
function changesBetween({ paid: before, atMs: beforeMs }: Paid, { paid: after, atMs }: Paid): Changes {
  let first = 0;
  while (areSame(before[first], after[first])) first++;
  let last = 0;
  const rest = Math.min(before.length, after.length) - first;
  while (last < rest && areSame(before.at(-1 - last), after.at(-1 - last))) last++;
  const gone: Contribution[] = [];
  const come: Contribution[] = [];
  const [then, now] = [new Counting(beforeMs), new Counting(atMs)];
  const compare = (was: Contribution, is: Contribution) => {
    if (was === is && is.fade.endsAfterMs === Number.POSITIVE_INFINITY) return;
    const counts = now.has(is);
    // What counts did so before: nothing grows.
    const counted = (was === is && counts && beforeMs <= atMs) || then.has(was);
    if (counted && !counts) gone.push(was);
    if (counts && !counted) come.push(is);
  };
  const [goneUntil, comeUntil] = [before.length - last, after.length - last];
  for (let index = 0; index < first; index++)
    compare(before[index] as Contribution, after[index] as Contribution);
  for (const one of before.slice(first, goneUntil)) if (then.has(one)) gone.push(one);
  for (const one of after.slice(first, comeUntil)) if (now.has(one)) come.push(one);
  for (let index = 0; index < last; index++)
    compare(before[goneUntil + index] as Contribution, after[comeUntil + index] as Contribution);
  return { gone, come };
}

function areSame(one: Contribution | undefined, other: Contribution | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return one !== undefined && one === other;
  return (
    one.hash === other.hash &&
    one.key === other.key &&
    one.rung === other.rung &&
    one.kind === other.kind &&
    one.source.id === other.source.id &&
    one.earned === other.earned &&
    one.reason === other.reason
  );
}

/** What counted and does no more, and what counts since. */
interface Changes {
  gone: readonly Contribution[];
  come: readonly Contribution[];
}

/**
 * The changes without those that only merged payments: a profile at its limit stores many of a rule as one. They are left out where
 * the merged ones stand for as many payments, and as many points, as those that are gone.
 */
function withoutMerged({ gone, come }: Changes): Changes {
  const last = new Map<string, number>();
  for (const one of come)
    if (one.count > 1) last.set(rungOf(one), Math.max(one.atMs, last.get(rungOf(one)) ?? 0));
  if (last.size === 0) return { gone, come };
  const isMerged = (one: Contribution) => one.atMs <= (last.get(rungOf(one)) ?? Number.NEGATIVE_INFINITY);
  const difference = new Map<string, { count: number; earned: number }>();
  const add = (one: Contribution, sign: 1 | -1) => {
    if (!isMerged(one)) return;
    const { count, earned } = difference.get(rungOf(one)) ?? { count: 0, earned: 0 };
    difference.set(rungOf(one), { count: count + sign * one.count, earned: earned + sign * one.earned });
  };
  for (const one of gone) add(one, -1);
  for (const one of come) add(one, 1);
  const even = [...difference].filter(([, { count, earned }]) => count === 0 && earned === 0);
  const evenRungs = new Set(even.map(([rung]) => rung));
  const isLeftOut = (one: Contribution) => isMerged(one) && evenRungs.has(rungOf(one));
  return { gone: gone.filter((one) => !isLeftOut(one)), come: come.filter((one) => !isLeftOut(one)) };
}

function rungOf({ kind, source, rung }: Contribution): string {
  return `${kind} ${source.id} ${rung}`;
}

/** Why something no longer counts, by what counts now. At a limit thousands may be gone at once, so each is looked up. */
function reasonsGone(after: Evaluation): (was: Contribution) => string {
  const stillThere = new Set(after.paid.map(idOf));
  /** By source, the first of each rung in their order. */
  const firsts = new Map<string, Map<number, Contribution>>();
  for (const one of after.paid) {
    const ofSource = firsts.get(one.source.id) ?? new Map<number, Contribution>();
    if (!ofSource.has(one.rung)) ofSource.set(one.rung, one);
    firsts.set(one.source.id, ofSource);
  }
  return (was) => {
    if (stillThere.has(idOf(was))) return was.fade.words;
    // Rungs of a silence are the times it was paid: none replaces another.
    if (was instanceof PaidAward && was.award.rule.rungs.length === 0) return 'no longer counts';
    const ofSource = firsts.get(was.source.id);
    const higher = ofSource && [...ofSource.values()].find(({ rung }) => rung > was.rung);
    return higher === undefined ? 'no longer counts' : `replaced by a higher rung: ${higher.reason}`;
  };
}

function idOf({ source, hash, key, rung, kind }: Contribution): string {
  return `${kind} ${source.id} ${hash} ${key} ${rung}`;
}

function refusalId({ source, hash, reason }: Refusal): string {
  return `${source.id} ${hash} ${reason}`;
}
