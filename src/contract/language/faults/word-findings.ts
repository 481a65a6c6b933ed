/** Words of a group that are unknown, missing, or belong elsewhere: each reported once, at its own place. */
import { z } from 'zod';
import { limits } from '../../../base/kernel/kernel.ts';
import type { Finding } from './findings.ts';
import { nearest } from './nearest.ts';
import { ownEntry } from './own-entry.ts';
import { withoutPasted } from './pasted.ts';
import { bare, choicesOf, expectedOf, isRequired, kindOf } from './schema-parts.ts';
import { quote, quoted } from './terms.ts';

type Schema = z.core.$ZodType;
export type Shape = Readonly<Record<string, Schema>>;
export type Words = Readonly<Record<string, unknown>>;

/** A group of words that another stands in: for words that were indented too far. */
export interface Outer {
  shape: Shape;
  /** The word that the inner group follows. */
  word: string;
}

/** What people write for a word of ours; the first that the group allows is meant. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ...{ score: ['points'], value: ['points', 'is'], worth: ['points'], weight: ['points'] },
  ...{
    name: ['label', 'id'],
    title: ['label', 'name'],
    description: ['label', 'note'],
    rule: ['id', 'label'],
    key: ['per', 'id'],
  },
  ...{
    label: ['name'],
    frequency: ['pays', 'count'],
    often: ['pays'],
    limit: ['cap', 'atMost'],
    maximum: ['atMost', 'cap'],
  },
  ...{
    max: ['atMost', 'cap'],
    min: ['atLeast', 'from'],
    minimum: ['atLeast', 'from'],
    gte: ['atLeast'],
    gt: ['above'],
  },
  ...{
    lte: ['atMost'],
    lt: ['below'],
    equals: ['is'],
    eq: ['is'],
    in: ['is'],
    exists: ['present'],
    includes: ['contains'],
  },
  ...{
    greaterthan: ['above'],
    lessthan: ['below'],
    morethan: ['above'],
    under: ['below'],
    over: ['above'],
    range: ['between'],
  },
  ...{
    condition: ['when'],
    conditions: ['when'],
    trigger: ['when'],
    match: ['when'],
    filter: ['when'],
    if: ['when', 'who'],
  },
  ...{
    on: ['when'],
    action: ['do'],
    actions: ['up'],
    threshold: ['from'],
    start: ['from'],
    above: ['from'],
    tz: ['timeZone'],
  },
  ...{
    window: ['within', 'count'],
    timeout: ['endsAfter', 'within'],
    expiry: ['expires', 'decay'],
    expire: ['expires', 'decay'],
  },
  ...{
    segment: ['who'],
    audience: ['who'],
    props: ['properties'],
    attributes: ['properties', 'traits'],
    cooldown: ['coolDown'],
  },
  ...{
    levels: ['tiers', 'rungs'],
    steps: ['rungs'],
    stages: ['tiers'],
    halflife: ['halfLife'],
    pageview: ['page'],
    domain: ['emailDomain'],
  },
  ...{
    session: ['visit'],
    repeat: ['pays'],
    minscore: ['from'],
    points: ['from'],
    and: ['all'],
    or: ['any'],
    none: ['not'],
  },
  ...{
    inform: ['notify'],
    assign: ['do'],
    sla: ['contactWithin'],
    email: ['emailDomain'],
    unique: ['distinct'],
    after: ['within'],
  },
};

/** Returns the findings of the words themselves, and the words whose values need no look: they are part of such a finding. */
export function wordFindings(
  { shape, outers }: { shape: Shape; outers: readonly Outer[] },
  words: Words,
  path: PropertyKey[],
): { findings: Finding[]; explained: ReadonlySet<string> } {
  const given = Object.keys(words);
  const free = new Set(Object.keys(shape).filter((word) => !Object.hasOwn(words, word)));
  const explained = new Set<string>();
  const findings: Finding[] = [];
  const within = new Map<string, string[]>();
  const unknown: string[] = [];
  for (const word of given) {
    if (Object.hasOwn(shape, word)) continue;
    // Nobody sees the remedy of one beyond the limit: it is counted.
    if (findings.length + unknown.length > limits.fileErrorsMax) {
      findings.push({ path: [...path, word], at: 'key', message: `unknown word ${quote(word)}` });
      continue;
    }
    const outer = outers.find((one) => Object.hasOwn(one.shape, word));
    if (outer !== undefined) {
      findings.push(belongsBeside(word, outer, path));
      continue;
    }
    const meant = meantBy(word, free);
    if (meant !== null) {
      free.delete(meant);
      findings.push(misspelt(word, meant, path));
      continue;
    }
    const child = childWith(shape, words, word);
    if (child === null) unknown.push(word);
    else {
      explained.add(child);
      within.set(child, [...(within.get(child) ?? []), word]);
    }
  }
  for (const [child, inner] of within) {
    free.delete(child);
    findings.push(belongsWithin(child, inner, words, path));
  }
  // What is merged from elsewhere may have any word.
  if (given.includes('<<')) free.clear();
  const missed = [...free].filter((word) => isRequired(shape[word] as Schema));
  findings.push(...unknownOrMissing(shape, words, { unknown, missed }, path));
  return { findings, explained };
}

