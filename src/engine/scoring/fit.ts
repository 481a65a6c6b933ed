/** Fit: points and a grade from what is known of the person now, never accumulated. */
import { type FitRule, gradeBounds, type Programme } from '../../contract/language/language.ts';
import { type Bounds, held } from './caps.ts';
import { type Person, type PersonTest, personTest } from './person.ts';
import { toThousandths } from './points.ts';

type FitProgramme = NonNullable<Programme['fit']>;

export interface CompiledFit {
  rules: readonly { id: string; label: string; holds: PersonTest; thousandths: number }[];
  bounds: Bounds | null;
  counts: boolean;
  /** From the best down, with least thousandths; null where nothing is graded. */
  grades: readonly { grade: string; from: number }[] | null;
  matrix: FitProgramme['matrix'] | null;
}

export interface Fit {
  /** The fit rules that hold, and what each is worth. */
  held: readonly { id: string; label: string; thousandths: number }[];
  /** Their sum within its cap. */
  thousandths: number;
  /** How much the cap took or gave. */
  capped: number;
  /** Null where the programme grades nothing or nothing is known of the person. */
  grade: string | null;
}

export function compileFit(fit: FitProgramme): CompiledFit {
  const { grades } = fit;
  return {
    rules: fit.rules.map(({ id, label, who, points }: FitRule) => ({
      id,
      label,
      holds: personTest(who),
      thousandths: toThousandths(points),
    })),
    bounds:
      fit.cap === undefined
        ? null
        : {
            least: fit.cap.atLeast === undefined ? Number.NEGATIVE_INFINITY : toThousandths(fit.cap.atLeast),
            most: fit.cap.atMost === undefined ? Number.POSITIVE_INFINITY : toThousandths(fit.cap.atMost),
          },
    counts: fit.counts,
    grades:
      grades === undefined
        ? null
        : gradeBounds(grades).map(({ grade, from }) => ({
            grade,
            from: from === null ? Number.NEGATIVE_INFINITY : toThousandths(from),
          })),
    matrix: fit.matrix ?? null,
  };
}

/** How well a person fits now. */
export function fitOf(fit: CompiledFit, person: Person): Fit {
  const holding = fit.rules.filter(({ holds }) => holds(person));
  const sum = holding.reduce((total, { thousandths }) => total + thousandths, 0);
  const thousandths = fit.bounds === null ? sum : held(sum, fit.bounds);
  // A person without any known trait has no grade, rather than a bad one.
  const isUnknown = !person.isKnown && Object.keys(person.traits).length === 0;
  const reached = fit.grades?.find(({ from }) => thousandths >= from)?.grade ?? null;
  return {
    held: holding.map(({ id, label, thousandths: worth }) => ({ id, label, thousandths: worth })),
    thousandths,
    capped: thousandths - sum,
    grade: fit.grades === null || isUnknown ? null : reached,
  };
}
