/** The tier update of a company: what a step on its ladder says of the person to contact, and why. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import type { AccountStepped, Identity, TierUpdate } from '../../contract/api/api.ts';

/** Somebody of a company, with the points that they add. */
export interface AccountPerson {
  profile: string;
  /** The record; null for somebody who is none yet. */
  person: string | null;
  do_not_contact: boolean;
  identity: Identity;
  email: string | null;
  points: number;
  reasons: TierUpdate['reasons'];
}

/** By what profiles of one person are known to be of one. */
export function personKey({ person, email, profile }: AccountPerson): string {
  return person ?? email ?? profile;
}

/**
 * Who is contacted for a company: the one with the most points who can be, and who wishes it; null where nobody does. Somebody of a page
 * alone comes after all others.
 */
export function contactAmong(people: readonly AccountPerson[]): AccountPerson | null {
  const mayBe = ({ identity, do_not_contact: isMarked }: AccountPerson) =>
    !isMarked && (identity.email !== null || identity.phone !== null);
  const isProven = ({ identity }: AccountPerson) => identity.unproven === undefined;
  return people.find((one) => mayBe(one) && isProven(one)) ?? people.find(mayBe) ?? null;
}

/** Who to contact, as the update names them. */
export interface Contact {
  profile: string;
  identity: Identity;
}

/** Returns the update of a step. Its one reason has the whole score, and names rules and not people: it outlives an erasure. */
export function accountUpdate(
  { id, name }: { id: string; name: string },
  step: AccountStepped,
  people: readonly AccountPerson[],
  contact: Contact,
  nowMs: number,
): TierUpdate {
  const { programme, programmeName, programmeVersion, campaign, score, counted } = step;
  const { actions, rearm, episode, begunAs, from, to, tierName, tiers } = step;
  const count = counted.length === 1 ? '1 person' : `${counted.length} people`;
  const counts = new Set(counted.map(({ profile }) => profile));
  return {
    // Where a person has a profile, a company has its id.
    ...{ profile: id, programme, programmeName, programmeVersion, campaign, actions },
    ...(rearm !== undefined && { rearm }),
    ...{ grade: null, priority: null, episode, begunAs, from, to, tierName, tiers, score },
    ...{ atMs: nowMs, acceptedAtMs: nowMs, identity: contact.identity },
    reasons: [
      {
        ...{ rule: programme, label: `${count} of ${isolated(name)}`, points: score, value: score },
        at: new Date(nowMs).toISOString(),
        reason: whyOf(people.filter(({ profile }) => counts.has(profile))),
        event: null,
      },
    ],
    account: { company: id, contact: contact.profile },
  };
}

/** `Viewed the pricing: 3 people; Downloaded a study: 1 person`, the rule of the most people first. */
function whyOf(people: readonly AccountPerson[]): string {
  const byRule = new Map<string, Set<string>>();
  for (const one of people)
    for (const { label, value } of one.reasons)
      if (value > 0) byRule.set(label, (byRule.get(label) ?? new Set()).add(personKey(one)));
  return [...byRule]
    .sort(([a, one], [b, other]) => other.size - one.size || (a < b ? -1 : 1))
    .slice(0, limits.accountReasonsMax)
    .map(([label, whose]) => `${label}: ${whose.size} ${whose.size === 1 ? 'person' : 'people'}`)
    .join('; ');
}
