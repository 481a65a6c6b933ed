/** The laws of applying tier updates: whatever chains come, however repeated, and whatever reps close meanwhile. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainsOf, emptySnapshot, leadFlow, steps } from '../../../test/sales/records.ts';
import { runs } from '../../../test/support/law-runs.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { applyRecord } from './apply.core.ts';
import { World } from './world.core.ts';

const snapshot = (world: World) =>
  JSON.stringify([[...world.people.values()], [...world.leads.values()], [...world.tasks.values()]]);

function expectLaws(world: World): void {
  const leads = [...world.leads.values()];
  const tasks = [...world.tasks.values()];
  const ofWhom = (row: { person_id: string; campaign: string }) => `${row.person_id} ${row.campaign}`;
  const expectUnique = (keys: (string | null)[]) => expect(new Set(keys).size).toBe(keys.length);
  expectUnique(leads.filter((lead) => lead.closed_at === null).map(ofWhom));
  expectUnique(tasks.filter((task) => task.status === 'Open').map(ofWhom));
  const live = tasks.filter(({ status }) => status === 'Open');
  expectUnique(live.map((task) => `${task.profile} ${task.programme} ${task.episode}`));
  expectUnique([...world.people.values()].flatMap(({ email }) => email ?? []));
  expectUnique([...world.people.values()].flatMap(({ profile }) => profile ?? []));
}

/** What a rep does between two records: nothing, ends the newest open lead, or completes the newest open task. */
const repActs = fc.array(fc.constantFrom('nothing', 'nothing', 'nothing', 'close', 'complete'), {
  minLength: 40,
  maxLength: 40,
});

function act(world: World, what: string | undefined, at: string): void {
  const lead = [...world.leads.values()].findLast((row) => row.closed_at === null);
  const task = [...world.tasks.values()].findLast((row) => row.status === 'Open');
  if (what === 'close' && lead) {
    world.put('leads', { ...lead, status: 'Closed lost', ended: 'lost', closed_at: at });
    // An end leaves no contact task of the lead open.
    for (const row of world.tasksOf(({ lead_id: of, status }) => of === lead.id && status === 'Open'))
      world.put('tasks', { ...row, status: 'Cancelled', closed_reason: 'the lead ended', completed_at: at });
  }
  if (what === 'complete' && task)
    world.put('tasks', { ...task, status: 'Complete', outcome: 'No opportunity', completed_at: at });
}

test('never two open leads or tasks of a person and campaign, never two open tasks of an episode; a repeat changes nothing', () => {
  fc.assert(
    fc.property(steps, repActs, (some, acts) => {
      const world = new World(leadFlow, emptySnapshot);
      chainsOf(some).forEach((record, index) => {
        applyRecord(world, record);
        const before = snapshot(world);
        expect(applyRecord(world, record)).toEqual([]);
        expect(snapshot(world)).toBe(before);
        act(world, acts[index], new Date(record.atMs).toISOString());
        expectLaws(world);
      });
    }),
    runs(1_000),
  );
});

test('a closed lead stays closed, whatever its profile does after', () => {
  fc.assert(
    fc.property(steps, repActs, (some, acts) => {
      const world = new World(leadFlow, emptySnapshot);
      const closed = new Set<string>();
      chainsOf(some).forEach((record, index) => {
        applyRecord(world, record);
        for (const id of closed) expect(world.leads.get(id)?.closed_at).not.toBeNull();
        act(world, acts[index], new Date(record.atMs).toISOString());
        for (const lead of world.leads.values()) if (lead.closed_at !== null) closed.add(lead.id);
      });
    }),
    runs(500),
  );
});

test('somebody not to be contacted gets nothing, whatever comes', () => {
  fc.assert(
    fc.property(steps, (some) => {
      const world = new World(leadFlow, emptySnapshot);
      for (const email of ['ada@example.com', 'bob@example.com']) {
        world.put('people', {
          id: `pn_${email}`,
          email,
          profile: null,
          name: null,
          company: null,
          title: null,
          phone: null,
          kind: 'prospect',
          owner: null,
          company_id: null,
          country: null,
          language: null,
          do_not_contact: true,
          created_at: '2026-01-01T00:00:00.000Z',
          updated_at: '2026-01-01T00:00:00.000Z',
        });
      }
      for (const record of chainsOf(some)) expect(applyRecord(world, record)).toEqual([]);
      expect(world.leads.size + world.tasks.size).toBe(0);
    }),
  );
});

test('a claim of the address of another person changes nothing of theirs, in any order', () => {
  const strangers = new Set(['p3', 'p4']);
  const claimed = (record: TierUpdate): TierUpdate => {
    const { identity, profile } = record;
    if (identity === null || !strangers.has(profile)) return record;
    const said = { userId: profile, unproven: ['email'] as const, isEmailClaimed: true };
    return { ...record, identity: { ...identity, ...said, unproven: [...said.unproven] } };
  };
  fc.assert(
    fc.property(steps, (some) => {
      const all = chainsOf(some).map(claimed);
      const [crowded, alone] = [new World(leadFlow, emptySnapshot), new World(leadFlow, emptySnapshot)];
      for (const record of all) {
        applyRecord(crowded, record);
        if (!strangers.has(record.profile)) applyRecord(alone, record);
      }
      const isOther = ({ profile }: { profile: string | null }) => !strangers.has(profile ?? '');
      const others = ({ people, leads, tasks }: World) =>
        [people, leads, tasks].map((rows) => [...rows.values()].filter(isOther));
      expect(others(crowded)).toEqual(others(alone));
      const { people, leads } = crowded;
      for (const person of people.values()) if (!isOther(person)) expect(person.email).toBeNull();
      for (const lead of leads.values())
        if (!isOther(lead)) expect(people.get(lead.person_id)?.profile).toBe(lead.profile);
    }),
    runs(1_000),
  );
});
