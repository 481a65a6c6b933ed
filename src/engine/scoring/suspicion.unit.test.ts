/** Suspicious clicks, by tables: links within a time, clicks after a delivery, the signs that confirm them, when they lapse. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { nobody } from './person.ts';
import { addMatchedEvent, emptyState } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { sealOld } from './seal.ts';
import { suspicionsOf } from './suspicion.ts';

const parts = `
rules:
  - { id: click, label: Clicked, when: { event: Click }, points: 10, pays: once, per: [mail, link] }
  - { id: view, label: Viewed, when: { event: View }, points: 1, pays: once }
suspiciousClicks:
  rules: [click]
  message: mail
  links: 3
  within: 10 seconds
  delivered: { event: Delivered }
  afterDelivery: 2 seconds
  confirmedBy: [{ when: { event: View }, times: 2 }, { when: { event: Order } }]
  confirmWithin: 1 hour
`;
const programmes = programmesOf(parts);
const programme = programmes.programmes[0] as CompiledProgramme;

/** Event, seconds, link; all of mail m unless said. */
type TestEvent = readonly [event: string, second: number, link?: string | undefined, mail?: string];

function stateOf(events: readonly TestEvent[], startMs = 0, of = programmes) {
  const state = emptyState();
  events.forEach(([event, second, link, mail = 'm'], index) => {
    const properties = { ...(mail !== '' && { mail }), ...(link !== undefined && { link }) };
    const atMs = startMs + Math.round(second * 1_000);
    addMatchedEvent(
      state,
      recognise(of, scovilleEvent({ messageId: `${index}`, atMs, type: 'track', event, properties })),
    );
  });
  return state;
}

const suspicions = (events: readonly TestEvent[], nowSecond: number) => [
  ...suspicionsOf(stateOf(events).matchedEvents, programme, nowSecond * 1_000).values(),
];

const three: TestEvent[] = [
  ['Click', 100, 'a'],
  ['Click', 105, 'b'],
  ['Click', 110, 'c'],
];
const byLinks = '3 links of one message within 10 seconds';
const byDelivery = 'within 2 seconds of its delivery';

describe('what is suspicious', () => {
  test.each<[string, TestEvent[], string[]]>([
    ['three links in ten seconds, all of them', three, [byLinks, byLinks, byLinks]],
    [
      'not in longer',
      [
        ['Click', 100, 'a'],
        ['Click', 105, 'b'],
        ['Click', 110.001, 'c'],
      ],
      [],
    ],
    ['not two', three.slice(0, 2), []],
    ['not three times two links', [...three.slice(0, 2), ['Click', 107, 'a']], []],
    [
      'any stretch that holds it',
      [['Click', 91, 'x'], ...three, ['Click', 119, 'y']],
      Array(3).fill(byLinks),
    ],
    [
      'the most links of any stretch',
      [...three, ['Click', 106, 'd']],
      Array(4).fill('4 links of one message within 10 seconds'),
    ],
    [
      'not of two messages',
      [
        ['Click', 100, 'a'],
        ['Click', 101, 'b'],
        ['Click', 102, 'c', 'n'],
      ],
      [],
    ],
    [
      'not without a message',
      [
        ['Click', 100, 'a', ''],
        ['Click', 101, 'b', ''],
        ['Click', 102, 'c', ''],
      ],
      [],
    ],
    [
      'a click of both messages is counted in its own',
      [...three, ['Click', 106, 'd', 'n']],
      Array(3).fill(byLinks),
    ],
    [
      'at most two seconds after the delivery',
      [
        ['Delivered', 98],
        ['Click', 100, 'a'],
      ],
      [byDelivery],
    ],
    [
      'not later',
      [
        ['Delivered', 97.999],
        ['Click', 100, 'a'],
      ],
      [],
    ],
    [
      'at its very instant',
      [
        ['Delivered', 100],
        ['Click', 100, 'a'],
      ],
      [byDelivery],
    ],
    [
      'not before it',
      [
        ['Click', 100, 'a'],
        ['Delivered', 101],
      ],
      [],
    ],
    [
      'after any of its deliveries',
      [
        ['Delivered', 1],
        ['Delivered', 99],
        ['Click', 100, 'a'],
      ],
      [byDelivery],
    ],
    [
      'not after that of another',
      [
        ['Delivered', 99, undefined, 'n'],
        ['Click', 100, 'a'],
      ],
      [],
    ],
    [
      'the same link clicked again and again',
      [
        ['Click', 100, 'a'],
        ['Click', 101, 'a'],
        ['Click', 102, 'b'],
        ['Click', 103, 'b'],
        ['Click', 109, 'c'],
        ['Click', 112, 'a'],
      ],
      Array(6).fill(byLinks),
    ],
    [
      'a link clicked again is still there when its first click is too long ago',
      [
        ['Click', 100, 'a'],
        ['Click', 105, 'a'],
        ['Click', 106, 'b'],
        ['Click', 112, 'c'],
      ],
      Array(3).fill(byLinks),
    ],
  ])('%s', (_name, events, whys) => {
    expect(suspicions(events, 120).map(({ why }) => why)).toEqual(whys);
  });
});

