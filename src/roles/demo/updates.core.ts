/** Tier updates that behaviour makes, as scoring would have sent them: the same replay as in a backtest. Pure. */
import { eventHashOf, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import {
  type CompiledProgrammes,
  type Crossing,
  latestReasonsOf,
  priorityOf,
  Replay,
  toPoints,
} from '../../engine/scoring/scoring.ts';
import type { Done } from './behaviour.core.ts';
import type { Visitor } from './cast.core.ts';

/** The traits by which a visitor is known. */
export const traitsOf = ({ name, email, company, title, phone, country }: Visitor) => ({
  ...{ name, email, company, title, phone, country },
});

/** The identity that events of a visitor carry: the shop's id of a user is the address. The profile of the doors is the same one. */
const keyOf = ({ email }: Visitor) => `u:${email}`;

/** Returns every change of tier that the behaviour makes until `untilMs`, in order. The first event says who it is. */
export function updatesOf(
  programmes: CompiledProgrammes,
  visitor: Visitor,
  behaviour: readonly Done[],
  untilMs: number,
): TierUpdate[] {
  const updates: TierUpdate[] = [];
  const replay = new Replay(programmes, limits.latenessMs, (crossing) => {
    updates.push(updateOf(visitor, crossing));
  });
  for (const [index, done] of behaviour.entries()) replay.take(eventOf(visitor, done, index));
  replay.until(untilMs);
  return updates;
}

function eventOf(visitor: Visitor, { atMs, doing }: Done, index: number): ScovilleEvent {
  const id = `${visitor.email} ${index}`;
  const path = 'page' in doing ? doing.page : '';
  const properties = 'page' in doing ? { path } : doing.properties;
  return {
    ...{ id, atMs, acceptedAtMs: atMs, path, properties },
    hash: eventHashOf(id),
    profile: profileIdOf(keyOf(visitor)),
    key: keyOf(visitor),
    type: 'page' in doing ? 'page' : 'track',
    name: 'page' in doing ? '' : doing.track,
    ...(index === 0 && { traits: traitsOf(visitor) }),
  };
}

function updateOf(
  visitor: Visitor,
  { programme: compiled, before, after, ...crossing }: Crossing,
): TierUpdate {
  const { evaluation, actions, atMs } = crossing;
  const { programme, version } = compiled;
  const { tiers } = programme.ladder;
  return {
    profile: profileIdOf(keyOf(visitor)),
    programme: programme.programme,
    programmeName: programme.name,
    programmeVersion: version,
    campaign: programme.campaign,
    actions: [...actions],
    grade: evaluation.fit?.grade ?? null,
    priority: priorityOf(compiled, evaluation, after.tier),
    episode: after.episode,
    begunAs: null,
    from: before.tier,
    to: after.tier,
    tierName: tiers[after.tier - 1]?.name ?? 'none',
    tiers: tiers.length,
    score: toPoints(after.score),
    ...{ atMs, acceptedAtMs: atMs },
    identity: { ...traitsOf(visitor), userId: visitor.email, language: null },
    reasons: latestReasonsOf(evaluation, limits.reasonsMax),
  };
}
