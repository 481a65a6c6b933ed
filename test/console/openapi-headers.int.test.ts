/** Headers that the OpenAPI document says an operation takes: each is read, and a bad one is named. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Content } from '../../src/console/openapi-shapes.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, logIn, type Method } from './log-ins.ts';

const { document } = await docsOfConsole();

interface Request {
  method: Method;
  url: string;
  headers: Record<string, string>;
  payload?: object | string;
}

/** Operations that take a header, each with a request that has what it needs: examples of the document. */
function taking(header: string): [route: string, request: Request][] {
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
  );
  return operations.flatMap(({ path, method, operation }): [string, Request][] => {
    const { parameters = [], requestBody } = operation;
    if (!parameters.some((one) => '$ref' in one && one.$ref.endsWith(`/${header}`))) return [];
    const query = new URLSearchParams();
    for (const one of parameters)
      if ('name' in one && one.in === 'query' && one.required) query.set(one.name, String(one.example));
    const own = parameters.reduce(
      (filled, one) =>
        'name' in one ? filled.replace(`{${one.name}}`, encodeURIComponent(String(one.example))) : filled,
      path,
    );
    const request = {
      method: method.toUpperCase() as Method,
      url: `${own}?${query}`,
      ...bodyOf(requestBody),
    };
    return [[`${request.method} ${path}`, request]];
  });
}

function bodyOf(body: Content | undefined): Pick<Request, 'headers' | 'payload'> {
  const [[type, { example, examples = {} }] = ['', {}]] = Object.entries(body?.content ?? {});
  if (type === '') return { headers: {} };
  const [named = ''] = Object.keys(examples);
  const value = example ?? document.components.examples[named]?.value;
  const isJson = type === 'application/json';
  return { headers: { 'content-type': type }, payload: isJson ? (value as object) : 'text' };
}

/** What makes nothing new when it is repeated: the same text is no version, the same document is there, a restore that runs is returned. */
const repeatable =
  /\/(?:undo|finish|documents|versions|rollback|backtest|suggest|audits|restores|erasures|erase|calendar)$/;

test('every operation that makes something takes Idempotency-Key, or makes nothing twice', () => {
  const making = Object.entries(document.paths).flatMap(([path, { post }]) =>
    // A form of a website is sent by a browser, which names no key.
    path.startsWith('/api/') &&
    post !== undefined &&
    ['201', '202'].some((status) => status in post.responses)
      ? [{ path, post }]
      : [],
  );
  expect(making.length).toBeGreaterThan(25);
  const takesNone = making.filter(
    ({ post: { parameters = [] } }) =>
      !parameters.some((one) => '$ref' in one && one.$ref.endsWith('/Idempotency-Key')),
  );
  expect(takesNone.map(({ path }) => path).filter((path) => !repeatable.test(path))).toEqual([]);
});

let consoleApp: ConsoleApp;
let admin: Caller;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  admin = await logIn(consoleApp, 'rep@example.com', 'right password');
});
afterAll(async () => void (await consoleApp?.close()));

const sent = (request: Request, headers: Record<string, string>) =>
  consoleApp.app.inject({ ...request, cookies: admin.cookies, headers: { ...request.headers, ...headers } });

test.each(taking('If-Match'))('%s reads If-Match', async (_route, request) => {
  const answer = await sent(request, { 'if-match': 'nonsense' });
  expect([answer.statusCode, answer.json().detail]).toEqual([
    400,
    '"If-Match" is nonsense: expected the ETag of a response, such as "3"',
  ]);
});

test.each(taking('Idempotency-Key'))('%s reads Idempotency-Key', async (_route, request) => {
  const answer = await sent(request, { 'idempotency-key': 'k'.repeat(201) });
  expect([answer.statusCode, answer.json().detail]).toEqual([
    400,
    '"Idempotency-Key" has 201 characters: expected 1 to 200',
  ]);
});

test.each(taking('Idempotency-Key'))(
  '%s does nothing for the key of another request',
  async (_route, request) => {
    const used = { 'idempotency-key': 'used' };
    const first = { email: null, name: 'First', phone: '+44 20 7946 0001' };
    const made = await admin.ask('POST', '/people', first, used);
    expect(made.statusCode).toBeLessThan(300);
    const answer = await sent(request, used);
    // An example may name a record that is not there, which is said first.
    expect(['conflict', 'not_found', 'invalid_request', 'unsupported_media_type']).toContain(
      answer.json().code,
    );
  },
);
