/** Hostile requests to the doors, as bytes: the same for the same seed. Pure. */
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { type ClientAct, clientRequests } from './client-bodies.ts';
import { brokenHttp } from './hostile-http.ts';
import {
  addressValue,
  garbled,
  hostileContext,
  hostileEvent,
  hostileValue,
  spoilt,
  timeValue,
} from './hostile-json.ts';
import { hostileMail } from './hostile-mail.ts';
import {
  allPaths,
  batchPaths,
  eventPaths,
  methods,
  type Parts,
  pixelPaths,
  scriptPaths,
  type Target,
  trickHeaders,
  trickPath,
} from './hostile-parts.ts';
import type { Chance } from './random.ts';

export interface HostileRequest {
  kind: string;
  bytes: Buffer;
  /**
   * `shared`: it gets one answer, and others may follow on its connection. `own`: the client ends its side behind it, and there may be
   * no answer. `abandoned`: the client cuts the line behind it.
   */
  connection: 'shared' | 'own' | 'abandoned';
  /** Its answer has no body. */
  isHead: boolean;
}

/** Events that the shipped programme pays for, and others. */
const eventNames = [
  'Product Added',
  'Order Completed',
  'Email Opened',
  'Email Link Clicked',
  'Checkout Started',
  'Nothing',
];

type Make = (chance: Chance, target: Target) => Parts;

/** How often each kind comes, as shares. */
const kinds: readonly (readonly [kind: string, share: number, make: Make])[] = [
  ['client body spoilt', 24, spoiltClient],
  ['client body garbled', 6, garbledClient],
  [
    'hostile event',
    16,
    (chance, target) => keyed(chance, target, { path: chance.oneOf(eventPaths), body: hostileEvent(chance) }),
  ],
  ['hostile batch', 8, hostileBatch],
  ['fields by type', 8, wrongTypes],
  [
    'method and path',
    8,
    (chance) => ({
      method: chance.oneOf(methods),
      path: trickPath(chance, chance.oneOf(allPaths)),
      headers: trickHeaders(chance),
    }),
  ],
  ['pixel', 6, pixel],
  [
    'script',
    4,
    (chance) => ({
      method: chance.oneOf(['GET', 'GET', 'HEAD']),
      path: trickPath(chance, chance.oneOf(scriptPaths)),
    }),
  ],
  ['packed', 6, packed],
  ['key and origin', 4, keysAndOrigins],
  ['preflight', 2, preflight],
  ['victim', 4, againstVictim],
  ['mail', 6, (chance, { secretKey, nowMs }) => hostileMail(chance, secretKey, nowMs)],
];
const brokenShare = 4;
const shares = kinds.reduce((sum, [, share]) => sum + share, brokenShare);
export const hostileKinds = [...kinds.map(([kind]) => kind), 'broken HTTP'];

/** The next request of an attacker. */
export function hostileRequest(chance: Chance, target: Target): HostileRequest {
  let left = chance.below(shares);
  for (const [kind, share, make] of kinds) {
    left -= share;
    if (left >= 0) continue;
    const parts = make(chance, target);
    return { kind, bytes: bytesOf(parts), connection: 'shared', isHead: parts.method === 'HEAD' };
  }
  return { kind: 'broken HTTP', isHead: false, ...brokenHttp(chance, bytesOf(hostileParts(chance, target))) };
}

function hostileParts(chance: Chance, target: Target): Parts {
  return keyed(chance, target, { path: '/v1/track', body: hostileEvent(chance) });
}

