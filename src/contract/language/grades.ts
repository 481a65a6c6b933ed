/** Grades of a fit: any number of them, by their names and least points. */
import { z } from 'zod';
import { points } from './payment.ts';

/** `A+`, `A-`, `Gold`: a letter first, so that the names keep their order in a file. */
export const gradeName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9 +-]{0,19}$/,
    'expected a name of a grade: a letter, then letters, digits, spaces, "+" or "-" (20 at most)',
  );

/** The least points of each grade from the best down. `below` is the one of everybody below all others; of A, B and C it is D. */
export const gradesSchema = z
  .record(gradeName, z.union([points, z.literal('below')]))
  .refine((given) => Object.keys(given).length >= 1 && Object.keys(given).length <= 30, {
    message: 'expected 1 to 30 grades, such as { A: 30, B: 15, C: below }',
  });

export interface GradeBound {
  grade: string;
  /** Least points; null for everybody below all others. */
  from: number | null;
}

/** Returns the grades from the best down; the last is that of everybody below all others, where one is. */
export function gradeBounds(given: z.infer<typeof gradesSchema>): GradeBound[] {
  const bounds = Object.entries(given).map(([grade, from]) => ({
    grade,
    from: from === 'below' ? null : from,
  }));
  const isOfLetters =
    Object.keys(given).sort().join() === 'A,B,C' && bounds.every(({ from }) => from !== null);
  return isOfLetters ? [...bounds, { grade: 'D', from: null }] : bounds;
}
