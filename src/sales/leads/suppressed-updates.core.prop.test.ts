/** The law of a wish for no contact: said and withdrawn, it leaves leads, tasks, heat, owners and records as if it had never been said. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chainsOf,
  emptySnapshot,
  identityOf,
  leadFlow,
  startMs,
  usualActions,
} from '../../../test/sales/records.ts';
import { runs } from '../../../test/support/law-runs.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { PersonRow } from '../store/store.ts';
import { applyKept, applyRecord } from './apply.core.ts';
import { releasedAt } from './quarantine.core.ts';
import { added, afterItsEpisode, type Kept } from './suppressed-updates.core.ts';
import { World } from './world.core.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const endMs = startMs + 3_600_000;

const personOf = (email: string): PersonRow => ({
  ...{ id: `pn_${email}`, email, profile: null, name: null, company: null, title: null, phone: null },
  ...{ kind: 'prospect', owner: `owner of ${email}`, company_id: null, country: null, language: null },
  ...{
    do_not_contact: false,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  },
});

/** Three profiles are Ada's, two Bob's. Scores stay within a tier for a while, so that runs of refreshes come about. */
const steps = fc.array(
  fc.record({
    profile: fc.oneof(fc.constant(0), fc.nat(4)),
    score: fc.oneof(fc.nat(99), fc.integer({ min: 41, max: 58 })),
    name: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('Ada', 'A. L.') },
    ),
    isLate: fc.nat(5).map((number) => number === 0),
    wish: fc.constantFrom('', '', '', '', 'mark', 'withdraw'),
  }),
  { minLength: 1, maxLength: 40 },
);
type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

const order = 'emea/order' as const;

/** What scoring sends of the steps, and what becomes of Ada's wish before each. */
function updatesOf(some: Steps): { record: TierUpdate; wish: string }[] {
  const emails = some.map(({ profile, score }) => ({ profile, score, email: profile < 3 ? ada : bob }));
  return chainsOf(emails).map((record) => {
    const { name = null, isLate = false, wish = '' } = some[(record.atMs - startMs) / 1_000] ?? {};
    const identity = { ...identityOf(record.identity?.email ?? null), name };
    return { wish, record: { ...record, identity, actions: actionsOf(record, isLate) } };
  });
}

function actionsOf({ from, to, atMs, actions }: TierUpdate, isLate: boolean): TierUpdate['actions'] {
  if (to > from) return [...actions, { do: 'open record', in: order }];
  if (to < from && to === 0)
    return [{ do: 'close task' }, { do: 'alert' }, { do: 'close record', in: order }];
  return isLate && to === from && to > 0 ? usualActions(atMs) : [];
}

/** As the law is said: of an episode that ended while the wish held, its opening actions are left out. */
function withoutPast(updates: ReturnType<typeof updatesOf>): TierUpdate[] {
  let isMarked = false;
  const windows = updates.map(({ record, wish }, index) => {
    isMarked = wish === 'mark' || (isMarked && wish !== 'withdraw');
    return isMarked && record.identity?.email === ada ? index : null;
  });
  return updates.map(({ record }, index) => {
    if (windows[index] === null) return record;
    // Up to the withdrawal.
    const end = updates.findIndex(({ wish }, later) => later > index && wish === 'withdraw');
    const isOver = updates
      .slice(index, end === -1 ? undefined : end)
      .some(
        ({ record: one }) =>
          one.profile === record.profile &&
          one.episode === record.episode &&
          one.to === 0 &&
          one.to < one.from,
      );
    if (!isOver || record.to === 0) return record;
    const opens = ['open lead', 'contact task', 'alert', 'open record'];
    return { ...record, actions: record.actions.filter((action) => !opens.includes(action.do)) };
  });
}

/** Leads, tasks and records as people see them: without ids and times, which are those of the withdrawal. */
function viewOf(world: World) {
  const orders = new Map<string, string>();
  for (const { do: act, key } of world.records) {
    if (act === 'open record') orders.set(key, orders.get(key) ?? 'open');
    else if (orders.has(key)) orders.set(key, 'closed');
  }
  const names = [...world.people.values()].map(({ id, name }) => [id, name]);
  const shown = ({
    person_id,
    campaign,
    owner,
    profile,
    episode,
    tier,
    score,
    status,
  }: ReturnType<World['leadsOf']>[0]) =>
    [person_id, campaign, owner, profile, episode, tier, score, status].join(' ');
  return {
    names,
    leads: world
      .leadsOf(() => true)
      .map(shown)
      .sort(),
    tasks: world
      .tasksOf(() => true)
      .map((task) => `${shown(task as never)} ${task.status === 'Open' ? task.subject : task.closed_reason}`)
      .sort(),
    // One that was opened and cancelled meanwhile never was.
    orders: [...orders].flatMap(([key, state]) => (state === 'open' ? [key] : [])).sort(),
  };
}

function worldOfTwo(): World {
  const world = new World(leadFlow, emptySnapshot);
  for (const email of [ada, bob]) world.put('people', personOf(email));
  return world;
}

test('a wish that is withdrawn leaves leads, tasks, heat, owners and records as without it', () => {
  fc.assert(
    fc.property(steps, (some) => {
      const updates = updatesOf(some);
      const world = worldOfTwo();
      const mark = (do_not_contact: boolean) =>
        world.put('people', { ...(world.people.get(`pn_${ada}`) as PersonRow), do_not_contact });
      let kept: Kept[] = [];
      const withdraw = () => {
        mark(false);
        const ended = new Set(kept.filter(({ record }) => record.to === 0).map(keyOf));
        for (const one of kept) {
          const record = releasedAt(one.record, endMs);
          applyKept(world, { ...one, record: ended.has(keyOf(one)) ? afterItsEpisode(record) : record });
        }
        kept = [];
      };
      for (const { record, wish } of updates) {
        if (wish === 'mark') mark(true);
        if (wish === 'withdraw') withdraw();
        applyRecord(world, record);
        for (const one of world.suppressedUpdates.splice(0)) kept = added(kept, one);
      }
      withdraw();
      const without = worldOfTwo();
      for (const record of withoutPast(updates)) applyRecord(without, record);
      expect(viewOf(world)).toEqual(viewOf(without));
    }),
    runs(1_000),
  );
});

const keyOf = ({ record: { profile, episode } }: Kept) => `${profile} ${episode}`;

test('of a run of refreshes two are kept', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(19), { minLength: 1, maxLength: 30 }), (scores) => {
      const [first] = chainsOf([{ profile: 0, score: 40, email: ada }]);
      let kept: Kept[] = [];
      for (const score of scores)
        kept = added(kept, {
          ...{ person: 'p', subject: 'p', former: null },
          record: { ...(first as TierUpdate), from: 2, to: 2, actions: [], score },
        });
      expect(kept.length).toBe(Math.min(2, scores.length));
      expect(Math.max(...kept.map(({ record }) => record.score))).toBe(Math.max(...scores));
      expect(kept.at(-1)?.record.score).toBe(scores.at(-1));
    }),
  );
});
