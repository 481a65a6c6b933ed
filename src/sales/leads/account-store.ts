/** What scoring companies works with, and what it names a score by. */
import type pg from 'pg';
import type { AccountScoring } from '../../contract/api/api.ts';
import type { Data } from './apply.ts';

export interface AccountStore extends Data {
  pool: pg.Pool;
  scoring: AccountScoring;
}

/** A company and a programme that scores it. */
export interface Due {
  company: string;
  programme: string;
}
