/** Of the open work of two people one piece a campaign goes on, and it is the one that a rep would choose. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinedLeads, joinedTasks } from './work.core.ts';

const heat = {
  campaign: fc.constantFrom('EMEA', 'Fair', 'Spring'),
  tier: fc.integer({ min: 0, max: 2 }),
  score: fc.constantFrom(0, 22, 44),
};
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-04'), noInvalidDate: true });
const numbered = <One extends object>(all: One[]) => all.map((one, index) => ({ ...one, id: `id_${index}` }));
const leads = fc.array(fc.record({ ...heat, created_at: day }), { maxLength: 8 }).map(numbered);
const tasks = fc
  .array(fc.record({ ...heat, due_at: day, lead_id: fc.constantFrom(null, 'ld_1') }), { maxLength: 8 })
  .map(numbered);

test('of each campaign all but the hottest lead end, and that one goes on for them', () => {
  fc.assert(
    fc.property(leads, (all) => {
      const ends = joinedLeads(all);
      const left = all.filter(({ id }) => !ends.some((one) => one.ends === id));
      expect(left.map(({ campaign }) => campaign).toSorted()).toEqual(
        [...new Set(all.map(({ campaign }) => campaign))].toSorted(),
      );
      for (const { ends: id, goesOn, campaign } of ends) {
        const [ended, going] = [all.find((one) => one.id === id), left.find((one) => one.id === goesOn)];
        expect([ended?.campaign, going?.campaign]).toEqual([campaign, campaign]);
        expect((going?.tier ?? 0) * 1_000 + (going?.score ?? 0)).toBeGreaterThanOrEqual(
          (ended?.tier ?? 0) * 1_000 + (ended?.score ?? 0),
        );
      }
    }),
  );
});

test('the order in which rows are read changes nothing', () => {
  const sorted = (all: { ends: string }[]) => all.toSorted((one, other) => (one.ends < other.ends ? -1 : 1));
  fc.assert(
    fc.property(leads, tasks, (someLeads, someTasks) => {
      expect(sorted(joinedLeads(someLeads.toReversed()))).toEqual(sorted(joinedLeads(someLeads)));
      expect(sorted(joinedTasks(someTasks.toReversed()))).toEqual(sorted(joinedTasks(someTasks)));
    }),
  );
});

test('the task of a lead goes on before a hotter one of no lead, and of two as hot the one due first', () => {
  const task = { campaign: 'EMEA', tier: 1, score: 22, due_at: new Date('2026-01-02'), lead_id: null };
  const ofLead = { ...task, id: 'tk_a', lead_id: 'ld_1' };
  expect(joinedTasks([{ ...task, id: 'tk_b', tier: 3 }, ofLead])).toEqual([
    { ends: 'tk_b', goesOn: 'tk_a', campaign: 'EMEA' },
  ]);
  const sooner = { ...task, id: 'tk_c', due_at: new Date('2026-01-01') };
  expect(joinedTasks([{ ...task, id: 'tk_b' }, sooner])).toEqual([
    { ends: 'tk_b', goesOn: 'tk_c', campaign: 'EMEA' },
  ]);
});
