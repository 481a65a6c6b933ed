/** The laws of a company's score: order, repeats and the cut into steps cannot show; a crossing happens once an episode. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import type { AccountState, PersonPart } from '../../contract/api/api.ts';
import { type Combine, readProgramme } from '../../contract/language/language.ts';
import { combined, joinAccounts, stepAccount } from './account-step.ts';
import { compileAlone } from './compile.ts';

const text = (combine: string) => `
programme: committee
name: Buying committee
campaign: Committees
of: account
combine: ${combine}
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 5, pays: every time }]
ladder:
  contactWithin: 24 hours
  hysteresis: 5
  tiers: [{ name: warm, from: 20 }, { name: hot, from: 50 }]
`;
const programmeOf = (combine: string) => {
  const read = readProgramme('committee.yaml', text(combine));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return compileAlone(read.programme, 'v1').programmes[0] as ReturnType<
    typeof compileAlone
  >['programmes'][number];
};
const compiled = programmeOf('sum');

const part: fc.Arbitrary<PersonPart> = fc.record({
  profile: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
  person: fc.constantFrom('ada', 'bob', 'cleo'),
  points: fc.integer({ min: -20_000, max: 40_000 }).map((thousandths) => thousandths / 1_000),
});
/** A register of each profile: one part. */
const parts = fc.uniqueArray(part, { selector: ({ profile }) => profile, maxLength: 5 });
const combines = fc.constantFrom<Combine>('sum', 'maximum', { people: { atLeast: 10 } });

/** The same in the slowest, most obvious way. */
function plainly(combine: Combine, people: readonly PersonPart[]): number {
  const best = ['ada', 'bob', 'cleo'].map((person) =>
    Math.max(0, ...people.filter((one) => one.person === person).map(({ points }) => points)),
  );
  if (combine === 'maximum') return Math.max(...best);
  if (combine === 'sum') return Math.round(best.reduce((sum, points) => sum + points * 1_000, 0)) / 1_000;
  return best.filter((points) => points >= combine.people.atLeast).length;
}

test(
  'a score is a function of the set of people: any order and repeats give the same, and who is counted makes it',
  () => {
    fc.assert(
      fc.property(parts, combines, fc.infiniteStream(fc.nat()), (people, combine, order) => {
        const { score, counted } = combined(combine, people);
        expect(score).toBe(plainly(combine, people));
        const shuffled = people
          .map((one) => [order.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(combined(combine, [...shuffled, ...people])).toEqual({ score, counted });
        expect(combined(combine, counted)).toEqual({ score, counted });
      }),
      runs(300),
    );
  },
  lawTimeoutMs,
);

const step = (before: AccountState | null, people: readonly PersonPart[], isOwn = true, canRise = true) =>
  stepAccount(compiled, { before, people, nowMs: 1, isOwn, canRise }) as NonNullable<
    ReturnType<typeof stepAccount>
  >;

test(
  'repeated steps change nothing, and every rise from below begins one episode',
  () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 8 }), (states) => {
        let state: AccountState | null = null;
        let episodes = 0;
        for (const people of states) {
          const once = step(state, people);
          if (once.from === 0 && once.to > 0) episodes++;
          expect(once.episode).toBe(episodes);
          const again = step(once.state, people);
          expect({ ...again, from: 0 }).toEqual({ ...once, from: 0, actions: [] });
          expect(again.from).toBe(once.to);
          // Within the tier, less the hysteresis.
          expect(once.score).toBeGreaterThanOrEqual([-1, 15, 45][once.to] as number);
          expect(once.score).toBeLessThan([20, 50, 1_000][once.to] as number);
          state = once.state;
        }
      }),
      runs(200),
    );
  },
  lawTimeoutMs,
);

const ada = (points: number): PersonPart => ({ profile: 'p1', person: 'ada', points });
const bob = (points: number): PersonPart => ({ profile: 'p2', person: 'bob', points });

