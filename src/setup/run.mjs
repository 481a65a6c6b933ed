/**
 * The one command behind every npm script: makes the machine able to run the product, then runs it.
 *
 *     node src/setup/run.mjs start | demo | test | test:whole | test:faults | check | quality | bench | docs | pictures | format | scoville
 *
 * Plain JavaScript on Node ≥ 20 with only its built-ins, because it runs before any package is installed. The steps, each printed
 * when it has something to do: packages, the pinned Node, Redis, for tests Chromium and Prometheus, the web pages. What waits for the
 * network goes on beside what computes: checks of the source, and the pages. The command itself runs under the pinned Node; signals are
 * forwarded to it, and its exit code is returned.
 */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allEnded, forwardSignals, runStep, runTogether, SetupError } from './child-processes.mjs';
import { ensureChromium } from './chromium.mjs';
import { findNode } from './node-runtime.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePages } from './pages.mjs';
import { ensurePgBouncer } from './pgbouncer.mjs';
import { ensurePrometheus } from './prometheus.mjs';
import { ensureRedisServer } from './redis-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** The same folder as in the tests; `npm ci` empties it. */
const compiledCode = path.join(root, 'node_modules', '.cache', 'scoville', 'compiled');

const module = (/** @type {string[]} */ ...parts) => path.join('node_modules', ...parts);
const biome = module('@biomejs', 'biome', 'bin', 'biome');
/** Of several checkers each infers much that the others infer too: four do twice the work of one, which two cores do not gain back. */
const checkersMax = 4;
const checkers = Math.min(checkersMax, Math.max(1, Math.floor(os.availableParallelism() / 2)));
const isTerminal = process.stdout.isTTY === true;
const typesOf = (/** @type {string} */ project) => [
  module('typescript', 'bin', 'tsc'),
  '--noEmit',
  '--pretty',
  String(isTerminal),
  '--checkers',
  String(checkers),
  '--project',
  project,
];
const vitest = [module('vitest', 'vitest.mjs'), 'run', '--config', path.join('test', 'vitest.config.ts')];
const mutationSettings = path.join('test', 'quality', 'stryker.config.json');
const webTypes = path.join('src', 'web', 'tsconfig.json');
const exampleTypes = path.join('examples', 'tsconfig.json');
const clientTypes = path.join('clients', 'tsconfig.json');

/** Format, lint and types: what comes before any test, side by side. */
const sourceChecks = () => [
  {
    name: 'format and lint',
    args: [biome, 'check', '--error-on-warnings', `--colors=${isTerminal ? 'force' : 'off'}`, '.'],
  },
  { name: 'types', args: typesOf('tsconfig.json') },
  ...(existsSync(path.join(root, webTypes)) ? [{ name: 'types of the pages', args: typesOf(webTypes) }] : []),
  { name: 'types of the examples', args: typesOf(exampleTypes) },
  { name: 'types of the clients', args: typesOf(clientTypes) },
];

/**
 * Each command: which parts of the machine it needs, and its steps (arguments to Node), run in order until one fails. Its `checks` need
 * the packages alone: they run before the steps, side by side, while the other parts are fetched and made. `redis`: "private" always
 * brings its own server; "unless-given" only when REDIS_URL names none. An option of `withoutServers` needs none; where `withServers`
 * names words, only a command that begins with one of them needs any.
 * @typedef {{ name: string, args: string[], env?: Record<string, string> }} Step
 * @typedef {{ redis: 'private' | 'unless-given' | 'none', chromium: boolean, testTools?: boolean, pages: boolean, withoutServers?: string[], withServers?: string[], checks?: () => Step[], steps: () => Step[] }} Command
 * @type {Record<string, Command>}
 */
