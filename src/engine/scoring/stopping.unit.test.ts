/** Where behaviour stops earning: by its own points and by the whole score, at the bound, just below and just above. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { sealOld } from './seal.ts';
import { frozenAwardsMeaning } from './signature-name.ts';

const { dayMs } = limits;
const parts = (bound: string, more = '') => `stopsAbove: ${bound}
fit: { rules: [{ id: vip, label: Vip, who: { traits: { vip: true } }, points: 40 }]${more} }
rules:
  - { id: a, label: A, when: { event: A }, points: { property: n, atLeast: -100, atMost: 100 }, pays: every time }
resets: [{ id: zero, label: Zero, when: { event: Zero }, to: zero }]`;
const life = (bound: string, more = '') => new Life(programmesOf(parts(bound, more)));
const vip = (bound: string, more = '') => life(bound, more).identify({ vip: true }, 'a:somebody');

describe('the whole score', () => {
  test.each([
    ['at the bound a gain still counts', 10, 55],
    ['just above it no more', 10.001, 50.001],
  ])('%s', (_name, n, score) => {
    expect(vip('{ score: 50 }').track('A', { n }).track('A', { n: 5 }).score).toBe(score);
  });

  test('has no fit where nothing is known, or the fit does not count', () => {
    expect(life('{ score: 50 }').track('A', { n: 50 }).track('A', { n: 5 }).score).toBe(55);
    expect(vip('{ score: 50 }', ', counts: false').track('A', { n: 50 }).track('A', { n: 5 }).score).toBe(55);
  });

  test('counts the present fit: what it would have stopped is taken back, and given again', () => {
    const one = life('{ score: 50 }').track('A', { n: 20 }).track('A', { n: 20 });
    expect(one.score).toBe(40);
    one.identify({ vip: true }, 'a:somebody');
    expect(one.score).toBe(60);
    expect(refusalsOf(one.evaluation.refusals)).toMatchObject([
      { rule: 'a', reason: 'behaviour stops earning above a score of 50' },
    ]);
    expect(one.wait(1).identify({ vip: false }, 'a:somebody').score).toBe(40);
  });

  test('is behaviour alone after a reset to zero, which takes the fit', () => {
    const one = vip('{ score: 50 }').track('Zero').wait(1);
    expect(one.track('A', { n: 50 }).track('A', { n: 5 }).score).toBe(55);
  });

  test('lets losses count, and gains after them again', () => {
    const one = vip('{ score: 50 }').track('A', { n: 20 }).track('A', { n: -10 });
    expect(one.score).toBe(50);
    expect(one.track('A', { n: 1 }).score).toBe(51);
  });

  test('of a number is behaviour alone, whatever the fit', () => {
    expect(vip('50').track('A', { n: 50 }).track('A', { n: 5 }).score).toBe(95);
    expect(vip('50').track('A', { n: 50.001 }).track('A', { n: 5 }).score).toBe(90.001);
  });
});

describe('a sealed state', () => {
  const isVip = { ...nobody, traits: { vip: true } };

  test('keeps what the fit left, as long as the person stays who it is', () => {
    const programmes = programmesOf(parts('{ score: 50 }'));
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('there is no programme');
    const state = fold(programmes, [
      ['A', 3 * dayMs, { n: 20 }],
      ['A', 2 * dayMs, { n: 20 }],
    ]);
    const after = sealOld(state, isVip, [programme], mondayNoonMs - limits.latenessMs, mondayNoonMs);
    expect(after.frozenAwards.map(({ count, earned }) => [count, earned])).toEqual([
      [1, 20_000],
      [0, null],
    ]);
    expect(evaluate(after, isVip, programme, mondayNoonMs).score).toBe(60_000);
    expect(programme.freezesByPerson).toBe(true);
  });

  test('by behaviour alone depends on nobody', () => {
    expect(sealed(parts('50'), [['A', dayMs, { n: 20 }]]).programme.freezesByPerson).toBe(false);
    expect(sealed(parts('{ score: 50 }', ', counts: false'), []).programme.freezesByPerson).toBe(false);
  });

  test('is rebuilt where the fit changes, since that decided', () => {
    const meaning = (bound: string, more = '') =>
      programmesOf(parts(bound, more)).programmes.map(({ programme }) => frozenAwardsMeaning(programme))[0];
    expect(meaning('{ score: 50 }')).not.toBe(meaning('{ score: 50 }', ', cap: { atMost: 10 }'));
    expect(meaning('50')).toBe(meaning('50', ', cap: { atMost: 10 }'));
    expect(meaning('50')).not.toBe(meaning('{ score: 50 }'));
  });
});
