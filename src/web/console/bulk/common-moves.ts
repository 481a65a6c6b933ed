/** Where records that are selected can go together, and what each of them still lacks for it. Pure. */
import type { MovableRecord } from '../api/api.ts';
import { nameOfTransition } from '../work/transitions.ts';

/** A record, as far as a move of many needs it. */
export type Movable = Pick<MovableRecord, 'id' | 'pipeline' | 'stage' | 'next'>;

/** A transition that some of the records can take. */
export interface CommonMove {
  to: string;
  when: string | null;
  /** The records that can take it, and what each lacks for it, by labels. */
  takers: ReadonlyMap<string, readonly string[]>;
}

/** The transitions of the records, those that most can take first. */
export function commonMoves(records: readonly Movable[]): CommonMove[] {
  const moves = new Map<string, CommonMove & { takers: Map<string, readonly string[]> }>();
  for (const { id, next } of records)
    for (const { to, when, missing } of next) {
      const name = nameOfTransition({ to, when });
      const move = moves.get(name) ?? { to, when, takers: new Map() };
      move.takers.set(id, missing);
      moves.set(name, move);
    }
  return [...moves.values()].sort((one, other) => other.takers.size - one.takers.size);
}

/** The labels that records lack for a move, each with who lacks it. */
export function lackedFor({ takers }: CommonMove): Map<string, string[]> {
  const lacked = new Map<string, string[]>();
  for (const [id, missing] of takers)
    for (const label of missing) lacked.set(label, [...(lacked.get(label) ?? []), id]);
  return lacked;
}