const commands = {
  start: {
    redis: 'unless-given',
    chromium: false,
    pages: true,
    steps: () => [{ name: 'Scoville', args: ['src/start.ts'] }],
  },
  demo: {
    redis: 'unless-given',
    chromium: false,
    pages: true,
    steps: () => [{ name: 'Scoville', args: ['src/main.ts', '--demo'] }],
  },
  test: {
    redis: 'private',
    chromium: true,
    testTools: true,
    pages: true,
    checks: sourceChecks,
    steps: () => [{ name: 'tests', args: vitest }],
  },
  'test:whole': {
    redis: 'private',
    chromium: true,
    testTools: true,
    pages: true,
    checks: sourceChecks,
    steps: () => [{ name: 'tests, their whole form', args: vitest, env: { SCOVILLE_TESTS: 'whole' } }],
  },
  'test:faults': {
    redis: 'private',
    chromium: true,
    pages: true,
    steps: () => [
      {
        name: 'long forms of the tests',
        args: [...vitest, '--project', 'live'],
        env: { SCOVILLE_TESTS: 'long' },
      },
    ],
  },
  check: {
    redis: 'none',
    chromium: false,
    pages: false,
    checks: () => [...sourceChecks(), { name: 'unused code', args: [module('knip', 'bin', 'knip.js')] }],
    steps: () => [{ name: 'unit, property and tidy tests', args: [...vitest, '--project', 'pure'] }],
  },
  quality: {
    redis: 'none',
    chromium: false,
    pages: false,
    steps: () => [
      {
        name: 'coverage of the pure rooms',
        args: [...vitest, '--project', 'pure', '--coverage'],
        // Each law as often as in the long form.
        env: { SCOVILLE_RUNS: '1' },
      },
      {
        name: 'mutants of scoring',
        args: [module('@stryker-mutator', 'core', 'bin', 'stryker.js'), 'run', mutationSettings],
      },
      { name: 'record', args: [path.join('test', 'quality', 'quality.ts')] },
    ],
  },
  bench: {
    redis: 'private',
    // These only read result files.
    withoutServers: ['--help', '--list', '--docs', '--only-compare'],
    chromium: false,
    pages: false,
    steps: () => [{ name: 'bench', args: ['bench/bench.ts'] }],
  },
  docs: {
    redis: 'none',
    chromium: false,
    pages: false,
    steps: () => [{ name: 'pages of docs/ and types of the client', args: ['test/docs/make-pages.ts'] }],
  },
  pictures: {
    redis: 'private',
    chromium: true,
    pages: true,
    steps: () => [{ name: 'pictures', args: ['test/pictures/pictures.ts'] }],
  },
  scoville: {
    redis: 'unless-given',
    // These may start private stores.
    withServers: ['backup', 'restore'],
    chromium: false,
    pages: false,
    steps: () => [{ name: 'scoville', args: ['src/cli.ts'] }],
  },
  format: {
    redis: 'none',
    chromium: false,
    pages: false,
    steps: () => [{ name: 'format', args: [biome, 'check', '--write', '.'] }],
  },
};

/** Prepares the machine and runs the command; returns its exit code. @param {string} name @param {string[]} rest */
async function main(name, rest) {
  const command = commands[name];
  if (command === undefined) {
    throw new SetupError(`Unknown command "${name}": one of ${Object.keys(commands).join(', ')}.`);
  }
  const production = (name === 'start' || name === 'demo') && process.env['NODE_ENV'] === 'production';
  await ensurePackages({ root, production, say });
  const node = findNode({ root, say });

  /** @type {NodeJS.ProcessEnv} */
  const env = {
    // Every later start reads compiled code. Where the folder cannot be written, Node compiles as ever.
    NODE_COMPILE_CACHE: compiledCode,
    ...process.env,
    PATH: [path.dirname(node.program), process.env['PATH'] ?? ''].join(path.delimiter),
  };
  // V8 counts coverage less exactly with compiled code.
  if (name === 'quality') delete env['NODE_COMPILE_CACHE'];
  const checks = command.checks?.() ?? [];
  const [codes] = await allEnded([
    runTogether(node.program, checks, { cwd: root, env: { ...env }, say }),
    makeReady(command, rest, env),
    command.pages ? ensurePages({ root, node: node.program, env: { ...env }, say }) : null,
  ]);
  const failed = checks.filter((_, index) => codes[index] !== 0);
  if (failed.length > 0) {
    say(`Failed: ${failed.map(({ name }) => name).join(', ')}.`);
    return codes.find((code) => code !== 0) ?? 1;
  }

  const steps = command.steps();
  const isOneOfSeveral = checks.length + steps.length > 1;
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    if (isOneOfSeveral) say(`— ${step.name} —`);
    const args = isLast ? [...step.args, ...rest] : step.args;
    const code = await runStep(node.program, args, { cwd: root, env: { ...env, ...step.env }, isLast });
    if (code !== 0) {
      if (isOneOfSeveral) say(`Failed: ${step.name} (code ${code}).`);
      return code;
    }
  }
  return 0;
}

/**
 * Finds or fetches what a command needs of the machine, and names it in `env`. Debian's tools do one thing at a time, so do we.
 * @param {Command} command @param {string[]} rest @param {NodeJS.ProcessEnv} env
 */
async function makeReady(command, rest, env) {
  const isServed = command.withServers?.includes(rest[0] ?? '') ?? true;
  const needsServers = isServed && !rest.some((option) => command.withoutServers?.includes(option));
  const needsRedis =
    command.redis === 'private' || (command.redis === 'unless-given' && !process.env['REDIS_URL']);
  if (needsServers && needsRedis) {
    env['SCOVILLE_REDIS_SERVER'] = await ensureRedisServer({ root, say });
  }
  if (command.chromium) {
    const chromium = await ensureChromium(say);
    if (chromium === null) delete env['SCOVILLE_CHROMIUM'];
    else env['SCOVILLE_CHROMIUM'] = chromium;
  }
  if (command.testTools) {
    const prometheus = await ensurePrometheus({ root, say });
    if (prometheus === null) delete env['SCOVILLE_PROMETHEUS'];
    else env['SCOVILLE_PROMETHEUS'] = prometheus;
    const pgBouncer = await ensurePgBouncer({ root, say });
    if (pgBouncer === null) delete env['SCOVILLE_PGBOUNCER'];
    else env['SCOVILLE_PGBOUNCER'] = pgBouncer;
  }
}

forwardSignals();
const [name = '', ...rest] = process.argv.slice(2);
main(name, rest).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : (error?.stack ?? error)}\n`);
    process.exit(1);
  },
);
