/** Bytes that are kept and copied: a state is packed to the same bytes whatever was packed or read of it before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { emptyState, type FrozenAward, type MatchedEvent, type ProfileState } from './profile-state.ts';
import { packState, type StateForm, unpackState } from './state-codec.ts';

const matched = (index: number, isPublic: boolean): MatchedEvent => ({
  atMs: 1_700_000_000_000 + index * 777,
  hash: index * 2 + 1,
  matches: [{ signatureId: 1 + (index % 3), key: index % 5, number: index % 7 === 0 ? index / 4 : null }],
  ...(isPublic && { isPublic }),
});
const frozen = (index: number): FrozenAward => ({
  signatureId: 1,
  rung: 0,
  key: index % 5,
  atMs: 1_600_000_000_000 + index,
  hash: index + 1,
  count: 1,
  earned: index % 2 === 0 ? null : index,
});

/** Around the numbers from which on bytes are kept, and around the ends of blocks. */
const events = fc.constantFrom(0, 1, 63, 64, 65, 255, 256, 257, 319, 320, 321, 700);
const awards = fc.constantFrom(0, 1, 63, 64, 65, 200);

type Step = { how: 'later' | 'between' | 'other' | 'sealed' | 'stored'; position: number };
const step: fc.Arbitrary<Step> = fc.record({
  how: fc.constantFrom('later', 'later', 'between', 'other', 'sealed', 'stored'),
  position: fc.nat(),
});

/** What may happen to a state between two times that it is packed. The lists that are not its own stay as they are. */
function after(state: ProfileState, { how, position }: Step, next: number, form: StateForm): ProfileState {
  const list = state.matchedEvents;
  if (how === 'stored') return unpackState(packState(state, form));
  if (how === 'later') list.push(matched(next, next % 2 === 0));
  const at = position % Math.max(1, list.length);
  const one = list[at];
  if (one === undefined || how === 'later') return state;
  if (how === 'sealed')
    return { ...state, matchedEvents: list.slice(at), frozenAwards: [...state.frozenAwards, frozen(next)] };
  if (how === 'other') list[at] = { ...one, hash: one.hash + 1 };
  else list.splice(at, 0, { ...one, hash: next * 2 });
  return state;
}

test('a state has the bytes of its content, whatever is known of its bytes', {
  timeout: lawTimeoutMs,
}, () => {
  fc.assert(
    fc.property(
      events,
      awards,
      fc.boolean(),
      fc.constantFrom<StateForm>('plain', 'compact'),
      fc.array(step, { maxLength: 12 }),
      (count, sealed, isPublic, form, steps) => {
        let state: ProfileState = {
          ...emptyState(),
          matchedEvents: Array.from({ length: count }, (_, index) =>
            matched(index, isPublic && index % 9 < 4),
          ),
          frozenAwards: Array.from({ length: sealed }, (_, index) => frozen(index)),
        };
        packState(state, form);
        steps.forEach((one, index) => {
          state = after(state, one, count + index, form);
          // Of copies, no bytes are known.
          const packed = packState(structuredClone(state), form);
          expect(packState(state, form).equals(packed)).toBe(true);
          expect(unpackState(packed)).toEqual(state);
        });
      },
    ),
    runs(200),
  );
});
