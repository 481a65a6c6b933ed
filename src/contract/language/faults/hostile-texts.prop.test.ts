/** Texts made to be dear or to break the reader: read in work linear in their length, and never with an exception. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aProcess, aProgramme, errorsIn, type MistakenFile } from '../../../../test/support/mistakes.ts';
import { type FileKind, readYaml, syntaxErrorsMax } from '../yaml-file.ts';
import { terms } from './terms.ts';
import { correctedMax } from './value-findings.ts';

const withRules = (inner: string) =>
  aProgramme.text.replace(/rules:.*ladder/s, () => `rules: { ${inner} }\nladder`);

/** A text around a hostile one: of nothing, of a word, a value, an item, and of lines that are wrong themselves. */
const frames: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `k: ${inner}z\n`,
  (inner) => `${inner}é: b: c\n`,
  (inner) => `k: @y${inner}z\n`,
  (inner) => `k: a: y${inner}z\n`,
  (inner) => `k:\n  - a\n    foo: b\n${inner}\n   bar: c\nx: y${inner}z\n`,
  (inner) => aProgramme.text.replace('once a day', () => JSON.stringify(`${inner}x`)),
  (inner) => aProgramme.text.replace('in a visit', () => JSON.stringify(`${inner}x`)),
  (inner) => aProgramme.text.replace('within: 30 minutes', () => `within: ${JSON.stringify(`${inner}y`)}`),
  (inner) =>
    aProgramme.text.replace('points: 5', () => `per: ${JSON.stringify(`a${inner}b?`)}\n    points: 5`),
  (inner) => aProgramme.text.replace('label: Read the pricing', () => `label: ${inner}`),
  (inner) => aProgramme.text.replace('{ type: page }', () => `{ type: page, ${inner} }`),
  (inner) => withRules(inner),
  (inner) => `${aProgramme.text}decay: ${JSON.stringify(inner)}\n`,
  (inner) => `${aProgramme.text}${inner}: 1\n`,
];
const framesOfProcess: readonly ((inner: string) => string)[] = [
  (inner) => aProcess.text.replace('"Dear {{person.name}}"', () => JSON.stringify(`Dear {{${inner}`)),
];

/** Characters of a short text, how much longer the long one is, and what its work may grow by, with room for a busy machine. */
const [short, growth, growthMax, spareMs] = [5_000, 8, 20, 1_000];

const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));

