/** Open work of two people who become one: of two leads of a campaign the hotter goes on, of two contact tasks one. Pure. */

/** An open lead, as far as it is compared. */
export interface OpenLead {
  id: string;
  campaign: string;
  tier: number;
  score: number;
  created_at: Date;
}

/** A contact task that is open or asleep. */
export interface LiveTask extends Omit<OpenLead, 'created_at'> {
  lead_id: string | null;
  due_at: Date;
}

/** A piece of work that ends, and the one that goes on for it. */
export interface Joined {
  ends: string;
  goesOn: string;
  campaign: string;
}

/** Returns which leads end: of those of one campaign all but the hottest; of two as hot the older goes on. */
export function joinedLeads(leads: readonly OpenLead[]): Joined[] {
  const before = (one: OpenLead, other: OpenLead) =>
    other.tier - one.tier ||
    other.score - one.score ||
    one.created_at.getTime() - other.created_at.getTime() ||
    (one.id < other.id ? -1 : 1);
  return joined(leads, before);
}

/**
 * Returns which contact tasks end: of those of one campaign all but one. That of an open lead goes on, then the hotter, then the one
 * that is due first.
 */
export function joinedTasks(tasks: readonly LiveTask[]): Joined[] {
  const before = (one: LiveTask, other: LiveTask) =>
    Number(one.lead_id === null) - Number(other.lead_id === null) ||
    other.tier - one.tier ||
    other.score - one.score ||
    one.due_at.getTime() - other.due_at.getTime() ||
    (one.id < other.id ? -1 : 1);
  return joined(tasks, before);
}

function joined<Work extends { id: string; campaign: string }>(
  all: readonly Work[],
  before: (one: Work, other: Work) => number,
): Joined[] {
  return [...Map.groupBy(all, ({ campaign }) => campaign)].flatMap(([campaign, some]) => {
    const [first, ...rest] = some.toSorted(before);
    return first === undefined ? [] : rest.map(({ id }) => ({ ends: id, goesOn: first.id, campaign }));
  });
}
