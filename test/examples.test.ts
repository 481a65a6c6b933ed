/** The examples beside the programmes, rehearsed by the pure core: score, tier and points of each rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readProgramme } from '../src/contract/contract.ts';
import { limits } from '../src/kernel/kernel.ts';
import { compileAlone, differencesOf, rehearse } from '../src/scoring/scoring.ts';
import { loadExamples } from './support/examples.ts';

const rules = new URL('../rules/', import.meta.url);
const examples = loadExamples();

function programmesOf(id: string) {
  const file = new URL(`${id}.yaml`, rules);
  const read = readProgramme(file.pathname, readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return compileAlone(read.programme, 'test');
}

test('the four examples of the slides are there', () => {
  const ofSlides = examples.filter(({ programme }) => programme === 'emea-lead-scoring').slice(0, 4);
  expect(ofSlides.map(({ example }) => example.expect.score)).toEqual([22, 50, 63, 95]);
});

describe.each([...new Set(examples.map(({ programme }) => programme))])('the examples of %s', (programme) => {
  const programmes = programmesOf(programme);
  const own = examples.filter((one) => one.programme === programme);
  test.each(own.map(({ example }) => [example.example, example] as const))('%s', (_name, example) => {
    expect(differencesOf(example, rehearse(programmes, example, limits.latenessMs))).toEqual([]);
  });
});
