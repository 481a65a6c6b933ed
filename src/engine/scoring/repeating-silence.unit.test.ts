/** A silence that is paid again, by tables with a virtual clock: at each time, just before it, and at what ends it. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, rule, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf } from './explain.ts';
import { fallOf } from './fall.ts';
import { isRemembered } from './frozen-awards.ts';
import { ledgerOf } from './ledger.ts';
import { nobody } from './person.ts';
import { packState, unpackState } from './state-codec.ts';

const { dayMs, latenessMs } = limits;
const quiet = (more = '', parts = '') =>
  new Life(
    programmesOf(`rules:
  - { id: quiet, label: Quiet, when: any event, within: 30 days, repeatsEvery: 10 days, points: -5${more} }
  - { id: a, label: A, when: { event: A }, points: 30, pays: every time }
${parts}`),
  );

describe('a silence', () => {
  test.each([
    [30 * dayMs - 1, 30],
    [30 * dayMs, 25],
    [40 * dayMs - 1, 25],
    [40 * dayMs, 20],
    [50 * dayMs, 15],
  ])('of %i ms leaves %i points', (ms, points) => {
    expect(quiet().track('A').wait(ms).score).toBe(points);
  });

  test('has a reason for each time, in the words of its length', () => {
    const reasons = reasonsOf(
      quiet()
        .track('A')
        .wait(50 * dayMs).evaluation.contributions,
    );
    expect(reasons.filter(({ rule: id }) => id === 'quiet').map(({ reason }) => reason)).toEqual([
      'nothing within 30 days',
      'nothing within 40 days',
      'nothing within 50 days',
    ]);
  });

  test('repeats a hundred times and no more', () => {
    const life = quiet().track('A');
    expect(life.wait((30 + 1_000) * dayMs).score).toBe(30 - 101 * 5);
    expect(life.wait(1_000 * dayMs).score).toBe(30 - 101 * 5);
  });

  test('that an event ended at the very time is not paid for that time', () => {
    const life = quiet()
      .track('A')
      .wait(40 * dayMs);
    expect(life.score).toBe(20);
    // It came late: then what was paid for the time is taken back.
    expect(life.wait(1_000).track('Other', {}, 1_000).score).toBe(25);
    const after = quiet()
      .track('A')
      .wait(40 * dayMs + 1);
    expect(after.track('Other', {}, 0).score).toBe(20);
  });

  test('pays once by default with all that it repeats, and every one with "every time"', () => {
    const twice = (more: string) =>
      quiet(more)
        .track('A')
        .wait(45 * dayMs)
        .track('Other')
        .wait(45 * dayMs).score;
    expect(twice('')).toBe(20);
    expect(twice(', pays: every time')).toBe(10);
  });

  test('that its frequency refuses repeats nothing', () => {
    const life = quiet(', pays: once in 100 days')
      .track('A')
      .wait(45 * dayMs)
      .track('Other');
    expect(life.wait(45 * dayMs).score).toBe(20);
  });

  test('goes on until its end, for another event than its beginning', () => {
    const waits = new Life(
      programmesOf(`rules:
  - { id: q, label: Q, when: { event: Offer }, unless: { event: Answer }, within: 3 days, repeatsEvery: 2 days, points: 1 }`),
    );
    expect(waits.track('Offer').wait(7 * dayMs).score).toBe(3);
    expect(
      waits
        .wait(1)
        .track('Answer')
        .wait(30 * dayMs).score,
    ).toBe(3);
  });

  test('lets a tier go when it is paid again, and the fall says so', () => {
    const life = quiet(
      '',
      'ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 22 }] }',
    ).reachable();
    life.track('A').wait(60 * dayMs);
    expect(life.crossings.map(({ atMs, to }) => [atMs - mondayNoonMs, to])).toEqual([
      [0, 1],
      [40 * dayMs, 0],
    ]);
    const crossing = life.crossings[1]?.crossing;
    if (crossing === undefined) throw new Error('there was no fall');
    const fall = fallOf(life.replay.state, nobody, crossing.programme, crossing.after, crossing.evaluation);
    expect(fall?.losses).toMatchObject([
      { rule: 'quiet', was: 0, is: -5, reason: 'nothing within 30 days' },
      { rule: 'quiet', was: 0, is: -5, reason: 'nothing within 40 days' },
    ]);
  });

  test('is noted a time each, and what a late event takes back is replaced by nothing', () => {
    const life = quiet(', pays: every time')
      .track('A')
      .wait(45 * dayMs);
    const [programme] = programmesOf('{}').programmes as [CompiledProgramme];
    const before = life.evaluation;
    const noted = (is: typeof before) =>
      ledgerOf('p', programme, before, is, is.atMs).map(({ kind, points, reason }) => [kind, points, reason]);
    expect(noted(life.wait(5 * dayMs).evaluation)).toEqual([['paid', -5, 'nothing within 50 days']]);
    const late = quiet(', pays: every time')
      .track('A')
      .wait(45 * dayMs);
    late.track('Other', {}, 6 * dayMs);
    expect(noted(late.evaluation)).toEqual([['taken back', -5, 'no longer counts']]);
  });

  test('that a late event takes back is not replaced by a later time of another', () => {
    const parts = `rules: [${rule('A', 'within: 1 day, repeatsEvery: 1 day, unless: { event: Other }, points: -1, pays: every time')}]`;
    const programmes = programmesOf(parts);
    const life = new Life(programmes).track('A').wait(2.5 * dayMs);
    const before = life.track('A').wait(2.5 * dayMs).evaluation;
    const after = life.track('Other', {}, 4.5 * dayMs).evaluation;
    const entries = ledgerOf('p', programmes.programmes[0] as CompiledProgramme, before, after, 0);
    expect(entries.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['taken back', 'no longer counts'],
      ['taken back', 'no longer counts'],
    ]);
  });
});

describe('a sealed silence', () => {
  const parts = `rules: [${rule('A', 'within: 2 days, repeatsEvery: 1 day, points: -1, pays: every time')}]`;

  test('keeps each time of it, through the packed form', () => {
    // Two silences, of two and of four days; the second event is open.
    const { after, programme, scoreOf } = sealed(parts, [
      ['A', 20 * dayMs],
      ['A', 17.5 * dayMs],
      ['A', 13 * dayMs],
    ]);
    expect(after.frozenAwards.map(({ rung }) => rung)).toEqual([0, 0, 1, 2]);
    const again = unpackState(packState(after));
    expect(scoreOf(again)).toBe(scoreOf(after));
    const laterMs = mondayNoonMs + 3 * dayMs;
    expect(evaluate(again, nobody, programme, laterMs).score).toBe(scoreOf(after) - 3_000);
  });

  test('paid once keeps what it repeats, and pays no later one', () => {
    const once = parts.replace('pays: every time', 'pays: once');
    const { after, scoreOf } = sealed(once, [
      ['A', 20 * dayMs],
      ['A', 15.5 * dayMs],
      ['A', 10 * dayMs],
    ]);
    expect(after.frozenAwards.map(({ rung }) => rung)).toEqual([0, 1, 2]);
    expect(scoreOf(after)).toBe(-3_000);
  });

  test.each([
    ['repeatsEvery: 1 day', [false, true, true]],
    ['coolDown: 1 day', [false, false, false]],
  ])('merges no time of it but the first: %s', (words, isKept) => {
    const [programme] = programmesOf(
      `rules: [${rule('A', `within: 2 days, ${words}, points: -1, pays: every time`)}]`,
    ).programmes;
    const [compiled] = programme?.rules ?? [];
    if (compiled === undefined) throw new Error('there is no rule');
    expect([0, 1, 2].map((rung) => isRemembered({ key: 0, rung }, compiled))).toEqual(isKept);
  });

  test('goes on where it is open, and ends with what comes', () => {
    const { programmes, programme, after } = sealed(parts, [
      ['A', 20 * dayMs],
      ['A', 10 * dayMs],
    ]);
    const state = fold(programmes, [['A', 0]], after);
    const scoreAt = (nowMs: number) => evaluate(state, nobody, programme, nowMs).score;
    // Eight times each of the first two: the ninth is called off at its very time. None of the third yet.
    expect(scoreAt(mondayNoonMs - latenessMs)).toBe(-8_000 - 8_000);
  });
});
