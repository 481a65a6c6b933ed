/** The rule of migrations: they expand, or they say since when no program needs what they remove. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contractedSince } from '../../../src/base/database/database.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The last migration of each room from before the rule. */
const before: Record<string, string> = {
  'engine/analysis': '0002',
  'engine/history': '0007',
  'engine/keys': '0004',
  'engine/programmes': '0003',
  'sales/store': '0065',
};

/** What a program of an earlier version may still read or write. */
const removals = [
  /\bDROP\s+(?:TABLE|COLUMN)\b/i,
  /\bRENAME\b/i,
  /\bSET\s+NOT\s+NULL\b/i,
  /\bALTER\s+COLUMN\s+\w+\s+(?:SET\s+DATA\s+)?TYPE\b/i,
];

/** What is wrong with a migration; null where nothing is. */
function errorIn(text: string): string | null {
  const statements = text.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
  const isRemoving = removals.some((pattern) => pattern.test(statements));
  const since = contractedSince(text);
  if (isRemoving && since === null)
    return 'removes what earlier programs read: expand first, and say "-- contracts: room/file" a version later';
  return !isRemoving && since !== null ? 'says that it contracts, and removes nothing' : null;
}

describe('a migration', () => {
  test.each([
    ['ALTER TABLE people ADD COLUMN age integer', null],
    ['ALTER TABLE people DROP CONSTRAINT people_check', null],
    ["COMMENT ON TABLE people IS 'DROP TABLE people'", null],
    ['ALTER TABLE people DROP COLUMN age', 'removes'],
    ['DROP  TABLE people', 'removes'],
    ['ALTER TABLE people RENAME TO persons', 'removes'],
    ['ALTER TABLE people ALTER COLUMN age SET NOT NULL', 'removes'],
    ['ALTER TABLE people ALTER COLUMN age TYPE bigint', 'removes'],
    ['-- contracts: sales/0070_age.sql\nALTER TABLE people DROP COLUMN age', null],
    ['-- contracts: sales/0070_age.sql\nSELECT 1', 'removes nothing'],
  ])('%s', (text, error) => {
    if (error === null) expect(errorIn(text)).toBeNull();
    else expect(errorIn(text)).toContain(error);
  });

  test('of this version expands, or names an earlier one of its room', () => {
    const all = globSync('src/**/migrations/*.sql', { cwd: root }).map((file) =>
      file.replaceAll(path.sep, '/'),
    );
    expect(all.length).toBeGreaterThan(70);
    const errors = all.flatMap((file) => {
      const [, room = '', number = ''] = /^src\/(.+)\/migrations\/(\d{4})_/.exec(file) ?? [];
      if (number <= (before[room] ?? '')) return [];
      const text = readFileSync(path.join(root, file), 'utf8');
      const since = contractedSince(text);
      const named = since === null ? file : `${path.posix.dirname(file)}/${path.posix.basename(since)}`;
      const isThere = all.includes(named) && named <= file;
      return [errorIn(text), isThere ? null : `names "${since}", which is no earlier migration of its room`]
        .filter((error) => error !== null)
        .map((error) => `${file} ${error}`);
    });
    expect(errors).toEqual([]);
  });
});
