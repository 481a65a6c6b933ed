/** From tier to tier, by tables: over a changed ladder, by the clock alone, with what holds a tier. */
import { describe, expect, test } from 'vitest';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { newTierState, reevaluateAtMs, stepTierState, tierFor, tierOf, tierStateOn } from './ladder.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';

const { dayMs, hourMs } = limits;
const up = '{ id: up, label: up, when: { event: Up }, points: 25, pays: every time }';
const rules = `rules: [${up}]`;
const ladderOf = (tiers: string, more = '') =>
  (
    programmesOf(`${rules}\nladder: { contactWithin: 1 hour${more}, tiers: [${tiers}] }`)
      .programmes[0] as CompiledProgramme
  ).programme.ladder;
const three = ladderOf('{ name: warm, from: 10 }, { name: hot, from: 20 }, { name: hotter, from: 30 }');
const [compiled] = programmesOf(rules).programmes as [CompiledProgramme];
const nothing = { ...plainly(evaluate(emptyState(), nobody, compiled, 0)), isComputed: true };
const scored = (points: number) => ({ ...nothing, score: points * 1_000 });
const excluded = { ...nothing, excludedBy: { id: 'x', label: 'X' } };

describe('a tierState on another version of its ladder', () => {
  const tierState = { ...newTierState(1), tier: 2, fellFrom: 3, score: 15_000, episode: 4 };

  test.each([
    ['the same', three, three, 2, 3],
    [
      'one put in below',
      ladderOf(
        '{ name: new, from: 5 }, { name: warm, from: 10 }, { name: hot, from: 20 }, { name: hotter, from: 30 }',
      ),
      three,
      3,
      4,
    ],
    ['one taken out', ladderOf('{ name: hot, from: 20 }, { name: hotter, from: 30 }'), three, 1, 2],
    [
      'its own taken out: the highest that begins no higher, whatever the score',
      ladderOf('{ name: warm, from: 1 }, { name: well, from: 15 }, { name: hotter, from: 30 }'),
      three,
      2,
      3,
    ],
    [
      'its own taken out, and all others begin higher: not off the ladder',
      ladderOf('{ name: cool, from: 16 }, { name: hotter, from: 30 }'),
      three,
      1,
      2,
    ],
    ['a tier that the previous one did not have: by number', three, ladderOf('{ name: hot, from: 1 }'), 2, 3],
    ['an unknown one: by number', ladderOf('{ name: a, from: 1 }'), null, 1, 1],
    ['an unknown one with more tiers', three, null, 2, 3],
  ])('%s', (_name, ladder, earlier, tier, fellFrom) => {
    const { goneTier: _goneTier, ...others } = tierState;
    expect(tierStateOn(ladder, tierState, earlier)).toMatchObject({ ...others, tier, fellFrom });
  });

  test('whose own tier was taken out or renamed: back there when a ladder has it again, until it moves by itself', () => {
    for (const without of ['{ name: cool, from: -5 }', '{ name: warm, from: 20 }', '{ name: x, from: 50 }']) {
      const away = tierStateOn(ladderOf(without), tierState, three);
      expect(away.tier).toBe(1);
      const further = tierStateOn(ladderOf('{ name: y, from: 3 }'), away, ladderOf(without));
      expect(tierStateOn(three, further, ladderOf('{ name: y, from: 3 }'))).toMatchObject({
        tier: 2,
        goneTier: null,
      });
      const fallen = stepTierState(ladderOf(without), away, scored(-50), 200);
      expect(fallen).toMatchObject({ tier: 0, goneTier: null });
    }
  });

  test('the same where nothing changes, and nothing for who is off the ladder', () => {
    expect(tierStateOn(three, tierState, three)).toEqual(tierState);
    const off = newTierState(1);
    expect(tierStateOn(ladderOf('{ name: a, from: -5 }'), off, three)).toEqual(off);
  });

  describe('its open actions', () => {
    const alert = 'up: [{ do: alert, if: { identity: known } }]';
    const lead = 'up: [{ do: open lead, if: { identity: known } }]';
    const plain = ladderOf('{ name: hot, from: 10 }');
    const before = ladderOf(`{ name: hot, from: 10, ${alert} }`);

    test.each([
      ['stay where it does the same', ladderOf(`{ name: hot, from: 20, ${alert} }`), before, 1],
      [
        'stay where it is another by number',
        ladderOf(`{ name: warm, from: 5, ${lead} }, { name: hot, from: 10, ${alert} }`),
        before,
        1,
      ],
      [
        'stay where others are put before it',
        ladderOf(
          '{ name: hot, from: 10, up: [{ do: contact task }, { do: alert, if: { identity: known } }] }',
        ),
        before,
        2,
      ],
      [
        'go where another does what it did',
        ladderOf(`{ name: warm, from: 5, ${alert} }, { name: hot, from: 10, ${lead} }`),
        before,
        0,
      ],
      ['go where it does something else', ladderOf(`{ name: hot, from: 10, ${lead} }`), before, 0],
      ['go where it does what every tier does', plain, before, 0],
      ['go where the previous ladder is not known', plain, null, 0],
    ])('%s', (_name, ladder, earlier, openActions) => {
      const state = { ...newTierState(1), tier: 1, score: 20_000, openActions: 3 };
      expect(tierStateOn(ladder, state, earlier).openActions).toBe(openActions);
    });
  });

  test('one of the two changes alone', () => {
    const shifted = ladderOf(
      '{ name: warm, from: 10 }, { name: hot, from: 20 }, { name: new, from: 25 }, { name: hotter, from: 30 }',
    );
    expect(tierStateOn(shifted, tierState, three)).toEqual({ ...tierState, fellFrom: 4 });
    const other = { ...tierState, tier: 3, fellFrom: 0 };
    expect(tierStateOn(shifted, other, three)).toEqual({ ...other, tier: 4 });
  });
});

