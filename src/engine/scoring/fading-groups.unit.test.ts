/** Payments that fade in groups, by tables: which are grouped, what a group says, and the sums of both. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, lineWithoutEvent, valueAt } from './contribution.ts';
import { type Fade, fadeOf, noFade } from './fade.ts';
import { groupedAtMs, inGroups } from './fading-groups.ts';
import { GroupedSum } from './grouped-sum.ts';
import { ledgerOf } from './ledger.ts';

const linear: Fade = { ...fadeOf({ linear: 10_000 }), groupMs: 1_000 };

/** A payment of 10 thousandths to the rule 1, as its event came. */
function paid(atMs: number, more: Partial<Contribution> = {}): Contribution {
  const fade = more.fade ?? linear;
  const line = lineWithoutEvent('fit', { id: 'a', label: 'A' }, 10, atMs, 'every time');
  return { ...line, kind: 'rule', signatureId: 1, key: 3, hash: atMs, fade, groupMs: fade.groupMs, ...more };
}
const steady = (atMs: number, more: Partial<Contribution> = {}) => paid(atMs, { fade: noFade, ...more });

test.each([
  [1_000, 5_300, 5_300, 5_500],
  [1_000, 5_999, 5_999, 5_500],
  [1_000, 6_000, 6_000, 6_500],
  [1_000, 5_300, 5_307, 5_507],
  [7, 15, 15, 17],
])(
  'in stretches of %d ms, an event of %d that pays at %d counts as paid at %d',
  (groupMs, atMs, earnedAtMs, expected) => {
    expect(groupedAtMs({ atMs, earnedAtMs, groupMs })).toBe(expected);
  },
);

describe('are grouped', () => {
  test('none, and the list is the same, while no rule has too many', () => {
    const few = [paid(100), paid(200), paid(300, { signatureId: 2 }), steady(400), steady(500), steady(600)];
    expect(inGroups(few, 2)).toBe(few);
    expect(inGroups([], 0)).toEqual([]);
  });

  test('all but the latest of a rule, those of a stretch as one that the latest of them names', () => {
    const payments = [
      steady(50),
      paid(100),
      paid(200, { count: 2, earned: 25 }),
      steady(250),
      paid(900, { signatureId: 2 }),
      paid(1_100, { earnedAtMs: 1_150 }),
      paid(1_200),
    ];
    expect(inGroups(payments, 1)).toEqual([
      payments[0],
      paid(200, { count: 3, earned: 35, earnedAtMs: 500, key: 0 }),
      payments[3],
      payments[4],
      paid(1_100, { earnedAtMs: 1_550, key: 0 }),
      payments[6],
    ]);
    expect(inGroups(payments, 2).slice(-2)).toEqual(payments.slice(-2));
    // Nothing given is changed.
    expect(payments[2]).toEqual(paid(200, { count: 2, earned: 25 }));
  });

  test('those before others that stand for many', () => {
    const [first, second] = [paid(100), paid(1_100, { count: 2 })];
    expect(inGroups([first, second], 2)).toEqual([paid(100, { earnedAtMs: 500, key: 0 }), second]);
    expect(inGroups([first, second], 3)).toEqual([first, second]);
  });

  test.each<[string, Contribution, Contribution]>([
    ['time', paid(100), paid(200)],
    ['hash, at one time', paid(100, { hash: 7 }), paid(100, { hash: 8 })],
    ['hash, where one has none', paid(100, { hash: null }), paid(100, { hash: 8 })],
    ['time before hash', paid(100, { hash: 9 }), paid(200, { hash: 8 })],
    ['rung, of one event', paid(100, { rung: 1 }), paid(100, { rung: 2 })],
    ['rung before key', paid(100, { rung: 1, key: 9 }), paid(100, { rung: 2, key: 8 })],
    ['key, of one rung', paid(100, { key: 1 }), paid(100, { key: 2 })],
  ])('the earlier by %s, in whichever order they are given', (_name, earlier, later) => {
    const expected = [{ ...earlier, earnedAtMs: 500, key: 0 }, later];
    expect(inGroups([earlier, later], 1)).toEqual(expected);
    expect(inGroups([later, earlier], 1)).toEqual(expected);
  });
});

