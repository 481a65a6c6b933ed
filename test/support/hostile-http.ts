/** Broken HTTP, as bytes: what no client library sends. Pure. */
import type { Chance } from './random.ts';

interface Broken {
  bytes: Buffer;
  connection: 'own' | 'abandoned';
}

const head = (rest: string, path = '/v1/track') => `POST ${path} HTTP/1.1\r\nhost: x\r\n${rest}\r\n`;

const starts = [
  ...[
    `${head('transfer-encoding: chunked\r\n')}zz\r\nx\r\n0\r\n\r\n`,
    `${head('transfer-encoding: chunked\r\n')}2\r\n{"a":1}\r\n0\r\n\r\n`,
  ],
  ...[
    `${head('transfer-encoding: chunked\r\ncontent-length: 5\r\n')}{}`,
    head('content-length: 5\r\ncontent-length: 6\r\n'),
  ],
  ...[
    `${head('transfer-encoding: gzip, chunked\r\n')}0\r\n\r\n`,
    head('transfer-encoding: identity\r\n'),
    head('transfer-encoding: x\r\n'),
  ],
  ...[
    head('content-length: -1\r\n'),
    head('content-length: 1e9\r\n'),
    head('content-length: 99999999999999999999\r\n'),
  ],
  ...[
    head('content-length: 600000\r\n'),
    head(' folded: x\r\n'),
    head('x: a\r\n b\r\n'),
    head('x\0: y\r\n'),
    head(': y\r\n'),
  ],
  ...[
    head('x: \x01\r\n'),
    `${head('content-length : 2\r\n')}{}`,
    'POST /v1/track HTTP/1.1\n\n',
    'GET / HTTP/0.9\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
  ],
  ...[
    'GET / HTTP/2.0\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ],
  ...[
    'CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n',
    'BREW / HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET\r\n\r\n',
    '\r\n\r\n\r\n',
    '\0\0\0\0',
  ],
  ...[
    'GET /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET  / HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET / HTTP/1.1 x\r\n\r\n',
    'x'.repeat(20_000),
  ],
  ...[
    `GET /${'p'.repeat(17_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    head(`x: ${'h'.repeat(17_000)}\r\n`),
    head('x: y\r\n'.repeat(3_000)),
  ],
  ...[
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
    'GET http://[::1 HTTP/1.1\r\nhost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
];

/** Something that is no request, or a part of `whole`, which is one, or several of it and something else. */
export function brokenHttp(chance: Chance, whole: Buffer): Broken {
  const start = Buffer.from(chance.oneOf(starts), 'latin1');
  switch (chance.below(6)) {
    case 0:
      return { bytes: whole.subarray(0, chance.below(whole.length)), connection: 'own' };
    case 1:
      return { bytes: whole.subarray(0, chance.below(whole.length)), connection: 'abandoned' };
    case 2:
      return { bytes: Buffer.concat([whole, whole, start]), connection: 'own' };
    default:
      return { bytes: start, connection: 'own' };
  }
}
