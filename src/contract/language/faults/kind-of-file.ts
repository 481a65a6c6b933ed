/** Texts of another kind than was asked for: empty ones, files of other rules, and what is no rule at all. */
import type { Finding } from './findings.ts';
import { nearest } from './nearest.ts';
import { quoted } from './terms.ts';
import { guessedMax } from './word-findings.ts';

/** The words at the top of each kind of file that no other kind has. */
const marks: Readonly<Record<string, readonly string[]>> = {
  'the programme': ['rules', 'ladder', 'visit'],
  'the sales process': ['pipelines', 'process', 'lanes'],
  'the examples': ['examples'],
  'the routing': ['queue', 'defaultLeadPipeline'],
  'the escalation': ['escalation'],
  'the weekly review': ['send'],
};

const nouns: Readonly<Record<string, string>> = {
  'the programme': 'a programme',
  'the sales process': 'a sales process',
  'the examples': 'a file of examples',
  'the routing': 'a routing',
  'the escalation': 'an escalation',
  'the weekly review': 'a weekly review',
};

const pages: Readonly<Record<string, string>> = {
  'the programme': 'docs/programmes.md',
  'the examples': 'docs/programmes.md#versions',
  'the sales process': 'docs/sales-processes.md',
};

/** Returns the one fault of a value that is no file of its kind at all; null where it may be one. */
export function wrongKind(
  what: string,
  words: readonly string[],
  value: unknown,
  text: string,
): Finding | null {
  const whole = (message: string): Finding => ({ path: [], at: 'value', message });
  const page = pages[what];
  const noun = nouns[what] ?? what;
  const begin = `begin with ${quoted(words.slice(0, 3), 'and')}${page === undefined ? '' : `, as ${page} shows`}`;
  if (value === null || value === undefined) return whole(`the file is empty; ${begin}`);
  if (/^\s*</.test(text))
    return whole(`the file is a web page or XML, not ${noun}; save the text of ${what} alone`);
  if (Array.isArray(value))
    return whole(`the file is a list; ${begin}, and indent the list below the word it belongs to`);
  if (typeof value !== 'object') return whole(`the file is one text without "word: value" lines; ${begin}`);
  const given = Object.keys(value);
  const own = marks[what] ?? [];
  const other = Object.entries(marks).find(
    ([name, of]) =>
      name !== what && of.some((word) => given.includes(word)) && !own.some((word) => given.includes(word)),
  );
  const mark = other?.[1].find((word) => given.includes(word));
  if (other !== undefined && mark !== undefined)
    return {
      path: [mark],
      at: 'key',
      message: `this is ${nouns[other[0]]}, not ${noun}; its word "${mark}" shows that`,
    };
  const first = given.slice(0, guessedMax);
  const unknown = first.filter((word) => nearest(word, words) === null);
  const isOwn = [...own, words[0] ?? ''].some((word) => first.some((one) => nearest(one, [word]) !== null));
  if (!isOwn && unknown.length > first.length / 2)
    return whole(`the file is not ${noun}: it has the words ${quoted(unknown.slice(0, 3), 'and')}; ${begin}`);
  return null;
}

/** The kinds of files by the names that the command line has for them. */
const kindNames = {
  programme: 'the programme',
  examples: 'the examples',
  'sales-process': 'the sales process',
  routing: 'the routing',
  escalation: 'the escalation',
  review: 'the weekly review',
} as const;

export type FileKindName = keyof typeof kindNames;
export const fileKinds = Object.keys(kindNames) as FileKindName[];

/**
 * Returns the kind of a file by its name and the words at the beginnings of its lines, also of a text with errors. A file that
 * shows nothing is a programme.
 */
export function fileKindOf(file: string, text: string): FileKindName {
  if (/\.examples\.ya?ml$/.test(file)) return 'examples';
  const named = /(?:^|[/\\])(routing|escalation|review)\.ya?ml$/.exec(file)?.[1];
  if (named !== undefined) return named as FileKindName;
  const words = new Set([...text.matchAll(/^["']?([A-Za-z]+)["']?\s*:/gm)].map(([, word]) => word));
  const has = (kind: FileKindName) => marks[kindNames[kind]]?.some((word) => words.has(word)) ?? false;
  if (/(?:^|[/\\])pipelines[/\\][^/\\]+$/.test(file) && !has('programme')) return 'sales-process';
  if (words.has('steps') && words.has('timeZone')) return 'escalation';
  return fileKinds.find(has) ?? 'programme';
}
