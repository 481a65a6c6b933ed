/** Each word of the language in the editor: the table keeps it, whatever is edited beside it, and says it in words. */
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Yaml } from '../../../../test/support/rule-arbitrary.ts';
import { wordCases } from '../../../../test/support/word-cases.ts';
import { programmeDiff, ruleInWords } from '../../../contract/language/language.ts';
import { tableOf, withCopy, withoutRule, withRule, withValue } from './edit-rules.ts';

const frame = {
  ...{
    programme: 'words',
    name: 'Words',
    campaign: 'Words',
    timeZone: 'UTC',
    visit: { endsAfter: '30 minutes' },
  },
  ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 6 }] },
};
const plainOf = (parts: Yaml): Yaml => parse(stringify({ ...frame, ...parts }));
const rulesOf = (text: string): Yaml[] => parse(text).rules;
const cases = Object.entries(wordCases);

describe.each(cases)('%s', (word, [without, withIt]) => {
  const programme = plainOf(withIt);
  const text = stringify(programme);
  const table = tableOf(text);

  test('has a row a rule, whose values are those of the text', () => {
    expect(table?.rules).toHaveLength(rulesOf(text).length);
    for (const { fields } of table?.rules ?? [])
      for (const { path, value } of fields) {
        const inText = path.reduce((at, step) => (at as never)[step], programme as unknown);
        expect(value).toEqual(inText);
        expect(parse(withValue(text, path, value))).toEqual(programme);
      }
  });

  test('stays where another value is edited, a rule is copied, taken out or added', () => {
    const [rule] = rulesOf(text);
    const edited = withValue(text, ['rules', 0, 'label'], 'Another: "label"');
    expect(parse(edited)).toEqual({
      ...programme,
      rules: [{ ...rule, label: 'Another: "label"' }, ...rulesOf(text).slice(1)],
    });
    const copied = rulesOf(withCopy(text, 0));
    expect(copied.slice(0, -1)).toEqual(rulesOf(text));
    expect({ ...copied.at(-1), id: rule?.['id'], label: rule?.['label'] }).toEqual(rule);
    const more = withRule(text, 'id: more\nlabel: More\n');
    expect(rulesOf(more).slice(0, -1)).toEqual(rulesOf(text));
    expect(parse(withoutRule(more, rulesOf(more).length - 1))).toEqual(programme);
  });

  test('is said in words, by its row or by what changes', () => {
    const changes = programmeDiff(plainOf(without), programme);
    expect(changes.length, word).toBeGreaterThan(0);
    const [before, after] = [without, withIt].map((parts) => rulesOf(stringify(plainOf(parts))));
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    expect(after?.map(ruleInWords)).not.toEqual(before?.map(ruleInWords));
  });
});
