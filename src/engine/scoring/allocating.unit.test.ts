/** Awards that come one after another, by tables: what caps leave of them is what they leave of all at once. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CandidateAward } from './award.ts';
import { Allocating, applyCaps, type CapAllocation } from './cap-allocation.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { type Fit, fitOf } from './fit.ts';
import { nobody } from './person.ts';

const { hourMs, dayMs } = limits;
const programmeOf = (parts: string) => programmesOf(parts).programmes[0] as CompiledProgramme;
const two = `rules:
  - { id: a, label: A, when: { event: A }, points: 10, pays: every time }
  - { id: b, label: B, when: { event: B }, points: 10, pays: every time }
`;

/** An award of a rule, earned at a time. */
const awardOf = (programme: CompiledProgramme, of: number, atMs: number) =>
  ({
    ...{ rule: programme.rules[of], rung: 0, key: 0, earnedAtMs: atMs, atMs, hash: atMs, visit: 0 },
    ...{ isPublic: false, count: 1, worth: 10_000, frozen: null, reason: '', provisionalUntilMs: null },
  }) as CandidateAward;
const earnedOf = ({ contributions, refusals }: CapAllocation) => [
  ...contributions.map(({ atMs, earned }) => [atMs, earned]),
  ...refusals.map(({ atMs }) => [atMs, 'refused']),
];

describe('are allocated as all at once', () => {
  /** The awards of each look, as rule and time. */
  test.each<[string, ...[rule: number, atMs: number][][]]>([
    [
      'a later one',
      [[0, 1]],
      [
        [0, 1],
        [0, 2],
      ],
    ],
    [
      'later ones, look after look',
      [[0, 1]],
      [
        [0, 1],
        [0, 2],
      ],
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
      [
        [0, 1],
        [0, 2],
        [0, 3],
        [0, 4],
      ],
    ],
    [
      'later ones of several rules',
      [
        [0, 1],
        [0, 2],
      ],
      [
        [0, 1],
        [0, 2],
        [0, 5],
        [1, 4],
      ],
    ],
    [
      'an earlier one',
      [[1, 2]],
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'an earlier one, of three',
      [
        [1, 1],
        [1, 2],
        [1, 5],
      ],
      [
        [0, 3],
        [1, 1],
        [1, 2],
        [1, 5],
      ],
    ],
    [
      'an earlier and a later one',
      [
        [1, 5],
        [1, 6],
      ],
      [
        [0, 1],
        [0, 9],
        [1, 5],
        [1, 6],
      ],
    ],
    [
      'fewer',
      [
        [0, 1],
        [0, 2],
      ],
      [[0, 3]],
    ],
    [
      'none of those before',
      [
        [0, 1],
        [0, 2],
      ],
      [
        [0, 3],
        [0, 4],
        [0, 5],
      ],
    ],
  ])('%s', (_what, ...looks) => {
    const programme = programmeOf(`cap: { ever: 25 }\n${two}`);
    const known = new Map<string, CandidateAward>();
    const award = (of: number, atMs: number) => {
      const one = known.get(`${of} ${atMs}`) ?? awardOf(programme, of, atMs);
      known.set(`${of} ${atMs}`, one);
      return one;
    };
    const allocating = new Allocating(programme, null);
    for (const look of looks) {
      const awards = look.map((one) => award(...one));
      expect(earnedOf(allocating.of(awards))).toEqual(earnedOf(applyCaps(awards, programme, null)));
    }
  });

  test('as the fit changes that counts at the bound', () => {
    const programme = programmeOf(`stopsAbove: { score: 15 }
fit: { rules: [{ id: known, label: Known, who: { identity: anonymous }, points: 10 }] }
${two}`);
    const fit = fitOf(programme.fit as NonNullable<CompiledProgramme['fit']>, nobody);
    const awards = [1, 2, 3].map((atMs) => awardOf(programme, 0, atMs));
    const allocating = new Allocating(programme, null);
    const earned = (of: Fit | null) => earnedOf(allocating.of(awards, of));
    const [without, withIt] = [null, fit].map((of) => earnedOf(applyCaps(awards, programme, null, of)));
    expect(without).not.toEqual(withIt);
    expect([earned(null), earned(fit), earned(null)]).toEqual([without, withIt, without]);
  });
});

test('a visit that is paid in again, after a later one, has what it had', () => {
  const life = new Life(
    programmesOf(`visit: { endsAfter: 30 minutes }
groups: [{ id: g, label: G, cap: { visit: 15 } }]
rules:
  - { id: x, label: X, when: { event: X }, points: 10, pays: every time, group: g }
  - { id: quiet, label: Quiet, when: { event: A }, within: 2 hours, points: 10, group: g }`),
  );
  life.track('A').track('X').wait(hourMs).track('X');
  // The silence began in the first visit.
  expect(life.wait(hourMs).score).toBe(25);
});

/** Of many payments all but the latest fade in groups, so what stands at the bound is not what each alone leaves. */
test('behaviour stops at the score that an evaluation has, also where payments fade in groups', () => {
  const dear = two.replace('points: 10', 'points: 1000');
  const parts = (more: string) => `decay: { linear: 400 days }\n${more}\n${dear}`;
  const life = new Life(programmesOf(parts('')));
  for (let count = 0; count < 6; count++) life.track('A').wait(60_000);
  const grouping = (more: string, fadingAloneMax = 2) => ({ ...programmeOf(parts(more)), fadingAloneMax });
  const scoreOf = (programme: CompiledProgramme) =>
    evaluate(life.replay.state, nobody, programme, life.nowMs).score;
  const [grouped, alone] = [scoreOf(grouping('')), scoreOf(grouping('', 100))];
  expect(grouped).not.toBe(alone);
  life.track('B');
  const isRefused = (bound: number) => {
    const { refusals } = evaluate(
      life.replay.state,
      nobody,
      grouping(`stopsAbove: ${bound / 1_000}`),
      life.nowMs,
    );
    return refusals.some(({ source }) => source.id === 'b');
  };
  const bounds = [grouped - 1, grouped, alone - 1, alone];
  expect(bounds.map(isRefused)).toEqual(bounds.map((bound) => grouped > bound));
});

test.each([
  [dayMs, 2 * dayMs, dayMs],
  [2 * dayMs, dayMs, dayMs],
])(
  'of an end after %i ms and a silence of %i ms the clock changes the score at the earlier',
  (endMs, silenceMs, nextMs) => {
    const days = (ms: number) => `${ms / dayMs} days`;
    const life = new Life(
      programmesOf(`rules:
  - { id: ends, label: Ends, when: { event: A }, points: 10, pays: every time, decay: { expires: ${days(endMs)} } }
  - { id: quiet, label: Quiet, when: { event: A }, within: ${days(silenceMs)}, points: -3 }`),
    ).track('A');
    expect(life.evaluation.nextChangeAtMs).toBe(life.nowMs + nextMs);
  },
);
