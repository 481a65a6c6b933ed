/** The families of profiles: what each has become part of, and what has become part of it. */
import type { Queryable } from '../../base/database/database.ts';

/** A link, with the identities of both ends where they were kept. */
export interface FamilyLink {
  child: string;
  parent: string;
  acceptedAtMs: number;
  childKey: string | null;
  parentKey: string | null;
}

export interface Family {
  /** How it became part of another; null when it stands for itself. */
  link: FamilyLink | null;
  /** The links of all that has become part of it, through however many others. */
  links: FamilyLink[];
}

export async function familiesOf(
  database: Queryable,
  profiles: readonly string[],
): Promise<Map<string, Family>> {
  const columns = `child, parent, accepted_at_ms::float8 AS "acceptedAtMs", child_key AS "childKey", parent_key AS "parentKey"`;
  const { rows: parents } = await database.query<FamilyLink>(
    `SELECT ${columns} FROM links WHERE child = ANY($1)`,
    [profiles],
  );
  const { rows: members } = await database.query<FamilyLink & { root: string }>(
    `WITH RECURSIVE family (root, profile) AS (
       SELECT root, root FROM unnest($1::text[]) AS root
       UNION
       SELECT family.root, links.child FROM family JOIN links ON links.parent = family.profile
     )
     SELECT root, ${columns} FROM family JOIN links ON links.child = family.profile WHERE family.profile <> family.root
     ORDER BY accepted_at_ms, child`,
    [profiles],
  );
  const families = new Map(profiles.map((id): [string, Family] => [id, { link: null, links: [] }]));
  for (const link of parents) (families.get(link.child) as Family).link = link;
  for (const { root, ...link } of members) (families.get(root) as Family).links.push(link);
  return families;
}
