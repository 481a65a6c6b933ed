/**
 * Which addresses a request to a user-named URL may reach: public ones, and those that the operator allows.
 *
 * Ranges: the special-purpose registries of IANA, and IPv6 ranges that carry an IPv4 address (mapped, translated,
 * NAT64, 6to4, Teredo).
 */
import { BlockList, isIP } from 'node:net';

const privateRanges = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['::ffff:0:0', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

/** One list a family: a common list would hold every IPv4 address of a mapped range, and block all of them. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [address, bits] of privateRanges) {
  const family = familyOf(address);
  blocked[family].addSubnet(address, bits, family);
}

/** Returns whether an address is public. */
export function isPublic(address: string): boolean {
  const family = familyOf(address);
  return isIP(address) !== 0 && !blocked[family].check(address, family);
}

/** Returns the port of a URL, explicit or of its scheme. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Returns the address of a literal host; null where the host is a name. */
export function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Hosts and networks that the operator allows besides public addresses. */
export interface Allowed {
  /** The host is named, with this port or without one. */
  host(hostname: string, port: number): boolean;
  /** The address lies in a network that is named. */
  address(address: string): boolean;
}

const cidr = /^([\da-f.:]+)\/(\d{1,3})$/i;

/**
 * Parses `host`, `host:port`, `[::1]:port` and `10.0.0.0/8`, separated by commas. Throws an error that names an
 * invalid entry.
 */
export function readAllowed(text: string): Allowed {
  const hosts = new Set<string>();
  const networks = new BlockList();
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue;
    const [, address = '', bits = ''] = cidr.exec(entry) ?? [];
    const bitsMax = isIP(address) === 4 ? 32 : 128;
    if (address !== '' && isIP(address) !== 0 && Number(bits) <= bitsMax)
      networks.addSubnet(address, Number(bits), familyOf(address));
    else hosts.add(hostOf(entry));
  }
  return {
    host: (hostname, port) => hosts.has(hostname) || hosts.has(`${hostname}:${port}`),
    address: (address) => networks.check(address, familyOf(address)),
  };
}

/** Returns the host as a URL spells it, so that both compare equal. */
function hostOf(entry: string): string {
  // The URL drops port 80 as the default of http; the pattern below keeps it.
  const url = URL.parse(`http://${entry}`);
  const port = /:(\d{1,5})$/.exec(entry)?.[1];
  if (url === null || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new Error(`"${entry}" is no host, host:port or network such as 10.0.0.0/8`);
  const isPort = port !== undefined && !(entry.startsWith('[') === false && isIP(entry) === 6);
  return isPort ? `${url.hostname}:${Number(port)}` : url.hostname;
}
