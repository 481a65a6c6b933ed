/** Which events a file has, by its name. Pure. */
import { type EventType, eventTypes } from '../contract/language/language.ts';

/** Tables of a warehouse with one type of event each. */
const tables: Readonly<Record<string, EventType>> = {
  ...{ tracks: 'track', pages: 'page', screens: 'screen' },
  ...{ identifies: 'identify', groups: 'group', aliases: 'alias' },
};

/** The type of the events of a file by its name, `pages.csv.gz`; null where the name is that of no table. */
export function typeOfFile(name: string): EventType | null {
  const words = name
    .toLowerCase()
    .replace(/\.(?:csv|tsv|json|jsonl|ndjson|gz|gzip|zst|zstd|\d+)\b/g, '')
    .split(/[^a-z]+/);
  const word = words.find((one) => tables[one] !== undefined);
  return word === undefined
    ? (eventTypes.find((type) => words.at(-1) === type) ?? null)
    : (tables[word] ?? null);
}
