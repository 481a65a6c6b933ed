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

test('so many are named and no more; the named ones stay named', () => {
  const names = new StatementNames();
  for (let place = 0; place < namedStatementsMax; place++)
    expect(used(names, `SELECT ${place}`, usesMin)).not.toBeNull();
  expect(used(names, 'SELECT one_more', usesMin + 1)).toBeNull();
  expect(names.nameOf('SELECT 0')).not.toBeNull();
});

test('statements that are built for one request each leave no name and no lasting count', () => {
  const names = new StatementNames();
  const given = new Set<string | null>();
  for (let place = 0; place < 100_000; place++) given.add(names.nameOf(`SELECT ${place}`));
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
  names.rename('SELECT $2');
  expect(names.nameOf('SELECT $2')).toBeNull();
});
