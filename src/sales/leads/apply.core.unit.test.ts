/** What tier updates do to the pipeline, by cases a reader can hold against the domain. */
import { beforeEach, describe, expect, test } from 'vitest';
import { emptySnapshot, knownPerson, leadFlow, usualActions } from '../../../test/sales/records.ts';
import { flowOf } from '../../../test/support/sales-processes.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { PersonRow } from '../store/rows.ts';
import { applyRecord } from './apply.core.ts';
import { World } from './world.core.ts';

const atMs = Date.parse('2026-11-23T12:00:00.000Z');

const record = (change: Partial<TierUpdate> = {}): TierUpdate => ({
  profile: 'p1',
  programme: 'emea',
  programmeName: 'EMEA',
  programmeVersion: 'v1',
  campaign: 'EMEA Lead Scoring Programme',
  actions: (change.to ?? 1) > (change.from ?? 0) ? usualActions(change.atMs ?? atMs) : [],
  grade: null,
  priority: null,
  episode: 1,
  begunAs: null,
  from: 0,
  to: 1,
  tierName: '1 chili',
  tiers: 3,
  score: 22,
  atMs,
  acceptedAtMs: atMs - 5,
  identity: {
    userId: 'u1',
    email: 'ada@example.com',
    name: 'Ada',
    company: null,
    title: null,
    phone: null,
    country: null,
    language: null,
  },
  reasons: [],
  ...change,
});

let world: World;
const types = (...records: TierUpdate[]) =>
  records.flatMap((one) => applyRecord(world, one).map(({ type }) => type));
const leads = () => [...world.leads.values()];
const tasks = () => [...world.tasks.values()];

beforeEach(() => {
  world = new World(leadFlow, emptySnapshot);
});

describe('a rise', () => {
  test('of a new prospect: a lead sent to sales, and a task due 24 hours later', () => {
    expect(types(record())).toEqual(['lead.opened']);
    expect(leads()).toMatchObject([
      { status: 'Sent to sales', tier: 1, score: 22, campaign: 'EMEA Lead Scoring Programme', owner: null },
    ]);
    expect(tasks()).toMatchObject([
      { type: 'Other', status: 'Open', lead_id: leads()[0]?.id, due_at: '2026-11-24T12:00:00.000Z' },
    ]);
    expect([...world.people.values()]).toMatchObject([
      { email: 'ada@example.com', name: 'Ada', kind: 'prospect' },
    ]);
  });

  test.each(['contact', 'customer'] as const)(
    'of a known %s: a task alone, for the account owner',
    (kind) => {
      world.people.set('pn_known', knownPerson({ kind }));
      expect(types(record())).toEqual(['task.opened']);
      expect(leads()).toEqual([]);
      expect(tasks()).toMatchObject([{ lead_id: null, person_id: 'pn_known', owner: 'owner@example.com' }]);
      expect(world.people.get('pn_known')?.name).toBe('Ada L.');
    },
  );

  test('of somebody anonymous: nothing yet', () => {
    expect(types(record({ identity: null }))).toEqual([]);
    expect(world.people.size).toBe(0);
  });

  test('of somebody not to be contacted: nothing at all', () => {
    world.people.set('pn_known', knownPerson({ do_not_contact: true, kind: 'prospect' }));
    expect(types(record(), record({ from: 1, to: 3, score: 70 }))).toEqual([]);
    expect(leads().length + tasks().length).toBe(0);
  });
});

describe('an open lead', () => {
  test('is heated by a higher tier, refreshed within a tier, and nothing is opened twice', () => {
    const hotter = record({ from: 1, to: 3, tierName: '3 chilies', score: 63, atMs: atMs + 1_000 });
    const more = record({ from: 3, to: 3, tierName: '3 chilies', score: 95, atMs: atMs + 2_000 });
    expect(types(record(), hotter, more, more, hotter)).toEqual([
      'lead.opened',
      'lead.heated',
      'lead.updated',
      'lead.updated',
    ]);
    types(more);
    expect(leads()).toMatchObject([{ tier: 3, score: 95, heated_at: '2026-11-23T12:00:01.000Z' }]);
    expect(tasks()).toMatchObject([{ score: 95, due_at: '2026-11-24T12:00:00.000Z' }]);
  });

  test('follows its profile down, and stays open', () => {
    expect(
      types(
        record({ to: 3, score: 63 }),
        record({ from: 3, to: 1, score: 33 }),
        record({ from: 1, to: 0, tierName: 'none', score: 3 }),
      ),
    ).toEqual(['lead.opened', 'lead.updated', 'lead.updated']);
    expect(leads()).toMatchObject([{ tier: 0, score: 3, closed_at: null }]);
  });

  test('is shared by the profiles of one person: the hotter one counts, and there is no second lead', () => {
    const other = record({ profile: 'p2', to: 2, tierName: '2 chilies', score: 50 });
    expect(types(record(), other, record({ from: 1, to: 1, score: 25 }))).toEqual([
      'lead.opened',
      'lead.heated',
    ]);
    expect(leads()).toMatchObject([{ profile: 'p2', score: 50 }]);
    expect(tasks()).toHaveLength(1);
  });
});

