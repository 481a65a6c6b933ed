/** Which names of events were likely meant by those that no active programme names, as long as the same programmes are active. */
import { limits } from '../../base/kernel/kernel.ts';
import { eventNamesOf } from '../../contract/language/language.ts';
import { type CompiledProgrammes, plainName } from '../scoring/scoring.ts';
import { knownName, likeliestName } from './likely-name.core.ts';

type Finder = (name: string) => string | null;

/**
 * Returns what finds the name that is likeliest meant by another one: null where a rule names it, and where none is near. Each is compared
 * once, and only so many under the same programmes: a flood of made-up names costs next to nothing.
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
    if (known.size >= limits.likelyNamesMax || name.length > limits.likelyNameLengthMax) return null;
    const likeliest = find(name);
    known.set(name, likeliest);
    return likeliest;
  };
}

function finderOf({ programmes }: CompiledProgrammes): Finder {
  const names = programmes.flatMap(({ programme }) => eventNamesOf(programme));
  const plain = new Set(names.map(plainName));
  const known = names.map(knownName);
  return (name) => (plain.has(plainName(name)) ? null : likeliestName(name, known));
}
