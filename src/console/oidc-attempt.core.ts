/**
 * One log-in at an OpenID Connect provider, from the button to the return. Pure.
 *
 * A single random secret in a cookie is all that is kept of it: state, nonce and PKCE verifier are made of it. So any process
 * can take the return, and only the browser that began.
 */
import { secretMarkOf } from '../base/kernel/kernel.ts';

export interface OidcAttempt {
  /** 256 random bits, as 43 characters of base64url. */
  secret: string;
  /** The page to go to afterwards: a path of this console. */
  to: string;
}

/** What the provider is sent, and what it has to send back. */
export interface OidcMarks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Returns the marks of an attempt. */
export function marksOf({ secret }: OidcAttempt): OidcMarks {
  const mark = (use: string) => secretMarkOf(secret, use);
  return { state: mark('state'), nonce: mark('nonce'), codeVerifier: mark('verifier') };
}

/** Returns the text for the cookie. */
export function attemptToText({ secret, to }: OidcAttempt): string {
  return `${secret}.${to}`;
}

/** Returns the attempt of a cookie; null for a text that is none. */
export function attemptOfText(text: string | null): OidcAttempt | null {
  const [, secret, to] = /^([\w-]{43})\.(.*)$/s.exec(text ?? '') ?? [];
  return secret === undefined ? null : { secret, to: ownPath(to) };
}

const here = 'https://console.invalid';
const pathLengthMax = 1_000;

/** Returns a path of this console, or `/` for an address of another site: links of others may name any. */
export function ownPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > pathLengthMax || !given.startsWith('/')) return '/';
  const url = URL.parse(given, here);
  if (url === null || url.origin !== here || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}`;
}
