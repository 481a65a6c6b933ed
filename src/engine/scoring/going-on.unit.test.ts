/** Where a replay goes on from its last pass, by tables: whatever came, and in whatever order, it is what a new evaluation would be. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { evaluate } from './evaluate.ts';
import type { MatchedEvent } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { Replay } from './replay.ts';

const { dayMs, latenessMs, minuteMs, profileEventsMax } = limits;

const paid = (id: string, event: string, words: string) =>
  `{ id: ${id}, label: ${id}, when: { event: ${event} }, ${words} }`;
const inVisit = `visit: { endsAfter: 30 minutes }\nrules: [${paid('a', 'A', 'count: in a visit, rungs: [{ from: 2, points: 10 }]')}]`;

/** A replay that is compared with a new evaluation of its state after every event. */
class Compared {
  readonly replay: Replay;
  readonly #programmes: CompiledProgrammes;
  nowMs = mondayNoonMs;

  constructor(parts: string) {
    this.#programmes = programmesOf(parts);
    this.replay = new Replay(this.#programmes, latenessMs);
  }

  /** Takes an event of a minute since the start, accepted now. */
  take(
    event: string,
    minute: number,
    messageId = `${event} ${minute}`,
    more: { machine?: 'head'; properties?: JsonObject } = {},
  ): this {
    const atMs = mondayNoonMs + minute * minuteMs;
    this.nowMs = Math.max(this.nowMs, atMs);
    const given = scovilleEvent({ messageId, atMs, type: 'track', event }, 'a:a', this.nowMs);
    this.replay.take({ ...given, ...more });
    this.compare();
    return this;
  }

  /** Takes events of an anonymous device, already recognised, each accepted when it happened or when the last one was. */
  takeMatched(events: readonly MatchedEvent[]): void {
    for (const matched of events) {
      this.nowMs = Math.max(this.nowMs, matched.atMs);
      this.replay.takeMatched(matched, { key: 'a:a', atMs: matched.atMs, acceptedAtMs: this.nowMs });
    }
  }

  /** What the rule recognises of an event, to be repeated. */
  recognised(event: string): MatchedEvent {
    return recognise(
      this.#programmes,
      scovilleEvent({ messageId: event, atMs: mondayNoonMs, type: 'track', event }, 'a:a', mondayNoonMs),
    );
  }

  compare(): void {
    const { state, person } = this.replay;
    const [programme] = this.#programmes.programmes as [CompiledProgramme];
    expect(this.replay.evaluations(this.nowMs)[0]).toEqual(evaluate(state, person, programme, this.nowMs));
  }

  get score(): number {
    return (this.replay.evaluations(this.nowMs)[0]?.score ?? 0) / 1_000;
  }
}

describe('visits', () => {
  /** Events in the order of acceptance, each of a minute; Z is one that no rule recognises. */
  test.each<[string, [event: string, minute: number][], number]>([
    [
      'end without anything',
      [
        ['A', 0],
        ['A', 40],
      ],
      0,
    ],
    [
      'go on over what no rule recognises',
      [
        ['A', 0],
        ['Z', 20],
        ['A', 40],
      ],
      10,
    ],
    [
      'go on over several of those',
      [
        ['A', 0],
        ['Z', 20],
        ['Z', 40],
        ['Z', 60],
        ['A', 80],
      ],
      10,
    ],
    [
      'end a gap after it',
      [
        ['A', 0],
        ['Z', 20],
        ['A', 50],
      ],
      0,
    ],
    [
      'are joined by one that comes late',
      [
        ['A', 0],
        ['A', 40],
        ['Z', 20],
      ],
      10,
    ],
    [
      'are joined by an event that comes late',
      [
        ['A', 0],
        ['A', 80],
        ['Z', 40],
        ['A', 20],
        ['Z', 60],
      ],
      10,
    ],
    [
      'stay apart for an event before what no rule recognises',
      [
        ['A', 0],
        ['Z', 100],
        ['A', 50],
      ],
      0,
    ],
    [
      'go on over what comes twice',
      [
        ['A', 0],
        ['Z', 20],
        ['Z', 20],
        ['A', 40],
        ['A', 40],
      ],
      10,
    ],
  ])('%s', (_name, events, score) => {
    const life = new Compared(inVisit);
    for (const [event, minute] of events) life.take(event, minute);
    expect(life.score).toBe(score);
  });
});

describe('events of one moment', () => {
  const once = `rules: [${paid('a', 'A', 'points: 10, pays: once')}, ${paid('b', 'A', 'then: { event: B }, within: 1 hour, points: 5')}]`;

  test('count in their own order, in whichever they come', () => {
    const ids = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const order of [ids, ids.toReversed()]) {
      const life = new Compared(once).take('Z', -60);
      for (const id of order) life.take('A', 0, id);
      expect(life.take('B', 0).take('B', 1).score).toBe(15);
    }
  });

  test('of which one comes again, recognised by more rules, count as that', () => {
    const life = new Compared(
      `rules: [${paid('a', 'A', 'points: 10, pays: every time')}, ${paid('b', 'B', 'points: 1, pays: every time')}, ${paid('c', 'B', 'points: 2, pays: every time')}]`,
    );
    expect(life.take('A', 0, 'm').score).toBe(10);
    expect(life.take('B', 0, 'm').score).toBe(3);
    expect(life.take('A', 1, 'm').score).toBe(3);
  });
});

