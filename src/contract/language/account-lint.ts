/** Errors of programmes that score companies: what only a person has, and what their `combine` leaves open. */
import type { Incoherence } from './coherence.ts';
import type { Programme } from './programme.ts';

/** Returns them; none for a programme that scores people and says nothing of companies. */
export function accountErrors({ of, combine, ladder, fit }: Programme): Incoherence[] {
  if (of !== 'account')
    return combine === undefined
      ? []
      : [
          {
            path: ['combine'],
            message:
              'makes one score of the people of a company; write "of: account" beside it, or remove it',
          },
        ];
  const errors: Incoherence[] = [];
  if (combine === undefined)
    errors.push({
      path: ['of'],
      message:
        '"account" scores companies, and nothing says how the points of their people become one score; add "combine: sum", "combine: maximum" or "combine: { people: { atLeast: 20 } }"',
    });
  ladder.tiers.forEach(({ up = [], down = [] }, tier) => {
    for (const [name, actions] of [
      ['up', up],
      ['down', down],
    ] as const)
      actions.forEach(({ if: condition }, index) => {
        for (const word of ['grade', 'priority', 'identity'] as const)
          if (condition?.[word] !== undefined)
            errors.push({
              path: ['ladder', 'tiers', tier, name, index, 'if', word],
              message: `is of a person, and this is the ladder of a company; remove "${word}"`,
            });
      });
  });
  if (fit?.matrix !== undefined)
    errors.push({
      path: ['fit', 'matrix'],
      message: 'names the tiers of a person, and this is the ladder of a company; remove it',
    });
  return errors;
}
