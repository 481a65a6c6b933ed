/** The real program as a child process, as an operator would start it: for fault tests, end-to-end tests and the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { OpenApi } from '../../src/console/openapi-shapes.ts';
import { startTestDatabase } from './databases.ts';
import { type OpenApiChecker, openApiChecker } from './openapi-checker.ts';
import { newPort } from './ports.ts';
import { type ProgramStart, programStart } from './program-file.ts';
import { startTestRedis } from './servers.ts';
import { shippedRules } from './shipped-rules.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

export const programWriteKey = `c${'p'.repeat(24)}`;
export const programSecretKey = `c${'s'.repeat(24)}`;
export const programToken = 'token-of-the-tests-only';

export interface Program {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Lines of its standard output and error so far. */
  readonly lines: readonly string[];
  /** kill -9, and wait until it has ended. */
  kill(): Promise<void>;
  /** Starts it again with the same settings and port, and waits until it lives. */
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

const startMsMax = 60_000;
const stopMsMax = 30_000;

/** Starts the program with settings beside the usual ones and waits for `/livez`. */
export async function startProgram(
  settings: Record<string, string> = {},
  args: string[] = [],
  from?: ProgramStart,
): Promise<Program> {
  const begin = from ?? (await programStart());
  const port = settings['PORT'] ?? String(await newPort());
  const dataDir = settings['DATA_DIR'] ?? newDirectory('data');
  const env = {
    ...process.env,
    NODE_ENV: '',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: port,
    DATA_DIR: dataDir,
    RULES_DIR: settings['RULES_DIR'] ?? shippedRules(),
    WRITE_KEY: programWriteKey,
    SECRET_KEY: programSecretKey,
    API_TOKEN: programToken,
    ...begin.env,
    ...settings,
  };
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  let child: ChildProcess;
  const start = async () => {
    child = spawn(process.execPath, [...begin.args, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => lines.push(line));
    const born = child;
    await until(
      `the program lives at ${url}`,
      async () => {
        if (born.exitCode !== null || born.signalCode !== null) return 'ended';
        return (await fetch(`${url}/livez`)).ok;
      },
      startMsMax,
    ).then((answer) => {
      if (answer === 'ended') throw new Error(`the program ended at start:\n${lines.slice(-30).join('\n')}`);
    });
  };
  const ended = async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  await start();
  return {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    dataDir,
    lines,
    kill: async () => {
      child.kill('SIGKILL');
      await ended();
    },
    restart: start,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      await ended();
      clearTimeout(timer);
      return child.exitCode;
    },
  };
}

/**
 * Starts the program on a Redis of its own and a database of the worker's PostgreSQL: they cost a second of the processor less than
 * private stores, which it would first make. Ending the program ends them too: it cannot be started again.
 */
export async function startOnTestServers(
  settings: Record<string, string> = {},
  args: string[] = [],
): Promise<Program> {
  const servers = await Promise.all([startTestRedis(), startTestDatabase()]);
  const [redis, postgres] = servers;
  const program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...settings }, args);
  const { stop, kill } = program;
  let ended: Promise<unknown> | null = null;
  const endServers = () => {
    ended ??= Promise.all(servers.map((server) => server.stop()));
    return ended;
  };
  return Object.assign(program, {
    stop: async () => {
      const code = await stop();
      await endServers();
      return code;
    },
    kill: async () => {
      await kill();
      await endServers();
    },
  });
}

/** By address: the document that the program serves. Fetched once. */
const checkers = new Map<string, OpenApiChecker>();

async function checkerOf({ url }: Program): Promise<OpenApiChecker> {
  const known = checkers.get(url);
  if (known !== undefined) return known;
  const response = await fetch(`${url}/docs/openapi.json`);
  const checker = openApiChecker((await response.json()) as OpenApi);
  checkers.set(url, checker);
  return checker;
}

/** Calls the program's API with the token; answers the parsed body, which is as the program's own document says. */
export async function api<T>(
  program: Program,
  path: string,
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const response = await fetch(program.url + path, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  const { answerError, pathOf } = await checkerOf(program);
  const described = pathOf(path.split('?', 1)[0] ?? '');
  if (described !== null) {
    const headers = Object.fromEntries(response.headers);
    const { method = 'GET' } = init;
    const error = answerError({ method, path: described, status: response.status, headers, text });
    if (error !== null) throw new Error(`${method} ${path} is not as the OpenAPI document says: ${error}`);
  }
  return JSON.parse(text) as T;
}

/** Every item of a list, page by page. */
export async function everyItem<T>(program: Program, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const joint: string = path.includes('?') ? '&' : '?';
    const page: { items: T[]; nextCursor: string | null } = await api(
      program,
      `${path}${joint}limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
