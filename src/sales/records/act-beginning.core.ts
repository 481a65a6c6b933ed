/** With which record an act began: what it changed on others followed from that, and is taken back with it. Pure. */
import type { Entry } from './undo.core.ts';

/** What an act did to one record. */
export type Part = Pick<Entry, 'kind' | 'changes'> & { record: string };

const has = ({ changes }: Part, column: string) => Object.hasOwn(changes, column);
const isMoved = (part: Part) => has(part, 'status') || has(part, 'stage');

/**
 * Returns the part of an act from which its part on another record followed; null where it is the one that somebody decided. `others`: its
 * parts on the records that this one hangs on.
 */
export function beginningOf(own: Part, others: readonly Part[]): Part | null {
  if (own.changes['id']?.[0] === null) return null;
  return mergeBehind(others) ?? wishBehind(own, others) ?? moveBehind(own, others);
}

/** The merge that brought a wish for no contact along, or joined work: its undo alone takes it back. */
function mergeBehind(others: readonly Part[]): Part | null {
  return others.find(({ kind }) => kind === 'merges') ?? null;
}

/** The wish for no contact of a company or a person: it ended their work, and a stage that says it ends the same. */
function wishBehind(own: Part, others: readonly Part[]): Part | null {
  if (own.kind === 'companies' || !(own.kind === 'people' ? has(own, 'do_not_contact') : isMoved(own)))
    return null;
  const wishes = others.filter((part) => has(part, 'do_not_contact'));
  return wishes.find(({ kind }) => kind === 'companies') ?? wishes[0] ?? null;
}

/** The contact task whose outcome moved its lead; or the record with whose stage or owner its task went. */
function moveBehind(own: Part, others: readonly Part[]): Part | null {
  if (own.kind === 'leads')
    return (isMoved(own) && others.find((part) => part.kind === 'tasks' && isOutcome(part))) || null;
  if (own.kind !== 'tasks' || isOutcome(own)) return null;
  const went = (part: Part) => (isMoved(own) && isMoved(part)) || (has(own, 'owner') && has(part, 'owner'));
  return others.find((part) => part.kind !== 'people' && part.kind !== 'companies' && went(part)) ?? null;
}

/** Only a person who completes a contact task, or opens it again, has its lead follow. */
const isOutcome = (part: Part) => has(part, 'lead_status_before');
