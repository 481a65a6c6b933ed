/** Names of statements at their bounds: which use names one, how many are named, and what a new name does. */
import { expect, test } from 'vitest';
import { namedStatementsMax, StatementNames, usesMin } from './statement-names.ts';

const used = (names: StatementNames, text: string, times: number) => {
  let name: string | null = null;
  for (let use = 0; use < times; use++) name = names.nameOf(text);
  return name;
};

test('a statement is named from its eighth use on, and keeps its name', () => {
  const names = new StatementNames();
  expect(used(names, 'SELECT $1', usesMin - 1)).toBeNull();
  const name = names.nameOf('SELECT $1');
  expect(name).not.toBeNull();
  expect(names.nameOf('SELECT $1')).toBe(name);
  expect(used(names, 'SELECT $2', usesMin)).not.toBe(name);
});

test('so many are named; one more takes the name of the one that was not used for longest', () => {
  const names = new StatementNames();
  const given: (string | null)[] = [];
  for (let index = 0; index < namedStatementsMax; index++)
    given.push(used(names, `SELECT ${index}`, usesMin));
  expect(given.every((name) => name !== null && names.stands(name))).toBe(true);
  expect(names.taken).toBe(0);
  // The first is used again, so the second goes.
  expect(names.nameOf('SELECT 0')).toBe(given[0]);
  expect(used(names, 'SELECT one_more', usesMin - 1)).toBeNull();
  expect(names.taken).toBe(0);
  expect(names.nameOf('SELECT one_more')).not.toBeNull();
  expect(names.taken).toBe(1);
  expect([0, 1, 2].map((index) => names.stands(given[index] ?? ''))).toEqual([true, false, true]);
  expect(used(names, 'SELECT 1', usesMin - 1)).toBeNull();
  expect(names.nameOf('SELECT 1')).not.toBe(given[1]);
});

test('statements that are built for one request each leave no name and no lasting count', () => {
  const names = new StatementNames();
  const given = new Set<string | null>();
  for (let index = 0; index < 100_000; index++) given.add(names.nameOf(`SELECT ${index}`));
  expect([...given]).toEqual([null]);
  expect(names.counted).toBeLessThanOrEqual(1_024);
  expect(used(names, 'SELECT frequent', usesMin)).not.toBeNull();
});

test('another name replaces one that is given; a statement without a name gets none by it', () => {
  const names = new StatementNames();
  const name = used(names, 'SELECT $1', usesMin);
  names.rename('SELECT $1');
  const renamed = names.nameOf('SELECT $1');
  expect(renamed).not.toBeNull();
  expect(renamed).not.toBe(name);
  expect([names.stands(name ?? ''), names.stands(renamed ?? ''), names.taken]).toEqual([false, true, 1]);
  names.rename('SELECT $2');
  expect(names.nameOf('SELECT $2')).toBeNull();
});