describe('a closed lead', () => {
  const close = () => {
    const [lead] = leads();
    if (lead) world.put('leads', { ...lead, status: 'Converted', closed_at: lead.created_at });
  };

  test('is followed by a new one in a new episode, which takes over a task left open', () => {
    types(record());
    close();
    expect(types(record({ episode: 2, atMs: atMs + 1_000 }))).toEqual(['lead.opened']);
    expect(leads()).toHaveLength(2);
    expect(tasks()).toMatchObject([{ lead_id: leads()[1]?.id, due_at: '2026-11-24T12:00:01.000Z' }]);
  });
});

describe('the pipeline of a lead', () => {
  const touchstone = { id: 'touchstone/lead@1', ...flowOf('touchstone', 'lead') };
  const openIn = (name: string): TierUpdate['actions'] => [{ do: 'open lead', in: name }];
  const notes = () => world.effects.flatMap(({ effect }) => (effect.do === 'note' ? [effect.text] : []));
  beforeEach(() => {
    world = new World(leadFlow, emptySnapshot, new Map([['touchstone/lead', touchstone]]));
  });

  test('is the default where the programme names none', () => {
    applyRecord(world, record());
    expect(leads()).toMatchObject([{ pipeline: 'emea/lead@1', status: 'Sent to sales' }]);
  });

  test('is the one the programme names, and it begins in that one’s first stage', () => {
    applyRecord(world, record({ actions: openIn('touchstone/lead') }));
    expect(leads()).toMatchObject([{ pipeline: 'touchstone/lead@1', status: 'Receive lead' }]);
    expect(notes()).toEqual([]);
  });

  test('is the default where the named one does not exist, and a note says so', () => {
    applyRecord(world, record({ actions: openIn('gone/lead') }));
    expect(leads()).toMatchObject([{ pipeline: 'emea/lead@1', status: 'Sent to sales' }]);
    expect(notes()).toEqual([
      'The programme opens leads in "gone/lead", which is no pipeline for leads; this lead began in "emea/lead@1"',
    ]);
  });

  test('a lead is moved to a stage in any spelling; to one that is none it is not, and a note says so', () => {
    applyRecord(world, record());
    const moved = (to: string) =>
      applyRecord(world, record({ from: 1, to: 0, score: 3, actions: [{ do: 'move lead', to }] }));
    moved('marketing-follow-up');
    expect(leads()).toMatchObject([{ status: 'Marketing follow-up' }]);
    moved('Nowhere');
    expect(leads()).toMatchObject([{ status: 'Marketing follow-up' }]);
    expect(notes()).toEqual([
      'The programme moves leads to "Nowhere", which is no stage of "Leads"; this lead stays',
    ]);
  });
});

test('an identity that becomes fuller fills in the person', () => {
  const unnamed = {
    userId: 'u1',
    email: null,
    name: null,
    company: null,
    title: null,
    phone: null,
    country: null,
    language: null,
  };
  types(record({ identity: unnamed }), record({ from: 1, to: 1 }));
  expect([...world.people.values()]).toMatchObject([{ email: 'ada@example.com', name: 'Ada' }]);
  expect(leads()).toHaveLength(1);
});

test.each([1, 24, 48, 72])('a task is due exactly the %d hours of its tier later', (hours) => {
  types(record({ actions: usualActions(atMs, hours) }));
  expect(Date.parse(tasks()[0]?.due_at ?? '') - atMs).toBe(hours * 3_600_000);
});

test('each alert says how hot it was at its own moment', () => {
  const alerts = [record(), record({ from: 1, to: 3, tierName: '3 chilies', score: 63 })].flatMap((one) =>
    applyRecord(world, one),
  );
  expect(alerts.map(({ type, heat }) => [type, heat.tier, heat.score])).toEqual([
    ['lead.opened', 1, 22],
    ['lead.heated', 3, 63],
  ]);
});