/** The bytes of a request that is HTTP, whatever it says. */
function bytesOf({ method = 'POST', path, headers = {}, body = '' }: Parts): Buffer {
  const bytes = Buffer.from(body as string);
  const lines = Object.entries({ host: 'shop.example', ...headers, 'content-length': String(bytes.length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'), bytes]);
}

function act(chance: Chance, { publicKey, secretKey, nowMs }: Target): ClientAct {
  const person = chance.below(2_000);
  return {
    writeKey: chance.oneIn(3) ? secretKey : publicKey,
    userId: `user-${person}`,
    anonymousId: `device-${chance.below(4_000)}`,
    email: `mail-${person}@shop.example`,
    event: chance.oneOf(eventNames),
    messageId: `message-${chance.below(1_000_000)}`,
    at: new Date(nowMs - chance.below(10 * 86_400_000)).toISOString(),
  };
}

function spoiltClient(chance: Chance, target: Target): Parts {
  const { path, headers, body, pack } = chance.oneOf(clientRequests)(act(chance, target));
  const text = spoilt(body, chance);
  return { path, headers, body: pack?.(text) ?? text };
}

function garbledClient(chance: Chance, target: Target): Parts {
  const { path, headers, body } = chance.oneOf(clientRequests)(act(chance, target));
  return { path, headers, body: garbled(JSON.stringify(body), chance) };
}

function hostileBatch(chance: Chance, target: Target): Parts {
  const count = chance.oneOf([0, 1, 2, 10, chance.oneIn(40) ? 2_501 : 30]);
  const events = Array.from({ length: count }, () =>
    count > 100 || chance.oneIn(3)
      ? `{"type":"track","event":"E","userId":"user-${chance.below(2_000)}"}`
      : hostileEvent(chance),
  );
  const shared = chance.oneIn(3) ? `,"context":${hostileContext(chance)}` : '';
  const sentAt = chance.oneIn(3) ? `,"sentAt":${timeValue(chance)}` : '';
  return keyed(chance, target, {
    path: chance.oneOf(batchPaths),
    body: `{"batch":[${events}]${shared}${sentAt}}`,
  });
}

/** A good event but for one field that doors read. */
function wrongTypes(chance: Chance, target: Target): Parts {
  const { userId, anonymousId, event } = act(chance, target);
  const field = chance.oneOf([
    'timestamp',
    'sentAt',
    'originalTimestamp',
    'userId',
    'anonymousId',
    'messageId',
    'previousId',
  ]);
  const value = field.toLowerCase().endsWith('id') ? hostileValue(chance, 2_000) : timeValue(chance);
  const good = `"event":"${event}","userId":"${userId}","anonymousId":"${anonymousId}","groupId":"g"`;
  const context = chance.oneIn(3) ? `,"context":{"traits":{"email":${addressValue(chance)}}}` : '';
  return keyed(chance, target, {
    path: chance.oneOf(eventPaths),
    body: `{${good},"${field}":${value}${context}}`,
  });
}

function pixel(chance: Chance, target: Target): Parts {
  const path = chance.oneOf(pixelPaths);
  const method = chance.oneOf(['GET', 'GET', 'GET', 'HEAD']);
  const headers = trickHeaders(chance);
  const { writeKey, email, event } = act(chance, target);
  if (chance.oneIn(2)) {
    const text = chance.oneIn(2)
      ? hostileEvent(chance)
      : `{"writeKey":"${writeKey}","event":"${event}","context":${hostileContext(chance)}}`;
    const data = Buffer.from(text.slice(0, 8_000)).toString('base64');
    return {
      method,
      headers,
      path: `${path}?writeKey=${writeKey}&data=${chance.oneIn(2) ? data : encodeURIComponent(data)}`,
    };
  }
  const fields = [
    'userId',
    'properties.subject',
    'context.traits.email',
    '__proto__.x',
    'a.constructor.prototype.b',
    'a.b.c.d.e',
    '.',
    'data',
    'writeKey',
  ];
  const query = Array.from({ length: 1 + chance.below(20) }, () => {
    const value = chance.oneOf([
      'x',
      email,
      '%00',
      '%ff',
      '%',
      '%zz',
      '%F0%9F%8C%B6',
      '',
      '=',
      'a'.repeat(300),
    ]);
    return `${chance.oneOf(fields)}${chance.oneOf(['=', '', '[]=', '=='])}${value}`;
  });
  return {
    method,
    headers,
    path: `${path}?writeKey=${writeKey}&event=${encodeURIComponent(event)}&${query.join('&')}`,
  };
}

const spaces = Buffer.alloc(1024 * 1024, ' ');
const bombs = [
  gzipSync(spaces),
  brotliCompressSync(spaces),
  deflateRawSync(spaces),
  gzipSync(gzipSync(spaces)),
];

function packed(chance: Chance, target: Target): Parts {
  const encoding = chance.oneOf([
    'gzip',
    'x-gzip',
    'deflate',
    'br',
    'zstd',
    'GZIP, br',
    'identity',
    'chunked',
    '',
  ]);
  const text = chance.oneIn(2) ? hostileEvent(chance) : JSON.stringify(act(chance, target));
  const pack = chance.oneOf([
    (plain: string) => gzipSync(plain, { level: 1 }),
    deflateRawSync,
    (plain: string) => Buffer.from(plain),
  ]);
  const whole = chance.oneIn(4) ? chance.oneOf(bombs) : pack(text);
  const body = chance.oneIn(3) ? whole.subarray(0, chance.below(whole.length)) : whole;
  const charset = chance.oneOf([
    '',
    '',
    ';charset=utf-16le',
    ';charset=klingon',
    '; charset="',
    ';charset=utf-7',
    ';charset=iso-2022-jp',
  ]);
  const headers = { 'content-encoding': encoding, 'content-type': `application/json${charset}` };
  return keyed(chance, target, { path: chance.oneOf([...eventPaths, ...batchPaths]), body, headers });
}

function keysAndOrigins(chance: Chance, { publicKey, secretKey }: Target): Parts {
  const key = chance.oneOf([
    publicKey,
    secretKey,
    `c${'x'.repeat(24)}`,
    '',
    '*',
    '__proto__',
    'k'.repeat(5_000),
    publicKey.toUpperCase(),
  ]);
  const basic = Buffer.from(chance.oneOf([`${key}:`, key, `:${key}`, `${key}:${key}`])).toString('base64');
  const authorization = chance.oneOf([
    `Basic ${basic}`,
    `basic  ${basic}==`,
    `Bearer ${key}`,
    'Basic',
    'Basic \xff\xfe',
    basic,
  ]);
  const origin = chance.oneOf([
    'null',
    'https://evil.example',
    'https://evil.example\xff',
    'x'.repeat(2_000),
    'chrome-extension://a',
    '*',
  ]);
  const headers: Record<string, string> = {};
  if (chance.oneIn(2)) headers['authorization'] = authorization;
  if (chance.oneIn(2)) headers['x-write-key'] = chance.oneOf([key, `${key}:${key}`, ':', 'x'.repeat(2_000)]);
  if (chance.oneIn(2)) headers['origin'] = origin;
  if (chance.oneIn(3)) headers['referer'] = chance.oneOf([origin, 'about:blank', '//', 'https://[']);
  const query = chance.oneOf([
    '',
    `?writeKey=${key}`,
    '?writeKey=a&writeKey=b',
    '?writeKey[]=x',
    '?__proto__=x',
    '?writeKey=%ff',
  ]);
  const body = `{"event":"E","userId":"u","writeKey":${chance.oneOf([`"${key}"`, '[]', '{"a":1}', '1', 'null'])}}`;
  return { path: `/v1/track${query}`, headers, body };
}

function preflight(chance: Chance): Parts {
  const headers = {
    origin: chance.oneOf(['https://shop.example', 'null', '\xff', '']),
    'access-control-request-method': chance.oneOf(methods),
    'access-control-request-headers': chance.oneOf([
      'authorization',
      '',
      '*',
      '\xe4',
      'x'.repeat(5_000),
      'a,,b',
    ]),
  };
  return { method: 'OPTIONS', path: trickPath(chance, chance.oneOf(allPaths)), headers };
}

/** With the public key: acts that would take somebody over, or change what is known of them. */
function againstVictim(chance: Chance, { publicKey, victims }: Target): Parts {
  const attacker = `attacker-${chance.below(200)}`;
  const { userId, email } = chance.oneOf(victims);
  const body = chance.oneOf([
    { type: 'identify', userId: attacker, traits: { email } },
    { type: 'identify', userId: email, traits: { email } },
    { type: 'identify', userId, traits: { email: `${attacker}@evil.example`, name: attacker } },
    { type: 'alias', userId: attacker, previousId: userId },
    { type: 'alias', userId: attacker, previousId: email },
    { type: 'alias', userId, previousId: attacker },
    { type: 'track', event: 'Friend Invited', userId: attacker, anonymousId: userId, properties: { email } },
    { type: 'track', event: 'Step', anonymousId: userId, userId: attacker, properties: { n: 100 } },
    {
      type: 'page',
      userId: attacker,
      context: { traits: { email }, signature: 'a'.repeat(64), emailSignature: 'a'.repeat(64) },
    },
  ]);
  const headers = { authorization: `Basic ${Buffer.from(`${publicKey}:`).toString('base64')}` };
  return { path: '/v1/batch', headers, body: JSON.stringify({ batch: [body, body] }) };
}

/** With a key where clients put it, and sometimes headers nobody expects. */
function keyed(chance: Chance, { publicKey, secretKey }: Target, parts: Parts): Parts {
  const key = chance.oneIn(3) ? secretKey : publicKey;
  const given = chance.oneIn(2)
    ? { 'x-write-key': key }
    : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  return { ...parts, headers: { ...(chance.oneIn(10) && trickHeaders(chance)), ...given, ...parts.headers } };
}
