/** Laws of consent: a score is that of the events that may count, in whatever order, merge or packed form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileEmea,
  emeaProgramme,
  history,
  historyStartMs,
  scovilleEvent,
} from '../../../test/support/emea.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { minuteMs } from '../../../test/support/oracle.ts';
import type { Consent, EventConsent, ScovilleEvent } from '../../contract/language/language.ts';
import { compileAlone } from './compile.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { joinIdentities, learnFrom, noIdentity, personOf } from './identity.ts';
import { nobody } from './person.ts';
import { emptyState, unionStates } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { packState, unpackState } from './state-codec.ts';
import { takeEvent } from './take-event.ts';

/** A profile, in the form it is stored in. */
interface Stored {
  state: Buffer;
  identity: string;
}

const asking = (consent: Consent) => compileAlone({ ...emeaProgramme(), consent }, 'test');
const { programmes: unasked, emea } = compileEmea();
const policies = (['score', 'refuse'] as const).flatMap((whenUnsaid) =>
  (['refuse', 'ignore'] as const).map((gpc) => {
    const consent: Consent = { purpose: ['Marketing', 'c4'], whenUnsaid, gpc };
    return { consent, programmes: asking(consent) };
  }),
);

function storedOf(events: readonly ScovilleEvent[], programmes: typeof unasked, from?: Stored): Stored {
  const taking = { programmes, person: nobody, horizonMs: 0, nowMs: historyStartMs, historyFromMs: 0 };
  const identity = from === undefined ? noIdentity() : JSON.parse(from.identity);
  let state = from === undefined ? emptyState() : unpackState(from.state);
  for (const event of events) {
    learnFrom(identity, event);
    state = takeEvent(state, recognise(programmes, event), taking).state;
  }
  return { state: packState(state), identity: JSON.stringify(identity) };
}

function mergedOf(heir: Stored, other: Stored): Stored {
  const identity = JSON.parse(heir.identity);
  joinIdentities(identity, JSON.parse(other.identity));
  const state = unionStates(unpackState(heir.state), unpackState(other.state));
  return { state: packState(state), identity: JSON.stringify(identity) };
}

function evaluationOf({ state, identity }: Stored, programmes: typeof unasked, nowMs: number): Evaluation {
  const [programme = emea] = programmes.programmes;
  return evaluate(unpackState(state), personOf(JSON.parse(identity)), programme, nowMs);
}

/** What somebody said last, in the slowest way: null where they said nothing. */
function lastWord(events: readonly ScovilleEvent[], name: string): 'allowed' | 'denied' | null {
  const wordsOf = (isPublic: boolean) =>
    events
      .filter(({ via }) => (via === 'public') === isPublic)
      .flatMap(({ atMs, consent = {} }) => [
        ...(consent.allowed?.includes(name) ? [{ atMs, word: 'allowed' as const }] : []),
        ...(consent.denied?.includes(name) ? [{ atMs, word: 'denied' as const }] : []),
      ]);
  const latest = (words: ReturnType<typeof wordsOf>) => {
    const atMs = Math.max(...words.map((one) => one.atMs));
    const last = words.filter((one) => one.atMs === atMs);
    return last.find(({ word }) => word === 'denied') ?? last[0] ?? null;
  };
  const [proven, claimed] = [latest(wordsOf(false)), latest(wordsOf(true))];
  if (proven === null || claimed === null) return (proven ?? claimed)?.word ?? null;
  if (proven.word === 'denied') return 'denied';
  return claimed.atMs >= proven.atMs ? claimed.word : proven.word;
}

function isExcluded(events: readonly ScovilleEvent[], { whenUnsaid }: Consent): boolean {
  const words = ['marketing', 'c4'].map((name) => lastWord(events, name));
  return words.includes('denied') || (whenUnsaid === 'refuse' && words.every((word) => word === null));
}

function mayCount({ consent = {} }: ScovilleEvent, { gpc }: Consent): boolean {
  const isDenied = ['marketing', 'c4'].some((name) => consent.denied?.includes(name));
  return !isDenied && !(consent.gpc === true && gpc === 'refuse');
}

const shown = ({ score, contributions }: Evaluation) => ({
  score,
  contributions: contributions.map(({ source, value, atMs }) => [source.id, value, atMs]),
});

const purposes = fc.subarray(['marketing', 'c4', 'analytics']);
const consents: fc.Arbitrary<EventConsent | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  fc.record({ allowed: purposes }),
  fc.record({ denied: purposes, allowed: purposes, gpc: fc.constant(true as const) }, { requiredKeys: [] }),
);
/** What ends a basket is no payment: it may say what it wants, so it says nothing here. */
const ends = new Set(['Product Removed', 'Order Completed', 'Cart Emptied']);
const lives = fc
  .tuple(
    history(30),
    fc.array(fc.tuple(consents, fc.constantFrom('public' as const, undefined)), { minLength: 1 }),
  )
  .map(([events, words]) =>
    events.map((event, index): ScovilleEvent => {
      const [consent, via] = words[index % words.length] ?? [];
      const isSaying = consent !== undefined && !ends.has(event.event ?? '');
      return { ...scovilleEvent(event), ...(isSaying && { consent }), ...(via && { via }) };
    }),
  );
const later = fc.integer({ min: 0, max: 4_320 }).map((minutes) => historyStartMs + minutes * minuteMs);
const policy = fc.constantFrom(...policies);

describe('consent', { timeout: lawTimeoutMs }, () => {
  test('scores as if what is denied had never happened, and nothing while it is withdrawn', () => {
    fc.assert(
      fc.property(lives, policy, later, (events, { consent, programmes }, nowMs) => {
        const scored = evaluationOf(storedOf(events, programmes), programmes, nowMs);
        if (isExcluded(events, consent)) {
          expect(shown(scored)).toEqual({ score: 0, contributions: [] });
          expect(scored.excludedBy?.label).toMatch(/^no consent to Marketing, c4: /);
          return;
        }
        const counting = events.filter((event) => mayCount(event, consent));
        expect(shown(scored)).toEqual(shown(evaluationOf(storedOf(counting, unasked), unasked, nowMs)));
      }),
      runs(300),
    );
  });

  test('scores the same in any order, repeated, merged and stored in between', () => {
    const mixed = lives.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.subarray(events),
        fc.nat({ max: events.length }),
      ),
    );
    fc.assert(
      fc.property(mixed, policy, later, ([all, shuffled, again, cut], { programmes }, nowMs) => {
        const wanted = evaluationOf(storedOf(all, programmes), programmes, nowMs);
        const parts = [shuffled.slice(0, cut), [...shuffled.slice(cut), ...again]] as const;
        const [one, other] = parts.map((part) => storedOf(part, programmes)) as [Stored, Stored];
        const forms = [
          storedOf([...shuffled, ...again], programmes),
          storedOf(parts[1], programmes, one),
          mergedOf(one, other),
          mergedOf(other, one),
        ];
        for (const form of forms) expect(evaluationOf(form, programmes, nowMs)).toEqual(wanted);
      }),
      runs(200),
    );
  });

  test('asked of nobody, changes nothing', () => {
    fc.assert(
      fc.property(lives, later, (events, nowMs) => {
        const silent = events.map(({ consent: _consent, ...event }): ScovilleEvent => event);
        const [saying, said] = [events, silent].map((all) =>
          evaluationOf(storedOf(all, unasked), unasked, nowMs),
        );
        expect(saying).toEqual(said);
      }),
      runs(100),
    );
  });
});
