/** Addresses of a Redis: every form, what is refused with the remedy, and that no error shows a password. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRedisUrl, redisAddressInWords } from './url.core.ts';

const nobody = { username: null, password: null };

describe('forms', () => {
  test.each([
    [
      'redis://a',
      { kind: 'single', url: 'redis://a', nodes: [{ host: 'a', port: 6_379 }], isTls: false, ...nobody },
    ],
    ['rediss://a:7/2', { kind: 'single', nodes: [{ host: 'a', port: 7 }], isTls: true }],
    ['redis://a:7/0?family=6', { kind: 'single', url: 'redis://a:7/0?family=6' }],
    [
      'redis://a:1,redis://b:2',
      {
        kind: 'cluster',
        isTls: false,
        ...nobody,
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
      },
    ],
    [
      'redis://a:1,b',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 6_379 },
        ],
      },
    ],
    ['redis-cluster://a:1', { kind: 'cluster', nodes: [{ host: 'a', port: 1 }], isTls: false }],
    [
      'rediss-cluster://[::1]:1, b:2/',
      {
        kind: 'cluster',
        nodes: [
          { host: '::1', port: 1 },
          { host: 'b', port: 2 },
        ],
        isTls: true,
      },
    ],
    ['redis-cluster://u:p%2Cq@a:1,b:2', { kind: 'cluster', username: 'u', password: 'p,q' }],
    ['redis://:p@a:1,redis://:p@b:2', { kind: 'cluster', username: null, password: 'p' }],
    [
      'redis-sentinel://a,b:2/main',
      {
        ...{ kind: 'sentinel', name: 'main', database: 0, isTls: false, sentinelUser: nobody },
        nodes: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 2 },
        ],
      },
    ],
    [
      'rediss-sentinel://u:p@a:1/my%20main/3?sentinelUsername=s&sentinelPassword=t',
      {
        ...{ kind: 'sentinel', name: 'my main', database: 3, isTls: true, username: 'u', password: 'p' },
        sentinelUser: { username: 's', password: 't' },
      },
    ],
  ])('%s', (text, expected) => expect(parseRedisUrl(text)).toMatchObject(expected));
});

describe('refusals', () => {
  test.each([
    ['http://a:1', 'expected one of redis://host:6379'],
    ['redis://', 'expected one of redis://host:6379'],
    ['redis-x://a', 'expected one of redis://host:6379'],
    ['redis://a:1/x', '"/x" after the port is no number of a database'],
    ['redis://a:99999', 'node 1 "a:99999" is no host and port'],
    ['redis://a:0', 'node 1 "a:0" is no host and port'],
    ['redis://a:1,redis://', 'node 2 "" is no host and port'],
    ['redis://a:1,b:2?x=1', 'node 2 "b:2?x=1" is no host and port'],
    ['redis://a:1,rediss://b:2', 'node 2 begins with another scheme'],
    ['redis-cluster://a:1,redis://b:2', 'node 2 begins with another scheme'],
    ['redis://a:1,b:2/1', 'node 2 names a database: expected none'],
    ['redis://u:p@a:1,redis://u:q@b:2', 'nodes name different users or passwords'],
    ['redis-sentinel://a:1', 'the name of the primary is missing'],
    ['redis-sentinel://a:1/', 'the name of the primary is missing'],
    ['redis-sentinel://a:1/main?tls=1', 'one parameter is unknown to redis-sentinel'],
    ['redis-sentinel://a:1/main/x', 'the name of the primary is missing'],
    ['redis://u:%zz@a:1', 'node 1 is no host and port'],
  ])('%s', (text, says) => expect(() => parseRedisUrl(text)).toThrow(says));
});

const hosts = fc.domain();
const ports = fc.integer({ min: 1, max: 65_535 });
const nodes = fc.array(fc.record({ host: hosts, port: ports }), { minLength: 1, maxLength: 6 });
const secrets = fc.string({ minLength: 1, unit: 'grapheme' });
const schemes = fc.constantFrom('redis-cluster', 'rediss-cluster', 'redis-sentinel', 'rediss-sentinel');

test('law: nodes, user and password come back as they were written', () => {
  fc.assert(
    fc.property(schemes, nodes, secrets, secrets, (scheme, given, username, password) => {
      const named = given.map(({ host, port }) => `${host}:${port}`).join(',');
      const end = scheme.endsWith('sentinel') ? '/main' : '';
      const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
      const text = `${scheme}://${user}@${named}${end}`;
      expect(parseRedisUrl(text)).toMatchObject({ nodes: given, username, password });
      expect(redisAddressInWords(text)).toContain(`${given[0]?.host}:${given[0]?.port}`);
    }),
  );
});

test('law: whatever is written, an error shows no password of an address that is refused', () => {
  const forms = fc.oneof(schemes, fc.constant('redis'));
  // What should have been encoded cuts it in two.
  const cut = fc.constantFrom('', ',', '/', '@', '?', ',b://', '%');
  fc.assert(
    fc.property(forms, fc.string(), cut, fc.string(), (scheme, before, between, after) => {
      const text = `${scheme}://${before.replaceAll('@', '')}:Ge7${between}heim@${after}`;
      try {
        parseRedisUrl(text);
      } catch (error) {
        expect((error as Error).message).not.toMatch(/Ge7|heim/);
        expect((error as Error).message).toContain('expected');
      }
    }),
  );
});
