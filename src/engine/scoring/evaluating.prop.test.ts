/** The laws of evaluations beside each other: one that goes on from another, and the score as it fades. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personAfter, scoring } from '../../../test/support/drawn-programme.ts';
import { drawnTime, languageHistory, timeIn } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { valueAt } from './cap-allocation.ts';
import { evaluate, evaluateChange } from './evaluate.ts';
import { FadingScore } from './fading-score.ts';
import { sumUp } from './standing.ts';

describe('evaluations beside each other', { timeout: lawTimeoutMs }, () => {
  test('an evaluation that goes on from the one before is what a new one would be', () => {
    fc.assert(
      fc.property(
        scoring(),
        languageHistory(),
        fc.nat(40),
        drawnTime,
        drawnTime,
        (drawn, events, at, one, two) => {
          const { compiled, fold } = drawn;
          const known = fold(events.slice(0, at));
          const before = {
            state: { ...known, matchedEvents: [...known.matchedEvents], outline: [...known.outline] },
            person: personAfter(events.slice(0, at)),
            nowMs: timeIn(events.slice(0, at), one),
          };
          const after = {
            state: fold(events.slice(at), known),
            person: personAfter(events),
            nowMs: Math.max(before.nowMs, timeIn(events, two)),
          };
          const change = evaluateChange(before, after, compiled);
          expect(change.before).toEqual(evaluate(before.state, before.person, compiled, before.nowMs));
          expect(change.after).toEqual(evaluate(after.state, after.person, compiled, after.nowMs));
          expect(evaluateChange(null, after, compiled)).toMatchObject({ before: null, after: change.after });
        },
      ),
      runs(300),
    );
  });

  test('the score as it fades is what its lines come to, with gains and losses as of any times', () => {
    fc.assert(
      fc.property(
        scoring(),
        languageHistory(),
        drawnTime,
        drawnTime,
        drawnTime,
        (drawn, events, time, one, two) => {
          const { compiled } = drawn;
          const nowMs = timeIn(events, time);
          const { contributions, countedFit } = evaluate(
            drawn.fold(events),
            personAfter(events),
            compiled,
            nowMs,
          );
          const payments = contributions.filter(({ kind }) => kind === 'rule');
          const fading = new FadingScore(compiled, payments, countedFit);
          const gainsAtMs = Math.max(nowMs, timeIn(events, one));
          const lossesAtMs = Math.max(nowMs, timeIn(events, two));
          const faded = payments.map((payment) => ({
            ...payment,
            value: valueAt(payment, payment.earned > 0 ? gainsAtMs : lossesAtMs),
          }));
          const { score } = sumUp(faded, compiled, countedFit, nowMs);
          for (const bound of [score - 1, score, score + 1, 0])
            expect(fading.reaches(bound, gainsAtMs, lossesAtMs)).toBe(score >= bound);
        },
      ),
      runs(300),
    );
  });
});
