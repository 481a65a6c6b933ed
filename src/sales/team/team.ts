/**
 * The door of the team: users, their roles, teams, territories, sessions and calendar feeds.
 *
 * Enters: log-ins, and changes by users who may make them. Leaves: accounts, views, iCalendar. Passwords and tokens
 * are stored as hashes only. Deactivating a user reassigns the open work in the same transaction.
 */
import type {
  Departure,
  LogIn,
  NewUser,
  OwnChange,
  ReassignedWork,
  UserChange,
  UserFilter,
  UserView,
} from '../../contract/api/api.ts';
import type { Actor, Page, Revised, Store } from '../store/store.ts';
import {
  accountOf,
  ensureAdmin,
  type LogInOrigin,
  logIn,
  logOut,
  type SessionAccount,
  type StartedSession,
} from './accounts.ts';
import { type CalendarFeed, calendarOf, newCalendar, revokeCalendar } from './calendar-feeds.ts';
import { deactivateUser, reactivateUser } from './departures.ts';
import { attemptOf, type LogInCaller, rememberLogIn } from './known-log-ins.ts';
import { budgetsOf, budgetsOfOwnPassword } from './log-in-budgets.core.ts';
import { admitTry } from './log-in-tries.ts';
import {
  deleteOrgUnit,
  listOrgUnits,
  type OrgUnitKind,
  type OrgUnits,
  type OrgUnitView,
  orgUnit,
  putOrgUnit,
} from './org-units.ts';
import { type ProviderLogIns, providerLogIns } from './provider-log-ins.ts';
import { type SecondFactors, secondFactors } from './second-factors.ts';
import { type Sessions, sessions } from './sessions.ts';
import { changeOwn, changeUser, newUser } from './user-changes.ts';
import { listUsers, selectUser } from './user-views.ts';

export type { SessionAccount } from './accounts.ts';
export type { LogInCaller } from './known-log-ins.ts';
export { newToken } from './passwords.ts';
export type { ProviderAccount } from './provider-log-ins.ts';
export { taskCalendar } from './task-calendar.core.ts';

export interface Team {
  ensureAdmin(email: string, password: string): Promise<void>;
  /** Null for a wrong address or password. Throws `second_factor_required` or `unauthenticated` for the code. */
  logIn(given: LogIn, from?: LogInOrigin): Promise<StartedSession | null>;
  secondFactors: SecondFactors;
  providerLogIns: ProviderLogIns;
  accountOf(token: string): Promise<SessionAccount | null>;
  logOut(token: string): Promise<void>;
  /** Counts a try. Returns what takes it back, for a right password. Throws `too_many_requests` with the seconds to wait. */
  admitLogIn(caller: LogInCaller): Promise<() => Promise<void>>;
  /** The same for the password of somebody who is logged in. */
  admitOwnPassword(email: string): Promise<() => Promise<void>>;
  /** Remembers the browser and the place of a log-in; returns the token that the browser keeps. */
  rememberLogIn(caller: LogInCaller): Promise<string>;

  sessions: Sessions;

  listUsers(filter: UserFilter): Promise<Page<UserView>>;
  user(email: string): Promise<UserView | null>;
  newUser(given: NewUser, actor: Actor): Promise<UserView>;
  /** Changes a user, or oneself; the session with this token stays open. */
  changeUser(
    email: string,
    change: Revised<UserChange>,
    token: string | null,
    actor: Actor,
  ): Promise<UserView>;
  changeOwn(email: string, change: Revised<OwnChange>, token: string | null, actor: Actor): Promise<UserView>;
  deactivateUser(
    email: string,
    departure: Revised<Departure>,
    actor: Actor,
  ): Promise<{ user: UserView; reassigned: ReassignedWork }>;
  reactivateUser(email: string, actor: Actor): Promise<UserView>;

  listOrgUnits<Kind extends OrgUnitKind>(kind: Kind): Promise<OrgUnitView<Kind>[]>;
  orgUnit<Kind extends OrgUnitKind>(kind: Kind, name: string): Promise<OrgUnitView<Kind> | null>;
  putOrgUnit<Kind extends OrgUnitKind>(
    kind: Kind,
    given: Revised<OrgUnits[Kind]>,
    actor: Actor,
  ): Promise<{ orgUnit: OrgUnitView<Kind>; isNew: boolean }>;
  deleteOrgUnit(kind: OrgUnitKind, name: string, revision: number | undefined, actor: Actor): Promise<void>;

  /** Creates a secret token of the user's calendar; the previous one is revoked. */
  newCalendar(email: string): Promise<string>;
  revokeCalendar(email: string): Promise<boolean>;
  calendarOf(token: string, options: { withLanes: boolean }): Promise<CalendarFeed | null>;
}

export function team(store: Store): Team {
  const { pool, now } = store;
  return {
    ensureAdmin: (email, password) => ensureAdmin(pool, email, password),
    logIn: (given, from) => logIn(pool, given, from, now()),
    secondFactors: secondFactors(store),
    providerLogIns: providerLogIns(store),
    accountOf: (token) => accountOf(pool, token, now()),
    logOut: (token) => logOut(pool, token),
    admitLogIn: async (caller) => {
      const nowMs = now();
      return admitTry(pool, budgetsOf(await attemptOf(pool, caller, nowMs)), nowMs);
    },
    admitOwnPassword: (email) => admitTry(pool, budgetsOfOwnPassword(email), now()),
    rememberLogIn: (caller) => rememberLogIn(pool, caller, now()),
    sessions: sessions(store),
    listUsers: (filter) => listUsers(pool, filter),
    user: (email) => selectUser(pool, email),
    newUser: (given, actor) => newUser(pool, given, actor, now()),
    changeUser: (email, change, token, actor) => changeUser(pool, email, change, token, actor, now()),
    changeOwn: (email, change, token, actor) => changeOwn(pool, email, change, token, actor, now()),
    deactivateUser: (email, departure, actor) => deactivateUser(pool, email, departure, actor, now()),
    reactivateUser: (email, actor) => reactivateUser(pool, email, actor, now()),
    listOrgUnits: (kind) => listOrgUnits(pool, kind),
    orgUnit: (kind, name) => orgUnit(pool, kind, name),
    putOrgUnit: (kind, given, actor) => putOrgUnit(pool, kind, given, actor, now()),
    deleteOrgUnit: (kind, name, revision, actor) => deleteOrgUnit(pool, kind, name, revision, actor, now()),
    newCalendar: (email) => newCalendar(pool, email, now()),
    revokeCalendar: (email) => revokeCalendar(pool, email),
    calendarOf: (token, options) => calendarOf(pool, token, options),
  };
}
