/** Texts of YAML as documents: long ones too, and keys that are there twice. */
import { expect, test } from 'vitest';
import { hasRepeatedKeys, plainYaml, yamlDocument } from './yaml-text.ts';

test.each([
  ['a: 1\nb: 2\n', false],
  ['a: 1\na: 2\n', true],
  ['a: { b: 1, c: [{ d: 1 }, { d: 2 }] }\n', false],
  ['a: { b: 1, c: [{ d: 1 }, { d: 2, d: 3 }] }\n', true],
  ['? [a]\n: 1\n? [a]\n: 2\n', false],
  ['', false],
])('%j', (text, isRepeated) => {
  expect(hasRepeatedKeys(yamlDocument(text))).toBe(isRepeated);
});

test('a group of very many words is read in a time that grows with it', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `word${index}: ${index}\n`).join('');
  const value = plainYaml(text) as Record<string, number>;
  expect(Object.keys(value)).toHaveLength(20_000);
  expect(hasRepeatedKeys(yamlDocument(text))).toBe(false);
  expect(hasRepeatedKeys(yamlDocument(`${text}word7: 1\n`))).toBe(true);
});