test('a click of no link, or of a rule that is not known, is a link of its own', () => {
  const [clickId, ruleId] = ['click', 'when'].map(
    (role) => programme.bySignatureId.find((signature) => signature?.role === role)?.signatureId as number,
  ) as [number, number];
  const match = (signatureId: number, key: number) => ({ signatureId, key, number: null });
  const events = [
    { hash: 5, atMs: 1_000, matches: [match(clickId, 1), match(ruleId, 7)] },
    { hash: 6, atMs: 2_000, matches: [match(clickId, 1)] },
    { hash: 7, atMs: 3_000, matches: [match(clickId, 1), match(ruleId, 0)] },
  ];
  expect([...suspicionsOf(events, programme, 0).keys()]).toEqual([5, 6, 7]);
  expect(suspicionsOf(events.slice(1), programme, 0).size).toBe(0);
});

test('without a time after the delivery, no click is suspicious for that', () => {
  const own = programmesOf(parts.replace('  afterDelivery: 2 seconds\n', ''));
  const events: TestEvent[] = [
    ['Delivered', 100],
    ['Click', 100, 'a'],
  ];
  const { matchedEvents } = stateOf(events, 0, own);
  expect(matchedEvents.every(({ matches }) => matches.length > 0)).toBe(true);
  expect(suspicionsOf(matchedEvents, own.programmes[0] as CompiledProgramme, 0).size).toBe(0);
});

describe('what becomes of it', () => {
  const states = (events: readonly TestEvent[], nowSecond: number) =>
    suspicions(events, nowSecond).map(({ state }) => state);

  test.each<[string, TestEvent[], number, string[]]>([
    ['provisional', [], 3_699.999, ['provisional', 'provisional', 'provisional']],
    ['lapsed one by one', [], 3_700, ['lapsed', 'provisional', 'provisional']],
    ['lapsed in the end', [], 3_710, ['lapsed', 'lapsed', 'lapsed']],
    ['one view is no sign', [['View', 200]], 5_000, ['lapsed', 'lapsed', 'lapsed']],
    [
      'two views are',
      [
        ['View', 200],
        ['View', 201],
      ],
      5_000,
      ['confirmed', 'confirmed', 'confirmed'],
    ],
    ['so is an order', [['Order', 200]], 200, ['confirmed', 'confirmed', 'confirmed']],
    [
      'not one before the click, nor with it',
      [['Order', 105]],
      200,
      ['confirmed', 'provisional', 'provisional'],
    ],
    ['at the bound it is in time', [['Order', 3_700]], 5_000, ['confirmed', 'confirmed', 'confirmed']],
    ['a little later for some', [['Order', 3_705]], 5_000, ['lapsed', 'confirmed', 'confirmed']],
  ])('%s', (_name, signs, nowSecond, expected) => {
    expect(states([...three, ...signs], nowSecond)).toEqual(expected);
  });

  test('when it lapses', () => {
    expect(suspicions(three, 120).map(({ untilMs }) => untilMs)).toEqual([3_700_000, 3_705_000, 3_710_000]);
  });

  test('what other programmes recognised says nothing', () => {
    const events = stateOf(three).matchedEvents.map((event) => ({
      ...event,
      matches: [{ signatureId: 999, key: 1, number: null }, ...event.matches],
    }));
    expect([...suspicionsOf(events, programme, 0).values()].map(({ why }) => why)).toEqual(
      Array(3).fill(byLinks),
    );
  });

  test('nothing without the words for it', () => {
    const [plain] = programmesOf('{}').programmes;
    expect(suspicionsOf(stateOf(three).matchedEvents, plain as CompiledProgramme, 0).size).toBe(0);
  });

  test('the clock alone takes it back, at the first that lapses; a later click of the link is paid', () => {
    const life = new Life(programmes);
    for (const link of ['a', 'b', 'c']) life.track('Click', { mail: 'm', link }).wait(1_000);
    expect(life.evaluation).toMatchObject({ score: 30_000, nextChangeAtMs: mondayNoonMs + 3_600_000 });
    expect(life.evaluation.contributions.every(({ provisionalUntilMs }) => provisionalUntilMs !== null)).toBe(
      true,
    );
    expect(life.wait(3_600_000).score).toBe(0);
    expect(life.track('Click', { mail: 'm', link: 'a' }).score).toBe(10);
    expect(life.evaluation.contributions.map(({ provisionalUntilMs }) => provisionalUntilMs)).toEqual([null]);
    expect(life.evaluation.nextChangeAtMs).toBe(null);
  });

  test('confirmed, nothing waits any more', () => {
    const life = new Life(programmes);
    for (const link of ['a', 'b', 'c']) life.track('Click', { mail: 'm', link }).wait(1_000);
    expect(life.track('Order').evaluation).toMatchObject({ score: 30_000, nextChangeAtMs: null });
  });
});

