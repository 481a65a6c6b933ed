/** Clients of a Redis by its address: one server, the primary that Sentinels name, or a cluster. */
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisTls } from './tls.ts';
import { parseRedisUrl, type RedisAddress } from './url.core.ts';

/** A client that takes every command, whatever is behind it. */
export type RedisClient = Redis | Cluster;

/** Where a Redis is, as settings name it. */
export interface RedisTarget {
  url: string;
  tls?: RedisTls | undefined;
}

/** Of each connection. The shape of replies is not ours to choose: it would change the type of every command. */
export type NodeOptions = Omit<RedisOptions, 'replyMapping' | 'himportFieldsets'>;

/** Of a cluster as a whole. */
type WholeOptions = Pick<
  ClusterOptions,
  | 'clusterRetryStrategy'
  | 'enableOfflineQueue'
  | 'maxRedirections'
  | 'retryDelayOnFailover'
  | 'retryDelayOnClusterDown'
  | 'slotsRefreshInterval'
  | 'slotsRefreshTimeout'
>;

/**
 * Opens a client. `whole` is for a cluster alone: its connections to nodes end for good, and it finds the nodes again by itself.
 * Throws where the address cannot be read.
 */
export function openRedis(target: RedisTarget, options: NodeOptions, whole: WholeOptions = {}): RedisClient {
  const address = parseRedisUrl(target.url);
  const secured = { ...options, ...tlsOf(address, target.tls) };
  if (address.kind === 'single') return new Redis(address.url, secured);
  const user = userOf(address);
  if (address.kind === 'sentinel')
    return new Redis({ ...secured, ...user, ...sentinelOptions(address, secured) });
  const { retryStrategy: _retry, lazyConnect = false, ...ofNodes } = secured;
  return new Cluster(address.nodes, {
    ...whole,
    lazyConnect,
    // Certificates are for names: each connection looks its name up itself.
    dnsLookup: (host, found) => found(null, host),
    redisOptions: { ...ofNodes, ...user },
  });
}

function tlsOf({ kind, isTls, nodes }: RedisAddress, tls: RedisTls | undefined): NodeOptions {
  if (!isTls) return {};
  const host = nodes[0]?.host ?? '';
  // A server that is reached by its number has no name to ask for. Nodes of a cluster, and a primary behind Sentinels, have other names.
  return { tls: { ...tls, ...(kind === 'single' && !/^[\d.]+$|:/.test(host) && { servername: host }) } };
}

function userOf({ username, password }: RedisAddress): NodeOptions {
  return { ...(username !== null && { username }), ...(password !== null && { password }) };
}

function sentinelOptions(
  address: RedisAddress & { kind: 'sentinel' },
  { tls, retryStrategy, connectTimeout }: NodeOptions,
): NodeOptions {
  const { sentinelUser } = address;
  return {
    sentinels: address.nodes,
    name: address.name,
    db: address.database,
    ...(sentinelUser.username !== null && { sentinelUsername: sentinelUser.username }),
    ...(sentinelUser.password !== null && { sentinelPassword: sentinelUser.password }),
    // As often as the primary itself is tried again.
    sentinelRetryStrategy: (attempt) => retryStrategy?.(attempt) ?? null,
    ...(connectTimeout !== undefined && { sentinelCommandTimeout: connectTimeout }),
    ...(tls !== undefined && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

/** What each connection of a cluster is opened with. */
export const optionsOfNodes = ({ options }: Cluster): NodeOptions => {
  const { replyMapping: _mapping, ...redisOptions } = options.redisOptions ?? {};
  return redisOptions;
};

/** Opens a connection to one node of a cluster. It ends for good when it is lost. */
export const openNode = (cluster: Cluster, host: string, port: number): Redis =>
  new Redis({ ...optionsOfNodes(cluster), host, port, retryStrategy: null });
