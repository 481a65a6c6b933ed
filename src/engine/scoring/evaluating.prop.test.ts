/** The laws of evaluations beside each other: one that goes on from another, and the score as it fades. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Drawn, personAfter, scoring } from '../../../test/support/drawn-programme.ts';
import {
  type DrawnTime,
  drawnTime,
  languageHistory,
  languageStartMs,
  timeIn,
} from '../../../test/support/history-arbitrary.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { valueAt } from './contribution.ts';
import { evaluate, evaluateChange } from './evaluate.ts';
import { FadingScore } from './fading-score.ts';
import { sumUp } from './standing.ts';

/** Found over HTTP, kept: what no rule knows came first, and then what had happened before it in the same visit. */
const momentFirst: [Drawn, LanguageEvent[], number, DrawnTime, DrawnTime] = [
  new Drawn({
    programme: 'random',
    name: 'Random',
    campaign: 'Random campaign',
    timeZone: 'UTC',
    visit: { endsAfter: '30 minutes' },
    rules: [{ id: 'r0', label: 'Done', when: { event: 'Alpha Done' }, points: 15, pays: 'once a visit' }],
    ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 20 }] },
  }),
  ['Beta Done', 'Alpha Done', 'Alpha Done'].map((name, index) => ({
    messageId: `m${index}`,
    atMs: languageStartMs + (6 - 2 * (index % 2)) * limits.minuteMs,
    type: 'track',
    name,
    path: '',
  })),
  1,
  { eventIndex: 0, afterMs: 0 },
  { eventIndex: 0, afterMs: 0 },
];

/** What a history pays under a programme by a time, and the sum of it as it fades. */
function fadingIn({ compiled, fold }: Drawn, events: readonly LanguageEvent[], nowMs: number) {
  const { contributions, countedFit } = evaluate(fold(events), personAfter(events), compiled, nowMs);
  const payments = contributions.filter(({ kind }) => kind === 'rule');
  return { payments, countedFit, fading: new FadingScore(compiled, payments, countedFit) };
}

describe('evaluations beside each other', { timeout: lawTimeoutMs }, () => {
  test('an evaluation that goes on from the one before is what a new one would be, in any order of arrival', () => {
    const arrivals = languageHistory().chain((events) =>
      fc.oneof(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(
        scoring(),
        arrivals,
        fc.oneof(fc.nat(4), fc.nat(40)),
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
      { ...runs(300), examples: [momentFirst] },
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
          const { payments, countedFit, fading } = fadingIn(drawn, events, nowMs);
          const gainsAtMs = Math.max(nowMs, timeIn(events, one));
          const lossesAtMs = Math.max(nowMs, timeIn(events, two));
          const faded = payments.map((payment) =>
            valueAt(payment, payment.earned > 0 ? gainsAtMs : lossesAtMs),
          );
          const { score } = sumUp(payments, faded, compiled, countedFit, nowMs);
          for (const bound of [score - 1, score, score + 1, 0])
            expect(fading.reaches(bound, gainsAtMs, lossesAtMs)).toBe(score >= bound);
        },
      ),
      runs(300),
    );
  });

  test('over a stretch of time, the score of any moment is between the two numbers around it, and that of what changes there', () => {
    fc.assert(
      fc.property(
        scoring(),
        languageHistory(),
        drawnTime,
        fc.array(fc.nat(90 * limits.dayMs), { minLength: 3, maxLength: 3 }),
        (drawn, events, time, ages) => {
          const { compiled } = drawn;
          const nowMs = timeIn(events, time);
          const { payments, countedFit, fading } = fadingIn(drawn, events, nowMs);
          const [fromMs, atMs, toMs] = ages.toSorted((a, b) => a - b).map((age) => nowMs + age) as [
            number,
            number,
            number,
          ];
          const { least, most } = fading.over(fromMs, toMs);
          const closer = fading.between(fromMs, toMs);
          for (const momentMs of [fromMs, atMs, toMs]) {
            const faded = payments.map((payment) => valueAt(payment, momentMs));
            const { score } = sumUp(payments, faded, compiled, countedFit, momentMs);
            expect(least).toBeLessThanOrEqual(score);
            expect(most).toBeGreaterThanOrEqual(score);
            for (const bound of [score - 1, score, score + 1])
              expect(closer.reaches(bound, momentMs, momentMs)).toBe(score >= bound);
          }
        },
      ),
      runs(300),
    );
  });
});
