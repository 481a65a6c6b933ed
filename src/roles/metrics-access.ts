/** Who may read `/metrics`: who has the token; where none is set, direct callers of this machine and of private networks. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { isNearby } from '../base/network/network.ts';

/** A proxy that is not trusted stands before the caller: the address is that of the proxy. */
const isForwarded = ({ headers }: FastifyRequest) =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;

/**
 * Returns what throws `unauthenticated` for a request that may not read the metrics. `isProxyTrusted`: the caller's address is that
 * of the client, whatever stands between.
 */
export function metricsAccess(token: string | undefined, isProxyTrusted: boolean) {
  const expected = token === undefined ? null : Buffer.from(token);
  return (request: FastifyRequest): void => {
    if (expected === null) {
      const isDirect = isProxyTrusted || !isForwarded(request);
      if (isDirect && isNearby(request.ip ?? '')) return;
      throw new ApiError(
        'unauthenticated',
        'without METRICS_TOKEN only this machine and private networks may read the metrics: set it, and send "Authorization: Bearer <METRICS_TOKEN>"',
      );
    }
    const given = Buffer.from(/^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim() ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new ApiError('unauthenticated', 'send "Authorization: Bearer <METRICS_TOKEN>"');
  };
}
