/** Events that a page could claim: they count from a secret key alone, whatever rule they would meet. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import {
  type JsonObject,
  readProgramme,
  type ScovilleEvent,
  serverOnlyByDefault,
} from '../../contract/language/language.ts';
import { type CompiledProgramme, compileAlone, signatureNames } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { packState, unpackState } from './state-codec.ts';
import { takeEvent } from './take-event.ts';

const programme = (more = '') => {
  const read = readProgramme(
    'p.yaml',
    `
programme: p
name: P
campaign: P
timeZone: UTC
visit: { endsAfter: 30 minutes }
${more}
rules:
  - { id: any, label: Any, when: any event, points: 1, pays: every time }
  - { id: order, label: Order, when: { event: order_completed }, points: 1, pays: every time }
  - { id: second, label: Second, when: { type: page }, then: { event: Order Completed }, within: 1 hour, points: 1, pays: every time }
  - { id: basket, label: Basket, when: { event: Product Added }, unless: { event: Order Completed }, within: 1 hour, per: cart_id, points: 1 }
resets:
  - { id: bought, label: Bought, when: { event: Order Completed }, to: zero }
ladder: { contactWithin: 1 day, tiers: [{ name: warm, from: 1 }] }
`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.programme;
};

const event = (name: string, via?: 'public' | 'signed', type: ScovilleEvent['type'] = 'track') => ({
  ...{ id: 'm', hash: 1, atMs: 1, acceptedAtMs: 1, profile: 'p', key: 'a:a', type, name, path: '' },
  ...(via && { via }),
});

/** Roles of the signatures that recognise it. */
function rolesOf(given: ScovilleEvent, more?: string): string[] {
  const compiled = compileAlone(programme(more), '1');
  return recognise(compiled, given).matches.map(
    ({ signatureId }) => compiled.programmes[0]?.bySignatureId[signatureId]?.role ?? '?',
  );
}

describe('an order', () => {
  test('of a server meets every rule', () =>
    expect(rolesOf(event('Order Completed'))).toEqual(['when', 'when', 'then', 'unless', 'reset']));
  test.each(['public', 'signed'] as const)('with a %s key it ends its basket alone', (via) => {
    for (const name of ['Order Completed', 'order_completed', 'ORDER-COMPLETED'])
      expect(rolesOf(event(name, via))).toEqual(['unless']);
  });
});

test('every name of the list is closed to public keys, and nothing else', () => {
  for (const name of serverOnlyByDefault) {
    expect(rolesOf(event(name, 'public')).filter((role) => role !== 'unless')).toEqual([]);
    expect(rolesOf(event(name)).length).toBeGreaterThan(0);
  }
  expect(rolesOf(event('Product Added', 'public'))).toEqual(['when', 'when']);
  // A page may have any name.
  expect(rolesOf(event('Order Completed', 'public', 'page'))).toEqual(['when', 'when']);
});

test('a list of its own replaces the usual one', () => {
  expect(rolesOf(event('Order Completed', 'public'), 'serverOnly: [Product Added]')).toHaveLength(5);
  expect(rolesOf(event('Product Added', 'public'), 'serverOnly: [Product Added]')).toEqual([]);
  expect(rolesOf(event('Order Completed', 'public'), 'serverOnly: []')).toHaveLength(5);
});

test('another list makes other signatures, so that profiles are rebuilt; without one they keep their names', () => {
  const names = (more?: string) => signatureNames(programme(more)).slice(1);
  const [usual, none] = [names(), names('serverOnly: []')];
  expect(usual.filter((name) => none.includes(name))).toEqual([]);
  expect(names('serverOnly: []')).toEqual(none);
});

describe('an event of servers that a public key sent', () => {
  const taken = (given: ScovilleEvent, more?: string) => {
    const compiled = compileAlone(programme(more), '1');
    const taking = { programmes: compiled, person: nobody, horizonMs: 0, nowMs: 2, historyFromMs: 0 };
    const { state, as } = takeEvent(emptyState(), recognise(compiled, given), taking);
    const [own] = compiled.programmes as [CompiledProgramme];
    const { score, refusals } = evaluate(state, nobody, own, 2);
    return { as, state, score, refusals };
  };

  test('is a refusal of each rule that it would begin, with the reason, and holds its visit open', () => {
    const { as, state, score, refusals } = taken(
      event('order_completed', 'public'),
      'serverOnly: [Order Completed]',
    );
    const reason =
      'not by a server: a public key sent it, and it counts from a secret key alone (serverOnly)';
    expect(refusals.map(({ source, ...refusal }) => [source.id, refusal.reason])).toEqual([
      ['any', reason],
      ['order', reason],
    ]);
    expect([score, state.matchedEvents.length]).toEqual([0, 1]);
    // The refusal is stored apart from what ends the basket.
    expect(state.matchedEvents[0]).not.toHaveProperty('refused');
    expect(as).toBe('new');
    // Without an absence that it ends, nothing recognises it.
    const other = taken(event('Product Added', 'public'), 'serverOnly: [Product Added]');
    expect([other.as, other.state.outline]).toEqual(['held', [{ fromMs: 1, toMs: 1 }]]);
    expect(other.refusals.map(({ source }) => source.id)).toEqual(['any', 'basket']);
    expect(unpackState(packState(other.state))).toEqual(other.state);
  });

  test('is none from a server, nor one that no rule knows', () => {
    expect(taken(event('email_opened')).refusals).toEqual([]);
    expect(taken(event('email_opened')).state.refusedEvents).toEqual([]);
    expect(taken({ ...event('Page seen', 'public'), type: 'page' }).refusals).toEqual([]);
  });

  test('is none of a rule that would not recognise it from a server either', () => {
    const big = 'when: { event: Order Completed, properties: { plan: big } }';
    const compiled = programmesOf(`rules: [{ id: big, label: Big, ${big}, points: 1, pays: every time }]`);
    const refusedOf = (properties: JsonObject) =>
      recognise(compiled, { ...event('Order Completed', 'public'), properties }).refused?.matches.length;
    expect([refusedOf({ plan: 'small' }), refusedOf({ plan: 'big' })]).toEqual([undefined, 1]);
  });

  test('of a robot is a robot’s', () => {
    const { refusals } = taken({ ...event('order_completed', 'public'), machine: 'robot' });
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(
      new Set(['no person: by a robot, as its user agent says']),
    );
  });
});
