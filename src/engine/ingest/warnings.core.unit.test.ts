/** What is taken otherwise than it was said, and the words for it. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type Envelope, normalise } from './normalise.core.ts';
import { valueItself } from './shown-value.core.ts';
import { BatchWarnings, clockWarning, lateWarning, nameWarning } from './warnings.core.ts';

const receivedAtMs = Date.parse('2026-11-23T12:00:00.000Z');
const envelope: Envelope = { receivedAtMs, type: null, sentAt: undefined, context: undefined };
const of = (raw: object) => normalise({ type: 'track', event: 'E', ...raw }, envelope, () => 'fresh');
const isoAt = (ms: number) => new Date(receivedAtMs + ms).toISOString();

test('what means nobody, or is no address, is counted and said', () => {
  const reasons = (raw: object) => {
    const normalised = of(raw);
    return normalised.ok ? normalised.warnings.map(({ code }) => code) : normalised.message;
  };
  expect(reasons({ userId: 'u' })).toEqual([]);
  expect(reasons({ userId: 'u', anonymousId: 'null', previousId: 'None' })).toEqual([
    'means_nobody',
    'means_nobody',
  ]);
  expect(reasons({ userId: 'u', messageId: 'null' })).toEqual([]);
  expect(reasons({ userId: 'u', context: { traits: { email: 'ada' } } })).toEqual(['not_an_address']);
  expect(reasons({ userId: 'undefined' })).toMatch(/^"userId" is "undefined", which means nobody; give/);
  expect(reasons({ context: { traits: { email: 'ada' } } })).toMatch(
    /^"email" is "ada", which is no e-mail address; give/,
  );
});

test.each([
  [
    'an address that is none',
    { userId: 'u', traits: { email: 'ada' } },
    'not_an_address',
    '"email" is "ada"',
  ],
  [
    'an id that means nobody',
    { userId: 'u', anonymousId: 'null' },
    'means_nobody',
    '"anonymousId" is "null"',
  ],
  ['a time to come', { userId: 'u', timestamp: isoAt(90 * limits.dayMs) }, 'time_ahead', isoAt(60_000)],
  [
    'a time that its own clock makes one to come',
    { userId: 'u', timestamp: isoAt(-30 * 60_000), sentAt: isoAt(-120 * 60_000) },
    'time_ahead',
    `"timestamp" is "${isoAt(-30 * 60_000)}", by "sentAt" a time to come; the event counts as of ${isoAt(60_000)}; send`,
  ],
  [
    'a time to come, whatever its clock',
    { userId: 'u', timestamp: isoAt(61_000), sentAt: isoAt(-120 * 60_000) },
    'time_ahead',
    `"timestamp" is "${isoAt(61_000)}", a time to come;`,
  ],
  [
    'a clock of another age',
    { userId: 'u', timestamp: isoAt(0), sentAt: '1970-01-01' },
    'clock_ignored',
    '"sentAt"',
  ],
  [
    'an answer that says neither',
    { userId: 'u', context: { consent: { categoryPreferences: { a: 'so' } } } },
    'consent_unread',
    'true or false',
  ],
  [
    'a trait of ours',
    { userId: 'u', traits: { 'scoville:customer': true } },
    'traits_reserved',
    '"scoville:"',
  ],
])('%s is said in the words of a warning', (_name, raw, code, words) => {
  expect(of({ type: 'identify', ...raw })).toMatchObject({
    ok: true,
    warnings: [{ code, message: expect.stringContaining(words) }],
  });
});

test('up to the minute that clocks may be ahead, nothing is said of the time', () => {
  expect(of({ userId: 'u', timestamp: isoAt(limits.clockAheadMsMax) })).toMatchObject({ warnings: [] });
});

test('a value that is too long is cut in whole characters, and closed', () => {
  expect(valueItself('a'.repeat(80))).toBe(`"${'a'.repeat(58)}"`);
  expect(valueItself(`${'a'.repeat(57)}🎉${'a'.repeat(20)}`)).toBe(`"${'a'.repeat(57)}"`);
  expect(valueItself({ name: `${'a'.repeat(50)}🎉` })).toBe(`{"name":"${'a'.repeat(50)}`);
});

test('of two names a slip apart, both are whole', () => {
  const name = `${'Long '.repeat(15)}Ended`;
  const { message } = nameWarning(`${name}s`, name);
  expect(message).toContain(`no rule knows "${name}s": the likeliest is "${name}";`);
});

test('late events of a batch crowd out no other warning: they are listed last, and counted', () => {
  const warnings = new BatchWarnings();
  const most = limits.batchWarningsMax;
  const late = lateWarning(receivedAtMs, limits.latenessMs);
  for (let index = 0; index <= most; index++) expect(warnings.add(index, [late]).isFull).toBe(false);
  warnings.add(most + 1, [clockWarning, late]);
  const { warnings: listed = [], furtherWarnings } = warnings.said();
  expect(listed.map(({ index }) => index)).toEqual([most + 1, ...Array(most - 1).keys()]);
  expect([listed[0]?.code, listed[1]?.code, furtherWarnings]).toEqual(['clock_ignored', 'late', 3]);
  for (let index = 1; index < most; index++) warnings.add(index, [clockWarning]);
  expect(warnings.add(most, []).isFull).toBe(true);
});
