/** Routing, escalation and review as texts. */
import {
  type Escalation,
  escalationInWords,
  type FileError,
  type ReviewRules,
  type Routing,
  readEscalation,
  readReview,
  readRouting,
  reviewInWords,
  routingInWords,
} from '../../contract/language/language.ts';
import type { RulesFile } from '../store/store.ts';
import type { RuleText, RuleTexts } from './text-kind.ts';

export interface RulesFiles {
  routing: RulesFile<Routing>;
  escalation: RulesFile<Escalation>;
  review: RulesFile<ReviewRules>;
}

const titles = { routing: 'Routing', escalation: 'Escalation', review: 'Weekly review' } as const;
type Rule = keyof typeof titles;
const rules = Object.keys(titles) as Rule[];

export function fileKinds({ routing, escalation, review }: RulesFiles): RuleTexts {
  const texts: Record<Rule, RuleText> = {
    routing: textOf(routing, readRouting, routingInWords),
    escalation: textOf(escalation, readEscalation, escalationInWords),
    review: textOf(review, readReview, reviewInWords),
  };
  return {
    latest: async () => {
      const found = await Promise.all(rules.map((name) => texts[name].versions()));
      return rules.flatMap((name, index) => {
        const latest = found[index]?.[0];
        return latest === undefined ? [] : [{ name, ...latest }];
      });
    },
    of: (rule) => texts[rule as Rule],
    titleOf: (rule) => titles[rule as Rule],
  };
}

type Read<Value> = (
  file: string,
  text: string,
) => { ok: true; value: Value } | { ok: false; errors: FileError[] };

function textOf<Value>(
  file: RulesFile<Value>,
  read: Read<Value>,
  inWords: (value: Value) => string[],
): RuleText {
  return {
    versions: () => file.versions(),
    errorsOf: (text) => file.errorsOf(text),
    warningsOf: () => [],
    wordsOf: (text) => {
      const reading = read('text', text);
      return reading.ok ? inWords(reading.value) : [];
    },
    publish: async (publication) => ({ ...(await file.publish(publication)), migrated: 0 }),
  };
}
