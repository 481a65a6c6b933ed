/** Lanes of a sales process, and who works in them. */
import { z } from 'zod';
import { label } from './payment.ts';

/** The roles of users who may be given a lane. Managers and admins work in every lane. */
const laneRoles = ['rep', 'marketer', 'manager'] as const;
export type LaneRole = (typeof laneRoles)[number];

/** Stands in for a lane: the owner of the record. */
export const ownerWord = 'owner';

const roles = z.array(z.enum(laneRoles)).max(laneRoles.length);

const fullLane = z.strictObject({
  lane: label,
  /** Users of these roles may name the lane; none where it is of people outside, who do not log in. */
  roles: roles.default(['rep', 'marketer']),
  /** Every user of these roles works in it, without naming it. */
  members: roles.default([]),
  /** Who acts for it besides: users of other lanes, and `owner`, the owner of the record. */
  standIns: z.array(label).max(50).default([]),
});
export type Lane = z.infer<typeof fullLane>;

/** A lane by its name alone is worked by the reps and marketers who name it. */
export const laneSchema = z.union([label.transform((lane) => fullLane.parse({ lane })), fullLane]);

/** Somebody who works in lanes. Without a role, the role bounds nothing. */
export interface LaneWorker {
  lanes: readonly string[];
  role?: string | undefined;
  isManager: boolean;
  /** Whether they own the record. */
  isOwner?: boolean;
}

/** Returns the lanes that somebody works in, for themselves or as a stand-in. */
export function lanesWorkedBy(
  lanes: readonly Lane[],
  { lanes: named, role, isOwner }: LaneWorker,
): Set<string> {
  const mayName = ({ lane, roles: those }: Lane) =>
    named.includes(lane) && (role === undefined || those.some((one) => one === role));
  const isMember = ({ members }: Lane) => members.some((one) => one === role);
  const own = lanes.filter((lane) => mayName(lane) || isMember(lane)).map(({ lane }) => lane);
  return withStandIns(lanes, isOwner === true ? [...own, ownerWord] : own);
}

/** Returns the lanes that some user may work in. */
export function workableLanes(lanes: readonly Lane[]): Set<string> {
  const staffed = lanes.filter(({ roles: those, members }) => those.length + members.length > 0);
  return withStandIns(lanes, [...staffed.map(({ lane }) => lane), ownerWord]);
}

/** The lanes given, and those that they stand in for, over any number of steps. */
function withStandIns(lanes: readonly Lane[], given: readonly string[]): Set<string> {
  const found = new Set(given);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { lane, standIns } of lanes) if (standIns.some((one) => found.has(one))) found.add(lane);
  }
  found.delete(ownerWord);
  return found;
}
