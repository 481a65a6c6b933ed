/** Phases, by tables with a virtual clock: when they begin and end, what counts in them, what they freeze, sealed or not. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, rule, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { PhasesSeen, phaseMarks } from './phases.ts';
import { sealAtLimit, sealOld } from './seal.ts';
import { frozenAwardsMeaning, signatureName } from './signature-name.ts';
import { signaturesOf } from './signatures.ts';
import { packState, unpackState } from './state-codec.ts';

const { dayMs } = limits;
const trial = `phases:
  - { id: trial, label: In the trial, begins: { event: Trial Started }, until: { event: Order Completed }, lasts: 40 days }`;
const parts = `${trial}
rules:
  - { id: a, label: A, when: { event: A }, points: 10, pays: every time, during: trial }
  - { id: free, label: Free, when: { event: Free }, points: 1, pays: every time }`;
const life = (more = '') => new Life(programmesOf(`${parts}\n${more}`));

describe('a rule of a phase', () => {
  test('counts after the event that begins it, not before and not with it', () => {
    expect(life().track('A').wait(1).track('Trial Started').score).toBe(0);
    expect(life().track('Trial Started').track('A').score).toBe(0);
    expect(life().track('Trial Started').wait(1).track('A').score).toBe(10);
  });

  test('knows of no beginning at its own instant, however often there is one, and of the one before', () => {
    expect(life().track('Trial Started').track('Trial Started').track('A').score).toBe(0);
    const again = life().track('Trial Started').wait(1).track('Trial Started').track('Trial Started');
    expect(again.track('A').score).toBe(10);
  });

  test('knows of the latest beginning before an instant, in whatever order they are seen', () => {
    const [programme] = programmesOf(parts).programmes as [CompiledProgramme];
    for (const [first, ...others] of [
      [9, 8, 3],
      [9, 3, 8],
      [3, 8, 9],
    ]) {
      const seen = new PhasesSeen(programme.phases);
      for (const atMs of [first as number, ...others]) seen.see('begins', 0, atMs);
      const refusalAt = (atMs: number) => seen.refusal({ during: [0], whoThen: null }, atMs);
      expect([refusalAt(9), refusalAt(8 + 40 * dayMs)]).toEqual([null, null]);
    }
  });

  test('counts with the event that ends it, not after', () => {
    const one = life().track('Trial Started').wait(1);
    expect(one.track('Order Completed').track('A').score).toBe(10);
    expect(one.wait(1).track('A').score).toBe(10);
  });

  test.each([
    [40 * dayMs, 10],
    [40 * dayMs + 1, 0],
  ])('counts within its time: %i ms after its beginning it is %i', (ms, points) => {
    expect(life().track('Trial Started').wait(ms).track('A').score).toBe(points);
  });

  test('counts on from a later beginning', () => {
    const one = life()
      .track('Trial Started')
      .wait(39 * dayMs)
      .track('Trial Started');
    expect(one.wait(40 * dayMs).track('A').score).toBe(10);
  });

  test('does not count where a beginning and an end are of one instant', () => {
    const one = life().track('Trial Started').wait(1).track('Trial Started').track('Order Completed');
    expect(one.wait(1).track('A').score).toBe(0);
    expect(life().track('Order Completed').track('Trial Started').wait(1).track('A').score).toBe(0);
  });

  test('depends on no order of arrival: a late beginning counts from its time', () => {
    const one = life().track('A').wait(dayMs).track('A');
    expect(one.score).toBe(0);
    expect(one.track('Trial Started', {}, dayMs - 1).score).toBe(10);
    expect(one.track('Trial Started', {}, 2 * dayMs).score).toBe(20);
    expect(one.track('Order Completed', {}, dayMs - 2).score).toBe(10);
  });

  test('names the phase that it waits for', () => {
    expect(refusalsOf(life().track('A').evaluation.refusals)).toMatchObject([
      { rule: 'a', points: 0, reason: 'only during: In the trial' },
    ]);
    const two = new Life(
      programmesOf(`phases:
  - { id: one, label: One, begins: { event: One } }
  - { id: two, label: Two, begins: { event: Two } }
rules: [{ id: a, label: A, when: { event: A }, points: 10, pays: every time, during: [one, two] }]`),
    );
    expect(refusalsOf(two.track('A').evaluation.refusals)).toMatchObject([
      { reason: 'only during: One or Two' },
    ]);
  });

  test('is refused at the event that would be paid alone: of a sequence at its second', () => {
    const sequence = rule('A', 'then: { event: B }, within: 1 day, points: 10, during: trial');
    const one = new Life(programmesOf(`${trial}\nrules: [${sequence}]`)).track('A');
    expect(one.evaluation.refusals).toEqual([]);
    expect(one.track('B').evaluation.refusals).toHaveLength(1);
  });

  test('goes on after a reset, which takes points and ends no phase', () => {
    const one = life('resets: [{ id: r, label: R, when: { event: R }, to: fit }]')
      .track('Trial Started')
      .wait(1)
      .track('A');
    expect(one.wait(1).track('R').wait(1).track('A').score).toBe(10);
  });

  test.each<[string, string, string[], number]>([
    [
      'of two phases counts in either',
      'when: { event: A }, points: 10, pays: every time, during: [one, two]',
      ['Two', 'A'],
      10,
    ],
    [
      'that counts matches leaves out others',
      'when: { event: A }, count: ever, rungs: [{ from: 2, points: 10 }], during: one',
      ['A', 'One', 'A'],
      0,
    ],
    [
      'that counts matches counts those within',
      'when: { event: A }, count: ever, rungs: [{ from: 2, points: 10 }], during: one',
      ['A', 'One', 'A', 'A'],
      10,
    ],
    [
      'that counts up to the present too',
      'when: { event: A }, count: in the last 7 days, rungs: [{ from: 2, points: 10 }], during: one',
      ['A', 'One', 'A', 'A'],
      10,
    ],
    [
      'of a sequence has both within',
      'when: { event: A }, then: { event: B }, within: 1 day, points: 10, during: one',
      ['A', 'One', 'B'],
      0,
    ],
    [
      'of a sequence pays for both within',
      'when: { event: A }, then: { event: B }, within: 1 day, points: 10, during: one',
      ['One', 'A', 'B'],
      10,
    ],
    [
      'of silence waits from a match within',
      'when: { event: A }, within: 2 seconds, points: 10, during: one',
      ['One', 'A', 'B', 'B', 'B', 'B'],
      10,
    ],
    [
      'of silence does not wait from others',
      'when: { event: A }, within: 2 seconds, points: 10, during: one',
      ['A', 'B', 'B', 'B', 'B'],
      0,
    ],
    [
      'that pays once is not paid before',
      'when: { event: A }, points: 10, pays: once, during: one',
      ['A', 'One', 'A', 'A'],
      10,
    ],
  ])('%s', (_name, words, events, points) => {
    const one = new Life(
      programmesOf(`phases:
  - { id: one, label: One, begins: { event: One } }
  - { id: two, label: Two, begins: { event: Two } }
rules: [{ id: a, label: A, ${words} }]`),
    );
    for (const event of events) one.track(event).wait(1_000);
    expect(one.score).toBe(points);
  });
});

describe('a frozen person', () => {
  const partner = `phases:
  - { id: partner, label: Partner, begins: { type: identify, traits: { type: partner } }, until: { type: identify, traits: { type: { present: true, not: partner } } } }
freeze: partner
rules:
  - { id: a, label: A, when: { event: A }, points: 10, pays: every time, decay: { expires: 5 days } }
  - { id: quiet, label: Quiet, when: { event: A }, within: 2 days, points: -3 }`;

  test('keeps what was earned, earns nothing, and still fades and falls silent', () => {
    const one = new Life(programmesOf(partner)).track('A').wait(dayMs);
    one.identify({ type: 'partner' }, 'a:somebody').wait(1).track('A');
    expect(one.score).toBe(10);
    expect(refusalsOf(one.evaluation.refusals)).toMatchObject([
      { rule: 'a', reason: 'frozen: Partner' },
      { rule: 'quiet', reason: 'frozen: Partner' },
    ]);
    expect(one.wait(dayMs).score).toBe(7);
    expect(one.wait(3 * dayMs).score).toBe(-3);
  });

  test('earns again when it is over, and not for what came meanwhile', () => {
    const one = new Life(programmesOf(partner)).identify({ type: 'partner' }, 'a:somebody').wait(1);
    one.track('A').wait(1).identify({ type: 'customer' }, 'a:somebody').wait(1);
    expect(one.score).toBe(0);
    expect(one.track('A').score).toBe(10);
    expect(one.identify({ name: 'Ann' }, 'a:somebody').wait(1).track('A').score).toBe(20);
  });
});

describe('a sealed phase', () => {
  const sealing = `${trial}\nrules: [${rule('A', 'points: 10, pays: every time, during: trial')}]`;
  const marks = (events: Parameters<typeof fold>[1]) => {
    const { after, programme } = sealed(sealing, events);
    const roles = after.frozenAwards.map(({ signatureId, atMs }) => [
      programme.bySignatureId[signatureId]?.role,
      atMs,
    ]);
    return roles.filter(([role]) => role === 'begins' || role === 'until').map(([role]) => role);
  };

  test('leaves a mark of its latest beginning and end, and of no other', () => {
    expect(marks([['Trial Started', 9 * dayMs]])).toEqual(['begins']);
    expect(
      marks([
        ['Trial Started', 9 * dayMs],
        ['Order Completed', 8 * dayMs],
        ['Trial Started', 7 * dayMs],
      ]),
    ).toEqual(['until', 'begins']);
    expect(marks([['A', 9 * dayMs]])).toEqual([]);
  });

  test('is an event of the programme: there is a score, of nothing', () => {
    const { programme, after } = sealed(sealing, [['Trial Started', 9 * dayMs]]);
    expect(after.frozenAwards).toHaveLength(1);
    expect(evaluate(after, nobody, programme, mondayNoonMs)).toMatchObject({ isComputed: true, score: 0 });
  });

  test('leaves one before each known cut, because a rebuild may begin there', () => {
    const { programme } = sealed(sealing, [['A', 9 * dayMs]]);
    const [begins] = programme.bySignatureId.filter((one) => one?.role === 'begins');
    const mark = (atMs: number) => ({
      ...{ signatureId: begins?.signatureId ?? 0, rung: 0, key: 0, hash: 0, count: 1, earned: null },
      atMs,
    });
    const marksAt = (cuts: number[]) =>
      phaseMarks(programme.bySignatureId, [mark(1), mark(2), mark(5)], [], cuts).map(({ atMs }) => atMs);
    expect(marksAt([5, 9])).toEqual([2, 5]);
    expect(marksAt([6, 9])).toEqual([5]);
    expect(marksAt([2, 5, 9])).toEqual([1, 2, 5]);
    const earlier = {
      atMs: 3,
      hash: 1,
      matches: [{ signatureId: begins?.signatureId ?? 0, key: 0, number: null }],
    };
    expect(phaseMarks(programme.bySignatureId, [mark(5)], [earlier], [9]).map(({ atMs }) => atMs)).toEqual([
      5,
    ]);
  });

  test.each<[string, [string, number][], number]>([
    ['open', [['Trial Started', 30 * dayMs]], 10],
    [
      'over by its end',
      [
        ['Trial Started', 30 * dayMs],
        ['Order Completed', 29 * dayMs],
      ],
      0,
    ],
    ['over by its time', [['Trial Started', 41 * dayMs]], 0],
    [
      'begun again',
      [
        ['Order Completed', 30 * dayMs],
        ['Trial Started', 29 * dayMs],
      ],
      10,
    ],
  ])(
    'that is %s decides on what comes, through the packed form and a second sealing',
    (_name, events, points) => {
      const { programmes, programme, after } = sealed(sealing, events);
      const again = fold(programmes, [['A', 0]], unpackState(packState(after)));
      expect(evaluate(again, nobody, programme, mondayNoonMs).score).toBe(points * 1_000);
      const cut = sealAtLimit(again, nobody, [programme], mondayNoonMs);
      expect(evaluate(cut, nobody, programme, mondayNoonMs).score).toBe(points * 1_000);
      // At a limit all of the time before is gone.
      const later = fold(programmes, [['A', -limits.latenessMs]], cut);
      expect(evaluate(later, nobody, programme, mondayNoonMs).score).toBe(2 * points * 1_000);
    },
  );

  test.each<[string, string, [string, number][], number]>([
    [
      'not what it froze',
      'freeze: trial',
      [
        ['Trial Started', 30 * dayMs],
        ['A', 29 * dayMs],
        ['Order Completed', 28 * dayMs],
      ],
      0,
    ],
    [
      'what came before and after it',
      'freeze: trial',
      [
        ['A', 31 * dayMs],
        ['Trial Started', 30 * dayMs],
        ['A', 29 * dayMs],
      ],
      1,
    ],
    [
      'what it counts',
      '',
      [
        ['A', 31 * dayMs],
        ['Trial Started', 30 * dayMs],
        ['A', 29 * dayMs],
      ],
      1,
    ],
  ])('tallies %s', (_name, word, events, tallied) => {
    const during = word === '' ? ', during: trial' : '';
    const { after } = sealed(
      `${trial}\n${word}\nrules: [${rule('A', `points: 10, pays: every 2nd time${during}`)}]`,
      events,
    );
    expect(after.tallies.reduce((sum, { count }) => sum + count, 0)).toBe(tallied);
  });

  test('that is sealed already tallies what is dropped later', () => {
    const counting = `${trial}\nrules: [${rule('A', 'points: 10, pays: every 2nd time, during: trial')}]`;
    const { programmes, programme, after } = sealed(counting, [['Trial Started', 30 * dayMs]]);
    const later = fold(programmes, [['A', -dayMs]], after);
    const again = sealOld(later, nobody, [programme], mondayNoonMs, mondayNoonMs + limits.latenessMs);
    expect(again.matchedEvents).toEqual([]);
    expect(again.tallies).toMatchObject([{ count: 1 }]);
  });

  test('that changes has profiles rebuilt, and takes no match from a rule', () => {
    const programmeOf = (text: string) => {
      const [compiled] = programmesOf(text).programmes;
      if (compiled === undefined) throw new Error('there is no programme');
      return compiled.programme;
    };
    const [one, other] = [sealing, sealing.replace('lasts: 40 days', 'lasts: 41 days')].map(programmeOf) as [
      never,
      never,
    ];
    expect(frozenAwardsMeaning(one)).not.toBe(frozenAwardsMeaning(other));
    const namesOf = (programme: never) => signaturesOf(programme).map(({ name }) => name);
    expect(namesOf(one)).toEqual(namesOf(other));
    const free = programmeOf(sealing.replace(', during: trial', ''));
    expect(namesOf(free as never)).toEqual(namesOf(one));
    expect(signatureName(free, 'trial', '#begins', { event: 'Trial Started' })).toBe(namesOf(one)[1]);
  });
});
