/** What is earned, by tables: within caps, up to where behaviour stops, by the persons a rule is for. */
import { describe, expect, test } from 'vitest';
import { by, earn, linesOf } from '../../../test/support/earning.ts';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';

const { dayMs, hourMs } = limits;

describe('caps', () => {
  test.each([
    ['ever', '25 ever'],
    ['day', '25 a day'],
    ['visit', '25 a visit'],
    ['week', '25 a week'],
    ['month', '25 a month'],
  ])('%s: what meets it is cut, what comes after it is refused', (period, words) => {
    expect(linesOf(earn(`rules: [${by(`, cap: { ${period}: 25 }`)}]`, 20, 20, 20))).toEqual({
      paid: [
        ['by', 20, 20, 'every time'],
        ['by', 5, 5, `every time; 20 cut by the cap of ${words}`],
      ],
      refused: [['by', `cap: ${words}`]],
    });
  });

  test('losses are bounded from below, in words of that bound', () => {
    expect(
      linesOf(earn(`rules: [${by(', cap: { ever: { atLeast: -25, atMost: 50 } }')}]`, -20, -20, -20)),
    ).toEqual({
      paid: [
        ['by', -20, -20, 'every time'],
        ['by', -5, -5, 'every time; -20 cut by the cap of -25 ever'],
      ],
      refused: [['by', 'cap: -25 ever']],
    });
  });

  test('a sum outside its bounds is not brought back: a loss takes nothing while the sum is above, and what is worth 0 is paid', () => {
    const life = earn(`rules: [${by(', cap: { ever: { atLeast: 10, atMost: 50 } }')}]`, -5, 0, 5);
    expect(linesOf(life)).toEqual({
      paid: [
        ['by', 0, 0, 'every time'],
        ['by', 5, 5, 'every time'],
      ],
      refused: [['by', 'cap: 10 ever']],
    });
  });

  test('a cap that just fits cuts nothing', () => {
    const life = earn(`rules: [${by(', cap: { ever: 40 }')}]`, 20, 20);
    expect(linesOf(life).paid.map(([, , , reason]) => reason)).toEqual(['every time', 'every time']);
  });

  test.each([
    ['the rule before its group', ', cap: { ever: 10 }', 'cap: { ever: 20 }', '10 ever'],
    ['the group', '', 'cap: { ever: 20 }', '20 ever for Content'],
    ['the day of the group', '', 'cap: { day: 20 }', '20 a day for Content'],
  ])('%s is named as whose cap it is', (_name, own, ofGroup, words) => {
    const life = earn(
      `groups: [{ id: g, label: Content, ${ofGroup} }]\nrules: [${by(`, group: g${own}`)}]`,
      30,
      30,
    );
    expect(linesOf(life).refused).toEqual([['by', `cap: ${words}`]]);
    expect(linesOf(life).paid[0]?.[3]).toBe(`every time; 30 cut by the cap of ${words}`);
  });

  test('the programme’s cap is for everything', () => {
    const life = earn(`cap: { ever: 20 }\nrules: [${by()}]`, 30, 30);
    expect(linesOf(life).refused).toEqual([['by', 'cap: 20 ever for everything']]);
  });

  test('groups and rules do not share what is theirs alone', () => {
    const life = new Life(
      programmesOf(`
groups: [{ id: g, label: G, cap: { ever: 10 } }, { id: h, label: H, cap: { ever: 10 } }]
rules:
  - { id: a, label: A, when: { event: A }, points: 8, pays: every time, group: g }
  - { id: b, label: B, when: { event: B }, points: 8, pays: every time, group: h, cap: { ever: 7 } }
  - { id: c, label: C, when: { event: C }, points: 8, pays: every time, group: g, cap: { ever: 7 } }
`),
    );
    life.track('A').track('B').track('C');
    expect(linesOf(life).paid.map(([rule, points]) => [rule, points])).toEqual([
      ['a', 8],
      ['b', 7],
      ['c', 2],
    ]);
  });

  test('a period over, its cap begins again', () => {
    const life = earn(`rules: [${by(', cap: { day: 10, visit: 8 }')}]`, 20)
      .wait(hourMs)
      .track('By', { n: 20 });
    life.wait(dayMs).track('By', { n: 20 });
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([8, 2, 8]);
  });

  test('in the order of time, whatever the order of arrival', () => {
    const life = new Life(programmesOf(`rules: [${by(', cap: { ever: 25 }')}]`));
    life.track('By', { n: 20 }).track('By', { n: 15 }, hourMs);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([15, 10]);
  });

  test('at one instant, in the order of the file', () => {
    const life = new Life(
      programmesOf(`
cap: { ever: 15 }
rules:
  - { id: second, label: a, when: { event: A }, points: 10, pays: every time }
  - { id: first, label: b, when: { event: A }, points: 10, pays: every time }`),
    );
    life.track('A');
    expect(linesOf(life).paid.map(([rule, points]) => [rule, points])).toEqual([
      ['second', 10],
      ['first', 5],
    ]);
  });
});

