/** Consent, by tables: the reasons of refusals, what still takes back, and what a changed policy finds again. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Installation, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import type { EventConsent } from '../../contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { consentOf } from './consent-words.ts';
import { evaluate } from './evaluate.ts';
import { type IdentityRecord, learnFrom, noIdentity, personOf } from './identity.ts';
import { emptyState, type ProfileState } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { signaturesOf } from './signatures.ts';
import { takeEvent } from './take-event.ts';

const rules = `rules:
  - { id: a, label: A, when: { event: A }, points: 5, pays: every time }
  - { id: left, label: Left, when: { event: B }, within: 1 hour, unless: { event: A }, points: 7, pays: once }`;
const asking = (policy: string) => programmesOf(`consent: { purpose: Ads, ${policy} }\n${rules}`);

function lived(programmes: CompiledProgrammes, ...events: [string, EventConsent?][]) {
  const [programme] = programmes.programmes as [CompiledProgramme];
  const identity = noIdentity();
  const nowMs = mondayNoonMs + 3 * 3_600_000;
  const taking = { programmes, person: personOf(identity), horizonMs: 0, nowMs, historyFromMs: 0 };
  let state: ProfileState = emptyState();
  events.forEach(([event, consent], index) => {
    const given = { messageId: `${index}`, atMs: mondayNoonMs + index, type: 'track', event };
    const said = { ...scovilleEvent(given), ...(consent && { consent }) };
    learnFrom(identity, said);
    state = takeEvent(state, recognise(programmes, said), taking).state;
  });
  const { score, refusals, excludedBy } = evaluate(state, personOf(identity), programme, nowMs);
  return {
    score: score / 1_000,
    reasons: refusals.map(({ source, reason }) => `${source.id}: ${reason}`),
    excludedBy: excludedBy?.label ?? null,
    exclusion: excludedBy?.id ?? null,
    state,
  };
}

const denied = { denied: ['ads'] };
const allowed = { allowed: ['ads'] };

describe('the reason', () => {
  test.each<[string, [string, EventConsent?][], number, string[], string | null]>([
    [
      'gpc: refuse',
      [['A', { gpc: true }], ['A']],
      5,
      ['a: no consent: sent with Global Privacy Control'],
      null,
    ],
    ['gpc: ignore', [['A', { gpc: true }], ['A']], 10, [], null],
    [
      'gpc: refuse',
      [
        ['A', denied],
        ['A', allowed],
      ],
      5,
      ['a: no consent: denied with the event'],
      null,
    ],
    [
      'gpc: refuse',
      [['A'], ['A', denied]],
      0,
      ['a: no consent: denied with the event', 'a: excluded: no consent to Ads: denied'],
      'no consent to Ads: denied',
    ],
    [
      'whenUnsaid: refuse',
      [['A', { allowed: ['analytics'] }]],
      0,
      ['a: excluded: no consent to Ads: nothing was said'],
      'no consent to Ads: nothing was said',
    ],
    ['whenUnsaid: score', [['A']], 5, [], null],
    ['whenUnsaid: score', [['A', { denied: ['analytics'] }]], 5, [], null],
  ])('with %s after %j: %d points', (policy, events, score, reasons, excludedBy) => {
    expect(lived(asking(policy), ...events)).toMatchObject({ score, reasons, excludedBy });
  });
});

describe('a purpose with several names', () => {
  const several = () =>
    programmesOf(`consent: { purpose: [Ads, " Marketing "], whenUnsaid: refuse }\n${rules}`);
  const words = 'no consent to Ads,  Marketing ';

  test.each<[EventConsent[], number, string | null]>([
    [[{ allowed: ['marketing'] }], 5, null],
    [[{ allowed: ['ads'] }, { allowed: ['marketing'] }], 10, null],
    [[{ allowed: ['ads'] }, { denied: ['marketing'] }], 0, `${words}: denied`],
    [[{ allowed: ['analytics'] }], 0, `${words}: nothing was said`],
  ])('after %j: %d points', (said, score, excludedBy) => {
    const events = said.map((one): [string, EventConsent] => ['A', one]);
    expect(lived(several(), ...events)).toMatchObject({ score, excludedBy });
  });

  test.each<[EventConsent, string]>([
    [{ denied: ['ads'] }, 'consent-denied'],
    [{ allowed: ['analytics'] }, 'consent-unsaid'],
  ])('%j keeps from scoring under a name of its own: %s', (said, id) => {
    expect(lived(several(), ['A', said]).exclusion).toBe(id);
  });
});

test('a programme that asks for no consent counts what comes with a denial', () => {
  expect(lived(programmesOf(rules), ['A', { ...denied, gpc: true }])).toMatchObject({
    score: 5,
    reasons: [],
  });
});

test('of several programmes each asks for its own purpose, and the refusal names the one that is denied', () => {
  const programmes = new Installation().several(
    `programme: one\nconsent: { purpose: Analytics }\n${rules}`,
    `programme: two\nconsent: { purpose: Ads }\n${rules}`,
  );
  const given = { messageId: '1', atMs: mondayNoonMs, type: 'track', event: 'A' };
  const { matches, refused } = recognise(programmes, { ...scovilleEvent(given), consent: denied });
  expect([matches.length, refused?.sign, refused?.matches.length]).toEqual([3, 'denied', 1]);
});

test('what is denied is still a reset: that takes back alone', () => {
  const resetting = `consent: { purpose: Ads }\n${rules}\nresets: [{ id: r, label: R, when: { event: R }, to: zero }]`;
  expect(lived(programmesOf(resetting), ['A'], ['R', { gpc: true }])).toMatchObject({
    score: 0,
    excludedBy: null,
  });
});

test('what is denied still calls an absence off, and holds no visit open', () => {
  expect(lived(asking('gpc: refuse'), ['B'], ['A', { gpc: true }]).score).toBe(0);
  expect(lived(asking('gpc: refuse'), ['B']).score).toBe(7);
  expect(lived(asking('gpc: refuse'), ['Unknown', { gpc: true }]).state).toEqual(emptyState());
  expect(lived(asking('gpc: ignore'), ['Unknown', { gpc: true }]).state.outline).toHaveLength(1);
});

test('another policy has other names of signatures, and what it says of silence does not matter', () => {
  const namesOf = ({ programmes }: CompiledProgrammes) =>
    signaturesOf((programmes[0] as CompiledProgramme).programme).map(({ name }) => name);
  const plain = namesOf(programmesOf(rules));
  expect(namesOf(asking('gpc: refuse'))).not.toEqual(plain);
  expect(namesOf(asking('gpc: refuse'))).not.toEqual(namesOf(asking('gpc: ignore')));
  // Silence decides on people, and leaves what was recognised.
  expect(namesOf(asking('whenUnsaid: score'))).toEqual(namesOf(asking('whenUnsaid: refuse')));
});

test.each<[IdentityRecord['consents'], IdentityRecord['claimedConsents'], string]>([
  [{ ads: ['denied', 5] }, { ads: ['allowed', 9] }, 'denied'],
  [{ ads: ['allowed', 5] }, { ads: ['denied', 9] }, 'denied'],
  [{ ads: ['allowed', 5] }, { ads: ['denied', 5] }, 'denied'],
  [{ ads: ['allowed', 6] }, { ads: ['denied', 5] }, 'allowed'],
  [{}, { ads: ['allowed', 5] }, 'allowed'],
  [{ ads: ['allowed', 5] }, {}, 'allowed'],
])('a server said %j and a page %j: %s', (consents = {}, claimedConsents = {}, said) => {
  expect(consentOf({ ...noIdentity(), consents, claimedConsents })).toEqual({ ads: said });
});

test.each(['consents', 'claimedConsents'] as const)(
  'a purpose with a name that every object has, in %s',
  (whose) => {
    const said = { constructor: ['denied', 5] as ['denied', number] };
    expect(consentOf({ ...noIdentity(), [whose]: said })).toEqual({ constructor: 'denied' });
  },
);

test('a word is news where it changes what the person said, or else of its time alone', () => {
  const identity = noIdentity();
  const said = (consent: EventConsent, atMs: number, via?: 'public') =>
    learnFrom(identity, { key: 'a:1', atMs, acceptedAtMs: atMs, consent, ...(via && { via }) });
  expect(said({ denied: ['ads'] }, 5)).toBe('person');
  expect(said({ denied: ['ads'] }, 5)).toBe('nothing');
  expect(said({ denied: ['ads'] }, 6)).toBe('time');
  // Another word of a page that does not count changes nothing of the person either.
  expect(said({ allowed: ['ads'] }, 7, 'public')).toBe('time');
  expect(said({ allowed: ['ads'] }, 8)).toBe('person');
  expect(said({ allowed: ['analytics'] }, 9)).toBe('person');
});

test('purposes are in one order, in whichever they were said', () => {
  const consents = { b: ['denied', 5] as ['denied', number] };
  const claimedConsents = { a: ['allowed', 5] as ['allowed', number] };
  expect(Object.keys(consentOf({ consents, claimedConsents }))).toEqual(['a', 'b']);
});