/** Processor time of this thread alone: other programs do not lengthen it. */
function workMs(file: MistakenFile, text: string): number {
  const before = process.threadCpuUsage();
  errorsIn(file, text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

function expectLinear(file: MistakenFile, frame: (inner: string) => string, piece: string): void {
  const few = workMs(file, frame(repeated(piece, short)));
  const many = workMs(file, frame(repeated(piece, short * growth)));
  expect(many).toBeLessThan(growthMax * few + spareMs);
}

test.each([
  ' ',
  '\t',
  'in the ',
  ', ',
  '{{ ',
  '# ',
  '"',
  "'",
  ']',
  '&a ',
  'k: ',
  '\tx: 1\n',
  '- ',
  '#\u2028',
])('a text of %j many times is read in work linear in its length', (piece) => {
  for (const frame of frames) expectLinear(aProgramme, frame, piece);
  for (const frame of framesOfProcess) expectLinear(aProcess, frame, piece);
});

test('so is one of any short piece', () => {
  const piece = fc
    .array(fc.constantFrom(...' \t\n\r#:-=,|/"\'[]{}()<>&*!@%?.`~$\\\u2028\u00a0“é0a', 'or ', ' a', 'k: '), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(piece, fc.constantFrom(...frames), (one, frame) => expectLinear(aProgramme, frame, one)),
    { numRuns: 10 },
  );
});

test('tens of thousands of keys where a list belongs take work linear in their number', () => {
  const text = (count: number) => {
    const keys = Array.from({ length: count }, (_, index) => `k${index}: 1`).join(', ');
    return withRules(keys);
  };
  const few = workMs(aProgramme, text(5_000));
  expect(workMs(aProgramme, text(20_000))).toBeLessThan(growthMax * few + spareMs);
});

test('more lines with a tab than a call takes arguments are one fault', () => {
  expect(errorsIn(aProgramme, '\tx: 1\n'.repeat(160_000))).toEqual([
    '1:1: not valid YAML: a tab indents this line and 159999 more; replace each tab by two spaces',
  ]);
});

test.each([syntaxErrorsMax - 1, syntaxErrorsMax, syntaxErrorsMax + 1])(
  'the first of %i errors is explained',
  (count) => {
    expect(errorsIn(aProgramme, ']'.repeat(count))).toEqual([
      '1:1: not valid YAML: "]" closes nothing; remove it',
    ]);
    expect(errorsIn(aProgramme, `k: [${'"a" '.repeat(count + 1)}]`)).toEqual([
      expect.stringMatching(/^1:9: not valid YAML: /),
    ]);
  },
);

test.each([
  ['one below the bound', correctedMax - 1, true],
  ['at the bound', correctedMax, true],
  ['one above it', correctedMax + 1, false],
])('a value with a length %s: corrected %s', (_name, length, isCorrected) => {
  const value = `${'k'.repeat(length - 2)},k`;
  const [error] = errorsIn(
    aProgramme,
    aProgramme.text.replace('points: 5', `per: "${value}"\n    points: 5`),
  );
  expect(error?.includes('did you mean')).toBe(isCorrected);
});

describe.each(Object.getOwnPropertyNames(Object.prototype))('the name %s of every object', (name) => {
  test.each([
    ['a word', 'points: 5', `points: 5\n    ${name}: 1`],
    ['a unit', 'within: 30 minutes', `within: 3 ${name}`],
    ['the unit of a decay', 'points: 5', `points: 5\n    decay: 33% a ${name}`],
    ['how often a rule pays', 'once a day', name],
    ['what a rule counts in', 'in a visit', name],
    ['a number', 'points: 5', `points: ${name} points`],
    ['a time zone', 'Europe/London', name],
    ['an action', '{ do: alert }', `{ do: ${name} }`],
    ['a word of an action', '{ do: alert }', `{ do: { ${name}: 1 } }`],
    ['a word of a match', 'path: /pricing', `${name}: /pricing`],
    ['a word of the file', 'campaign: Web campaign', `campaign: Web campaign\n${name}: 1`],
  ])('as %s is a fault in words', (_position, was, is) => {
    const text = aProgramme.text.replace(was, is);
    expect(text).not.toBe(aProgramme.text);
    const errors = errorsIn(aProgramme, text);
    expect(errors).not.toEqual([]);
    for (const error of errors) expect(error).not.toMatch(/cannot be explained|function|\[native|\[object/);
  });
});

describe('a check that throws', () => {
  const kind: FileKind<{ a: number }> = {
    what: 'the list',
    schema: z.strictObject({ a: z.number() }),
    incoherences: () => [],
  };
  const broken = () => {
    throw new TypeError('a is not a function');
  };
  const fault =
    'the list: this file cannot be explained, because a check of it failed; undo what changed last, and report the fault with the file';
  const one = { file: 'x', line: 1, column: 1, length: 1, message: fault };

  test('across values ends as one fault', () => {
    expect(readYaml({ ...kind, incoherences: broken }, 'x', 'a: 1')).toEqual({ ok: false, errors: [one] });
  });

  test('of a correction ends as one fault', () => {
    const schema = z.number();
    terms.add(schema, { expected: 'a number', likely: broken });
    const reading = readYaml({ ...kind, schema: z.strictObject({ a: schema }) }, 'x', 'a: b');
    expect(reading).toEqual({ ok: false, errors: [one] });
  });

  test('of doubts stops nothing', () => {
    const reading = readYaml({ ...kind, doubts: broken }, 'x', 'a: 1');
    expect(reading).toEqual({ ok: true, value: { a: 1 }, warnings: [one] });
  });
});
