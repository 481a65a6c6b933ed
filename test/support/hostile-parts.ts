/** What hostile requests are made of: what an attacker knows, every path and method, and tricks with paths and headers. Pure. */
import type { Chance } from './random.ts';

/** What the attacker knows of the installation. */
export interface Target {
  publicKey: string;
  /** Of a server whose own events are broken. It never names a victim. */
  secretKey: string;
  victims: readonly { userId: string; email: string }[];
  nowMs: number;
}

/** A request before it is bytes. */
export interface Parts {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const eventTypes = ['track', 'page', 'screen', 'identify', 'alias', 'group'];
export const batchPaths = ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'];
export const eventPaths = eventTypes.flatMap((type) => [
  `/v1/${type}`,
  `/v1/${type.charAt(0)}`,
  `/api/s/${type}`,
  `/api/s/s2s/${type}`,
]);
export const pixelPaths = eventTypes.flatMap((type) => [`/v1/pixel/${type}`, `/v1/pixel/${type}.gif`]);
export const scriptPaths = [
  ...['/s.js', '/p.js', '/sourceConfig', '/v1/projects/key/settings', '/projects/key/settings'],
  ...['/analytics.js/v1/key/analytics.min.js', '/analytics-next/bundles/ajs-destination.bundle.js'],
];
const otherPaths = [
  ...[
    '/v1/m',
    '/',
    '/api/v1/profiles/x',
    '/api/v1/leads',
    '/api/v1/keys',
    '/api/v1/audits',
    '/api/v1/openapi.json',
    '/docs',
    '/docs/openapi.json',
  ],
  ...['/livez', '/console/assets/x.js', '/leads/1', '/v1/history', '/v1/nothing', '/api/v1/people?email=x'],
  ...['sendgrid', 'mailgun', 'postmark', 'ses', 'mandrill', 'resend'].map(
    (provider) => `/v1/mail/${provider}`,
  ),
];
export const allPaths = [...batchPaths, ...eventPaths, ...pixelPaths, ...scriptPaths, ...otherPaths];
export const methods = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'SUBSCRIBE',
];

/** A path as it is, or in a form in which it may lead somewhere else. */
export function trickPath(chance: Chance, path: string): string {
  const tricks: ((plain: string) => string)[] = [
    ...[
      (plain: string) => plain,
      (plain: string) => `/${plain}`,
      (plain: string) => `${plain}/`,
      (plain: string) => plain.toUpperCase(),
    ],
    ...[
      (plain: string) => `${plain}/../../../etc/passwd`,
      (plain: string) => `${plain}%2f..%2f..%2fpackage.json`,
    ],
    ...[
      (plain: string) => plain.replace(/[^/]*$/, '..%2f..%2f..%2fpackage.json'),
      (plain: string) => `${plain}%00.js`,
    ],
    ...[
      (plain: string) => `${plain};a=b`,
      (plain: string) => `${plain}?${'a=b&'.repeat(500)}`,
      (plain: string) => `${plain}%`,
    ],
    ...[
      (plain: string) => `${plain}%ff%fe`,
      (plain: string) => plain.replace(/[^/]*$/, 'x'.repeat(3_000)),
      (plain: string) => `${plain}#x`,
    ],
    ...[
      (plain: string) => `http://evil.example${plain}`,
      (plain: string) => `${plain}?__proto__[a]=1&constructor=2`,
      () => '*',
    ],
  ];
  return chance.oneOf(tricks)(path);
}

const tricks: readonly Record<string, string>[] = [
  {
    'x-forwarded-for': '127.0.0.1, \xff',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'javascript',
  },
  ...[
    { 'accept-version': '9' },
    { expect: '100-continue' },
    { expect: 'nothing' },
    { te: 'trailers' },
    { range: 'bytes=0-1,5-' },
  ],
  ...[
    { connection: 'upgrade', upgrade: 'websocket' },
    { connection: 'upgrade', upgrade: 'h2c' },
    { connection: 'close' },
  ],
  ...[
    { 'user-agent': 'bot/1 crawler' },
    { 'sec-purpose': 'prefetch' },
    { 'if-none-match': '*' },
    { host: '[::1' },
    { host: '' },
  ],
  ...[
    { 'content-type': 'text/html;;;=' },
    { 'content-type': '\xff' },
    { 'content-type': 'multipart/form-data' },
    { cookie: 'a=%ff; __proto__=x' },
  ],
  ...[
    { 'x-http-method-override': 'DELETE' },
    { authorization: 'Bearer x' },
    { 'accept-encoding': '*;q=9' },
    { date: 'x'.repeat(4_000) },
  ],
];

/** Headers that change how a request is read, where a server lets them. */
export function trickHeaders(chance: Chance): Record<string, string> {
  return chance.oneOf(tricks);
}
