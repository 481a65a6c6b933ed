/** Replays on a virtual clock, by tables: when tiers are reached and left, what crossings do, and the explanations. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { nextTierFor, reasonsOf, refusalsOf } from './explain.ts';
import { fallOf } from './fall.ts';
import { ledgerOf } from './ledger.ts';
import { tipsFor } from './tips.ts';

const { hourMs, dayMs, minuteMs } = limits;

const trial = (extra = '') => `
rules:
  - { id: trial, label: Began a trial, when: { event: Trial }, points: 20, pays: every time${extra} }
`;

describe('the clock alone', () => {
  test.each([
    ['expires: 10 days', 10 * dayMs],
    // Half is still the bound; what rounds to less is a little later.
    ['linear: 10 days', 5 * dayMs],
  ])(
    'what fades (%s) leaves its tier at the very millisecond, found without an event',
    (decay, leavesAfterMs) => {
      const life = new Life(
        programmesOf(`${trial(`, decay: { ${decay} }`)}
ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 10 }] }`),
      );
      life.track('Trial').wait(30 * dayMs);
      expect(life.crossings.map(({ from, to }) => [from, to])).toEqual([
        [0, 1],
        [1, 0],
      ]);
      const leftAfterMs = (life.crossings[1]?.atMs ?? 0) - mondayNoonMs;
      expect(leftAfterMs).toBeGreaterThanOrEqual(leavesAfterMs);
      expect(leftAfterMs).toBeLessThan(leavesAfterMs + minuteMs);
      const programme = life.replay.tierStates.length;
      expect(programme).toBe(1);
    },
  );

  test('a half-life is met exactly: one millisecond before, the score still reaches the bound', () => {
    const programmes = programmesOf(`${trial(', decay: { halfLife: 10 days }')}
ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 10 }] }`);
    const life = new Life(programmes).track('Trial').wait(20 * dayMs);
    const leftAtMs = life.crossings[1]?.atMs ?? 0;
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('no programme');
    const scoreAt = (atMs: number) => evaluate(life.replay.state, life.replay.person, programme, atMs).score;
    expect(scoreAt(leftAtMs)).toBeLessThan(10_000);
    expect(scoreAt(leftAtMs - 1)).toBeGreaterThanOrEqual(10_000);
  });

  test('an absence fires at its time, and a late event that was in time takes it back, crossing and all', () => {
    const life = new Life(
      programmesOf(`
rules:
  - id: basket
    label: Abandoned a basket
    when: { event: Added }
    unless: { event: Ordered }
    within: 30 minutes
    per: cart
    points: 30
`),
    );
    life.track('Added', { cart: 'a' }).wait(30 * minuteMs);
    expect(life.crossings.map(({ atMs, to }) => [atMs - mondayNoonMs, to])).toEqual([[30 * minuteMs, 1]]);
    life.wait(hourMs).track('Ordered', { cart: 'a' }, hourMs);
    expect([life.score, life.tier]).toEqual([0, 0]);
  });

  test('an event a week old is scored as if it had come in time, one a millisecond older is not', () => {
    const programmes = programmesOf(trial());
    const old = (agoMs: number) => new Life(programmes).track('Trial', {}, agoMs).evaluation;
    expect(old(limits.latenessMs).score).toBe(20_000);
    expect(old(limits.latenessMs + 1).isComputed).toBe(false);
  });
});

describe('the ladder', () => {
  const ladder = (words: string) => `
ladder: { contactWithin: 1 hour, ${words}, tiers: [{ name: warm, from: 20 }, { name: hot, from: 40 }] }`;
  const upAndDown = `
rules:
  - { id: up, label: Up, when: { event: Up }, points: 20, pays: every time }
  - { id: down, label: Down, when: { event: Down }, points: -1, pays: every time }
`;

  test.each([
    ['exactly at the bound less the hysteresis it stays', 5, 1],
    ['one below it falls', 6, 0],
  ])('hysteresis: %s', (_name, downs, tier) => {
    const life = new Life(programmesOf(upAndDown + ladder('hysteresis: 5'))).track('Up');
    for (let down = 0; down < downs; down++) life.track('Down');
    expect(life.tier).toBe(tier);
  });

  test('least time: it falls by the clock when the time is over, with the score it has then', () => {
    const life = new Life(programmesOf(upAndDown + ladder('leastTime: 1 day'))).track('Up').track('Down');
    life.wait(dayMs - 1);
    expect(life.tier).toBe(1);
    life.wait(1);
    expect(life.crossings.at(-1)).toMatchObject({ from: 1, to: 0, atMs: mondayNoonMs + dayMs });
  });

  test('re-arming: a rise too soon goes on with the old episode', () => {
    const life = new Life(programmesOf(upAndDown + ladder('rearmAfter: 1 day'))).track('Up').track('Down');
    life.wait(dayMs - 1).track('Up');
    expect(life.crossings.map(({ episode }) => episode)).toEqual([1, 1, 1]);
    for (let down = 0; down < 20; down++) life.track('Down');
    life.wait(1).track('Up');
    expect(life.crossings.at(-1)?.episode).toBe(2);
  });

  test('149 and 2 cross 150, once', () => {
    const life = new Life(
      programmesOf(`
rules:
  - { id: by, label: By so much, when: { event: Up }, points: { property: by, atMost: 1000 }, pays: every time }
ladder: { contactWithin: 1 hour, tiers: [{ name: hot, from: 150 }] }`),
    );
    life.track('Up', { by: 149 }).track('Up', { by: 2 }).track('Up', { by: 1 });
    expect(life.crossings.map(({ to }) => to)).toEqual([1]);
  });
});

describe('what a crossing does', () => {
  const programme = `
workingTime: { days: [Monday, Tuesday, Wednesday, Thursday, Friday], hours: 09:00-17:00, holidays: [2026-01-13] }
fit:
  rules: [{ id: boss, label: Decides, who: { traits: { title: Director } }, points: 10 }]
  grades: { A: 10, B: 5, C: 1 }
  counts: false
  matrix: { A: [call], B: [wait], C: [wait], D: [wait] }
rules:
  - { id: up, label: Up, when: { event: Up }, points: 20, pays: every time }
ladder:
  contactWithin: 8 working hours
  tiers:
    - name: warm
      from: 20
      up:
        - { do: open lead, if: { priority: call } }
        - { do: contact task, if: { identity: known } }
        - { do: alert, if: { owner: present } }
        - { do: webhook, url: "https://example.com/hook", if: { grade: D } }
      down: [{ do: move lead, to: On hold }]
`;
  const actionsOf = (life: Life) => life.crossings.at(-1)?.crossing.actions;

  test('its actions hold by fit and identity, deadlines in working time over a holiday', () => {
    const life = new Life(programmesOf(programme)).identify({ email: 'ann@example.com', title: 'Director' });
    life.track('Up');
    // Monday 12:00 to 17:00 are five hours; Tuesday is a holiday; three more on Wednesday.
    const dueAtMs = Date.UTC(2026, 0, 14, 12);
    expect(actionsOf(life)).toEqual([
      { do: 'open lead' },
      { do: 'contact task', dueAtMs, within: '8 working hours' },
      { do: 'alert', owner: 'present' },
    ]);
  });

  test('for somebody else they do not', () => {
    const life = new Life(programmesOf(programme)).identify({ email: 'bob@example.com', title: 'Clerk' });
    life.track('Up');
    expect(actionsOf(life)?.map((action) => action.do)).toEqual(['contact task', 'alert', 'webhook']);
  });

  test('excluded from one moment to the next, a profile falls off the ladder', () => {
    const life = new Life(
      programmesOf(`${programme}
exclude: [{ id: rival, label: Rival, who: { emailDomain: rival.example } }]`),
    );
    life.identify({ email: 'ann@example.com' }).track('Up');
    expect(life.tier).toBe(1);
    life.identify({ email: 'ann@rival.example' });
    expect([life.tier, life.evaluation.excludedBy?.label]).toEqual([0, 'Rival']);
    expect(actionsOf(life)).toEqual([{ do: 'move lead', to: 'On hold' }]);
  });
});

describe('receipts', () => {
  const clicks = `
rules:
  - { id: click, label: Clicked, when: { event: Click }, points: 10, pays: once, per: [mail, link] }
  - { id: page, label: Viewed pages, when: { event: View }, count: in a visit, rungs: [{ from: 2, points: 3 }, { from: 4, points: 30 }] }
suspiciousClicks:
  rules: [click]
  message: mail
  links: 2
  within: 10 seconds
  confirmedBy: [{ when: { event: View } }]
  confirmWithin: 1 hour
`;

  function ledger(life: Life, doNext: (life: Life) => unknown) {
    const programmes = programmesOf(clicks);
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('no programme');
    const before = life.evaluation;
    doNext(life);
    return ledgerOf('p', programme, before, life.evaluation, life.nowMs).map(
      ({ kind, rule, points, reason }) => [kind, rule, points, reason],
    );
  }

  test('a provisional click says so, and is taken back in the ledger when no person shows', () => {
    const life = new Life(programmesOf(clicks)).track('Click', { mail: 'm', link: 'a' }).wait(1_000);
    const suspected = ledger(life, () => life.track('Click', { mail: 'm', link: 'b' }));
    const why = 'once, provisional until a human sign (2 links of one message within 10 seconds)';
    expect(suspected).toEqual([
      ['changed', 'click', 10, why],
      ['paid', 'click', 10, why],
    ]);
    expect(reasonsOf(life.evaluation.contributions)[0]?.reason).toBe(why);
    const lapsed = ledger(life, () => life.wait(hourMs));
    expect(lapsed.map(([kind]) => kind)).toEqual(['taken back', 'taken back']);
    expect(refusalsOf(life.evaluation.refusals)[0]?.reason).toMatch(/^taken back: no human sign/);
  });

  test('a sign confirms it for good', () => {
    const life = new Life(programmesOf(clicks))
      .track('Click', { mail: 'm', link: 'a' })
      .track('Click', { mail: 'm', link: 'b' });
    const confirmed = ledger(life, () => life.wait(1_000).track('View'));
    expect(confirmed.map(([kind, , , reason]) => [kind, reason])).toEqual([
      ['changed', 'once, confirmed by a human sign'],
      ['changed', 'once, confirmed by a human sign'],
    ]);
    life.wait(2 * hourMs);
    expect(life.score).toBe(20);
  });

  test('a higher rung takes the lower one’s place', () => {
    const life = new Life(programmesOf(clicks)).track('View').track('View').track('View');
    expect(ledger(life, () => life.track('View'))).toEqual([
      ['paid', 'page', 30, '4 in one visit'],
      ['taken back', 'page', 3, 'replaced by a higher rung: 4 in one visit'],
    ]);
  });

  test('what would tip it: the fewest events first, as the rules would really pay', () => {
    const programmes = programmesOf(clicks);
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('no programme');
    const life = new Life(programmes).track('View').track('View');
    const { state, person } = life.replay;
    expect(nextTierFor(programme, life.evaluation)).toMatchObject({ tierName: 'warm', missing: 17 });
    expect(tipsFor(state, person, programme, life.evaluation, life.nowMs)).toEqual([
      { behaviours: [{ rule: 'click', label: 'Clicked', times: 2 }], points: 20 },
      { behaviours: [{ rule: 'page', label: 'Viewed pages', times: 2 }], points: 27 },
    ]);
  });

  test('why it fell: what was worth more when it had come to the tier', () => {
    const programmes = programmesOf(`${trial(', decay: { linear: 10 days }')}
ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 20 }] }`);
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('no programme');
    const life = new Life(programmes).track('Trial').wait(5 * dayMs);
    const [tierState] = life.replay.tierStates;
    if (tierState === undefined) throw new Error('no tier state');
    const { state, person } = life.replay;
    expect(fallOf(state, person, programme, tierState, life.evaluation)).toMatchObject({
      from: 1,
      to: 0,
      losses: [{ rule: 'trial', was: 20, is: 10, reason: 'to zero in 10 days' }],
    });
  });
});
