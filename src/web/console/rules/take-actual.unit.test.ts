/** What the rules give, written as what examples expect: only that changes, and nothing of another example. */
import { expect, test } from 'vitest';
import { plainYaml } from '../../../contract/language/language.ts';
import { lineChanges, withActual } from './take-actual.ts';

const examples = `# Of the slides.
programme: web
examples:
  - example: One page
    steps: [{ page: / }]
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

test('one example is taken, and the other stays as it is written', () => {
  const taken = withActual(examples, ran, [1]);
  expect(lineChanges(examples, taken)).toEqual({
    gone: [
      { line: 13, text: '      score: 20 # points' },
      { line: 14, text: '      tier: 1 chili' },
      { line: 15, text: '      refused: { demo: 1 }' },
    ],
    come: [
      { line: 13, text: '      score: 45 # points' },
      { line: 14, text: '      tier: "2 chilies"' },
      { line: 15, text: '      refused: { demo: 2 }' },
    ],
  });
});

test('all are taken: rules that pay no more go, new ones come, comments stay', () => {
  const taken = withActual(examples, ran, [0, 1]);
  const expected = (plainYaml(taken) as { examples: { expect: object }[] }).examples.map((one) => one.expect);
  expect(expected).toEqual(ran.map(({ actual }) => actual));
  expect(taken).toContain('# As agreed.');
  expect(taken).toContain('# Of the slides.');
});

test('a score that was never computed is written as such', () => {
  const taken = withActual(examples, [{ example: 'One page', actual: { score: null, tier: 'none' } }], [0]);
  expect(taken).toContain('score: null');
});

test.each([
  ['one that is met', [{ example: 'One page', actual: null }]],
  ['one that is another by now', [{ example: 'Two pages', actual: { score: 1, tier: 'none' } }]],
  ['one that is not there', []],
])('%s stays as it is', (_name, given) => {
  expect(withActual(examples, given, [0])).toBe(examples);
});
