/** Whose the heat of work is when a merge is taken apart. Pure. */

/** A tier update that was applied since the merge. */
export interface Update {
  profile: string;
  programme: string;
}

/** A lead or a contact task of the person that is left, which was open after the merge. */
export interface SharedWork {
  id: string;
  kind: 'leads' | 'tasks';
  campaign: string | null;
  profile: string | null;
  /** Whether it came over in the merge. */
  hasMoved: boolean;
  /** Whether it was opened since. */
  isNew: boolean;
}

/** What scoring calls each of the two, and what it said since. */
export interface HeatSince {
  profiles: { kept: ReadonlySet<string>; merged: ReadonlySet<string> };
  updates: readonly Update[];
  /** The campaigns of a programme, as far as the person has work of it. */
  campaignsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Work with the reason why nobody can say whose it is. */
export interface Mixed {
  work: SharedWork;
  update: Update | null;
}

/**
 * Returns the work that was opened since for the merged person, and the first piece that updates of both were for. Its tier and score
 * are of one of them, and the other one has lost theirs.
 */
export function sortWork(
  works: readonly SharedWork[],
  since: HeatSince,
): { ofMerged: SharedWork[]; mixed: Mixed | null } {
  const { kept, merged } = since.profiles;
  const ofMerged: SharedWork[] = [];
  for (const work of works) {
    const { profile, hasMoved, isNew } = work;
    const isOfMerged = hasMoved || (isNew && profile !== null && merged.has(profile));
    const isKnown = profile === null || kept.has(profile) || merged.has(profile);
    const [own, others] = isOfMerged ? [merged, kept] : [kept, merged];
    const isHeated = profile !== null && others.has(profile) && !own.has(profile);
    const update = since.updates.find((one) => others.has(one.profile) && concerns(one, work, since)) ?? null;
    if (update !== null || isHeated || (isNew && !isKnown)) return { ofMerged: [], mixed: { work, update } };
    if (isOfMerged && isNew) ofMerged.push(work);
  }
  return { ofMerged, mixed: null };
}

/** Of a programme without work nobody knows the campaign: it may be that one. */
function concerns({ programme }: Update, { campaign }: SharedWork, { campaignsOf }: HeatSince): boolean {
  const campaigns = campaignsOf.get(programme);
  return campaigns === undefined || campaign === null || campaigns.has(campaign);
}
