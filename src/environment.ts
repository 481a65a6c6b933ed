/** The environment: the one file that reads it, checked once at start, every error listed with what is allowed. */
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { limits, writeKeyPattern } from './base/kernel/kernel.ts';
import { readAllowed } from './base/network/network.ts';
import { parseRedisUrl } from './base/redis/redis.ts';
import { passwordSchema } from './contract/api/api.ts';
import { emailSchema } from './contract/language/language.ts';

export const roles = ['ingest', 'worker', 'console'] as const;
export type Role = (typeof roles)[number];

/** Unset and empty are the same: that is how compose files leave a variable out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Days that rows are kept; 0 is for good. */
const keptDays = (usual: number) =>
  optional(z.coerce.number().int().min(0).max(36_500)).transform((days) => days ?? usual);

const issuerExpected =
  'expected an https URL without query, such as https://login.example.com; http is allowed on this machine alone';

/** Over plain HTTP anybody on the way could log in as everybody. */
function isIssuer(text: string): boolean {
  const { protocol, hostname, search, hash } = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && isHere));
}

/** Roles that a first log-in at the provider may give: managers and admins are made by admins. */
const newUserRoles = ['rep', 'marketer', 'operator'] as const;

/** Which traces are sampled, by the names of the standard. */
const traceSamplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const environmentSchema = z.object({
  HOST: optional(z.string()).transform((host) => host ?? '127.0.0.1'),
  PORT: optional(z.coerce.number().int().min(0).max(65_535)).transform((port) => port ?? 4400),
  /** Where health and metrics are answered by a thread of their own; on PORT alone when not said. */
  OPS_PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  /** Where people reach the console, as messages link to it; when not said, where this process listens. */
  PUBLIC_URL: optional(
    z.url({ protocol: /^https?$/, error: 'expected a URL such as https://scoville.example.com' }),
  ),
  DATA_DIR: optional(z.string()).transform((directory) => directory ?? './data'),
  /** Folder of the bytes of attachments; when not said, one in `DATA_DIR`. */
  ATTACHMENTS_DIR: optional(z.string()),
  REDIS_URL: optional(
    z.string().superRefine((text, context) => {
      try {
        parseRedisUrl(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
      }
    }),
  ),
  /** Files in PEM: the authority of its certificate, and the certificate and key of this client. */
  REDIS_TLS_CA: optional(z.string()),
  REDIS_TLS_CERT: optional(z.string()),
  REDIS_TLS_KEY: optional(z.string()),
  /** Replicas of Redis that must have an event before its sender is answered 200. */
  REDIS_REPLICAS_ACK: optional(z.coerce.number().int().min(0).max(limits.replicasAckMax)).transform(
    (replicas) => replicas ?? 0,
  ),
  DATABASE_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: 'expected a URL such as postgres://user:password@localhost:5432/scoville',
    }),
  ),
  /** Where a session of PostgreSQL lasts, past a pooler in DATABASE_URL. */
  DATABASE_SESSION_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: 'expected a URL such as postgres://user:password@localhost:5432/scoville',
    }),
  ),
  /** A replica on which reports, backtests, suggestions and exports are read. */
  DATABASE_REPLICA_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: 'expected a URL such as postgres://user:password@replica:5432/scoville',
    }),
  ),
  /** Connections to PostgreSQL that this process may have in all. */
  DATABASE_CONNECTIONS: optional(
    z.coerce.number().int().min(limits.databaseConnectionsMin).max(limits.databaseConnectionsMax),
  ).transform((connections) => connections ?? limits.databaseConnections),
  /** Whether frequent statements are parsed and planned once a connection; as a pooler allows when not said. */
  DATABASE_PREPARE: optional(z.enum(['on', 'off'])),
  RULES_DIR: optional(z.string()).transform((directory) => directory ?? './rules'),
  ROLES: optional(
    z.string().transform((text, context) => {
      const named = text.split(',').map((role) => role.trim());
      const strange = named.filter((role) => !roles.includes(role as Role));
      if (strange.length === 0) return named as Role[];
      context.addIssue({
        code: 'custom',
        message: `"${strange[0]}" is no role; expected some of ${roles.join(',')}`,
      });
      return z.NEVER;
    }),
  ).transform((named) => named ?? [...roles]),
  /** Processes of `npm start`; by the machine when not said. */
  PROCESSES: optional(z.coerce.number().int().min(1).max(64)),
  WRITE_KEY: optional(z.string().regex(writeKeyPattern, 'expected "c" and 24 of a-z0-9')),
  SECRET_KEY: optional(z.string().regex(writeKeyPattern, 'expected "c" and 24 of a-z0-9')),
  /** What links and pixels of mails are signed with: the first signs, all are believed. */
  MAIL_LINK_SECRET: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .refine(
        (all) => all.every((one) => one.length >= 16),
        'expected at least 16 characters, or several such, comma-separated',
      ),
  ),
  /** The file of accounts at mail providers. */
  MAIL_CONNECTIONS: optional(z.string()),
  API_TOKEN: optional(z.string().min(16, 'expected at least 16 characters')),
  /** What Prometheus sends to read `/metrics`. */
  METRICS_TOKEN: optional(z.string().min(16, 'expected at least 16 characters')),
  /** The OpenID Connect provider that people may log in with. */
  OIDC_ISSUER: optional(z.url().refine(isIssuer, issuerExpected)),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: optional(z.string().max(40, 'expected at most 40 characters')),
  OIDC_NEW_USERS: optional(z.enum(newUserRoles)),
  OIDC_ADDRESSES: optional(z.enum(['verified', 'any'])).transform((addresses) => addresses ?? 'verified'),
  SECOND_FACTOR: optional(z.enum(['optional', 'admins', 'managers', 'everyone'])).transform(
    (roles) => roles ?? 'optional',
  ),
  ADMIN_EMAIL: optional(emailSchema),
  ADMIN_PASSWORD: optional(passwordSchema),
  /** How many partitions a new installation gets; an existing one keeps its number. */
  PARTITIONS: optional(z.coerce.number().int().min(1).max(1_024)),
  /** How many days late an event may come and still be scored as if it had come in time. */
  LATENESS_DAYS: optional(z.coerce.number().min(0).max(366)).transform((days) => days ?? 7),
  /** Days of history kept; older ones are dropped. */
  HISTORY_DAYS: optional(z.coerce.number().int().min(1).max(36_500)).transform(
    (days) => days ?? limits.historyDays,
  ),
  /** Days without an event after which a profile leaves Redis; 0 is never. */
  PROFILE_DAYS: optional(z.coerce.number().int().min(0).max(36_500)).transform((days) => days ?? 0),
  /** Retention of rows of sales, a class each. */
  ALERT_DAYS: keptDays(limits.messageDays),
  NOTICE_DAYS: keptDays(limits.messageDays),
  DELIVERY_DAYS: keptDays(limits.messageDays),
  ATTEMPT_DAYS: keptDays(limits.messageDays),
  DEAD_LETTER_DAYS: keptDays(limits.messageDays),
  TIMELINE_DAYS: keptDays(0),
  ACT_DAYS: keptDays(0),
  PEOPLE_DAYS: keptDays(0),
  SAID_DAYS: keptDays(limits.messageDays),
  /** Parameters of query strings that stay besides those of campaigns; `*` keeps all. */
  QUERY_PARAMETERS: optional(z.string()).transform((names) => names ?? ''),
  /** Which addresses a public key may claim for a user without a signature. */
  ADDRESS_CLAIMS: optional(z.enum(['proven', 'any'])).transform((claims) => claims ?? 'proven'),
  /** Events that one write key may send a second, and one address with public keys; bursts are larger. */
  KEY_EVENTS_PER_SECOND: optional(z.coerce.number().int().min(1).max(10_000_000)).transform(
    (events) => events ?? limits.keyEventsPerSecond,
  ),
  ADDRESS_EVENTS_PER_SECOND: optional(z.coerce.number().int().min(1).max(10_000_000)).transform(
    (events) => events ?? limits.addressEventsPerSecond,
  ),
  /** Identities that one address names in an hour with public keys before leads of further ones are held. */
  ADDRESS_IDENTITIES_PER_HOUR: optional(z.coerce.number().int().min(1).max(10_000_000)).transform(
    (identities) => identities ?? limits.addressIdentitiesPerHour,
  ),
  /** Proxies in front whose word about a client's address and protocol is taken: how many, or their addresses. */
  TRUST_PROXY: optional(z.string().transform(proxiesOf)).transform((proxies) => proxies ?? false),
  /** The mail server, and the address mails go from; without them mails wait. */
  SMTP_URL: optional(
    z.url({
      protocol: /^smtps?$/,
      error: 'expected a URL such as smtp://user:password@mail.example.com:587',
    }),
  ),
  MAIL_FROM: optional(
    z
      .string()
      .regex(
        /^(?:[^<>\p{Cc}]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/u,
        'expected an address such as sales@example.com or Sales <sales@example.com>',
      ),
  ),
  /** Hosts and networks that webhooks and Slack messages may reach besides the public internet. */
  OUTGOING_ALLOW: optional(
    z.string().superRefine((text, context) => {
      try {
        readAllowed(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
      }
    }),
  ).transform((text) => text ?? ''),
  /** Where spans of traces go, by the variables of OpenTelemetry; the exporter reads further ones itself. */
  OTEL_TRACES_EXPORTER: optional(z.enum(['none', 'otlp'])).transform((exporter) => exporter ?? 'none'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    z.url({ protocol: /^https?$/, error: 'expected a URL such as http://collector:4318' }),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: optional(z.string()),
  OTEL_SERVICE_NAME: optional(z.string()).transform((name) => name ?? 'scoville'),
  OTEL_TRACES_SAMPLER: optional(z.enum(traceSamplers)).transform(
    (sampler) => sampler ?? 'parentbased_always_on',
  ),
  /** The part that is sampled by a ratio. */
  OTEL_TRACES_SAMPLER_ARG: optional(z.coerce.number().min(0).max(1)).transform((ratio) => ratio ?? 1),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])).transform(
    (level) => level ?? 'info',
  ),
  NODE_ENV: optional(z.string()),
});

