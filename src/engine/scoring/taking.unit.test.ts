/** What a replay takes, by tables: events late, moved, unknown, of one programme alone; timers on the way; old ones sealed. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  compileProgrammes,
  signatureNames,
} from './compile.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';
import { Replay } from './replay.ts';
import { takeEvent } from './take-event.ts';

const { dayMs, hourMs, latenessMs } = limits;

const paid = (id: string, event: string, words = '') =>
  `{ id: ${id}, label: ${id}, when: { event: ${event} }, points: 10, pays: every time${words} }`;
const ladder = 'ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 10 }] }';
/** What fades from 10 stays on it for long. */
const low = ladder.replace('from: 10', 'from: 5');
const fit =
  'fit: { rules: [{ id: boss, label: Decides, who: { traits: { title: Director } }, points: 10 }] }';

/** Programmes of one installation, each of its parts. */
function installation(...parts: string[]): CompiledProgrammes {
  const sources = parts.map((one, index) => ({
    programme: (programmesOf(`programme: p${index}\n${one}`).programmes[0] as CompiledProgramme).programme,
    version: 'v',
  }));
  const names = sources.flatMap(({ programme }) => signatureNames(programme));
  return compileProgrammes(sources, (name) => names.indexOf(name) + 1);
}

const crossingsOf = (life: Life) =>
  life.crossings.map(({ atMs, from, to }) => [atMs - mondayNoonMs, from, to]);
const scoresOf = (life: Life) => life.replay.tierStates.map(({ score }) => score / 1_000);

/** What somebody says of who they are, accepted later than it was said. */
function identifyLate(life: Life, traits: JsonObject, agoMs: number): void {
  const given = { messageId: `late ${agoMs}`, atMs: life.nowMs - agoMs, type: 'identify' };
  life.replay.take({ ...scovilleEvent(given, 'a:somebody', life.nowMs), traits });
}

describe('timers', () => {
  test('that were due before an event happen before it, at their times', () => {
    const life = new Life(
      programmesOf(`rules: [${paid('a', 'A', ', decay: { expires: 10 days }')}]\n${ladder}`),
    );
    life.track('A');
    life.nowMs += 20 * dayMs;
    life.track('A');
    expect(crossingsOf(life)).toEqual([
      [0, 0, 1],
      [10 * dayMs, 1, 0],
      [20 * dayMs, 0, 1],
    ]);
  });

  test('of several programmes happen one after another, each for its own alone', () => {
    const life = new Life(
      installation(
        `rules: [${paid('a', 'A', ', decay: { expires: 10 days }')}]\n${ladder}`,
        `rules: [${paid('a', 'A', ', decay: { expires: 5 days }')}]\n${ladder}`,
        `rules: [${paid('a', 'A')}, ${paid('b', 'A', ', decay: { linear: 40 days }')}]\n${ladder}`,
        `rules: [${paid('a', 'A', ', decay: { expires: 90 days }')}]\n${ladder}`,
        `rules: [${paid('b', 'B')}]\n${ladder}`,
        `rules: [${paid('a', 'A', ', decay: { linear: 60 days }')}]\n${low}`,
      ),
    );
    life.track('A').wait(20 * dayMs);
    expect(crossingsOf(life).slice(5)).toEqual([
      [5 * dayMs, 1, 0],
      [10 * dayMs, 1, 0],
    ]);
    expect(scoresOf(life)).toEqual([0, 0, 20, 10, 0, 10]);
  });
});

describe('an event too late to count', () => {
  const programmes = programmesOf(
    `rules: [${paid('a', 'A', ', decay: { linear: 400 days }')}]\n${fit}\n${ladder}`,
  );

  test('still says who the person is: their fit counts at once', () => {
    const life = new Life(programmes);
    identifyLate(life, { title: 'Director' }, latenessMs + 1);
    expect(crossingsOf(life)).toEqual([[0, 0, 1]]);
    expect(life.replay.state.matchedEvents).toEqual([]);
  });

  test('and that says nothing new changes nothing', () => {
    const life = new Life(programmes).track('A').wait(dayMs);
    const before = life.replay.tierStates;
    life.track('A', {}, latenessMs + 1);
    expect(life.replay.tierStates).toEqual(before);
  });
});

