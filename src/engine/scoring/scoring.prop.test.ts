/** The laws of scoring, for random histories: oracle, order, duplicates, union, sums, sealing, and the packed form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileEmea, history, historyStartMs, scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { minuteMs, type OracleEvent, oracleScore, oracleTier } from '../../../test/support/oracle.ts';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { evaluate } from './evaluate.ts';
import { newTierState, stepTierState, tierFor } from './ladder.ts';
import { nobody } from './person.ts';
import { toPoints, toThousandths } from './points.ts';
import { emptyState, type ProfileState, unionStates } from './profile-state.ts';
import { sealOld } from './seal.ts';
import { packState, unpackState } from './state-codec.ts';

const { programmes, emea } = compileEmea();
const scoreAt = (state: ProfileState, nowMs: number) => toPoints(evaluate(state, nobody, emea, nowMs).score);
const later = fc.integer({ min: 0, max: 60 * 24 * 3 }).map((minutes) => historyStartMs + minutes * minuteMs);

function fold(events: readonly OracleEvent[], state: ProfileState = emptyState()): ProfileState {
  for (const event of events) foldInto(state, programmes, scovilleEvent(event));
  return state;
}

const computed = { ...plainly(evaluate(emptyState(), nobody, emea, 0)), isComputed: true };

const shuffled = (events: OracleEvent[]) => fc.shuffledSubarray(events, { minLength: events.length });

describe('the laws of scoring', { timeout: lawTimeoutMs }, () => {
  test('a score is what the slow, obvious oracle says', () => {
    fc.assert(
      fc.property(history(), later, (events, nowMs) => {
        expect(scoreAt(fold(events), nowMs)).toBe(oracleScore(events, nowMs));
      }),
      runs(1_000),
    );
  });

  test('order of arrival does not matter, nor do duplicates, even with another time', () => {
    const scenario = history().chain((events) =>
      fc.tuple(
        fc.constant(events),
        shuffled(events),
        fc
          .subarray(events)
          .map((some) => some.map((event) => ({ ...event, atMs: event.atMs + 45 * minuteMs }))),
        later,
      ),
    );
    fc.assert(
      fc.property(scenario, ([events, mixed, copies, nowMs]) => {
        // Of what no rule recognises each time counts: a copy with another one is a moment of its own.
        const late = copies.filter((event) => fold([event]).matchedEvents.length > 0);
        const before = evaluate(fold(events), nobody, emea, nowMs);
        expect(evaluate(fold([...mixed, ...late, ...mixed]), nobody, emea, nowMs)).toEqual(before);
        expect(evaluate(fold([...late, ...mixed]), nobody, emea, nowMs)).toEqual(before);
      }),
      runs(300),
    );
  });

  test('merging two profiles gives the score of the union of their events, from either side', () => {
    const scenario = history().chain((events) =>
      fc.tuple(fc.constant(events), fc.subarray(events), fc.subarray(events), later),
    );
    fc.assert(
      fc.property(scenario, ([, one, two, nowMs]) => {
        const merged = unionStates(fold(one), fold(two));
        expect(scoreAt(merged, nowMs)).toBe(oracleScore([...one, ...two], nowMs));
        expect(unionStates(fold(two), fold(one)).matchedEvents).toEqual(merged.matchedEvents);
      }),
      runs(300),
    );
  });

  test('contributions sum to the score, each with a reason', () => {
    fc.assert(
      fc.property(history(), later, (events, nowMs) => {
        const { score, contributions } = evaluate(fold(events), nobody, emea, nowMs);
        expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBe(score);
        for (const { reason } of contributions) expect(reason).not.toBe('');
      }),
    );
  });

  test('between now and the next change the clock alone changes nothing', () => {
    fc.assert(
      fc.property(history(), later, (events, nowMs) => {
        const state = fold(events);
        const { score, nextChangeAtMs } = evaluate(state, nobody, emea, nowMs);
        if (nextChangeAtMs === null) {
          expect(evaluate(state, nobody, emea, nowMs + 100 * limits.dayMs).score).toBe(score);
        } else {
          expect(nextChangeAtMs).toBeGreaterThan(nowMs);
          expect(evaluate(state, nobody, emea, nextChangeAtMs - 1).score).toBe(score);
        }
      }),
      runs(300),
    );
  });

  test('sealing what is old changes no score, now or after anything that may still arrive', () => {
    const scenario = fc.tuple(
      history(),
      history(),
      fc
        .integer({ min: 0, max: 3 * 24 * 60 })
        .map((minutes) => historyStartMs + limits.latenessMs + minutes * minuteMs),
    );
    fc.assert(
      fc.property(scenario, ([old, more, nowMs]) => {
        const state = fold(old);
        const sealed = sealOld(state, nobody, [emea], nowMs - limits.latenessMs, nowMs);
        // What may still arrive: from the lateness horizon on.
        const arriving = more.map((event) => ({
          ...event,
          messageId: `late ${event.messageId}`,
          atMs: event.atMs - historyStartMs + nowMs - limits.latenessMs,
        }));
        const wantedAtMs = nowMs + 3 * limits.dayMs;
        const wanted = oracleScore([...old, ...arriving], wantedAtMs);
        expect(scoreAt(sealed, nowMs)).toBe(scoreAt(state, nowMs));
        const unpacked = unpackState(packState(sealed));
        expect(scoreAt(fold(arriving, unpacked), wantedAtMs)).toBe(wanted);
      }),
      runs(500),
    );
  });

  test('the packed form gives back what was packed, and refuses bytes it did not write', () => {
    fc.assert(
      fc.property(history(), fc.integer({ min: 1, max: 30 }), (events, cut) => {
        const state = fold(events);
        state.tierStates.push({
          ...newTierState(1),
          tier: 2,
          episode: 3,
          score: -12_750,
          sinceMs: historyStartMs,
          fellFrom: 3,
        });
        const packed = packState(state);
        expect(unpackState(packed)).toEqual(state);
        expect(() => unpackState(packed.subarray(0, Math.max(0, packed.length - cut)))).toThrow();
        expect(() => unpackState(Buffer.concat([packed, Buffer.of(0)]))).toThrow(/ends at/);
      }),
    );
  });

  test('a crossing if and only if the tier changed; without hysteresis the tier is always the score’s', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10, max: 120 }), { maxLength: 50 }), (scores) => {
        let tierState = newTierState(1);
        for (const score of scores) {
          const next = stepTierState(
            emea.programme.ladder,
            tierState,
            { ...computed, score: toThousandths(score) },
            historyStartMs,
          );
          expect(next.tier).toBe(tierFor(emea.programme.ladder, toThousandths(score)));
          expect(next.tier).toBe(oracleTier(score));
          expect(next.episode - tierState.episode).toBe(tierState.tier === 0 && next.tier > 0 ? 1 : 0);
          tierState = next;
        }
      }),
    );
  });
});
