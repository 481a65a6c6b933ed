/** The network that counts as one sender. Pure. */

/** Returns the sender of a request. Fastify types `ip` as always there; it is undefined once the connection is closed. */
export function senderOf({ ip }: { ip: string | undefined }): string {
  return networkOf(ip ?? '');
}

/**
 * Returns an IPv4 address as it is, and of an IPv6 address its /64, which one household or machine has to itself. It ignores a port, and
 * IPv4 in IPv6 is IPv4. What is no address is one sender by its text; so are those whose connection is closed by now, which have none.
 */
function networkOf(address: string): string {
  const given = address.trim();
  const ofBoth = mappedIpv4.exec(given)?.[1];
  if (ofBoth !== undefined) return ofBoth;
  const host = /^\[([^\]]*)\]/.exec(given)?.[1] ?? /^([\d.]+):\d+$/.exec(given)?.[1] ?? given;
  const groups = groupsOf(host);
  if (groups === null) return host.slice(0, textLengthMax).toLowerCase();
  const [high = 0, low = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

const textLengthMax = 64;

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** IPv4, as a socket writes it that takes both. */
const mappedIpv4 = new RegExp(`^::ffff:(${octet}(?:\\.${octet}){3})$`);

const group = '[\\da-f]{1,4}';
/** IPv6 with all groups, or with few of them around `::`, as nearly every address is written. It is read in a third of the time of any other. */
const usualIpv6 = new RegExp(
  `^(?:${group}:){7}${group}$|^${group}(?::${group}){0,3}::(?:${group}(?::${group}){0,2})?$`,
  'i',
);

/** The eight groups of an IPv6 address, without its zone; null where it is none. */
function groupsOf(host: string): number[] | null {
  if (!host.includes(':')) return null;
  const bare = host.replace(/%.*$/, '');
  const written = usualIpv6.test(bare) ? bare : URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1);
  if (written === undefined) return null;
  const [before = '', after] = written.split('::');
  const read = (text: string) => (text === '' ? [] : text.split(':').map((one) => Number.parseInt(one, 16)));
  const [head, tail] = [read(before), read(after ?? '')];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
