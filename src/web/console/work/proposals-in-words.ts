/** What web pages alone say of somebody, beside what is known: as lines of text, and what a person may take over. */
import type { PersonView, ProfileView } from '../../../contract/api/api.ts';

/** Fields of a person that take a proposed text as it is. */
const takenFields = ['name', 'company', 'title', 'phone'] as const;
export type TakenField = (typeof takenFields)[number];

/** One proposed trait. */
export interface Proposal {
  trait: string;
  /** Shortened for the page. */
  line: string;
  /** The field that may take it, with the value; null where none does. */
  take: { field: TakenField; value: string } | null;
}

/** More than so many lines push the rest of the drawer away. */
const linesMax = 5;
const lineLengthMax = 80;

/**
 * Returns each trait that a page proposes, by name. Some do not count; others count in scoring, and sales has not taken them over. `hidden`
 * counts the rest.
 */
export function proposalsOf(
  { traits, claimed, proposals }: Pick<ProfileView, 'traits' | 'claimed' | 'proposals'>,
  person: PersonView | null,
): { shown: Proposal[]; hidden: number } {
  const isHeld = (name: string) =>
    person !== null &&
    isTaken(name) &&
    textIn(traits[name]) !== null &&
    person[name] !== textIn(traits[name]);
  const held = claimed.filter(isHeld).map((name) => [name, traits[name]] as const);
  const all = new Map<string, unknown>([...held, ...Object.entries(proposals)]);
  const lines = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([trait, value]): Proposal => {
      const text = textIn(value);
      const shown = text ?? (typeof value === 'string' ? value : JSON.stringify(value));
      const isOffered = person !== null && isTaken(trait) && text !== null && person[trait] !== text;
      return {
        ...{ trait, line: shortened(`${trait}: ${shown}`) },
        take: isOffered ? { field: trait, value: text } : null,
      };
    });
  if (lines.length <= linesMax) return { shown: lines, hidden: 0 };
  return { shown: lines.slice(0, linesMax - 1), hidden: lines.length - linesMax + 1 };
}

const isTaken = (name: string): name is TakenField => takenFields.some((field) => field === name);

/** A text, or the name in an object, as events have companies. */
function textIn(value: unknown): string | null {
  const said =
    typeof value === 'object' && value !== null && 'name' in value && Object.keys(value).length === 1
      ? value.name
      : value;
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : null;
}

function shortened(line: string): string {
  return line.length <= lineLengthMax ? line : `${line.slice(0, lineLengthMax - 1)}…`;
}
