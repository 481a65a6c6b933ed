/**
 * The door of the team: users, their roles, teams, territories, sessions and calendar feeds.
 *
 * Enters: log-ins, and changes by users who may make them. Leaves: callers, views, iCalendar. Passwords and tokens
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
import { type CalendarFeed, calendarOf, newCalendar, revokeCalendar } from './calendar-feeds.ts';
import { deactivateUser, reactivateUser } from './departures.ts';
import { attemptOf, type LogInCaller, rememberLogIn } from './known-log-ins.ts';
import { budgetsOf, budgetsOfOwnPassword } from './log-in-budgets.core.ts';
import { admitTry } from './log-in-tries.ts';
import {
  callerOf,
  ensureAdmin,
  type LogInOrigin,
  logIn,
  logOut,
  type SessionCaller,
  type StartedSession,
} from './log-ins.ts';
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

export type { LogInCaller } from './known-log-ins.ts';
export type { SessionCaller } from './log-ins.ts';
export { newToken } from './passwords.ts';
export type { ProviderAccount } from './provider-log-ins.ts';
export { taskCalendar } from './task-calendar.core.ts';

export interface Team {
  ensureAdmin(email: string, password: string): Promise<void>;
  /** Null for a wrong address or password. Throws `second_factor_required` or `unauthenticated` for the code. */
  logIn(given: LogIn, from?: LogInOrigin): Promise<StartedSession | null>;
  secondFactors: SecondFactors;
  providerLogIns: ProviderLogIns;
  callerOf(token: string): Promise<SessionCaller | null>;
  logOut(token: string): Promise<void>;
  /** Counts a try. Returns what takes it back, for a right password. Throws `too_many_requests` with the seconds to wait. */
  admitLogIn(caller: LogInCaller): Promise<() => Promise<void>>;
  /** The same for the password of somebody who is logged in. */
  admitOwnPassword(email: string): Promise<() => Promise<void>>;
  /** Remembers the browser and the network of a log-in; returns the token that the browser keeps. */
  rememberLogIn(caller: LogInCaller): Promise<string>;

  sessions: Sessions;
  users: Users;
  orgUnits: OrgUnitStore;
  calendars: CalendarFeeds;
}

/** People with a log-in. */
export interface Users {
  list(filter: UserFilter): Promise<Page<UserView>>;
  find(email: string): Promise<UserView | null>;
  create(given: NewUser, actor: Actor): Promise<UserView>;
  /** Changes a user, or oneself; the session with this token stays open. */
  change(email: string, change: Revised<UserChange>, token: string | null, actor: Actor): Promise<UserView>;
  changeOwn(email: string, change: Revised<OwnChange>, token: string | null, actor: Actor): Promise<UserView>;
  /** Reassigns the open work in the same transaction. */
  deactivate(
    email: string,
    departure: Revised<Departure>,
    actor: Actor,
  ): Promise<{ user: UserView; reassigned: ReassignedWork }>;
  reactivate(email: string, actor: Actor): Promise<UserView>;
}

/** Teams and territories. */
export interface OrgUnitStore {
  list<Kind extends OrgUnitKind>(kind: Kind): Promise<OrgUnitView<Kind>[]>;
  find<Kind extends OrgUnitKind>(kind: Kind, name: string): Promise<OrgUnitView<Kind> | null>;
  put<Kind extends OrgUnitKind>(
    kind: Kind,
    given: Revised<OrgUnits[Kind]>,
    actor: Actor,
  ): Promise<{ orgUnit: OrgUnitView<Kind>; isNew: boolean }>;
  delete(kind: OrgUnitKind, name: string, revision: number | undefined, actor: Actor): Promise<void>;
}

/** Calendars of users' tasks, each behind a secret token. */
export interface CalendarFeeds {
  /** Creates the token of a user; the previous one is revoked. */
  create(email: string): Promise<string>;
  revoke(email: string): Promise<boolean>;
  find(token: string, options: { withLanes: boolean }): Promise<CalendarFeed | null>;
}

export function team(store: Store): Team {
  const { pool, now } = store;
  return {
    ensureAdmin: (email, password) => ensureAdmin(pool, email, password),
    logIn: (given, from) => logIn(pool, given, from, now()),
    secondFactors: secondFactors(store),
    providerLogIns: providerLogIns(store),
    callerOf: (token) => callerOf(pool, token, now()),
    logOut: (token) => logOut(pool, token),
    admitLogIn: async (caller) => {
      const nowMs = now();
      return admitTry(pool, budgetsOf(await attemptOf(pool, caller, nowMs)), nowMs);
    },
    admitOwnPassword: (email) => admitTry(pool, budgetsOfOwnPassword(email), now()),
    rememberLogIn: (caller) => rememberLogIn(pool, caller, now()),
    sessions: sessions(store),
    users: users(store),
    orgUnits: {
      list: (kind) => listOrgUnits(pool, kind),
      find: (kind, name) => orgUnit(pool, kind, name),
      put: (kind, given, actor) => putOrgUnit(pool, kind, given, actor, now()),
      delete: (kind, name, revision, actor) => deleteOrgUnit(pool, kind, name, revision, actor, now()),
    },
    calendars: {
      create: (email) => newCalendar(pool, email, now()),
      revoke: (email) => revokeCalendar(pool, email),
      find: (token, options) => calendarOf(pool, token, options),
    },
  };
}

function users({ pool, now }: Store): Users {
  return {
    list: (filter) => listUsers(pool, filter),
    find: (email) => selectUser(pool, email),
    create: (given, actor) => newUser(pool, given, actor, now()),
    change: (email, change, token, actor) => changeUser(pool, email, change, token, actor, now()),
    changeOwn: (email, change, token, actor) => changeOwn(pool, email, change, token, actor, now()),
    deactivate: (email, departure, actor) => deactivateUser(pool, email, departure, actor, now()),
    reactivate: (email, actor) => reactivateUser(pool, email, actor, now()),
  };
}
