/** The references of the programme language and of sales processes: every example in them is executed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { limits } from '../src/base/kernel/kernel.ts';
import {
  errorInWords,
  examplesSchema,
  readProgramme,
  readSalesProcess,
  type SalesProcess,
} from '../src/contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../src/engine/scoring/scoring.ts';
import { Scenario } from './support/scenario.ts';

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

/** One record taken along the first pipeline of a process. */
interface WrittenScenario {
  scenario: string;
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

function walked(process: SalesProcess, { start = '2026-11-23T09:00:00Z', steps }: WrittenScenario): Scenario {
  const pipeline = process.pipelines[0] as SalesProcess['pipelines'][number];
  const scenario = new Scenario({ process, pipeline }, start);
  for (const { to, fill, at, refused, ...how } of steps) {
    const step = () => {
      if (fill !== undefined) scenario.fill(fill as Record<string, unknown>);
      if (to !== undefined) scenario.to(to, how);
      if (at !== undefined) scenario.at(at);
    };
    if (refused === undefined) step();
    else expect(step).toThrow(refused);
  }
  return scenario;
}

describe('the reference of sales processes', () => {
  const { blocks, frame, parts } = pageOf('sales-processes.md', 'process');

  test('has a part with scenarios for every kind of word', () => {
    expect(parts.length).toBeGreaterThanOrEqual(6);
    for (const { block, examples } of parts) expect([block.heading, examples.length > 0]).toContain(true);
    expect(blocks.every(({ kind }) => kind === 'process' || kind === 'scenario')).toBe(true);
  });

  describe.each(titled(parts))('%s', (_name, { block, examples }) => {
    const text = stringify({ ...frame, ...(parse(block.text) as object) });
    const read = readSalesProcess('docs/sales-processes.md', text);

    test('is a process', () => {
      expect(read.ok ? [] : read.errors.map(errorInWords)).toEqual([]);
    });

    test.each((examples as WrittenScenario[]).map((scenario) => [scenario.scenario, scenario] as const))(
      '%s',
      (_scenario, written) => {
        if (!read.ok) throw new Error(JSON.stringify(read.errors));
        const scenario = walked(read.value, written);
        const { tasks, mails, opened, because, ...rest } = written.expect;
        expect(scenario.state).toMatchObject({ ...rest, ...(because && { reason: because }) });
        if (tasks) expect(scenario.all('task').map((task) => `${task.for}: ${task.subject}`)).toEqual(tasks);
        if (mails)
          expect(scenario.all('mail').map(({ template, to }) => `${template} to ${to}`)).toEqual(mails);
        if (opened) expect(scenario.all('open').map(({ pipeline }) => pipeline)).toEqual(opened);
      },
    );
  });
});
