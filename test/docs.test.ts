/** The reference of the programme language: every example in it is executed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { examplesSchema, readProgramme } from '../src/contract/contract.ts';
import { limits } from '../src/kernel/kernel.ts';
import { compileAlone, differencesOf, rehearse } from '../src/scoring/scoring.ts';

const page = readFileSync(new URL('../docs/programmes.md', import.meta.url), 'utf8');

interface Block {
  kind: string;
  heading: string;
  line: number;
  text: string;
}

const blocks = [...page.matchAll(/^```yaml (\w+)\n([\s\S]*?)^```$/gm)].map((found): Block => {
  const before = page.slice(0, found.index);
  return {
    kind: found[1] ?? '',
    heading: [...before.matchAll(/^## (.+)$/gm)].at(-1)?.[1] ?? '',
    line: before.split('\n').length + 1,
    text: found[2] ?? '',
  };
});
const frame = parse(blocks[0]?.text ?? '') as object;

/** Each block of a programme, with the examples up to the next one. */
const parts = blocks.flatMap((block, index) => {
  if (block.kind !== 'programme') return [];
  const next = blocks.findIndex((other, place) => place > index && other.kind === 'programme');
  const own = blocks.slice(index + 1, next < 0 ? undefined : next);
  return [{ block, examples: own.flatMap(({ text }) => parse(text) as object[]) }];
});

describe('the reference of the programme language', () => {
  test('has a part with examples for every kind of word', () => {
    expect(parts.length).toBeGreaterThan(10);
    for (const { block, examples } of parts) expect([block.heading, examples.length > 0]).toContain(true);
    expect(blocks.every(({ kind }) => kind === 'programme' || kind === 'examples')).toBe(true);
  });

  describe.each(parts.map((part) => [`${part.block.heading} (line ${part.block.line})`, part] as const))(
    '%s',
    (_name, { block, examples }) => {
      const text = stringify({ ...frame, ...(parse(block.text) as object) });
      const read = readProgramme('docs/programmes.md', text);
      const given = examplesSchema.parse({ programme: 'reference', examples }).examples;

      test('is a programme', () => {
        expect(read).toMatchObject({ ok: true });
      });

      test.each(given.map((example) => [example.example, example] as const))('%s', (_example, example) => {
        if (!read.ok) throw new Error(JSON.stringify(read.faults));
        const outcome = rehearse(compileAlone(read.programme, 'docs'), example, limits.latenessMs);
        expect(differencesOf(example, outcome)).toEqual([]);
      });
    },
  );
});
