/** The index over rules: it leads to few of them and to each that recognises the event, and forgets paths in a flood. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { eventOf, expectRows, type Given, page, type Row, track } from '../../../test/support/recognising.ts';
import { recognise } from './recognise.ts';

describe('paths', () => {
  test('asked again of a path, and of many paths, the answer is the same', () => {
    const programmes = programmesOf(
      'rules: [{ id: r, label: r, when: { path: /a/* }, points: 1, pays: every time }]',
    );
    const count = (path: string) => recognise(programmes, eventOf(page(path))).matches.length;
    expect([count('/a/b'), count('/b/b'), count('/a/b'), count('/b/b')]).toEqual([1, 0, 1, 0]);
    for (let index = 0; index < 50; index++)
      expect(count(`/${index % 2 === 0 ? 'a' : 'b'}/${index}`)).toBe(1 - (index % 2));
  });

  test('answers for 4,096 paths are remembered; one more, and all are forgotten', () => {
    const { candidates } = programmesOf(
      'rules: [{ id: r, label: r, when: { path: /a/* }, points: 1, pays: every time }]',
    );
    const ask = (path: string) => candidates(eventOf(page(path)));
    ask('/a/0');
    const remembered = ask('/a/0');
    for (let index = 1; index < 4_096; index++) ask(`/a/${index}`);
    expect(ask('/a/0')).toBe(remembered);
    ask('/a/4096');
    expect(ask('/a/0')).not.toBe(remembered);
    expect(ask('/a/0')).toEqual(remembered);
  });
});

describe('by one property of several', () => {
  const whens = [
    '{ event: A, properties: { k: x } }',
    '{ event: A, properties: { k: [y, x] } }',
    '{ event: A, properties: { l: x } }',
    '{ event: A, properties: { n: { above: 1 } } }',
    '{ event: A }',
  ];
  test('each value leads to its rules, once', () => {
    const rows: [string, NonNullable<Given['properties']>, number[]][] = [
      ['one value', { k: 'X' }, [0, 1, 4]],
      ['the other', { k: 'y' }, [1, 4]],
      ['a list of both names it once', { k: ['x', 'y', { z: 1 }] }, [0, 1, 4]],
      ['another property', { l: 'x', n: 2 }, [2, 3, 4]],
      ['none', {}, [4]],
    ];
    expectRows(
      whens,
      rows.map(([name, properties, expected]): Row => [name, track('a', properties), expected]),
    );
    const programmes = programmesOf(
      'rules: [{ id: r, label: r, when: { event: A, properties: { k: [x, y] } }, points: 1, pays: every time }]',
    );
    expect(recognise(programmes, eventOf(track('a', { k: ['x', 'y'] }))).matches).toHaveLength(1);
  });
});

test('the index leads to few rules: those of the kind, the value or the segment', () => {
  const whens = [
    '{ event: A }',
    '{ event: B }',
    '{ type: page }',
    '{ page: Home }',
    '{ path: /area/1/** }',
    '{ path: /area/2/** }',
    '{ path: ["/area/*", "/x/y"] }',
    '{ event: A, properties: { k: x } }',
    '{ event: A, properties: { n: { above: 1 }, k: [y, z] } }',
    '{ event: A, properties: { n: { above: 1 } } }',
    '{ all: [{ path: /q }, { event: B }] }',
    '{ any: [{ event: B }, { type: identify }] }',
    '{ any: [{ event: B }, { path: /q }] }',
    'any event',
    '{ type: page, path: /area/3/** }',
  ];
  const rules = whens.map(
    (when, index) => `{ id: r${index}, label: r, when: ${when}, points: 1, pays: every time }`,
  );
  const programmes = programmesOf(`rules: [${rules.join(', ')}]`);
  const led = (given: Given) =>
    programmes
      .candidates(eventOf(given))
      .map(({ of }) => of)
      .sort((a, b) => a - b);
  expect(led(track('a'))).toEqual([0, 9, 12, 13]);
  expect(led(track('a', { k: 'X' }))).toEqual([0, 7, 9, 12, 13]);
  expect(led(track('a', { k: ['z', 'x', 'y', {}] }))).toEqual([0, 7, 8, 9, 12, 13]);
  expect(led(track('b'))).toEqual([1, 10, 11, 12, 13]);
  expect(led(track('c'))).toEqual([12, 13]);
  expect(led(track(''))).toEqual([12, 13]);
  expect(led({ type: 'identify' })).toEqual([11, 12, 13]);
  expect(led(page('/q', 'home'))).toEqual([2, 3, 12, 13]);
  expect(led(page('/area/1/z'))).toEqual([2, 4, 12, 13]);
  expect(led(page('/area/2'))).toEqual([2, 5, 6, 12, 13]);
  expect(led(page('/area/3/1'))).toEqual([2, 12, 13, 14]);
  expect(led(page('/x/y'))).toEqual([2, 6, 12, 13]);
  const [first] = [programmes.candidates(eventOf(page('/x/y')))];
  expect(programmes.candidates(eventOf(page('/x/y')))).toBe(first);
});
