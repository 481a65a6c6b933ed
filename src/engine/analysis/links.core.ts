/** Which profile a profile was part of, now and before. Pure. */

/** What each profile became part of, and since when, ms. */
export type DatedLinks = ReadonlyMap<string, { parent: string; sinceMs: number }>;

/** The profile that a profile was part of at a moment, ms; in the end, where none is given. */
export function rootAt(links: DatedLinks, profile: string, atMs = Number.POSITIVE_INFINITY): string {
  let root = profile;
  // Ranks rise along links (device, address, user), so there are few and no circles.
  for (let link = links.get(root); link !== undefined && link.sinceMs <= atMs; link = links.get(root))
    root = link.parent;
  return root;
}
