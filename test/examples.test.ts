/** The examples beside the programmes, rehearsed by the pure core: score, tier and points of each rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { limits } from '../src/base/kernel/kernel.ts';
import { readProgramme } from '../src/contract/language/language.ts';
import { compileAlone, differencesOf, rehearse } from '../src/engine/scoring/scoring.ts';
import { loadExamples } from './support/examples.ts';

const examples = loadExamples();
const files = [...new Set(examples.map(({ file }) => file.href))];

function programmesOf(file: URL) {
  const read = readProgramme(file.pathname, readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return compileAlone(read.programme, 'test');
}

test('there are examples of every programme, active or drafted', () => {
  const named = readdirSync(new URL('../rules/', import.meta.url), { recursive: true }).map(String);
  expect(files.length).toBe(
    named.filter((name) => /^(?!pipelines|sales).*(?<!examples)\.yaml$/.test(name)).length,
  );
});

test('the four examples of the slides are there', () => {
  const ofSlides = examples.filter(({ programme }) => programme === 'emea-lead-scoring').slice(0, 4);
  expect(ofSlides.map(({ example }) => example.expect.score)).toEqual([22, 50, 63, 95]);
});

describe.each(files)('the examples of %s', (href) => {
  const programmes = programmesOf(new URL(href));
  const own = examples.filter(({ file }) => file.href === href);

  test('are of that programme', () => {
    const id = programmes.programmes[0]?.programme.programme;
    expect(own.every(({ programme }) => programme === id)).toBe(true);
  });

  test.each(own.map(({ example }) => [example.example, example] as const))('%s', (_name, example) => {
    expect(differencesOf(example, rehearse(programmes, example, limits.latenessMs))).toEqual([]);
  });
});
