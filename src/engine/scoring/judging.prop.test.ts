/** Clicks judged again after later events, for any events: as all of them are judged at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Happened, judgedOf, programme } from '../../../test/support/judged-clicks.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { suspicionsAfter, suspicionsOf } from './suspicion.ts';

/** Seconds after the one before: around each bound of the programme. */
const gap = fc.constantFrom(0, 0.5, 1, 2, 2.001, 5, 10, 10.001, 30, 60, 60.001);
const happened = fc.record({
  event: fc.constantFrom('Click' as const, 'Click' as const, 'Delivered' as const, 'View' as const),
  gap,
  link: fc.constantFrom('a', 'b', 'c', undefined),
});
const history = fc.array(happened, { maxLength: 25 }).map((steps) => {
  let second = 100;
  return steps.map(({ event, link, ...step }): Happened => {
    second += step.gap;
    return link === undefined ? [event, second] : [event, second, link];
  });
});

test('are judged as all at once', { timeout: lawTimeoutMs }, () => {
  fc.assert(
    fc.property(history, fc.nat(), gap, gap, (all, split, before, after) => {
      const at = all.length === 0 ? 0 : split % (all.length + 1);
      const [earlier, later] = [all.slice(0, at), all.slice(at)];
      const beforeSecond = (earlier.at(-1)?.[1] ?? 100) + before;
      const nowMs = ((all.at(-1)?.[1] ?? 100) + after) * 1_000;
      const { known, matchedEvents, came } = judgedOf(earlier, later, beforeSecond);
      const wanted = suspicionsOf(matchedEvents, programme, nowMs);
      const isAlike = matchedEvents.slice(0, at).every(({ hash }) => {
        const [one, other] = [known.get(hash), wanted.get(hash)];
        return one?.state === other?.state && one?.why === other?.why;
      });
      const { others, hasChanged } = suspicionsAfter(known, matchedEvents, came, programme, nowMs);
      expect(new Map([...known, ...others])).toEqual(wanted);
      expect(hasChanged).toBe(!isAlike);
    }),
    runs(2_000),
  );
});
