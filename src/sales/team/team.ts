/**
 * The door of the team: users, their roles, teams, territories, sessions and calendar feeds.
 *
 * Enters: log-ins, and changes by users who may make them. Leaves: accounts, views, iCalendar. Passwords and tokens
 * are stored as hashes only. Deactivating a user reassigns the open work in the same transaction.
 */
import type {
  Account,
  Departure,
  NewUser,
  OwnChange,
  ReassignedWork,
  UserChange,
  UserFilter,
  UserView,
} from '../../contract/api/api.ts';
import type { Actor, Page, Revised, Store } from '../store/store.ts';
import { accountOf, ensureAdmin, logIn, logOut } from './accounts.ts';
import { type CalendarFeed, calendarOf, newCalendar, revokeCalendar } from './calendar-feeds.ts';
import { deactivateUser, reactivateUser } from './departures.ts';
import {
  deleteOrgUnit,
  listOrgUnits,
  type OrgUnitKind,
  type OrgUnits,
  type OrgUnitView,
  orgUnit,
  putOrgUnit,
} from './org-units.ts';
import { changeOwn, changeUser, newUser } from './user-changes.ts';
import { listUsers, selectUser } from './user-views.ts';

export { taskCalendar } from './task-calendar.core.ts';

export interface Team {
  ensureAdmin(email: string, password: string): Promise<void>;
  logIn(email: string, password: string): Promise<(Account & { token: string }) | null>;
  accountOf(token: string): Promise<Account | null>;
  logOut(token: string): Promise<void>;

  listUsers(filter: UserFilter): Promise<Page<UserView>>;
  user(email: string): Promise<UserView | null>;
  newUser(given: NewUser, actor: Actor): Promise<UserView>;
  changeUser(email: string, change: Revised<UserChange>, actor: Actor): Promise<UserView>;
  /** A user's own change; the session with this token stays open. */
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

export function team({ pool, now }: Store): Team {
  return {
    ensureAdmin: (email, password) => ensureAdmin(pool, email, password),
    logIn: (email, password) => logIn(pool, email, password, now()),
    accountOf: (token) => accountOf(pool, token, now()),
    logOut: (token) => logOut(pool, token),
    listUsers: (filter) => listUsers(pool, filter),
    user: (email) => selectUser(pool, email),
    newUser: (given, actor) => newUser(pool, given, actor, now()),
    changeUser: (email, change, actor) => changeUser(pool, email, change, actor, now()),
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
