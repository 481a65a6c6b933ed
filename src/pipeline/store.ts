/** What every part of the store works with: the connections, selling systems, routing and the time. */
import type pg from 'pg';
import type { ReviewRules, Routing } from '../contract/contract.ts';
import type { Flows } from './flow/systems.ts';
import type { DeskFile } from './routing/desk-file.ts';

export interface Store {
  pool: pg.Pool;
  databaseUrl: string;
  flows: Flows;
  routing: DeskFile<Routing>;
  review: DeskFile<ReviewRules>;
  /** ms since the epoch. */
  now(): number;
}
