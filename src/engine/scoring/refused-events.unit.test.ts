/** What machines did, by tables: what a profile keeps of it, and the refusals that show it. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { MachineSign } from '../../contract/language/language.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate, evaluateChange } from './evaluate.ts';
import { nobody } from './person.ts';
import { type EventMatch, emptyState, type RefusedEvent } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { latestRefusedEvents } from './refused-events.ts';
import { takeEvent } from './take-event.ts';

const match = (signatureId: number): EventMatch => ({ signatureId, key: 0, number: null });
const event = (hash: number, atMs: number, more: Partial<RefusedEvent> = {}): RefusedEvent => ({
  hash,
  atMs,
  matches: [match(1)],
  sign: 'prefetch',
  ...more,
});

describe('of what machines did', () => {
  test('each event stays once, in the order of time, then hash', () => {
    const [one, two, three] = [event(3, 5), event(1, 9), event(2, 9)];
    expect(latestRefusedEvents([three, one, two, one])).toEqual([one, two, three]);
    expect(latestRefusedEvents([])).toEqual([]);
  });

  test.each<[string, RefusedEvent, RefusedEvent]>([
    [
      'the later',
      event(1, 6, { sign: 'head', matches: [match(1)] }),
      event(1, 5, { sign: 'scanner', matches: [match(2)] }),
    ],
    [
      'at one time, that of the later sign in the list',
      event(1, 5, { sign: 'scanner', matches: [match(1)] }),
      event(1, 5, { sign: 'head', matches: [match(2)] }),
    ],
    [
      'with one sign, the greater matches',
      event(1, 5, { matches: [match(2)] }),
      event(1, 5, { matches: [match(1)] }),
    ],
  ])('of two records of one event %s stays, in whichever order they come', (_name, kept, other) => {
    expect(latestRefusedEvents([kept, other])).toEqual([kept]);
    expect(latestRefusedEvents([other, kept])).toEqual([kept]);
  });

  test('of two records that are alike the first stays', () => {
    const [one, other] = [event(1, 5), event(1, 5)];
    expect(latestRefusedEvents([one, other])[0]).toBe(one);
  });

  test('the latest stay, of more than a profile keeps', () => {
    const max = limits.refusedEventsPerProfileMax;
    const many = Array.from({ length: max + 3 }, (_, index) => event(index + 1, 1_000 + index));
    expect(latestRefusedEvents(many.toReversed())).toEqual(many.slice(3));
  });
});

describe('an event of a machine', () => {
  const programmes = programmesOf(`rules:
  - { id: a, label: A, when: { event: A }, points: 5, pays: every time }
  - { id: b, label: B, when: { event: A }, then: { event: B }, within: 1 hour, points: 7 }`);
  const [programme] = programmes.programmes as [CompiledProgramme];
  const nowMs = mondayNoonMs + 1;
  const taken = (name: string, machine: MachineSign) => {
    const given = { messageId: name, atMs: mondayNoonMs, type: 'track', event: name } as const;
    const matched = recognise(programmes, { ...scovilleEvent(given), machine });
    return takeEvent(emptyState(), matched, {
      programmes,
      person: nobody,
      horizonMs: 0,
      nowMs,
      historyFromMs: 0,
    });
  };

  test.each<[MachineSign, string]>([
    ['head', 'no person: a HEAD request, which shows nobody anything'],
    ['prefetch', 'no person: fetched in advance, before anybody looked'],
    ['machine-open', 'no person: opened by a machine, as the mail provider says'],
    ['mail-privacy', "no person: loaded by Apple's mail privacy protection, whether or not anybody looked"],
    ['scanner', 'no person: followed by a program that scans links'],
  ])('earns nothing of any rule it would begin, and says why: %s', (machine, reason) => {
    const { state, as } = taken('A', machine);
    expect(as).toBe('shown');
    const { score, isComputed, contributions, refusals } = evaluate(state, nobody, programme, nowMs);
    expect({ score, isComputed, contributions }).toEqual({ score: 0, isComputed: false, contributions: [] });
    expect(refusals).toMatchObject([
      { source: { id: 'a' }, atMs: mondayNoonMs, reason },
      { source: { id: 'b' }, atMs: mondayNoonMs, reason },
    ]);
  });

  test('that only ends what another began is kept without a refusal; one that no rule knows is not kept', () => {
    const { state } = taken('B', 'head');
    expect(state.refusedEvents).toHaveLength(1);
    expect(evaluate(state, nobody, programme, nowMs).refusals).toEqual([]);
    expect(taken('Z', 'head')).toMatchObject({ as: 'shown', state: { refusedEvents: [] } });
  });

  test('between two evaluations is a refusal of the later one, though no other event came', () => {
    const before = { state: emptyState(), person: nobody, nowMs };
    const after = { state: taken('A', 'robot').state, person: nobody, nowMs: nowMs + 1 };
    const change = evaluateChange(before, after, programme);
    expect(change.after.refusals).toEqual(evaluate(after.state, nobody, programme, nowMs + 1).refusals);
    expect([change.before?.refusals.length, change.after.refusals.length]).toEqual([0, 2]);
  });

  test('that a programme of before recognised is no refusal of this one', () => {
    const state = { ...emptyState(), refusedEvents: [event(1, mondayNoonMs, { matches: [match(99)] })] };
    expect(evaluate(state, nobody, programme, nowMs).refusals).toEqual([]);
  });
});
