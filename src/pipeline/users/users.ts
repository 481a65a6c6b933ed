/** The people who log in: this part of the store's door. */
import type { Store } from '../store.ts';
import { type Account, accountOf, ensureAdmin, logIn, logOut } from './accounts.ts';

export interface Users {
  ensureAdmin(email: string, password: string): Promise<void>;
  logIn(email: string, password: string): Promise<(Account & { token: string }) | null>;
  accountOf(token: string): Promise<Account | null>;
  logOut(token: string): Promise<void>;
}

export function users({ pool, now }: Store): Users {
  return {
    ensureAdmin: (email, password) => ensureAdmin(pool, email, password),
    logIn: (email, password) => logIn(pool, email, password, now()),
    accountOf: (token) => accountOf(pool, token, now()),
    logOut: (token) => logOut(pool, token),
  };
}
