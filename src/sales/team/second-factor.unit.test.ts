/** Codes of an authenticator app by the vectors of RFC 6238, and codes as people type them. */
import { describe, expect, test } from 'vitest';
import { recoveryCodeOf, secretOf, stepOf, typedCodeOf } from './second-factor.core.ts';

/** The secret of RFC 6238, appendix B, for SHA-1. */
const secret = secretOf(new TextEncoder().encode('12345678901234567890'));

describe('codes of an app', () => {
  test('a secret is base32, as RFC 4648 has it', () => {
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  // The vectors have eight digits; an app shows the last six.
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i s it is the last six digits of %s', (atS, code) => {
    expect(stepOf(secret, code.slice(2), atS * 1_000)).toBe(Math.floor(atS / 30));
  });

  test('a code is of its step, one early or late, and of no other', () => {
    const code = '287082';
    const stepsAt = (atS: number) => stepOf(secret, code, atS * 1_000);
    expect([0, 29, 30, 59, 60, 89, 90].map(stepsAt)).toEqual([1, 1, 1, 1, 1, 1, null]);
    expect(stepOf(secret, '287083', 59_000)).toBeNull();
  });
});

describe('what somebody types', () => {
  test.each([
    ['123456', { of: 'app', code: '123456' }],
    [' 123 456 ', { of: 'app', code: '123456' }],
    ['12345', { of: 'recovery', code: '12345' }],
    ['1234567', { of: 'recovery', code: '1234567' }],
    ['K3M9X-7FQ2D', { of: 'recovery', code: 'k3m9x7fq2d' }],
    ['ko1lx iFq2d', { of: 'recovery', code: 'k011x1fq2d' }],
    ['', { of: 'recovery', code: '' }],
  ])('"%s"', (text, typed) => {
    expect(typedCodeOf(text)).toEqual(typed);
  });

  test('a recovery code is read as it was shown', () => {
    const every = recoveryCodeOf(Uint8Array.from({ length: 10 }, (_, index) => index * 25));
    expect(every).toMatch(/^.{5}-.{5}$/);
    expect(typedCodeOf(every)).toEqual({ of: 'recovery', code: every.replace('-', '') });
  });
});