/** What holds between settings. */
const wholeSchema = environmentSchema
  .refine(({ SMTP_URL: url, MAIL_FROM: from }) => url === undefined || from !== undefined, {
    path: ['MAIL_FROM'],
    message: 'missing beside SMTP_URL: expected the address mails go from',
  })
  .refine(({ REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key }) => (cert === undefined) === (key === undefined), {
    path: ['REDIS_TLS_KEY'],
    message: 'expected beside REDIS_TLS_CERT, and not without it: both files, or neither',
  })
  .refine(
    ({ REDIS_URL: url, REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert }) =>
      (ca === undefined && cert === undefined) || /^rediss/.test(url ?? ''),
    {
      path: ['REDIS_URL'],
      message:
        'no address over TLS beside REDIS_TLS_CA or REDIS_TLS_CERT: expected one that begins with rediss',
    },
  )
  .refine(({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client }) => issuer === undefined || client !== undefined, {
    path: ['OIDC_CLIENT_ID'],
    message: 'missing beside OIDC_ISSUER: expected the id that Scoville has at the provider',
  })
  .refine((given) => given.OIDC_ISSUER !== undefined || given.OIDC_CLIENT_ID === undefined, {
    path: ['OIDC_ISSUER'],
    message: 'missing beside OIDC_CLIENT_ID: expected the URL of the provider',
  })
  .refine((given) => given.DATABASE_SESSION_URL === undefined || given.DATABASE_URL !== undefined, {
    path: ['DATABASE_SESSION_URL'],
    message: 'without DATABASE_URL: expected both, or neither for a private PostgreSQL',
  })
  .refine((given) => given.DATABASE_REPLICA_URL === undefined || given.DATABASE_URL !== undefined, {
    path: ['DATABASE_REPLICA_URL'],
    message: 'without DATABASE_URL: expected both, or neither for a private PostgreSQL',
  })
  .refine(({ PROFILE_DAYS: idle, LATENESS_DAYS: late }) => idle === 0 || idle > late + 1, {
    path: ['PROFILE_DAYS'],
    message: 'too few beside LATENESS_DAYS: expected more than a day longer than that, or 0 for never',
  })
  .refine(({ PORT: port, OPS_PORT: ops }) => ops === undefined || ops === 0 || ops !== port, {
    path: ['OPS_PORT'],
    message: 'the same as PORT: expected a port of its own, or none',
  })
  .refine(({ WRITE_KEY: open, SECRET_KEY: secret }) => secret === undefined || secret !== open, {
    path: ['SECRET_KEY'],
    message: 'the same as WRITE_KEY, which stands in pages: expected another key',
  });

