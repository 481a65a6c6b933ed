/** What is read of the store as a whole: this part of its door. */
import type { Store } from '../store.ts';
import { type SalesFacts, salesFacts } from './sales-facts.ts';

export interface Reports {
  /** Owner and kind of the people sales has a hand on, by e-mail; how leads ended, by profile. */
  salesFacts(): Promise<SalesFacts>;
}

export function reports({ pool }: Store): Reports {
  return { salesFacts: () => salesFacts(pool) };
}
