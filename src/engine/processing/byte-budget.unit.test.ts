/** The budget of bytes: never overdrawn, served in order, and everybody is served. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteBudget, type ByteShare } from './byte-budget.ts';

test('shares never add up to more than the budget, and all are served in the order they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 20 }), async (wanted) => {
      const budget = new ByteBudget(10);
      let held = 0;
      const served: number[] = [];
      await Promise.all(
        wanted.map(async (bytes, index) => {
          const share = await budget.take(bytes);
          served.push(index);
          held += Math.min(bytes, 10);
          expect(held).toBeLessThanOrEqual(10);
          const kept = Math.floor(Math.min(bytes, 10) / 2);
          await Promise.resolve();
          held -= Math.min(bytes, 10) - kept;
          share.keep(kept);
          await Promise.resolve();
          held -= kept;
          share.end();
          share.end();
        }),
      );
      expect(served).toEqual(wanted.map((_, index) => index));
      await budget.take(10);
    }),
  );
});

test('a part of a budget leaves the rest to others, and its shares count in the whole', async () => {
  const whole = new ByteBudget(10);
  const part = new ByteBudget(6, whole);
  const held = await part.take(6);
  let isServed = false;
  const waiting = part.take(1).then((share) => {
    isServed = true;
    return share;
  });
  const rest = await whole.take(4);
  const next = whole.take(1);
  expect(isServed).toBe(false);
  held.keep(5);
  (await next).end();
  (await waiting).end();
  expect(isServed).toBe(true);
  held.end();
  rest.end();
  (await whole.take(10)).end();
  (await part.take(6)).end();
});

test('a share of a part that waits for the whole holds up nobody who takes of the whole alone', async () => {
  const whole = new ByteBudget(10);
  const part = new ByteBudget(6, whole);
  const rest = await whole.take(8);
  const served: string[] = [];
  const noted = (name: string) => (share: ByteShare) => {
    served.push(name);
    return share;
  };
  const behind = part.take(3).then(noted('of the part'));
  const beside = await whole.take(1).then(noted('beside'));
  const usual = whole.take(4).then(noted('usual'));
  expect(served).toEqual(['beside']);
  rest.keep(5);
  const first = await usual;
  expect(served).toEqual(['beside', 'usual']);
  first.end();
  (await behind).end();
  expect(served).toEqual(['beside', 'usual', 'of the part']);
  beside.end();
  rest.end();
  (await whole.take(10)).end();
});
