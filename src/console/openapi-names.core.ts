/** Names of operations: `listLeads`, `claimTask`, from the method and the path. Pure. */

/** Last parts of a path that are a verb: `/leads/{id}/claim`. */
const verbs = new Set([
  ...[
    'claim',
    'return',
    'assign',
    'route',
    'rotate',
    'enable',
    'replay',
    'cancel',
    'release',
    'drop',
    'check',
  ],
  ...[
    'test',
    'rollback',
    'backtest',
    'suggest',
    'deactivate',
    'reactivate',
    'verify',
    'erase',
    'export',
    'undo',
    'merge',
  ],
]);

const verbOf: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'put',
  patch: 'change',
  delete: 'delete',
};

/** Plurals that lose more than an `s`. */
const irregular: Readonly<Record<string, string>> = { people: 'person', series: 'series' };

interface Named {
  method: string;
  /** `/leads/{id}/claim`. */
  path: string;
  /** Whether it returns a page of a list. */
  isList: boolean;
}

/** Returns the operation id. `me` in a path is the caller: `getOwnUser`. */
export function operationIdOf({ method, path, isList }: Named): string {
  const parts = path.split('/').slice(1);
  const words = parts.flatMap((part, index) => {
    if (part.startsWith('{')) return [];
    return part === 'me' ? [] : [{ part, index }];
  });
  const last = words.at(-1);
  const isVerb = method === 'post' && last !== undefined && words.length > 1 && verbs.has(last.part);
  const named = isVerb ? words.slice(0, -1) : words;
  const noun = named
    .map(({ part, index }, position) => {
      const staysPlural = isList && position === named.length - 1;
      const own = parts[index + 1] === 'me' ? 'own-' : '';
      return capitalised(`${own}${staysPlural ? part : singularOf(part)}`);
    })
    .join('');
  const verb = isVerb ? last.part : isList && method === 'get' ? 'list' : (verbOf[method] ?? method);
  return `${verb}${noun}`;
}

/** Returns the singular of a word of a path: `companies`, `people`, `dead-letters`. */
export function singularOf(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

const capitalised = (word: string) =>
  word.replace(/(?:^|-)(\w)/g, (_whole, letter: string) => letter.toUpperCase());
