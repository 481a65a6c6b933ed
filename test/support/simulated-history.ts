/** The history of a simulated installation: every accepted event, and every link between profiles. */
import type { IdentityLink, ScovilleEvent } from '../../src/contract/language/language.ts';
import { identityIn } from '../../src/engine/processing/identity-in.core.ts';
import type { PastEvents } from '../../src/engine/processing/rebuild.core.ts';
import { addKey } from '../../src/engine/scoring/scoring.ts';

export class SimulatedHistory {
  events: ScovilleEvent[] = [];
  readonly links = new Map<string, IdentityLink>();

  drop(isGone: (event: ScovilleEvent) => boolean): void {
    this.events = this.events.filter((event) => !isGone(event));
  }

  /** Keeps a link; the first of a profile stays. */
  link(link: IdentityLink): void {
    if (!this.links.has(link.child)) this.links.set(link.child, link);
  }

  /** Whether a profile is another one, or has become part of it. */
  isOf(profile: string | undefined, id: string): boolean {
    return profile !== undefined && (profile === id || this.isOf(this.links.get(profile)?.parent, id));
  }

  /** Links of profiles that have become part of one. */
  linksOf(id: string): IdentityLink[] {
    return [...this.links.values()].filter(({ child }) => child !== id && this.isOf(child, id));
  }

  /** What was accepted of a profile and its links before a time, ms; `names` who it is too. */
  pastOf(id: string, { reachedMs, names }: { reachedMs: number; names: boolean }): PastEvents {
    const isOf = (profile: string): boolean => {
      if (profile === id) return true;
      const link = this.links.get(profile);
      return link !== undefined && link.acceptedAtMs < reachedMs && isOf(link.parent);
    };
    const events = this.events.filter(
      ({ profile, acceptedAtMs }) => isOf(profile) && acceptedAtMs < reachedMs,
    );
    if (!names) return { events, beginsAtMs: 0 };
    const identity = identityIn(events);
    for (const { childKey, parentKey } of this.linksOf(id))
      for (const key of [childKey, parentKey]) addKey(identity, key);
    return { events, beginsAtMs: 0, identity };
  }
}
