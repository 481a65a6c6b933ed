/** What rows do to owners, the users who own leads and accounts: found by their address. They get no password. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { type Decision, decided, problemOf, type Stored, written } from './decision.core.ts';
import { KnownRecords } from './known-records.core.ts';
import type { Values } from './rows.core.ts';

export class OwnersWorld extends KnownRecords {
  readonly teams: ReadonlySet<string>;
  readonly territories: ReadonlySet<string>;
  /** Whether admins and managers may be made and changed. */
  readonly isAdmin: boolean;
  count: number;
  /** Users that other rows of the batch make. */
  readonly coming: ReadonlySet<string>;

  constructor(given: {
    users: readonly Stored[];
    teams: ReadonlySet<string>;
    territories: ReadonlySet<string>;
    isAdmin: boolean;
    /** Users there are. */
    count: number;
    coming: ReadonlySet<string>;
  }) {
    super();
    for (const user of given.users) this.put(user);
    this.coming = given.coming;
    this.teams = given.teams;
    this.territories = given.territories;
    this.isAdmin = given.isAdmin;
    this.count = given.count;
  }

  /** Whether somebody may stand in: an active user, or one that the batch makes. */
  mayStandIn(email: string): boolean {
    const user = this.withId(email);
    return user === null ? this.coming.has(email) : (user['deactivated_at'] ?? null) === null;
  }
}

const atFirst = {
  ...{ name: null, role: 'rep', team: null, lanes: [], languages: [], territories: [], products: [] },
  ...{ accepts_leads: false, capacity: 1, max_open_leads: 20, time_zone: null, deputy: null },
};

/** What a row does to a user. */
export function decideOwner(world: OwnersWorld, values: Values): Decision {
  const before = world.withId(values['email']);
  const { role, team, territories, capacity, maxOpenLeads } = values;
  const bad = (column: string | null, reason: string) => problemOf(column, values, reason);
  const isHigh = (one: unknown) => one === 'admin' || one === 'manager';
  if (
    !world.isAdmin &&
    (isHigh(role) || (isHigh(before?.['role']) && role !== undefined && role !== before?.['role']))
  )
    return bad('role', 'only admins make and change admins and managers');
  if (before?.['role'] === 'admin' && typeof role === 'string' && role !== 'admin')
    return bad('role', `the role of an admin is changed with PATCH /users/${String(values['email'])} alone`);
  if (typeof team === 'string' && team !== before?.['team'] && !world.teams.has(team))
    return bad('team', 'there is no such team; make it with PUT /teams');
  const names = Array.isArray(territories) ? territories : [];
  const unknown = names.find((one) => !world.territories.has(one));
  if (unknown !== undefined)
    return bad('territories', `there is no territory "${unknown}"; make it with PUT /territories`);
  if (typeof capacity === 'number' && (capacity < 1 || capacity > limits.capacityMax))
    return bad('capacity', `expected a whole number from 1 to ${limits.capacityMax}`);
  if (typeof maxOpenLeads === 'number' && maxOpenLeads > limits.openLeadsOfUserMax)
    return bad('maxOpenLeads', `expected a whole number from 0 to ${limits.openLeadsOfUserMax}`);
  if (before === null && world.count >= limits.usersMax)
    return bad('email', `there are ${limits.usersMax} users, the maximum`);
  const email = String(values['email']);
  const deputy = deputyError(world, values, before);
  if (deputy !== null) return deputy;
  const one = written('users', before, columnsOf(values), { id: email, email, ...atFirst });
  if (before === null) world.count++;
  world.put(one.after);
  return decided(one);
}

/** Why a deputy cannot be one; null where the deputy can, or is the present one. */
function deputyError(world: OwnersWorld, values: Values, before: Stored | null): Decision | null {
  const { email, deputy } = values;
  if (typeof deputy !== 'string' || deputy === before?.['deputy']) return null;
  if (deputy === email) return problemOf('deputy', values, 'a user cannot be their own deputy');
  if (world.mayStandIn(deputy)) return null;
  return problemOf(
    'deputy',
    values,
    'there is no such user, or a deactivated one; give an e-mail of GET /users',
  );
}

/**
 * Which users the rows of a batch make, so that others of its rows may name them as deputies. A row that is bad makes nobody, and who
 * names that user is bad too.
 */
export function comingOwners(
  rows: readonly Values[],
  worldWith: (coming: ReadonlySet<string>) => OwnersWorld,
) {
  let coming: ReadonlySet<string> = new Set(rows.map(({ email }) => String(email)));
  for (;;) {
    const world = worldWith(coming);
    const good = new Set(
      rows.filter((values) => !('problems' in decideOwner(world, values))).map(({ email }) => String(email)),
    );
    if (good.size === coming.size) return coming;
    coming = good;
  }
}

/** Lists that are cleared are empty, and what everybody has cannot be cleared. */
function columnsOf(values: Values): Record<string, unknown> {
  const kept = (name: string) => values[name] ?? undefined;
  const list = (name: string) => (values[name] === null ? [] : values[name]);
  return {
    ...{ name: values['name'], role: kept('role'), team: values['team'], lanes: list('lanes') },
    ...{ languages: list('languages'), territories: list('territories'), products: list('products') },
    ...{
      accepts_leads: kept('acceptsLeads'),
      capacity: kept('capacity'),
      max_open_leads: kept('maxOpenLeads'),
    },
    ...{ time_zone: values['timeZone'], deputy: values['deputy'] },
  };
}
