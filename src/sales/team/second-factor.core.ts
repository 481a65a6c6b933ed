/** Codes of an authenticator app (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds), and recovery codes. Pure. */
import { Secret, TOTP } from 'otpauth';
import { limits } from '../../base/kernel/kernel.ts';

/** What an app and a server share; 160 bits, as RFC 4226 recommends. */
export const secretBytes = 20;
/** Random bytes of a recovery code; five bits of each count. */
export const recoveryCodeBytes = 10;
/** Crockford’s base 32: none of its letters is mistaken for a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Returns a secret as people type it into an app: base32. */
export function secretOf(bytes: Uint8Array): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

/** Returns the address that an app reads from the picture: `otpauth://totp/…`. */
export function appAddressOf(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/**
 * Returns the step (of 30 seconds since 1970) that a code is of; null where it is of none near now. The clock of a phone may be a step
 * early or late.
 */
export function stepOf(secret: string, code: string, nowMs: number): number | null {
  const totp = totpOf(secret, '');
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? null : totp.counter({ timestamp: nowMs }) + delta;
}

/** Returns a recovery code such as `k3m9x-7fq2d`: 50 bits. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** What somebody typed for a second factor: a code of the app, or a recovery code as it is stored. */
export type TypedCode = { of: 'app'; code: string } | { of: 'recovery'; code: string };

/** Reads a code as people type it. Spaces, hyphens and capitals do not matter, nor does O for 0 or I for 1 in a recovery code. */
export function typedCodeOf(text: string): TypedCode {
  const code = text.replace(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(code)) return { of: 'app', code };
  return { of: 'recovery', code: code.replaceAll('o', '0').replace(/[il]/g, '1') };
}

function totpOf(secret: string, email: string): TOTP {
  return new TOTP({
    issuer: 'Scoville',
    label: email,
    secret: Secret.fromBase32(secret),
    period: limits.secondFactorStepMs / 1_000,
  });
}
