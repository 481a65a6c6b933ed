/** How well a person fits, by tables: its grade, and when there is none. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { type CompiledFit, fitOf } from './fit.ts';
import { nobody, type Person } from './person.ts';

const rules = 'rules: [{ id: b, label: b, who: { traits: { title: Boss } }, points: 10 }]';
const fitWith = (more: string) =>
  (programmesOf(`fit: { ${rules}${more} }`).programmes[0] as CompiledProgramme).fit as CompiledFit;
const graded = fitWith(', grades: { A: 10, B: 5, C: 1 }');
const thirds = fitWith(
  ', grades: { A+: 12, A: 10, A-: 9.999, F: below }, matrix: { A+: [top, top], A: [high, top], A-: [mid, high], F: [low, low] }',
);
const boss = { title: 'Boss' };

describe('the grade', () => {
  test.each<[string, CompiledFit, Partial<Person>, string | null]>([
    ['of one who fits', graded, { isKnown: true, traits: boss }, 'A'],
    ['of one who does not', graded, { isKnown: true, traits: { title: 'Clerk' } }, 'D'],
    ['of one known without traits', graded, { isKnown: true }, 'D'],
    ['of one with traits alone', graded, { traits: boss }, 'A'],
    ['in thirds', thirds, { isKnown: true, traits: boss }, 'A'],
    ['of one below all in thirds', thirds, { isKnown: true }, 'F'],
    ['of one alone', fitWith(', grades: { Fits: 10, No: below }'), { isKnown: true, traits: boss }, 'Fits'],
    [
      'just below its bound',
      fitWith(', grades: { Fits: 10.001, No: below }'),
      { isKnown: true, traits: boss },
      'No',
    ],
    ['none of nobody', graded, {}, null],
    ['none where nothing is graded', fitWith(''), { isKnown: true, traits: boss }, null],
  ])('%s', (_name, compiled, person, expected) => {
    expect(fitOf(compiled, { ...nobody, ...person }).grade).toBe(expected);
  });
});
