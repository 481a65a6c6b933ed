/**
 * What Scoville itself says of random people: the statuses of their leads, as a rep reads them in the leads and their timelines. No word of
 * it comes from scoring.
 */
import { limits } from '../../src/base/kernel/kernel.ts';
import type { LanguageEvent } from './language-oracle-match.ts';
import { everyItem, type Program } from './program.ts';
import type { RandomPerson } from './random-people.ts';

interface Lead {
  id: string;
  person: { id: string; email: string | null };
}

/** A change of a lead: the columns of its row, before and after. */
export interface LeadEntry {
  kind: string;
  at: string;
  changes: Record<string, [before: unknown, after: unknown]>;
}

/** A lead as it is from a time on. */
interface LeadState {
  lead: string;
  atMs: number;
  person: unknown;
  status: string;
  closedMs: number | null;
}

/** The words on a person. */
export type SaidOf = (person: Pick<RandomPerson, 'userId'>) => readonly LanguageEvent[];

/** Reads all leads of a program that takes what is so late, in ms. */
export async function saidStatuses(program: Program, latenessMs: number): Promise<SaidOf> {
  const leads = await everyItem<Lead>(program, '/api/v1/leads');
  const states: LeadState[] = [];
  for (const { id } of leads)
    states.push(...leadStates(id, await everyItem<LeadEntry>(program, `/api/v1/timeline/${id}`)));
  // Addresses begin with the name of who they are of.
  const users = new Map(leads.map(({ person: { id, email } }) => [id, `user-${email?.split('.')[0]}`]));
  const said = Map.groupBy(statusWords(states, latenessMs), ({ person }) => users.get(person));
  return ({ userId }) => (said.get(userId) ?? []).map(({ event }) => event);
}

/** The states of a lead by its timeline, the latest entry of which is first. */
export function leadStates(lead: string, timeline: readonly LeadEntry[]): LeadState[] {
  let row: Record<string, unknown> = {};
  const entries = timeline.filter(({ kind }) => kind === 'leads').toReversed();
  return entries.map(({ at, changes }) => {
    row = {
      ...row,
      ...Object.fromEntries(Object.entries(changes).map(([name, [, after]]) => [name, after])),
    };
    const { person_id: person, status, updated_at: updatedAt = at, closed_at: closedAt = null } = row;
    const closedMs = closedAt === null ? null : Date.parse(String(closedAt));
    return { lead, atMs: Date.parse(String(updatedAt)), person, status: String(status), closedMs };
  });
}

/**
 * What is said of each person in sales whenever a lead of theirs has changed: the statuses of their open leads, else that of the lead that
 * was closed last. It is said as of a time that is not late.
 */
export function statusWords(
  states: readonly LeadState[],
  latenessMs: number,
): { person: string; event: LanguageEvent }[] {
  const leads = new Map<string, LeadState>();
  return states
    .toSorted((one, other) => one.atMs - other.atMs)
    .flatMap((state) => {
      const people = new Set([leads.get(state.lead)?.person, state.person]);
      leads.set(state.lead, state);
      return [...people].flatMap((person) => {
        if (typeof person !== 'string') return [];
        const theirs = [...leads.values()].filter((one) => one.person === person);
        const open = theirs.filter(({ closedMs }) => closedMs === null);
        const closed = theirs.toSorted((one, other) => (one.closedMs ?? 0) - (other.closedMs ?? 0)).slice(-1);
        const statuses = (open.length > 0 ? open : closed).map(({ status }) => status);
        const traits = { 'scoville:leadStatus': [...new Set(statuses)].sort() };
        const atMs = Math.max(state.atMs, state.atMs - latenessMs + limits.minuteMs);
        const messageId = `status of ${person} by ${state.lead} at ${state.atMs}`;
        const event = { type: 'identify', name: '', path: '', messageId, atMs, traits, isOwn: true } as const;
        return [{ person, event }];
      });
    });
}
