/** What the two stores say of the installation, and what follows. Pure. */
import type { Installation } from '../history/history.ts';
import type { Marks } from '../stream/stream.ts';

/** What Redis holds. */
export interface Seen {
  id: string | null;
  era: number;
  marks: readonly Marks[];
}

export type Condition =
  /** PostgreSQL knows of none: the first start, or a start on an empty PostgreSQL. */
  | { kind: 'first' }
  | { kind: 'well' }
  /** Another process has begun an era: this one has to work in it. */
  | { kind: 'new-era' }
  /** The partitions are in the era, and the installation's own key is not yet. */
  | { kind: 'unfinished' }
  /** PostgreSQL was set back to an earlier era. */
  | { kind: 'postgresql-behind' }
  /** Redis is that of another installation. */
  | { kind: 'foreign'; reason: string }
  /** Redis has lost data; the reason in words. */
  | { kind: 'lost'; reason: string };

/** Returns the condition; `own` is the era this process works in, 0 before it works in any. */
export function conditionOf(kept: Installation | null, seen: Seen, own: number): Condition {
  if (kept === null) return { kind: 'first' };
  const { id, era } = kept;
  const others = [seen.id, ...seen.marks.map((marks) => marks.id)].filter(
    (one) => one !== null && one !== id,
  );
  if (others.length > 0)
    return {
      kind: 'foreign',
      reason: `Redis belongs to installation ${others[0]}, PostgreSQL to ${id}: correct REDIS_URL or DATABASE_URL, or empty that Redis to restore it from this PostgreSQL`,
    };
  if (seen.era > era) return { kind: 'postgresql-behind' };
  const other = seen.marks.findIndex((marks) => marks.era !== era || marks.id === null);
  if (other < 0) {
    if (seen.id === null || seen.era < era) return { kind: 'unfinished' };
    return { kind: own === era ? 'well' : 'new-era' };
  }
  if (seen.id === null) return { kind: 'lost', reason: 'Redis holds no installation: it was emptied' };
  if (seen.marks[other]?.era === era)
    return { kind: 'lost', reason: `partition ${other} of Redis names no installation` };
  const found = seen.era < era ? 'Redis' : `partition ${other} of Redis`;
  const of = seen.era < era ? seen.era : seen.marks[other]?.era;
  return { kind: 'lost', reason: `${found} is of era ${of}, PostgreSQL of era ${era}: it was set back` };
}
