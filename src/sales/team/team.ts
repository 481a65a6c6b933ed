/**
 * The door of the team: users, their roles, teams, territories, sessions and calendar feeds.
 *
 * Enters: log-ins and changes by those who may. Leaves: accounts, views, iCalendar. Passwords and tokens are stored as hashes alone.
 * Deactivating a user assigns the open work to others in the same transaction.
 */
import type {
  Departure,
  HandedOn,
  NewUser,
  OwnChange,
  UserChange,
  UserFilter,
  UserView,
} from '../../contract/api/api.ts';
import type { Actor, Page, Revised, Store } from '../store/store.ts';
import { type Account, accountOf, ensureAdmin, logIn, logOut } from './accounts.ts';
import { type CalendarFeed, calendarOf, newCalendar, revokeCalendar } from './calendar-feeds.ts';
import { deactivateUser, reactivateUser } from './departures.ts';
import {
  deletePlace,
  listPlaces,
  type PlaceKind,
  type Places,
  type PlaceView,
  place,
  putPlace,
} from './places.ts';
import { changeOwn, changeUser, newUser } from './user-changes.ts';
import { listUsers, selectUser } from './user-views.ts';

export type { Account } from './accounts.ts';
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
  /** A user's own change; the session with this token goes on. */
  changeOwn(email: string, change: Revised<OwnChange>, token: string | null, actor: Actor): Promise<UserView>;
  deactivateUser(
    email: string,
    departure: Revised<Departure>,
    actor: Actor,
  ): Promise<{ user: UserView; handedOn: HandedOn }>;
  reactivateUser(email: string, actor: Actor): Promise<UserView>;

  listPlaces<Kind extends PlaceKind>(kind: Kind): Promise<PlaceView<Kind>[]>;
  place<Kind extends PlaceKind>(kind: Kind, name: string): Promise<PlaceView<Kind> | null>;
  putPlace<Kind extends PlaceKind>(
    kind: Kind,
    given: Revised<Places[Kind]>,
    actor: Actor,
  ): Promise<{ place: PlaceView<Kind>; isNew: boolean }>;
  deletePlace(kind: PlaceKind, name: string, revision: number | undefined, actor: Actor): Promise<void>;

  /** A new secret token of the user's calendar; the one of before is no more. */
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
    listPlaces: (kind) => listPlaces(pool, kind),
    place: (kind, name) => place(pool, kind, name),
    putPlace: (kind, given, actor) => putPlace(pool, kind, given, actor, now()),
    deletePlace: (kind, name, revision, actor) => deletePlace(pool, kind, name, revision, actor, now()),
    newCalendar: (email) => newCalendar(pool, email, now()),
    revokeCalendar: (email) => revokeCalendar(pool, email),
    calendarOf: (token, options) => calendarOf(pool, token, options),
  };
}
