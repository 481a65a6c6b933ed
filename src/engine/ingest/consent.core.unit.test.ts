/** Consent as clients send it: fields of Segment and RudderStack, Global Privacy Control, and the bounds. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { consentIn, hasGpc, hasUnreadConsent } from './consent.core.ts';
import { normalise } from './normalise.core.ts';

const segment = (categoryPreferences: JsonObject) => ({ consent: { categoryPreferences } });
const rudder = (consentManagement: JsonObject) => ({ consentManagement });

test.each<[string, JsonObject | null, object | null]>([
  ['no context', null, null],
  ['nothing', { page: { path: '/' } }, null],
  ['preferences', segment({ Marketing: true, ' Ads ': false }), { allowed: ['marketing'], denied: ['ads'] }],
  ['preferences that are no claims', segment({ a: 'perhaps', b: 2, c: null, d: [true], '': true }), null],
  [
    'preferences in words',
    segment({ a: 'granted', b: 'true', c: 1, d: ' Denied ', e: 'false', f: 0, g: 'constructor' }),
    { allowed: ['a', 'b', 'c'], denied: ['d', 'e', 'f'] },
  ],
  [
    'ids as lists by purpose',
    rudder({ allowedConsentIds: { analytics: ['C1', 'C2'], ads: 'C3' }, deniedConsentIds: [['C4']] }),
    { allowed: ['c1', 'c2', 'c3'], denied: ['c4'] },
  ],
  ['preferences that are no object', { consent: { categoryPreferences: ['a'] } }, null],
  ['consent that is a text', { consent: 'yes' }, null],
  [
    'ids',
    rudder({ allowedConsentIds: ['C4', 'C1'], deniedConsentIds: ['C2'], provider: 'oneTrust' }),
    { allowed: ['c1', 'c4'], denied: ['c2'] },
  ],
  [
    'ids as the values of an object',
    rudder({ allowedConsentIds: { one: 'C1', two: 2 } }),
    { allowed: ['c1'] },
  ],
  [
    'what is allowed and denied',
    rudder({ allowedConsentIds: ['a'], deniedConsentIds: ['A'] }),
    { denied: ['a'] },
  ],
  [
    'both platforms',
    { ...segment({ a: true }), ...rudder({ deniedConsentIds: ['b'] }) },
    { allowed: ['a'], denied: ['b'] },
  ],
  ['a flag of the snippet', { gpc: true }, { gpc: true }],
  ['another flag', { gpc: 'true' }, null],
])('%s', (_name, context, said) => {
  expect(consentIn(context, false)).toEqual(said);
});

test.each<[JsonObject | null, boolean]>([
  [null, false],
  [{ page: {} }, false],
  [segment({ a: true, b: 'denied', c: null }), false],
  [rudder({ allowedConsentIds: { analytics: ['C1'] }, deniedConsentIds: [] }), false],
  [segment({ a: true, b: 'perhaps' }), true],
  [segment({ a: { granted: true } }), true],
  [rudder({ allowedConsentIds: 'C1,C2' }), true],
  [rudder({ deniedConsentIds: { analytics: { C1: true } } }), true],
])('%j says something that cannot be read: %j', (context, isUnread) => {
  expect(hasUnreadConsent(context)).toBe(isUnread);
});

test('the header says it for every event of its request', () => {
  expect([{ 'sec-gpc': '1' }, { 'sec-gpc': '0' }, {}].map((headers) => hasGpc({ headers }))).toEqual([
    true,
    false,
    false,
  ]);
  expect(consentIn(null, true)).toEqual({ gpc: true });
  expect(consentIn(segment({ a: false }), true)).toEqual({ denied: ['a'], gpc: true });
});

test('more and longer purposes than may be are refused with the remedy', () => {
  const named = (count: number) =>
    segment(Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, index % 2 === 0])));
  const { consentPurposesMax: most, consentPurposeLengthMax: longest } = limits;
  expect(consentIn(named(most), false)).toMatchObject({ allowed: { length: most / 2 } });
  expect(consentIn(named(most + 1), false)).toEqual({
    error: `the event names ${most + 1} purposes of consent; at most ${most} are allowed`,
  });
  expect(consentIn(segment({ ['x'.repeat(longest)]: true }), false)).toEqual({
    allowed: ['x'.repeat(longest)],
  });
  expect(consentIn(segment({ ['x'.repeat(longest + 1)]: true }), false)).toMatchObject({
    error: expect.stringContaining(`is ${longest + 1} characters long; at most ${longest} are allowed`),
  });
});

test('thousands of purposes, allowed and denied, are one refusal', () => {
  const named = (letter: string) => Array.from({ length: 2_200 }, (_, at) => `${letter}${at.toString(36)}`);
  const context = rudder({
    allowedConsentIds: [...named('a'), ...named('d')],
    deniedConsentIds: named('d'),
  });
  expect(consentIn(context, false)).toEqual({
    error: `the event names 4400 purposes of consent; at most ${limits.consentPurposesMax} are allowed`,
  });
});

test('an event keeps what was said in one form, and the fields it came in no more', () => {
  const raw = { type: 'page', userId: 'u', context: { ...segment({ A: true }), gpc: true, locale: 'en' } };
  const envelope = { receivedAtMs: 0, type: null, sentAt: undefined, context: undefined };
  expect(normalise(raw, envelope, () => 'fresh')).toMatchObject({
    event: { consent: { allowed: ['a'], gpc: true }, context: { locale: 'en' } },
  });
  const many = {
    ...raw,
    context: rudder({ deniedConsentIds: Array.from({ length: 65 }, (_, at) => `${at}`) }),
  };
  expect(normalise(many, envelope, () => 'fresh')).toMatchObject({ ok: false, code: 'invalid_event' });
});
