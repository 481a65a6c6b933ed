/** The judgements of the doctor: a sound installation is well, and each fault is found at its bound and not below. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type Environment, readEnvironment } from '../../environment.ts';
import { stateOf } from './finding.ts';
import { findingLines, findingsJson, findingsOf } from './findings.core.ts';
import type {
  CertificateState,
  DiskState,
  PostgresState,
  ProgramState,
  RedisState,
  Survey,
} from './survey.ts';

const nowMs = Date.parse('2026-03-02T09:00:00Z');
const clock = { aheadMs: 0, errorMs: 1 };
const stream = {
  id: 'i1',
  partitions: 16,
  lagMax: 0,
  lag: 0,
  historyLag: 0,
  deadLetters: 0,
  failingProfiles: 0,
};
const redis: RedisState = {
  ...{
    address: 'redis:6379',
    version: '7.2.0',
    errors: [],
    warnings: [],
    isReplica: false,
    isLoading: false,
  },
  ...{ replicas: 0, usedBytes: 10, maxBytes: 100, isLastWriteKept: true, clock, stream },
};
const postgres: PostgresState = {
  ...{ address: 'postgres:5432', version: 160_004, isReadOnly: false, fsync: 'on', synchronousCommit: 'on' },
  ...{ fullPageWrites: 'on', encoding: 'UTF8', clock },
  isPooled: false,
  room: { allowed: 100, used: 10, setting: 'max_connections' },
  ...{ installation: { id: 'i1', partitions: 16 }, migrations: { missing: [], altered: [], unknown: [] } },
};
const program: ProgramState = { address: 'localhost:4400', reasons: [], notes: [], alarms: [] };
const disk: DiskState = { setting: 'DATA_DIR', directory: '/data', freeBytes: 2 ** 34, allBytes: 2 ** 35 };
const certificate: CertificateState = {
  ...{ setting: 'PUBLIC_URL', address: 'a.example:443', endsMs: nowMs + 90 * limits.dayMs, error: null },
};
const stores = { REDIS_URL: 'redis://redis:6379', DATABASE_URL: 'postgres://u:p@postgres:5432/s' };

const sound: Survey = {
  ...{ nowMs, environment: readEnvironment(stores), invalid: [] },
  redis: { is: 'there', state: redis },
  postgres: { is: 'there', state: postgres },
  replica: { is: 'not asked', why: 'none is named' },
  process: { is: 'there', state: program },
  ...{ disks: [disk], certificates: [certificate] },
};

const withRedis = (change: Partial<RedisState>): Partial<Survey> => ({
  redis: { is: 'there', state: { ...redis, ...change } },
});
const withPostgres = (change: Partial<PostgresState>): Partial<Survey> => ({
  postgres: { is: 'there', state: { ...postgres, ...change } },
});
const withRoom = (allowed: number, used: number) =>
  withPostgres({ room: { allowed, used, setting: 'max_connections' } });
const withProgram = (change: Partial<ProgramState>): Partial<Survey> => ({
  process: { is: 'there', state: { ...program, ...change } },
});
const withSettings = (variables: Record<string, string>): Partial<Survey> => ({
  environment: readEnvironment({ ...stores, ...variables }),
});
const withoutAlarms = withProgram({ alarms: null });
const ends = (ms: number, error: string | null = null): Partial<Survey> => ({
  certificates: [{ ...certificate, endsMs: nowMs + ms, error }],
});
const free = (part: number): Partial<Survey> => ({ disks: [{ ...disk, freeBytes: disk.allBytes * part }] });

/** What is not well, in one line each. */
const faultsOf = (change: Partial<Survey>) =>
  findingsOf({ ...sound, ...change })
    .filter(({ severity }) => severity === 'warning' || severity === 'error')
    .map(({ matter, severity, says }) => `${severity} ${matter}: ${says}`);

test('a sound installation is well in every matter', () => {
  const findings = findingsOf(sound);
  expect(findings.map(({ matter, severity }) => `${matter} ${severity}`)).toEqual([
    ...[
      'settings well',
      'redis well',
      'postgresql well',
      'installation well',
      'migrations well',
      'clocks well',
    ],
    ...['program well', 'disk well', 'certificates well'],
  ]);
  expect(stateOf(findings)).toBe('well');
});

