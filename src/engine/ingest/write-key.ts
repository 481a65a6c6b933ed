/** The write key of a request: the four positions that clients use, in the order of precedence, and what it allows. */
import type { FastifyRequest } from 'fastify';
import { ApiError, writeKeyPattern } from '../../base/kernel/kernel.ts';
import { type KeyRegistry, type PublishedKey, requireOrigin } from '../keys/keys.ts';

/**
 * Returns the key that a request carries: as Basic user, `X-Write-Key`, `?writeKey`, or `writeKey` in the body. Throws
 * `invalid_write_key` where there is none or it is unknown, and what `requireOrigin` throws.
 */
export async function keyOfRequest(
  request: FastifyRequest,
  body: unknown,
  keys: KeyRegistry,
): Promise<PublishedKey> {
  const given =
    fromBasic(request.headers.authorization) ?? fromHeader(request) ?? fromQuery(request) ?? fromBody(body);
  if (given === null) {
    const isBearer = /^bearer /i.test(request.headers.authorization ?? '');
    throw new ApiError(
      'invalid_write_key',
      `${isBearer ? `a bearer token is no write key, and ${tokenBelongs}` : 'no write key'}; send the key as Basic user, X-Write-Key, ?writeKey= or "writeKey" in the body`,
    );
  }
  const key = keys.known(given) ?? (await keys.find(given));
  if (key === null) throw new ApiError('invalid_write_key', whyUnknown(given));
  requireOrigin(key, originOf(request));
  return key;
}

const tokenBelongs = 'an API token belongs to /api/v1, as "Authorization: Bearer"';

/** By the form alone: no guess learns whether it was near. */
function whyUnknown(given: string): string {
  const remedy = 'npm start prints a right one; the page "Keys" of the console and "scoville keys" list all';
  return writeKeyPattern.test(given)
    ? `the write key is unknown or revoked; ${remedy}`
    : `what was sent has not the form of a write key, "c" and 24 of a to z and 0 to 9; ${remedy}. Of other secrets, ${tokenBelongs}`;
}

/** The page that sends; of an image, which has no origin, that which shows it. Null where it is no page. */
function originOf({ method, headers: { origin, referer } }: FastifyRequest): string | null {
  if (origin !== undefined) return origin;
  return method === 'GET' && referer !== undefined ? (URL.parse(referer)?.origin ?? null) : null;
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
