/** The step of a company, by tables: who is counted in which order, what is said of it, and what it sets off. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import type { AccountMoment, PersonPart } from '../../contract/api/api.ts';
import type { Combine } from '../../contract/language/language.ts';
import { combined, joinAccounts, stepAccount } from './account-step.ts';
import type { CompiledProgramme } from './compile.ts';

const dayMs = 86_400_000;
const ada = (points: number, profile = 'p1'): PersonPart => ({ profile, person: 'ada', points });
const bob = (points: number): PersonPart => ({ profile: 'p2', person: 'bob', points });
const cleo = (points: number): PersonPart => ({ profile: 'p3', person: 'cleo', points });

/** The last by name, and the first by profile. */
const zoe = (points: number): PersonPart => ({ profile: 'p0', person: 'zoe', points });

describe('who is counted', () => {
  test.each<[string, Combine, PersonPart[], PersonPart[]]>([
    ['nobody', 'sum', [], []],
    ['nobody', 'maximum', [], []],
    ['those with the most first', 'sum', [ada(5), cleo(7), bob(6)], [cleo(7), bob(6), ada(5)]],
    ['of as many, by the person', 'sum', [cleo(5), bob(5), ada(5)], [ada(5), bob(5), cleo(5)]],
    ['also in this order', 'sum', [ada(5), bob(5), cleo(5)], [ada(5), bob(5), cleo(5)]],
    ['and by no profile', 'sum', [zoe(5), ada(5)], [ada(5), zoe(5)]],
    ['nobody without points', 'sum', [ada(0), bob(-1), cleo(0.001)], [cleo(0.001)]],
    ['of a person the profile with the most', 'sum', [ada(4), ada(5, 'p9')], [ada(5, 'p9')]],
    ['of as many the first profile', 'sum', [ada(5, 'p9'), ada(5, 'p1')], [ada(5, 'p1')]],
    ['also in this order', 'sum', [ada(5, 'p1'), ada(5, 'p9')], [ada(5, 'p1')]],
    ['one alone', 'maximum', [ada(3), bob(5)], [bob(5)]],
    ['those at the bound', { people: { atLeast: 5 } }, [ada(4.999), bob(5), cleo(6)], [cleo(6), bob(5)]],
  ])('%s: %j of %j', (_who, combine, people, counted) => {
    expect(combined(combine, people).counted).toEqual(counted);
  });

  test('the most of nobody is nothing', () => {
    expect(combined('maximum', []).score).toBe(0);
  });
});

const compiledOf = (combine: string, more = '') =>
  programmesOf(`of: account
combine: ${combine}
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 5, pays: every time }]
ladder: { contactWithin: 24 hours, hysteresis: 5, ${more} tiers: [{ name: warm, from: 20 }, { name: hot, from: 50 }] }`)
    .programmes[0] as CompiledProgramme;
const step = (compiled: CompiledProgramme, moment: Partial<AccountMoment> & { people: PersonPart[] }) => {
  const given = { before: null, nowMs: mondayNoonMs, isOwn: true, canRise: true, ...moment };
  return stepAccount(compiled, given) as NonNullable<ReturnType<typeof stepAccount>>;
};

test('a programme of companies has their ladder apart from that of its people, and one of people has none', () => {
  const ofCompanies = compiledOf('sum');
  expect(ofCompanies.account).toMatchObject({ combine: 'sum', ladder: { tiers: [{ name: 'warm' }, {}] } });
  expect(ofCompanies.programme.ladder).toEqual({
    ...{ tiers: [{ name: 'adds points', above: 0, up: [], down: [] }], hysteresis: 0 },
    contactWithin: { clockMs: dayMs },
  });
  const ofPeople = programmesOf('ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 20 }] }')
    .programmes[0] as CompiledProgramme;
  expect(ofPeople.account).toBeNull();
  expect(ofPeople.programme.ladder.tiers).toMatchObject([{ name: 'warm', from: 20 }]);
});

test.each([
  ['sum', 'the sum of its people'],
  ['maximum', 'the person with the most points'],
  ['{ people: { atLeast: 20 } }', 'people with at least 20 points'],
])('%s is in words: %s', (combine, words) => {
  expect(step(compiledOf(combine), { people: [ada(1)] }).combine).toBe(words);
});

describe('a step', () => {
  const compiled = compiledOf('sum');

  test.each([
    [0, 'none'],
    [20, 'warm'],
    [50, 'hot'],
  ])('names the tier: with %d points %s', (points, tierName) => {
    expect(step(compiled, { people: [ada(points)] })).toMatchObject({ tierName, tiers: 2 });
  });

  test('sets deadlines from its own time', () => {
    const [, task] = step(compiled, { people: [ada(20)] }).actions;
    expect(task).toMatchObject({ do: 'contact task', dueAtMs: mondayNoonMs + dayMs, within: '24 hours' });
  });

  test('down needs nobody who can be contacted', () => {
    const { state } = step(compiled, { people: [ada(60)] });
    expect(step(compiled, { before: state, people: [ada(30)], canRise: false })).toMatchObject({
      ...{ from: 2, to: 1, actions: [] },
    });
  });

  test('by a changed programme alone leaves the tier, and says as of which score', () => {
    const { state } = step(compiled, { people: [ada(60)] });
    const changed = step(compiled, { before: state, people: [ada(5)], isOwn: false });
    expect(changed).toMatchObject({ from: 2, to: 2, actions: [] });
    expect(changed.state.tierState['shift']).toStrictEqual({
      ...{ score: 5_000, isExcluded: false, fallsAtMs: null },
    });
  });

  test('up after a loss is a gain, though a changed programme had left as many points before', () => {
    const changed = step(compiled, { people: [ada(30)], isOwn: false });
    const lost = step(compiled, { before: changed.state, people: [ada(10)], canRise: false });
    expect(step(compiled, { before: lost.state, people: [ada(30)] })).toMatchObject({ from: 0, to: 1 });
  });

  test('within a tier says what opens closed work again, where the ladder does', () => {
    const rearming = compiledOf('sum', 'rearmBy: 10,');
    const up = step(rearming, { people: [ada(20)] });
    expect(up).not.toHaveProperty('rearm');
    const within = step(rearming, { before: up.state, people: [ada(31)] });
    expect(within.rearm).toMatchObject({
      ...{ by: 10, actions: [{ do: 'open lead' }, { do: 'contact task' }, { do: 'alert' }] },
    });
    const unreached = step(rearming, { before: up.state, people: [ada(31)], canRise: false });
    expect(unreached).not.toHaveProperty('rearm');
    expect(step(compiled, { before: up.state, people: [ada(31)] })).not.toHaveProperty('rearm');
  });
});

test('two companies that were never scored are one that was not', () => {
  const never = (company: string) => ({ company, state: null });
  expect(joinAccounts(compiledOf('sum'), never('cp_a'), never('cp_z'))).toBeNull();
});
