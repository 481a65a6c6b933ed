/** What every part of the store works with: the connections, selling systems, the desk's files and the time. */
import type pg from 'pg';
import type { Escalation, ReviewRules, Routing } from '../contract/language/language.ts';
import type { Flows } from './flow/systems.ts';
import type { DeskFile } from './routing/desk-file.ts';

export interface Store {
  pool: pg.Pool;
  databaseUrl: string;
  flows: Flows;
  routing: DeskFile<Routing>;
  escalation: DeskFile<Escalation>;
  review: DeskFile<ReviewRules>;
  /** Hears how long a lead waited for its first touch, seconds; once a lead. */
  onFirstTouch(seconds: number): void;
  /** ms since the epoch. */
  now(): number;
}
