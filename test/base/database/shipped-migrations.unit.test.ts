/** Migrations are append-only: a file that was shipped never changes, and a new one takes the next number of its folder. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filePaths, textOf } from '../../support/source-text.ts';

/** What was shipped: a line a file, as `sha256sum` writes it. */
const list = 'test/base/database/shipped-migrations.txt';

const files = filePaths.filter((filePath) => /^src\/.+\/migrations\/[^/]+\.sql$/.test(filePath));

/** Numbers that were taken twice before this was held; the names decide their order. */
const repeated = [
  'src/engine/history/migrations/0008',
  'src/sales/store/migrations/0021',
  'src/sales/store/migrations/0022',
  'src/sales/store/migrations/0041',
  'src/sales/store/migrations/0042',
  'src/sales/store/migrations/0044',
];

const lineOf = (filePath: string) =>
  `${createHash('sha256').update(textOf(filePath)).digest('hex')}  ${filePath}`;

const listed = textOf(list)
  .split('\n')
  .filter((line) => line !== '');

test('each shipped migration is there, with the text it had', () => {
  const lines = new Set(files.map(lineOf));
  const altered = listed.filter((line) => !lines.has(line)).map((line) => line.split('  ')[1]);
  expect(altered, 'was altered, renamed or removed: restore it, and add a new file').toEqual([]);
});

test('each migration is in the list of those that were shipped', () => {
  const known = new Set(listed.map((line) => line.split('  ')[1]));
  const missing = files.filter((filePath) => !known.has(filePath)).map(lineOf);
  expect(missing, `lacks a line in ${list}: once its text is final, append what is received here`).toEqual(
    [],
  );
});

test('each migration has a number of its own in its folder', () => {
  const numbers = files.map((filePath) =>
    path.posix.join(path.posix.dirname(filePath), path.posix.basename(filePath).slice(0, 4)),
  );
  const taken = [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))];
  expect(taken.toSorted(), 'is taken twice: the later file takes the next number').toEqual(repeated);
});