describe('the sum of payments, with groups', () => {
  const expiring: Fade = { ...fadeOf({ expires: 10_000 }), groupMs: 1_000 };
  const alone: Fade = { ...fadeOf({ expires: 10_000 }), groupMs: Number.POSITIVE_INFINITY };
  /** Odd amounts, of which a part is rounded; three a stretch. */
  const many = (more: Partial<Contribution>) =>
    Array.from({ length: 30 }, (_, index) =>
      paid(index * 333, { earned: (index % 7 === 6 ? -1 : 1) * (2 * index + 1), ...more }),
    );

  test.each<[string, Contribution[]]>([
    ['that fade in a line', many({})],
    ['that expire', many({ fade: expiring, groupMs: 1_000 })],
    ['that expire and stay alone', many({ fade: alone, groupMs: Number.POSITIVE_INFINITY })],
    ['that never fade', many({ fade: noFade, groupMs: noFade.groupMs })],
    ['of two rules', many({}).flatMap((one) => [one, { ...one, signatureId: 2 }])],
    ['few', many({}).slice(0, 4)],
  ])('%s is what stands of each group and of the rest', (_name, payments) => {
    const sum = new GroupedSum(4);
    for (const one of payments) sum.add(one);
    for (let atMs = 10_000; atMs < 21_000; atMs += 137) {
      const exact = inGroups(payments, 4).reduce((total, one) => total + valueAt(one, atMs), 0);
      expect(sum.at(atMs)).toBe(exact);
      const { least, most } = sum.around(atMs);
      expect([least <= exact, exact <= most]).toEqual([true, true]);
      // Each payment is rounded by half a thousandth at most, by itself and in a group.
      expect(most - least).toBeLessThan(3 * payments.length + 1);
    }
  });
});

describe('an evaluation', () => {
  /** Three of an event at one time, where only the latest payment of a rule fades alone. */
  const lifeOf = (parts: string, ...given: Record<string, string>[]) => {
    const { programmes, ...more } = programmesOf(parts);
    const few = programmes.map((programme) => ({ ...programme, fadingAloneMax: 1 }));
    const life = new Life({ ...more, programmes: few });
    for (const properties of given) life.track('A', properties);
    const [programme] = few as [CompiledProgramme];
    return { evaluation: life.evaluation, programme };
  };
  const rule = (more: string) =>
    `rules: [{ id: a, label: A, when: { event: A }, points: 10, decay: { linear: 1 day }, ${more} }]`;
  const suspicious =
    'suspiciousClicks: { rules: [a], message: mail, links: 2, within: 10 seconds, confirmedBy: [{ when: { event: B } }], confirmWithin: 1 hour }';
  const links = ['x', 'y', 'z'].map((link) => ({ mail: 'm', link }));

  /** How many lines the score has. */
  test.each([
    ['those of a rule that pays each time', rule('pays: every time'), 2],
    ['not those that are remembered one by one', rule('pays: once, per: link'), 3],
    ['not those that may yet be taken back', `${rule('pays: every time, per: link')}\n${suspicious}`, 3],
  ])('groups %s', (_name, parts, lines) => {
    const { evaluation } = lifeOf(parts, ...links);
    expect(evaluation.score).toBe(30_000);
    expect(evaluation.contributions).toHaveLength(lines);
    expect(evaluation.paid).toHaveLength(3);
    expect(evaluation.payments === evaluation.paid).toBe(lines === 3);
  });

  test('notes each payment in the ledger, grouped or not, beside what the person is', () => {
    const fit = 'fit: { rules: [{ id: f, label: F, who: { identity: anonymous }, points: 5 }] }';
    const { evaluation, programme } = lifeOf(`${rule('pays: every time')}\n${fit}`, ...links);
    expect(evaluation.contributions).toHaveLength(3);
    const lines = ledgerOf('p', programme, null, evaluation, 0);
    expect(lines.map((one) => [one.kind, one.rule, one.points])).toEqual([
      ['paid', 'a', 10],
      ['paid', 'a', 10],
      ['paid', 'a', 10],
      ['paid', 'f', 5],
    ]);
  });
});
