/** A Redis over TLS that asks for a certificate of its clients, by a user with the documented rights: what is refused, and why. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRedisTls } from '../../../src/base/redis/redis.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { readEnvironment } from '../../../src/environment.ts';
import { askRedisOnce, checkMasters } from '../../../src/roles/roles.ts';
import { findRedisServer } from '../../../src/setup/embedded-redis.ts';
import { endProcesses } from '../../../src/setup/process-table.ts';
import { spawnServer } from '../../../src/setup/server-process.ts';
import { newPort } from '../../support/ports.ts';
import {
  authority,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
} from '../../support/redis-certificates.ts';
import { redisRights } from '../../support/redis-rights.ts';
import { selfSigned } from '../../support/self-signed-server.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';

let directory: string;
let port: number;
let pid: number;
let files: Record<'REDIS_TLS_CA' | 'REDIS_TLS_CERT' | 'REDIS_TLS_KEY', string>;

const killMsMax = 10_000;
const fileOf = (name: string, text: string) => {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
};

beforeAll(async () => {
  directory = newDirectory('redis-tls');
  port = await newPort();
  files = {
    REDIS_TLS_CA: fileOf('ca.pem', authority),
    REDIS_TLS_CERT: fileOf('client.pem', clientCertificate),
    REDIS_TLS_KEY: fileOf('client.key', clientKey),
  };
  const lines = [
    'bind 127.0.0.1',
    'port 0',
    `tls-port ${port}`,
    `tls-ca-cert-file ${files.REDIS_TLS_CA}`,
    `tls-cert-file ${fileOf('server.pem', serverCertificate)}`,
    `tls-key-file ${fileOf('server.key', serverKey)}`,
    'tls-auth-clients yes',
    `dir ${directory}`,
    'save ""',
    'appendonly yes',
    'requirepass nobody-uses-it',
    `user scoville on >rights ${redisRights()}`,
    'user reader on >reads ~* &* +@read +info +role',
  ];
  const config = fileOf('redis.conf', `${lines.join('\n')}\n`);
  const logPath = path.join(directory, 'redis.log');
  const server = await spawnServer({
    ...{ program: findRedisServer(), args: [config], cwd: directory, env: { LC_ALL: 'C' }, logPath },
  });
  pid = server.pid;
  await until('the server answers', () => asked(urlOf('scoville:rights'), files).then(() => true));
});
afterAll(async () => {
  await endProcesses([pid], ['SIGKILL'], killMsMax);
  rmSync(directory, { recursive: true, force: true });
});

const urlOf = (user: string) => `rediss://${user}@127.0.0.1:${port}`;

/** As a start asks, with the settings as they are given. */
async function asked(url: string, settings: Partial<typeof files>): Promise<unknown> {
  return askRedisOnce({ url, tls: readRedisTls(settings) }, checkMasters);
}

test('with its certificate and user it is used: what a start asks, the scripts, the bell', async () => {
  expect(await asked(urlOf('scoville:rights'), files)).toMatchObject({ errors: [] });
  const stream = await openStream({
    url: urlOf('scoville:rights'),
    tls: readRedisTls(files),
    partitions: 2,
    onError: () => undefined,
  });
  await until('every connection is ready', () => stream.ping().then(() => true));
  const rung = new Promise<number>((resolve) => {
    stream.bell.onEvents(resolve);
  });
  await stream.appender.append([{ partition: 1, field: 'e', json: '1' }]);
  expect(await rung).toBe(1);
  const lease = await stream.partition(1).takeLease(1);
  expect(lease).toMatchObject({ offset: '0-0' });
  await stream.close();
});

describe('it says what is refused, and what to do', () => {
  test.each([
    [
      'an authority that this machine does not know',
      { REDIS_TLS_CERT: 'REDIS_TLS_CERT', REDIS_TLS_KEY: 'REDIS_TLS_KEY' },
      'scoville:rights',
      'REDIS_TLS_CA one for Redis',
    ],
    [
      'no certificate of its own',
      { REDIS_TLS_CA: 'REDIS_TLS_CA' },
      'scoville:rights',
      'REDIS_TLS_CERT and REDIS_TLS_KEY',
    ],
    ['a wrong password', null, 'scoville:wrong', 'Write its user and password into REDIS_URL'],
    ['a user without rights', null, 'reader:reads', "'set' command"],
  ] as const)('%s', async (_what, named, user, says) => {
    const given =
      named === null
        ? files
        : Object.fromEntries(Object.keys(named).map((name) => [name, files[name as 'REDIS_TLS_CA']]));
    const server = { url: urlOf(user), tls: readRedisTls(given) };
    const failure = await askRedisOnce(server, (redis) => redis.set('scoville:ready', '1')).catch(
      (error: Error) => error.message,
    );
    expect(failure).toContain(`the Redis at 127.0.0.1:${port} cannot be used`);
    expect(failure).toContain(says);
    expect(failure).not.toMatch(/wrong\b(?! pass)|rights@/);
  });

  test('a file that is none, or that is another', () => {
    expect(() => readRedisTls({ REDIS_TLS_CA: '/nowhere' })).toThrow(
      'REDIS_TLS_CA=/nowhere cannot be used: ENOENT',
    );
    expect(() => readRedisTls({ ...files, REDIS_TLS_CERT: files.REDIS_TLS_KEY })).toThrow(
      'Expected a file with a certificate in PEM',
    );
    expect(() => readRedisTls({ ...files, REDIS_TLS_KEY: files.REDIS_TLS_CERT })).toThrow(
      'Expected a file with a private key without a passphrase in PEM',
    );
    expect(() => readRedisTls({ ...files, REDIS_TLS_KEY: fileOf('other.key', selfSigned.key) })).toThrow(
      'is not the key of REDIS_TLS_CERT',
    );
  });

  test('settings that do not go together', () => {
    const url = urlOf('scoville:rights');
    expect(readEnvironment({ REDIS_URL: url, ...files })).toMatchObject(files);
    expect(() => readEnvironment({ REDIS_URL: url, REDIS_TLS_CERT: 'a' })).toThrow('both files, or neither');
    expect(() => readEnvironment({ REDIS_URL: url, REDIS_TLS_KEY: 'a' })).toThrow('both files, or neither');
    expect(() => readEnvironment({ REDIS_URL: 'redis://a', REDIS_TLS_CA: 'a' })).toThrow(
      'begins with rediss',
    );
    expect(() => readEnvironment({ REDIS_TLS_CA: 'a' })).toThrow('begins with rediss');
  });
});