describe('an event', () => {
  const fading = `rules: [${paid('a', 'A', ', decay: { linear: 400 days }')}]\n${low}`;

  /** The score a programme was last asked for: by the event a day after its first, or still by the first. */
  test.each<[string, string[], (life: Life) => unknown, number[]]>([
    ['that a rule recognises asks for the score', [fading], (life) => life.track('A'), [19.975]],
    ['that none recognises does not', [fading], (life) => life.track('Z'), [10]],
    [
      'that a rule of one programme recognises asks for that of its own alone',
      [fading, `rules: [${paid('a', 'A', ', decay: { linear: 400 days }')}, ${paid('b', 'B')}]\n${low}`],
      (life) => life.track('B'),
      [10, 19.975],
    ],
    [
      'that rules of both recognise asks for both',
      [fading, fading],
      (life) => life.track('A'),
      [19.975, 19.975],
    ],
    [
      'that says who the person is asks for it where that counts',
      [fading, `${fading}\n${fit}`],
      (life) => life.identify({ title: 'Clerk' }),
      [10, 9.975],
    ],
    [
      'that none recognises and that says nothing new does not, where the person counts',
      [`${fading}\n${fit}`],
      (life) => life.track('Z'),
      [10],
    ],
  ])('%s', (_name, parts, take, expected) => {
    const life = new Life(installation(...parts)).reachable().track('A').wait(dayMs);
    take(life);
    expect(scoresOf(life)).toEqual(expected);
  });

  test('that comes second counts once, and the earlier record takes its place', () => {
    const nothing = '{ id: b, label: b, when: { event: B }, points: 0, pays: every time }';
    const replay = new Replay(programmesOf(`rules: [${paid('a', 'A')}, ${nothing}]\n${ladder}`), latenessMs);
    const take = (event: string, atMs: number) =>
      replay.take(scovilleEvent({ messageId: 'm', atMs, type: 'track', event }, 'a:a', mondayNoonMs));
    const tierAfter = (event: string, atMs: number) => {
      take(event, atMs);
      return replay.tierStates[0]?.tier;
    };
    expect(tierAfter('A', mondayNoonMs - 1_000)).toBe(1);
    expect(tierAfter('B', mondayNoonMs)).toBe(1);
    expect(tierAfter('B', mondayNoonMs - 2_000)).toBe(0);
  });

  test('that happened between others is seen between them', () => {
    const life = new Life(installation(`rules: [${paid('a', 'A')}, ${paid('b', 'B')}]`));
    life
      .track('A')
      .wait(2 * hourMs)
      .track('B')
      .track('A', {}, hourMs);
    expect(life.evaluation.contributions.map(({ source }) => source.id).sort()).toEqual(['a', 'a', 'b']);
  });
});

describe('sealing', () => {
  const every = `rules: [${paid('a', 'A')}]`;
  const personal = `rules: [${paid('a', 'A', ', who: { identity: known }')}, ${paid('b', 'B')}]\nstopsAbove: 1000`;

  /** So many events, an hour apart: each a visit of its own. */
  function takeMany(life: Life, count: number): Life {
    for (let index = 0; index < count; index++) life.wait(hourMs).track('A');
    return life;
  }
  const keptOf = (life: Life) => life.replay.state.matchedEvents.length;
  /** Those not older than a week: one an hour, and the one of the horizon itself. */
  const weekOf = latenessMs / hourMs + 1;

  test.each([
    ['256 events stay', [every], 256, 256],
    ['of 257 those older than a week go', [every], 257, weekOf],
    ['none goes where the person decides what is earned', [personal], 257, 257],
    ['nor where they do so in one programme of two', [every, personal], 257, 257],
  ])('%s', (_name, parts, count, kept) => {
    const life = takeMany(new Life(installation(...parts)), count);
    expect(keptOf(life)).toBe(kept);
  });

  test('changes no score, and what comes after counts', () => {
    const life = takeMany(new Life(installation(every)), 257)
      .wait(hourMs)
      .track('A');
    expect(life.score).toBe(2_580);
    expect(life.track('A').score).toBe(2_590);
  });

  test('is tried again at 257 where few stay, and at twice as many and one where many do', () => {
    const few = takeMany(new Life(installation(every)), 257);
    expect(keptOf(takeMany(few, 256 - weekOf))).toBe(256);
    const many = new Life(installation(every));
    for (let index = 0; index < 257; index++) many.track('A');
    many.wait(30 * dayMs);
    for (let index = 0; index < 257; index++) many.track('A');
    expect(keptOf(many)).toBe(514);
    expect(keptOf(many.track('A'))).toBe(258);
  });
});

test('a full profile seals its older half, goes on, and refuses what is older then', () => {
  const programmes = installation(`rules: [${paid('a', 'A')}]`);
  const { profileEventsMax } = limits;
  const signatureId = programmes.programmes[0]?.rules[0]?.signatureId ?? 0;
  const startMs = mondayNoonMs - dayMs;
  const eventOf = (hash: number, atMs = startMs + hash) => ({
    hash,
    atMs,
    matches: [{ signatureId, key: 0, number: null }],
  });
  const events = Array.from({ length: profileEventsMax }, (_, index) => eventOf(index + 1));
  const taking = {
    programmes,
    person: nobody,
    horizonMs: mondayNoonMs - latenessMs,
    nowMs: mondayNoonMs,
    historyFromMs: 0,
  };
  const full = { ...emptyState(), matchedEvents: events };
  expect(takeEvent(full, eventOf(7), taking)).toEqual({ state: full, as: 'duplicate' });
  const { state, as } = takeEvent(full, eventOf(profileEventsMax + 1), taking);
  expect(as).toBe('new');
  expect(state).toMatchObject({ isCutShort: true, cuts: [startMs + profileEventsMax / 2 + 1] });
  expect(state.matchedEvents).toHaveLength(profileEventsMax / 2 + 1);
  expect(takeEvent(state, eventOf(profileEventsMax + 2, startMs + 1), taking)).toEqual({
    state,
    as: 'refused',
  });
});
