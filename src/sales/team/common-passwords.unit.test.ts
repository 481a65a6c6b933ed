/** Common passwords: those of the list, in any case, and with signs around them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entriesOf, isCommonPassword } from './common-passwords.core.ts';

const common = entriesOf(readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8'));

test('the list has the 3,000 that ASVS asks for, and no comment is an entry', () => {
  expect(common.size).toBeGreaterThan(3_000);
  expect([...common].filter((entry) => entry.startsWith('#') || entry !== entry.toLowerCase())).toEqual([]);
});

test.each([
  ['1234567890', true],
  ['qwertyuiop', true],
  ['Password123', true],
  ['PASSWORD!!!!', true],
  ['2024dragon2024', true],
  ['basketball', true],
  ['four words unlike others', false],
  ['right password', false],
  ['9f2kd83hq1', false],
  ['пароль-который-длинный', false],
])('%s: %s', (password, isCommon) => {
  expect(isCommonPassword(password, common)).toBe(isCommon);
});
