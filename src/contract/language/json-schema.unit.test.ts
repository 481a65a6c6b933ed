/** The JSON Schema of the language: everything that ships fits it, and it knows every word that the reader knows. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { aProgramme } from '../../../test/support/mistakes.ts';
import { programmeYaml } from '../../../test/support/programme-arbitrary.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { readProgramme } from './language.ts';

const compiled = (name: Parameters<typeof jsonSchemaOf>[0]) =>
  new Ajv({ strict: false }).compile(jsonSchemaOf(name));
const [programme, process] = [compiled('programme'), compiled('sales-process')];
const fits = programme as (value: unknown) => boolean;

const root = new URL('../../../', import.meta.url);
const rulesIn = (folder: string) =>
  readdirSync(new URL(folder, root))
    .filter((name) => /(?<!\.examples)\.yaml$/.test(name))
    .map(
      (name) => [name, parse(readFileSync(new URL(`${folder}${name}`, root), 'utf8')) as unknown] as const,
    );

/** The examples of a page: the first is whole, the others replace words of it. */
function blocksOf(page: string, kind: string) {
  const text = readFileSync(new URL(`docs/${page}`, root), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`yaml ${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => parse(block) as object,
  );
  return blocks.map((block, index) => [`block ${index + 1}`, { ...blocks[0], ...block }] as const);
}

describe('a programme', () => {
  test.each([...rulesIn('rules/'), ...rulesIn('rules/drafts/'), ...blocksOf('programmes.md', 'programme')])(
    '%s fits',
    (_name, value) => {
      expect(programme(value) ? null : programme.errors).toBeNull();
    },
  );

  test('of any kind fits', () => {
    fc.assert(
      fc.property(programmeYaml({ readsPerson: true }), (value) => {
        expect(programme(value) ? null : programme.errors).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('with a wrong or a missing word fits neither the schema nor the reader', () => {
    const lines = aProgramme.text.split('\n');
    const named = lines.flatMap((line, index) => (/^\s*(?:- )?[a-zA-Z]+:/.test(line) ? [index] : []));
    for (const index of named) {
      const misspelt = lines.with(index, (lines[index] ?? '').replace(/([a-zA-Z]+):/, 'x$1:')).join('\n');
      expect([lines[index], fits(parse(misspelt)), readProgramme('x', misspelt).ok]).toEqual([
        lines[index],
        false,
        false,
      ]);
    }
  });

  test.each([
    ['within', '30 minutes', true],
    ['within', ' 1.5 hours ', true],
    ['within', '30 mins', false],
    ['within', '2 working days', false],
    ['contactWithin', '2 working days', true],
    ['contactWithin', '2 working weeks', false],
    ['pays', 'every 3rd time', true],
    ['pays', 'once in 7 days', true],
    ['pays', 'once in a while', false],
    ['count', 'in a visit', true],
    ['count', 'in the last 7 days', true],
    ['count', 'in the last visit', false],
    ['count', 'per visit', false],
  ])('whose "%s" is "%s": %s', (word, value, isAllowed) => {
    const text = aProgramme.text.replace(new RegExp(`${word}: .*`), `${word}: ${JSON.stringify(value)}`);
    expect(fits(parse(text))).toBe(isAllowed);
  });

  test('shows what a word means and expects', () => {
    const { properties } = jsonSchemaOf('programme') as {
      properties: Record<string, { description: string }>;
    };
    expect(properties['decay']?.description).toBe(
      'How points fade. Expects "none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }.',
    );
    const undescribed = Object.keys(properties).filter((word) => properties[word]?.description === undefined);
    expect(undescribed).toEqual([]);
  });
});

describe('a sales process', () => {
  test.each([...rulesIn('rules/pipelines/'), ...blocksOf('sales-processes.md', 'process')])(
    '%s fits',
    (_name, value) => {
      expect(process(value) ? null : process.errors).toBeNull();
    },
  );

  test('with a word that is none does not', () => {
    const [, value] = rulesIn('rules/pipelines/')[0] ?? [];
    expect(process({ ...(value as object), pipelins: [] })).toBe(false);
    expect(process(parse(stringify(value)))).toBe(true);
  });
});
