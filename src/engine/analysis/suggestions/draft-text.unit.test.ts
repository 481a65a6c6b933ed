/** Other points in a text: the numbers alone change, in their indexes; rungs and points from a number keep their proportions. */
import { expect, test } from 'vitest';
import { readProgramme } from '../../../contract/language/language.ts';
import { withPoints } from './draft-text.core.ts';
import { featuresOf } from './readings.core.ts';

const text = `# Ours
programme: web
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - id: demo # the demo
    label: "Demo: live"
    when: { event: Demo }
    points: 10 # as agreed
    pays: every time
  - { id: page, label: Pages, when: { type: page }, count: ever, rungs: [{ from: 1, points: 3 }, { from: 3, points: 8 }] }
  - { id: order, label: Order, when: { event: Quote }, pays: once, points: { property: value, times: 0.1, atLeast: -10, atMost: 50 } }
fit:
  rules:
    - { id: boss, label: Boss, who: { traits: { title: Boss } }, points: 5 }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 5 }] }
`;

function programmeIn(given: string) {
  const read = readProgramme('web.yaml', given);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.programme;
}
const written = (given: string, wanted: Record<string, number>) =>
  withPoints(
    given,
    programmeIn(given),
    Object.entries(wanted).map(([rule, suggested]) => ({ rule, suggested })),
  );
const pointsIn = (given: string) =>
  Object.fromEntries(featuresOf(programmeIn(given)).map(({ rule, today }) => [rule, today]));

test('what does not change stays as it was written', () => {
  expect(written(text, { demo: 10, page: 8, order: 50, boss: 5 })).toBe(text);
  expect(written(text, { demo: -7, boss: 0 })).toBe(
    text.replace('points: 10 #', 'points: -7 #').replace('points: 5 }', 'points: 0 }'),
  );
});

test('rungs become whole points in the same proportions', () => {
  const changed = written(text, { page: 20 });
  expect(changed).toBe(
    text.replace('{ from: 1, points: 3 }', '{ from: 1, points: 8 }').replace('points: 8 }]', 'points: 20 }]'),
  );
  expect(pointsIn(written(text, { page: -8 })).page).toBe(-8);
});

test('points from a number keep their proportions, also below 0', () => {
  expect(written(text, { order: 25 })).toContain('times: 0.05, atLeast: -5, atMost: 25 }');
  // Losses become gains: the bounds change indexes.
  expect(written(text, { order: -50 })).toContain('times: -0.1, atLeast: -50, atMost: 10 }');
});

test('a word that has its default so far is written where it changes', () => {
  const bare = text.replace('times: 0.1, ', '');
  const changed = programmeIn(written(bare, { order: 25 })).rules[2];
  expect(changed).toMatchObject({ points: { times: 0.5, atLeast: -5, atMost: 25 } });
});

test('a number that rules share by an anchor changes in the meant one alone', () => {
  const shared = text
    .replace('points: 10 # as agreed', 'points: &ten 10')
    .replace('{ traits: { title: Boss } }, points: 5 }', '{ traits: { title: Boss } }, points: *ten }');
  for (const wanted of [{ demo: 4 }, { boss: 4 }]) {
    expect(pointsIn(written(shared, wanted))).toEqual({
      ...{ demo: 10, page: 8, order: 50, boss: 10 },
      ...wanted,
    });
  }
});

test('a rule whose number brings nothing gets plain points', () => {
  const nothing = text.replace('times: 0.1, atLeast: -10, atMost: 50', 'atMost: 0');
  expect(programmeIn(written(nothing, { order: 6 })).rules[2]).toMatchObject({ points: 6 });
});
