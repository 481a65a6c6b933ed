/**
 * What a crossing does: the tier's actions whose conditions hold, with their deadlines worked out. The others stay open: each is
 * taken when its condition comes to hold, as long as the tier lasts. So it does not matter what was learnt first. On the way up all
 * of them wait for somebody who can be called or written to.
 */

import { deadlineAfter } from '../../base/time/time.ts';
import type { PlannedAction, TierUpdate } from '../../contract/api/api.ts';
import type { Action, Tier } from '../../contract/language/language.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { inWords } from './fade.ts';
import type { Person } from './person.ts';
import type { TierState } from './profile-state.ts';

type Deadline = Tier['contactWithin'] & object;

/** What a tier does on the way up when its file does not say. */
export const upByDefault: readonly Action[] = [{ do: 'open lead' }, { do: 'contact task' }, { do: 'alert' }];

/** The name of the fit's matrix for a grade on a tier; null where there is none. */
export function priorityOf(
  programme: CompiledProgramme,
  evaluation: Pick<Evaluation, 'fit'>,
  tier: number,
): string | null {
  const grade = evaluation.fit?.grade ?? null;
  if (grade === null) return null;
  return programme.fit?.matrix?.[grade]?.[tier - 1] ?? null;
}

/** What a step sets off, and the tier state after it. */
export interface Step {
  tierState: TierState;
  actions: PlannedAction[];
  /** What sales does where closed work is to be opened again within the tier; absent where the ladder does not say. */
  rearm?: TierUpdate['rearm'];
}

/**
 * Returns the actions of the step from one tier state to the next. Up: those of the tier reached. Down: those of the tier
 * reached, or of the tier left where the ladder is left. Neither: those still open, where `takesOpen`; a changed programme alone
 * takes none. Sales checks whether the account has an owner.
 */
export function takeActions(
  programme: CompiledProgramme,
  before: TierState,
  after: TierState,
  evaluation: Pick<Evaluation, 'fit'>,
  person: Person,
  { nowMs, takesOpen }: { nowMs: number; takesOpen: boolean },
): Step {
  const at = after.tier === 0 ? before.tier : after.tier;
  const tier = programme.programme.ladder.tiers[at - 1];
  if (tier === undefined) return { tierState: after, actions: [] };
  const priority = priorityOf(programme, evaluation, after.tier);
  const holds = ({ if: condition }: Action): boolean => {
    if (condition === undefined) return true;
    const { grade, priority: wanted, identity } = condition;
    if (grade !== undefined && !isIn(grade, evaluation.fit?.grade ?? null)) return false;
    if (wanted !== undefined && !isIn(wanted, priority)) return false;
    return identity === undefined || (identity === 'known') === person.isKnown;
  };
  const plan = (actions: readonly Action[]) => actions.map((one) => planned(one, tier, programme, nowMs));
  if (after.tier < before.tier) return { tierState: after, actions: plan((tier.down ?? []).filter(holds)) };
  const up = tier.up ?? upByDefault;
  const isUp = after.tier > before.tier;
  const isOpen = (index: number) => isUp || hasBit(after.openActions, index);
  const isTaken = (action: Action, index: number) =>
    (isUp || takesOpen) && isOpen(index) && person.canBeContacted && holds(action);
  const taken = up.filter(isTaken);
  const openActions = up.reduce(
    (bits, action, index) => (isOpen(index) && !isTaken(action, index) ? bits + 2 ** index : bits),
    0,
  );
  const step = { tierState: { ...after, openActions }, actions: plan(taken) };
  const by = programme.programme.ladder.rearmBy;
  if (isUp || by === undefined || !person.canBeContacted) return step;
  return { ...step, rearm: { by, actions: plan(up.filter(holds)) } };
}

function hasBit(bits: number, index: number): boolean {
  return Math.floor(bits / 2 ** index) % 2 === 1;
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
    case 'open record':
      return { do: action.do, ...owner, in: action.in, ...(action.name && { name: action.name }) };
    case 'close record':
      return { do: action.do, ...owner, in: action.in };
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
  return [wanted].flat().some((one) => one === given);
}
