/**
 * What people add to the score of their company, as tier updates say it: a register of each profile and programme.
 *
 * Written in the transaction of the updates, so that each counts once. Triggers note which companies are to be scored.
 */
import type { Queryable } from '../../base/database/database.ts';
import { isFreeMail, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import { isClaim, personOf } from './person.core.ts';
import type { World } from './world.core.ts';

/** A part as its row has it. */
interface PartRow {
  profile: string;
  programme: string;
  company: string | null;
  email: string | null;
  identity: Identity;
  points: number;
  reasons: TierUpdate['reasons'];
  is_own: boolean;
  at: string;
}

/** A company that sales has not met. */
interface NamedCompany {
  id: string;
  name: string;
  domain: string | null;
  at: string;
}

export interface Part {
  profile: string;
  programme: string;
  /** Null where the person adds nothing. */
  row: PartRow | null;
  /** Where the company is none of sales yet: what it is called. */
  named: NamedCompany | null;
}

/**
 * Returns the part that an update says. The company is the one that sales has chosen for the person, else the one of their group. Without a group it is
 * the one of their address, else the one that they say.
 */
export function partOf(world: World, record: TierUpdate): Part {
  const { profile, programme, identity, score, atMs, reasons, part } = record;
  const at = new Date(atMs).toISOString();
  // Of a crowd that one address made up, nobody counts until something else says who they are.
  if (identity === null || score <= 0 || identity.crowd === true)
    return { profile, programme, row: null, named: null };
  const known = personOf(world, record);
  const email = isClaim(record) ? null : identity.email;
  const chosen = known?.company_id ?? null;
  const isUnproven = identity.unproven?.includes('company') === true;
  // What a page says puts nobody known to sales into a company.
  const said = known !== null && isUnproven ? { ...identity, company: null, group: undefined } : identity;
  const ofAddress = said.group === undefined ? world.companyOf({ company_id: null, email }) : null;
  const found = chosen ?? world.companyNamed(said)?.id ?? ofAddress?.id ?? null;
  return {
    ...{ profile, programme },
    row: {
      ...{ profile, programme, company: found, email, identity, points: score, reasons, at },
      is_own: part?.isOwn ?? true,
    },
    named: found === null ? namedBy(said, email, at) : null,
  };
}

function namedBy(
  { company, group }: Pick<Identity, 'company' | 'group'>,
  email: string | null,
  at: string,
): NamedCompany | null {
  const ofAddress = email?.slice(email.lastIndexOf('@') + 1) ?? null;
  const own = ofAddress === null || isFreeMail(ofAddress) ? null : ofAddress;
  // The address of somebody in a group may be of another company.
  const domain = group === undefined ? own : group.domain;
  const name = (company ?? domain)?.slice(0, limits.accountNameLengthMax) ?? null;
  return name === null ? null : { id: `cp_${profileIdOf(`company ${domain ?? name}`)}`, name, domain, at };
}

/** Writes the parts; of several of a profile, the last. */
export async function writeParts(connection: Queryable, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  const last = new Map(parts.map((part) => [`${part.profile} ${part.programme}`, part]));
  const ids = new Map<string, string>();
  const rows: PartRow[] = [];
  const gone: Part[] = [];
  for (const part of [...last.values()].sort((one, other) => (one.profile < other.profile ? -1 : 1))) {
    if (part.row === null) gone.push(part);
    else if (part.named === null) rows.push(part.row);
    else {
      const id = ids.get(part.named.id) ?? (await companyFor(connection, part.named));
      ids.set(part.named.id, id);
      rows.push({ ...part.row, company: id });
    }
  }
  await connection.query(
    `DELETE FROM account_parts USING unnest($1::text[], $2::text[]) AS given (profile, programme)
     WHERE account_parts.profile = given.profile AND account_parts.programme = given.programme`,
    [gone.map(({ profile }) => profile), gone.map(({ programme }) => programme)],
  );
  // One order for all writers, since each row notes its company.
  rows.sort((one, other) => ((one.company ?? '') < (other.company ?? '') ? -1 : 1));
  await connection.query(
    `INSERT INTO account_parts SELECT given.* FROM jsonb_to_recordset($1) AS given
       (profile text, programme text, company text, email text, identity jsonb, points double precision, reasons jsonb, is_own boolean, at timestamptz)
     ON CONFLICT (profile, programme) DO UPDATE SET company = excluded.company, email = excluded.email, identity = excluded.identity,
       points = excluded.points, reasons = excluded.reasons, is_own = excluded.is_own, at = excluded.at`,
    [JSON.stringify(rows)],
  );
}

/** The company of a domain or a name, by what merged ones were called too; a new one where there is none. */
async function companyFor(connection: Queryable, { id, name, domain, at }: NamedCompany): Promise<string> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM (
       SELECT id, 1 AS place FROM companies WHERE domain = $2 OR id = $1
       UNION ALL SELECT company_id, 2 FROM merges WHERE kind = 'companies' AND (domain = $2 OR merged = $1)
       UNION ALL SELECT id, 3 FROM companies WHERE name = $3
       UNION ALL SELECT company_id, 4 FROM merges WHERE kind = 'companies' AND name = $3
     ) AS found ORDER BY place, id LIMIT 1`,
    [id, domain, name],
  );
  const [known] = rows;
  if (known !== undefined) return known.id;
  await connection.query(
    'INSERT INTO companies (id, name, domain, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)',
    [id, name, domain, at],
  );
  return id;
}
