/** The options of the bench: what they ask for, and the words for what is wrong. */
import { expect, test } from 'vitest';
import { askedFor, UsageError, usage } from './options.ts';

const ids = ['first', 'second', 'third'];
const run = {
  kind: 'run',
  parts: ids,
  isQuick: false,
  compareWith: null,
  profiles: null,
  cpuProfiles: null,
};

test.each([
  [[], run],
  [['--only', 'third', '--part', 'first'], { ...run, parts: ['first', 'third'] }],
  [['--part', 'third', '--part', 'first', '--quick'], { ...run, parts: ['first', 'third'], isQuick: true }],
  [['--compare', 'latest'], { ...run, compareWith: 'latest' }],
  [['--profiles', '1000', '--cpu-profiles', 'out'], { ...run, profiles: 1_000, cpuProfiles: 'out' }],
  [['--only-compare', 'a.json', 'latest'], { kind: 'compare', before: 'a.json', after: 'latest' }],
  [['--docs'], { kind: 'docs' }],
  [['--list'], { kind: 'list' }],
  [['--quick', '--help'], { kind: 'help' }],
])('%j', (args, asked) => {
  expect(askedFor(args, ids)).toEqual(asked);
});

test.each([
  [['--fast'], "Unknown option '--fast'. Allowed: --help, --list"],
  [['fast'], '"fast": no option. Allowed: --help'],
  [['--part'], 'Allowed: --help'],
  [['--part', 'fourth'], '--part "fourth": no such part. Allowed: first, second, third.'],
  [['--docs', '--quick'], '--docs stands alone: remove --quick.'],
  [['--list', 'all'], '--list takes no value: remove "all".'],
  [['--only-compare', 'a.json'], '--only-compare takes two result files, got 1.'],
  [['--only-compare', 'a.json', 'b.json', 'c.json'], 'got 3.'],
  [['--profiles', 'many'], '--profiles "many": not a whole number above 0.'],
])('rejects %j', (args, message) => {
  expect(() => askedFor(args, ids)).toThrow(UsageError);
  expect(() => askedFor(args, ids)).toThrow(message);
});

test('the usage names every option', () => {
  const [, listed = ''] = /Allowed: (.+)\.$/.exec(messageOf(() => askedFor(['--fast'], ids))) ?? [];
  for (const option of listed.split(', ')) expect(usage).toContain(option);
});

function messageOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
