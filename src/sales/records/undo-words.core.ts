/** Why an act cannot be taken back, in words: what was changed again, who did it and when. Pure. */
import type { Held } from './undo.core.ts';

/** What users call the columns that have another name. */
const names: Readonly<Record<string, string>> = {
  ...{ due_at: 'deadline', snoozed_until: 'snooze', follow_up_on: 'follow-up date' },
  ...{ expected_close: 'expected close', amount_by_hand: 'amount', quality_reason: 'quality' },
  ...{ company_id: 'company', do_not_contact: 'wish for no contact', email: 'e-mail' },
  ...{ external_id: 'external id', external_source: 'external id' },
};

/** What users call a record of a table. */
const nouns: Readonly<Record<string, string>> = {
  ...{ tasks: 'task', leads: 'lead', people: 'person', companies: 'company', quotations: 'quotation' },
  ...{ opportunities: 'opportunity', deals: 'deal', orders: 'order', jobs: 'job', campaigns: 'campaign' },
};

/** `kind`: the table of the record that the words stand beside. `nameOf`: what a reader calls an actor. */
export function heldInWords(held: Held, kind: string, nameOf: (actor: string) => string): string {
  const called = [...new Set(held.columns.map((column) => names[column] ?? column))];
  const what =
    called.length < 2 ? called.join() : `${called.slice(0, -1).join(', ')} and ${called.at(-1) ?? ''}`;
  const whose = held.kind === kind ? `its ${what}` : `the ${what} of its ${nouns[held.kind] ?? 'record'}`;
  const was = called.length < 2 && what !== 'fields' ? 'was' : 'were';
  return `${whose} ${was} changed again by ${nameOf(held.actor)} at ${held.at}`;
}
