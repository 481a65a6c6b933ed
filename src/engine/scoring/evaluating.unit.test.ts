/** An evaluation that goes on from the one before, by tables: whatever changed, it is what a new evaluation would be. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate, evaluateChange, type Moment } from './evaluate.ts';
import { gather } from './gather.ts';
import { nobody, type Person } from './person.ts';
import { emptyState, type FrozenAward, type MatchedEvent, type ProfileState } from './profile-state.ts';

const { dayMs, hourMs, minuteMs } = limits;
const nowMs = mondayNoonMs + dayMs;

const parts = (points: number) => `visit: { endsAfter: 30 minutes }
rules:
  - { id: a, label: a, when: { event: A }, points: ${points}, pays: every time }
  - { id: b, label: b, when: { event: B }, count: in a visit, rungs: [{ from: 2, points: 100 }] }
  - { id: c, label: c, when: { event: C }, count: ever, rungs: [{ from: 3, points: 1000 }] }
  - { id: d, label: d, when: { event: D }, count: ever, rungs: [{ from: 1, points: 3 }, { from: 2, points: 7 }] }
resets: [{ id: r, label: r, when: { event: R }, to: zero }]`;
const programmeOf = (yaml: string) => programmesOf(yaml).programmes[0] as CompiledProgramme;
const programme = programmeOf(parts(10));
const idOf = (id: string) =>
  [...programme.rules, ...programme.resets].find((one) => one.id === id.toLowerCase())?.signatureId as number;

/** An event that the rule or the reset of its name recognises, at a minute. */
function event(name: string, minute: number, ...more: string[]): MatchedEvent {
  const matches = [name, ...more].map((one) => ({ signatureId: idOf(one), key: 0, number: null }));
  return { hash: minute * 100 + name.charCodeAt(0), atMs: mondayNoonMs + minute * minuteMs, matches };
}
const span = (from: number, to: number) => ({
  fromMs: mondayNoonMs + from * minuteMs,
  toMs: mondayNoonMs + to * minuteMs,
});
const frozen = (name: string, minute: number): FrozenAward => ({
  signatureId: idOf(name),
  rung: 0,
  key: 0,
  atMs: mondayNoonMs + minute * minuteMs,
  hash: 1,
  count: 1,
  earned: null,
});
/** What stays is the same object, as in processing. */
const empty = emptyState();
const momentOf = (more: Partial<ProfileState>, person: Person = nobody, atMs = nowMs): Moment => ({
  state: { ...empty, ...more },
  person,
  nowMs: atMs,
});

/** The score after a change, in points: what a new evaluation says, and so is the one before. */
function scoreAfter(before: Moment, after: Moment, now = programme, then = now): number {
  const change = evaluateChange(before, after, now, then);
  expect(change.before).toEqual(evaluate(before.state, before.person, then, before.nowMs));
  expect(change.after).toEqual(evaluate(after.state, after.person, now, after.nowMs));
  expect(change.gathering.awards).toEqual(gather(after.state, now, after.nowMs).awards);
  return change.after.score / 1_000;
}

const [a0, a1, a5, b0, b1, b50, b60, c0, c1, d0, d1] = [
  event('A', 0),
  event('A', 1),
  event('A', 5),
  event('B', 0),
  event('B', 1),
  event('B', 50),
  event('B', 60),
  event('C', 0),
  event('C', 1),
  event('D', 0),
  event('D', 1),
];

const held = span(2, 3);

