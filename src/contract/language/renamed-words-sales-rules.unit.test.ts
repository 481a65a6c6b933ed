/** Renamed words of the sales rules: the shipped files use the new ones. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renamedSalesRulesWords } from './renamed-words-sales-rules.ts';

test.each(renamedSalesRulesWords)('$file: $from is $to', ({ file, from, to }) => {
  const text = readFileSync(new URL(`../../../rules/sales/${file}.yaml`, import.meta.url), 'utf8');
  const hasKey = (word: string) => new RegExp(`^ *(?:- )?${word}:`, 'm').test(text);
  expect([hasKey(from), hasKey(to)]).toEqual([false, true]);
});
