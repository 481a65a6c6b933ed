/** What a person was when something happened, by tables with a virtual clock: at the instant, late, merged or sealed. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { fold, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { evaluate } from './evaluate.ts';
import { refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { emptyState, unionStates } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { sealOld } from './seal.ts';
import { frozenAwardsMeaning } from './signature-name.ts';
import { packState, unpackState } from './state-codec.ts';

const { dayMs } = limits;
const ruleFor = (who: string, more = 'points: 10, pays: every time') =>
  `rules: [{ id: a, label: A, when: { event: A }, who: { ${who}, asOf: event }, ${more} }]`;
const nurture = ruleFor('traits: { stage: Nurture }');
const life = (parts: string) => new Life(programmesOf(parts));
const says = (one: Life, traits: JsonObject) => one.identify(traits, 'u:somebody');

describe('who as of the event', () => {
  test('is what was said before its instant, whatever is said later', () => {
    const one = says(life(nurture), { stage: 'Nurture' });
    expect(one.track('A').score).toBe(0);
    expect(one.wait(1).track('A').score).toBe(10);
    expect(says(one, { stage: 'Customer' }).track('A').score).toBe(20);
    expect(one.wait(1).track('A').score).toBe(20);
    expect(refusalsOf(one.evaluation.refusals)[0]?.reason).toBe('not for this profile as it was then');
  });

  test('is not changed by other traits, and is by none', () => {
    const one = says(says(life(nurture), { stage: 'Nurture' }).wait(1), { title: 'Boss' }).wait(1);
    expect(one.track('A').score).toBe(10);
    expect(says(one, { stage: null }).wait(1).track('A').score).toBe(10);
  });

  test.each([
    ['traits: { stage: { not: Customer } }', 10],
    ['traits: { stage: { present: false } }', 10],
    ['not: { traits: { stage: Customer } }', 10],
    ['traits: { stage: { present: true } }', 0],
    ['any: [{ traits: { stage: Nurture } }, { traits: { title: { present: false } } }]', 10],
    ['all: [{ traits: { stage: Nurture } }, { traits: { title: { present: false } } }]', 0],
    ['all: [{ traits: { stage: { not: Nurture } } }, { traits: { title: { present: false } } }]', 10],
    ['any: [{ traits: { stage: Nurture } }, { traits: { title: { present: true } } }]', 0],
    ['not: { traits: { stage: { present: false } } }', 0],
  ])('of somebody who said nothing: %s', (who, points) => {
    expect(life(ruleFor(who)).track('A').score).toBe(points);
  });

  test('reads inside of a trait, and another value of it says all of it again', () => {
    const one = says(life(ruleFor('traits: { company.size: { atLeast: 200 } }')), { company: { size: 200 } });
    expect(one.wait(1).track('A').score).toBe(10);
    expect(
      says(one, { company: { name: 'B' } })
        .wait(1)
        .track('A').score,
    ).toBe(10);
  });

  test('of an event that comes late is what was known then, and a late word changes the past', () => {
    const one = says(life(nurture).wait(dayMs), { stage: 'Nurture' }).wait(dayMs);
    expect(one.track('A', {}, dayMs + 1).score).toBe(0);
    expect(one.track('A', {}, dayMs - 1).score).toBe(10);
    const programmes = programmesOf(nurture);
    const at = (atMs: number, type: string, given: object) => ({
      ...scovilleEvent({ messageId: `${type} ${atMs}`, atMs, type, event: type === 'track' ? 'A' : '' }),
      ...given,
    });
    const state = emptyState();
    foldInto(state, programmes, at(5, 'track', {}));
    const scoreOf = (held = state) =>
      evaluate(held, nobody, programmes.programmes[0] as never, dayMs).score / 1_000;
    expect(scoreOf()).toBe(0);
    const other = emptyState();
    foldInto(other, programmes, at(4, 'identify', { traits: { stage: 'Nurture' } }));
    expect(scoreOf(unionStates(state, other))).toBe(10);
    const page = emptyState();
    foldInto(page, programmes, at(4, 'identify', { traits: { stage: 'Nurture' }, via: 'public' }));
    expect(scoreOf(unionStates(state, page))).toBe(0);
    const signed = emptyState();
    foldInto(signed, programmes, at(4, 'identify', { traits: { stage: 'Nurture' }, via: 'signed' }));
    expect(scoreOf(unionStates(state, signed))).toBe(10);
  });

  test('computes no score by itself, sealed or not', () => {
    const programmes = programmesOf(nurture);
    const state = emptyState();
    const said = scovilleEvent({ messageId: 'said', atMs: 5, type: 'identify' });
    foldInto(state, programmes, { ...said, traits: { stage: 'Nurture' } });
    const after = sealOld(state, nobody, programmes.programmes, dayMs, 2 * dayMs);
    expect([after.matchedEvents.length, after.frozenAwards.length]).toEqual([0, 1]);
    expect(evaluate(after, nobody, programmes.programmes[0] as never, 2 * dayMs).isComputed).toBe(false);
    const one = says(life(nurture), { stage: 'Nurture' });
    expect(one.evaluation.isComputed).toBe(false);
    expect(one.wait(400 * dayMs).evaluation.isComputed).toBe(false);
    expect(one.track('A').evaluation.isComputed).toBe(true);
    expect(one.wait(400 * dayMs).evaluation.isComputed).toBe(true);
  });

  test('is what somebody says who denies consent too: it decides on events, and is none', () => {
    const programmes = programmesOf(`consent: { purpose: Ads, gpc: refuse }\n${nurture}`);
    const said = scovilleEvent({ messageId: 'said', atMs: 5, type: 'identify' });
    const { matches, refused } = recognise(programmes, {
      ...{ ...said, traits: { stage: 'Nurture' } },
      consent: { denied: ['ads'], gpc: true },
    });
    expect([matches.length, refused?.matches]).toEqual([1, []]);
  });

  test('is remembered over a seal', () => {
    const { programmes, programme, after } = sealed(nurture, [['A', 20 * dayMs]]);
    const state = unpackState(packState(after));
    foldInto(state, programmes, {
      ...scovilleEvent({ messageId: 'i', atMs: 1, type: 'identify' }),
      traits: { stage: 'Nurture' },
    });
    expect(evaluate(fold(programmes, [['A', -1]], state), nobody, programme, Date.UTC(2027, 0)).score).toBe(
      10_000,
    );
  });
});

describe('freeze by who', () => {
  const frozen = `freeze: { who: { traits: { type: Partner } } }
rules: [{ id: a, label: A, when: { event: A }, points: 10, pays: every time, decay: { expires: 10 days } }]`;

  test('keeps what was earned, earns nothing new, and lets it fade', () => {
    const one = says(life(frozen).track('A').wait(1), { type: 'Partner' }).wait(1);
    expect(one.track('A').score).toBe(10);
    expect(refusalsOf(one.evaluation.refusals)[0]?.reason).toBe('frozen: for this profile as it was then');
    expect(one.wait(10 * dayMs).score).toBe(0);
    expect(says(one, { type: 'Customer' }).wait(1).track('A').score).toBe(10);
  });

  test('stands beside phases', () => {
    const both = `phases: [{ id: p, label: P, begins: { event: Go } }]
freeze: { phases: p, who: { traits: { type: Partner } } }
rules: [{ id: a, label: A, when: { event: A }, points: 10, pays: every time }]`;
    expect(life(both).track('Go').wait(1).track('A').score).toBe(0);
    expect(says(life(both), { type: 'Partner' }).wait(1).track('A').score).toBe(0);
    expect(life(both).track('A').score).toBe(10);
  });
});

test('a changed condition as of the event has profiles rebuilt', () => {
  const meaning = (parts: string) =>
    frozenAwardsMeaning(programmesOf(parts).programmes[0]?.programme as never);
  expect(meaning(nurture)).not.toBe(meaning(ruleFor('traits: { stage: Customer }')));
  expect(meaning(nurture)).not.toBe(meaning(nurture.replace(', asOf: event', '')));
});
