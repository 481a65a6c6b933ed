/** Words of a rule that do not go together: the kind of rule that is meant, and why a word cannot stand in it. */
import type { z } from 'zod';
import { absenceRule, payRule, rungsRule, sequenceRule } from '../rule.ts';
import type { Finding } from './findings.ts';
import { ownEntry } from './own-entry.ts';
import { guessedMax, meantBy, type Shape, type Words, wordFindings } from './word-findings.ts';

interface RuleKind {
  /** What a marketer calls it. */
  what: string;
  shape: Shape;
}

const shapeOf = (schema: z.ZodObject) => schema.shape as Shape;
const kinds = {
  pay: { what: 'a rule that pays for each match', shape: shapeOf(payRule) },
  rungs: { what: 'a count', shape: shapeOf(rungsRule) },
  sequence: { what: 'a sequence', shape: shapeOf(sequenceRule) },
  absence: { what: 'an inactivity rule', shape: shapeOf(absenceRule) },
} satisfies Record<string, RuleKind>;
type KindName = keyof typeof kinds;

/** Every word of a rule of any kind. */
const everyWord = new Set(Object.values(kinds).flatMap(({ shape }) => Object.keys(shape)));

/** The word that shows the kind of a rule. */
const shownBy: readonly [word: string, kind: KindName][] = [
  ['rungs', 'rungs'],
  ['then', 'sequence'],
  ['within', 'absence'],
  ['unless', 'absence'],
  ['count', 'rungs'],
  ['distinct', 'rungs'],
];

/** Why a word cannot stand in a rule of a kind, and what to do. */
const whyNot: Readonly<Record<KindName, Readonly<Record<string, string>>>> = {
  rungs: {
    pays: 'cannot stand beside "count", because a count pays its highest rung once; remove "pays", or remove "count" and "rungs"',
    points:
      'cannot stand beside "count", because each rung has its own points; write them there: rungs: [{ from: 3, points: 15 }]',
    coolDown: 'cannot stand beside "count", because a count pays its highest rung once; remove it',
    // biome-ignore lint/suspicious/noThenProperty: a marketer's word, looked up and never awaited
    then: 'cannot stand beside "count", because a rule is a count or a sequence; make two rules of it',
    unless: 'cannot stand beside "count", because only an inactivity rule has an end; make two rules of it',
    within:
      'cannot stand beside "count", because the count has its own time; write it there: count: in 7 days',
  },
  sequence: {
    unless:
      'cannot stand beside "then", because a sequence pays for what happened and not for silence; remove one of them',
    count: 'cannot stand beside "then", because a rule is a count or a sequence; make two rules of it',
    rungs: 'cannot stand beside "then", because a rule is a count or a sequence; make two rules of it',
    distinct:
      'cannot stand beside "then", because only a count has different values; use "per" to pair by a key',
  },
  absence: {
    count:
      'cannot stand beside "within", because a count has its own time; remove "within" and write count: in 7 days',
    rungs:
      'cannot stand beside "within", because only a count has rungs; remove "within" and write count: in 7 days',
    distinct:
      'cannot stand beside "within", because only a count has different values; use "per" for each key',
  },
  pay: {
    distinct:
      'cannot stand beside "pays", because only a count has different values; use "count" and "rungs", or "per" to pay for each',
  },
};

/** Returns the findings of the words of a rule, its shape, and the words whose values are part of a finding. */
export function ruleFindings(
  rule: Words,
  path: PropertyKey[],
): { shape: Shape; findings: Finding[]; explained: ReadonlySet<string> } {
  const name = kindMeant(rule);
  const { shape } = kinds[name];
  const wrong = Object.keys(rule).filter((word) => everyWord.has(word) && !Object.hasOwn(shape, word));
  const left = Object.fromEntries(Object.entries(rule).filter(([word]) => !wrong.includes(word)));
  const combined = wrong.map((word): Finding => {
    const why = ownEntry(whyNot[name], word) ?? `cannot stand in ${kinds[name].what}; remove it`;
    return { path: [...path, word], at: 'key', message: `"${word}" ${why}` };
  });
  const { findings, explained } = wordFindings({ shape, outers: [] }, left, path);
  // Rungs are not missed where the points of a payment stand in their place.
  const own = findings.filter(({ missing }) => !(missing === 'rungs' && wrong.includes('points')));
  return { shape, findings: [...combined, ...own.map((finding) => inRuleWords(name, finding))], explained };
}

/** The kind that the words of a rule show, misspelt ones too. */
function kindMeant(rule: Words): KindName {
  const words = new Set(
    Object.keys(rule).map((word, index) =>
      everyWord.has(word) || index >= guessedMax ? word : (meantBy(word, everyWord) ?? word),
    ),
  );
  const isPaid = words.has('pays') && words.has('points');
  // A time with rungs is that of a count.
  return shownBy.find(([word]) => words.has(word) && !(isPaid && word === 'distinct'))?.[1] ?? 'pay';
}

const howRulesPay =
  'the rule does not say how it pays: add "pays" such as "once a day", or "count" and "rungs", or "then" and "within", or "within" alone for silence';

function inRuleWords(name: KindName, finding: Finding): Finding {
  return name === 'pay' && finding.missing === 'pays' ? { ...finding, message: howRulesPay } : finding;
}