describe('a step', () => {
  const tierState = { ...newTierState(1), tier: 2, sinceMs: 100, episode: 1, episodeAtMs: 50 };

  test('up: since now, the fall forgotten', () => {
    const fell = { ...tierState, fellFrom: 3, fellSinceMs: 7 };
    expect(stepTierState(three, fell, scored(30), 200)).toEqual({
      ...tierState,
      tier: 3,
      score: 30_000,
      sinceMs: 200,
    });
  });

  test('down over several tiers at once', () => {
    expect(stepTierState(three, tierState, scored(-1), 200)).toEqual({
      ...tierState,
      tier: 0,
      score: -1_000,
      sinceMs: 200,
      fellFrom: 2,
      fellSinceMs: 100,
    });
  });

  test('neither: the score alone', () => {
    expect(stepTierState(three, tierState, scored(29), 200)).toEqual({ ...tierState, score: 29_000 });
  });

  test('who is excluded falls at once, whatever holds the tier and whatever the ladder begins at', () => {
    const held = ladderOf('{ name: low, from: -5 }, { name: hot, from: 20 }', ', leastTime: 1 day');
    expect(stepTierState(held, tierState, excluded, 200)).toMatchObject({ tier: 0, fellFrom: 2 });
    expect(tierOf(held, excluded)).toBe(0);
    expect(stepTierState(held, newTierState(1), excluded, 200).tier).toBe(0);
  });

  test('held for its least time, and off the ladder nothing is', () => {
    const held = ladderOf('{ name: warm, from: 10 }, { name: hot, from: 20 }', ', leastTime: 1 day');
    expect(stepTierState(held, tierState, scored(1), 100 + dayMs - 1)).toEqual({
      ...tierState,
      score: 1_000,
    });
    expect(stepTierState(held, tierState, scored(1), 100 + dayMs).tier).toBe(0);
    expect(
      reevaluateAtMs(
        { ...compiled, programme: { ...compiled.programme, ladder: held } },
        { ...tierState, tier: 0 },
        scored(1),
        150,
      ),
    ).toBe(null);
    expect(
      reevaluateAtMs(
        { ...compiled, programme: { ...compiled.programme, ladder: held } },
        tierState,
        scored(1),
        150,
      ),
    ).toBe(100 + dayMs);
  });

  test('the first rise begins an episode even at the epoch, a rise on the ladder none', () => {
    const armed = ladderOf('{ name: warm, from: 10 }, { name: hot, from: 20 }', ', rearmAfter: 1 day');
    const first = stepTierState(armed, newTierState(1), scored(10), 5);
    expect(first).toMatchObject({ tier: 1, episode: 1, episodeAtMs: 5 });
    expect(stepTierState(armed, first, scored(20), 2 * dayMs)).toMatchObject({
      tier: 2,
      episode: 1,
      episodeAtMs: 5,
    });
  });

  test('the highest tier is the last', () => {
    expect(tierFor(three, 1_000_000)).toBe(3);
  });
});