/** One word unknown and one missing are the same mistake. */
function unknownOrMissing(
  shape: Shape,
  words: Words,
  { unknown, missed }: { unknown: readonly string[]; missed: readonly string[] },
  path: PropertyKey[],
): Finding[] {
  const [word, another] = unknown;
  const [meant, other] = missed;
  if (word !== undefined && another === undefined && meant !== undefined && other === undefined)
    return [
      {
        ...misspelt(word, meant, path),
        message: `unknown word ${quote(word)}; did you mean "${meant}", which is missing?`,
      },
    ];
  return [
    ...unknown.map((one) => unknownWord(shape, words, one, path)),
    ...missed.map((one) => missing(shape, words, one, path)),
  ];
}

/** Words of one group that are compared with known ones to find its kind: no group of ours has as many. */
export const guessedMax = 100;

/** The free word that is meant by another: its spelling is near, or it is what others call it. */
export function meantBy(word: string, free: Iterable<string>): string | null {
  const plain = withoutPasted(word)?.text ?? word.trim();
  const names = [...free];
  const near = nearest(plain, names);
  if (near !== null) return near;
  const called = ownEntry(synonyms, plain.toLowerCase().replace(/[\s_-]+/g, ''));
  return called?.find((one) => names.includes(one)) ?? null;
}

export function misspelt(word: string, meant: string, path: PropertyKey[]): Finding {
  return {
    path: [...path, word],
    at: 'key',
    message: `unknown word ${quote(word)}; did you mean "${meant}"?`,
    instead: meant,
  };
}

function belongsBeside(word: string, outer: Outer, path: PropertyKey[]): Finding {
  const message = `${quote(word)} belongs beside "${outer.word}", not within it; indent it less`;
  return { path: [...path, word], at: 'key', message, moves: word };
}

function unknownWord(shape: Shape, words: Words, word: string, path: PropertyKey[]): Finding {
  const at: Pick<Finding, 'path' | 'at'> = { path: [...path, word], at: 'key' };
  const twice = nearest(word, Object.keys(shape));
  if (twice !== null)
    return { ...at, message: `unknown word ${quote(word)}; "${twice}" is there already, remove one of them` };
  if (words[word] === null && /^[^:]*$/.test(word) && path.length > 0)
    return {
      ...at,
      message: `unknown word ${quote(word)}, without a value; put quotes around a text that holds a comma, or remove it`,
    };
  if (word === '<<')
    return { ...at, message: 'unknown word "<<": words are not merged from elsewhere; write them out here' };
  return { ...at, message: `unknown word ${quote(word)}; remove it; expected ${quoted(left(shape, words))}` };
}

/** The words that a group may still get; all of its words where it has them. */
function left(shape: Shape, words: Words): string[] {
  const names = Object.keys(shape);
  const free = names.filter((name) => !Object.hasOwn(words, name));
  return free.length > 0 ? free : names;
}

/** The word of a group whose own group has this word. */
function childWith(shape: Shape, words: Words, word: string): string | null {
  const has = (child: string) => groupsOf(shape[child] as Schema).some((inner) => Object.hasOwn(inner, word));
  const children = Object.keys(shape).filter(has);
  const fits = (child: string) => words[child] === null || kindOf(words[child]) === 'words';
  return children.find(fits) ?? children.find((child) => !Object.hasOwn(words, child)) ?? null;
}

/** The shapes of the groups of words that a schema allows. */
export function groupsOf(schema: Schema): Shape[] {
  return choicesOf(schema).flatMap((choice) => {
    const inner = bare(choice);
    return inner instanceof z.ZodObject ? [inner.shape as Shape] : [];
  });
}

function belongsWithin(child: string, inner: string[], words: Words, path: PropertyKey[]): Finding {
  const subject = `${quoted(inner, 'and')} ${inner.length === 1 ? 'belongs' : 'belong'}`;
  const them = inner.length === 1 ? 'it' : 'them';
  const remedy =
    words[child] === null
      ? `indent ${them} further than "${child}"`
      : `write ${them} there, indented below "${child}"`;
  return { path: [...path, inner[0] ?? ''], at: 'key', message: `${subject} within "${child}"; ${remedy}` };
}

/** A missing word, with the word it follows. */
function missing(shape: Shape, words: Words, word: string, path: PropertyKey[]): Finding {
  const order = Object.keys(shape);
  const before = order.slice(0, order.indexOf(word)).findLast((one) => Object.hasOwn(words, one));
  const where = before === undefined ? 'add it at the beginning' : `add it after "${before}"`;
  return {
    path,
    at: 'key',
    missing: word,
    message: `"${word}" is missing; ${where}; expected ${expectedOf(shape[word] as Schema)}`,
  };
}
