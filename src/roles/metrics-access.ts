/** Who may read `/metrics`: who has the token; where none is set, direct callers of this machine and of private networks. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { isNearby } from '../base/network/network.ts';
import type { Environment } from '../environment.ts';

/** Of a request to either port. */
type Asked = Pick<FastifyRequest, 'headers' | 'ip' | 'ips'>;

/** What proxies add to a request. One that adds nothing looks like a direct caller. */
const addedByProxies = ['forwarded', 'via', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'] as const;

/** Whether the address is that of the caller: each proxy that added to `X-Forwarded-For` is a trusted one. */
function isCallersOwn({ headers, ips }: Asked): boolean {
  const added = headers['x-forwarded-for'];
  const steps = added === undefined ? 0 : String(added).split(',').length;
  // The first of `ips` is the connection itself; a proxy that is trusted adds the next.
  const trusted = (ips?.length ?? 1) - 1;
  return steps <= trusted && (trusted > 0 || addedByProxies.every((name) => headers[name] === undefined));
}

/** Returns what throws `unauthenticated` for a request that may not read the metrics. */
export function metricsAccess(token: string | undefined) {
  const expected = token === undefined ? null : Buffer.from(token);
  return (request: Asked): void => {
    if (expected === null) {
      if (isCallersOwn(request) && isNearby(request.ip ?? '')) return;
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

/** The same of the public port: where the metrics have a port of their own, only a token asks for them here. */
export function publicMetricsAccess(
  settings: Pick<Environment, 'OPS_PORT' | 'METRICS_TOKEN'>,
): (request: Asked) => void {
  const { OPS_PORT: opsPort, METRICS_TOKEN: token } = settings;
  if (opsPort === undefined || token !== undefined) return metricsAccess(token);
  return () => {
    throw new ApiError(
      'not_found',
      'the metrics are on the port of OPS_PORT; set METRICS_TOKEN to have them here too',
    );
  };
}