describe('when the clock alone calls for a look', () => {
  const fading = (points: number, decay: string, id = 'f') =>
    `{ id: ${id}, label: ${id}, when: { event: ${id} }, points: ${points}, pays: every time, decay: ${decay} }`;
  const tiers =
    'ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 10 }, { name: hot, from: 20 }] }';

  test.each([
    ['a gain that fades below its tier', `rules: [${fading(25, '{ linear: 10 days }')}]\n${tiers}`, ['f'], 2],
    [
      'a loss that fades up to the next tier',
      `rules: [${up}, ${fading(-10, '{ linear: 10 days }')}]\n${tiers}`,
      ['Up', 'f'],
      1,
    ],
    [
      'a gain and a loss',
      `rules: [${up}, ${fading(-10, '{ linear: 10 days }')}, ${fading(4, '{ linear: 1 day }', 'g')}]\n${tiers}`,
      ['Up', 'f', 'g'],
      1,
    ],
    [
      'beside a fit',
      `fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 8 }] }\nrules: [${fading(15, '{ linear: 10 days }')}]\n${tiers}`,
      ['f'],
      2,
    ],
    [
      'after a reset that took the fit',
      `fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 8 }] }\nresets: [{ id: r, label: r, when: { event: r }, to: zero }]\nrules: [${fading(25, '{ linear: 10 days }')}]\n${tiers}`,
      ['r', 'f'],
      2,
    ],
    [
      'beside a fit that does not count',
      `fit: { counts: false, rules: [{ id: n, label: n, who: { identity: anonymous }, points: 8 }] }\nrules: [${fading(25, '{ linear: 10 days }')}]\n${tiers}`,
      ['f'],
      2,
    ],
    [
      'under a cap on what stands',
      `cap: { standing: 22 }\nrules: [${fading(50, '{ linear: 10 days }')}]\n${tiers}`,
      ['f'],
      2,
    ],
    [
      'under a rule’s cap, with a fit',
      `fit: { rules: [{ id: n, label: n, who: { identity: anonymous }, points: 5 }] }\nrules: [{ id: f, label: f, when: { event: f }, points: 50, pays: every time, decay: { linear: 10 days }, cap: { standing: 16 } }]\n${tiers}`,
      ['f'],
      2,
    ],
    [
      'under a rule’s cap, beside another that fades',
      `rules: [{ id: f, label: f, when: { event: f }, points: 50, pays: every time, decay: { linear: 10 days }, cap: { standing: 16 } }, ${fading(8, '{ linear: 1 day }', 'g')}]\n${tiers}`,
      ['f', 'g'],
      2,
    ],
    [
      'from below the ladder',
      `rules: [${up}, ${fading(-20, '{ linear: 10 days }')}]\n${tiers}`,
      ['Up', 'f'],
      0,
    ],
  ])('%s: at the very millisecond', (_name, parts, events, tier) => {
    const programmes = programmesOf(parts);
    const programme = programmes.programmes[0] as CompiledProgramme;
    const life = new Life(programmes);
    for (const event of events) life.track(event).wait(1);
    const tierAt = (atMs: number) =>
      tierOf(programme.programme.ladder, evaluate(life.replay.state, life.replay.person, programme, atMs));
    const [tierState] = life.replay.tierStates;
    if (tierState === undefined) throw new Error('no tierState');
    expect(tierState.tier).toBe(tier);
    const lookAtMs = reevaluateAtMs(programme, tierState, life.evaluation, life.nowMs) as number;
    expect([tierAt(lookAtMs - 1), tierAt(lookAtMs) === tier]).toEqual([tier, false]);
  });

  test.each([
    ['nothing fades', rules, ['Up'], null],
    [
      'it fades without meeting a bound',
      `rules: [${fading(5, '{ linear: 10 days }')}]\n${tiers}`,
      ['f'],
      null,
    ],
    [
      'what stays holds the tier',
      `rules: [${up}, ${fading(5, '{ linear: 10 days }')}]\n${tiers}`,
      ['Up', 'f'],
      null,
    ],
    [
      'a change comes first',
      `rules: [${fading(25, '{ linear: 10 days }')}, ${fading(1, '{ expires: 1 day }', 'e')}]\n${tiers}`,
      ['f', 'e'],
      dayMs,
    ],
    [
      'the bound comes first',
      `rules: [${fading(21, '{ linear: 1 day }')}, ${fading(1, '{ expires: 5 days }', 'e')}]\n${tiers}`,
      ['f', 'e'],
      undefined,
    ],
  ])('%s', (_name, parts, events, afterMs) => {
    const programmes = programmesOf(parts);
    const life = new Life(programmes);
    for (const event of events) life.track(event);
    const [tierState] = life.replay.tierStates;
    if (tierState === undefined) throw new Error('no tierState');
    const look = reevaluateAtMs(
      programmes.programmes[0] as CompiledProgramme,
      tierState,
      life.evaluation,
      life.nowMs,
    );
    if (afterMs === undefined) expect((look as number) - mondayNoonMs).toBeLessThan(2 * hourMs + hourMs);
    else expect(look).toBe(afterMs === null ? null : mondayNoonMs + afterMs);
  });

  test('held for its least time, a fading tier is looked at when that is over', () => {
    const programmes = programmesOf(`rules: [${fading(21, '{ linear: 1 day }')}]
ladder: { contactWithin: 1 hour, leastTime: 20 hours, tiers: [{ name: warm, from: 20 }] }`);
    const life = new Life(programmes).track('f');
    const [tierState] = life.replay.tierStates;
    if (tierState === undefined) throw new Error('no tierState');
    expect(
      reevaluateAtMs(programmes.programmes[0] as CompiledProgramme, tierState, life.evaluation, life.nowMs),
    ).toBe(mondayNoonMs + 20 * hourMs);
  });

  describe('gains and losses that balance', () => {
    const balanced = (base: number, gain: number, loss: number, decay: string, from = 10) => {
      const programmes = programmesOf(
        `rules: [{ id: base, label: base, when: { event: base }, points: ${base}, pays: every time }, ${fading(gain, decay, 'gain')}, ${fading(loss, decay, 'loss')}]\nladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: ${from} }] }`,
      );
      const life = new Life(programmes).track('base').track('gain').track('loss');
      return { life, programme: programmes.programmes[0] as CompiledProgramme };
    };
    const lookAt = (
      { life, programme }: ReturnType<typeof balanced>,
      nowMs: number,
      state: object = life.replay.tierStates[0] ?? {},
    ) =>
      reevaluateAtMs(
        programme,
        { ...newTierState(1), ...state },
        evaluate(life.replay.state, life.replay.person, programme, nowMs),
        nowMs,
      );

    test('by less than a millisecond moves them: no look', () => {
      expect(lookAt(balanced(0, 1_000, -500, '{ linear: 1 minute }', 500.005), mondayNoonMs)).toBe(null);
    });

    test('too finely for the tries: looks where it became unclear, few of them, none after the bound is met', () => {
      const given = balanced(10.004, 1_000, -1_000.005, '{ linear: 20 seconds }');
      const { life, programme } = given;
      const scoreAt = (atMs: number) =>
        evaluate(life.replay.state, life.replay.person, programme, atMs).score;
      expect(life.tier).toBe(0);
      const looks: number[] = [];
      let nowMs = mondayNoonMs;
      while (scoreAt(nowMs) < 10_000) {
        nowMs = lookAt(given, nowMs) as number;
        looks.push(nowMs);
      }
      expect(scoreAt(nowMs - 1)).toBeLessThan(10_000);
      expect(looks.length).toBeGreaterThan(1);
      expect(looks.length).toBeLessThan(20);
    });

    test.each([
      ['a minute', '{ linear: 1 day }', 60_000],
      ['when nothing fades any more, if that is sooner', '{ linear: 20 seconds }', 20_000],
    ])('outside its tier already: a look in %s', (_name, decay, afterMs) => {
      expect(lookAt(balanced(0, 15, -10, decay), mondayNoonMs, { tier: 1 })).toBe(mondayNoonMs + afterMs);
    });
  });

  test('an excluded profile is not looked at for what fades', () => {
    const programmes = programmesOf(`rules: [${fading(25, '{ linear: 10 days }')}]\n${tiers}`);
    const programme = programmes.programmes[0] as CompiledProgramme;
    const evaluation = {
      ...excluded,
      isFading: true,
      contributions: new Life(programmes).track('f').evaluation.contributions,
    };
    expect(reevaluateAtMs(programme, { ...newTierState(1), tier: 1 }, evaluation, mondayNoonMs)).toBe(null);
  });
});
