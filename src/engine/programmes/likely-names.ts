/** Which names of events were likely meant by those that no active programme names, as long as the same programmes are active. */
import { limits } from '../../base/kernel/kernel.ts';
import { eventNamesOf } from '../../contract/language/language.ts';
import { type CompiledProgrammes, plainName } from '../scoring/scoring.ts';
import { KnownNames } from './likely-name.core.ts';

type Finder = (name: string) => string | null;

/**
 * Returns what finds the name that is likeliest meant by another one: null where a rule names it, and where none is near. The
 * latest are remembered, so that a name which comes again and again is compared once.
 */
export function likelyNames(current: () => CompiledProgrammes): Finder {
  let of: CompiledProgrammes | null = null;
  let known = new Map<string, string | null>();
  let find: Finder = () => null;
  return (name) => {
    const programmes = current();
    if (programmes !== of) {
      of = programmes;
      known = new Map();
      find = finderOf(programmes);
    }
    const found = known.get(name);
    if (found !== undefined) return found;
    if (name.length > limits.likelyNameLengthMax) return null;
    const likeliest = find(name);
    const [oldest] = known.keys();
    if (known.size >= limits.likelyNamesMax && oldest !== undefined) known.delete(oldest);
    known.set(name, likeliest);
    return likeliest;
  };
}

function finderOf({ programmes }: CompiledProgrammes): Finder {
  const names = programmes.flatMap(({ programme }) => eventNamesOf(programme));
  const plain = new Set(names.map(plainName));
  const known = new KnownNames(names);
  return (name) => (plain.has(plainName(name)) ? null : known.likeliest(name));
}
