/** The families of profiles: what each has become part of, and what has become part of it. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { provenAmong } from './profile-ids.ts';

/** A link, with the identities of both ends where they were kept. */
export interface FamilyLink {
  child: string;
  parent: string;
  acceptedAtMs: number;
  childKey: string | null;
  parentKey: string | null;
  /** Whether a page alone has said it, which anybody may say. */
  isByPage: boolean;
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
     SELECT root, profile, child, parent, accepted_at_ms::float8 AS "acceptedAtMs", child_key AS "childKey", parent_key AS "parentKey",
       by_page AS "isByPage"
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

/**
 * Of some profiles, those of people known to a server: by an event of any profile of theirs, or also by a link. Links outlive events,
 * and one of before may be of a page.
 */
export async function knownToServers(
  database: Queryable,
  profiles: readonly string[],
  by: 'events' | 'links too',
): Promise<string[]> {
  const { rows: ups } = await database.query<{ of: string; profile: string }>(
    `WITH RECURSIVE ups (of, profile) AS (
       SELECT given, given FROM unnest($1::text[]) AS given
       UNION
       SELECT ups.of, links.parent FROM ups JOIN links ON links.child = ups.profile
     )
     SELECT of, profile FROM ups`,
    [[...new Set(profiles)]],
  );
  const above = [...new Set(ups.map(({ profile }) => profile))];
  const members = await membersOf(database, above, limits.linkedProfilesMax);
  const proven = new Set(await provenAmong(database, [...above, ...members.map(({ profile }) => profile)]));
  const isSaid = (member: Member) =>
    proven.has(member.profile) || (by === 'links too' && member.child !== null && !member.isByPage);
  const known = new Set(members.filter(isSaid).map(({ root }) => root));
  const areKnown = ups.filter(({ profile }) => known.has(profile) || proven.has(profile));
  return [...new Set(areKnown.map(({ of }) => of))];
}