describe('sealing', () => {
  const horizonMs = mondayNoonMs;
  const kept = (events: readonly TestEvent[]) => {
    const state = stateOf(events, horizonMs);
    return sealOld(state, nobody, [programme], horizonMs, horizonMs + 10 * 24 * 3_600_000).matchedEvents
      .length;
  };

  test.each<[string, TestEvent[], number]>([
    ['a click whose sign may still come stays', [['Click', -3_600, 'a']], 1],
    ['one whose sign can come no more goes', [['Click', -3_600.001, 'a']], 0],
    ['a delivery goes', [['Delivered', -3_601]], 0],
    [
      'what a later click is judged by stays with it',
      [
        ['Click', -3_600.001, 'a'],
        ['Click', -3_590, 'b'],
      ],
      2,
    ],
  ])('%s', (_name, events, count) => {
    expect(kept(events)).toBe(count);
  });

  const wideProgrammes = programmesOf(
    parts
      .replace('within: 10 seconds', 'within: 2 hours')
      .replace('2 seconds', '2 hours')
      .replace('confirmWithin: 1 hour', 'confirmWithin: 3 hours'),
  );
  const hour = 3_600;

  test.each<[string, TestEvent[], number]>([
    [
      'a click that a later one is counted with stays',
      [
        ['Click', -4 * hour, 'a'],
        ['Click', -2.5 * hour, 'b'],
      ],
      2,
    ],
    [
      'at the bound too',
      [
        ['Click', -4.5 * hour, 'a'],
        ['Click', -2.5 * hour, 'b'],
      ],
      2,
    ],
    [
      'not beyond it',
      [
        ['Click', -4.6 * hour, 'a'],
        ['Click', -2.5 * hour, 'b'],
      ],
      1,
    ],
    [
      'nor with one of another message',
      [
        ['Click', -4 * hour, 'a'],
        ['Click', -2.5 * hour, 'b', 'n'],
      ],
      1,
    ],
    [
      'nor what is younger',
      [
        ['Click', -5 * hour, 'a'],
        ['Click', hour, 'b'],
      ],
      1,
    ],
    [
      'a delivery that a later click is judged by stays',
      [
        ['Delivered', -4 * hour],
        ['Click', -2.5 * hour, 'b'],
      ],
      2,
    ],
    [
      'not one before its time',
      [
        ['Delivered', -5 * hour],
        ['Click', -2.5 * hour, 'b'],
      ],
      1,
    ],
    ['one that a click may yet follow', [['Delivered', -1.5 * hour]], 1],
    ['not one without a message', [['Delivered', -1.5 * hour, undefined, '']], 0],
  ])('longer than visits: %s', (_name, events, count) => {
    const nowMs = horizonMs + 10 * 24 * 3_600_000;
    const state = stateOf(events, horizonMs, wideProgrammes);
    expect(sealOld(state, nobody, wideProgrammes.programmes, horizonMs, nowMs).matchedEvents).toHaveLength(
      count,
    );
  });

  test('lapsed clicks freeze no award, confirmed ones do', () => {
    const frozen = (events: readonly TestEvent[]) =>
      sealOld(
        stateOf(events, horizonMs - 100_000_000),
        nobody,
        [programme],
        horizonMs,
        horizonMs + 1,
      ).frozenAwards.filter(({ signatureId }) => programme.bySignatureId[signatureId] !== undefined).length;
    expect(frozen(three)).toBe(0);
    expect(frozen([...three, ['Order', 200]])).toBe(3);
  });
});
