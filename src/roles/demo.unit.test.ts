/** The demo beside a program that refuses its visitors. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { playDemo } from './demo.ts';

test('an event that is refused ends the demo with its reason, and not the process', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url?.startsWith('/v1/') ? 503 : 201).end('busy');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const said: string[] = [];
  // Vitest fails the run for a rejection that nobody handles, as the program ends for one.
  await playDemo({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey: 'secret',
    apiToken: 'token',
    signal: new AbortController().signal,
    say: (line) => said.push(line),
  });
  expect(said.slice(1)).toEqual([
    expect.stringMatching(/^Demo: stopped early: \/v1\/\w+ answered 503: busy$/),
  ]);
});
