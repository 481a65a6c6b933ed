/** The replay, which continues its passes, against a full evaluation after every event and wait. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory, streamEvent } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { parsedProgramme, programmeYaml } from '../../../test/support/programme-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { compileAlone } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { Replay } from './replay.ts';

const lateMs = fc.constantFrom(0, 0, 0, 1, limits.hourMs, limits.dayMs);
/** How much earlier an event is said to have happened when it comes a second time; null where it does not. */
const earlierMs = fc.constantFrom(null, null, null, 0, 1, limits.minuteMs, limits.dayMs);

test(
  'a replayed profile has the score of its events, after every event and in between',
  () => {
    const story = languageHistory().chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.array(fc.tuple(lateMs, earlierMs), { minLength: events.length, maxLength: events.length }),
      ),
    );
    fc.assert(
      fc.property(programmeYaml({ readsPerson: true }), story, (yaml, [events, late]) => {
        const programmes = compileAlone(parsedProgramme(yaml), 'test');
        const [programme] = programmes.programmes;
        if (programme === undefined) throw new Error('no programme');
        const accepted = events
          .flatMap((event, index) => {
            const [lateByMs, earlierByMs] = late[index] ?? [0, null];
            const given = streamEvent(event);
            const first = { ...given, acceptedAtMs: given.atMs + lateByMs };
            return earlierByMs === null ? [first] : [first, { ...first, atMs: given.atMs - earlierByMs }];
          })
          .sort((a, b) => a.acceptedAtMs - b.acceptedAtMs);
        const replay = new Replay(programmes, limits.latenessMs);
        const check = (nowMs: number) =>
          expect(replay.evaluations(nowMs)[0]).toEqual(
            evaluate(replay.state, replay.person, programme, nowMs),
          );
        for (const event of accepted) {
          replay.take(event);
          check(event.acceptedAtMs);
          check(event.acceptedAtMs + 10 * limits.minuteMs);
        }
      }),
      runs(200),
    );
  },
  lawTimeoutMs,
);