test.each<[string, Partial<ProfileState>, Partial<ProfileState>, number]>([
  ['nothing', { matchedEvents: [a0] }, { matchedEvents: [a0] }, 10],
  ['the first event', {}, { matchedEvents: [a0] }, 10],
  ['later events', { matchedEvents: [a0] }, { matchedEvents: [a0, a1, a5] }, 30],
  [
    'a later event of a rule that is before another in the file',
    { matchedEvents: [a0, b0, b1] },
    { matchedEvents: [a0, b0, b1, a5] },
    120,
  ],
  [
    'an event that takes the only award to a higher rung',
    { matchedEvents: [d0] },
    { matchedEvents: [d0, d1] },
    7,
  ],
  ['an event between others', { matchedEvents: [a0, a5] }, { matchedEvents: [a0, a1, a5] }, 30],
  ['an event before others', { matchedEvents: [a1, a5] }, { matchedEvents: [a0, a1, a5] }, 30],
  ['an event less', { matchedEvents: [a0, a1] }, { matchedEvents: [a0] }, 10],
  ['another event in its place', { matchedEvents: [a0, a5] }, { matchedEvents: [a0, b50] }, 10],
  [
    'an event that more rules recognised',
    { matchedEvents: [b0, a1] },
    { matchedEvents: [event('B', 0, 'A'), a1] },
    20,
  ],
  [
    'an event in the place of the first, and a later one',
    { matchedEvents: [b0, a1] },
    { matchedEvents: [a0, a1, a5] },
    30,
  ],
  [
    'an event in the place of the first, and a later one, beside what holds the visit open',
    { matchedEvents: [b0, a1], outline: [held] },
    { matchedEvents: [a0, a1, a5], outline: [held] },
    30,
  ],
  [
    'an event that is sealed',
    { matchedEvents: [a0, a1] },
    { matchedEvents: [a1], frozenAwards: [frozen('A', 0)] },
    20,
  ],
  [
    'an award of another profile, with its later event',
    { matchedEvents: [a0] },
    { matchedEvents: [a0, a5], frozenAwards: [frozen('A', -9)] },
    30,
  ],
  [
    'a count of another profile, with its later event',
    { matchedEvents: [c0] },
    { matchedEvents: [c0, c1], tallies: [{ signatureId: idOf('C'), key: 0, count: 1, sinceMs: 0 }] },
    1_000,
  ],
  [
    'what holds a visit open',
    { matchedEvents: [b0] },
    { matchedEvents: [b0, b50], outline: [span(25, 25)] },
    100,
  ],
  [
    'what holds it open for longer',
    { matchedEvents: [b0], outline: [span(10, 10)] },
    { matchedEvents: [b0, b50], outline: [span(10, 25)] },
    100,
  ],
  [
    'what holds a visit open earlier',
    { matchedEvents: [b0], outline: [span(60, 60)] },
    { matchedEvents: [b0, b50], outline: [span(25, 25), span(60, 60)] },
    100,
  ],
])('what changed: %s', (_name, before, after, score) => {
  expect(scoreAfter(momentOf(before), momentOf(after))).toBe(score);
});

describe('an event from before what holds a visit open', () => {
  /** The first minute of the span, and the points: the events are of the minutes 0 and 50. */
  test.each([
    ['far from it', 100, 0],
    ['close to it', 60, 0],
    ['as it begins', 50, 0],
    ['within it', 40, 0],
    ['where it joins both', 20, 100],
  ])('%s', (_name, from, score) => {
    const outline = [span(from, 110)];
    const [before, after] = [
      { matchedEvents: [b0], outline },
      { matchedEvents: [b0, b50], outline },
    ];
    expect(scoreAfter(momentOf(before), momentOf(after))).toBe(score);
    // Two in one visit beside it: they are numbered as one.
    expect(scoreAfter(momentOf(after), momentOf({ matchedEvents: [b0, b50, b60], outline }))).toBe(100);
  });
});

test('after a reset it goes on with what came at its instant', () => {
  const reset = event('R', 5);
  expect(
    scoreAfter(momentOf({ matchedEvents: [a0, reset] }), momentOf({ matchedEvents: [a0, reset, a5] })),
  ).toBe(0);
  expect(
    scoreAfter(
      momentOf({ matchedEvents: [a0, reset] }),
      momentOf({ matchedEvents: [a0, reset, event('A', 6)] }),
    ),
  ).toBe(10);
});

test('under other rules, each is by its own', () => {
  const [before, after] = [momentOf({ matchedEvents: [a0] }), momentOf({ matchedEvents: [a0, a1] })];
  expect(scoreAfter(before, after, programmeOf(parts(25)), programme)).toBe(50);
  expect(evaluateChange(before, after, programmeOf(parts(25)), programme).before?.score).toBe(10_000);
  expect(evaluateChange(null, after, programme)).toMatchObject({ before: null, after: { score: 20_000 } });
});