describe('finds', () => {
  test.each<[name: string, change: Partial<Survey>, found: RegExp]>([
    [
      'a Redis that is away',
      { redis: { is: 'away', says: 'REDIS_URL: no. Start it.' } },
      /^error redis: REDIS_URL: no$/,
    ],
    ['what set-up refuses', withRedis({ errors: ['Redis evicts. Set it.'] }), /^error redis: Redis evicts$/],
    [
      'what set-up warns of',
      withRedis({ warnings: ['Redis forgets. Set it.'] }),
      /^warning redis: Redis forgets$/,
    ],
    ['a replica', withRedis({ isReplica: true }), /^error redis: .*is a replica/],
    ['a Redis that loads', withRedis({ isLoading: true }), /^warning redis: .*is still loading/],
    ['a write that failed', withRedis({ isLastWriteKept: false }), /^error redis: .*could not write/],
    [
      'memory at its bound',
      withRedis({ usedBytes: 80 }),
      /^warning redis: Redis uses 80 % of its maxmemory$/,
    ],
    [
      'missing replicas',
      withSettings({ REDIS_REPLICAS_ACK: '1' }),
      /^error redis: REDIS_REPLICAS_ACK is 1, and 0 replicas/,
    ],
    [
      'a PostgreSQL that is away',
      { postgres: { is: 'away', says: 'DATABASE_URL: no. Start it.' } },
      /^error postgresql: DATABASE_URL: no$/,
    ],
    [
      'an old PostgreSQL',
      withPostgres({ version: 149_999 }),
      /^error postgresql: .*is version 14; 15 or newer/,
    ],
    ['a standby', withPostgres({ isReadOnly: true }), /^error postgresql: .*takes no writes/],
    ['another encoding', withPostgres({ encoding: 'SQL_ASCII' }), /^error postgresql: .*encoding SQL_ASCII/],
    ['connections at their bound', withRoom(100, 80), /^warning postgresql: 80 of 100 connections/],
    [
      'fewer connections than one process may take',
      { ...withRoom(19, 0), ...withSettings({ DATABASE_CONNECTIONS: '20' }) },
      /^error postgresql: DATABASE_CONNECTIONS is 20, and PostgreSQL has 19 for it/,
    ],
    [
      'a pooler without an address for sessions',
      withPostgres({ isPooled: true }),
      /^warning postgresql: DATABASE_URL leads through a pooler/,
    ],
    [
      'a replica that is away',
      {
        ...withSettings({ DATABASE_REPLICA_URL: 'postgres://u:p@replica:5432/s' }),
        replica: { is: 'away', says: 'DATABASE_REPLICA_URL: no. Start it.' },
      },
      /^warning postgresql: DATABASE_REPLICA_URL: no$/,
    ],
    [
      'a replica that follows nobody',
      {
        ...withSettings({ DATABASE_REPLICA_URL: 'postgres://u:p@replica:5432/s' }),
        replica: { is: 'there', state: { address: 'replica:5432', isStandby: false } },
      },
      /^warning postgresql: .*follows no primary: it is not read/,
    ],
    ['fsync off', withPostgres({ fsync: 'off' }), /^warning postgresql: PostgreSQL has fsync off/],
    ['commits that do not wait', withPostgres({ synchronousCommit: 'off' }), /synchronous_commit off/],
    [
      'two installations',
      withPostgres({ installation: { id: 'i2', partitions: 16 } }),
      /^error installation: Redis holds the installation i1, PostgreSQL i2$/,
    ],
    [
      'other partitions',
      withPostgres({ installation: { id: 'i1', partitions: 8 } }),
      /^error installation: Redis has 16 partitions, PostgreSQL knows 8$/,
    ],
    [
      'PARTITIONS that differ',
      withSettings({ PARTITIONS: '15' }),
      /^error installation: PARTITIONS is 15, and the installation has 16$/,
    ],
    ['an emptied Redis', withRedis({ stream: null }), /^warning installation: Redis is empty/],
    [
      'migrations behind',
      withPostgres({ migrations: { missing: ['sales/1.sql'], altered: [], unknown: [] } }),
      /^warning migrations: the migrations sales\/1.sql are not applied yet$/,
    ],
    [
      'many of them',
      withPostgres({ migrations: { missing: ['a', 'b', 'c', 'd'], altered: [], unknown: [] } }),
      /: a, b, c and 1 more migrations are/,
    ],
    [
      'an altered migration',
      withPostgres({ migrations: { missing: [], altered: ['sales/1.sql'], unknown: [] } }),
      /^error migrations: .* differ/,
    ],
    [
      'a later version',
      withPostgres({ migrations: { missing: [], altered: [], unknown: ['sales/9.sql'] } }),
      /^warning migrations: .*of a later version$/,
    ],
    [
      'a clock that is ahead',
      withRedis({ clock: { aheadMs: 1_001, errorMs: 1 } }),
      /^warning clocks: the clock of Redis is 1.0 s ahead of the one here$/,
    ],
    [
      'a clock that is wrong',
      withPostgres({ clock: { aheadMs: -30_001, errorMs: 1 } }),
      /^error clocks: the clock of PostgreSQL is 30.0 s behind the one here$/,
    ],
    ['a program that is away', { process: { is: 'away', says: 'nobody' } }, /^warning program: nobody$/],
    [
      'a program that is not ready',
      withProgram({ reasons: ['redis: away'] }),
      /^error program: .*is not ready: redis: away$/,
    ],
    ['notes of the program', withProgram({ notes: ['a file differs'] }), /^warning program: a file differs$/],
    [
      'its alarms',
      withProgram({ alarms: [{ name: 'lag-high', severity: 'alarm', says: 'behind', remedy: 'More.' }] }),
      /^error program: behind$/,
    ],
    [
      'its warnings',
      withProgram({
        alarms: [{ name: 'restoring', severity: 'warning', says: 'restoring', remedy: 'Wait.' }],
      }),
      /^warning program: restoring$/,
    ],
    [
      'a lag at its bound',
      { ...withRedis({ stream: { ...stream, lag: 25_000, lagMax: 25_000 } }), ...withoutAlarms },
      /^error work: a partition is 25,000 entries behind/,
    ],
    [
      'a lag',
      { ...withRedis({ stream: { ...stream, lag: 1, lagMax: 1 } }), ...withoutAlarms },
      /^warning work: 1 entries wait/,
    ],
    [
      'dead letters',
      { ...withRedis({ stream: { ...stream, deadLetters: 2 } }), ...withoutAlarms },
      /^warning work: 2 dead letters wait$/,
    ],
    [
      'failing profiles',
      { ...withRedis({ stream: { ...stream, failingProfiles: 3 } }), ...withoutAlarms },
      /^warning work: 3 profiles/,
    ],
    ['a disk at its bound', free(0.1), /^warning disk: \d.* MiB are free on the disk of DATA_DIR/],
    ['a full disk', { disks: [{ ...disk, freeBytes: limits.diskFreeBytesMin - 1 }] }, /^error disk: 15 MiB/],
    [
      'a certificate that ends soon',
      ends(limits.doctorCertificateMs),
      /^warning certificates: .*ends on 2026-03-23$/,
    ],
    ['one that has ended', ends(0, 'CERT_HAS_EXPIRED'), /^error certificates: .*ended on 2026-03-02$/],
    [
      'one that is not trusted',
      ends(90 * limits.dayMs, 'SELF_SIGNED'),
      /^error certificates: .*not trusted here: SELF_SIGNED$/,
    ],
    [
      'one that is not shown',
      { certificates: [{ ...certificate, endsMs: null, error: 'refused' }] },
      /^warning certificates: .*cannot be read: refused$/,
    ],
    [
      'a public address without TLS',
      withSettings({ PUBLIC_URL: 'http://a.example' }),
      /^warning settings: PUBLIC_URL is http/,
    ],
    [
      'a proxy that is not trusted',
      withSettings({ PUBLIC_URL: 'https://a.example' }),
      /^warning settings: .*TRUST_PROXY is not set/,
    ],
    [
      'a provider without an address',
      withSettings({ OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'x' }),
      /^warning settings: OIDC_ISSUER is set and PUBLIC_URL is not/,
    ],
    [
      'production without mail',
      withSettings({ NODE_ENV: 'production' }),
      /^warning settings: SMTP_URL is not set/,
    ],
    [
      'one private store',
      { environment: readEnvironment({ REDIS_URL: stores.REDIS_URL }) },
      /^warning settings: one of REDIS_URL and DATABASE_URL/,
    ],
    [
      'a history shorter than lateness',
      withSettings({ HISTORY_DAYS: '6' }),
      /^warning settings: HISTORY_DAYS is less than LATENESS_DAYS/,
    ],
    [
      'a history shorter than profiles',
      withSettings({ HISTORY_DAYS: '89', PROFILE_DAYS: '90' }),
      /^warning settings: HISTORY_DAYS is less than PROFILE_DAYS/,
    ],
    [
      'settings that cannot be used',
      { environment: null as Environment | null, invalid: ['PORT=x: no'] },
      /^error settings: PORT=x: no$/,
    ],
  ])('%s, and nothing else', (_name, change, found) => {
    expect(faultsOf(change)).toEqual([expect.stringMatching(found)]);
  });
});

