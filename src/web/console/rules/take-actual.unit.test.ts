/** What the rules give, written as what examples expect: only that changes, and nothing else of the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expectation } from '../../../contract/api/api.ts';
import { plainYaml, readExamples } from '../../../contract/language/language.ts';
import { lineChanges, withActual } from './take-actual.ts';

const examples = `# Of the slides.
programme: web
examples:
  - example:  One page
    steps: [{page: /}]
    # As agreed.
    expect: { score: 5, tier: none, points: { page: 5, gone: 2 } }


  - example: A demo
    steps:
      - track: Demo
    expect:
      score: 20 # points
      tier: 1 chili
      refused: { demo: 1 }
`;
const ran = [
  { example: 'One page', actual: { score: 8, tier: 'none', points: { page: 6, more: 2 } } },
  { example: 'A demo', actual: { score: 45, tier: '2 chilies', refused: { demo: 2 } } },
];

/** One example with this as its expectation, and what is written behind it. */
function expecting(expectation: string, behind = ''): string {
  return `programme: web\nexamples:\n  - example: One page\n    steps: [{ page: / }]\n    expect:${expectation}\n${behind}`;
}

function takenOf(expectation: string, actual: Expectation): string {
  const { text, byHand } = withActual(expecting(expectation), [{ example: 'One page', actual }], [0]);
  expect(byHand).toEqual([]);
  return text;
}

test('one example is taken, and the other stays as it is written', () => {
  const { text } = withActual(examples, ran, [1]);
  expect(lineChanges(examples, text)).toEqual({
    gone: [
      { line: 14, text: '      score: 20 # points' },
      { line: 15, text: '      tier: 1 chili' },
      { line: 16, text: '      refused: { demo: 1 }' },
    ],
    come: [
      { line: 14, text: '      score: 45 # points' },
      { line: 15, text: '      tier: "2 chilies"' },
      { line: 16, text: '      refused: { demo: 2 }' },
    ],
  });
});

test.each(['\n', '\r\n'])(
  'rules that pay no more go and new ones come, on their own line alone: %j',
  (lineBreak) => {
    const given = examples.replaceAll('\n', lineBreak);
    const { text } = withActual(given, ran, [0, 1]);
    const was = 'expect: { score: 5, tier: none, points: { page: 5, gone: 2 } }';
    const is = 'expect: { score: 8, tier: none, points: { page: 6, more: 2 } }';
    expect(text).toBe(
      given
        .replace(was, is)
        .replace('20 #', '45 #')
        .replace('1 chili', '"2 chilies"')
        .replace('demo: 1', 'demo: 2'),
    );
  },
);

test('a score that was never computed is written as such', () => {
  expect(takenOf(' { score: 5, tier: none }', { score: null, tier: 'none' })).toBe(
    expecting(' { score: null, tier: none }'),
  );
});

test.each([
  [
    'its line goes',
    '\n      score: 5\n      grade: B # bad\n      tier: none',
    '\n      score: 9\n      tier: none',
  ],
  ['its comma too', ' { grade: B, score: 5, tier: none }', ' { score: 9, tier: none }'],
  ['at the end', ' { score: 5, tier: none, grade: B }', ' { score: 9, tier: none }'],
])('a grade that was removed is taken out: %s', (_name, before, after) => {
  expect(takenOf(before, { score: 9, tier: 'none' })).toBe(expecting(after));
});

test.each([
  ['\n        page: 5 # each\n        gone: 2\n', '\n        page: 6 # each\n        more: 2\n'],
  ['\n        gone: 2\n', '\n        page: 6\n        more: 2\n'],
  [' { gone: 2 }', ' { page: 6, more: 2 }'],
  [' {}', ' { page: 6, more: 2 }'],
  [' { gone: 2, page: 5, }', ' { page: 6, more: 2, }'],
  [' { "page":5,"gone":2 }', ' { "page":6, more: 2 }'],
])('points by rule keep how they are written: %j', (before, after) => {
  const of = (points: string) => `\n      score: 8\n      tier: none\n      points:${points}`;
  expect(takenOf(of(before), { score: 8, tier: 'none', points: { page: 6, more: 2 } })).toBe(
    expecting(of(after)),
  );
});

test('no points at all are an empty map', () => {
  const of = (points: string) => `\n      points:${points}\n      score: 0\n      tier: none`;
  expect(takenOf(of(' { page: 5 }'), { score: 0, tier: 'none', points: {} })).toBe(expecting(of(' {}')));
  expect(takenOf(of('\n        page: 5'), { score: 0, tier: 'none', points: {} })).toBe(
    expecting(of('\n        {}')),
  );
});