describe('of another person', () => {
  const known: Person = { traits: {}, email: null, isKnown: true, canBeContacted: false };
  const forKnown = programmeOf(`cap: { ever: 25 }
rules:
  - { id: a, label: a, when: { event: A }, points: 10, pays: every time, who: { identity: known } }
  - { id: b, label: b, when: { event: B }, points: 20, pays: every time }
  - { id: c, label: c, when: { event: C }, points: 1, pays: every time }
resets: [{ id: r, label: r, when: { event: R }, to: zero }]`);

  test.each<[string, Person, Person, number]>([
    ['who is known now', nobody, known, 25],
    ['who is not known any more', known, nobody, 20],
    ['who is the same', known, known, 25],
    ['who is alike', known, { ...known }, 25],
  ])('%s', (_name, was, is, score) => {
    const named = (name: string) => forKnown.rules.find(({ id }) => id === name)?.signatureId as number;
    const of = (name: string, minute: number): MatchedEvent => ({
      ...event('A', minute),
      matches: [{ signatureId: named(name), key: 0, number: null }],
    });
    const first = of('a', 0);
    const before = momentOf({ matchedEvents: [first] }, was);
    expect(scoreAfter(before, momentOf({ matchedEvents: [first] }, is), forKnown)).toBe(is.isKnown ? 10 : 0);
    expect(scoreAfter(before, momentOf({ matchedEvents: [first, of('b', 1)] }, is), forKnown)).toBe(score);
  });
});

describe('what a change leaves for the next one', () => {
  const boss: Person = { traits: { title: 'Boss' }, email: null, isKnown: true, canBeContacted: false };
  const forBoss = programmeOf(
    `${parts(10)}\nfit: { rules: [{ id: boss, label: Boss, who: { traits: { title: Boss } }, points: 7 }] }`,
  );
  const [first, second] = [{ matchedEvents: [a0] }, { matchedEvents: [a0, a1] }];

  test('is the profile as it was, and the pass that goes on: neither is made again', () => {
    const change = evaluateChange(null, momentOf(first), programme);
    const next = evaluateChange(momentOf(first), momentOf(second), programme, programme, change.evaluated);
    expect(next.before).toBe(change.after);
    expect(next.evaluated.pass).toBe(change.evaluated.pass);
    expect(next.after.score).toBe(20_000);
  });

  test('is the profile as it was alone, where the programme changed', () => {
    const change = evaluateChange(null, momentOf(first), programme);
    const other = programmeOf(parts(25));
    const next = evaluateChange(momentOf(first), momentOf(second), other, programme, change.evaluated);
    expect(next.before).toBe(change.after);
    expect(next.after).toEqual(evaluate(momentOf(second).state, nobody, other, nowMs));
  });

  test.each<[string, CompiledProgramme, Person, boolean]>([
    ['of the same person', forBoss, boss, true],
    ['of one alike', forBoss, { ...boss, traits: { title: 'Boss' } }, true],
    ['of another person', forBoss, nobody, false],
    ['of another person, where the programme does not ask who it is', programme, nobody, true],
  ])('serves a profile %s: %s', (_name, by, person, serves) => {
    const change = evaluateChange(null, momentOf(first, boss), by);
    const next = evaluateChange(momentOf(first, person), momentOf(second, person), by, by, change.evaluated);
    expect(next.before === change.after).toBe(serves);
    expect(next.before).toEqual(evaluate(momentOf(first).state, person, by, nowMs));
    expect(next.after).toEqual(evaluate(momentOf(second).state, person, by, nowMs));
  });
});

test('an evaluation goes on where a click that came is suspicious', () => {
  const clicks = programmeOf(`visit: { endsAfter: 30 minutes }
rules: [{ id: click, label: Clicked, when: { event: Click }, points: 10, pays: every time }]
suspiciousClicks: { rules: [click], message: mail, links: 2, within: 10 seconds, delivered: { event: Delivered }, afterDelivery: 2 seconds, confirmedBy: [{ when: { event: Order } }], confirmWithin: 1 hour }`);
  const signature = (role: string) => clicks.bySignatureId.findIndex((one) => one?.role === role);
  const happened = (hash: number, atMs: number, ...roles: string[]): MatchedEvent => ({
    hash,
    atMs,
    matches: roles.map((role) => ({ signatureId: signature(role), key: 1, number: null })),
  });
  const came = [
    happened(2, nowMs - minuteMs, 'delivered'),
    happened(3, nowMs - minuteMs + 1_000, 'click', 'when'),
  ];
  const before = momentOf({ matchedEvents: [happened(1, nowMs - 9 * minuteMs, 'delivered')] });
  const after = momentOf({ matchedEvents: [...before.state.matchedEvents, ...came] });
  const known = evaluateChange(null, before, clicks).evaluated;
  const change = evaluateChange(before, after, clicks, clicks, known);
  expect(change.evaluated.pass).toBe(known.pass);
  expect(change.gathering.suspicions.size).toBe(1);
  expect(change.after).toEqual(evaluate(after.state, nobody, clicks, nowMs));
});

