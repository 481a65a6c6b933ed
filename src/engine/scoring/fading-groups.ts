/**
 * Payments that fade in groups: of a rule that has paid very often, all but the latest payments.
 *
 * A group is what one rule paid in one stretch of a fixed grid of time. It fades as of the middle of that stretch, and is rounded as one.
 * Which payments are in groups depends on the times of the events alone. So it makes no difference when they are sealed. What
 * is grouped for good may be stored as one: a profile that is paid for ever stays small.
 */
import type { Contribution } from './contribution.ts';

/** Of a payment, what decides on its group. */
export type Groupable = Pick<Contribution, 'atMs' | 'earnedAtMs' | 'groupMs'>;

/** The number of the stretch of the grid that a time lies in. */
export function stretchOf(atMs: number, groupMs: number): number {
  return Math.floor(atMs / groupMs);
}

/** When a payment counts as earned where it is in a group, ms: as long after the middle of the stretch as after its event. */
export function groupedAtMs({ atMs, earnedAtMs, groupMs }: Groupable): number {
  const middleMs = stretchOf(atMs, groupMs) * groupMs + Math.floor(groupMs / 2);
  return middleMs + (earnedAtMs - atMs);
}

/** Payments with those in groups as one each, where a rule has more than `aloneMax`; else the same array. */
export function inGroups(payments: readonly Contribution[], aloneMax: number): readonly Contribution[] {
  // Mostly all together are not too many: then none of their rules has.
  if (payments.reduce((sum, { count }) => sum + count, 0) <= aloneMax) return payments;
  const counts = new Map<number, number>();
  let isAny = false;
  for (const { signatureId, groupMs, count } of payments) {
    if (groupMs === Number.POSITIVE_INFINITY) continue;
    const sum = (counts.get(signatureId) ?? 0) + count;
    counts.set(signatureId, sum);
    isAny ||= sum > aloneMax;
  }
  if (!isAny) return payments;
  const groups = new Map<string, Contribution>();
  const after: Contribution[] = [];
  const later = new Map<number, number>();
  for (const payment of byTime(payments).reverse()) {
    const { signatureId, count, groupMs } = payment;
    const laterCount = later.get(signatureId) ?? 0;
    const mayJoin = groupMs !== Number.POSITIVE_INFINITY;
    if (mayJoin) later.set(signatureId, laterCount + count);
    if (!mayJoin || laterCount < aloneMax) {
      after.push(payment);
      continue;
    }
    const id = `${signatureId}:${stretchOf(payment.atMs, groupMs)}`;
    const group = groups.get(id);
    if (group === undefined) {
      const begun = groupOf(payment);
      groups.set(id, begun);
      after.push(begun);
    } else {
      group.earned += payment.earned;
      group.count += count;
    }
  }
  return after.reverse();
}

/** A group of one payment, the latest, which names it; a copy, since it grows. */
function groupOf(payment: Contribution): Contribution {
  const { source, kind, signatureId, rung, earned, value, atMs, hash, count, reason, fade, groupMs } =
    payment;
  const of = { source, kind, signatureId, rung, key: 0, hash, count, provisionalUntilMs: null };
  return { ...of, earned, value, earnedAtMs: groupedAtMs(payment), atMs, reason, fade, groupMs };
}

/** In the order of their times: total, so that the order of arrival does not matter. */
function byTime(payments: readonly Contribution[]): Contribution[] {
  return [...payments].sort(
    (a, b) => a.atMs - b.atMs || (a.hash ?? 0) - (b.hash ?? 0) || a.rung - b.rung || a.key - b.key,
  );
}
