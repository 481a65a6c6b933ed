/** A read of a store: late is null, failed is null, and while one hangs no other begins. */
import { expect, test } from 'vitest';
import { BoundedRead } from './bounded-read.ts';

test('what comes in time is returned, a failure is null, and the next one reads again', async () => {
  const answers = [Promise.resolve(1), Promise.reject(new Error('away')), Promise.resolve(3)];
  const read = new BoundedRead(() => answers.shift() as Promise<number>, 1_000);
  expect([await read.now(), await read.now(), await read.now()]).toEqual([1, null, 3]);
});

test('while one hangs everybody gets null, and nothing more is asked of the store', async () => {
  const hanging = Promise.withResolvers<number>();
  let reads = 0;
  const read = new BoundedRead(() => {
    reads++;
    return reads === 1 ? hanging.promise : Promise.resolve(2);
  }, 1);
  expect([await read.now(), await read.now(), reads]).toEqual([null, null, 1]);
  hanging.resolve(1);
  await hanging.promise;
  expect([await read.now(), await read.now()]).toEqual([expect.any(Number), 2]);
  expect(reads).toBeGreaterThan(1);
});
