/** Who may read `/metrics`: who has the token; without one direct callers nearby, and on the public port at most this machine. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { isLoopback, isNearby } from '../base/network/network.ts';
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

/** From where a request needs no token. */
export interface Nearness {
  isNear(address: string): boolean;
  /** Those places, in words. */
  words: string;
}

const privateNetworks: Nearness = { isNear: isNearby, words: 'this machine and private networks' };
const thisMachine: Nearness = { isNear: isLoopback, words: 'this machine' };

/** Returns what throws `unauthenticated` for a request that may not read the metrics. */
export function metricsAccess(token: string | undefined, { isNear, words }: Nearness = privateNetworks) {
  const expected = token === undefined ? null : Buffer.from(token);
  return (request: Asked): void => {
    if (expected === null) {
      if (isCallersOwn(request) && isNear(request.ip ?? '')) return;
      throw new ApiError(
        'unauthenticated',
        `without METRICS_TOKEN only ${words} may read the metrics here: set it, and send "Authorization: Bearer <METRICS_TOKEN>"`,
      );
    }
    const given = Buffer.from(/^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim() ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new ApiError('unauthenticated', 'send "Authorization: Bearer <METRICS_TOKEN>"');
  };
}

type Settings = Pick<Environment, 'OPS_PORT' | 'METRICS_TOKEN' | 'PUBLIC_URL' | 'TRUST_PROXY' | 'NODE_ENV'>;

/**
 * The same of the public port, where a token asks for them. Without one they are there for this machine alone. They are there for nobody
 * where they have a port of their own, or others reach this one. A proxy on this machine that adds no header looks like a caller of it.
 */
export function publicMetricsAccess(settings: Settings): (request: Asked) => void {
  const { OPS_PORT: opsPort, METRICS_TOKEN: token } = settings;
  if (token !== undefined) return metricsAccess(token);
  const sign = signOfOthers(settings);
  if (opsPort === undefined && sign === null) return metricsAccess(undefined, thisMachine);
  const detail =
    opsPort === undefined
      ? `others reach this port (${sign}): set OPS_PORT to have the metrics on a port of their own, or METRICS_TOKEN to have them here`
      : 'the metrics are on the port of OPS_PORT; set METRICS_TOKEN to have them here too';
  return () => {
    throw new ApiError('not_found', detail);
  };
}

/** Returns the setting that says that others than this machine reach the port; null where none does. */
function signOfOthers({ PUBLIC_URL: url, TRUST_PROXY: proxies, NODE_ENV: kind }: Settings): string | null {
  if (url !== undefined) return 'PUBLIC_URL';
  if (proxies !== false) return 'TRUST_PROXY';
  return kind === 'production' ? 'NODE_ENV=production' : null;
}
