/** What is asked again: what no server or no store answered, and nothing that was refused. */
import { expect, test } from 'vitest';
import { ScovilleError } from '../../../../clients/typescript/client.js';
import { againAfterMs, ServerAway } from './outage.ts';

const answered = (status: number) => new ScovilleError(new Response(null, { status }), null);

test.each([
  [null, false],
  [new ServerAway(), 3_000],
  [new Error('of the page'), false],
  [answered(401), false],
  [answered(404), false],
  [answered(429), false],
  [answered(501), false],
  [answered(502), 3_000],
  [answered(503), 3_000],
  [answered(504), 3_000],
])('%s: %s', (error, ms) => {
  expect(againAfterMs(error)).toBe(ms);
});
