/** Recent counts as lines of a score: those for the person, within what public keys may hold. */
import { limits } from '../../base/kernel/kernel.ts';
import { provisionalUntilMs, type Refusal, suspectedReason } from './award.ts';
import { held } from './caps.ts';
import type { CompiledRule, EarningCap } from './compile.ts';
import type { Contribution } from './contribution.ts';
import { noFade } from './fade.ts';
import type { Person } from './person.ts';
import { toPoints } from './points.ts';
import type { RecentCount } from './recent-accumulator.ts';

export interface RecentLines {
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
}

const nothing: RecentLines = { contributions: [], refusals: [] };

/**
 * Returns the lines of what holds now. No event is behind one: it is computed again at each time, as the fit is. What public keys hold is
 * bounded by the hour of the match that completes it, apart from what they earn. So nothing that is frozen depends on it.
 */
export function recentLines(recent: readonly RecentCount[], person: Person): RecentLines {
  if (recent.length === 0) return nothing;
  const contributions: Contribution[] = [];
  const refusals: Refusal[] = [];
  const heldByHour = new Map<number, number>();
  for (const one of [...recent].sort(inOrder)) {
    const { rule, rung, position } = one;
    const { atMs, hash } = position;
    const { thousandths: worth } = rule.rungs[rung] as CompiledRule['rungs'][number];
    const refuse = (reason: string) => refusals.push({ source: rule, atMs, hash, reason });
    if (rule.isFor !== null && !rule.isFor(person)) {
      refuse('not for this profile');
      continue;
    }
    const { points, limit } = withinLimit(one, worth, heldByHour);
    if (points === 0 && worth !== 0) {
      refuse(`limit: ${limit}`);
      continue;
    }
    const cut = points === worth ? '' : `; ${toPoints(worth)} cut by the limit of ${limit}`;
    contributions.push(lineOf(one, points, suspectedReason(one.reason, position.suspicion) + cut));
  }
  return { contributions, refusals };
}

/** What the limit of public keys leaves of the points, and the limit in words. */
function withinLimit(
  { rule, position }: RecentCount,
  worth: number,
  heldByHour: Map<number, number>,
): { points: number; limit: string } {
  const { bounds } = rule.earningCaps.find(({ isOfPublicKeys }) => isOfPublicKeys) as EarningCap;
  const limit = `${toPoints(bounds.most)} points an hour from public keys`;
  if (!position.isPublic) return { points: worth, limit };
  const hour = Math.floor(position.atMs / limits.hourMs);
  const before = heldByHour.get(hour) ?? 0;
  const points = Math.min(worth, Math.max(0, held(before + worth, bounds) - before));
  heldByHour.set(hour, before + points);
  return { points, limit };
}

function lineOf({ rule, rung, key, position }: RecentCount, points: number, reason: string): Contribution {
  const { atMs, suspicion } = position;
  return {
    ...{ source: rule, kind: 'rule', signatureId: rule.signatureId, rung, key, hash: null, count: 1 },
    ...{ earned: points, value: points, earnedAtMs: atMs, atMs, reason },
    ...{ fade: noFade, groupMs: noFade.groupMs },
    provisionalUntilMs: provisionalUntilMs(suspicion),
  };
}

/** Total, so that the order of arrival does not matter: an event completes one count of a rule at most. */
function inOrder(a: RecentCount, b: RecentCount): number {
  return (
    a.position.atMs - b.position.atMs || a.rule.index - b.rule.index || a.position.hash - b.position.hash
  );
}
