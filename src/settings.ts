/** The settings in words: one row for each variable of the environment, for docs/configuration.md. */
import { limits } from './base/kernel/kernel.ts';
import type { Environment } from './environment.ts';

export interface Setting {
  group:
    | 'Address'
    | 'Stores'
    | 'Processes'
    | 'Secrets'
    | 'Log-in'
    | 'Scoring'
    | 'Retention'
    | 'Messages'
    | 'Output';
  meaning: string;
  /** Of the value, where it has one. */
  unit?: string;
  /** What holds when the variable is not set and has no fixed default. */
  unset?: string;
}

const atFirstStart = 'made at the first start and kept in `DATA_DIR`';

const kept = (what: string, stays: string) => ({
  group: 'Retention' as const,
  meaning: `How long ${what} are kept. ${stays}`,
  unit: 'days, 1 to 36500; 0 is for good',
});

export const settings: { readonly [Name in keyof Environment]-?: Setting } = {
  HOST: { group: 'Address', meaning: 'Address the process listens on.' },
  PORT: { group: 'Address', meaning: 'Port the process listens on; 0 takes a free one.', unit: 'port' },
  OPS_PORT: {
    group: 'Address',
    meaning:
      'Port of `HOST` for `/livez`, `/readyz` and `/metrics`, in a thread of its own: it answers within a second while the process is busy. `/metrics` then leaves `PORT`, unless `METRICS_TOKEN` asks for it there. 0 takes a free one. The image sets 4401.',
    unit: 'port',
    unset: 'health is on `PORT` alone, and metrics for this machine ([Metrics](operate.md#metrics))',
  },
  PUBLIC_URL: {
    group: 'Address',
    meaning: 'Address where people reach the console. Links in messages use it.',
    unit: 'http(s) URL',
    unset: 'the address the process listens on',
  },
  TRUST_PROXY: {
    group: 'Address',
    meaning:
      'Proxies whose `X-Forwarded-*` headers are believed: the number of hops, or their addresses such as `10.0.0.1,192.168.0.0/16` or `loopback`. Needed behind a proxy with TLS.',
    unit: '1 to 10 hops, or addresses',
    unset: 'no proxy is believed',
  },
  DATA_DIR: {
    group: 'Stores',
    meaning: 'Folder of the secrets and of the private stores. One running process at a time.',
    unit: 'folder',
  },
  ATTACHMENTS_DIR: {
    group: 'Stores',
    meaning:
      'Folder of the files that are attached to records. Every process with the role `console` or `worker` needs the same one, and a backup needs it beside PostgreSQL.',
    unit: 'folder',
    unset: '`attachments` in `DATA_DIR`',
  },
  REDIS_URL: {
    group: 'Stores',
    meaning:
      'Redis 7 or newer, with persistence and `maxmemory-policy noeviction`. A cluster: several nodes, `redis://a:6379,redis://b:6379`, or `redis-cluster://a:6379`. Sentinels: `redis-sentinel://a:26379,b:26379/name`. Over TLS: `rediss`, `rediss-cluster`, `rediss-sentinel`. [Redis](redis.md) has each.',
    unit: 'redis(s) URL',
    unset: 'a private Redis under `DATA_DIR`',
  },
  REDIS_TLS_CA: {
    group: 'Stores',
    meaning: 'Certificate of the authority that signed those of Redis, in PEM. Needs a `REDIS_URL` over TLS.',
    unit: 'file',
    unset: 'the authorities that this machine trusts',
  },
  REDIS_TLS_CERT: {
    group: 'Stores',
    meaning: 'Certificate of this client, in PEM, where Redis asks for one. Needs `REDIS_TLS_KEY`.',
    unit: 'file',
    unset: 'none is shown',
  },
  REDIS_TLS_KEY: {
    group: 'Stores',
    meaning: 'Private key of that certificate, in PEM, without a passphrase.',
    unit: 'file',
    unset: 'none',
  },
  REDIS_REPLICAS_ACK: {
    group: 'Stores',
    meaning:
      'Replicas of Redis, in a cluster of each master, that must have an event before its sender is answered 200. A failover then loses no accepted event. With too few replicas the answer is 503 `replicas_behind`.',
    unit: 'replicas, 0 to 16',
  },
  DATABASE_URL: {
    group: 'Stores',
    meaning: 'PostgreSQL 15 or newer. `ROLES=ingest` alone starts no private one.',
    unit: 'postgres URL',
    unset: 'a private PostgreSQL under `DATA_DIR`',
  },
  DATABASE_CONNECTIONS: {
    group: 'Stores',
    meaning:
      'Connections to PostgreSQL that this process may have in all. [Operations](operations.md#connections-to-postgresql) says how they are divided. All processes together must find room in its `max_connections`.',
    unit: `connections, ${limits.databaseConnectionsMin} to ${limits.databaseConnectionsMax.toLocaleString('en')}`,
  },
  DATABASE_SESSION_URL: {
    group: 'Stores',
    meaning:
      'The same database where `DATABASE_URL` leads through a pooler in transaction mode, by an address where a session lasts: PostgreSQL itself, or a pool in session mode. Alerts are listened for there ([Poolers](operations.md#poolers)).',
    unit: 'postgres URL',
    unset: '`DATABASE_URL`; through a pooler PostgreSQL is asked for alerts twice a second',
  },
  DATABASE_REPLICA_URL: {
    group: 'Stores',
    meaning:
      'A streaming replica of that PostgreSQL. Reports, exports, backtests and suggestions are read there while it is at most 30 seconds behind, else from `DATABASE_URL` ([Read replica](operations.md#read-replica)).',
    unit: 'postgres URL',
    unset: 'they are read from `DATABASE_URL`',
  },
  DATABASE_PREPARE: {
    group: 'Stores',
    meaning:
      'Whether frequent statements are parsed and planned once a connection. `on` through a pooler needs one that keeps them, such as PgBouncer 1.21 with `max_prepared_statements`; a start refuses any other.',
    unit: '`on` or `off`',
    unset: '`on`; `off` through a pooler',
  },
  ROLES: {
    group: 'Processes',
    meaning:
      'What this process does: `ingest` takes events, `worker` scores and runs all loops, `console` serves people and the API. Add processes on the same stores for more capacity.',
    unit: 'names, comma-separated',
  },
  PROCESSES: {
    group: 'Processes',
    meaning:
      'Processes that `npm start` runs under a supervisor where they have all roles: the first has the door and the console, the others score. By itself one below 4 cores or 2 GiB, else one more for each 4 cores, 5 at most. The n-th worker has `OPS_PORT` + n. A container has one process.',
    unit: '1 to 64',
    unset: 'by cores and memory',
  },
  RULES_DIR: {
    group: 'Processes',
    meaning:
      'Folder of the programmes, sales processes, routing, escalation and review. The store holds the active programmes, and files are one way in; of the others every process of an installation needs the same files.',
    unit: 'folder',
  },
  PARTITIONS: {
    group: 'Processes',
    meaning:
      'Partitions of a new installation: the most workers that score at once. An existing installation keeps its number. `ROLES=ingest` alone lays out none unless this is set: it waits for a worker or console.',
    unit: '1 to 1024',
    unset: '16',
  },
  KEY_EVENTS_PER_SECOND: {
    group: 'Processes',
    meaning:
      'Events that one write key may send a second for long, over all processes. After a rest it may send those of 10 seconds at once. Beyond, the answer is 429 with `Retry-After`.',
    unit: 'events a second, 1 to 10000000',
  },
  ADDRESS_EVENTS_PER_SECOND: {
    group: 'Processes',
    meaning:
      'Events that one address may send a second for long with public keys, over all processes; 2,500 at once after a rest. IPv6 counts by /64. Behind a proxy, set `TRUST_PROXY`: else all visitors are one address.',
    unit: 'events a second, 1 to 10000000',
  },
  ADDRESS_IDENTITIES_PER_HOUR: {
    group: 'Processes',
    meaning:
      'Users, addresses and devices that one address names in an hour with public keys, over all processes. Leads of further ones are held in the quarantine. IPv6 counts by /64.',
    unit: 'identities an hour, 1 to 10000000',
  },
  WRITE_KEY: {
    group: 'Secrets',
    meaning:
      'The first public key. Lets clients send events; every page with the snippet carries it. `scoville keys` makes more.',
    unit: '`c` and 24 of `a-z0-9`',
    unset: atFirstStart,
  },
  SECRET_KEY: {
    group: 'Secrets',
    meaning: 'The first secret key. Lets servers send events; a request from a page with it is refused.',
    unit: '`c` and 24 of `a-z0-9`',
    unset: atFirstStart,
  },
  QUERY_PARAMETERS: {
    group: 'Scoring',
    meaning:
      'Parameters that stay in the addresses of events, besides those of campaigns (`utm_…`, `gclid` and the like). The others are removed before an event is stored: they carry addresses and tokens. Name those that rules read; `*` keeps all.',
    unit: 'names, comma-separated',
  },
  ADDRESS_CLAIMS: {
    group: 'Secrets',
    meaning:
      'Which addresses a page may link to a user: `proven` ones, with a signature, or `any`. With `any` every visitor may take over what is known of an address, and its export and erasure reach that user.',
    unit: '`proven` or `any`',
  },
  MAIL_LINK_SECRET: {
    group: 'Secrets',
    meaning:
      'Signs links and pixels of mails, and checks them. Several, comma-separated: the first signs, all are believed, so that links in mails that were sent stay valid.',
    unit: 'at least 16 characters each',
    unset: atFirstStart,
  },
  MAIL_CONNECTIONS: {
    group: 'Secrets',
    meaning:
      'File of the accounts at mail providers, which `scoville mail` writes. Every machine with the role `ingest` needs the same file.',
    unit: 'file',
    unset: '`mail-connections.json` in `DATA_DIR`',
  },
  API_TOKEN: {
    group: 'Secrets',
    meaning: 'Bearer token for programs, with the rights of an admin. Servers only.',
    unit: 'at least 16 characters',
    unset: atFirstStart,
  },
  METRICS_TOKEN: {
    group: 'Secrets',
    meaning:
      'Bearer token for `/metrics`, which every scrape must then send. Set it where Prometheus is on another network.',
    unit: 'at least 16 characters',
    unset:
      'on `OPS_PORT` this machine and private networks may read the metrics; on `PORT` this machine, and nobody with `PUBLIC_URL`, `TRUST_PROXY` or `NODE_ENV=production`',
  },
  OIDC_ISSUER: {
    group: 'Log-in',
    meaning:
      'OpenID Connect provider that people log in with, beside their password. Its redirect address there is `PUBLIC_URL` and `/log-in/oidc/callback`. Needs `OIDC_CLIENT_ID`.',
    unit: 'https URL',
    unset: 'log-in by password alone',
  },
  OIDC_CLIENT_ID: { group: 'Log-in', meaning: 'The id of Scoville at the provider.', unset: 'none' },
  OIDC_CLIENT_SECRET: {
    group: 'Log-in',
    meaning: 'The secret of Scoville at the provider.',
    unset: 'a public client, which PKCE alone protects',
  },
  OIDC_NAME: {
    group: 'Log-in',
    meaning: 'How the button of the log-in page names the provider.',
    unit: 'up to 40 characters',
    unset: 'the host of `OIDC_ISSUER`',
  },
  OIDC_NEW_USERS: {
    group: 'Log-in',
    meaning:
      'Role of the user that a first log-in makes, where no user has the address. Set it only where everybody at the provider may see your leads.',
    unit: '`rep`, `marketer` or `operator`',
    unset: 'users are made by managers',
  },
  OIDC_ADDRESSES: {
    group: 'Log-in',
    meaning:
      'Which addresses of the provider count at a first log-in: `verified` ones (`email_verified`), or `any`. Set `any` only where people cannot choose their address there.',
    unit: '`verified` or `any`',
  },
  SECOND_FACTOR: {
    group: 'Log-in',
    meaning:
      'Whose log-in by password needs a second factor: nobody’s (everyone may set one up), that of `admins`, of `managers` and admins, or of `everyone`. A log-in without one may only set it up.',
    unit: '`optional`, `admins`, `managers` or `everyone`',
  },
  ADMIN_EMAIL: {
    group: 'Secrets',
    meaning: 'Log-in of the first administrator.',
    unit: 'e-mail address',
    unset: '`admin@scoville.local`',
  },
  ADMIN_PASSWORD: {
    group: 'Secrets',
    meaning: 'First password of that administrator.',
    unit: `${limits.passwordLengthMin} to ${limits.passwordLengthMax} characters, none of the most common ones`,
    unset: atFirstStart,
  },
  LATENESS_DAYS: {
    group: 'Scoring',
    meaning:
      'How late an event may arrive and still be scored as if on time. A later one is stored, not scored.',
    unit: 'days, 0 to 366',
  },
  HISTORY_DAYS: {
    group: 'Scoring',
    meaning:
      'How long accepted events and ledger entries stay in the history, and results of backtests and suggestions. Older days are dropped.',
    unit: 'days, 1 to 36500',
  },
  PROFILE_DAYS: {
    group: 'Scoring',
    meaning:
      'How long after its last event a profile leaves Redis. It comes back from the history with the next one. It must be more than a day longer than `LATENESS_DAYS`.',
    unit: 'days, 0 to 36500',
    unset: '0: profiles stay in Redis',
  },
  ALERT_DAYS: kept(
    'alerts',
    'An alert stays while a notice refers to it, or the dispatcher has not read it.',
  ),
  NOTICE_DAYS: kept(
    'notices',
    'A notice stays while it waits, while its delivery is there, and while its lead or task is open.',
  ),
  DELIVERY_DAYS: kept(
    'deliveries',
    'A waiting one stays, and one that was replayed stays while its replay is there.',
  ),
  ATTEMPT_DAYS: kept('attempts of deliveries', 'They go with their delivery at the latest.'),
  DEAD_LETTER_DAYS: kept(
    'tier updates that sales could not store',
    'Dead letters of scoring in Redis are others: a partition keeps 200.',
  ),
  TIMELINE_DAYS: {
    ...kept(
      'entries of timelines',
      'Those of open leads, tasks and records stay. The forecast of a day before that is no longer exact.',
    ),
    unset: '0: for good',
  },
  ACT_DAYS: {
    ...kept('acts of the audit trail', 'What people did over the API besides work on records.'),
    unset: '0: for good',
  },
  PEOPLE_DAYS: {
    ...kept(
      'people without a new note',
      'Only prospects without open work, opportunity, deal, order, job or a mark *do not contact* go, with their leads, tasks, activities and messages.',
    ),
    unset: '0: for good',
  },
  SAID_DAYS: kept(
    'notes on what scoring or a company was said of people who are gone',
    'Those of people and profiles that sales has stay. It is at least a day longer than `LATENESS_DAYS`.',
  ),
  SMTP_URL: {
    group: 'Messages',
    meaning: 'Mail server. Needs `MAIL_FROM`.',
    unit: 'smtp(s) URL',
    unset: 'mails are kept; health and the log say how many',
  },
  MAIL_FROM: {
    group: 'Messages',
    meaning: 'Sender of mails, such as `Sales <sales@example.com>`.',
    unit: 'e-mail address',
    unset: 'no mail is sent',
  },
  OUTGOING_ALLOW: {
    group: 'Messages',
    meaning:
      'Hosts and networks that webhooks and Slack may reach besides public `https` addresses: `receiver.internal:8080,10.1.0.0/16`.',
    unit: 'hosts, comma-separated',
    unset: 'none',
  },
  OTEL_TRACES_EXPORTER: {
    group: 'Output',
    meaning:
      'Where traces go: nowhere, or to an OpenTelemetry collector by OTLP over HTTP ([Traces](watch.md#traces)). Unlike in the standard nothing is traced by itself.',
    unit: '`none` or `otlp`',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    group: 'Output',
    meaning:
      'Address of that collector; `/v1/traces` is added. The exporter reads the other standard variables too, such as `OTEL_EXPORTER_OTLP_TIMEOUT`.',
    unit: 'http(s) URL',
    unset: '`http://localhost:4318`',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    group: 'Output',
    meaning: 'Headers for that collector, such as `authorization=Bearer%20…`.',
    unit: '`name=value`, comma-separated',
    unset: 'none',
  },
  OTEL_SERVICE_NAME: { group: 'Output', meaning: 'Name of the service in traces.' },
  OTEL_TRACES_SAMPLER: {
    group: 'Output',
    meaning:
      'Which requests are traced. With `parentbased_…` a request of a server is traced where the trace that it belongs to is. A page never decides.',
    unit: '`always_on`, `always_off`, `traceidratio`, or one of them after `parentbased_`',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    group: 'Output',
    meaning: 'The part of all requests that `…traceidratio` traces. Busy doors need a small one.',
    unit: '0 to 1',
  },
  LOG_LEVEL: {
    group: 'Output',
    meaning: 'Least severe log line. JSON lines on standard output, without personal data.',
    unit: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`',
  },
  NODE_ENV: {
    group: 'Output',
    meaning: '`production` prints no banner, so no secret reaches a log.',
    unset: 'a start prints the banner with its secrets',
  },
};