describe('where behaviour stops earning', () => {
  test.each([
    ['at the bound it still earns, above it not', 100, [50, 50, 50, 50], [50, 50, 50], 1],
    ['losses count, and make room', 100, [100, 50, -50, 10, 1], [100, 50, -50, 10], 1],
    ['what is worth nothing is not refused', 10, [20, 0], [20, 0], 0],
    ['a bound below zero stops the first gain', -5, [10], [], 1],
    ['a bound of zero does not', 0, [10, 10], [10], 1],
  ])('%s', (_name, bound, given, paid, refused) => {
    const life = earn(`stopsAbove: ${bound}\nrules: [${by()}]`, ...given);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual(paid);
    expect(linesOf(life).refused).toEqual(
      Array.from({ length: refused }, () => ['by', `behaviour stops earning above ${bound}`]),
    );
  });

  test('a loss and a gain at the bound: what stands decides, not what was gained', () => {
    const life = earn(`stopsAbove: 100\nrules: [${by()}]`, 100, 20, -20, 5, 1);
    expect(linesOf(life).paid.map(([, points]) => points)).toEqual([100, 20, -20, 5]);
  });

  test('a loss that has faded takes room again', () => {
    const loss =
      '{ id: bad, label: Bad, when: { event: Bad }, points: -30, pays: every time, decay: { linear: 1 day } }';
    const life = earn(`stopsAbove: 100\nrules: [${by()}, ${loss}]`, 100, 20).wait(1).track('Bad');
    life.wait(2 * dayMs).track('By', { n: 5 });
    expect(linesOf(life).refused).toEqual([['by', 'behaviour stops earning above 100']]);
    expect(life.evaluation.contributions.map(({ value }) => value)).toEqual([100_000, 20_000, 0]);
  });

  test('in the order of time, whatever the order of the file', () => {
    const life = new Life(
      programmesOf(`
stopsAbove: 10
rules:
  - { id: late, label: a, when: { event: Late }, points: 20, pays: every time }
  - { id: soon, label: b, when: { event: Soon }, points: 30, pays: every time }`),
    );
    life.track('Soon').wait(1).track('Late');
    expect(linesOf(life).paid.map(([rule]) => rule)).toEqual(['soon']);
  });

  test('what has faded makes room', () => {
    const life = earn(`stopsAbove: 10\nrules: [${by(', decay: { linear: 10 days }')}]`, 20).track('By', {
      n: 20,
    });
    expect(life.score).toBe(20);
    life.wait(5 * dayMs).track('By', { n: 20 });
    expect(life.score).toBe(30);
  });
});

describe('the persons a rule is for', () => {
  const parts = `
rules:
  - { id: boss, label: For bosses, when: { event: A }, points: 5, pays: every time, who: { traits: { title: Boss } } }
  - { id: all, label: For all, when: { event: A }, points: 1, pays: every time }`;

  test.each([
    [
      'Boss',
      [
        ['all', 1],
        ['boss', 5],
      ],
      [],
    ],
    ['Clerk', [['all', 1]], [['boss', 'not for this profile']]],
  ])('a %s', (title, paid, refused) => {
    const life = new Life(programmesOf(parts)).identify({ email: 'a@b.example', title }).track('A');
    expect(
      linesOf(life)
        .paid.map(([rule, points]) => [rule, points])
        .sort(),
    ).toEqual(paid);
    expect(linesOf(life).refused).toEqual(refused);
  });
});
