/** Dead letters over the API and the command line: what cannot be scored is set aside once, and replayed or dropped by hand. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { deadLetters } from '../../src/commands/dead-letters.ts';
import type { DeadLetterView, ManyResult } from '../../src/contract/api/api.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let redis: Redis;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  redis = new Redis(consoleApp.redisUrl);
});
afterAll(async () => {
  redis?.disconnect();
  await consoleApp?.close();
});

const profile = profileIdOf('u:ada');
const partition = partitionOf(profile, 2);
const { events, deadLetters: lettersKey, cursor } = keysOf(partition);

const pageView = (hash: number, more: object = {}) => {
  const nowMs = consoleApp.clock.nowMs();
  return {
    ...{ id: `m${hash}`, hash, atMs: nowMs, acceptedAtMs: nowMs, profile, key: 'u:ada' },
    ...{ type: 'page', name: 'page', path: '/managed-cloud', ...more },
  };
};
const add = (field: string, json: string) => redis.xadd(events, '*', field, json);

async function ask<Answer>(method: string, path: string): Promise<Answer> {
  const answer = await program(consoleApp).ask(method as Method, path);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()]);
  return answer.json();
}
const list = () => ask<{ items: DeadLetterView[]; nextCursor: string | null }>('GET', '/dead-letters');

test('a record that cannot be packed stops nothing, and is set aside with its reason', async () => {
  await add('e', JSON.stringify([pageView(1), pageView(2 ** 48), pageView(2)]));
  await add('e', 'no JSON');
  await consoleApp.view('ada', '/managed-cloud');
  const { items, nextCursor } = await list();
  expect(nextCursor).toBe(null);
  expect(items).toMatchObject([
    {
      ...{ partition, reason: 'unreadable', kind: 'event', profile, canReplay: true },
      detail: '"hash" is 281474976710656: a whole number below 2^48 is needed',
    },
    { reason: 'unreadable', detail: 'the entry is not a JSON array', profile: null, record: 'no JSON' },
  ]);
  const { scores } = await ask<{ scores: Record<string, { score: number }> }>('GET', '/profiles/ada');
  expect(scores['emea-lead-scoring']?.score).toBeGreaterThan(0);
});

test('a letter is shown whole, and lists are read in pages', async () => {
  const [first, second] = (await list()).items;
  const page = await ask<{ items: DeadLetterView[]; nextCursor: string }>('GET', '/dead-letters?limit=1');
  expect(page.items).toEqual([first]);
  const next = await ask<{ items: DeadLetterView[] }>(
    'GET',
    `/dead-letters?limit=1&cursor=${page.nextCursor}`,
  );
  expect(next.items).toEqual([second]);
  expect(await ask('GET', `/dead-letters/${first?.id}`)).toEqual(first);
  const answers = await Promise.all(
    ['/dead-letters?cursor=nonsense', '/dead-letters/nonsense', `/dead-letters/${partition}-1-1`].map(
      (path) => program(consoleApp).ask('GET', path),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 404, 404]);
});

test('the command line shows, replays and drops; a replay is scored once', async () => {
  // As after an upgrade that can read them: the stored record is one that this program can score.
  const [id = '', fields = []] = (await redis.xrange(lettersKey, '-', '+', 'COUNT', 1))[0] ?? [];
  const repaired = fields.map((value) => value.replaceAll(String(2 ** 48), '77'));
  await redis.xdel(lettersKey, id);
  const rest = await redis.xrange(lettersKey, '-', '+');
  await redis.del(lettersKey);
  await redis.xadd(lettersKey, id, ...repaired);
  for (const [other, values] of rest) await redis.xadd(lettersKey, other, ...values);

  const lines = await deadLetters(ask, undefined, undefined);
  expect(lines).toEqual([
    expect.stringContaining(`event of ${profile}  unreadable: "hash" is`),
    expect.stringContaining('event  unreadable: the entry is not a JSON array'),
  ]);
  const letter = `${partition}-${id}`;
  expect((await deadLetters(ask, 'show', letter))[1]).toContain('"hash":77');
  expect(await deadLetters(ask, 'replay', letter)).toEqual([`${letter}: replayed`]);
  expect((await program(consoleApp).ask('POST', `/dead-letters/${letter}/replay`)).statusCode).toBe(404);
  await consoleApp.view('ada', '/careers');
  expect((await list()).items).toHaveLength(1);
  const sent = (await redis.xrange(events, '-', '+')).filter(([, [, json]]) => json?.includes('"m77"'));
  expect(sent).toHaveLength(1);
  expect(await deadLetters(ask, 'drop', 'all')).toEqual([expect.stringContaining('dropped')]);
  expect(await deadLetters(ask, undefined, undefined)).toEqual(['no dead letters']);
  await expect(deadLetters(ask, 'replay', undefined)).rejects.toThrow('an id is missing');
  await expect(deadLetters(ask, 'mend', 'all')).rejects.toThrow('"mend" is not known');
});

test('they are filtered, and many are replayed or dropped at once, each with its result', async () => {
  await add('e', JSON.stringify([pageView(-7), pageView(-8), pageView(9, { type: 'unknown' })]));
  for (let count = 0; count < limits.manyItemsMax + 1; count++) await add('e', 'no JSON');
  await consoleApp.scored();
  const events = await ask<{ items: DeadLetterView[] }>('GET', '/dead-letters?kind=event&limit=1');
  expect(events.items).toMatchObject([{ kind: 'event', profile }]);
  const found = async (query: string) =>
    (await ask<{ items: DeadLetterView[] }>('GET', `/dead-letters?limit=200&${query}`)).items.length;
  const all = await found('');
  const ofProfile = await found(`profile=${profile}`);
  expect(ofProfile).toBe(2);
  expect(await found(`partition=${partition}&reason=unreadable`)).toBe(all);
  expect([await found(`partition=${1 - partition}`), await found('reason=unstorable')]).toEqual([0, 0]);
  const many = async (act: string, body: object) => {
    const answer = await program(consoleApp).ask('POST', `/dead-letters/${act}`, body);
    expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()]);
    return answer.json() as ManyResult;
  };
  // They fail again, and come back later than the request: each is replayed once.
  const filter = { profile };
  const until = new Date(Date.parse('2100-01-01')).toISOString();
  const replayed = await many('replay', { filter, until });
  expect(replayed).toEqual({
    results: Array.from({ length: ofProfile }, () => ({ id: expect.any(String), refusal: null })),
    nextCursor: null,
    until,
  });
  await consoleApp.scored();
  expect(await found(`profile=${profile}`)).toBe(ofProfile);
  const [{ id } = { id: '' }] = replayed.results;
  expect((await many('replay', { ids: [id] })).results).toEqual([
    { id, refusal: `there is no dead letter "${id}"` },
  ]);
  expect((await many('drop', { filter, until: '2000-01-01T00:00:00.000Z' })).results).toEqual([]);
  const first = await many('drop', { filter: {}, until });
  expect([first.results.length, first.nextCursor]).toEqual([limits.manyItemsMax, expect.any(String)]);
  let { nextCursor } = first;
  while (nextCursor !== null)
    ({ nextCursor } = await many('drop', { filter: {}, cursor: nextCursor, until }));
  expect(await found('')).toBe(0);
});

test('letters are bounded by number and bytes; one that was cut can only be dropped', async () => {
  const bad = Array.from({ length: 100 }, () => ({ hash: -1 }));
  for (let entry = 0; entry * 100 < limits.deadLettersMax + 50; entry++) await add('e', JSON.stringify(bad));
  await add('e', 'x'.repeat(limits.deadLetterBytesMax + 5));
  await consoleApp.view('ada', '/careers');
  expect(await redis.xlen(lettersKey)).toBe(limits.deadLettersMax);
  const letters: DeadLetterView[] = [];
  for (let cursor = ''; ; ) {
    const path = `/dead-letters?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { items, nextCursor } = await ask<{ items: DeadLetterView[]; nextCursor: string | null }>(
      'GET',
      path,
    );
    letters.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  expect(letters).toHaveLength(limits.deadLettersMax);
  const last = letters.at(-1);
  expect(last).toMatchObject({ bytes: limits.deadLetterBytesMax, canReplay: false });
  expect(last?.record).toHaveLength(limits.deadLetterShownBytesMax);
  expect((await program(consoleApp).ask('POST', `/dead-letters/${last?.id}/replay`)).statusCode).toBe(409);
  expect(await ask('POST', `/dead-letters/${last?.id}/drop`)).toMatchObject({ id: last?.id });
  expect((await program(consoleApp).ask('POST', `/dead-letters/${last?.id}/drop`)).statusCode).toBe(404);
  await deadLetters(ask, 'drop', 'all');
  expect(await redis.hget(cursor, 'within')).toBe('0');
});
