/** The words of the product: those that were left behind are found nowhere, and the others each in their sense alone. */
import { describe, expect, test } from 'vitest';
import { leftBehind, namesLeftBehind, namesThatStay, senses, stays } from './support/former-words.ts';
import { filePaths, files, textOf } from './support/source-text.ts';
import { namesIn } from './support/source-tree.ts';

const texts = filePaths
  .filter((filePath) =>
    /^(?:src|rules|docs|examples|clients|ops|bench|test\/docs)\/.*\.(?:tsx?|mjs|js|html|md|ya?ml|sql|service|conf)$|^(?:README|ARCHITECTURE|CONTRIBUTING|SECURITY)\.md$/.test(
      filePath,
    ),
  )
  .map((filePath) => ({ filePath, text: textOf(filePath) }));

test('words that were left behind are not found', () => {
  expect(texts.length).toBeGreaterThan(400);
  const found = texts.flatMap(({ filePath, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        leftBehind
          .filter(([word]) => word.test(line) && !stays[filePath]?.test(line))
          .map(([word, instead]) => `${filePath}:${index + 1}: "${word.exec(line)?.[0]}"; say ${instead}`),
      ),
  );
  expect(found).toEqual([]);
});

test('names in code that were left behind are not found', () => {
  const found = files.flatMap((file) =>
    namesLeftBehind.flatMap(([name, instead]) =>
      namesIn(file, name)
        .filter((one) => !namesThatStay[file.filePath]?.test(one))
        .map((one) => `${file.filePath}: ${one}; say ${instead}`),
    ),
  );
  expect(found).toEqual([]);
});

test('no name of a file has a word that was left behind', () => {
  const named = filePaths.filter((filePath) => /^(?:src|test|rules|docs|examples)\//.test(filePath));
  const found = named.filter((filePath) => leftBehind.some(([word]) => word.test(filePath)));
  expect(found).toEqual([]);
});

describe.each(senses)('$word', ({ word, senses: ofWord }) => {
  const allowed = Object.entries(ofWord).flatMap(([sense, names]) => names.map((name) => ({ sense, name })));
  const saying = texts.filter(({ text }) => word.test(text)).map(({ filePath }) => filePath);
  const isAt = (filePath: string, name: string) =>
    /\.\w+$/.test(name) ? filePath === name : filePath.startsWith(name);

  test('stands only where it has one of its senses', () => {
    expect(saying.filter((filePath) => !allowed.some(({ name }) => isAt(filePath, name)))).toEqual([]);
  });

  test('stands wherever the table says so', () => {
    expect(allowed.filter(({ name }) => !saying.some((filePath) => isAt(filePath, name)))).toEqual([]);
  });
});
