/** Who may read the metrics, over a real server. */
import { afterEach, expect, test } from 'vitest';
import { createMetrics, openHealth, registerHealthRoutes } from '../base/telemetry/telemetry.ts';
import { publicMetricsAccess } from './metrics-access.ts';
import { createServer } from './server.ts';

let app: ReturnType<typeof createServer> | undefined;
afterEach(() => app?.close());

const token = 'a-token-of-this-test';
const bearer = (given: string) => ({ authorization: `Bearer ${given}` });
const forwarded = (ip: string) => ({ 'x-forwarded-for': ip });

interface Given {
  token?: string;
  opsPort?: number;
  from: string;
  proxies?: number | string[];
  headers?: Record<string, string>;
}

async function ask({ token: given, opsPort, from, proxies, headers = {} }: Given, url = '/metrics') {
  app = createServer(proxies ?? false);
  const admitScrape = publicMetricsAccess({ METRICS_TOKEN: given, OPS_PORT: opsPort });
  const metrics = createMetrics();
  registerHealthRoutes(app, openHealth({ metrics, roles: [], checks: [], scrapes: [] }), admitScrape);
  return app.inject({ url, remoteAddress: from, headers });
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
])('%s', async (_who, given, status) => {
  const answer = await ask(given);
  expect(answer.statusCode).toBe(status);
  if (status === 401)
    expect(answer.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringMatching(/METRICS_TOKEN/),
    });
  if (status === 404)
    expect(answer.json()).toMatchObject({ code: 'not_found', detail: expect.stringMatching(/OPS_PORT/) });
  expect((await ask(given, '/livez')).statusCode).toBe(200);
});
