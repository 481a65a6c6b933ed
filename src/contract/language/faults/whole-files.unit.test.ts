/** Files as a whole: empty, of another kind or encoding, of other line ends, with bombs, and with very many faults. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aProcess, aProgramme, errorsIn } from '../../../../test/support/mistakes.ts';
import { limits } from '../../../base/kernel/kernel.ts';
import { readEscalation, readExamples, readReview, readRouting } from '../language.ts';
import { nearest } from './nearest.ts';

const shipped = (name: string) => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');
const begin = 'begin with "programme", "name" and "campaign", as docs/programmes.md shows';

describe('a file that is no programme', () => {
  test.each([
    ['empty', '', `1:1: the programme: the file is empty; ${begin}`],
    ['of comments alone', '# later\n', `1:1: the programme: the file is empty; ${begin}`],
    [
      'a text',
      'Points for everybody!',
      `1:1: the programme: the file is one text without "word: value" lines; ${begin}`,
    ],
    [
      'a list of rules',
      '- id: a\n  label: A\n',
      `1:1: the programme: the file is a list; ${begin}, and indent the list below the word it belongs to`,
    ],
    [
      'a web page',
      '<!doctype html>',
      '1:1: the programme: the file is a web page or XML, not a programme; save the text of the programme alone',
    ],
    [
      'a package of programmers',
      shipped('package.json'),
      `1:1: the programme: the file is not a programme: it has the words "version", "description" and "license"; ${begin}`,
    ],
    [
      'a sales process',
      shipped('rules/pipelines/emea.yaml'),
      '30:1: pipelines: this is a sales process, not a programme; its word "pipelines" shows that',
    ],
    [
      'a file of examples',
      shipped('rules/emea-lead-scoring.examples.yaml'),
      '6:1: examples: this is a file of examples, not a programme; its word "examples" shows that',
    ],
    [
      'not in UTF-8',
      'name: caf\ufffd',
      '1:1: the programme: the file is not text in UTF-8; save it in that encoding',
    ],
    ['of zeros', 'a\0b', '1:1: the programme: the file is not text in UTF-8; save it in that encoding'],
  ])('%s', (_name, text, message) => {
    expect(errorsIn(aProgramme, text)).toEqual([message]);
  });

  test.each([
    [999, []],
    [1_000, []],
    [1_001, ['6:8: rules: has 1001 items; expected at most 1000']],
    [20_000, ['6:8: rules: has 20000 items; expected at most 1000']],
  ])('a list of %i rules: of one that is too long no item is looked at', (count, errors) => {
    const isWhole = errors.length === 0;
    const ruleOf = (index: number) =>
      isWhole ? `{ id: r${index}, label: R, when: any event, points: 1, pays: once }` : '{}';
    const rules = Array.from({ length: count }, (_, index) => ruleOf(index)).join(', ');
    const [head = '', tail = ''] = aProgramme.text.split(/^rules:\n(?: .*\n)+/m);
    expect(errorsIn(aProgramme, `${head}rules: [${rules}]\n${tail}`)).toEqual(errors);
  });

  test('and a programme is no sales process', () => {
    expect(errorsIn(aProcess, aProgramme.text)).toEqual([
      '6:1: rules: this is a programme, not a sales process; its word "rules" shows that',
    ]);
  });
});

test.each([
  ['routing', readRouting, 'this is a weekly review, not a routing; its word "send" shows that'],
  ['escalation', readEscalation, 'this is a weekly review, not an escalation; its word "send" shows that'],
])('a %s that is a weekly review', (_name, read, message) => {
  const reading = read('sales.yaml', shipped('rules/sales/review.yaml'));
  expect(reading).toMatchObject({ ok: false, errors: [{ message: `send: ${message}` }] });
});

test('the files that ship are of their own kind', () => {
  const examples = shipped('rules/emea-lead-scoring.examples.yaml');
  expect(readExamples('x', examples, 'emea-lead-scoring')).toMatchObject({ ok: true });
  for (const [read, name] of [
    [readRouting, 'routing'],
    [readEscalation, 'escalation'],
    [readReview, 'review'],
  ] as const)
    expect(read('x', shipped(`rules/sales/${name}.yaml`))).toMatchObject({ ok: true });
});

describe('signs that nobody sees', () => {
  const bad = aProgramme.text.replace('points: 5', 'pionts: 5');
  const message = '10:5: rules[1].pionts: unknown word "pionts"; did you mean "points"?';

  test.each([
    ['a byte order mark', `\ufeff${bad}`],
    ['line ends of Windows', bad.replaceAll('\n', '\r\n')],
    ['both', `\ufeff${bad.replaceAll('\n', '\r\n')}`],
  ])('%s moves no fault', (_name, text) => {
    expect(errorsIn(aProgramme, text)).toEqual([message]);
    expect(errorsIn(aProgramme, text.replace('pionts', 'points'))).toEqual([]);
  });

  test('a space of another kind is shown with its remedy', () => {
    expect(errorsIn(aProgramme, aProgramme.text.replace('24 hours', '24\u00a0hours'))).toEqual([
      '26:18: ladder.contactWithin: "24\u00a0hours" is not allowed, because it has a space of another kind; expected a time such as "24 hours", "8 working hours" or "2 working days"; did you mean "24 hours"?',
    ]);
  });
});

test('aliases that unfold without end are refused by a remedy', () => {
  const levels = 'abcdefgh'.split('');
  const bomb = levels.map((name, index) => {
    const inner = index === 0 ? 'x' : `*${levels[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(inner).join(', ')}]`;
  });
  expect(errorsIn(aProgramme, bomb.join('\n'))).toEqual([
    '1:1: the programme: its aliases ("*name") unfold to too many values; write the values out',
  ]);
});

describe('very many faults', () => {
  const withUnknown = (count: number) =>
    `${aProgramme.text}${Array.from({ length: count }, (_, index) => `zz${index}: 1\n`).join('')}`;

  test.each([
    ['one below the limit', limits.fileErrorsMax - 1, null],
    ['at the limit', limits.fileErrorsMax, null],
    ['one above it', limits.fileErrorsMax + 1, 'and 1 more from here on; correct those above first'],
    [
      'far above it',
      5_000,
      `and ${5_000 - limits.fileErrorsMax} more from here on; correct those above first`,
    ],
  ])('%s', (_name, count, more) => {
    const errors = errorsIn(aProgramme, withUnknown(count));
    expect(errors).toHaveLength(Math.min(count, limits.fileErrorsMax) + (more === null ? 0 : 1));
    const line = aProgramme.text.split('\n').length + limits.fileErrorsMax;
    if (more !== null) expect(errors.at(-1)).toBe(`${line}:1: ${more}`);
  });
});

test('a hostile word is shown in quotes and cut short', () => {
  const word = `${'x'.repeat(500)}\u202e\nerror: all is well`;
  const [error = ''] = errorsIn(aProgramme, `${aProgramme.text}${JSON.stringify(word)}: 1\n`);
  expect(error).not.toContain('\n');
  expect(error.length).toBeLessThan(600);
});

describe('a name that every object has', () => {
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  test.each(names)('%s is an unknown word, and no time, frequency or zone', (name) => {
    expect(errorsIn(aProgramme, `${aProgramme.text}${name}: 1\n`)).toEqual([
      expect.stringMatching(`unknown word "${name}"; remove it`),
    ]);
    for (const [was, is] of [
      ['points: 5', `points: 5\n    ${name}: 1`],
      ['once a day', name],
      ['in a visit', name],
      ['24 hours', `3 ${name}`],
      ['Europe/London', name],
      ['{ do: alert }', `{ do: ${name} }`],
      ['{ event: Product Added }', `{ event: A, properties: { ${name}: { ${name}: 1 } } }`],
    ] as const)
      expect(errorsIn(aProgramme, aProgramme.text.replace(was, is))).toHaveLength(1);
  });
});

describe('the nearest word', () => {
  const known = ['points', 'pays', 'per', 'page', 'event', 'endsAfter'];

  test.each([
    ['a slip in each third letter', 'poimts', 'points'],
    ['at the bound of slips', 'paintz', 'points'],
    ['beyond it', 'qaintz', null],
    ['another case and joints', 'ends_after', 'endsAfter'],
    ['a word of three letters', 'pre', 'per'],
    ['one with no letter of it', 'xyz', null],
    ['nothing', '', null],
    ['as long as is compared', `points${'x'.repeat(58)}`, null],
    ['longer than is compared', 'points'.repeat(1_000), null],
  ])('%s', (_name, word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });
});
