/** The cluster of compose.cluster.yaml without containers: its own commands, each node on an address of this machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openStream } from '../../src/engine/stream/stream.ts';
import { textOf } from '../support/source-text.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

interface Service {
  command: [string, string, string];
  environment: Record<string, string>;
  healthcheck: { test: [string, string] };
  networks?: { default: { ipv4_address: string } };
}

const { services } = parse(textOf('compose.cluster.yaml'), { merge: true }) as {
  services: Record<string, Service>;
};
const base = parse(textOf('compose.yaml')) as { services: Record<string, Service> };
const nodes = Object.entries(services).flatMap(([name, service]) => {
  const address = service.networks?.default.ipv4_address.replace('172.', '127.');
  return address === undefined ? [] : [{ name, address, service: { ...base.services[name], ...service } }];
});
const addressOf = (name: string) => nodes.find((node) => node.name === name)?.address ?? '';
const password = 'a-password-of-this-test';
const env = { ...process.env, REDIS_PASSWORD: password, REDISCLI_AUTH: password };
/** As a shell in the container would get it, with the names of services resolved. */
const here = (text: string) =>
  text
    .replaceAll('172.28.64.', '127.28.64.')
    .replaceAll('$$', '$')
    .replaceAll('-h redis ', `-h ${addressOf('redis')} `);
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** On Linux every address of 127.0.0.0/8 is this machine. */
const isPossible = process.platform === 'linux' && has('redis-server') && has('redis-cli');

describe.runIf(isPossible)('compose.cluster.yaml', () => {
  const running: ChildProcess[] = [];
  const startNodes = (directory: string) => {
    for (const { name, address, service } of nodes) {
      const cwd = path.join(directory, name);
      mkdirSync(cwd, { recursive: true });
      const [shell, option, text] = service.command;
      const own = ` --bind ${address} --bind-source-addr ${address} --port 6379 --dir ${cwd}`;
      running.push(spawn(shell, [option, here(text) + own], { env, cwd, stdio: 'ignore' }));
    }
  };
  const stopNodes = () =>
    Promise.all(
      running.splice(0).map((child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        // As a machine that goes: one that is asked to end may wait for a replica that has ended before it.
        child.kill('SIGKILL');
        return ended;
      }),
    );
  /** As depends_on waits for it. */
  const areHealthy = () =>
    nodes.every(({ address, service }) => {
      const check = here(service.healthcheck.test[1]).replace('redis-cli', `redis-cli -h ${address}`);
      return spawnSync('sh', ['-c', check], { env }).status === 0;
    });
  const form = () => {
    const { command } = services['redis-cluster'] as Service;
    return spawnSync(command[0], [command[1], here(command[2])], { env, encoding: 'utf8', input: '' });
  };
  const directory = newDirectory('cluster');

  beforeAll(async () => {
    startNodes(directory);
    await until('all are healthy', areHealthy);
  });
  afterAll(stopNodes);

  test('forms a cluster, which the program lays an installation out in by the address of the file', async () => {
    const formed = form();
    expect(formed.status, formed.stdout + formed.stderr).toBe(0);
    const url = Object.entries({ 'redis:': 'redis', 'redis-2:': 'redis-2', 'redis-3:': 'redis-3' }).reduce(
      (text, [name, service]) => text.replace(new RegExp(`(?<=[@,])${name}`), `${addressOf(service)}:`),
      (services['scoville']?.environment['REDIS_URL'] ?? '').replace(/\$\{[^}]*\}/, password),
    );
    const stream = await openStream({ url, partitions: 16, replicasAck: 1, onError: () => undefined });
    const record = { partition: 3, field: 'e' as const, json: '{}' };
    // Its client finds the nodes meanwhile.
    await until('a master and its replica have it', () => stream.appender.append([record]).then(() => true));
    expect(await stream.appender.check()).toBeNull();
    await stream.close();
  });

  test('is found formed by a later start, as soon as its nodes are healthy', async () => {
    await stopNodes();
    startNodes(directory);
    await until('all are healthy again', areHealthy);
    const again = form();
    expect(again.status, again.stdout + again.stderr).toBe(0);
    expect(again.stdout).not.toContain('create');
  });
});