test('a lead that another profile of the person made its own stays closed for the profile that opened it', () => {
  types(record(), record({ profile: 'p2', to: 2, score: 50 }));
  const [lead] = leads();
  if (lead) world.put('leads', { ...lead, status: 'Closed lost', closed_at: lead.created_at });
  expect(types(record({ from: 1, to: 2, score: 50 }))).toEqual([]);
  expect(leads()).toMatchObject([{ status: 'Closed lost' }]);
  expect(types(record({ from: 2, to: 3, score: 63 }))).toEqual(['lead.opened']);
});

test('an action that was open does its work while the tier lasts; a mere change of the score does not', () => {
  expect(types(record({ actions: [] }))).toEqual([]);
  expect(types(record({ from: 1, to: 1, actions: [] }))).toEqual([]);
  const late = record({ from: 1, to: 1, actions: usualActions(atMs) });
  expect([types(late), types(late)]).toEqual([['lead.opened'], []]);
  expect([leads().length, tasks().length]).toEqual([1, 1]);
});

test('a contact task that was open is added to the lead', () => {
  const [openLead, task, alert] = usualActions(atMs);
  if (!openLead || !task || !alert) throw new Error('no usual actions');
  types(record({ actions: [openLead, alert] }));
  expect([leads().length, tasks().length]).toEqual([1, 0]);
  expect(types(record({ from: 1, to: 1, actions: [task] }))).toEqual(['lead.updated']);
  expect(tasks()).toMatchObject([{ lead_id: leads()[0]?.id }]);
});

test('an alert that was open is sent once', () => {
  const late = record({ from: 1, to: 1, atMs: atMs + 5, actions: [{ do: 'alert' }] });
  expect(types(record({ actions: [{ do: 'open lead' }] }))).toEqual([]);
  expect([types(late), types(late)]).toEqual([['lead.heated'], []]);
});

test('an episode that goes on under another profile opens nothing again, unless it gets hotter; the next one does', () => {
  types(record());
  const [lead] = leads();
  if (lead) world.put('leads', { ...lead, status: 'Closed lost', closed_at: lead.created_at });
  const [task] = tasks();
  if (task) world.put('tasks', { ...task, status: 'Complete', outcome: 'No opportunity' });
  const heir = { profile: 'heir', begunAs: { profile: 'p1', episode: 1 }, episode: 4 };
  expect(types(record({ ...heir, from: 1, to: 1 }))).not.toContain('lead.opened');
  expect(types(record({ ...heir, from: 0, to: 1 }))).not.toContain('lead.opened');
  expect([leads().length, tasks().length]).toEqual([1, 1]);
  expect(types(record({ ...heir, from: 1, to: 2, score: 50 }))).toEqual(['lead.opened']);
  expect(types(record({ ...heir, from: 1, to: 2, score: 50 }))).toEqual([]);
  for (const one of leads()) world.put('leads', { ...one, status: 'Closed lost', closed_at: one.created_at });
  expect(types(record({ ...heir, from: 1, to: 2, score: 50 }))).toEqual([]);
  expect(types(record({ profile: 'heir', episode: 5, to: 2, score: 50 }))).toEqual(['lead.opened']);
});

test('a contact whose task of the episode is complete gets another in it only when hotter', () => {
  world.people.set('pn_known', knownPerson({}));
  types(record());
  const [task] = tasks();
  if (task) world.put('tasks', { ...task, status: 'Complete', outcome: 'No opportunity' });
  expect(types(record({ from: 0, to: 1 }), record({ from: 1, to: 1, score: 40 }))).toEqual([]);
  expect(tasks()).toMatchObject([{ status: 'Complete', score: 22 }]);
  expect(types(record({ from: 1, to: 3, score: 63 }))).toEqual(['task.opened']);
  expect(tasks()).toMatchObject([{ status: 'Complete' }, { status: 'Open', tier: 3 }]);
});

test('rows that were loaded are changed, others are added', () => {
  world.people.set('pn_known', knownPerson({ kind: 'prospect' }));
  types(record());
  expect([...world.changed.people]).toEqual(['pn_known']);
  expect([world.added.people.size, world.added.leads.size, world.added.tasks.size]).toEqual([0, 1, 1]);
});

