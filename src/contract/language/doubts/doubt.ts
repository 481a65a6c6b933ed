/** A warning of a file: what is legal and hardly meant. It stops nothing. */

export type Path = PropertyKey[];

export interface Doubt {
  path: Path;
  /** What it does, and what to write instead. */
  message: string;
  /** What to write in place of the value. */
  instead?: string;
}

/** Returns a value as a key of equality: two are the same where they say the same, in any order of words. */
export function sameAs(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