describe('is content with', () => {
  test.each<[name: string, change: Partial<Survey>]>([
    ['memory below its bound', withRedis({ usedBytes: 79 })],
    ['memory without a limit', withRedis({ usedBytes: 10 ** 12, maxBytes: 0 })],
    [
      'as many replicas as asked for',
      { ...withSettings({ REDIS_REPLICAS_ACK: '1' }), ...withRedis({ replicas: 1 }) },
    ],
    ['the oldest PostgreSQL that will do', withPostgres({ version: 150_000 })],
    ['connections below their bound', withRoom(100, 79)],
    [
      'a pooler that has the room, with an address for sessions',
      {
        ...withPostgres({ isPooled: true, room: { allowed: 1, used: 1, setting: 'max_connections' } }),
        ...withSettings({ DATABASE_SESSION_URL: 'postgres://u:p@postgres:5432/s' }),
      },
    ],
    [
      'as many connections as one process may take',
      { ...withRoom(20, 15), ...withSettings({ DATABASE_CONNECTIONS: '20' }) },
    ],
    ['a clock that is off by less than a second', withRedis({ clock: { aheadMs: 999, errorMs: 0 } })],
    ['a difference that the way explains', withRedis({ clock: { aheadMs: -40_000, errorMs: 40_000 } })],
    ['a lag that the program itself judges', withRedis({ stream: { ...stream, lag: 9, lagMax: 9 } })],
    ['a disk below its bound', free(0.11)],
    ['a certificate that ends later', ends(limits.doctorCertificateMs + 1)],
    ['PARTITIONS as they are', withSettings({ PARTITIONS: '16' })],
    ['a public address on this machine', withSettings({ PUBLIC_URL: 'http://localhost:4400' })],
    ['a history as long as profiles', withSettings({ HISTORY_DAYS: '90', PROFILE_DAYS: '90' })],
    [
      'private stores',
      { redis: { is: 'not asked', why: 'private' }, postgres: { is: 'not asked', why: 'private' } },
    ],
  ])('%s', (_name, change) => {
    expect(faultsOf(change)).toEqual([]);
  });
});

test('a clock is judged at its bounds, by what the way of the answer does not explain', () => {
  const at = (aheadMs: number) =>
    faultsOf(withRedis({ clock: { aheadMs, errorMs: 10 } })).map((one) => one.split(' ')[0]);
  expect([1_009, 1_010, 30_009, 30_010].map(at)).toEqual([[], ['warning'], ['warning'], ['error']]);
});

test('every fault has a remedy, below it in the report; the JSON has the state', () => {
  const findings = findingsOf({ ...sound, ...withRedis({ isReplica: true }), ...free(0.05) });
  const lines = findingLines(findings);
  const index = lines.findIndex((line) => line.startsWith('error    redis '));
  expect(lines[index + 1]).toMatch(/^ +→ Write the address of the primary into REDIS_URL/);
  expect(lines.at(-1)).toBe('1 error, 1 warning, 0 unknown, 7 well');
  expect(JSON.parse(findingsJson(findings))).toMatchObject({ state: 'error', findings: expect.any(Array) });
  for (const { severity, remedy } of findings) expect(remedy === null).toBe(severity === 'well');
});
