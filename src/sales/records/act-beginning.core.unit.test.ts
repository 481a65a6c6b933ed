/** With which record an act of a person began, from its parts on several records. */
import { describe, expect, test } from 'vitest';
import { beginningOf, type Part } from './act-beginning.core.ts';

const part = (kind: string, ...columns: string[]): Part => ({
  ...{ kind, record: `${kind} 1` },
  changes: Object.fromEntries(columns.map((column) => [column, ['a', 'b']])),
});
const lead = part('leads', 'status', 'updated_at');
const outcome = part('tasks', 'status', 'outcome', 'lead_status_before');
const stopped = part('tasks', 'status', 'outcome', 'stopped_in');
const person = part('people', 'do_not_contact');
const company = part('companies', 'do_not_contact');
const merge = part('merges', 'merged');

describe('an act began', () => {
  test.each<[string, Part, Part[], string | null]>([
    ['with the contact task whose outcome moved its lead', lead, [outcome], 'tasks'],
    ['with the task itself then', outcome, [lead], null],
    ['with the lead whose stage stopped its task', stopped, [lead], 'leads'],
    ['with the lead itself then', lead, [stopped], null],
    [
      'with the record whose stage closed its task',
      part('tasks', 'status'),
      [part('orders', 'stage')],
      'orders',
    ],
    [
      'with the lead whose owner its task followed',
      part('tasks', 'owner'),
      [part('leads', 'owner')],
      'leads',
    ],
    ['with the task that changed beside its lead', part('tasks', 'subject'), [lead], null],
    ['with the lead that changed beside an outcome', part('leads', 'quality'), [outcome], null],
    ['with the wish of the person, where it ended their work', lead, [stopped, person], 'people'],
    ['with the wish of the company before that of its people', lead, [person, company], 'companies'],
    ['with the wish of the company, of a person marked with it', person, [company], 'companies'],
    ['with the company itself then', company, [person], null],
    ['with the lead that was given away as the person was marked', part('leads', 'owner'), [person], null],
    ['with the merge that brought the wish along', lead, [person, merge], 'merges'],
    ['with the merge that joined its work', lead, [merge], 'merges'],
    ['with itself, where nothing else changed', lead, [], null],
  ])('%s', (_what, own, others, kind) => expect(beginningOf(own, others)?.kind ?? null).toBe(kind));

  test('with a new task itself: it is cancelled alone', () => {
    const opened: Part = {
      kind: 'tasks',
      record: 'tk_1',
      changes: { id: [null, 'tk_1'], status: [null, 'Open'] },
    };
    expect(beginningOf(opened, [lead])).toBeNull();
  });
});
