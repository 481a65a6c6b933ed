/** What a crossing does, by tables: the actions of a tier, their conditions, their deadlines in words and in time. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { priorityOf, takeActions } from './actions.ts';
import type { CompiledProgramme } from './compile.ts';
import type { TierState } from './profile-state.ts';

const { hourMs, dayMs } = limits;

const up = '{ id: up, label: Up, when: { event: Up }, points: 10, pays: every time }';
const down = '{ id: down, label: Down, when: { event: Down }, points: -10, pays: every time }';
const lifeOf = (ladder: string, more = '') =>
  new Life(
    programmesOf(
      `${more}\nrules: [${up}, ${down}]\nladder: { contactWithin: 24 hours, tiers: [${ladder.replaceAll('\n', ' ')}] }`,
    ),
  );
/** The same of somebody who can be contacted. */
const reachable = (ladder: string, more = '') => lifeOf(ladder, more).reachable();
const actions = (life: Life) => life.crossings.at(-1)?.crossing.actions;

describe('without more words', () => {
  test('up: a lead, a task and an alert; down: nothing', () => {
    const life = reachable('{ name: warm, from: 10 }').track('Up');
    expect(actions(life)).toEqual([
      { do: 'open lead' },
      { do: 'contact task', dueAtMs: mondayNoonMs + dayMs, within: '24 hours' },
      { do: 'alert' },
    ]);
    expect(actions(life.wait(1).track('Down'))).toEqual([]);
  });
});

test.each([
  ['24 hours', '24 hours', dayMs],
  ['1 hour', '1 hour', hourMs],
  ['90 minutes', '90 minutes', 1.5 * hourMs],
  ['2 days', '48 hours', 2 * dayMs],
  ['1 working hour', '1 working hour', hourMs],
  ['8 working hours', '8 working hours', dayMs],
  ['1 working day', '1 working day', null],
  ['2 working days', '2 working days', null],
])('a task within %s', (given, words, afterMs) => {
  const life = reachable(
    `{ name: warm, from: 10, contactWithin: ${given}, up: [{ do: contact task }] }`,
    'workingTime: { days: [Monday, Tuesday, Wednesday], hours: 09:00-17:00 }',
  ).track('Up');
  const [task] = actions(life) ?? [];
  expect(task).toMatchObject({ do: 'contact task', within: words });
  if (afterMs !== null) expect(task).toMatchObject({ dueAtMs: mondayNoonMs + afterMs });
});

test('the action’s own time before the tier’s, the tier’s before the ladder’s', () => {
  const within = (tier: string) => {
    const [task] = actions(reachable(tier).track('Up')) ?? [];
    return task !== undefined && 'within' in task ? task.within : null;
  };
  expect(
    within('{ name: w, from: 10, contactWithin: 2 hours, up: [{ do: contact task, within: 3 hours }] }'),
  ).toBe('3 hours');
  expect(within('{ name: w, from: 10, contactWithin: 2 hours, up: [{ do: contact task }] }')).toBe('2 hours');
  expect(within('{ name: w, from: 10, up: [{ do: contact task }] }')).toBe('24 hours');
});

describe('which tier’s', () => {
  const tiers = `
{ name: one, from: 10, up: [{ do: webhook, url: "https://a.example/up1" }], down: [{ do: move lead, to: On hold }] },
{ name: two, from: 20, up: [{ do: webhook, url: "https://a.example/up2" }], down: [{ do: move lead, to: Lost }] }`;
  test.each([
    ['up to the first', ['Up'], { do: 'webhook', url: 'https://a.example/up1' }],
    ['up to the second', ['Up', 'Up'], { do: 'webhook', url: 'https://a.example/up2' }],
    ['down to the first: its own', ['Up', 'Up', 'Down'], { do: 'move lead', to: 'On hold' }],
    ['down off the ladder: that of the tier left', ['Up', 'Down'], { do: 'move lead', to: 'On hold' }],
  ])('%s', (_name, events, action) => {
    const life = reachable(tiers);
    for (const event of events) life.wait(1).track(event);
    expect(actions(life)).toEqual([action]);
  });
});

test('a record is opened on the way up and closed on the way down, by the name of its pipeline', () => {
  const order = 'in: company-xyz/order';
  const life = reachable(
    `{ name: one, from: 10, up: [{ do: open record, ${order}, name: Order }], down: [{ do: close record, ${order}, if: { owner: absent } }] }`,
  ).track('Up');
  expect(actions(life)).toEqual([{ do: 'open record', in: 'company-xyz/order', name: 'Order' }]);
  expect(actions(life.wait(1).track('Down'))).toEqual([
    { do: 'close record', in: 'company-xyz/order', owner: 'absent' },
  ]);
});

