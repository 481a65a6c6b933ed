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

/** A profile of a family: with the profile that the family was asked of, and its own link; nulls where it has none. */
type Member = { root: string; profile: string } & (FamilyLink | { child: null; acceptedAtMs: null });

/**
 * Each profile that is one of the roots or is linked to one, with that root; of more than a number, some. It may have several
 * roots. A link can be in the history before it is folded; until then its child is scored by itself as well.
 */
export async function membersOf(
  database: Queryable,
  roots: readonly string[],
  countMax: number | null = null,
): Promise<Member[]> {
  // OFFSET 0 keeps the look-ups by index: the planner, which cannot know how small families are, would read all links.
  const { rows } = await database.query<Member>(
    `WITH RECURSIVE family (root, profile) AS (
       SELECT root, root FROM unnest($1::text[]) AS root
       UNION
       SELECT family.root, linked.child FROM family, LATERAL (SELECT child FROM links WHERE parent = family.profile OFFSET 0) AS linked
     )
     SELECT root, profile, child, parent, accepted_at_ms::float8 AS "acceptedAtMs", child_key AS "childKey", parent_key AS "parentKey"
     FROM (SELECT root, profile FROM family LIMIT $2) AS members
       LEFT JOIN LATERAL (SELECT * FROM links WHERE links.child = members.profile OFFSET 0) AS links ON true
     ORDER BY accepted_at_ms, child`,
    [roots, countMax],
  );
  return rows;
}

export async function familiesOf(
  database: Queryable,
  profiles: readonly string[],
): Promise<Map<string, Family>> {
  const families = new Map(profiles.map((id): [string, Family] => [id, { link: null, links: [] }]));
  for (const { root, profile, ...link } of await membersOf(database, profiles)) {
    const family = families.get(root);
    if (link.child === null || family === undefined) continue;
    if (profile === root) family.link = link;
    else family.links.push(link);
  }
  return families;
}
