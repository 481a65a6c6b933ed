/** The folder of results: files are never overwritten, and "latest" means the newest of a kind. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measuredPart, resultLike } from '../test/support/bench-results.ts';
import { latestStored, resultNamed, storedResults, storeResult } from './store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scoville-bench-results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const partOf = (id: string) => ({ id, seconds: 1, ...measuredPart([1, 2, 3], [1, 2, 3], [1, 2, 3]) });
const at = (hour: number, given = {}) =>
  resultLike({ startedAt: `2026-11-28T${String(hour).padStart(2, '0')}:00:00.000Z`, ...given });

test('a second run of a commit and day gets a file of its own', () => {
  storeResult(at(10), folder);
  storeResult(at(11), folder);
  expect(readdirSync(folder).sort()).toEqual(['2026-11-28-a9b0ea4-2.json', '2026-11-28-a9b0ea4.json']);
  expect(storedResults(folder)).toHaveLength(2);
  expect(resultNamed('2026-11-28-a9b0ea4-2.json', folder)).toEqual(at(11));
});

test('the latest is the newest of its kind that has the parts', () => {
  const both = at(10, { parts: [partOf('first'), partOf('second')] });
  for (const result of [at(12, { isQuick: true }), at(11), both]) storeResult(result, folder);
  expect(latestStored({ isQuick: false }, folder)).toEqual(at(11));
  expect(latestStored({ isQuick: false, parts: ['first', 'second'] }, folder)).toEqual(both);
  expect(latestStored({ isQuick: true }, folder)).toMatchObject({ isQuick: true });
  expect(() => latestStored({ isQuick: false, parts: ['third'] }, folder)).toThrow(
    'no result with the same parts',
  );
});

test('a file that is not there, or not a result, is named', () => {
  expect(() => resultNamed('2026.json', folder)).toThrow(
    '2026.json: no such result file, here or in bench/results: there is none yet.',
  );
  writeFileSync(path.join(folder, 'broken.json'), '{}');
  expect(() => storedResults(folder)).toThrow('broken.json: the file: "format" is missing');
  expect(() => resultNamed('2026.json', folder)).toThrow('there are broken.json');
});
