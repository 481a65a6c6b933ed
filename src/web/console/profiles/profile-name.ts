/** What a profile is called. Pure. */
import type { ProfileView } from '../../../contract/api/api.ts';

type Named = Pick<ProfileView, 'traits' | 'identities'>;

/** The name that is known, else an address, else the words for a visitor that nobody knows yet. */
export function nameOfProfile({ traits, identities }: Named): string {
  const name = traits['name'];
  if (typeof name === 'string' && name.trim() !== '') return name;
  return identities.find(({ kind }) => kind === 'email')?.value ?? 'Somebody not known yet';
}

/** Traits as lines, in the order of their names. A value that is no text is shown as JSON. */
export function traitLines(traits: Readonly<Record<string, unknown>>): { name: string; value: string }[] {
  return Object.entries(traits)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
