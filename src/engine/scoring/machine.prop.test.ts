/** Laws of what machines did: no score knows it; the same refusals stand, in whatever order, merge or packed form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileEmea, history, historyStartMs, scovilleEvent } from '../../../test/support/emea.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { minuteMs } from '../../../test/support/oracle.ts';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import {
  consentSigns,
  type MachineSign,
  refusalSigns,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import { evaluate } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState, type ProfileState, unionStates } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { packState, unpackState } from './state-codec.ts';
import { takeEvent } from './take-event.ts';

const { programmes, emea } = compileEmea();
const machineSigns = refusalSigns.filter(
  (sign): sign is MachineSign => sign !== 'server-only' && !consentSigns.includes(sign as never),
);
const taking = { programmes, person: nobody, horizonMs: 0, nowMs: historyStartMs, historyFromMs: 0 };

function fold(events: readonly ScovilleEvent[], from = emptyState()): ProfileState {
  return events.reduce((state, event) => takeEvent(state, recognise(programmes, event), taking).state, from);
}

const people = history(30).map((events) => events.map((event) => scovilleEvent(event)));
/** Some share the message with what a person did: an image that is asked for with HEAD, then shown. */
const machines = fc
  .tuple(history(60), fc.array(fc.constantFrom(...machineSigns), { minLength: 1 }))
  .map(([events, signs]) =>
    events.map((event, index): ScovilleEvent => {
      const machine = signs[index % signs.length] ?? 'head';
      return { ...scovilleEvent(event), machine };
    }),
  );
const later = fc.integer({ min: 0, max: 4_320 }).map((minutes) => historyStartMs + minutes * minuteMs);
const mixed = fc
  .tuple(people, machines)
  .chain(([own, theirs]) =>
    fc.tuple(
      fc.constant(own),
      fc.constant(theirs),
      fc.shuffledSubarray([...own, ...theirs], { minLength: own.length + theirs.length }),
    ),
  );

describe('what machines did', { timeout: lawTimeoutMs }, () => {
  test('changes nothing but refusals of its own', () => {
    fc.assert(
      fc.property(mixed, later, ([own, , all], nowMs) => {
        const [alone, together] = [fold(own), fold(all)].map((state) =>
          plainly(evaluate(state, nobody, emea, nowMs)),
        );
        const isOwn = ({ reason }: { reason: string }) => !reason.startsWith('no person: ');
        const rest = { ...together, refusals: together?.refusals.filter(isOwn) };
        expect(rest).toEqual(alone);
      }),
      runs(300),
    );
  });

  test('stands whatever the order, repeated, merged and packed', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 0, max: 90 }), ([, theirs, all], cut) => {
        const { refusedEvents } = fold(theirs);
        expect(refusedEvents.length).toBeLessThanOrEqual(limits.refusedEventsPerProfileMax);
        expect(fold([...all, ...theirs]).refusedEvents).toEqual(refusedEvents);
        const [one, other] = [fold(all.slice(0, cut)), fold(all.slice(cut))];
        expect(unionStates(one, other).refusedEvents).toEqual(refusedEvents);
        expect(unionStates(other, one).refusedEvents).toEqual(refusedEvents);
        expect(unpackState(packState(fold(all))).refusedEvents).toEqual(refusedEvents);
      }),
      runs(300),
    );
  });
});
