/** The cookies of the console: for no script, no other site, and over TLS for this host alone. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../base/kernel/kernel.ts';

/** Returns the value of a cookie; null where the browser sent none. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  return request.cookies[fullName(request, name)] ?? null;
}

interface Cookie {
  name: string;
  value: string;
  keptMs: number;
  /** `lax` comes along when another site sends the browser back here. */
  sameSite?: 'strict' | 'lax';
}

export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, value, keptMs, sameSite = 'strict' }: Cookie,
): void {
  reply.setCookie(fullName(request, name), value, {
    path: '/',
    httpOnly: true,
    sameSite,
    secure: isOverTls(request),
    maxAge: keptMs / limits.secondMs,
  });
}

export function isOverTls({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}

/**
 * Browsers take a name with this prefix only over TLS, from the host itself, for all its paths: no subdomain can set it. Over plain
 * HTTP, as at a first start, they refuse one that is "secure".
 */
function fullName(request: FastifyRequest, name: string): string {
  return isOverTls(request) ? `__Host-${name}` : name;
}
