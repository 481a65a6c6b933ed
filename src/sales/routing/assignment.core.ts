/** Who may take, return, assign or route work anew, and what comes of it. Pure; a refusal is a `ApiError`. */

import { ApiError } from '../../base/kernel/kernel.ts';
import type { Assignment, Return } from '../../contract/api/api.ts';
import type { CompanyRow, PersonRow, TaskRow } from '../store/store.ts';
import { accountOf, candidateAgain } from './candidate.core.ts';
import { isFull, type Rep, type Routed, type RoutingSnapshot, route } from './routing.core.ts';

/** A lead with its open task, or an open task that has no lead. */
export interface WorkItem
  extends Pick<TaskRow, 'id' | 'campaign' | 'programme' | 'grade' | 'tier' | 'reasons'> {
  what: 'lead' | 'task';
  owner: string | null;
  /** When contact must have been made; null where no task says so. */
  dueAtMs: number | null;
  /** The lane whose people do the task; null for one that anybody may own. */
  lane: string | null;
  person: Pick<PersonRow, 'owner' | 'country' | 'language' | 'do_not_contact'> | null;
  company: Pick<CompanyRow, 'name' | 'owner'> | null;
}

/** Somebody at it. */
export interface Requester {
  name: string;
  lanes: readonly string[];
  isManager: boolean;
}

/** Takes what waits in the queue; null where one has it already. Throws `conflict`, `forbidden`. */
export function claimed(snapshot: RoutingSnapshot, work: WorkItem, by: Requester): Routed | null {
  const rep = snapshot.reps.get(by.name);
  if (rep === undefined)
    throw new ApiError(
      'forbidden',
      `"${by.name}" is no user, and work belongs to people: log in to claim it, or assign it to an "owner"`,
    );
  if (work.owner === rep.email) return null;
  if (work.owner !== null)
    throw new ApiError(
      'conflict',
      `${named(work)} is with ${work.owner} already; take another from the queue`,
    );
  requireContactAllowed(work);
  if (work.lane !== null && !by.isManager && !by.lanes.includes(work.lane))
    throw new ApiError('forbidden', `${named(work)} is for the lane "${work.lane}"`);
  if (!by.isManager) requireRoom(snapshot, work, rep, 'you have');
  return { owner: rep.email, reason: `claimed by ${rep.email} from ${snapshot.routing.queue}` };
}

/** Puts it back into the queue. Throws `conflict`, `forbidden`. */
export function returned(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  { reason }: Return,
): Routed {
  if (work.owner === null)
    throw new ApiError('conflict', `${named(work)} waits in ${snapshot.routing.queue} already`);
  requireHold(work, by, 'return');
  return { owner: null, reason: `returned to ${snapshot.routing.queue} by ${by.name}: ${reason}` };
}

/** Gives it to somebody; null where he or she has it already. Throws `invalid_request`, `conflict`, `forbidden`. */
export function assigned(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  { owner, reason }: Assignment,
): Routed | null {
  requireHold(work, by, 'hand on');
  const rep = snapshot.reps.get(owner);
  if (rep === undefined || rep.away?.untilMs === Number.POSITIVE_INFINITY)
    throw new ApiError(
      'invalid_request',
      `"owner" is "${owner}": expected the address of a user who is there`,
    );
  if (work.owner === owner) return null;
  requireContactAllowed(work);
  if (!by.isManager) requireRoom(snapshot, work, rep, `${owner} has`);
  return { owner, reason: `assigned by ${by.name}${reason === undefined ? '' : `: ${reason}`}` };
}

/** By the routing once more, not to whoever has it. Throws `conflict`, `forbidden`. */
export function reroutedByHand(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  atMs: number,
  withinMs: number,
): Routed {
  if (!by.isManager) throw new ApiError('forbidden', 'managers route work anew; its owner may hand it on');
  requireContactAllowed(work);
  const { owner, reason } = routedAgain(
    snapshot,
    work,
    work.owner === null ? [] : [work.owner],
    atMs,
    withinMs,
  );
  return { owner, reason: `routed anew by ${by.name}: ${reason}` };
}

/** By the routing once more; whose deadline is past or unknown must be at work within so long. */
export function routedAgain(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  exclude: readonly string[],
  atMs: number,
  withinMs: number,
): Routed {
  const dueAtMs = work.dueAtMs !== null && work.dueAtMs > atMs ? work.dueAtMs : atMs + withinMs;
  const account = accountOf(work.person, work.company);
  const isLead = work.what === 'lead';
  return route(snapshot, candidateAgain(work, work.person, account, { atMs, dueAtMs, isLead, exclude }));
}

function requireHold(work: WorkItem, by: Requester, act: string): void {
  if (by.isManager || (work.owner !== null && work.owner === by.name)) return;
  const whose = work.owner === null ? 'nobody has it yet' : `it is with ${work.owner}`;
  throw new ApiError('forbidden', `only its owner or a manager may ${act} ${named(work)}; ${whose}`);
}

function requireRoom({ routing }: RoutingSnapshot, work: WorkItem, rep: Rep, whoHas: string): void {
  if (work.what !== 'lead' || work.tier < routing.minTier || !isFull(rep)) return;
  throw new ApiError(
    'conflict',
    `${whoHas} all the ${rep.maxOpenLeads} open hot leads that are allowed; close or return one first`,
  );
}

function requireContactAllowed(work: WorkItem): void {
  if (work.person?.do_not_contact)
    throw new ApiError('conflict', `${named(work)} is of a person who does not wish to be contacted`);
}

function named({ what, id }: WorkItem): string {
  return `${what} "${id}"`;
}
