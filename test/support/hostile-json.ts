/** Hostile JSON, as text: what attackers and broken clients write where an event has its values. Pure. */
import type { Chance } from './random.ts';

const numbers = [
  ...[
    '0',
    '-0',
    '-1',
    '1e308',
    '-1e308',
    '1e309',
    '5e-324',
    '1e-400',
    '0.1',
    '9007199254740991',
    '9007199254740993',
  ],
  ...['9223372036854775808', '281474976710656', '99999999999', '100000000000', '1E+5', '9'.repeat(400)],
];

const texts = [
  ...[
    '',
    ' ',
    '\\u0000',
    'a\\u0000b',
    '\\ud83d',
    '\\ude00x',
    '\\u202e',
    '\\u200b',
    'e\\u0301',
    '\\ufeff',
    '\\ufffd',
  ],
  ...[
    'undefined',
    'NULL',
    'NaN',
    '[object Object]',
    '00000000-0000-0000-0000-000000000000',
    'anonymous',
    'true',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    '$where',
    '{p}:events',
  ],
  ...[
    "'; DROP TABLE events;--",
    '$\\u007bjndi:ldap://x}',
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '%00%2e%2e',
  ],
  ...['a\\r\\nset-cookie: x=1', '\\u001b[2J', '\\u2028', '=cmd|calc', '🌶️', '\\\\', '\\"', '\\/'],
];

const addresses = [
  ...[
    'a@b',
    '@shop.example',
    'a@@shop.example',
    'victim@shop.example?bcc=x',
    'a b@shop.example',
    '"a"@shop.example',
  ],
  ...[
    'a@[127.0.0.1]',
    'a@1.2.3.4',
    'A@MÜNCHEN.example',
    'a\\u200b@shop.example',
    'undefined@shop.example',
    'r&d@shop.example',
  ],
  ...[
    `${'l'.repeat(65)}@shop.example`,
    `a@${'d'.repeat(64)}.example`,
    `a@${'x.'.repeat(120)}example`,
    'mailto:a@shop.example',
  ],
];

const times = [
  ...[
    '"2026-01-31T12:00:00Z"',
    '"2026-02-30T00:00:00Z"',
    '"0000-01-01"',
    '"9999-12-31T23:59:60Z"',
    '"+275760-09-13"',
  ],
  ...[
    '"yesterday 1"',
    '"05/11/2026"',
    '"2026-01-31T12:00:00+99:99"',
    '-1',
    '0',
    '1e300',
    '1795911985',
    '1795911985313',
  ],
  ...[
    '281474976710655',
    '281474976710656',
    '"281474976710655"',
    '1.5',
    'true',
    '[]',
    '{}',
    '""',
    `"${'2'.repeat(200)}"`,
  ],
];

const names = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'toJSON', ''],
  ...['\\u005f_proto__', 'a.b.c', '$set', 'a\\u0000', '\\ud800', 'length', '0', '-1', 'email', 'userId'],
];

/** A value of any kind, at most about `bytes` long; most are short, and the longest rare, for they cost the most time. */
export function hostileValue(chance: Chance, bytes = chance.oneIn(6) ? 40_000 : 2_000): string {
  const kinds: readonly ((chance: Chance, bytes: number) => string)[] = [
    ...[() => chance.oneOf(numbers), textValue, textValue, addressValue, () => chance.oneOf(times)],
    ...[
      () => chance.oneOf(['true', 'false', 'null', '{}', '[]', '[null]', '[[[]]]']),
      deep,
      wide,
      prototypes,
      long,
    ],
  ];
  return chance.oneOf(kinds)(chance, bytes);
}

function textValue(chance: Chance): string {
  return `"${chance.oneOf(texts)}"`;
}

export function addressValue(chance: Chance): string {
  return `"${chance.oneOf(addresses)}"`;
}

export function timeValue(chance: Chance): string {
  return chance.oneOf(times);
}

/** A text at lengths where something ends: of ids, times, addresses, events. */
function long(chance: Chance, bytes: number): string {
  const length = Math.min(
    chance.oneOf([127, 128, 129, 254, 255, 256, 257, 1_024, 5_000, 32_700, 33_000]),
    bytes,
  );
  const unit = chance.oneOf(['x', 'ü', '@', 'a.', '<', '\\\\', '\\u0000']);
  return `"${unit.repeat(length / unit.length)}"`;
}

