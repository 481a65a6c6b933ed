/** The client address of a request: by the connection, or by the headers of trusted proxies. */
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { createServer } from './server.ts';

/** Returns how the server sees a request from `remoteAddress` with `forwardedFor`. */
async function seen(proxies: false | number | string[], remoteAddress: string, forwardedFor: string) {
  const app = createServer(proxies);
  app.get('/', async ({ ip, protocol, host }) => ({ ip, protocol, host }));
  const answer = await app.inject({
    url: '/',
    remoteAddress,
    headers: {
      host: 'inner',
      'x-forwarded-for': forwardedFor,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'crm.example',
    },
  });
  await app.close();
  return answer.json();
}

const trusted = { protocol: 'https', host: 'crm.example' };
const untrusted = { protocol: 'http', host: 'inner' };

test.each([
  ['nobody is trusted', false, '127.0.0.1', '1.2.3.4', '127.0.0.1', untrusted],
  ['one hop', 1, '127.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4', trusted],
  ['one hop, over IPv6', 1, '::ffff:10.0.0.9', '1.2.3.4', '1.2.3.4', trusted],
  ['two hops, the farther one anywhere', 2, '10.0.0.9', '6.6.6.6, 1.2.3.4, 5.6.7.8', '1.2.3.4', trusted],
  ['one hop, but straight from outside', 1, '9.9.9.9', '1.2.3.4', '9.9.9.9', untrusted],
  ['one hop, but straight from outside over IPv6', 1, '2001:db8::1', '1.2.3.4', '2001:db8::1', untrusted],
  ['an address', ['10.0.0.1'], '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4', trusted],
  ['a network', ['10.0.0.0/8'], '10.1.2.3', '1.2.3.4, 10.9.9.9', '1.2.3.4', trusted],
  ['an address, from another', ['10.0.0.1'], '10.0.0.2', '1.2.3.4', '10.0.0.2', untrusted],
] as const)('%s', async (_what, proxies, from, forwardedFor, ip, rest) => {
  const asked = typeof proxies === 'object' ? [...proxies] : proxies;
  expect(await seen(asked, from, forwardedFor)).toEqual({ ip, ...rest });
});

describe('TRUST_PROXY', () => {
  test.each([
    [undefined, false],
    ['', false],
    ['1', 1],
    ['10', 10],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.1, fd00::/8,loopback', ['10.0.0.1', 'fd00::/8', 'loopback']],
    ['0.0.0.0/1', ['0.0.0.0/1']],
    ['::/128', ['::/128']],
  ])('%s', (given, proxies) => {
    expect(readEnvironment(given === undefined ? {} : { TRUST_PROXY: given }).TRUST_PROXY).toEqual(proxies);
  });

  test.each([
    'true',
    '0',
    '11',
    '-1',
    '1.5',
    '*',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.1/8/8',
    'proxy.example',
    '10.0.0.1,',
  ])('%s is refused', (given) => {
    expect(() => readEnvironment({ TRUST_PROXY: given })).toThrow(
      `TRUST_PROXY=${given}: expected how many proxies stand in front, 1 to 10, or their addresses`,
    );
  });
});
