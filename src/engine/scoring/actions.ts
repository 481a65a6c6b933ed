/** What a crossing does: the tier's actions whose conditions hold, with their deadlines worked out. */

import { deadlineAfter } from '../../base/time/time.ts';
import type { PlannedAction } from '../../contract/api/api.ts';
import type { Action, Tier } from '../../contract/language/language.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { inWords } from './fade.ts';
import type { Person } from './person.ts';
import type { TierState } from './profile-state.ts';

type Deadline = Tier['contactWithin'] & object;

/** What a tier does on the way up when its file does not say. */
const upByDefault: readonly Action[] = [{ do: 'open lead' }, { do: 'contact task' }, { do: 'alert' }];

/** The name of the fit's matrix for a grade on a tier; null where there is none. */
export function priorityOf(
  programme: CompiledProgramme,
  evaluation: Evaluation,
  tier: number,
): string | null {
  const grade = evaluation.fit?.grade ?? null;
  if (grade === null || tier === 0) return null;
  return programme.fit?.matrix?.[grade][tier - 1] ?? null;
}

/**
 * Returns the actions of the step from one tier state to the next: up, those of the tier reached; down, those of the tier
 * reached, or of the tier left where the ladder is left. Sales checks whether the account has an owner.
 */
export function actionsOf(
  programme: CompiledProgramme,
  before: TierState,
  after: TierState,
  evaluation: Evaluation,
  person: Person,
  nowMs: number,
): PlannedAction[] {
  if (after.tier === before.tier) return [];
  const { ladder } = programme.programme;
  const isUp = after.tier > before.tier;
  const tier = ladder.tiers[(after.tier === 0 ? before.tier : after.tier) - 1] as Tier;
  const actions = isUp ? (tier.up ?? upByDefault) : (tier.down ?? []);
  const priority = priorityOf(programme, evaluation, after.tier);
  return actions
    .filter(({ if: condition }) => {
      if (condition === undefined) return true;
      const { grade, priority: wanted, identity } = condition;
      if (grade !== undefined && !isIn(grade, evaluation.fit?.grade ?? null)) return false;
      if (wanted !== undefined && !isIn(wanted, priority)) return false;
      return identity === undefined || (identity === 'known') === person.isKnown;
    })
    .map((action) => planned(action, tier, programme, nowMs));
}

function planned(action: Action, tier: Tier, { programme }: CompiledProgramme, nowMs: number): PlannedAction {
  const owner = action.if?.owner === undefined ? {} : { owner: action.if.owner };
  switch (action.do) {
    case 'contact task': {
      const within: Deadline = action.within ?? tier.contactWithin ?? programme.ladder.contactWithin;
      const dueAtMs = deadlineAfter(nowMs, within, programme.workingTime, programme.timeZone);
      return { do: action.do, ...owner, dueAtMs, within: deadlineInWords(within) };
    }
    case 'open lead':
      return { do: action.do, ...owner, ...(action.in && { in: action.in }) };
    case 'move lead':
      return { do: action.do, ...owner, to: action.to };
    case 'webhook':
      return { do: action.do, ...owner, url: action.url };
    default:
      return { do: action.do, ...owner };
  }
}

/** `24 hours`, `8 working hours`, `2 working days`. */
function deadlineInWords(deadline: Deadline): string {
  if ('clockMs' in deadline) return inHours(deadline.clockMs);
  if ('workingMs' in deadline) {
    const hours = deadline.workingMs / 3_600_000;
    return `${hours} working hour${hours === 1 ? '' : 's'}`;
  }
  return `${deadline.workingDays} working day${deadline.workingDays === 1 ? '' : 's'}`;
}

/** People say 24 hours, not a day, of a deadline. */
function inHours(ms: number): string {
  const hours = ms / 3_600_000;
  return Number.isInteger(hours) ? `${hours} hour${hours === 1 ? '' : 's'}` : inWords(ms);
}

function isIn<Item>(wanted: Item | readonly Item[], given: Item | null): boolean {
  return given !== null && [wanted].flat().includes(given);
}
