/** The laws of payments that fade in groups: they make no score depend on when events are sealed, or evaluated. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Drawn, scoring } from '../../../test/support/drawn-programme.ts';
import {
  drawnTime,
  languageHistory,
  languageStartMs,
  timeIn,
} from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { hasBoundedEverCounts } from '../../../test/support/programme-arbitrary.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt } from './contribution.ts';
import { type Evaluation, evaluate, evaluateChange } from './evaluate.ts';
import { fadeOf } from './fade.ts';
import { inGroups } from './fading-groups.ts';
import { GroupedSum } from './grouped-sum.ts';
import { nobody } from './person.ts';
import { sealOld } from './seal.ts';
import { packState, unpackState } from './state-codec.ts';

const dayMs = 86_400_000;
const latenessMs = dayMs;
const decay = fc.constantFrom(
  { halfLife: '1 day' },
  { halfLife: '5 hours' },
  { linear: '2 days' },
  { expires: '1 day' },
);

/** Two rules that pay each time and fade, up to a bound: what they paid is grouped as soon as it is sealed. */
const plainRules = fc
  .record({
    points: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -5, max: 20 })),
    decays: fc.tuple(decay, decay),
    stopsAbove: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  })
  .map(
    ({ points, decays, stopsAbove }) =>
      new Drawn({
        programme: 'plain',
        name: 'Plain',
        campaign: 'Plain campaign',
        timeZone: 'UTC',
        visit: { endsAfter: '10 minutes' },
        rules: ['Alpha Done', 'Beta Done'].map((event, index) => ({
          id: `r${index}`,
          label: event,
          when: { event },
          points: points[index],
          pays: 'every time',
          decay: decays[index],
        })),
        ...(stopsAbove !== undefined && { stopsAbove }),
        ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 20 }] },
      }),
  );

/** Programmes in which few payments of a rule fade alone, in groups of some width. */
const grouping = fc
  .tuple(
    fc.oneof(plainRules, scoring({ readsPerson: false })),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(1, 4, 100),
  )
  .map(([drawn, fadingAloneMax, wider]) => {
    const rules = drawn.compiled.rules.map((rule) => ({
      ...rule,
      fade: { ...rule.fade, groupMs: rule.fade.groupMs * wider },
    }));
    const programme: CompiledProgramme = { ...drawn.compiled, rules, fadingAloneMax };
    return { drawn, programme };
  });

/** Histories in which a few kinds of events come again and again. */
const history = languageHistory(60);

/** By rule, how many payments there are, of nothing too, and what they came to. */
function paidBy({ paid }: Evaluation): Record<string, [count: number, earned: number]> {
  const sums: Record<string, [number, number]> = {};
  for (const { source, kind, count, earned } of paid) {
    if (kind !== 'rule') continue;
    const [counts, sum] = sums[source.id] ?? [0, 0];
    sums[source.id] = [counts + count, sum + earned];
  }
  return sums;
}

describe('payments that fade in groups', { timeout: lawTimeoutMs }, () => {
  test('come to the same score whenever what is old is sealed, now or after anything that may still arrive', () => {
    fc.assert(
      fc.property(
        grouping.filter(({ drawn }) => !hasBoundedEverCounts(drawn.programme)),
        history,
        fc.array(languageHistory(15), { minLength: 1, maxLength: 4 }),
        drawnTime,
        drawnTime,
        ({ drawn, programme }, old, batches, time, later) => {
          let nowMs = timeIn(old, time);
          let sealed = drawn.fold(old);
          let whole = drawn.fold(old);
          batches.forEach((batch, turn) => {
            const horizonMs = nowMs - latenessMs;
            const evaluationOf = (state: typeof sealed) => evaluate(state, nobody, programme, nowMs);
            const scoreOf = (state: typeof sealed) => evaluationOf(state).score;
            const before = paidBy(evaluationOf(sealed));
            sealed = sealOld(sealed, nobody, [programme], horizonMs, nowMs);
            expect(scoreOf(sealed)).toBe(scoreOf(whole));
            expect(paidBy(evaluationOf(sealed))).toEqual(before);
            const arriving = batch.map((event) => ({
              ...event,
              messageId: `${turn} ${event.messageId}`,
              atMs: event.atMs - languageStartMs + horizonMs,
            }));
            nowMs = Math.max(nowMs, timeIn(arriving, later)) + turn * dayMs;
            sealed = drawn.fold(arriving, unpackState(packState(sealed)));
            whole = drawn.fold(arriving, whole);
            expect(scoreOf(sealed)).toBe(scoreOf(whole));
          });
        },
      ),
      runs(300),
    );
  });

  test('an evaluation that goes on from the one before is what a new one would be', () => {
    fc.assert(
      fc.property(grouping, history, fc.nat(60), drawnTime, ({ drawn, programme }, events, at, time) => {
        const known = drawn.fold(events.slice(0, at));
        const before = {
          state: { ...known, matchedEvents: [...known.matchedEvents], outline: [...known.outline] },
          person: nobody,
          nowMs: timeIn(events.slice(0, at), time),
        };
        const after = {
          state: drawn.fold(events.slice(at), known),
          person: nobody,
          nowMs: Math.max(before.nowMs, timeIn(events, time)),
        };
        const change = evaluateChange(before, after, programme);
        expect(change.after).toEqual(evaluate(after.state, nobody, programme, after.nowMs));
      }),
      runs(200),
    );
  });

  test('a sum that is added up payment by payment is what the groups come to', () => {
    const payment = fc.record({
      rule: fc.nat(2),
      earned: fc.oneof(fc.integer({ min: -30_000, max: 30_000 }), fc.constantFrom(0, 1, 2_000_000_000)),
      gapMs: fc.oneof(fc.constantFrom(0, 1, 60_000, dayMs), fc.integer({ min: 0, max: 40 * dayMs })),
      count: fc.constantFrom(1, 1, 1, 5),
    });
    const fades = [
      fadeOf({ halfLife: 30 * dayMs }),
      fadeOf({ linear: 60 * dayMs }),
      fadeOf({ expires: 7 * dayMs }),
      fadeOf('none'),
    ];
    fc.assert(
      fc.property(
        fc.array(payment, { maxLength: 80 }),
        fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 100 * dayMs }),
        (drawn, ways, aloneMax, afterMs) => {
          let atMs = languageStartMs;
          const payments = drawn.map(({ rule, gapMs, ...one }, index) => {
            atMs += gapMs;
            const fade = fades[ways[rule] ?? 0] ?? fades[0];
            const times = { atMs, earnedAtMs: atMs + 1_000 };
            return { ...one, ...times, signatureId: rule, hash: index, fade, groupMs: fade?.groupMs };
          }) as Contribution[];
          const sum = new GroupedSum(aloneMax);
          for (const one of payments) sum.add(one);
          const atTheEndMs = atMs + afterMs;
          const expected = inGroups(payments, aloneMax).reduce(
            (all, one) => all + valueAt(one, atTheEndMs),
            0,
          );
          expect(sum.at(atTheEndMs)).toBe(expected);
          for (const bound of [expected - 1, expected, expected + 1])
            expect(sum.isAbove(bound, atTheEndMs)).toBe(expected > bound);
        },
      ),
      runs(400),
    );
  });
});
