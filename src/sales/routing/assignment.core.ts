/** Who may claim, return, assign or re-route work, and the outcome. Pure; a refusal is an `ApiError`. */

import { ApiError } from '../../base/kernel/kernel.ts';
import type { Assignment, Return } from '../../contract/api/api.ts';
import { type CompanyRow, noSuchUser, type PersonRow, type TaskRow } from '../store/store.ts';
import { accountOf, candidateAgain } from './candidate.core.ts';
import { isFull, type Rep, type Routed, type RoutingSnapshot, route } from './routing.core.ts';

/** A lead with its open task, or an open task that has no lead. */
export interface WorkItem
  extends Pick<TaskRow, 'id' | 'campaign' | 'programme' | 'grade' | 'tier' | 'reasons'> {
  what: 'lead' | 'task';
  owner: string | null;
  /** When the contact is due; null where no task says so. */
  dueAtMs: number | null;
  /** The lane of the task; null for a task that any rep may own. */
  lane: string | null;
  person: Pick<PersonRow, 'owner' | 'country' | 'language' | 'do_not_contact'> | null;
  company: Pick<CompanyRow, 'name' | 'owner'> | null;
}

/** The user who asks. */
export interface Requester {
  name: string;
  lanes: readonly string[];
  /** Those that they work in, also as a member by role. Absent where they are `lanes`. */
  worksIn?: readonly string[];
  isManager: boolean;
}

/** Claims unowned work; null where the user owns it already. Throws `conflict`, `forbidden`. */
export function claimed(snapshot: RoutingSnapshot, work: WorkItem, by: Requester): Routed | null {
  const rep = snapshot.reps.get(by.name);
  if (rep === undefined)
    throw new ApiError(
      'forbidden',
      `"${by.name}" is no user and can own no work: log in to claim it, or assign it to an "owner"`,
    );
  if (work.owner === rep.email) return null;
  if (work.owner !== null)
    throw new ApiError('conflict', `${named(work)} belongs to ${work.owner}; claim another from the queue`);
  requireContactAllowed(work);
  if (work.lane !== null && !by.isManager && !(by.worksIn ?? by.lanes).includes(work.lane))
    throw new ApiError(
      'forbidden',
      `${named(work)} is for the lane "${work.lane}"; only its users and managers claim it`,
    );
  if (!by.isManager) requireRoom(snapshot, work, rep, 'you have');
  return { owner: rep.email, reason: `claimed by ${rep.email} from ${snapshot.routing.queue}` };
}

/** Returns work to the queue. Throws `conflict`, `forbidden`. */
export function returned(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  { reason }: Return,
): Routed {
  if (work.owner === null)
    throw new ApiError('conflict', `${named(work)} is in ${snapshot.routing.queue} already`);
  requireHold(work, by, 'return');
  return { owner: null, reason: `returned to ${snapshot.routing.queue} by ${by.name}: ${reason}` };
}

/** Assigns work to a user; null where they own it already. Throws `invalid_request`, `conflict`, `forbidden`. */
export function assigned(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  { owner, reason }: Assignment,
): Routed | null {
  requireHold(work, by, 'assign');
  const rep = snapshot.reps.get(owner);
  if (rep === undefined || rep.away?.untilMs === Number.POSITIVE_INFINITY) throw noSuchUser('owner', owner);
  if (work.owner === owner) return null;
  requireContactAllowed(work);
  if (!by.isManager) requireRoom(snapshot, work, rep, `${owner} has`);
  return { owner, reason: `assigned by ${by.name}${reason === undefined ? '' : `: ${reason}`}` };
}

/** Routes work again, not to its current owner. Throws `conflict`, `forbidden`. */
export function reroutedByHand(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  by: Requester,
  atMs: number,
  withinMs: number,
): Routed {
  if (!by.isManager)
    throw new ApiError('forbidden', 'only managers route work again; its owner may assign it');
  requireContactAllowed(work);
  const { owner, reason } = routedAgain(
    snapshot,
    work,
    work.owner === null ? [] : [work.owner],
    atMs,
    withinMs,
  );
  return { owner, reason: `routed again by ${by.name}: ${reason}` };
}

/**
 * Routes work again. A rep must be at work before the deadline; a past or unknown deadline counts as `withinMs` from
 * now.
 */
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
  const whose = work.owner === null ? 'it has no owner' : `it belongs to ${work.owner}`;
  throw new ApiError('forbidden', `only its owner or a manager may ${act} ${named(work)}; ${whose}`);
}

function requireRoom({ routing }: RoutingSnapshot, work: WorkItem, rep: Rep, whoHas: string): void {
  if (work.what !== 'lead' || work.tier < routing.minTier || !isFull(rep)) return;
  throw new ApiError(
    'conflict',
    `${whoHas} the maximum of ${rep.maxOpenLeads} open hot leads; close or return one first`,
  );
}

function requireContactAllowed(work: WorkItem): void {
  if (work.person?.do_not_contact)
    throw new ApiError('conflict', `${named(work)} is about a person who does not wish to be contacted`);
}

function named({ what, id }: WorkItem): string {
  return `${what} "${id}"`;
}