/** Never everybody: a trusted proxy may name any client address. */
function proxiesOf(text: string, context: z.RefinementCtx): number | string[] {
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    if (hops >= 1 && hops <= limits.trustedHopsMax) return hops;
  } else {
    const proxies = text.split(',').map((proxy) => proxy.trim());
    if (proxies.every(isProxy)) return proxies;
  }
  context.addIssue({
    code: 'custom',
    message: `expected how many proxies stand in front, 1 to ${limits.trustedHopsMax}, or their addresses, such as "10.0.0.1,192.168.0.0/16" or "loopback"`,
  });
  return z.NEVER;
}

/** An address, a network that is not the whole world, or a name the server knows for networks nobody outside is in. */
function isProxy(proxy: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(proxy)) return true;
  const [address = '', bits, ...more] = proxy.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (kind === 4 ? 32 : 128))
  );
}

/** The environment of another process: that of this one, with other settings. */
export const environmentWith = (settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
});

/** Where the accounts at mail providers are. */
export const mailConnectionsFile = ({ MAIL_CONNECTIONS: file, DATA_DIR: directory }: Environment) =>
  file ?? path.join(directory, 'mail-connections.json');

/** What the settings say of traces. */
export const traceSettingsOf = (environment: Environment) => ({
  exporter: environment.OTEL_TRACES_EXPORTER,
  sampler: environment.OTEL_TRACES_SAMPLER,
  ratio: environment.OTEL_TRACES_SAMPLER_ARG,
  serviceName: environment.OTEL_SERVICE_NAME,
  roles: environment.ROLES,
});

/** Every variable that is read. */
export const environmentVariables = Object.keys(environmentSchema.shape);

export type Environment = z.infer<typeof environmentSchema>;

/** Reads the environment. Throws one error that names every bad variable, its value and what is allowed; secrets are not shown. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = wholeSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const isSecret = /URL|KEY|TOKEN|PASSWORD|SECRET/.test(name);
    return `  ${name}${isSecret ? '' : `=${variables[name]}`}: ${issue.message}`;
  });
  throw new Error(`the environment is not usable:\n${errors.join('\n')}`);
}

/** The options of a start; everything else is a setting. */
const startOptions = ['--demo', '--shop'];

/** Returns what the words after the command ask for. Throws for one that is no option. */
export function readStartOptions(words: readonly string[] = process.argv.slice(2)): {
  isDemo: boolean;
  hasShop: boolean;
} {
  const unknown = words.find((word) => !startOptions.includes(word));
  if (unknown !== undefined)
    throw new Error(
      `"${unknown}" is no option of a start: expected ${startOptions.join(' or ')}; ports, folders and stores are environment variables, as in PORT=4500 npm start`,
    );
  const isDemo = words.includes('--demo');
  return { isDemo, hasShop: isDemo || words.includes('--shop') };
}
