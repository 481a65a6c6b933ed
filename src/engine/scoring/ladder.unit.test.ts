/** When the clock alone calls for a look: seldom enough, and never past the moment at which something changes. */
import { describe, expect, test } from 'vitest';
import { Installation, Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { newTierState, reevaluateAtMs } from './ladder.ts';
import { frozenAwardsMeaning } from './signature-name.ts';

const fading =
  'rules: [{ id: a, label: a, when: { event: A }, points: 25, pays: every time, decay: { halfLife: 1 hour } }]';
const ladder = (more: string) =>
  `ladder: { contactWithin: 24 hours, ${more}tiers: [{ name: warm, from: 20 }] }`;

describe('a fading score', () => {
  test.each([
    [
      'in a tier held for its least time falls when that is over',
      `${fading}\n${ladder('leastTime: 1 day, ')}`,
      limits.dayMs,
    ],
    [
      'beside a fit that only its cap holds up falls when it meets the bound',
      `${fading}\nfit: { rules: [{ id: f, label: f, who: { traits: { title: Boss } }, points: 1 }], cap: { atLeast: 5 } }\n${ladder('')}`,
      // 15 of 25 are left.
      null,
    ],
  ])('%s', (_what, parts, afterMs) => {
    const life = new Life(programmesOf(parts));
    life.track('A');
    // A look a millisecond would never come to an end here.
    life.wait(2 * limits.dayMs);
    const fall = life.crossings.at(-1);
    expect(fall).toMatchObject({ from: 1, to: 0 });
    if (afterMs !== null) expect(fall?.atMs).toBe(mondayNoonMs + afterMs);
    else expect(fall?.atMs).toBeGreaterThan(mondayNoonMs);
  });
});

describe('the next time that it is due', () => {
  const dueAfter = (parts: string, tier: number) => {
    const [programme] = programmesOf(parts).programmes as [CompiledProgramme];
    const life = new Life(programmesOf(parts));
    life.track('A');
    const tierState = { ...newTierState(programme.signatureId), tier };
    const atMs = reevaluateAtMs(programme, tierState, life.evaluation, mondayNoonMs);
    return atMs === null ? null : atMs - mondayNoonMs;
  };
  const stepping = (points: number) =>
    `{ id: a, label: A, when: { event: A }, points: ${points}, pays: every time, decay: { steps: 2, every: 10 days } }`;

  test('of a score at the very bound of its tier is when it leaves', () => {
    expect(dueAfter(`rules: [${stepping(20)}]\n${ladder('')}`, 1)).toBe(10 * limits.dayMs);
  });

  test('of a score that is at the next bound already is soon', () => {
    expect(dueAfter(`rules: [${stepping(20)}]\n${ladder('')}`, 0)).toBe(limits.minuteMs);
    expect(dueAfter(`rules: [${stepping(21)}]\n${ladder('')}`, 0)).toBe(limits.minuteMs);
  });

  test('is when a loss has gone that alone holds the score down', () => {
    const fit = 'fit: { rules: [{ id: f, label: f, who: { identity: anonymous }, points: 30 }] }';
    expect(dueAfter(`${fit}\nrules: [${stepping(-20)}]\n${ladder('')}`, 0)).toBe(10 * limits.dayMs);
  });
});

test('a fall that comes before another change is found at its time', () => {
  const life = new Life(
    programmesOf(`rules:
  - { id: a, label: A, when: { event: A }, points: 30, pays: every time, decay: { expires: 10 days } }
  - { id: quiet, label: Quiet, when: { event: A }, unless: { event: B }, within: 40 days, points: -5 }
${ladder('')}`),
  );
  life
    .track('A')
    .wait(1)
    .wait(limits.dayMs)
    .wait(20 * limits.dayMs);
  expect(life.crossings.map(({ atMs, to }) => [atMs - mondayNoonMs, to])).toEqual([
    [0, 1],
    [10 * limits.dayMs, 0],
  ]);
});

describe('what frozen awards depend on', () => {
  const installation = new Installation();
  const meaning = (parts: string) =>
    frozenAwardsMeaning((installation.programmes(parts).programmes[0] as CompiledProgramme).programme);
  const rungs = (points: number) =>
    `rules: [{ id: a, label: a, when: { event: A }, count: ever, rungs: [{ from: 1, points: ${points} }] }]`;
  const rule = (points: number, more = '') =>
    `rules: [{ id: a, label: a, when: { event: A }, points: ${points}, pays: once a visit${more} }]`;
  const named = (points: number) =>
    rule(0).replace('points: 0', `points: { property: n, atMost: ${points} }`);

  test('without phases and tests as of the event says nothing of them, and with them what is meant', () => {
    expect(meaning(rule(10))).not.toMatch(/phases|during|freeze|whoThen/);
    const phases = ['p', 'q'].map((id) => `{ id: ${id}, label: ${id}, begins: { event: ${id} } }`).join(', ');
    const during = (id: string) => meaning(`phases: [${phases}]\n${rule(10, `, during: ${id}`)}`);
    expect(during('p')).not.toBe(during('q'));
  });

  test.each([
    ['a cap', `cap: { ever: 25 }\n${rule(10)}`, `cap: { ever: 100 }\n${rule(10)}`],
    ['points under a cap', `cap: { ever: 25 }\n${rule(10)}`, `cap: { ever: 25 }\n${rule(5)}`],
    ['the points of rungs under a cap', `cap: { ever: 25 }\n${rungs(10)}`, `cap: { ever: 25 }\n${rungs(5)}`],
    [
      'what public keys may earn',
      `publicPointsPerHour: 15\n${rule(10)}`,
      `publicPointsPerHour: 25\n${rule(10)}`,
    ],
    ['points of which few by public keys fill an hour', rule(101), rule(102)],
    ['such points that an event names', rule(101), named(102)],
    ['such rungs', rungs(101), rungs(102)],
    ['where behaviour stops', `stopsAbove: 15\n${rule(10)}`, rule(10)],
    [
      'the end of a visit',
      `visit: { endsAfter: 30 minutes }\n${rule(10)}`,
      `visit: { endsAfter: 1 hour }\n${rule(10)}`,
    ],
    ['the time zone', `timeZone: Europe/London\n${rule(10)}`, `timeZone: Asia/Tokyo\n${rule(10)}`],
    ['how it fades', rule(10), rule(10, ', decay: { halfLife: 1 day }')],
    [
      '`who`, under a cap',
      `cap: { ever: 25 }\n${rule(10)}`,
      `cap: { ever: 25 }\n${rule(10, ', who: { traits: { title: Boss } }')}`,
    ],
  ])('%s', (_what, one, other) => {
    expect(meaning(one)).not.toBe(meaning(other));
  });

  test.each([
    ['points that nothing bounds', rule(10), rule(100)],
    ['those of rungs', rungs(10), rungs(20)],
    ['`who`, where nothing is bounded', rule(10), rule(10, ', who: { traits: { title: Boss } }')],
    ['a label', rule(10), rule(10).replace('label: a', 'label: b')],
    ['the ladder', `${rule(10)}\n${ladder('')}`, `${rule(10)}\n${ladder('leastTime: 1 day, ')}`],
  ])('not %s', (_what, one, other) => {
    expect(meaning(one)).toBe(meaning(other));
  });
});
