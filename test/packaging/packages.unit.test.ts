/** What runs the product elsewhere: the image, compose.yaml, Kubernetes and systemd, by what the source and the settings say. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { limits } from '../../src/base/kernel/kernel.ts';
import { parseRedisUrl } from '../../src/base/redis/redis.ts';
import { environmentVariables, roles } from '../../src/environment.ts';
import { repository, sources, textOf } from '../support/source-text.ts';

/** Of Node itself. */
const known = new Set([...environmentVariables, 'NODE_OPTIONS']);
const unknownOf = (names: readonly string[]) => names.filter((name) => !known.has(name));

describe('the image', () => {
  const text = textOf('Dockerfile');
  const lines = text.replaceAll('\\\n', ' ');
  const removed = (/ARG BUILD_ONLY="([^"]+)"/.exec(lines)?.[1] ?? '').split(/\s+/);
  const dependencies = Object.keys(
    (JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> }).dependencies,
  );
  /** Packages that a file imports, also when it runs alone. */
  const importsOf = (source: string) =>
    [...source.matchAll(/(?:from|import\(|import|resolve\() ?'((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^']*)?'/g)].map(
      ([, name = '']) => name,
    );
  const running = sources.filter(({ filePath }) => !/^src\/(?:web\/|setup\/.*\.mjs)/.test(filePath));

  test('lacks what builds the pages, and nothing that runs imports it', () => {
    const needed = new Set(running.flatMap(({ filePath }) => importsOf(textOf(filePath))));
    expect(needed.has('fastify') && needed.has('zod')).toBe(true);
    expect(removed.filter((name) => needed.has(name))).toEqual([]);
    expect(removed.filter((name) => !dependencies.includes(name))).toEqual([]);
    // swagger-ui-dist and the font are read as files.
    const asFiles = ['swagger-ui-dist', '@fontsource/dejavu-sans'];
    const left = dependencies.filter((name) => !removed.includes(name));
    expect(left.filter((name) => !needed.has(name) && !asFiles.includes(name))).toEqual([]);
  });

  test('runs as nobody of importance, asks its own ops port, and lists what is in it', () => {
    expect(lines).toMatch(/\nUSER node\n/);
    expect(lines).toMatch(/HEALTHCHECK .*OPS_PORT.*\/livez/);
    expect(lines).toContain('npm sbom --sbom-format=cyclonedx');
    expect(lines).toMatch(/COPY --from=build \/app\/sbom\.cdx\.json/);
    const names = [...(/^ENV (.*)$/m.exec(text)?.[1] ?? '').matchAll(/([A-Z_]+)=/g)].map(
      ([, name = '']) => name,
    );
    expect(names).toContain('OPS_PORT');
    expect(unknownOf(names)).toEqual([]);
  });
});

describe('the commands of the image', () => {
  const steps = textOf('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => /^([A-Z]+) +(.*)$/.exec(line.trim()))
    .flatMap((found) => (found === null ? [] : { word: found[1] as string, rest: found[2] as string }));
  const copied = steps
    .filter(({ word }) => word === 'COPY')
    .map(({ rest }) => rest.trim().split(/ +/))
    .map((words) => ({ from: words.slice(0, -1), to: words.at(-1) as string }));

  test('copy what the context has, also where it leaves out what git has not', () => {
    const leftOut = textOf('.dockerignore').split('\n').filter(Boolean);
    const sent = copied.flatMap(({ from }) => (from[0]?.startsWith('--from') ? [] : from));
    expect(sent).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', '.npmrc', 'src', 'rules']),
    );
    expect(sent.filter((name) => !existsSync(path.join(repository, name)))).toEqual([]);
    expect(sent.filter((name) => leftOut.some((one) => path.matchesGlob(name, one)))).toEqual([]);
    const started = steps.findLast(({ word }) => word === 'CMD');
    const [, main = ''] = JSON.parse(started?.rest ?? '[]') as string[];
    expect(sent.some((name) => main.startsWith(`${name}/`)) && existsSync(path.join(repository, main))).toBe(
      true,
    );
  });

  test('ask for health as a container engine does: well by a good answer of the ops port, else not', async () => {
    const asked = steps.find(({ word }) => word === 'HEALTHCHECK')?.rest ?? '';
    const [command, ...given] = JSON.parse(/CMD (\[.*\])$/.exec(asked)?.[1] ?? '[]') as string[];
    expect(command).toBe('node');
    const paths: string[] = [];
    let status = 200;
    const server = createServer(({ url = '' }, answer) => {
      paths.push(url);
      answer.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as AddressInfo).port);
    const codeOf = (env: Record<string, string>) =>
      new Promise<number | undefined>((resolve) => {
        const child = execFile(process.execPath, given, { env }, () => resolve(child.exitCode ?? undefined));
      });
    expect(await codeOf({ OPS_PORT: port, PORT: '1' })).toBe(0);
    expect(await codeOf({ PORT: port })).toBe(0);
    status = 503;
    expect(await codeOf({ OPS_PORT: port })).toBe(1);
    await new Promise((resolve) => server.close(resolve));
    expect(await codeOf({ OPS_PORT: port })).toBe(1);
    expect(paths).toEqual(['/livez', '/livez', '/livez']);
  });
});

interface Service {
  environment?: Record<string, string>;
  mem_limit?: string;
  cpus?: number;
  pids_limit?: number;
  ports?: string[];
  profiles?: string[];
  read_only?: boolean;
  command?: string[];
  networks?: { default: { ipv4_address: string } };
}

