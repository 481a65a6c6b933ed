/** Grades of a fit as marketers mistake them. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const fit = 'fit:\n  rules: [{ id: size, label: Size, who: { traits: { size: big } }, points: 10 }]\n';
const withGrades = (grades: string, more = '') => `${fit}  grades: ${grades}\n${more}ladder:`;

const mistakes: Mistake[] = [
  ['grades of any name', 'ladder:', withGrades('{ A+: 10, Gold: 5, F: below }'), []],
  ['grades with D by themselves', 'ladder:', withGrades('{ A: 10, B: 5, C: 0 }'), []],
  [
    'grades that do not fall',
    'ladder:',
    withGrades('{ A: 5, A-: 5, F: below }'),
    ['27:23: fit.grades.A-: grades fall from the best down: A- (5) is not below A (5); put them in order'],
  ],
  [
    'a grade after the last',
    'ladder:',
    withGrades('{ A: 5, F: below, G: 0 }'),
    ['27:32: fit.grades.G: grades fall from the best down: G (0) is not below F (below); put them in order'],
  ],
  [
    'grades that leave somebody without',
    'ladder:',
    withGrades('{ A+: 10, A: 5 }'),
    ['27:21: fit.grades.A: nobody below the last grade has one; name theirs, such as F: below'],
  ],
  [
    'a matrix that lacks a grade',
    'ladder:',
    withGrades('{ A: 5, F: below }', '  matrix: { A: [one, two] }\n'),
    ['28:11: fit.matrix: has no names for the grade "F"; add F: [warm, hot]'],
  ],
  [
    'a matrix of a grade that is none',
    'ladder:',
    withGrades('{ A: 5, F: below }', '  matrix: { A: [one, two], F: [one, two], E: [one, two] }\n'),
    ['28:43: fit.matrix.E: "E" is no grade; expected "A", "F"'],
  ],
  [
    'an action for a grade that is none',
    /ladder:[\s\S]*alert/,
    withGrades('{ A: 5, F: below }').concat(
      '\n  contactWithin: 24 hours\n  tiers:\n    - { name: warm, from: 20 }\n    - { name: hot, from: 60, up: [{ if: { grade: B }, do: alert',
    ),
    ['32:50: ladder.tiers[2].up[1].if.grade: "B" is no grade; expected "A", "F"'],
  ],
];

describe('grades of a programme', () => testMistakes(aProgramme, mistakes));
