/** The typed client against the real API: its types are checked by the compiler, what they promise is asked for here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answered,
  createScovilleClient,
  everyItem,
  type ScovilleClient,
  ScovilleError,
  type Shape,
} from '../../clients/typescript/client.js';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let scoville: ScovilleClient;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  scoville = clientOf(consoleApp, bearer.authorization.replace('Bearer ', ''));
});
afterAll(async () => void (await consoleApp?.close()));

/** A client whose requests reach the console without a socket. */
function clientOf({ app }: ConsoleApp, token: string | undefined): ScovilleClient {
  const fetch = async (request: Request) => {
    const payload = await request.text();
    const answer = await app.inject({
      method: request.method as 'GET',
      url: request.url.replace('http://console', ''),
      headers: Object.fromEntries(request.headers),
      ...(payload !== '' && { payload }),
    });
    const { statusCode: status } = answer;
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return new Response(status === 204 ? null : answer.body, { status, headers });
  };
  return createScovilleClient({ baseUrl: 'http://console', token, fetch });
}

const person = (email: string, key: string) =>
  answered(
    scoville.POST('/api/v1/people', {
      params: { header: { 'Idempotency-Key': key } },
      body: { email, name: 'Ada' },
    }),
  );

test('creates once, reads, and changes by the revision that was read', async () => {
  const made: Shape<'KnownPerson'> = await person('ada@example.com', 'once');
  expect((await person('ada@example.com', 'once')).id).toBe(made.id);
  const path = { id: made.id };
  const read = await answered(scoville.GET('/api/v1/people/{id}', { params: { path } }));
  expect(read).toEqual(made);
  const change = (revision: number) =>
    answered(
      scoville.PATCH('/api/v1/people/{id}', {
        params: { path, header: { 'If-Match': `"${revision}"` } },
        body: { phone: '+44 20 7946 0018' },
      }),
    );
  expect((await change(read.revision)).phone).toBe('+44 20 7946 0018');
  const refused = await change(read.revision).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ScovilleError);
  expect(refused).toMatchObject({ status: 412, code: 'revision_mismatch', retryAfterSeconds: null });
});

test('walks a list page by page', async () => {
  const emails = ['b@example.com', 'c@example.com', 'd@example.com'];
  for (const email of emails) await person(email, email);
  const seen: string[] = [];
  const people = everyItem((cursor) =>
    scoville.GET('/api/v1/people', {
      params: { query: { limit: 2, ...(cursor !== undefined && { cursor }) } },
    }),
  );
  for await (const { email } of people) seen.push(email ?? '');
  // All were entered at one moment of the test's clock.
  expect(seen.sort()).toEqual(['ada@example.com', ...emails]);
});

test('says what the server refused, and when to send again', async () => {
  const refusal = async (call: Promise<unknown>) => call.catch((error: unknown) => error);
  const missing = answered(scoville.GET('/api/v1/leads/{id}', { params: { path: { id: 'ld_none' } } }));
  expect(await refusal(missing)).toMatchObject({
    status: 404,
    code: 'not_found',
    message: 'there is no lead "ld_none"',
  });
  const stranger = answered(clientOf(consoleApp, 'wrong').GET('/api/v1/session'));
  expect(await refusal(stranger)).toMatchObject({ status: 401, code: 'unauthenticated' });
  const busy = new Response('<html>', { status: 503, headers: { 'retry-after': '7' } });
  const call = answered(Promise.resolve({ error: '<html>', response: busy }));
  expect(await refusal(call)).toMatchObject({ status: 503, code: null, problem: null, retryAfterSeconds: 7 });
});

test('a deletion without a body resolves to nothing', async () => {
  const channel = await answered(
    scoville.POST('/api/v1/channels', {
      body: {
        kind: 'webhook',
        name: 'CRM',
        target: 'https://crm.example/hook',
        types: ['lead.*'],
        scope: 'all',
      },
    }),
  );
  const path = { id: channel.id };
  expect(await answered(scoville.DELETE('/api/v1/channels/{id}', { params: { path } }))).toBeUndefined();
});
