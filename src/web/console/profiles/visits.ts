/** Behaviour in visits: what follows closely is one visit, as an analytics tool counts them. Pure. */
import type { ProfileEvent } from '../../../contract/api/api.ts';

/** A visit is over when nothing happened for so long, ms. */
export const visitEndsAfterMs = 30 * 60_000;

export interface Visit {
  /** The earliest and the latest event of it. */
  from: string;
  to: string;
  /** Whole minutes between them. */
  minutes: number;
  events: number;
  /** The pages in the order in which they were first seen; empty paths are left out. */
  paths: readonly string[];
}

/** Returns the visits, the latest first. Mails that are opened and details that a server sends belong to the visit they fall into. */
export function visitsOf(events: readonly Pick<ProfileEvent, 'at' | 'path'>[]): Visit[] {
  const visits: (typeof events)[number][][] = [];
  for (const event of events.toSorted((one, other) => one.at.localeCompare(other.at))) {
    const current = visits.at(-1);
    const before = current?.at(-1);
    if (current === undefined || before === undefined || msOf(event) - msOf(before) > visitEndsAfterMs)
      visits.push([event]);
    else current.push(event);
  }
  return visits.map(visitOf).reverse();
}

/** The most events that the API gives of a profile: with so many, earlier ones may exist. */
export const eventsMax = 200;

/**
 * Returns the visits that are known whole, and whether there may be earlier ones. At the limit the earliest may have begun before
 * the first event; a single one is all there is to show.
 */
export function knownVisits(events: Parameters<typeof visitsOf>[0]): { visits: Visit[]; mayBeMore: boolean } {
  const visits = visitsOf(events);
  const mayBeMore = events.length >= eventsMax;
  return { visits: mayBeMore && visits.length > 1 ? visits.slice(0, -1) : visits, mayBeMore };
}

const msOf = ({ at }: { at: string }) => Date.parse(at);

function visitOf(events: readonly Pick<ProfileEvent, 'at' | 'path'>[]): Visit {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a visit has an event');
  return {
    from: first.at,
    to: last.at,
    minutes: Math.floor((msOf(last) - msOf(first)) / 60_000),
    events: events.length,
    paths: [...new Set(events.map(({ path }) => path).filter((path) => path !== ''))],
  };
}