describe('clicks that came before, judged otherwise', () => {
  const minutes = (minute: number) => nowMs - hourMs + minute * minuteMs;
  const clicksOf = (pays: string, more = '') =>
    programmeOf(`visit: { endsAfter: 30 minutes }
rules:
  - { id: click, label: Clicked, when: { event: Click }, ${pays} }
  - { id: other, label: Other, when: { event: Other }, points: 1, pays: every time }
${more}
suspiciousClicks: { rules: [click], message: mail, links: 3, within: 10 minutes, confirmedBy: [{ when: { event: Order } }], confirmWithin: 30 minutes }`);
  const every = 'points: 10, pays: every time, per: link';

  /** Something else and three clicks of one mail, then what came: a sign, another click, or only time. */
  function changeBy(programme: CompiledProgramme, came: 'sign' | 'click' | 'nothing', atMinute: number) {
    const idIn = (role: string) => programme.bySignatureId.findIndex((one) => one?.role === role);
    const event = (hash: number, minute: number, matches: [role: string, key: number][]): MatchedEvent => ({
      hash,
      atMs: minutes(minute),
      matches: matches.map(([role, key]) => ({ signatureId: idIn(role), key, number: null })),
    });
    const click = (link: number, minute: number) =>
      event(link, minute, [
        ['click', 77],
        ['when', link],
      ]);
    const matches = [{ signatureId: programme.rules[1]?.signatureId as number, key: 0, number: null }];
    const other: MatchedEvent = { hash: 8, atMs: minutes(-1), matches };
    const known = [other, click(1, 0), click(2, 1), click(3, 2)];
    const more = {
      sign: [event(9, 5, [['sign', 0]])],
      click: [click(4, 5)],
      nothing: [],
    }[came];
    const before = momentOf({ matchedEvents: known }, nobody, minutes(3));
    const after = momentOf({ matchedEvents: [...known, ...more] }, nobody, minutes(atMinute));
    const { evaluated } = evaluateChange(null, before, programme);
    const change = evaluateChange(before, after, programme, programme, evaluated);
    expect(change.before).toEqual(evaluate(before.state, nobody, programme, before.nowMs));
    expect(change.after).toEqual(evaluate(after.state, nobody, programme, after.nowMs));
    expect(change.gathering.awards).toEqual(gather(after.state, programme, after.nowMs).awards);
    return { ...change, goesOn: change.evaluated.pass === evaluated.pass };
  }

  test.each<[string, CompiledProgramme, 'sign' | 'click' | 'nothing', number, boolean]>([
    ['a sign confirms them', clicksOf(every), 'sign', 6, true],
    ['a sign confirms them, and a cap cuts one', clicksOf(`${every}, cap: { day: 25 }`), 'sign', 6, true],
    ['a sign confirms them, and a bound refuses one', clicksOf(every, 'stopsAbove: 15'), 'sign', 6, true],
    ['another link makes more of them', clicksOf(every), 'click', 6, true],
    ['their time runs out', clicksOf(every), 'nothing', 45, false],
    ['a sign comes as late as their end', clicksOf(every), 'sign', 45, true],
    ['they are counted', clicksOf('count: ever, rungs: [{ from: 2, points: 10 }]'), 'sign', 6, false],
  ])('%s', (_name, programme, came, atMinute, expected) => {
    expect(changeBy(programme, came, atMinute).goesOn).toBe(expected);
  });

  test.each([
    ['stays', 4, true],
    ['is decided again where payments may fade in groups', 3, false],
  ])('what they earn up to a bound %s', (_name, fadingAloneMax, stays) => {
    const bounded = clicksOf(every, 'decay: { halfLife: 10 days }\nstopsAbove: 100');
    const { before, after } = changeBy({ ...bounded, fadingAloneMax }, 'sign', 6);
    expect(after.paid.map(({ reason }) => reason).slice(1)).toEqual(
      Array.from({ length: 3 }, () => 'every time, confirmed by a human sign'),
    );
    expect(after.paid[0] === before?.paid[0]).toBe(stays);
  });
});
