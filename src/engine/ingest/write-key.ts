/** The write key of a request: the four positions that clients use, in the order of precedence. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../base/kernel/kernel.ts';

/** Throws `invalid_write_key` unless the request carries the key: Basic user, `X-Write-Key`, `?writeKey`, body `writeKey`. */
export function requireWriteKey(request: FastifyRequest, body: unknown, expected: Buffer): void {
  const given =
    fromBasic(request.headers.authorization) ?? fromHeader(request) ?? fromQuery(request) ?? fromBody(body);
  if (given === null) {
    throw new ApiError(
      'invalid_write_key',
      'no write key; send it as Basic user, X-Write-Key, ?writeKey= or "writeKey" in the body',
    );
  }
  const bytes = Buffer.from(given);
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) {
    throw new ApiError('invalid_write_key', 'the write key is unknown; npm start prints the right one');
  }
}

/** The user of Basic credentials, with or without the colon. */
function fromBasic(header: string | undefined): string | null {
  if (header === undefined || !/^basic /i.test(header)) return null;
  const decoded = Buffer.from(header.slice(6).trim(), 'base64').toString('utf8');
  const user = decoded.split(':', 1)[0] ?? '';
  return user === '' ? null : user;
}

function fromHeader(request: FastifyRequest): string | null {
  const header = request.headers['x-write-key'];
  // Jitsu's server keys are `id:secret`; the id is the write key.
  return typeof header === 'string' && header !== '' ? (header.split(':', 1)[0] ?? null) : null;
}

function fromQuery(request: FastifyRequest): string | null {
  const { writeKey } = request.query as { writeKey?: unknown };
  return typeof writeKey === 'string' && writeKey !== '' ? writeKey : null;
}

/** Jitsu masks its key in the body with asterisks: that is no key. */
function fromBody(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { writeKey } = body as { writeKey?: unknown };
  return typeof writeKey === 'string' && writeKey !== '' && !writeKey.includes('*') ? writeKey : null;
}