describe('suspicious clicks', () => {
  const of = () =>
    new Compared(`rules: [${paid('a', 'A', 'points: 10, pays: every time, per: link')}, ${paid('b', 'B', 'points: 1, pays: once')}]
suspiciousClicks:
  { rules: [a, b], message: mail, links: 2, within: 2 minutes, confirmWithin: 60 minutes, confirmedBy: [{ when: { event: View }, times: 2 }] }`);
  const click = (one: Compared, minute: number, mail: string, link: string) =>
    one.take('A', minute, undefined, { properties: { mail, link } });

  test('of which signs confirm some leave the others as they are', () => {
    const one = of();
    for (const [minute, link] of [
      [0, 'x'],
      [1, 'y'],
    ] as const)
      click(one, minute, 'm', link);
    one.take('View', 2);
    click(one, 50, 'n', 'x');
    click(one, 51, 'n', 'y').take('View', 52);
    expect(one.score).toBe(40);
    one.nowMs += 40 * minuteMs;
    one.compare();
    expect(one.score).toBe(40);
    one.nowMs += 20 * minuteMs;
    one.compare();
    expect(one.score).toBe(20);
  });

  test('that had lapsed count again where late signs confirm them', () => {
    const one = of();
    click(one, 0, 'm', 'x');
    click(one, 1, 'm', 'y').take('View', 2);
    one.nowMs += 60 * minuteMs;
    one.compare();
    expect(one.score).toBe(0);
    one.take('View', 30);
    expect(one.score).toBe(20);
  });
});

test('what a machine did is refused at once, and counts for nothing that comes', () => {
  const life = new Compared(inVisit).take('A', 0).take('A', 1, 'by a machine', { machine: 'head' });
  expect(life.replay.evaluations(life.nowMs)[0]?.refusals).toHaveLength(1);
  expect(life.score).toBe(0);
  expect(life.take('A', 2).score).toBe(10);
});

describe('sealing on the way', () => {
  const atHours = (matched: MatchedEvent, count: number): MatchedEvent[] =>
    Array.from({ length: count }, (_, index) => ({
      ...matched,
      hash: index + 1,
      atMs: mondayNoonMs + index * limits.hourMs,
    }));

  test('goes on with what is sealed', () => {
    const life = new Compared(`rules: [${paid('a', 'A', 'points: 1, pays: once a day')}]`);
    life.takeMatched(atHours(life.recognised('A'), 257));
    expect(life.replay.state.frozenAwards.length).toBeGreaterThan(0);
    life.compare();
    life.take('A', 257 * 60);
  });
});

describe('a replayed profile at its limit', () => {
  /** So many of an event, a minute apart. */
  const many = (matched: MatchedEvent, count: number, fromMinute = 0): MatchedEvent[] =>
    Array.from({ length: count }, (_, index) => ({
      ...matched,
      hash: fromMinute + index + 1,
      atMs: mondayNoonMs + (fromMinute + index) * minuteMs,
    }));

  test('goes on with the younger half, and asks for no score of what it refuses', () => {
    const rules = [
      paid('a', 'A', 'points: 1, pays: once'),
      paid('b', 'B', 'points: 5, pays: once, decay: { linear: 400 days }'),
      paid('c', 'C', 'then: { event: D }, within: 7 days, points: 10'),
    ];
    const life = new Compared(`rules: [${rules.join(', ')}]`).take('B', 0).take('C', 0);
    const events = many(life.recognised('A'), profileEventsMax - 1);
    life.takeMatched(events.slice(0, -1));
    expect(life.replay.state.isCutShort).toBe(false);
    life.takeMatched(events.slice(-1));
    life.compare();
    expect(life.replay.state.isCutShort).toBe(true);
    expect(life.replay.state.matchedEvents).toHaveLength(profileEventsMax / 2 + 1);
    // What would count across the cut is lost.
    life.take('D', profileEventsMax);
    expect(life.score).toBeLessThan(6);
    const scores = life.replay.tierStates.map(({ score }) => score);
    life.nowMs += dayMs;
    life.take('A', 1);
    expect(life.replay.tierStates.map(({ score }) => score)).toEqual(scores);
    expect(life.score).toBeLessThan((scores[0] ?? 0) / 1_000);
  });

  test('seals what is older than a week, where that gives room, though the person decides what is earned', () => {
    const life = new Compared(
      `rules: [${paid('a', 'A', 'points: 10, pays: once, who: { identity: known }')}, ${paid('b', 'B', 'points: 1, pays: once')}]\nstopsAbove: 1000`,
    );
    const a = life.recognised('A');
    life.takeMatched([...many(a, 10), ...many(a, profileEventsMax - 10, 60)]);
    expect(life.replay.state.matchedEvents).toHaveLength(profileEventsMax);
    life.take('B', latenessMs / minuteMs + 60);
    expect(life.replay.state.matchedEvents).toHaveLength(profileEventsMax - 10 + 1);
    expect(life.replay.state.isCutShort).toBe(false);
  });
});