/** Lists and objects within each other, around the limit of depth, or far beyond it. */
function deep(chance: Chance, bytes: number): string {
  const levels = Math.min(chance.oneOf([5, 13, 14, 15, 16, 17, 63, 64, 65, 1_000, 15_000]), bytes / 8);
  const [open, close] = chance.oneOf([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ] as const);
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

function wide(chance: Chance, bytes: number): string {
  const count = Math.min(chance.oneOf([10, 100, 1_000, 4_000]), bytes / 12);
  const isList = chance.oneIn(2);
  const items = Array.from({ length: count }, (_, index) => (isList ? '1' : `"n${index}":1`));
  return isList ? `[${items}]` : `{${items}}`;
}

/** Names that mean something to the language, some of them twice. */
function prototypes(chance: Chance): string {
  const count = 1 + chance.below(5);
  const fields = Array.from({ length: count }, () => {
    const value = chance.oneOf([
      '1',
      '{"prototype":{"isAdmin":true}}',
      '{"isAdmin":true}',
      '"x"',
      'null',
      '[]',
    ]);
    return `"${chance.oneOf(names)}":${value}`;
  });
  return `{${fields}}`;
}

const known = [
  ...[
    'type',
    'action',
    'event',
    'name',
    'userId',
    'user_id',
    'anonymousId',
    'anonymous_id',
    'messageId',
    'message_id',
  ],
  ...[
    'previousId',
    'groupId',
    'timestamp',
    'originalTimestamp',
    'sentAt',
    'sent_at',
    'receivedAt',
    'context',
    'properties',
  ],
  ...['traits', 'integrations', 'writeKey', 'batch', 'channel', 'version', 'category'],
];
const knownOfContext = [
  ...[
    'traits',
    'page',
    'ip',
    'userAgent',
    'signature',
    'emailSignature',
    'campaign',
    'library',
    'consent',
    'device',
    'timezone',
  ],
];

/** An event with hostile values in fields that doors read, and others. */
export function hostileEvent(chance: Chance): string {
  const fields = Array.from({ length: 1 + chance.below(8) }, () => {
    if (chance.oneIn(6)) return `"context":${hostileContext(chance)}`;
    if (chance.oneIn(8)) return `"${chance.oneOf(names)}":${hostileValue(chance)}`;
    return `"${chance.oneOf(known)}":${hostileValue(chance)}`;
  });
  return `{${fields}}`;
}

/** A context; sometimes one that a batch multiplies. */
export function hostileContext(chance: Chance): string {
  const fields = Array.from(
    { length: 1 + chance.below(4) },
    () => `"${chance.oneOf(knownOfContext)}":${hostileValue(chance)}`,
  );
  if (chance.oneIn(3))
    fields.push(`"traits":{"email":${addressValue(chance)},"name":${hostileValue(chance)}}`);
  if (chance.oneIn(3)) fields.push(`"page":{"path":${hostileValue(chance)},"url":${hostileValue(chance)}}`);
  return `{${fields}}`;
}

/** A text in whose place another is put once it is JSON. */
const placeholder = '@hostile@';

/** The JSON of a good body in which one to three fields, anywhere, are replaced, doubled or left out. */
export function spoilt(body: object, chance: Chance): string {
  const copy = structuredClone(body);
  for (let times = 1 + chance.below(3); times > 0; times--) spoilOne(copy, chance);
  return JSON.stringify(copy)
    .replaceAll(`"${placeholder}"`, () => hostileValue(chance))
    .replaceAll(placeholder, () => chance.oneOf(names));
}

type Container = Record<string, unknown>;

function spoilOne(body: object, chance: Chance): void {
  let container = body as Container;
  for (;;) {
    const fields = Object.keys(container);
    if (fields.length === 0) return;
    const field = chance.oneOf(fields);
    const value = container[field];
    // Mostly what is further down: doors read that too.
    if (typeof value === 'object' && value !== null && !chance.oneIn(4)) {
      container = value as Container;
      continue;
    }
    const way = chance.below(6);
    if (way === 0) delete container[field];
    else if (way === 1 && !Array.isArray(container)) container[placeholder] = value;
    else container[field] = placeholder;
    return;
  }
}

/** Bytes of a text of which some are changed, cut off or put in twice. */
export function garbled(text: string, chance: Chance): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return bytes;
  const at = chance.below(bytes.length);
  switch (chance.below(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      bytes[at] = chance.below(256);
      return bytes;
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([0xff, 0xc0, 0x00, 0x22]),
        bytes.subarray(at),
      ]);
    default:
      return Buffer.concat([bytes, bytes.subarray(at)]);
  }
}
