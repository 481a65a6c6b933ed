/** What is said of people's leads and whether they are customers: noted changes, in their order, to each name that scoring has of somebody. Pure. */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { type JsonObject, statusTraits } from '../../contract/language/language.ts';

/** How somebody stands in sales. */
export interface Standing {
  statuses: string[];
  isCustomer: boolean;
}

/** A change that waits to be said. */
export interface NotedStatus extends Standing {
  person: string;
  /** Since when it is so, ms. */
  atMs: number;
  /** Whether it was so before a programme asked. */
  wasThere: boolean;
}

/** What was said last of somebody. */
export type SaidStatus = Standing & { atMs: number };

/** Who a change is of: how they stand now, and the profiles that they go by. */
export interface Known extends Standing {
  profiles: readonly string[];
}

/** What scoring hears of one profile. */
export interface StatusStatement {
  /** The same however often it is said. */
  id: string;
  profile: string;
  atMs: number;
  traits: JsonObject;
  wasThere: boolean;
}

/** The profiles of somebody by the names that sales has. An address that only a page has claimed is of nobody. */
export function profilesOf(
  names: readonly { email: string | null; profile: string | null; isClaimed: boolean }[],
): string[] {
  const all = names.flatMap(({ email, profile, isClaimed }) => [
    ...(profile === null ? [] : [profile]),
    ...(email === null || isClaimed ? [] : [profileIdOf(`e:${email}`)]),
  ]);
  return [...new Set(all)].sort();
}

/**
 * Returns the statements of noted changes, in their order, and what was said last of each person then. Of one person each is later than the
 * one before, so that the last wins whatever clocks said. Two writers at once may each have noted what the other did not see: where
 * somebody stands otherwise now, that is said too. Nothing is said of who is gone.
 */
export function statementsOf(
  noted: readonly NotedStatus[],
  {
    known,
    said,
    nowMs,
    earliestMs,
  }: {
    known: ReadonlyMap<string, Known>;
    said: ReadonlyMap<string, SaidStatus>;
    nowMs: number;
    /** What began earlier is said as if it began then: scoring takes nothing that is older. */
    earliestMs: number;
  },
): { statements: StatusStatement[]; last: Map<string, SaidStatus> } {
  const statements: StatusStatement[] = [];
  const last = new Map<string, SaidStatus>();
  for (const [person, changes] of Map.groupBy(noted, (one) => one.person)) {
    const now = known.get(person);
    if (now === undefined) continue;
    const say = ({ statuses, isCustomer, atMs, wasThere }: Omit<NotedStatus, 'person'>) => {
      const before = (last.get(person) ?? said.get(person))?.atMs ?? Number.NEGATIVE_INFINITY;
      const one = { statuses, isCustomer, atMs: Math.max(atMs, earliestMs, before + 1) };
      last.set(person, one);
      const traits = statusTraits({ leadStatus: statuses, customer: isCustomer });
      const id = `status ${person} ${one.atMs} ${JSON.stringify([statuses, isCustomer])}`;
      for (const profile of now.profiles) statements.push({ id, profile, atMs: one.atMs, traits, wasThere });
    };
    for (const change of changes) say(change);
    if (!isSame(now, last.get(person) as Standing)) say({ ...now, atMs: nowMs, wasThere: false });
  }
  return { statements, last };
}

function isSame(one: Standing, other: Standing): boolean {
  return (
    one.isCustomer === other.isCustomer && JSON.stringify(one.statuses) === JSON.stringify(other.statuses)
  );
}
