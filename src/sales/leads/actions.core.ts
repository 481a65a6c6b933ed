/** The actions of a tier update that hold for the owner of the person. Pure. */
import type { PlannedAction, TierUpdate } from '../../contract/api/api.ts';

export interface Actions {
  /** Null where no lead is asked for; `in` is null where the default pipeline for leads holds. */
  lead: { in: string | null } | null;
  /** Null where no contact task is asked for. */
  task: { dueAtMs: number; within: string } | null;
  alerts: boolean;
  /** Whether a contact task that nobody has begun is closed, once the ladder is left. */
  closesTask: boolean;
  moveTo: string | null;
  /** Records to open, each in its pipeline; those of a fall to close again. */
  records: Extract<PlannedAction, { do: 'open record' | 'close record' }>[];
  /** Addresses to post the crossing to. */
  webhooks: string[];
}

/** Returns the actions that hold for the owner; of several of one kind, the first. */
export function actionsFor({ actions }: TierUpdate, { owner }: { owner: string | null }): Actions {
  const holding = actions.filter(
    (action) => action.owner === undefined || (action.owner === 'present') === (owner !== null),
  );
  const first = <Do extends PlannedAction['do']>(what: Do) =>
    (holding.find((action) => action.do === what) as Extract<PlannedAction, { do: Do }> | undefined) ?? null;
  const lead = first('open lead');
  return {
    lead: lead && { in: lead.in ?? null },
    task: first('contact task'),
    alerts: first('alert') !== null,
    closesTask: first('close task') !== null,
    moveTo: first('move lead')?.to ?? null,
    records: holding.flatMap((action) =>
      action.do === 'open record' || action.do === 'close record' ? [action] : [],
    ),
    webhooks: holding.flatMap((action) => (action.do === 'webhook' ? [action.url] : [])),
  };
}

/** A rise does what its programme says; so does a tier that lasts, once the condition of an action comes to hold. */
export function isActing({ from, to, actions }: TierUpdate): boolean {
  return to > from || (to === from && actions.length > 0);
}
