/** Private networks: this machine, and those that the internet does not reach. */
import { BlockList, isIPv6 } from 'node:net';

const nearby = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  nearby.addSubnet(network, bits, 'ipv4');
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');
nearby.addSubnet('fe80::', 10, 'ipv6');

const here = new BlockList();
here.addSubnet('127.0.0.0', 8, 'ipv4');
here.addAddress('::1', 'ipv6');

/** Returns whether an address is of this machine alone. */
export function isLoopback(address: string): boolean {
  return here.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Returns whether an address is of a private network. */
export function isNearby(address: string): boolean {
  return nearby.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
