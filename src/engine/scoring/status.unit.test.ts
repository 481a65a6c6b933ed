/** How somebody stands in sales as a condition: now and as of the event, by what Scoville itself says. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type JsonObject, type ScovilleEvent, statusTraits } from '../../contract/language/language.ts';
import { learnFrom, noIdentity, personOf } from './identity.ts';
import { nobody, personTest } from './person.ts';
import { recognise } from './recognise.ts';

const own = (traits: JsonObject, atMs = 1): ScovilleEvent => ({
  ...{ id: `own ${atMs}`, hash: atMs, atMs, acceptedAtMs: atMs, profile: 'p', key: '' },
  ...{ type: 'identify', name: '', path: '', traits },
});
const standing = (leadStatus: string[], customer = false) => statusTraits({ leadStatus, customer });

describe('who is present', () => {
  const working = standing(['New', 'Working']);
  test.each([
    [{ leadStatus: 'Working' }, working, true],
    [{ leadStatus: 'working ' }, working, true],
    [{ leadStatus: ['Nurture', 'New'] }, working, true],
    [{ leadStatus: 'Nurture' }, working, false],
    [{ leadStatus: { not: 'Working' } }, working, false],
    [{ leadStatus: { not: ['Nurture', 'Lost'] } }, working, true],
    [{ leadStatus: { present: true } }, working, true],
    [{ leadStatus: { present: false } }, working, false],
    [{ leadStatus: { present: false } }, standing([]), true],
    [{ leadStatus: { present: false } }, {}, true],
    [{ leadStatus: { not: 'Working' } }, {}, true],
    [{ customer: true }, {}, false],
    [{ customer: false }, {}, true],
    [{ customer: true }, standing([], true), true],
    [{ customer: false }, standing([], true), false],
    [{ customer: false }, standing([], false), true],
    [{ customer: true, leadStatus: 'New' }, working, false],
  ])('%j of %j: %s', (who, traits, holds) => {
    expect(personTest(who as never)({ ...nobody, traits })).toBe(holds);
  });
});

describe('what Scoville itself says', () => {
  test('is no word on who somebody is: no identity, no proof that they are known', () => {
    const identity = noIdentity();
    const claim = { key: 'a:x', via: 'public', keyId: 'k', traits: { title: 'Boss' } } as const;
    expect(learnFrom(identity, own(standing(['New'])))).toBe('person');
    learnFrom(identity, { ...claim, atMs: 5, acceptedAtMs: 5 });
    expect(identity.keys).toEqual(['a:x']);
    expect(identity.knownSinceMs).toBeUndefined();
    expect(personOf(identity)).toMatchObject({
      isKnown: false,
      traits: { title: 'Boss', ...standing(['New']) },
    });
  });

  test('is the latest by its time, in whatever order it comes', () => {
    const identity = noIdentity();
    learnFrom(identity, own(standing(['Working']), 7));
    learnFrom(identity, own(standing(['New']), 3));
    expect(personOf(identity).traits).toEqual(standing(['Working']));
  });

  test('is never left out for traits that clients say', () => {
    const identity = noIdentity();
    const many = Array.from({ length: limits.profileTraitsMax + 5 }, (_, index) => [`a${index}`, index]);
    learnFrom(identity, { ...own(Object.fromEntries(many), 2), key: 'u:x' });
    learnFrom(identity, own(standing(['New'])));
    expect(personOf(identity).traits).toMatchObject(standing(['New']));
  });

  test('is believed of nobody else, by whatever door it came', () => {
    const lie = { ...own({ ...standing(['New'], true), title: 'Boss' }), key: 'u:x' };
    const identity = noIdentity();
    for (const via of ['public', 'signed', undefined] as const)
      learnFrom(identity, { ...lie, ...(via && { via }) });
    expect(personOf(identity).traits).toEqual({ title: 'Boss' });
    learnFrom(identity, own({ ...standing([]), title: 'None' }, 2));
    expect(personOf(identity).traits).toEqual({ title: 'Boss', ...standing([]) });
    const programmes = programmesOf(`
rules:
  - { id: is, label: Is, when: { type: identify, traits: { 'scoville:customer': true } }, points: 1, pays: every time }
  - { id: then, label: Then, when: { event: A }, who: { customer: true, asOf: event }, points: 1, pays: every time }
`);
    expect(recognise(programmes, lie).matches).toEqual([]);
    expect(recognise(programmes, own(standing([], true))).matches).toHaveLength(1);
  });

  test('is no event of a rule, an absence, a reset or a phase; only conditions read it', () => {
    const programmes = programmesOf(`
phases: [{ id: p, label: P, begins: any event, until: { type: identify } }]
resets: [{ id: r, label: R, when: { type: identify }, to: zero }]
rules:
  - { id: any, label: Any, when: any event, points: 1, pays: every time, during: p }
  - { id: then, label: Then, when: any event, then: { type: identify }, within: 1 day, points: 1 }
  - { id: quiet, label: Quiet, when: any event, unless: any event, within: 1 day, points: 1 }
  - { id: who, label: Who, when: { event: A }, who: { leadStatus: New, asOf: event }, points: 1, pays: every time }
`);
    const matched = recognise(programmes, own(standing(['New'])));
    expect(matched.matches).toHaveLength(1);
    expect(matched.refused).toBeUndefined();
    const client = recognise(programmes, { ...own({ title: 'Boss' }), key: 'u:x' });
    expect(client.matches.length).toBeGreaterThan(5);
  });
});

describe('as of the event', () => {
  const life = (who: string) =>
    new Life(
      programmesOf(
        `rules: [{ id: a, label: A, when: { event: A }, who: { ${who}, asOf: event }, points: 10, pays: every time }]`,
      ),
    );
  test('is what sales knew before its instant', () => {
    const one = life('leadStatus: Working').identify(standing(['Working']), '');
    expect(one.track('A').score).toBe(0);
    expect(one.wait(1).track('A').score).toBe(10);
    expect(
      one
        .identify(standing(['Lost']), '')
        .wait(1)
        .track('A').score,
    ).toBe(10);
  });

  test.each([
    ['customer: false', 10],
    ['customer: true', 0],
    ['leadStatus: { present: false }', 10],
    ['not: { customer: true }', 10],
  ])('of somebody that sales never knew: %s', (who, points) => {
    expect(life(who).track('A').score).toBe(points);
  });

  test('a new customer is one from the moment on', () => {
    const one = life('customer: false');
    expect(one.track('A').score).toBe(10);
    expect(one.identify(standing([], true), '').wait(1).track('A').score).toBe(10);
  });
});
