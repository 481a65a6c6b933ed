/** Assignment by users: row and routing locked, decided, written, and the new owner notified, in one transaction. */

import { limits } from '../../base/kernel/kernel.ts';
import type { Assignment, Return } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { type Actor, actingAs, once, requireRevision } from '../store/store.ts';
import { assigned, claimed, reroutedByHand, returned, type WorkItem } from './assignment.core.ts';
import { give, lockWorkItem } from './assignment-rows.ts';
import type { Routed, RoutingSnapshot } from './routing.core.ts';
import type { RoutingStore } from './routing.ts';
import { loadSnapshot, writeTurns } from './routing-rows.ts';

/** What a user asks for. */
export type AssignmentChange = { revision?: number | undefined } & (
  | { act: 'claim' }
  | ({ act: 'return' } & Return)
  | ({ act: 'assign' } & Assignment)
  | { act: 'route' }
);

/**
 * Claims, returns, assigns or re-routes a lead or a task. Throws `not_found`, `revision_mismatch`, `conflict`,
 * `forbidden`, `invalid_request`.
 */
export async function changeAssignment(
  { pool, routing, now }: RoutingStore,
  what: WorkItem['what'],
  id: string,
  asked: AssignmentChange,
  actor: Actor,
): Promise<void> {
  const nowMs = now();
  const steps = await routing.current();
  await actingAs(pool, actor, nowMs, (connection) =>
    once(connection, actor, { what, id, ...asked }, nowMs, async () => {
      const work = await lockWorkItem(connection, what, id);
      requireRevision(work.revision, asked.revision);
      const snapshot = await loadSnapshot(connection, steps);
      const given = decided(snapshot, work, asked, actor, nowMs);
      if (given === null) return id;
      await give(connection, what, id, given, nowMs);
      await writeTurns(connection, snapshot);
      const { owner, reason } = given;
      // Only the new owner is notified; the pages of other users refresh.
      const isNews = owner !== null && owner !== work.owner && owner !== actor.name;
      await writeAlerts(connection, [
        {
          type: `${what}.${isNews ? 'assigned' : 'updated'}`,
          atMs: nowMs,
          acceptedAtMs: null,
          lead: what === 'lead' ? id : null,
          task: what === 'task' ? id : null,
          ...(isNews && { reason }),
        },
      ]);
      return id;
    }),
  );
}

function decided(
  snapshot: RoutingSnapshot,
  work: WorkItem,
  asked: AssignmentChange,
  actor: Actor,
  nowMs: number,
): Routed | null {
  switch (asked.act) {
    case 'claim':
      return claimed(snapshot, work, actor);
    case 'return':
      return returned(snapshot, work, actor, asked);
    case 'assign':
      return assigned(snapshot, work, actor, asked);
    case 'route':
      return reroutedByHand(snapshot, work, actor, nowMs, limits.contactWithinMs);
  }
}