describe('conditions', () => {
  const fit = `
fit:
  rules: [{ id: b, label: b, who: { traits: { title: Boss } }, points: 10 }, { id: n, label: n, who: { traits: { title: Clerk } }, points: 5 }]
  counts: false
  grades: { A: 10, B: 5, C: 1 }
  matrix: { A: [call, now], B: [wait, call], C: [wait, wait], D: [no, wait] }`;
  const doing = (condition: string, traits: Record<string, string> | null, ups = 1) => {
    const life = lifeOf(
      ['one', 'two']
        .map(
          (name, index) =>
            `{ name: ${name}, from: ${10 * (index + 1)}, up: [{ do: open lead, in: emea/lead, if: ${condition} }] }`,
        )
        .join(', '),
      fit,
    );
    if (traits !== null) life.identify(traits);
    for (let index = 0; index < ups; index++) life.wait(1).track('Up');
    return actions(life)?.length === 1;
  };
  const boss = { email: 'a@b.example', title: 'Boss' };
  const clerk = { email: 'a@b.example', title: 'Clerk' };

  test.each<[string, Record<string, string> | null, number, boolean]>([
    ['{ grade: A }', boss, 1, true],
    ['{ grade: A }', clerk, 1, false],
    ['{ grade: [A, B] }', clerk, 1, true],
    ['{ grade: D }', null, 1, false],
    ['{ priority: call }', boss, 1, true],
    ['{ priority: call }', clerk, 1, false],
    ['{ priority: [now, call] }', clerk, 2, true],
    ['{ priority: now }', boss, 2, true],
    ['{ identity: known }', boss, 1, true],
    ['{ identity: known }', null, 1, false],
    ['{ identity: anonymous }', boss, 1, false],
    ['{ identity: anonymous }', null, 1, false],
    ['{ owner: present }', boss, 1, true],
    ['{ identity: known, grade: A, priority: call }', boss, 1, true],
    ['{ identity: known, grade: A, priority: wait }', boss, 1, false],
    ['{ owner: present }', null, 1, false],
  ])('%s for %o after %d', (condition, traits, ups, expected) => {
    expect(doing(condition, traits, ups)).toBe(expected);
  });

  test.each([
    ['known', ['open lead']],
    ['anonymous', ['alert']],
  ])('of the way down, for one who is %s', (identity, expected) => {
    const life = lifeOf(
      '{ name: one, from: 10, down: [{ do: open lead, if: { identity: known } }, { do: alert, if: { identity: anonymous } }] }',
    ).track('Up');
    if (identity === 'known') life.identify(boss);
    life.wait(1).track('Down');
    expect(actions(life)?.map((action) => action.do)).toEqual(expected);
  });

  describe('that do not hold yet', () => {
    const one =
      '{ name: one, from: 10, up: [{ do: alert }, { do: open lead, if: { grade: A } }, { do: contact task, if: { grade: [A, B] } }] }';
    const two = `${one}, { name: two, from: 20, up: [{ do: alert }] }`;
    const done = (life: Life) =>
      life.crossings.map(({ from, to, crossing }) => [
        from,
        to,
        ...crossing.actions.map((action) => action.do),
      ]);
    const both = (life: Life) => [...done(life)].flatMap((one) => one.slice(2)).sort();

    test('are open as long as the tier lasts, whatever is learnt first', () => {
      const before = lifeOf(two, fit).identify(boss).wait(1).track('Up');
      const after = reachable(two, fit).track('Up').wait(1).identify(boss);
      expect(done(before)).toEqual([[0, 1, 'alert', 'open lead', 'contact task']]);
      expect(done(after)).toEqual([
        [0, 1, 'alert'],
        [1, 1, 'open lead', 'contact task'],
      ]);
      expect(both(after)).toEqual(both(before));
    });

    test('are taken once, each by itself', () => {
      const life = reachable(two, fit).track('Up').wait(1).identify(clerk).wait(1).identify(boss);
      life.wait(1).identify(clerk).wait(1).identify(boss);
      expect(done(life)).toEqual([
        [0, 1, 'alert'],
        [1, 1, 'contact task'],
        [1, 1, 'open lead'],
      ]);
    });

    test('are taken by what happens, not by a changed programme alone', () => {
      const programmes = programmesOf(
        `${fit}\nrules: [${up}]\nladder: { contactWithin: 24 hours, tiers: [${two}] }`,
      );
      const programme = programmes.programmes[0] as CompiledProgramme;
      const life = new Life(programmes).reachable().track('Up');
      const tierState = life.replay.tierStates[0] as TierState;
      const { evaluation } = life.identify(boss);
      const nowMs = mondayNoonMs;
      const take = (takesOpen: boolean) =>
        takeActions(programme, tierState, tierState, evaluation, life.replay.person, { nowMs, takesOpen });
      expect(take(false)).toEqual({ tierState, actions: [] });
      expect(take(true).actions.map((action) => action.do)).toEqual(['open lead', 'contact task']);
      expect(take(true).tierState.openActions).toBe(0);
    });

    test('are open no more once the tier is left, up or down', () => {
      const life = reachable(two, fit).track('Up').wait(1).track('Up').wait(1).identify(boss);
      expect(done(life)).toEqual([
        [0, 1, 'alert'],
        [1, 2, 'alert'],
      ]);
      const fallen = reachable(two, fit).track('Up').wait(1).track('Down').wait(1).identify(boss);
      expect(done(fallen)).toEqual([
        [0, 1, 'alert'],
        [1, 0],
      ]);
    });
  });

  describe('of somebody who can be neither called nor written to', () => {
    const ladder = '{ name: one, from: 10, down: [{ do: alert }] }, { name: two, from: 20 }';
    const all = ['open lead', 'contact task', 'alert'];
    const done = (life: Life) =>
      life.crossings.map(({ from, to, crossing }) => [from, to, crossing.actions.map((action) => action.do)]);
    const unreachable = () => lifeOf(ladder).identify({ name: 'Ada' }, 'u:ada').track('Up').wait(hourMs);

    test.each([
      ['an address', { email: 'ada@shop.example' }, 'u:ada'],
      ['a phone', { phone: '+44 20 7946 0018' }, 'u:ada'],
      ['another identity that is one', { name: 'Ada' }, 'e:ada@shop.example'],
    ])('wait until there is %s, and are then taken once', (_what, traits, key) => {
      const life = unreachable().identify({ ...traits }, key);
      expect(done(life)).toEqual([
        [0, 1, []],
        [1, 1, all],
      ]);
      // The time to make contact begins where contact can be made.
      expect(actions(life)?.[1]).toMatchObject({ dueAtMs: mondayNoonMs + hourMs + dayMs });
      life.wait(1).identify({ ...traits, title: 'Boss' }, key);
      expect(done(life)).toHaveLength(2);
    });

    test('are dropped where the tier is left before', () => {
      const fallen = unreachable().track('Down').wait(1).identify({ email: 'ada@shop.example' }, 'u:ada');
      expect(done(fallen)).toEqual([
        [0, 1, []],
        [1, 0, ['alert']],
      ]);
      const risen = unreachable().track('Up').wait(1).identify({ email: 'ada@shop.example' }, 'u:ada');
      expect(done(risen).slice(1)).toEqual([
        [1, 2, []],
        [2, 2, all],
      ]);
    });

    test.each(['an address that can be none', 'a device with a phone'])('%s changes nothing', (what) => {
      const life =
        what === 'a device with a phone'
          ? lifeOf(ladder).track('Up').identify({ phone: '+44 20 7946 0018' }, 'a:somebody')
          : unreachable().identify({ email: 'Ada at home' }, 'u:ada');
      expect(done(life)).toEqual([[0, 1, []]]);
    });
  });

  test('who owns the account is for others to say', () => {
    const owned = (action: string) =>
      actions(
        reachable(`{ name: one, from: 10, up: [{ ${action}, if: { owner: absent } }] }`).track('Up'),
      )?.[0];
    expect(owned('do: open lead, in: emea/lead')).toEqual({
      do: 'open lead',
      in: 'emea/lead',
      owner: 'absent',
    });
    expect(owned('do: open lead')).toEqual({ do: 'open lead', owner: 'absent' });
    expect(owned('do: move lead, to: Lost')).toEqual({ do: 'move lead', to: 'Lost', owner: 'absent' });
    expect(owned('do: webhook, url: "https://a.example"')).toMatchObject({ do: 'webhook', owner: 'absent' });
    expect(owned('do: contact task')).toMatchObject({ do: 'contact task', owner: 'absent' });
    expect(owned('do: alert')).toEqual({ do: 'alert', owner: 'absent' });
  });

  test('a priority is of a grade and a tier', () => {
    const programmes = programmesOf(`${fit}\nrules: [${up}]`);
    const programme = programmes.programmes[0] as CompiledProgramme;
    const life = new Life(programmes);
    expect(priorityOf(programme, life.evaluation, 1)).toBe(null);
    const { evaluation } = life.identify(boss);
    expect([0, 1, 2, 3].map((tier) => priorityOf(programme, evaluation, tier))).toEqual([
      null,
      'call',
      'now',
      null,
    ]);
    const [plain] = programmesOf(`rules: [${up}]`).programmes;
    expect(priorityOf(plain as CompiledProgramme, evaluation, 1)).toBe(null);
  });
});
