/** The explanation of a fall: the contributions in the higher tier, and their loss since. */
import type { Loss } from '../../contract/api/api.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt } from './contribution.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import type { Person } from './person.ts';
import { toPoints } from './points.ts';
import type { ProfileState, TierState } from './profile-state.ts';

export interface Fall {
  /** Tiers by number; 0 is below the ladder. */
  from: number;
  to: number;
  atMs: number;
  /** Contributions with less value than before, the greatest loss first. */
  losses: Loss[];
}

/** Returns the last fall of a tier state; null where it has risen since, or never fell. */
export function fallOf(
  state: ProfileState,
  person: Person,
  programme: CompiledProgramme,
  tierState: TierState,
  now: Evaluation,
): Fall | null {
  if (tierState.fellFrom === 0) return null;
  const thenMs = tierState.fellSinceMs;
  const known = { ...state, matchedEvents: state.matchedEvents.filter(({ atMs }) => atMs <= thenMs) };
  // Only the present person is known: one who is excluded now was not when the tier was reached.
  const then = evaluate(known, person, { ...programme, exclude: [] }, thenMs);
  const [thenAll, nowAll] = [withCaps(then), withCaps(now)];
  const after = new Map(nowAll.map((one) => [idOf(one), one]));
  const losses = thenAll.flatMap((was) => {
    const is = after.get(idOf(was));
    const stood = valueAt(was, then.atMs);
    const stands = is === undefined ? 0 : valueAt(is, now.atMs);
    if (stood <= stands) return [];
    const reason = is === undefined ? reasonGone(was, now) : is.fade.words;
    const { id, label } = was.source;
    return [{ rule: id, label, was: toPoints(stood), is: toPoints(stands), reason }];
  });
  for (const is of nowAll) {
    const stands = valueAt(is, now.atMs);
    if (stands >= 0 || thenAll.some((was) => idOf(was) === idOf(is))) continue;
    losses.push({
      rule: is.source.id,
      label: is.source.label,
      was: 0,
      is: toPoints(stands),
      reason: is.reason,
    });
  }
  losses.sort((a, b) => b.was - b.is - (a.was - a.is));
  return { from: tierState.fellFrom, to: tierState.tier, atMs: tierState.sinceMs, losses };
}

/** Every payment by itself, and the lines of fit and caps. */
function withCaps({ paid, lines }: Evaluation): Contribution[] {
  return [...paid, ...lines.filter(({ kind }) => kind === 'cap')];
}

/** A silence may be paid again for one event; lines without an event have no time of their own. */
function idOf({ source, hash, key, earnedAtMs }: Contribution): string {
  return `${source.id}:${hash}:${key}:${hash === null ? '' : earnedAtMs}`;
}

function reasonGone(was: Contribution, now: Evaluation): string {
  if (now.excludedBy !== null) return `excluded: ${now.excludedBy.label}`;
  const refusal = now.refusals.find(({ source, hash }) => source.id === was.source.id && hash === was.hash);
  return refusal?.reason ?? 'no longer counts';
}
