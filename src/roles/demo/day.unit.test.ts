/** The day of the demo beside a program that refuses its visitors. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { draftOf } from '../../engine/programmes/programmes.ts';
import { compileAlone } from '../../engine/scoring/scoring.ts';
import { playDay } from './day.ts';
import { spanOf } from './plan.core.ts';

const text = readFileSync(new URL('../../../rules/emea-lead-scoring.yaml', import.meta.url), 'utf8');
const { programme, version } = draftOf('emea-lead-scoring', text);

test('an event that is refused ends the play with its reason, and not the process', async () => {
  const server = createServer((_request, response) => response.writeHead(503).end('busy'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const said: string[] = [];
  // Vitest fails the run for a rejection that nobody handles, as the program ends for one.
  await playDay({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ secretKey: 'secret', programmes: compileAlone(programme, version) },
    span: spanOf('test', Date.now(), 730),
    signal: new AbortController().signal,
    say: (line) => said.push(line),
  });
  expect(said).toEqual([expect.stringMatching(/^Demo: visitors stopped: \/v1\/batch answered 503: busy$/)]);
});
