/** Errors across the values of a fit: grades that do not fall, a matrix without one of them, actions for grades that are none. */
import type { Incoherence } from './coherence.ts';
import { noSuchName } from './faults/no-such-name.ts';
import { type GradeBound, gradeBounds } from './grades.ts';
import type { Programme } from './programme.ts';
import { listed } from './words.ts';

/** Grades fall from the best down, and everybody has one. */
function gradeErrors(bounds: readonly GradeBound[]): Incoherence[] {
  const path = ['fit', 'grades'];
  const errors = bounds.flatMap(({ grade, from }, index): Incoherence[] => {
    const before = bounds[index - 1];
    if (before === undefined || (before.from !== null && (from === null || from < before.from))) return [];
    const shown = `${before.grade} (${before.from ?? 'below'})`;
    return [
      {
        path: [...path, grade],
        message: `grades fall from the best down: ${grade} (${from ?? 'below'}) is not below ${shown}; put them in order`,
      },
    ];
  });
  if (errors.length > 0 || bounds.length === 0 || bounds.at(-1)?.from === null) return errors;
  const message = 'nobody below the last grade has one; name theirs, such as F: below';
  return [{ path: [...path, bounds.at(-1)?.grade ?? ''], at: 'key', message }];
}

/** Without a likely one: grades are a letter long, so that each is near to each. */
function noSuchGrade(grade: string, grades: ReadonlySet<string>): string {
  return `"${grade}" is no grade; expected ${listed(grades)}`;
}

/** Returns the errors of a fit, and of actions that ask for its grades and priorities. */
export function fitErrors(programme: Programme): Incoherence[] {
  const { fit, ladder } = programme;
  const errors: Incoherence[] = [];
  const bounds = fit?.grades === undefined ? [] : gradeBounds(fit.grades);
  const grades = new Set(bounds.map(({ grade }) => grade));
  errors.push(...gradeErrors(bounds));
  if (fit?.matrix) {
    for (const grade of grades)
      if (!Object.hasOwn(fit.matrix, grade))
        errors.push({
          path: ['fit', 'matrix'],
          message: `has no names for the grade "${grade}"; add ${grade}: [${ladder.tiers.map(({ name }) => name).join(', ')}]`,
        });
    for (const [grade, row] of Object.entries(fit.matrix)) {
      if (grades.size > 0 && !grades.has(grade))
        errors.push({ path: ['fit', 'matrix', grade], at: 'key', message: noSuchGrade(grade, grades) });
      if (row.length !== ladder.tiers.length)
        errors.push({
          path: ['fit', 'matrix', grade],
          message: `has ${row.length} names for ${ladder.tiers.length} tiers; give it one a tier, from the lowest up`,
        });
    }
    if (fit.grades === undefined)
      errors.push({ path: ['fit', 'matrix'], message: 'needs "grades", whose names its rows have' });
  }
  const priorities = new Set(Object.values(fit?.matrix ?? {}).flat());
  ladder.tiers.forEach((tier, index) => {
    for (const way of ['up', 'down'] as const) {
      (tier[way] ?? []).forEach((action, actionIndex) => {
        const at = ['ladder', 'tiers', index, way, actionIndex, 'if'];
        if (action.if?.grade !== undefined && fit?.grades === undefined)
          errors.push({
            path: [...at, 'grade'],
            message: 'needs a grade, and the programme has no "fit.grades"; add them or remove the condition',
          });
        for (const wanted of fit?.grades === undefined ? [] : [action.if?.grade ?? []].flat())
          if (!grades.has(wanted))
            errors.push({ path: [...at, 'grade'], message: noSuchGrade(wanted, grades) });
        for (const wanted of [action.if?.priority ?? []].flat())
          if (!priorities.has(wanted))
            errors.push({
              path: [...at, 'priority'],
              ...noSuchName(wanted, 'name in "fit.matrix"', priorities),
            });
      });
    }
  });
  return errors;
}
