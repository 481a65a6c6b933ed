/** Work handed over by people: the row and the desk locked, decided, written, and the new owner told, in one transaction. */

import { limits } from '../../base/kernel/kernel.ts';
import type { Assignment, Return } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { type Actor, actingAs, once, requireRevision } from '../store/store.ts';
import { assigned, claimed, type Handed, returned, routedByHand } from './hand-over.core.ts';
import { give, lockHanded } from './handed-rows.ts';
import type { Desk, Routed } from './routing.core.ts';
import type { RoutingStore } from './routing.ts';
import { loadDesk, writeRota } from './routing-rows.ts';

/** What somebody wants done with it. */
export type HandOver = { revision?: number | undefined } & (
  | { act: 'claim' }
  | ({ act: 'return' } & Return)
  | ({ act: 'assign' } & Assignment)
  | { act: 'route' }
);

/** Hands a lead or a task over. Throws `not_found`, `revision_mismatch`, `conflict`, `forbidden`, `invalid_request`. */
export async function handOver(
  { pool, routing, now }: RoutingStore,
  what: Handed['what'],
  id: string,
  asked: HandOver,
  actor: Actor,
): Promise<void> {
  const nowMs = now();
  const steps = await routing.current();
  await actingAs(pool, actor, nowMs, (connection) =>
    once(connection, actor, { what, id, ...asked }, nowMs, async () => {
      const work = await lockHanded(connection, what, id);
      requireRevision(work.revision, asked.revision);
      const desk = await loadDesk(connection, steps);
      const given = decided(desk, work, asked, actor, nowMs);
      if (given === null) return id;
      await give(connection, what, id, given, nowMs);
      await writeRota(connection, desk);
      const { owner, because } = given;
      // Told is the new owner; others only see on their pages that it has moved.
      const isTold = owner !== null && owner !== work.owner && owner !== actor.name;
      await writeAlerts(connection, [
        {
          type: `${what}.${isTold ? 'assigned' : 'updated'}`,
          atMs: nowMs,
          acceptedAtMs: null,
          lead: what === 'lead' ? id : null,
          task: what === 'task' ? id : null,
          ...(isTold && { because }),
        },
      ]);
      return id;
    }),
  );
}

function decided(desk: Desk, work: Handed, asked: HandOver, actor: Actor, nowMs: number): Routed | null {
  switch (asked.act) {
    case 'claim':
      return claimed(desk, work, actor);
    case 'return':
      return returned(desk, work, actor, asked);
    case 'assign':
      return assigned(desk, work, actor, asked);
    case 'route':
      return routedByHand(desk, work, actor, nowMs, limits.contactWithinMs);
  }
}
