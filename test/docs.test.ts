/** The references of the programme language and of selling systems: every example in them is executed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { limits } from '../src/base/kernel/kernel.ts';
import {
  errorInWords,
  examplesSchema,
  readProgramme,
  readSellingSystem,
  type SellingSystem,
} from '../src/contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../src/engine/scoring/scoring.ts';
import { Walk } from './support/walk.ts';

interface Block {
  kind: string;
  heading: string;
  line: number;
  text: string;
}

/** The blocks of a page, and each one of a kind with those of the other kind up to the next one. */
function pageOf(name: string, kind: string) {
  const page = readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^```yaml (\w+)\n([\s\S]*?)^```$/gm)].map((found): Block => {
    const before = page.slice(0, found.index);
    return {
      kind: found[1] ?? '',
      heading: [...before.matchAll(/^## (.+)$/gm)].at(-1)?.[1] ?? '',
      line: before.split('\n').length + 1,
      text: found[2] ?? '',
    };
  });
  const parts = blocks.flatMap((block, index) => {
    if (block.kind !== kind) return [];
    const next = blocks.findIndex((other, otherIndex) => otherIndex > index && other.kind === kind);
    const own = blocks.slice(index + 1, next < 0 ? undefined : next);
    return [{ block, examples: own.flatMap(({ text }) => parse(text) as object[]) }];
  });
  return { blocks, frame: parse(blocks[0]?.text ?? '') as object, parts };
}

const titled = <Part extends { block: Block }>(parts: readonly Part[]) =>
  parts.map((part) => [`${part.block.heading} (line ${part.block.line})`, part] as const);

describe('the reference of the programme language', () => {
  const { blocks, frame, parts } = pageOf('programmes.md', 'programme');

  test('has a part with examples for every kind of word', () => {
    expect(parts.length).toBeGreaterThan(10);
    for (const { block, examples } of parts) expect([block.heading, examples.length > 0]).toContain(true);
    expect(blocks.every(({ kind }) => kind === 'programme' || kind === 'examples')).toBe(true);
  });

  describe.each(titled(parts))('%s', (_name, { block, examples }) => {
    const text = stringify({ ...frame, ...(parse(block.text) as object) });
    const read = readProgramme('docs/programmes.md', text);
    const given = examplesSchema.parse({ programme: 'reference', examples }).examples;

    test('is a programme', () => {
      expect(read).toMatchObject({ ok: true });
    });

    test.each(given.map((example) => [example.example, example] as const))('%s', (_example, example) => {
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      const outcome = rehearse(compileAlone(read.programme, 'docs'), example, limits.latenessMs);
      expect(differencesOf(example, outcome)).toEqual([]);
    });
  });
});

/** One record taken along the first pipeline of a system. */
interface WrittenWalk {
  walk: string;
  start?: string;
  steps: {
    to?: string;
    fill?: object;
    at?: string;
    when?: string;
    reason?: string;
    lane?: string;
    refused?: string;
  }[];
  expect: {
    stage: string;
    end?: string;
    because?: string;
    fields?: object;
    tasks?: string[];
    mails?: string[];
    opened?: string[];
  };
}

function walked(system: SellingSystem, { start = '2026-11-23T09:00:00Z', steps }: WrittenWalk): Walk {
  const pipeline = system.pipelines[0] as SellingSystem['pipelines'][number];
  const walk = new Walk({ system, pipeline }, start);
  for (const { to, fill, at, refused, ...how } of steps) {
    const step = () => {
      if (fill !== undefined) walk.fill(fill as Record<string, unknown>);
      if (to !== undefined) walk.to(to, how);
      if (at !== undefined) walk.at(at);
    };
    if (refused === undefined) step();
    else expect(step).toThrow(refused);
  }
  return walk;
}

describe('the reference of selling systems', () => {
  const { blocks, frame, parts } = pageOf('pipelines.md', 'system');

  test('has a part with walks for every kind of word', () => {
    expect(parts.length).toBeGreaterThanOrEqual(6);
    for (const { block, examples } of parts) expect([block.heading, examples.length > 0]).toContain(true);
    expect(blocks.every(({ kind }) => kind === 'system' || kind === 'walk')).toBe(true);
  });

  describe.each(titled(parts))('%s', (_name, { block, examples }) => {
    const text = stringify({ ...frame, ...(parse(block.text) as object) });
    const read = readSellingSystem('docs/pipelines.md', text);

    test('is a system', () => {
      expect(read.ok ? [] : read.errors.map(errorInWords)).toEqual([]);
    });

    test.each((examples as WrittenWalk[]).map((walk) => [walk.walk, walk] as const))(
      '%s',
      (_walk, written) => {
        if (!read.ok) throw new Error(JSON.stringify(read.errors));
        const walk = walked(read.value, written);
        const { tasks, mails, opened, because, ...rest } = written.expect;
        expect(walk.state).toMatchObject({ ...rest, ...(because && { reason: because }) });
        if (tasks) expect(walk.all('task').map((task) => `${task.for}: ${task.subject}`)).toEqual(tasks);
        if (mails) expect(walk.all('mail').map(({ template, to }) => `${template} to ${to}`)).toEqual(mails);
        if (opened) expect(walk.all('open').map(({ pipeline }) => pipeline)).toEqual(opened);
      },
    );
  });
});