describe('compose.yaml', () => {
  const text = textOf('compose.yaml');
  const { services } = parse(text) as { services: Record<string, Service> };

  test('has no password of its own, and names settings that are there', () => {
    const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|TOKEN)\w*)([^}]*)\}/g)];
    expect(secrets.length).toBeGreaterThan(4);
    // What must be set fails where it is not; the rest is empty, or says so.
    const defaults = secrets
      .map(([, , rest = '']) => rest)
      .filter((rest) => !/^(?::\?.+|:-|:-none)$/.test(rest));
    expect(defaults).toEqual([]);
    expect(unknownOf(Object.keys(services['scoville']?.environment ?? {}))).toEqual([]);
  });

  test('bounds every service, and publishes on this machine alone', () => {
    for (const [name, service] of Object.entries(services)) {
      expect([name, service.mem_limit, service.cpus, service.pids_limit]).not.toContain(undefined);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    expect(services['scoville']?.read_only).toBe(true);
    expect(services['prometheus']?.profiles).toEqual(['watch']);
    expect(services['grafana']?.profiles).toEqual(['watch']);
  });
});

describe('compose.cluster.yaml', () => {
  const text = textOf('compose.cluster.yaml');
  const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
  const nodes = Object.entries(services).filter(([, { networks }]) => networks !== undefined);

  test('six nodes of a cluster with addresses of their own, which its forming names', () => {
    expect(nodes.map(([name]) => name)).toEqual([
      'redis',
      'redis-2',
      'redis-3',
      'redis-4',
      'redis-5',
      'redis-6',
    ]);
    for (const [name, { command, mem_limit: memory }] of nodes) {
      expect(command?.join(' '), name).toMatch(/--cluster-enabled yes .*--appendonly yes .*noeviction/);
      expect(memory, name).toBeDefined();
    }
    const formed = services['redis-cluster']?.command?.join(' ') ?? '';
    expect(formed.match(/[\d.]+(?=:6379)/g)).toEqual(
      nodes.map(([, { networks }]) => networks?.default.ipv4_address),
    );
  });

  test('the program reaches its nodes as a cluster, and waits for a replica', () => {
    const { REDIS_URL: url = '', REDIS_REPLICAS_ACK: replicas } = services['scoville']?.environment ?? {};
    const address = parseRedisUrl(url.replace(/\$\{[^}]*\}/, 'secret'));
    expect(address).toMatchObject({ kind: 'cluster', password: 'secret' });
    for (const { host } of address.nodes) expect(Object.keys(services)).toContain(host);
    expect(replicas).toBe('1');
    expect([...text.matchAll(/\$\{\w+([^}]*)\}/g)].every(([, rest]) => rest?.startsWith(':?'))).toBe(true);
  });
});

interface Manifest {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: a manifest is as deep as it is.
  spec?: any;
}

describe('Kubernetes', () => {
  const files = globSync('ops/kubernetes/*.yaml', { cwd: repository });
  const manifests = files.flatMap((file) =>
    parseAllDocuments(textOf(file)).map((document) => document.toJS() as Manifest),
  );
  const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

  test('a deployment for each role, whose pods are found by its budget and its service', () => {
    const deployments = ofKind('Deployment');
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(
      roles.map((role) => `scoville-${role}`).sort(),
    );
    for (const { metadata, spec } of deployments) {
      const { labels } = spec.template.metadata;
      expect(spec.selector.matchLabels).toEqual(labels);
      const named = (kind: string) => ofKind(kind).find((one) => one.metadata.name === metadata.name)?.spec;
      expect(named('PodDisruptionBudget').selector.matchLabels).toEqual(labels);
      if (metadata.name !== 'scoville-worker') expect(named('Service').selector).toEqual(labels);
    }
    expect(
      (parse(textOf('ops/kubernetes/kustomization.yaml')) as { resources: string[] }).resources.sort(),
    ).toEqual(
      files
        .map((file) => file.split('/').at(-1))
        .filter((file) => file !== 'kustomization.yaml')
        .sort(),
    );
  });

  test('pods ask the ops port for their role, stop in time, and write to their folders alone', () => {
    for (const { spec } of ofKind('Deployment')) {
      const { containers, terminationGracePeriodSeconds: graceSeconds } = spec.template.spec;
      const [container] = containers;
      const role = container.env.find(({ name }: { name: string }) => name === 'ROLES').value;
      expect(container.readinessProbe.httpGet).toEqual({ path: `/readyz?role=${role}`, port: 'ops' });
      expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'ops' });
      const waitSeconds = container.lifecycle.preStop.sleep.seconds;
      expect(graceSeconds).toBeGreaterThanOrEqual(waitSeconds + limits.stopMsMax / limits.secondMs);
      expect(container.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      });
      expect(unknownOf(container.env.map(({ name }: { name: string }) => name))).toEqual([]);
    }
    for (const { data } of ofKind('ConfigMap')) expect(unknownOf(Object.keys(data ?? {}))).toEqual([]);
    expect(ofKind('Secret')).toEqual([]);
  });
});

describe('systemd', () => {
  const units = ['ops/systemd/scoville.service', 'ops/systemd/scoville@.service'];

  test.each(units)('%s names settings that are there, and leaves a stop its time', (file) => {
    const text = textOf(file);
    const names = [...text.matchAll(/^Environment=([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(names).toContain('NODE_ENV');
    expect(unknownOf(names)).toEqual([]);
    const stopSeconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]);
    const neededMs = limits.stopMsMax + limits.privateServerStopMsMax;
    expect(stopSeconds * limits.secondMs).toBeGreaterThanOrEqual(neededMs);
  });

  const hasVerifier = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.runIf(hasVerifier)('takes both units', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...units], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
