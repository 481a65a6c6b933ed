/** The words of a store that cannot be used at the start: which one, at which address, its own reason, and the remedy. */
import { limits } from '../base/kernel/kernel.ts';
import { redisAddressInWords } from '../base/redis/redis.ts';

export type StoreSetting = 'REDIS_URL' | 'DATABASE_URL' | 'DATABASE_SESSION_URL' | 'DATABASE_REPLICA_URL';

const postgres = {
  name: 'PostgreSQL',
  port: 5_432,
  form: 'postgres://user:password@host:port/database',
} as const;
const stores = {
  REDIS_URL: { name: 'Redis', port: 6_379, form: 'redis://user:password@host:port' },
  DATABASE_URL: postgres,
  DATABASE_SESSION_URL: postgres,
  DATABASE_REPLICA_URL: postgres,
} as const;

/** Host and port of a store, without its secrets. */
export function addressOf(setting: StoreSetting, url: string): string {
  if (setting === 'REDIS_URL') return redisAddressInWords(url);
  if (!URL.canParse(url)) return 'an address that cannot be read';
  const { hostname, port } = new URL(url);
  return `${hostname || 'localhost'}:${port || stores[setting].port}`;
}

export function storeError(setting: StoreSetting, url: string, error: unknown): Error {
  const { name } = stores[setting];
  const words = inWords(error);
  return new Error(
    `${setting}: the ${name} at ${addressOf(setting, url)} cannot be used: ${words}. ${isCutOverTls(url, words) ? cutOverTls : remedyFor(setting, codeOf(error), words)}`,
  );
}

/** A server that misses the certificate of its client says so and closes; the end may be seen before the word. */
const isCutOverTls = (url: string, words: string) =>
  /^rediss/.test(url) && /ECONNRESET|EPIPE|socket hang up|Connection is closed/.test(words);
const cutOverTls =
  'It closed the connection. Where it asks for a certificate of its clients, write the files into REDIS_TLS_CERT and REDIS_TLS_KEY; else start it, or correct REDIS_URL.';

/** By the code of an error, or its first words; the first that fits. */
const remedies: readonly (readonly [RegExp, (setting: StoreSetting) => string])[] = [
  [
    /^(?:28P01|WRONGPASS|NOAUTH)\b/,
    (setting) => `Write its user and password into ${setting}: ${stores[setting].form}.`,
  ],
  [/^NOPERM\b/, () => 'Give that user the rights that docs/redis.md lists: ACL SETUSER.'],
  [
    /cluster support disabled/i,
    () =>
      'That server is no node of a cluster: name it alone, redis://host:port, or name the nodes of a cluster.',
  ],
  [
    /sentinels are unreachable|get-master-addr-by-name|invalid reply: null/i,
    () =>
      'Correct the Sentinels or the name of the primary in REDIS_URL: SENTINEL MASTERS lists the names that a Sentinel knows.',
  ],
  [/^28000\b/, () => 'Allow this user and host in pg_hba.conf, or use another user in DATABASE_URL.'],
  [/^3D000\b/, () => 'Create that database, or name another one in DATABASE_URL.'],
  [/^42501\b/, () => 'Make the user of DATABASE_URL the owner of its database.'],
  [/^53300\b/, () => 'Raise max_connections there, or end other programs that hold connections.'],
  [/^53100\b/, () => 'Free space on the disk of PostgreSQL.'],
  [
    /certificate required|ALERT_(?:CERTIFICATE|HANDSHAKE)|alert (?:handshake|certificate)/i,
    () =>
      'That server asks for a certificate of its clients: write the files into REDIS_TLS_CERT and REDIS_TLS_KEY.',
  ],
  [
    /^ERR_SSL|does not support SSL/,
    (setting) => `Turn TLS on there, or leave it out of ${setting} (rediss:// or sslmode asks for it).`,
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|^ERR_TLS/,
    () =>
      'Use a certificate for that host name from an authority that this machine trusts; NODE_EXTRA_CA_CERTS=/path/ca.pem adds one, REDIS_TLS_CA one for Redis.',
  ],
];

function remedyFor(setting: StoreSetting, code: string, words: string): string {
  const remedy = remedies.find(([pattern]) => pattern.test(code) || pattern.test(words));
  if (remedy !== undefined) return remedy[1](setting);
  const without =
    setting !== 'REDIS_URL' && setting !== 'DATABASE_URL'
      ? 'leave it out'
      : `leave it out for a private ${stores[setting].name}`;
  return `Start it, or correct ${setting}, or ${without}.`;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}

/** A name with several addresses fails with several errors, and with no message of its own. */
function inWords(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map((one) => inWords(one)).join('; ');
  if (error instanceof Error) {
    if (/\btime(?:d out|out)\b|ETIMEDOUT/.test(error.message))
      return `no answer within ${limits.startAnswerMsMax / limits.secondMs} s`;
    return (error.message || codeOf(error) || error.name).replace(/\.$/, '');
  }
  return String(error);
}
