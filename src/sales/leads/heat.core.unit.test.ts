/** What follows for work that was closed, and what a fall does. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  startMs as atMs,
  emptySnapshot,
  leadFlow,
  standing as record,
  usualActions,
} from '../../../test/sales/records.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { applyRecord } from './apply.core.ts';
import { World } from './world.core.ts';

let world: World;
const types = (...records: TierUpdate[]) =>
  records.flatMap((one) => applyRecord(world, one).map(({ type }) => type));
const leads = () => [...world.leads.values()];
const tasks = () => [...world.tasks.values()];

beforeEach(() => {
  world = new World(leadFlow, emptySnapshot);
});

/** A rep closes what is open. */
function close(how: 'lost' | 'won' = 'lost'): void {
  const at = new Date(atMs).toISOString();
  const status = how === 'won' ? 'Converted' : 'Closed lost';
  for (const lead of leads())
    if (lead.closed_at === null) world.put('leads', { ...lead, status, ended: how, closed_at: at });
  for (const task of tasks())
    if (task.status === 'Open')
      world.put('tasks', { ...task, status: 'Cancelled', closed_reason: 'x', completed_at: at });
}

describe('a closed lead', () => {
  test('is not heated; a higher tier is work again, once', () => {
    types(record());
    close();
    expect(types(record({ from: 1, to: 1, score: 40 }))).toEqual([]);
    expect(leads()).toMatchObject([{ tier: 1, score: 22 }]);
    const hotter = record({ from: 1, to: 3, score: 63, atMs: atMs + 5_000 });
    expect([types(hotter), types(hotter)]).toEqual([['lead.opened'], []]);
    expect(leads()).toMatchObject([
      { status: 'Closed lost', tier: 1, score: 22 },
      { status: 'Sent to sales', tier: 3, score: 63, closed_at: null },
    ]);
    expect(tasks()).toMatchObject([{ status: 'Cancelled' }, { status: 'Open', lead_id: leads()[1]?.id }]);
    expect(types(record({ from: 3, to: 2, score: 50 }), record({ from: 2, to: 3, score: 64 }))).not.toContain(
      'lead.opened',
    );
    close();
    expect(types(record({ from: 2, to: 3, score: 70 }))).toEqual([]);
  });

  test('that was converted: the task alone, for who works the opportunity', () => {
    types(record());
    const [lead] = leads();
    if (lead) world.put('leads', { ...lead, owner: 'rep@example.com' });
    close('won');
    expect(types(record({ from: 1, to: 3, score: 63 }))).toEqual(['task.opened']);
    expect(leads()).toHaveLength(1);
    expect(tasks()[1]).toMatchObject({ status: 'Open', owner: 'rep@example.com', lead_id: null });
    expect(types(record({ from: 3, to: 3, score: 70 }))).toEqual(['task.updated']);
  });

  test('within its tier: work again by as many points as the programme says', () => {
    types(record());
    close();
    const rearm = { by: 15, actions: usualActions(atMs) };
    expect(types(record({ from: 1, to: 1, score: 36.999, rearm }))).toEqual([]);
    expect(types(record({ from: 1, to: 1, score: 37, rearm }))).toEqual(['lead.opened']);
    expect(types(record({ from: 1, to: 1, score: 44, rearm }))).toEqual(['lead.updated']);
  });
});

describe('a fall', () => {
  const reason = (rule: string, value: number) => ({
    ...{ rule, label: rule, points: value, value, at: '2026-11-23T12:00:00.000Z', reason: '', event: rule },
  });
  const basket = { to: 1, score: 33, reasons: [reason('page', 3), reason('basket', 30)] };
  const down: TierUpdate['actions'] = [{ do: 'close task' }, { do: 'alert' }];
  const fall = record({
    from: 1,
    to: 0,
    score: 3,
    reasons: [reason('page', 3)],
    actions: down,
    atMs: atMs + 5_000,
  });

  test('off the ladder notifies the owner why, and closes the task that nobody has begun', () => {
    types(record(basket));
    expect(applyRecord(world, fall)).toMatchObject([
      { type: 'lead.cooled', reason: 'the score fell from 33 to 3: "basket" -30' },
    ]);
    expect(types(fall)).toEqual([]);
    expect(leads()).toMatchObject([{ tier: 0, closed_at: null }]);
    expect(tasks()).toMatchObject([
      { status: 'Cancelled', closed_reason: 'the score has fallen below the ladder' },
    ]);
    expect(types(record({ ...basket, episode: 2, atMs: atMs + 9_000 }))).toEqual(['lead.heated']);
    expect(tasks()).toMatchObject([
      { status: 'Open', closed_reason: null, completed_at: null, due_at: '2026-11-24T12:00:09.000Z' },
    ]);
  });

  test.each([
    ['with a contact', () => ({ is_touched: true }), () => ({})],
    ['of a lead that was moved', () => ({}), () => ({ came_from: 'Sent to sales', status: 'In progress' })],
  ])('leaves a task %s open', (_what, taskChange, leadChange) => {
    types(record(basket));
    for (const task of tasks()) world.put('tasks', { ...task, ...taskChange() });
    for (const lead of leads()) world.put('leads', { ...lead, ...leadChange() });
    expect(types(fall)).toEqual(['lead.cooled']);
    expect(tasks()).toMatchObject([{ status: 'Open' }]);
  });

  test('closes the task of a lead whose conversion was undone', () => {
    types(record(basket));
    for (const lead of leads()) world.put('leads', { ...lead, came_from: 'Converted' });
    expect(types(fall)).toEqual(['lead.cooled']);
    expect(tasks()).toMatchObject([{ status: 'Cancelled' }]);
  });

  test('to a lower tier closes nothing', () => {
    types(record({ to: 2, score: 50 }));
    expect(types(record({ from: 2, to: 1, score: 20, actions: down }))).toEqual(['lead.cooled']);
    expect(tasks()).toMatchObject([{ status: 'Open' }]);
  });

  test('of a known contact closes the task alone', () => {
    types(record({ programme: 'other', campaign: 'Other', to: 0, from: 0, actions: [{ do: 'alert' }] }));
    for (const person of world.people.values()) world.people.set(person.id, { ...person, kind: 'contact' });
    types(record(basket));
    expect(types(fall)).toEqual(['task.cooled']);
    expect(tasks()).toMatchObject([{ status: 'Cancelled' }]);
  });

  test('without such actions refreshes', () => {
    types(record(basket));
    expect(types(record({ from: 1, to: 0, score: 3, actions: [] }))).toEqual(['lead.updated']);
    expect(tasks()).toMatchObject([{ status: 'Open' }]);
  });
});
