/** What fades, by tables: shares at, just before and just after each bound; when it changes next; and all of it in words. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { reasonsOf } from './explain.ts';
import { fadeOf, inWords, noFade } from './fade.ts';

const { dayMs, hourMs, minuteMs, secondMs } = limits;

describe('shares', () => {
  test.each([
    [
      'half-life',
      { halfLife: 10 },
      [
        [-5, 1],
        [0, 1],
        [10, 0.5],
        [20, 0.25],
        [299, 2 ** -29.9],
        [300, 0],
        [301, 0],
      ],
    ],
    [
      'linear',
      { linear: 10 },
      [
        [-5, 1],
        [0, 1],
        [5, 0.5],
        [10, 0],
        [20, 0],
      ],
    ],
    [
      'expires',
      { expires: 10 },
      [
        [-5, 1],
        [0, 1],
        [9, 1],
        [10, 0],
      ],
    ],
  ] as const)('%s', (_name, decay, shares) => {
    for (const [age, share] of shares) expect([age, fadeOf(decay).share(age)]).toEqual([age, share]);
  });

  test.each([
    [{ halfLife: 10 * dayMs }, 'half-life 10 days', 300 * dayMs, true],
    [{ linear: 36 * hourMs }, 'to zero in 36 hours', 36 * hourMs, true],
    [{ expires: minuteMs }, 'expires after 1 minute', minuteMs, false],
  ])('%o in words: %s', (decay, words, endsAfterMs, isGradual) => {
    expect(fadeOf(decay)).toMatchObject({ words, endsAfterMs, isGradual });
  });

  test('nothing fades of what does not', () => {
    expect(fadeOf('none')).toBe(noFade);
    expect(noFade).toMatchObject({ words: '', endsAfterMs: Number.POSITIVE_INFINITY, isGradual: false });
    expect(noFade.share(1e15)).toBe(1);
  });
});

test.each([
  [dayMs, '1 day'],
  [14 * dayMs, '14 days'],
  [25 * hourMs, '25 hours'],
  [hourMs, '1 hour'],
  [90 * minuteMs, '90 minutes'],
  [90 * secondMs, '90 seconds'],
  [secondMs, '1 second'],
  [1_500, '1.5 seconds'],
])('%d ms is %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});

describe('the next change', () => {
  const rule = (id: string, decay: string) =>
    `{ id: ${id}, label: ${id}, when: { event: ${id} }, points: 10, pays: every time, decay: ${decay} }`;
  const life = () =>
    new Life(
      programmesOf(
        `rules: [${rule('soon', '{ expires: 2 days }')}, ${rule('late', '{ expires: 5 days }')}, ${rule('fades', '{ linear: 1 day }')}, ${rule('stays', 'none')}]`,
      ),
    );

  test.each([
    [['soon'], 2 * dayMs, false],
    [['late'], 5 * dayMs, false],
    [['soon', 'late'], 2 * dayMs, false],
    [['late', 'soon'], 2 * dayMs, false],
    [['fades'], null, true],
    [['fades', 'late'], 5 * dayMs, true],
    [['stays'], null, false],
  ])('%j', (events, afterMs, isFading) => {
    const lived = life();
    for (const event of events) lived.track(event);
    expect(lived.evaluation).toMatchObject({
      nextChangeAtMs: afterMs === null ? null : mondayNoonMs + afterMs,
      isFading,
    });
  });

  test('the next of several, whatever the order of the file', () => {
    const lived = new Life(
      programmesOf(`rules: [${rule('late', '{ expires: 5 days }')}, ${rule('soon', '{ expires: 2 days }')}]`),
    );
    expect(lived.track('late').track('soon').evaluation.nextChangeAtMs).toBe(mondayNoonMs + 2 * dayMs);
  });

  test('what rounds to nothing fades no more', () => {
    const small =
      '{ id: small, label: s, when: { event: small }, points: 0.001, pays: every time, decay: { halfLife: 1 day } }';
    const lived = new Life(programmesOf(`rules: [${small}]`)).track('small');
    expect(lived.evaluation.isFading).toBe(true);
    expect(lived.wait(2 * dayMs).evaluation).toMatchObject({ score: 0, isFading: false });
  });

  test('what is over changes no more', () => {
    const lived = life()
      .track('fades')
      .track('soon')
      .wait(2 * dayMs);
    expect(lived.evaluation).toMatchObject({ score: 0, nextChangeAtMs: null, isFading: false });
    expect(lived.evaluation.contributions.map(({ value }) => value)).toEqual([0, 0]);
    const lost = new Life(programmesOf(`rules: [${rule('lost', '{ linear: 1 day }').replace('10', '-10')}]`));
    expect(
      lost
        .track('lost')
        .wait(dayMs)
        .evaluation.contributions.map(({ value }) => value),
    ).toEqual([0]);
  });

  test('the arithmetic is in the reason', () => {
    const lived = life()
      .track('fades')
      .track('soon')
      .track('stays')
      .wait(12 * hourMs);
    expect(
      reasonsOf(lived.evaluation.contributions).map(({ rule: id, points, value, reason }) => [
        id,
        points,
        value,
        reason,
      ]),
    ).toEqual([
      ['soon', 10, 10, 'every time'],
      ['fades', 10, 5, 'every time; 10 × 0.5 (to zero in 1 day)'],
      ['stays', 10, 10, 'every time'],
    ]);
  });
});
