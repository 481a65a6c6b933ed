/** Laws of an attempt to log in at a provider: its cookie comes back as it was, and no address leads away. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptOfText, attemptToText, marksOf, ownPath } from './oidc-attempt.core.ts';

const secrets = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const here = 'https://console.example';

test('a cookie holds the attempt', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.string().map((text) => ownPath(`/${text}`)),
      (secret, to) => {
        expect(attemptOfText(attemptToText({ secret, to }))).toEqual({ secret, to });
      },
    ),
  );
});

test('whatever an address says, the way leads to this host', () => {
  const parts = fc.array(
    fc.constantFrom('/', '\\', '.', ':', '@', 'evil.example', 'https', '\t', '\n', '?', '#', ' '),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        parts.map((all) => `/${all.join('')}`),
      ),
      (given) => {
        const path = ownPath(given);
        expect(new URL(path, here).origin).toBe(here);
        expect(path.startsWith('/')).toBe(true);
      },
    ),
  );
});

test.each([
  ['/leads/ld_1?sort=heat', '/leads/ld_1?sort=heat'],
  ['//evil.example/leads', '/'],
  ['/\\evil.example', '/'],
  ['/.//evil.example', '/'],
  ['https://evil.example', '/'],
  [undefined, '/'],
  [['/leads'], '/'],
])('%j leads to %s', (given, path) => {
  expect(ownPath(given)).toBe(path);
});

test('marks are the same for the same secret, and differ by use', () => {
  fc.assert(
    fc.property(secrets, secrets, (secret, other) => {
      const marks = marksOf({ secret, to: '/' });
      expect(marksOf({ secret, to: '/leads' })).toEqual(marks);
      const all = [
        ...Object.values(marks),
        ...(secret === other ? [] : Object.values(marksOf({ secret: other, to: '/' }))),
      ];
      expect(new Set([...all, secret]).size).toBe(all.length + 1);
      // RFC 7636: 43 to 128 unreserved characters.
      expect(marks.codeVerifier).toMatch(/^[\w-]{43}$/);
    }),
  );
});

test.each([null, '', 'short./leads', `${'a'.repeat(43)}`, `${'!'.repeat(43)}./`])(
  '%j is no attempt',
  (text) => {
    expect(attemptOfText(text)).toBeNull();
  },
);
