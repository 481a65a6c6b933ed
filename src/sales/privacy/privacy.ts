/**
 * The door of privacy in sales: everything it knows of a person, exported or erased.
 *
 * Enters: people by their profiles, addresses or ids; notices of erasures, in the order of tier updates. Leaves: their rows as JSON, or
 * nothing of them. One list names every table with personal data. The room decides nothing about who is erased.
 */
import type { Queryable } from '../../base/database/database.ts';
import type { Store } from '../store/store.ts';
import { exportPerson, type PersonalIds, peopleOf } from './personal-data.ts';

export { erasedName, erasePerson, eraseRows } from './erase-person.ts';
export { endForgotten, heardOfForgotten } from './heard-statuses.ts';
export { personalIdsOf } from './personal-data.ts';

export interface Privacy {
  /** The people of profiles, of addresses, or with ids. */
  peopleOf(of: {
    profiles: string[];
    addresses: string[];
    people: string[];
  }): Promise<{ id: string; email: string | null; profile: string | null }[]>;
  /** All rows of people and profiles, by table. */
  exportOf(of: Pick<PersonalIds, 'people' | 'profiles'>): Promise<Record<string, unknown[]>>;
  /** What an erasure has erased so far: profiles as hashes, up to when, and rows by table. */
  erasedOf(erasure: string): Promise<{ hash: string; untilMs: number; counts: Record<string, number> }[]>;
}

export function privacy({ pool }: Store): Privacy {
  return {
    peopleOf: (of) => peopleOf(pool, of),
    exportOf: (of) => exportPerson(pool, of),
    erasedOf: (erasure) => erasedOf(pool, erasure),
  };
}

async function erasedOf(database: Queryable, erasure: string) {
  const { rows } = await database.query<{ hash: string; untilMs: number; counts: Record<string, number> }>(
    'SELECT hash, until_ms::float8 AS "untilMs", counts FROM sales_erasures WHERE erasure = $1',
    [erasure],
  );
  return rows;
}
