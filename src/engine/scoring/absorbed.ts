/**
 * Profiles that became part of another, as long as sales may count the points of both to a company. Pure.
 *
 * A profile says in its own stream that it leaves, its heir in another that it has the union. Sales takes the first away with the second.
 * So the heir remembers what it took until it has said so, however long it waits for its history.
 */
import type { IdentityRecord } from './identity.ts';

/** Profile → the programmes, by name, in which it added points. */
export type Absorbed = Record<string, string[]>;

/** Remembers in place that a profile became part of one. */
export function absorb(identity: IdentityRecord, profile: string, programmes: readonly string[]): void {
  if (programmes.length === 0) return;
  const known = identity.absorbed?.[profile] ?? [];
  identity.absorbed = {
    ...identity.absorbed,
    [profile]: [...new Set([...known, ...programmes])].sort(),
  };
}

/** The union of what two remember, into the first. */
export function joinAbsorbed(identity: IdentityRecord, { absorbed = {} }: IdentityRecord): void {
  for (const [profile, programmes] of Object.entries(absorbed)) absorb(identity, profile, programmes);
}

/** The profiles whose points in a programme are those of its heir by now. */
export function absorbedIn({ absorbed = {} }: IdentityRecord, programme: string): string[] {
  return Object.entries(absorbed)
    .filter(([, programmes]) => programmes.includes(programme))
    .map(([profile]) => profile)
    .sort();
}

/** Forgets in place what was said of some programmes. */
export function forgetAbsorbed(identity: IdentityRecord, programmes: readonly string[]): void {
  const left = Object.entries(identity.absorbed ?? {})
    .map(([profile, of]) => [profile, of.filter((one) => !programmes.includes(one))] as const)
    .filter(([, of]) => of.length > 0);
  if (left.length > 0) identity.absorbed = Object.fromEntries(left.map(([profile, of]) => [profile, of]));
  else delete identity.absorbed;
}
