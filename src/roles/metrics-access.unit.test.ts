/** Who may read the metrics, over a real server. */
import { afterEach, expect, test } from 'vitest';
import { createMetrics, openHealth, registerHealthRoutes } from '../base/telemetry/telemetry.ts';
import { metricsAccess, publicMetricsAccess } from './metrics-access.ts';
import { createServer } from './server.ts';

let app: ReturnType<typeof createServer> | undefined;
afterEach(() => app?.close());

const token = 'a-token-of-this-test';
const bearer = (given: string) => ({ authorization: `Bearer ${given}` });
const forwarded = (ip: string) => ({ 'x-forwarded-for': ip });

interface Given {
  token?: string;
  opsPort?: number;
  publicUrl?: string;
  isProduction?: boolean;
  from: string;
  proxies?: false | number | string[];
  headers?: Record<string, string>;
}

/** The rule of the public port by the settings, or that of the ops port. */
const publicRule = ({ token: given, opsPort, publicUrl, isProduction, proxies = false }: Given) =>
  publicMetricsAccess({
    ...{ METRICS_TOKEN: given, OPS_PORT: opsPort, PUBLIC_URL: publicUrl, TRUST_PROXY: proxies },
    NODE_ENV: isProduction ? 'production' : undefined,
  });
const opsRule = ({ token: given }: Given) => metricsAccess(given);

async function ask(given: Given, rule: typeof publicRule, url = '/metrics') {
  const { from, proxies, headers = {} } = given;
  app = createServer(proxies ?? false);
  const admitScrape = rule(given);
  const metrics = createMetrics();
  registerHealthRoutes(app, openHealth({ metrics, roles: [], checks: [], scrapes: [] }), admitScrape);
  return app.inject({ url, remoteAddress: from, headers });
}

function expectStatus(answer: Awaited<ReturnType<typeof ask>>, status: number) {
  expect(answer.statusCode).toBe(status);
  if (status === 401)
    expect(answer.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringMatching(/METRICS_TOKEN/),
    });
  if (status === 404)
    expect(answer.json()).toMatchObject({ code: 'not_found', detail: expect.stringMatching(/OPS_PORT/) });
}

test.each<[string, Given, number]>([
  ['this machine', { from: '127.0.0.1' }, 200],
  ['this machine over IPv6', { from: '::ffff:127.0.0.1' }, 200],
  ['the network of a compose file', { from: '172.18.0.4' }, 200],
  ['the internet', { from: '198.51.100.7' }, 401],
  ['the internet, with a guess', { from: '198.51.100.7', headers: bearer(token) }, 401],
  ['a proxy nobody named', { from: '127.0.0.1', headers: forwarded('198.51.100.7') }, 401],
  ['a proxy nobody named, by its other header', { from: '127.0.0.1', headers: { forwarded: 'for=x' } }, 401],
  ['the internet through a proxy', { from: '10.0.0.2', proxies: 1, headers: forwarded('198.51.100.7') }, 401],
  [
    'a private network through a proxy',
    { from: '10.0.0.2', proxies: 1, headers: forwarded('10.0.9.9') },
    200,
  ],
  [
    'a proxy nobody named beside one that is',
    { from: '127.0.0.1', proxies: ['10.0.0.2'], headers: forwarded('198.51.100.7') },
    401,
  ],
  [
    'a proxy nobody named before one that is',
    { from: '10.0.0.2', proxies: 1, headers: forwarded('198.51.100.7, 10.0.0.3') },
    401,
  ],
  [
    'two proxies, both named',
    { from: '10.0.0.2', proxies: 2, headers: forwarded('10.0.9.9, 10.0.0.3') },
    200,
  ],
  [
    'a proxy that names itself alone',
    { from: '10.0.0.2', proxies: 1, headers: { via: '1.1 proxy.example' } },
    401,
  ],
  ['the header that nginx often adds', { from: '127.0.0.1', headers: { 'x-real-ip': 'x' } }, 401],
  ['what is no address', { from: '10.0.0.2', proxies: 1, headers: forwarded('unknown') }, 401],
  ['an address with a port', { from: '10.0.0.2', proxies: 1, headers: forwarded('8.8.8.8:443') }, 401],
  ['a link-local address with its zone', { from: 'fe80::1%eth0' }, 200],
  ['the internet over IPv6', { from: '2606:4700::1111' }, 401],
  ['who has the token', { token, from: '198.51.100.7', headers: bearer(token) }, 200],
  ['who has another token', { token, from: '127.0.0.1', headers: bearer('a-token-of-that-test') }, 401],
  ['who sends none', { token, from: '127.0.0.1' }, 401],
])('on a port of their own: %s', async (_who, given, status) => {
  expectStatus(await ask(given, opsRule), status);
});

const here = '127.0.0.1';
test.each<[string, Given, number]>([
  ['this machine', { from: here }, 200],
  ['this machine over IPv6', { from: '::1' }, 200],
  ['this machine as an address of IPv6', { from: '::ffff:127.9.9.9' }, 200],
  ['the network of a compose file', { from: '172.18.0.4' }, 401],
  ['the internet', { from: '198.51.100.7' }, 401],
  ['a proxy nobody named', { from: here, headers: forwarded('198.51.100.7') }, 401],
  ['this machine, where people come by another address', { publicUrl: 'https://a.example', from: here }, 404],
  ['this machine, behind a proxy', { proxies: 1, from: here }, 404],
  ['this machine, in production', { isProduction: true, from: here }, 404],
  [
    'who has the token, in production behind a proxy',
    {
      token,
      isProduction: true,
      proxies: 1,
      from: '10.0.0.2',
      headers: { ...bearer(token), ...forwarded('8.8.8.8') },
    },
    200,
  ],
  ['who has the token', { token, from: '198.51.100.7', headers: bearer(token) }, 200],
  ['who sends none', { token, from: here }, 401],
  [
    'who has the token, beside a port for metrics',
    { token, opsPort: 0, from: '198.51.100.7', headers: bearer(token) },
    200,
  ],
  [
    'who has another one, beside such a port',
    { token, opsPort: 4401, from: '127.0.0.1', headers: bearer('x') },
    401,
  ],
  ['this machine, beside such a port', { opsPort: 4401, from: '127.0.0.1' }, 404],
  ['this machine, beside a free port', { opsPort: 0, from: '127.0.0.1' }, 404],
])('on the public port: %s', async (_who, given, status) => {
  expectStatus(await ask(given, publicRule), status);
  expect((await ask(given, publicRule, '/livez')).statusCode).toBe(200);
});
