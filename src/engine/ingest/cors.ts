/** CORS for the public doors: any page may send, and may read when to send again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forOtherPages } from '../../base/network/network.ts';

/** What the clients' own headers are, for a preflight that does not say which it wants. */
const allowedHeaders = [
  'authorization',
  'content-type',
  'x-retry-count',
  'anonymousid',
  'sentat',
  'x-write-key',
  'x-enable-debug',
  'x-ip-policy',
  'rsa-retry-attempt',
  'rsa-since-last-attempt',
  'rsa-since-first-attempt',
  'rsa-retry-reason',
  'rsa-recovered',
].join(', ');

/** Lets pages of others load every answer, and read it where the request names their origin. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(forOtherPages);
  const { origin } = request.headers;
  if (origin === undefined) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('vary', 'Origin');
  reply.header('access-control-allow-credentials', 'true');
  // Without this a browser cannot read it, and retries ten times a second.
  reply.header('access-control-expose-headers', 'Retry-After, X-Request-Id');
}

/** What pages of others ask of these doors. The API is not for them. */
const doors = [
  ...[
    '/v1/*',
    '/api/s/*',
    '/beacon/*',
    '/projects/*',
    '/sourceConfig',
    '/analytics.js/*',
    '/analytics-next/*',
  ],
  ...['/s.js', '/p.js'],
];

/** Answers every preflight of the doors: never authenticated, never limited. */
export function registerPreflight(app: FastifyInstance): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const wanted = request.headers['access-control-request-headers'];
    reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST, OPTIONS')
      .header(
        'access-control-allow-headers',
        typeof wanted === 'string' && wanted !== '' ? wanted : allowedHeaders,
      )
      .header('access-control-max-age', '7200');
    return reply.send();
  };
  for (const door of doors) app.options(door, answer);
}
