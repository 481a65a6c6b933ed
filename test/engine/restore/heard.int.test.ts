/** The walk over who is known, after PostgreSQL was set back: it finds who has heard, says how far it is, and reads no profile. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { ownTraits } from '../../../src/contract/language/language.ts';
import { profilesThatHeard } from '../../../src/engine/restore/heard.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';

const known = 5_000;
const megabyte = 2 ** 20;

test('it reads page by page what is known of people, and not the bytes of their profiles', async () => {
  const server = await startTestRedis();
  const stream = await openStream({ url: server.url, partitions: 2, onError: () => undefined });
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    redis.disconnect();
    await stream.close();
    await server.stop();
  });
  const filling = redis.pipeline();
  const heardBefore = new Set<string>();
  for (let nth = 0; nth < known; nth++) {
    const [id, keys] = [`p${nth}`, keysOf(nth % 2)];
    const traits = nth % 10 === 0 ? { [ownTraits.customer]: { value: true, atMs: 1 } } : {};
    if (nth % 10 === 0) heardBefore.add(id);
    filling.set(keys.identity(id), nth === 1 ? 'no JSON' : JSON.stringify({ keys: [`u:${id}`], traits }));
    filling.set(keys.profile(id), Buffer.alloc(nth % 100 === 0 ? megabyte : 10));
  }
  filling.set(keysOf(0).profile('a visitor'), 'x');
  await filling.exec();
  const sentBytes = async () => Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);

  const before = await sentBytes();
  const looked: number[] = [];
  const found = new Set<string>();
  for await (const page of profilesThatHeard(stream.profiles, (count) => looked.push(count)))
    for (const id of page) found.add(id);
  expect([...found].sort()).toEqual([...heardBefore].sort());
  expect((await sentBytes()) - before).toBeLessThan(5 * megabyte);
  expect(looked.length).toBeGreaterThan(1);
  expect(looked.at(-1)).toBeGreaterThanOrEqual(known);
  expect(looked).toEqual(looked.toSorted((one, other) => one - other));
});
