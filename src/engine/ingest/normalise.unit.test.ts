/** Normalising, by tables: times, ids, identities and links; each bound at, just below and just above. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { eventTime } from './event-time.core.ts';
import { type Envelope, normalise } from './normalise.core.ts';
import { keptParametersIn } from './query-redaction.core.ts';

const receivedAtMs = Date.parse('2026-11-23T12:00:00.000Z');
const envelope: Envelope = { receivedAtMs, type: null, sentAt: undefined, context: undefined };
const of = (raw: object, more: Partial<Envelope> = {}) =>
  normalise({ type: 'track', event: 'E', ...raw }, { ...envelope, ...more }, () => 'fresh');
const isoAt = (ms: number) => new Date(receivedAtMs + ms).toISOString();

describe('time', () => {
  const skew = limits.clockSkewIgnoredMs;
  const ahead = limits.clockAheadMsMax;
  test.each([
    ['none given: when it was received', undefined, undefined, 0],
    ['as said, when nobody says when it was sent', isoAt(-5_000), undefined, -5_000],
    ['a clock an hour behind', isoAt(-3_600_000 - 5_000), isoAt(-3_600_000), -5_000],
    ['a clock an hour ahead', isoAt(3_600_000 - 5_000), isoAt(3_600_000), -5_000],
    ['a request that stalled for 39 seconds', isoAt(-45_000), isoAt(-39_000), -45_000],
    ['one that was sent as long ago as it may be', isoAt(-skew - 10), isoAt(-skew), -skew - 10],
    ['a millisecond longer: the clock is behind', isoAt(-skew - 11), isoAt(-skew - 1), -10],
    ['a clock ahead as far as an event may be', isoAt(ahead - 10), isoAt(ahead), ahead - 10],
    ['a millisecond further: no way takes that', isoAt(ahead - 9), isoAt(ahead + 1), -10],
    ['the future at its bound', isoAt(ahead), undefined, ahead],
    ['beyond it', isoAt(ahead + 1), undefined, ahead],
    ['milliseconds as a number', receivedAtMs - 7, undefined, -7],
    ['whole seconds', receivedAtMs / 1_000 - 7, undefined, -7_000],
    [
      'a time of sending that is too long a text is none',
      isoAt(-5_000),
      isoAt(-3_600_000).replace('Z', `${'0'.repeat(limits.timeLengthMax)}Z`),
      -5_000,
    ],
  ])('%s', (_name, timestamp, sentAt, expectedMs) => {
    expect(eventTime(timestamp, { sentAt, receivedAtMs })).toMatchObject({ atMs: receivedAtMs + expectedMs });
  });

  test('an event from an archive keeps its day, and its clock is corrected by when it came there', () => {
    const weekAgo = -7 * limits.dayMs;
    const at = (timestamp: string, sentAt: string, archivedAt: unknown) =>
      eventTime(timestamp, { sentAt, archivedAt, receivedAtMs });
    const said = isoAt(weekAgo - 5_000);
    expect(at(said, isoAt(weekAgo), isoAt(weekAgo + 900))).toMatchObject({
      atMs: receivedAtMs + weekAgo - 5_000,
    });
    expect(at(said, isoAt(weekAgo), isoAt(weekAgo + limits.hourMs))).toMatchObject({
      atMs: receivedAtMs + weekAgo - 5_000 + limits.hourMs,
    });
    expect(at(said, isoAt(weekAgo), 'once')).toMatchObject({ atMs: receivedAtMs - 5_000 });
    const noTime = { sentAt: undefined, archivedAt: isoAt(weekAgo), receivedAtMs };
    expect(eventTime(undefined, noTime)).toMatchObject({ atMs: receivedAtMs + weekAgo, isGiven: false });
    // Nothing came to an archive later than it came here.
    expect(at(isoAt(-5_000), isoAt(0), isoAt(limits.hourMs))).toMatchObject({ atMs: receivedAtMs - 5_000 });
  });

  test('a request that brings an archive says nothing of the clocks of its events', () => {
    const atMs = receivedAtMs - 5 * limits.dayMs;
    const ago = new Date(atMs).toISOString();
    const archived = { userId: 'u1', timestamp: ago, receivedAt: ago };
    expect(of(archived, { sentAt: isoAt(0) })).toMatchObject({ event: { atMs } });
    // The event's own word still counts: its clock was an hour behind when it was sent there.
    const own = { ...archived, sentAt: new Date(atMs - limits.hourMs).toISOString() };
    expect(of(own, { sentAt: isoAt(0) })).toMatchObject({ event: { atMs: atMs + limits.hourMs } });
    // A page has no archive, and its request speaks for it.
    const ofPage = { sentAt: isoAt(-limits.hourMs), publicKey: { id: 'k', isSigned: false } };
    expect(of(archived, ofPage)).toMatchObject({ event: { atMs: atMs + limits.hourMs } });
  });

  test.each([
    ['as far behind as a clock may be', -limits.clockShiftMsMax, -10, false],
    ['a millisecond further', -limits.clockShiftMsMax - 1, -limits.clockShiftMsMax - 11, true],
    ['as far ahead', limits.clockShiftMsMax, -10, false],
    [
      'a millisecond further ahead: the future is now',
      limits.clockShiftMsMax + 1,
      limits.clockAheadMsMax,
      true,
    ],
  ])('the time of sending %s', (_name, sentMs, expectedMs, isClockIgnored) => {
    const ahead = expectedMs === limits.clockAheadMsMax ? 'as stated' : null;
    expect(eventTime(isoAt(sentMs - 10), { sentAt: isoAt(sentMs), receivedAtMs })).toEqual({
      ...{ atMs: receivedAtMs + expectedMs, isGiven: true, isClockIgnored, ahead },
    });
  });

  test.each(['1970-01-01T00:00:01Z', '2099-01-01T00:00:00Z'])(
    'sent in %s, an event keeps its time',
    (sentAt) => {
      for (const sending of [{ sentAt }, { sentAt: undefined, requestSentAt: sentAt }])
        expect(eventTime(isoAt(-limits.hourMs), { ...sending, receivedAtMs })).toMatchObject({
          ...{ atMs: receivedAtMs - limits.hourMs, isClockIgnored: true },
        });
    },
  );

  test('what the caller says counts, before what its library adds', () => {
    const both = { timestamp: isoAt(-60_000), originalTimestamp: isoAt(0) };
    expect(of({ userId: 'u1', ...both })).toMatchObject({ event: { atMs: receivedAtMs - 60_000 } });
    expect(of({ userId: 'u1', originalTimestamp: isoAt(-1_000) })).toMatchObject({
      event: { atMs: receivedAtMs - 1_000 },
    });
    expect(of({ userId: 'u1', ...both, timestamp: null })).toMatchObject({ event: { atMs: receivedAtMs } });
  });

  test.each(['yesterday', 'yesterday 1', '05/11/2026', true, {}, 1e300])(
    '%j is refused with the form that is allowed',
    (timestamp) => {
      expect(eventTime(timestamp, { sentAt: undefined, receivedAtMs })).toMatchObject({
        error: expect.stringMatching(/^"timestamp" is .*ISO 8601/),
      });
    },
  );
});

describe('ids', () => {
  test.each([
    ['at the bound', limits.idLengthMax, true],
    ['one above', limits.idLengthMax + 1, false],
  ])('a user id %s', (_name, length, isTaken) => {
    expect(of({ userId: 'x'.repeat(length) }).ok).toBe(isTaken);
  });

  test('an event that says when it happened but has no id is known by its content', () => {
    const event = { userId: 'u', timestamp: isoAt(-1_000), properties: { a: 1 } };
    const ids = [of(event), of(event), of({ ...event, properties: { a: 2 } })].map((one) =>
      one.ok ? one.event.id : '',
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(of({ userId: 'u' })).toMatchObject({ event: { id: 'fresh' } });
  });

  test('nesting at the limit is taken, one level more is not', () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
    expect(of({ userId: 'u', properties: nested(limits.eventDepthMax - 2) }).ok).toBe(true);
    expect(of({ userId: 'u', properties: nested(limits.eventDepthMax - 1) }).ok).toBe(false);
  });
});

describe('identity', () => {
  const email = { context: { traits: { email: 'Ada@Example.com ' } } };
  test.each([
    ['a device', { anonymousId: 'd' }, 'a:d', []],
    ['a user', { userId: 'u' }, 'u:u', []],
    ['a user on a device', { userId: 'u', anonymousId: 'd' }, 'u:u', ['a:d']],
    ['a mail click', email, 'e:ada@example.com', []],
    ['a mail click on a device', { ...email, anonymousId: 'd' }, 'e:ada@example.com', ['a:d']],
    [
      'a user with an address on a device',
      { ...email, userId: 'u', anonymousId: 'd' },
      'u:u',
      ['e:ada@example.com', 'a:d'],
    ],
    ['an alias', { type: 'alias', userId: 'u', previousId: 'd' }, 'u:u', ['a:d']],
    [
      'a user whose id is an address',
      { userId: 'Ada@Shop.Example', anonymousId: 'd' },
      'u:Ada@Shop.Example',
      ['e:ada@shop.example', 'a:d'],
    ],
    [
      'a user whose id is one address, and who has another',
      { ...email, userId: 'ada@shop.example' },
      'u:ada@shop.example',
      ['e:ada@example.com', 'e:ada@shop.example'],
    ],
    [
      'an identify',
      { type: 'identify', userId: 'u', traits: { email: 'ada@example.com' } },
      'u:u',
      ['e:ada@example.com'],
    ],
    ['an event about a friend', { userId: 'u', properties: { email: 'bob@example.com' } }, 'u:u', []],
    [
      'an event about a friend, in its traits',
      { userId: 'u', traits: { email: 'bob@example.com' } },
      'u:u',
      [],
    ],
    [
      'a group with an address',
      { type: 'group', userId: 'u', groupId: 'g', traits: { email: 'info@example.com' } },
      'u:u',
      [],
    ],
    ['a user who means nobody, on a device', { userId: 'undefined', anonymousId: 'd' }, 'a:d', []],
    ['a device that means nobody', { userId: 'u', anonymousId: 'anonymous' }, 'u:u', []],
    ['a user who means nobody, with an address', { ...email, userId: 'NULL' }, 'e:ada@example.com', []],
    [
      'a text that is no address',
      { userId: 'u', context: { traits: { email: 'x@y.example?bcc=z' } } },
      'u:u',
      [],
    ],
    [
      'an alias of the device of the same text',
      { type: 'alias', userId: 'u', previousId: 'u' },
      'u:u',
      ['a:u'],
    ],
    ['a user on a device of the same text', { userId: 'u', anonymousId: 'u' }, 'u:u', ['a:u']],
  ])('%s', (_name, raw, key, children) => {
    const normalised = of(raw);
    if (!normalised.ok) throw new Error(normalised.message);
    expect(normalised.event.key).toBe(key);
    expect(normalised.links.map(({ childKey }) => childKey)).toEqual(children);
    for (const link of normalised.links) expect(link.parentKey).toBe(key);
  });

  test.each([
    ['nobody', {}, 'no_user_anon_id'],
    ['empty ids', { userId: ' ', anonymousId: null }, 'no_user_anon_id'],
    ['a user who means nobody', { userId: 'undefined' }, 'no_user_anon_id'],
    ['an address that is none', { context: { traits: { email: 'ada at shop' } } }, 'no_user_anon_id'],
    ['an address in the properties alone', { properties: { email: 'ada@shop.example' } }, 'no_user_anon_id'],
    ['a number that lost digits', { userId: 2 ** 53 }, 'invalid_event'],
    [
      'an alias to somebody from nobody',
      { type: 'alias', userId: 'u', previousId: '(null)' },
      'invalid_event',
    ],
    ['an id that is no text', { userId: {} }, 'invalid_event'],
    ['a track without a name', { userId: 'u', event: '' }, 'invalid_event'],
    ['a type nobody knows', { userId: 'u', type: 'poke' }, 'invalid_event'],
    ['an alias of nobody', { userId: 'u', type: 'alias' }, 'invalid_event'],
  ])('%s is refused', (_name, raw, code) => {
    expect(of(raw)).toMatchObject({ ok: false, code });
  });
});

describe('of a public key', () => {
  const publicKey = { id: 'ky_1', isSigned: false };
  const isSigned = (_text: string, signature: string) => signature === 'good';
  const found = (raw: object) => {
    const normalised = of(raw, { publicKey, isSigned });
    if (!normalised.ok) throw new Error(normalised.message);
    const { event, links, claims } = normalised;
    const childrenOf = (all: typeof links) =>
      all.map(({ childKey, parentKey }) => `${childKey} ${parentKey}`);
    return { ...event, links: childrenOf(links), claims: childrenOf(claims) };
  };
  const address = { userId: 'Ada@Shop.Example', anonymousId: 'd' };

  test('a user id that is an address names the address, as a claim with its key', () => {
    expect(found(address)).toMatchObject({
      ...{ key: 'e:ada@shop.example', via: 'public', keyId: 'ky_1', traits: { email: 'ada@shop.example' } },
      ...{ links: ['a:d e:ada@shop.example'], claims: [] },
    });
  });

  test.each([
    ['another address beside it', { email: 'bob@shop.example' }, { email: 'bob@shop.example' }],
    ['no address beside it', { email: 'bob', name: 'Ada' }, { email: 'ada@shop.example', name: 'Ada' }],
  ])('%s is what it says', (_name, given, traits) => {
    expect(found({ ...address, context: { traits: given } })).toMatchObject({
      ...{ key: 'e:ada@shop.example', keyId: 'ky_1', traits },
      ...{ links: ['a:d e:ada@shop.example'], claims: [] },
    });
  });

  test('with its signature it is the user, and the address is linked', () => {
    const signed = found({ ...address, context: { signature: 'good' } });
    expect(signed).toMatchObject({
      ...{ key: 'u:Ada@Shop.Example', via: 'signed' },
      ...{ links: ['e:ada@shop.example u:Ada@Shop.Example', 'a:d u:Ada@Shop.Example'], claims: [] },
    });
    expect(signed).not.toHaveProperty('traits');
  });

  test.each([
    ['an id', { messageId: 'm' }],
    ['a time alone', { timestamp: isoAt(-1_000) }],
  ])('its messages are its own, by %s: they are no duplicates of those of servers', (_name, given) => {
    const raw = { userId: 'u', ...given };
    const ofServer = of(raw);
    if (!ofServer.ok) throw new Error(ofServer.message);
    expect(found(raw).id).toBe(ofServer.event.id);
    expect(found(raw).hash).toBe(found(raw).hash);
    expect(found(raw).hash).not.toBe(ofServer.event.hash);
    expect(found({ ...raw, context: { signature: 'good' } }).hash).toBe(ofServer.event.hash);
    // Nor does a server meet them by an id of its own.
    expect(of({ ...raw, messageId: 'public\u0000m' }).ok).toBe(false);
    expect(of({ ...raw, messageId: 'public m' })).not.toMatchObject({ event: { hash: found(raw).hash } });
  });

  test('an address of a user is a claim, unless the address itself is signed', () => {
    const traits = { email: 'ada@shop.example' };
    const link = 'e:ada@shop.example u:u';
    expect(found({ userId: 'u', context: { traits } })).toMatchObject({ links: [], claims: [link] });
    const ofUser = { userId: 'u', context: { traits, signature: 'good' } };
    expect(found(ofUser)).toMatchObject({ links: [], claims: [link] });
    const ofAddress = { userId: 'u', context: { traits, emailSignature: 'good' } };
    expect(found(ofAddress)).toMatchObject({ via: 'public', links: [link], claims: [], isEmailSigned: true });
    expect(found(ofUser)).not.toHaveProperty('isEmailSigned');
    const asId = { ...address, context: { traits: { email: ' ADA@shop.example' }, emailSignature: 'good' } };
    expect(found(asId)).toMatchObject({ via: 'signed', key: 'u:Ada@Shop.Example' });
  });

  test.each([
    ['a user', { userId: 'u', anonymousId: 'd' }, ['public']],
    ['an address', { anonymousId: 'd', context: { traits: { email: 'ada@shop.example' } } }, ['public']],
    [
      'a user whose address is signed',
      { ...address, userId: 'u', context: { traits: { email: 'a@b.example' }, emailSignature: 'good' } },
      ['public', 'public'],
    ],
    ['a user who is signed', { userId: 'u', anonymousId: 'd', context: { signature: 'good' } }, [undefined]],
  ])('a link to %s says whose word it is', (_name, raw, vias) => {
    const normalised = of(raw, { publicKey, isSigned });
    expect(normalised.ok && normalised.links.map(({ via }) => via)).toEqual(vias);
    const claim = of({ userId: 'u', context: { traits: { email: 'a@b.example' } } }, { publicKey, isSigned });
    expect(claim.ok && claim.claims.map(({ via }) => via)).toEqual([undefined]);
  });
});

describe('for any JSON at all', () => {
  test('an event or a refusal, never an exception, and a user never follows anybody', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          type: fc.constantFrom('track', 'page', 'identify', 'group', 'alias', 'x'),
          event: fc.jsonValue(),
          userId: fc.oneof(fc.string(), fc.jsonValue()),
          anonymousId: fc.oneof(fc.string(), fc.jsonValue()),
          previousId: fc.string(),
          traits: fc.oneof(fc.record({ email: fc.emailAddress() }), fc.jsonValue()),
          context: fc.jsonValue(),
          properties: fc.jsonValue(),
          timestamp: fc.oneof(fc.date({ noInvalidDate: true }).map(String), fc.jsonValue()),
          sentAt: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anything, (raw) => {
        const normalised = normalise(raw, envelope, () => 'fresh');
        if (!normalised.ok) return;
        expect(Number.isSafeInteger(normalised.event.atMs) && normalised.event.atMs >= 0).toBe(true);
        for (const link of normalised.links) expect(link.childKey.startsWith('u:')).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('both spellings mean the same', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (user, device, message) => {
          const camel = of({ userId: user, anonymousId: device, messageId: message });
          expect(of({ user_id: user, anonymous_id: device, message_id: message })).toEqual(camel);
        },
      ),
    );
  });
});

test('query strings lose what nobody listed; an event is the same message with and without', () => {
  const raw = {
    userId: 'ada',
    timestamp: isoAt(-5),
    properties: { url: 'https://shop.example/a?email=ada@x.example&utm_source=news', path: '/a?t=1' },
    context: { page: { url: 'https://shop.example/a?t=1&utm_medium=mail', search: '?t=1&utm_medium=mail' } },
  };
  const [whole, redacted] = [of(raw), of(raw, { keptParameters: keptParametersIn('') })];
  if (!whole.ok || !redacted.ok) throw new Error('refused');
  expect(redacted.event).toMatchObject({
    path: '/a',
    properties: { url: 'https://shop.example/a?utm_source=news', path: '/a' },
    context: { page: { url: 'https://shop.example/a?utm_medium=mail', search: '?utm_medium=mail' } },
  });
  expect(JSON.stringify(redacted.event)).not.toMatch(/x\.example|t=1/);
  expect(redacted.event.hash).toBe(whole.event.hash);
});
