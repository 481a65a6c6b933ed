/** The routing file: what it may say, and its errors with line and column. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRouting } from './routing.ts';
import { errorInWords } from './yaml-file.ts';

/** Where leads begin stands last, so that the places of errors are those of what a test writes. */
const read = (text: string) => readRouting('routing.yaml', `${text}\ndefaultLeadPipeline: emea/lead\n`);
const errorsOf = (text: string) => {
  const reading = read(text);
  return reading.ok ? [] : reading.errors.map(errorInWords);
};
const steps = (...lines: string[]) =>
  ['queue: Q Team', 'steps:', ...lines.map((line) => `  - ${line}`)].join('\n');

test('the file the product ships with has none', () => {
  const file = new URL('../../../rules/sales/routing.yaml', import.meta.url);
  const reading = readRouting('routing.yaml', readFileSync(file, 'utf8'));
  expect(reading).toMatchObject({ ok: true, value: { queue: 'Q Team', minTier: 1 } });
});

test('every way of a step is read', () => {
  const text = steps(
    '{ step: a, to: account owner }',
    '{ step: b, to: reps, match: [territory, language, product] }',
    '{ step: c, to: { team: Field }, when: { country: [DE], territory: [DACH], language: [de], campaign: [C], programme: [emea], grade: [A], tier: 1 } }',
    '{ step: d, to: { rep: Ada@X.com } }',
    '{ step: e, to: queue, when: { tier: 20 } }',
    '{ step: f, to: queue }',
  );
  expect(errorsOf(text)).toEqual([]);
  const reading = read(text);
  expect(reading.ok && reading.value.steps[3]?.to).toEqual({ rep: 'ada@x.com' });
});

describe('an error has a position and a remedy', () => {
  test.each<[string, string, RegExp]>([
    ['no steps', 'queue: Q Team\nsteps: []', /^routing\.yaml:2:8: steps: .*1/],
    ['no queue', 'steps:\n  - { step: a, to: reps }', /^routing\.yaml:1:1: the routing: "queue" is missing/],
    [
      'a word it does not know',
      steps('{ step: a, to: reps, colour: red }'),
      /^routing\.yaml:3:26: steps\[1\]\.colour: unknown word/,
    ],
    ['a target that is none', steps('{ step: a, to: everybody }'), /^routing\.yaml:3:20: steps\[1\]\.to: /],
    [
      'an empty "when"',
      steps('{ step: a, to: reps, when: {} }'),
      /^routing\.yaml:3:32: .*at least one condition/,
    ],
    [
      'a country by its name',
      steps('{ step: a, to: reps, when: { country: [Germany] } }'),
      /^routing\.yaml:3:44: .*ISO country code such as "DE"/,
    ],
    [
      'a language by its name',
      steps('{ step: a, to: reps, when: { language: [German] } }'),
      /^routing\.yaml:3:45: .*ISO language code such as "de"/,
    ],
    [
      'a rep without an address',
      steps('{ step: a, to: { rep: Ada } }'),
      /^routing\.yaml:3:27: .*e-mail address/,
    ],
    ['a tier of nothing', steps('{ step: a, to: reps, when: { tier: 0 } }'), /^routing\.yaml:3:40: .*1/],
    [
      'a tier beyond the ladder',
      steps('{ step: a, to: reps, when: { tier: 21 } }'),
      /^routing\.yaml:3:40: .*20/,
    ],
    [
      'a step there twice',
      steps('{ step: a, to: reps }', '{ step: a, to: queue }'),
      /^routing\.yaml:4:13: .*"a" is there twice/,
    ],
    [
      'a step behind the end',
      steps('{ step: a, to: queue }', '{ step: b, to: reps }'),
      /^routing\.yaml:4:5: .*never tried: "a" before it/,
    ],
    [
      '"match" of the queue',
      steps('{ step: a, to: queue, match: [language] }'),
      /^routing\.yaml:3:34: .*has no effect with "to: queue"/,
    ],
    [
      '"match" of the owner',
      steps('{ step: a, to: account owner, match: [language] }'),
      /^routing\.yaml:3:42: .*has no effect with "to: account owner"/,
    ],
    [
      'a product nothing shows',
      steps('{ step: a, to: reps, when: { product: [Cloud] } }'),
      /^routing\.yaml:3:44: .*no rule shows an interest in "Cloud"/,
    ],
    ['no YAML', 'queue: [', /^routing\.yaml:1:8: not valid YAML/],
  ])('%s', (_name, text, expected) => {
    const errors = errorsOf(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(expected);
  });

  test('a conditional queue is no end', () => {
    expect(errorsOf(steps('{ step: a, to: queue, when: { tier: 1 } }', '{ step: b, to: reps }'))).toEqual([]);
  });
});