test.each([
  [19.999, 0],
  [20, 1],
  [20.001, 1],
  [49.999, 1],
  [50, 2],
])('two people with %d points together reach tier %d', (sum, tier) => {
  expect(step(null, [ada(10), bob(sum - 10)])).toMatchObject({ from: 0, to: tier });
});

test('a rise has the actions of its tier, once', () => {
  const first = step(null, [ada(12), bob(12)]);
  expect(first.actions.map((action) => action.do)).toEqual(['open lead', 'contact task', 'alert']);
  expect(step(first.state, [ada(13), bob(12)]).actions).toEqual([]);
});

test('a rise waits until somebody can be contacted', () => {
  const alone = step(null, [ada(30)], true, false);
  expect(alone).toMatchObject({ to: 0, episode: 0, actions: [], score: 30 });
  expect(step(alone.state, [ada(30)])).toMatchObject({ to: 1, episode: 1 });
});

test('a changed programme alone moves no tier; the next gain does', () => {
  const changed = step(null, [ada(30)], false);
  expect(changed).toMatchObject({ from: 0, to: 0, score: 30, actions: [] });
  expect(step(changed.state, [ada(30)])).toMatchObject({ to: 0 });
  expect(step(changed.state, [ada(30), bob(1)])).toMatchObject({ from: 0, to: 1, episode: 1 });
});

test('erased work ends the episode: the company rises again as it stands, once somebody can be contacted', () => {
  const { state } = step(null, [ada(60), bob(30)]);
  const again = (canRise: boolean) =>
    stepAccount(compiled, {
      ...{ before: state, people: [bob(30)], nowMs: 2, isOwn: true, canRise, beginsAgain: true },
    });
  expect(again(true)).toMatchObject({ from: 0, to: 1, episode: 2 });
  expect(again(true)?.actions.map((action) => action.do)).toEqual(['open lead', 'contact task', 'alert']);
  const waiting = again(false);
  expect(waiting).toMatchObject({ from: 0, to: 0, episode: 1, actions: [] });
  expect(step(waiting?.state ?? null, [bob(30)])).toMatchObject({ to: 1, episode: 2 });
});

test.each([
  ['the other', 30, 60, { begunAs: { profile: 'cp_z', episode: 1 }, episode: 2 }],
  ['the one that is left', 60, 30, { begunAs: null, episode: 1 }],
  ['the one that is left, of two alike', 60, 61, { begunAs: null, episode: 1 }],
])('two companies that become one go on with the episode of the hotter: of %s', (_name, one, two, goesOn) => {
  const kept = { company: 'cp_a', state: step(null, [ada(one)]).state };
  const merged = { company: 'cp_z', state: step(null, [bob(two)]).state };
  const joined = joinAccounts(compiled, kept, merged);
  expect(step(joined, [ada(one), bob(two)])).toMatchObject({ from: 2, to: 2, actions: [], ...goesOn });
  // One that was never scored takes over the whole.
  const alone = joinAccounts(compiled, { ...kept, state: null }, merged);
  expect(step(alone, [bob(two)])).toMatchObject({ actions: [], begunAs: { profile: 'cp_z', episode: 1 } });
});

test('people are counted at, below and above the bound', () => {
  const combine: Combine = { people: { atLeast: 10 } };
  expect(combined(combine, [ada(10), bob(9.999)]).score).toBe(1);
  expect(combined(combine, [ada(10), bob(10.001)]).score).toBe(2);
});

test('a programme of people has no company', () => {
  const people = { ...compiled, account: null };
  expect(stepAccount(people, { before: null, people: [], nowMs: 1, isOwn: true, canRise: true })).toBeNull();
  const { state } = step(null, [ada(60)]);
  expect(joinAccounts(people, { company: 'cp_a', state }, { company: 'cp_z', state })).toBeNull();
});

test('people stand on one tier, which does nothing, while they add points', () => {
  const { tiers } = compiled.programme.ladder;
  expect(tiers).toEqual([{ name: 'adds points', above: 0, up: [], down: [] }]);
});
