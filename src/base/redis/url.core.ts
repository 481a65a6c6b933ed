/** Addresses of a Redis, as `REDIS_URL` names them: one server, several nodes of a cluster, or Sentinels that know the primary. Pure. */

/** A server by its host and port. */
export interface Node {
  host: string;
  port: number;
}

interface Reached extends User {
  /** In the order of the address: at least one. */
  nodes: Node[];
  isTls: boolean;
}

/** What an address leads to. */
export type RedisAddress =
  | (Reached & { kind: 'single'; url: string })
  | (Reached & { kind: 'cluster' })
  /** `nodes` are the Sentinels; `name` is that of the primary, `database` its number. The user is the primary's. */
  | (Reached & { kind: 'sentinel'; name: string; database: number; sentinelUser: User });

interface User {
  username: string | null;
  password: string | null;
}

const example =
  'expected one of redis://host:6379, redis://a:6379,redis://b:6379 (nodes of a cluster), redis-cluster://a:6379,b:6379 or redis-sentinel://a:26379,b:26379/name; rediss, rediss-cluster and rediss-sentinel are those over TLS';

const portOf = { single: 6_379, cluster: 6_379, sentinel: 26_379 } as const;

/** Reads an address. Throws an error with the part at fault, the rule and an example; never with a password. */
export function parseRedisUrl(text: string): RedisAddress {
  const [, secure = '', kind, rest = ''] = /^redis(s?)(?:-(cluster|sentinel))?:\/\/(.+)$/s.exec(text) ?? [];
  if (rest === '') throw new Error(example);
  const isTls = secure === 's';
  if (kind === 'sentinel') return sentinelOf(rest, isTls);
  const parts = rest.split(',');
  if (kind === 'cluster' || parts.length > 1) return clusterOf(parts, isTls, kind === 'cluster');
  const { pathname, ...part } = partOf(rest, 1, 'single');
  if (!/^(?:\/\d*)?$/.test(pathname))
    throw new Error(
      `${shown(pathname, rest)}after the port is no number of a database: expected such as redis://host:6379/0`,
    );
  return { kind: 'single', url: text, isTls, ...reachedOf([part]) };
}

/** Returns the address in words, without its secrets. */
export function redisAddressInWords(text: string): string {
  try {
    const address = parseRedisUrl(text);
    const nodes = address.nodes
      .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
      .join(', ');
    if (address.kind === 'sentinel') return `${address.name} of the Sentinels ${nodes}`;
    return address.kind === 'cluster' ? `cluster of ${nodes}` : nodes;
  } catch {
    return 'an address that cannot be read';
  }
}

function clusterOf(given: readonly string[], isTls: boolean, isNamed: boolean): RedisAddress {
  const scheme = `redis${isTls ? 's' : ''}`;
  const parts = given.map((text, index) => {
    const [, own, rest] = /^(?:([a-z-]+):\/\/)?(.*)$/s.exec(text.trim()) ?? [];
    if (own !== undefined && (own !== scheme || isNamed))
      throw new Error(
        `node ${index + 1} begins with another scheme: expected all nodes of one kind, such as ${scheme}://a:6379,${scheme}://b:6379 or ${scheme}-cluster://a:6379,b:6379`,
      );
    const { pathname, ...part } = partOf(rest ?? '', index + 1, 'cluster', given.join());
    if (!/^\/?0?$/.test(pathname))
      throw new Error(
        `node ${index + 1} names a database: expected none, because a cluster has database 0 alone`,
      );
    return part;
  });
  return { kind: 'cluster', isTls, ...reachedOf(parts) };
}

function sentinelOf(rest: string, isTls: boolean): RedisAddress {
  const [, hosts = '', name = '', database = '0', query = ''] =
    /^([^/]*)\/([^/?]+)(?:\/(\d*))?(?:\?(.*))?$/s.exec(rest) ?? [];
  if (name === '' || !canDecode(name))
    throw new Error(
      'the name of the primary is missing: expected it after the Sentinels, such as redis-sentinel://a:26379,b:26379/name',
    );
  const parts = hosts.split(',').map((text, index) => partOf(text.trim(), index + 1, 'sentinel', rest));
  const of = { name: decodeURIComponent(name), database: Number(database) };
  return { kind: 'sentinel', isTls, ...of, sentinelUser: sentinelUserIn(query), ...reachedOf(parts) };
}

/** Sentinels have users of their own, or none. */
function sentinelUserIn(query: string): User {
  const {
    sentinelUsername = null,
    sentinelPassword = null,
    ...others
  } = Object.fromEntries(new URLSearchParams(query));
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new Error(
      `one parameter is unknown to redis-sentinel: expected sentinelUsername and sentinelPassword, or none`,
    );
  return { username: sentinelUsername, password: sentinelPassword };
}

interface Part extends Node, User {}

/** A part as an error may show it: nothing of an address with a user, whose password may be cut at the wrong place. */
const shown = (part: string, whole: string) => (whole.includes('@') ? '' : `"${part}" `);

function partOf(
  text: string,
  position: number,
  kind: keyof typeof portOf,
  whole = text,
): Part & { pathname: string } {
  const url = URL.canParse(`redis://${text}`) ? new URL(`redis://${text}`) : null;
  const isWhole = url !== null && url.hostname !== '' && url.port !== '0' && url.hash === '';
  if (url === null || !isWhole || !canDecode(url.username) || !canDecode(url.password) || !isPlain(url, kind))
    throw new Error(
      `node ${position} ${shown(text, whole)}is no host and port: expected such as a.example.com:${portOf[kind]} or [::1]:${portOf[kind]}; write , @ / and % of a password as %2C %40 %2F and %25`,
    );
  const secret = (value: string) => (value === '' ? null : decodeURIComponent(value));
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? portOf[kind] : Number(url.port),
    username: secret(url.username),
    password: secret(url.password),
    pathname: url.pathname,
  };
}

/** Parameters are options of the client for one server alone. */
const isPlain = (url: URL, kind: keyof typeof portOf) => kind === 'single' || url.search === '';

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** All nodes take the same user: it may be named once, or with each. */
function reachedOf(parts: readonly Part[]): Omit<Reached, 'isTls'> {
  const named = parts.filter(({ username, password }) => username !== null || password !== null);
  const [first] = named;
  const other = named.findIndex(
    ({ username, password }) => username !== first?.username || password !== first?.password,
  );
  if (other >= 0)
    throw new Error(
      'nodes name different users or passwords: expected one for all of them, with the first node or with each',
    );
  return {
    nodes: parts.map(({ host, port }) => ({ host, port })),
    username: first?.username ?? null,
    password: first?.password ?? null,
  };
}