test.each([
  ['an alias', ' *e', '  - { example: B, steps: [{ page: / }], expect: &e { score: 5, tier: none } }'],
  ['an anchor', ' &e { score: 5, tier: none }', '  - { example: B, steps: [{ page: / }], expect: *e }'],
  ['a part that is an alias', ' { score: 5, tier: none, points: *p }', ''],
  ['a part with an anchor', ' { score: &s 5, tier: none }', ''],
  ['a value with a tag', ' { score: !!int 5, tier: none }', ''],
  ['a value in a block', '\n      score: 8\n      tier: >-\n        none\n', ''],
  ['keys with a mark', '\n      ? score\n      : 5\n      ? tier\n      : none\n', ''],
])('%s is changed by hand, and nothing of the text changes', (_name, expectation, behind) => {
  const text = expecting(expectation, behind);
  const actual = { score: 8, tier: '1 chili', points: { page: 8 } };
  expect(withActual(text, [{ example: 'One page', actual }], [0])).toEqual({ text, byHand: ['One page'] });
});

test('an example that stands elsewhere is changed by hand, and the others are taken', () => {
  const shared = examples.replace('- example: A demo', '- &demo\n    example: A demo');
  const { text, byHand } = withActual(shared, ran, [0, 1]);
  expect(byHand).toEqual(['A demo']);
  expect(text).toBe(
    shared.replace('5, tier: none, points: { page: 5, gone: 2', '8, tier: none, points: { page: 6, more: 2'),
  );
});

test.each([
  ['one that is met', [{ example: 'One page', actual: null }]],
  ['one of a process that does not say it', [{ example: 'One page' } as (typeof ran)[number]]],
  ['one that is another by now', [{ example: 'Two pages', actual: { score: 1, tier: 'none' } }]],
  ['one that is not there', []],
])('%s stays as it is', (_name, given) => {
  expect(withActual(examples, given, [0])).toEqual({ text: examples, byHand: [] });
});

test('a text that is no YAML by now stays as it is', () => {
  const torn = `${examples}\n  - [`;
  expect(withActual(torn, ran, [0, 1])).toEqual({ text: torn, byHand: [] });
});

test('a text is read once, however many examples of it are taken', () => {
  const count = 300;
  const many = Array.from({ length: count }, (_, index) => ({
    example: `Example ${index}`,
    actual: { score: index + 1, tier: 'none', points: { page: index + 1 } },
  }));
  const lines = many.map(
    ({ example }) =>
      `  - { example: ${example}, steps: [{ page: / }], expect: { score: 0, tier: none, points: {} } }`,
  );
  const { text } = withActual(
    `programme: web\nexamples:\n${lines.join('\n')}\n`,
    many,
    many.map((_, index) => index),
  );
  const read = readExamples('web.examples.yaml', text, 'web');
  expect(read.ok && read.value.examples.map((one) => one.expect)).toEqual(many.map(({ actual }) => actual));
});

const rule = fc.constantFrom('page', 'demo', 'call-back', '5', 'true', 'fit: size');
const byRule = fc.dictionary(rule, fc.integer({ min: -9, max: 99 }), { maxKeys: 4 });
const expectation = fc.record(
  {
    score: fc.option(fc.integer({ min: 0, max: 99 })),
    tier: fc.constantFrom('none', '1 chili', 'null', 'a: b'),
    grade: fc.constantFrom('A' as const, 'B' as const),
    points: byRule,
  },
  { requiredKeys: ['score', 'tier'] },
);

/** A map as people write it: on one line, on several, as lines of its own. */
function writtenAs(style: number, map: object, indent: string): string {
  const pairs = Object.entries(map).map(([name, value]) => {
    const isMap = typeof value === 'object' && value !== null;
    if (isMap && style === 2 && Object.keys(value).length > 0)
      return `${JSON.stringify(name)}:${writtenAs(2, value, `${indent}  `)}`;
    const written = isMap ? writtenAs(0, value, indent) : ` ${JSON.stringify(value)}`;
    return `${JSON.stringify(name)}:${written}${style === 2 ? ' # why' : ''}`;
  });
  const join = (between: string) => pairs.map((pair) => `\n${indent}${pair}`).join(between);
  if (style === 2) return join('');
  return style === 0 ? ` { ${pairs.join(', ')} }` : ` {${join(',')} }`;
}

test('what is taken is what is expected, in every way to write it', () => {
  fc.assert(
    fc.property(
      expectation,
      expectation,
      fc.nat({ max: 2 }),
      fc.boolean(),
      (before, now, style, isWindows) => {
        const { points: _, ...rest } = now;
        const actual = { ...rest, ...(before.points && { points: now.points ?? {} }) };
        if (before.grade === undefined) delete actual.grade;
        const text = expecting(writtenAs(style, before, '      ')).replaceAll(
          '\n',
          isWindows ? '\r\n' : '\n',
        );
        const taken = withActual(text, [{ example: 'One page', actual }], [0]);
        expect(taken.byHand).toEqual([]);
        const { examples: read } = plainYaml(taken.text) as { examples: { expect: object }[] };
        expect(read[0]?.expect).toEqual(actual);
      },
    ),
  );
});
