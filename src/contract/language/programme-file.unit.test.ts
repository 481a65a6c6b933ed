/** Errors of programme files: always file, line, column, the bad value and what is allowed; never a crash. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emeaFile } from '../../../test/support/emea.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { readProgramme } from './programme-file.ts';
import { errorInWords } from './yaml-file.ts';

const text = readFileSync(emeaFile, 'utf8');
const drafts = ['product-led-trial', 'account-fit'].map(
  (name) => new URL(`../../../rules/drafts/${name}.yaml`, import.meta.url).pathname,
);

function errorsOf(changed: string): string[] {
  expect(changed).not.toBe(text);
  const reading = readProgramme('p.yaml', changed);
  return reading.ok ? [] : reading.errors.map(errorInWords);
}

describe('a programme file', () => {
  test('as shipped is read', () => {
    expect(readProgramme('p.yaml', text)).toMatchObject({
      ok: true,
      programme: { programme: 'emea-lead-scoring' },
    });
  });

  test.each([
    [
      'a word for a number',
      text.replace('points: 15', 'points: lots'),
      /^p\.yaml:25:13: rules\[2\]\.points: "lots" is not allowed; expected a number of points such as 15, or a property such as/,
    ],
    [
      'an unknown way to pay',
      text.replace('once a day', 'once a fortnight'),
      /:48:11: .*"once a fortnight".*expected "every time", "every 3rd time", "once", .*did you mean "once in 14 days"\?$/,
    ],
    [
      'a unit nobody knows',
      text.replace('endsAfter: 30 minutes', 'endsAfter: 30 parsecs'),
      /:10:14: visit\.endsAfter: "30 parsecs".*such as "30 minutes": a number above 0 and seconds/,
    ],
    [
      'a rule that never pays',
      text.replace('    pays: once a visit\n', ''),
      /rules\[2\]: .*does not say how it pays/,
    ],
    ['a misspelt word', text.replace('label: Abandoned', 'lable: Abandoned'), /unknown word "lable"/],
    [
      'a ladder that falls',
      text.replace('from: 46', 'from: 10'),
      /:64:\d+: ladder\.tiers\[2\]\.from: 10 is not above the tier before \(20\)/,
    ],
    ['a rung that falls', text.replace('from: 10, points: 5', 'from: 1, points: 5'), /rungs must rise/],
    ['an id used twice', text.replace('id: demo-video', 'id: case-study'), /"case-study" is used twice/],
    ['a match of everything', text.replace('when: { type: page }', 'when: {}'), /matches every event/],
    [
      'two documents',
      `${text}\n---\n${text}`,
      /^p\.yaml:\d+:1: not valid YAML: the file holds more than one document; keep one/,
    ],
    [
      'a zone of nowhere',
      text.replace('Europe/London', 'Europe/Atlantis'),
      /:7:11: timeZone: "Europe\/Atlantis" is not allowed; .*IANA/,
    ],
    [
      'an unknown kind of event',
      text.replace('{ type: page }', '{ type: pages }'),
      /expected "track", "page"/,
    ],
    ['text that is not YAML', `${text}\n  : [`, /not valid YAML/],
    [
      'an alias to nothing, as of a path without quotes',
      'name: x\nrules:\n  - path: */pricing\n',
      /^p\.yaml:3:11: not valid YAML: a text cannot begin with "\*" without quotes; write "\*\/pricing"$/,
    ],
    [
      'nothing at all',
      '',
      /^p\.yaml:1:1: the programme: the file is empty; begin with "programme", "name" and "campaign"/,
    ],
  ])('%s', (_name, changed, expected) => {
    expect(errorsOf(changed).join('\n')).toMatch(expected);
  });

  test('all errors are listed, in the order of the text', () => {
    const errors = errorsOf(
      text
        .replace('points: 15', 'points: lots')
        .replace('once a day', 'never')
        .replace('from: 60', 'from: high'),
    );
    expect(errors.map((error) => Number(error.split(':')[1]))).toEqual([25, 48, 65]);
  });

  test('whatever is done to the text, the reader answers with errors in the file or a programme', () => {
    const texts = [emeaFile, ...drafts].map((file) => readFileSync(file, 'utf8'));
    const words = [
      '\n',
      ': ',
      '- ',
      '&a *a',
      '? ',
      '{',
      '"',
      '\t',
      'then: any event',
      'within: 1e9 days',
      '[[[[',
      '!!binary',
    ];
    const damaged = fc.constantFrom(...texts).chain((whole) =>
      fc
        .tuple(
          fc.nat({ max: whole.length }),
          fc.nat({ max: 40 }),
          fc.oneof(
            fc.string(),
            fc.constantFrom(...words),
            fc.nat({ max: whole.length }).map((at) => whole.slice(at, at + 60)),
          ),
        )
        .map(([at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length)),
    );
    fc.assert(
      fc.property(damaged, (changed) => {
        const reading = readProgramme('p.yaml', changed);
        if (reading.ok) return;
        expect(reading.errors.length).toBeGreaterThan(0);
        const lines = changed.split('\n').length;
        for (const { line, column, message } of reading.errors) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('keys that repeat are named in the order of the text, also among tens of thousands', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}: 1`).join('\n');
    expect(errorsOf('a: { x: 1, x: 2 }\nb: 1\na: 3')).toEqual([
      'p.yaml:1:12: not valid YAML: "x" is here twice, first on line 1; remove one of them, or begin a new item with "- "',
      'p.yaml:3:1: not valid YAML: "a" is here twice, first on line 1; remove one of them, or begin a new item with "- "',
    ]);
    const beganMs = performance.now();
    expect(errorsOf(`${keys(30_000)}\nk0: 2`)).toEqual([
      'p.yaml:30001:1: not valid YAML: "k0" is here twice, first on line 1; remove one of them, or begin a new item with "- "',
    ]);
    expect(performance.now() - beganMs).toBeLessThan(15_000);
  });

  test('values thousands deep are refused, not a crash', () => {
    const deep = text.replace(
      'when: { type: page }',
      `when: ${'{ not: '.repeat(20_000)}{}${'}'.repeat(20_000)}`,
    );
    expect(errorsOf(deep)).toEqual([tooDeep]);
  });

  const tooDeep = `p.yaml:1:1: the programme: values nest over ${limits.jsonDepthMax} levels deep; make the text flatter`;
  test.each([
    ['lists', (levels: number) => `a: ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`],
    ['objects', (levels: number) => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`],
    ['dashes', (levels: number) => `${'- '.repeat(levels)}x`],
    [
      'indents',
      (levels: number) => Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
    [
      'aliases',
      (levels: number) =>
        [`- &a1 {}`, ...Array.from({ length: levels - 2 }, (_, i) => `- &a${i + 2} [*a${i + 1}]`)].join('\n'),
    ],
  ])('%s at the limit of depth are read, a level more is refused', (_name, nested) => {
    expect(errorsOf(nested(limits.jsonDepthMax))).not.toContain(tooDeep);
    for (const levels of [2 * limits.jsonDepthMax, 1_000]) expect(errorsOf(nested(levels))).toHaveLength(1);
    expect(errorsOf(nested(limits.jsonDepthMax + 1))).toEqual([tooDeep]);
  });

  test.each([
    ['at the bound', 100_000, true],
    ['just above', 100_001, false],
    ['at the lower bound', -100_000, true],
    ['just below it', -100_001, false],
  ])('points %s (%d)', (_name, points, isAllowed) => {
    expect(readProgramme('p.yaml', text.replace('points: 15', `points: ${points}`)).ok).toBe(isAllowed);
  });
});
