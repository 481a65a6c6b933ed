/** Calls of JSON APIs, and the comparison of signatures. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** An answer that is no success. */
export class Refused extends Error {
  /** @param {number} status @param {string} words */
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/**
 * Returns a function that calls an API. It throws `Refused` for an answer that is no success.
 * @param {string} base @param {() => Record<string, string> | Promise<Record<string, string>>} headersOf
 */
export function caller(base, headersOf) {
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  return async (method, path, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...(await headersOf()), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Refused(response.status, `${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
}

/**
 * Whether the signature is the HMAC-SHA256 of a text, and its time is at most five minutes away.
 * @param {{ secret: string, text: string, timestamp: string, signature: string, as: 'hex' | 'base64' }} signed
 */
export function isSigned({ secret, text, timestamp, signature, as }) {
  const expected = Buffer.from(createHmac('sha256', secret).update(text).digest(as));
  const given = Buffer.from(signature);
  const isRecent = Math.abs(Date.now() - Number(timestamp)) < 300_000;
  return isRecent && given.length === expected.length && timingSafeEqual(given, expected);
}