describe('the latest of what is known of a prospect', () => {
  const identity = record().identity as NonNullable<TierUpdate['identity']>;
  const says = (change: Partial<typeof identity>, more: Partial<TierUpdate> = {}) =>
    record({ from: 1, to: 1, atMs: atMs + 1_000, identity: { ...identity, ...change }, ...more });
  const shown = () =>
    leads().map(({ person_id }) => {
      const { email, name, phone } = world.people.get(person_id) as PersonRow;
      return [email, name, phone];
    });

  test('is shown by the open lead and its task, and reported once', () => {
    const latest = says({ email: 'ada@new.example', name: 'Ada Lovelace', phone: '+44 20 7946 0018' });
    expect([types(record()), types(latest), types(latest)]).toEqual([['lead.opened'], ['lead.updated'], []]);
    expect(shown()).toEqual([['ada@new.example', 'Ada Lovelace', '+44 20 7946 0018']]);
    expect(tasks()[0]?.subject).toMatch(/^Contact .*Ada Lovelace.* within 24 hours$/);
  });

  test('also where the score has fallen off the ladder', () => {
    types(record(), record({ from: 1, to: 0, score: 3 }));
    expect(types(says({ email: 'ada@new.example' }, { from: 0, to: 0, score: 3 }))).toEqual(['lead.updated']);
    expect(shown()).toEqual([['ada@new.example', 'Ada', null]]);
  });

  test('changes no closed lead, and no name that somebody gave the task', () => {
    types(record());
    const [[lead], [task]] = [leads(), tasks()];
    if (!lead || !task) throw new Error('no lead');
    world.put('tasks', { ...task, subject: 'Call before lunch' });
    types(says({ name: 'Ada Lovelace' }));
    expect(tasks()[0]?.subject).toBe('Call before lunch');
    world.put('leads', { ...lead, status: 'Closed lost', closed_at: lead.created_at });
    expect(types(says({ name: 'Ada King' }))).toEqual([]);
  });

  test('is the row that has the address already: the open lead and its task go there', () => {
    types(record());
    world.people.set('pn_bob', knownPerson({ id: 'pn_bob', email: 'ada@new.example', name: 'Ada L.' }));
    expect(types(says({ email: 'ada@new.example' }))).toEqual(['lead.updated']);
    expect(shown()).toEqual([['ada@new.example', 'Ada L.', null]]);
    expect(tasks()).toMatchObject([{ person_id: 'pn_bob', lead_id: leads()[0]?.id }]);
  });

  test('leaves the lead where the other has an open task of this campaign: nobody has two', () => {
    types(record());
    world.people.set('pn_bob', knownPerson({ id: 'pn_bob', email: 'ada@new.example', profile: 'p2' }));
    types(record({ profile: 'p2', identity: { ...identity, email: 'ada@new.example' } }));
    expect(tasks()).toHaveLength(2);
    types(says({ email: 'ada@new.example' }));
    expect(shown()).toEqual([['ada@example.com', 'Ada', null]]);
    expect(new Set(tasks().map(({ person_id }) => person_id)).size).toBe(2);
  });

  test('of a contact or customer is what sales entered', () => {
    world.people.set('pn_known', knownPerson({ profile: 'p1' }));
    types(record());
    expect(types(says({ email: 'ada@new.example', name: 'Ada Lovelace' }))).toEqual([]);
    expect([...world.people.values()]).toMatchObject([{ email: 'ada@example.com', name: 'Ada L.' }]);
  });

  test('leaves the former address to somebody else', () => {
    types(record(), says({ email: 'ada@new.example' }));
    expect(types(record({ profile: 'p9' }))).toEqual(['lead.opened']);
    expect([...world.people.values()].map(({ email }) => email)).toEqual([
      'ada@new.example',
      'ada@example.com',
    ]);
    expect(leads()).toHaveLength(2);
  });
});

test('a profile that never rose changes no work of its person: its tier state alone is kept', () => {
  expect(types(record())).toEqual(['lead.opened']);
  const before = structuredClone([leads(), tasks(), [...world.people.values()]]);
  const other = { profile: 'p2', episode: 0, to: 0, score: 5, atMs: atMs + 1_000 };
  expect(types(record(other))).toEqual([]);
  expect([leads(), tasks(), [...world.people.values()]]).toEqual(before);
});

test('a rise without actions, of somebody who cannot be contacted yet, enters nobody', () => {
  const identity = { ...(record().identity as NonNullable<TierUpdate['identity']>), email: null };
  expect(types(record({ identity, actions: [] }))).toEqual([]);
  expect(world.people.size).toBe(0);
});
