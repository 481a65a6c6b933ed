/** A `curl` line is sent by fetch as curl sends it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { byFetch, runCurl } from './curl-line.ts';

/** A server that keeps what it is asked; where it listens. */
async function listening() {
  const asked: object[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const { authorization = null, 'content-type': contentType = null } = headers;
    asked.push({ method, url, authorization, contentType, body: await text(request) });
    response.writeHead(201).end('{"made":\n1}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.each([
  ['curl $URL/a', { method: 'GET', url: '/a', authorization: null, contentType: null, body: '' }],
  [
    `curl -u $KEY: $URL/b -d '{"a": "$KEY",\n "b": 1}'`,
    {
      ...{ method: 'POST', url: '/b', authorization: `Basic ${btoa('key:')}` },
      ...{ contentType: 'application/x-www-form-urlencoded', body: '{"a": "$KEY",\n "b": 1}' },
    },
  ],
  [
    `curl -X PUT -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' $URL/c -d '{}'`,
    { method: 'PUT', url: '/c', authorization: 'Bearer key', contentType: 'application/json', body: '{}' },
  ],
])('%s', async (line, expected) => {
  const { asked, url } = await listening();
  const values = { URL: url, KEY: 'key' };
  const answer = { status: 201, text: '{"made":\n1}' };
  expect(await byFetch(line, values)).toEqual(answer);
  expect(await runCurl(line, values)).toEqual(answer);
  expect(asked).toEqual([expected, expected]);
});

test('a flag that only curl knows is named', async () => {
  await expect(byFetch('curl --form a=b http://127.0.0.1:1')).rejects.toThrow(
    '--form: no such flag is known',
  );
});
