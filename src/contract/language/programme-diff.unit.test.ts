/** Differences of programmes in words, by cases a marketer would make. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { emeaFile } from '../../../test/support/emea.ts';
import { programmeDiff } from './programme-diff.ts';

const text = readFileSync(emeaFile, 'utf8');
const diff = (changed: string) => programmeDiff(parse(text), parse(changed));

describe('what changed in a programme', () => {
  test.each([
    [
      'points',
      text.replace('points: 15', 'points: 20'),
      ['rule "Visited the Managed Cloud product page" (managed-cloud-page): points 15 → 20'],
    ],
    ['a bound of a tier', text.replace('from: 46', 'from: 50'), ['tier "2 chilies": from 46 → 50']],
    ['a zone', text.replace('Europe/London', 'UTC'), ['timeZone Europe/London → UTC']],
    [
      'a list',
      text.replace('[Order Completed, Cart Emptied]', '[Order Completed]'),
      [
        'rule "Abandoned a basket" (abandoned-basket): unless.event [Order Completed, Cart Emptied] → [Order Completed]',
      ],
    ],
    [
      'something new',
      text.replace('    pays: once a visit\n', '    pays: once a visit\n    coolDown: 1 day\n'),
      ['rule "Visited the Managed Cloud product page" (managed-cloud-page): coolDown added: 1 day'],
    ],
    ['only a comment', `# better\n${text}`, []],
  ])('%s', (_name, changed, expected) => {
    expect(changed).not.toBe(text);
    expect(diff(changed)).toEqual(expected);
  });

  test('a rule added, one removed, and the rest in another order', () => {
    const rule = (id: string) => ({ id, label: id.toUpperCase(), points: 1 });
    expect(
      programmeDiff(
        { rules: [rule('a'), rule('b'), rule('c')] },
        { rules: [rule('c'), rule('d'), rule('a')] },
      ),
    ).toEqual(['rule "D" (d) added: { points: 1 }', 'rule "B" (b) removed', 'rules: order changed']);
  });

  test('nothing is said of what is equal, something of whatever is not, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(programmeDiff(before, structuredClone(before))).toEqual([]);
        const isSame = JSON.stringify(before) === JSON.stringify(after);
        if (!isSame && programmeDiff(before, after).length === 0) expect(before).toEqual(after);
      }),
    );
  });
});
