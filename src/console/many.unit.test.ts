/** One act on many: each item has its result, what came later is left out, and a store that is away ends the request. */
import { expect, test } from 'vitest';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import { manySchemaOf } from '../contract/api/api.ts';
import { actOnMany } from './many.ts';

const nowMs = 1_790_000_000_000;
const until = new Date(nowMs).toISOString();
const items = Array.from({ length: 5 }, (_, index) => ({ id: `i${index}`, atMs: nowMs - 2 + index }));

function acting(act: (id: string) => Promise<unknown> = async () => undefined) {
  const acted: string[] = [];
  return {
    acted,
    options: {
      nowMs,
      page: async (_filter: object, limit: number, cursor?: string) => {
        const from = Number(cursor ?? 0);
        const next = from + Math.min(limit, 2);
        const nextCursor = next < items.length ? String(next) : null;
        return { items: items.slice(from, next), nextCursor };
      },
      act: async (id: string) => {
        acted.push(id);
        await act(id);
      },
    },
  };
}

test('those that are named are acted on once each, in their order', async () => {
  const { acted, options } = acting();
  const { results, nextCursor } = await actOnMany({ ids: ['b', 'a', 'b'] }, options);
  expect([acted, nextCursor]).toEqual([['b', 'a'], null]);
  expect(results).toEqual([
    { id: 'b', refusal: null },
    { id: 'a', refusal: null },
  ]);
});

test('those of a filter part by part, without any that came after the first request', async () => {
  const { acted, options } = acting();
  let cursor: string | undefined;
  do {
    const part = await actOnMany({ filter: {}, cursor, until }, options);
    expect(part.until).toBe(until);
    cursor = part.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(acted).toEqual(['i0', 'i1', 'i2']);
});

test('one that is refused says why, and the others are done; any other error ends the request', async () => {
  const refused = acting(async (id) => {
    if (id === 'a') throw new ApiError('conflict', 'it was cut');
  });
  expect((await actOnMany({ ids: ['a', 'b'] }, refused.options)).results).toEqual([
    { id: 'a', refusal: 'it was cut' },
    { id: 'b', refusal: null },
  ]);
  const away = acting(async (id) => {
    if (id === 'b') throw new Error('away');
  });
  await expect(actOnMany({ ids: ['a', 'b', 'c'] }, away.options)).rejects.toThrow('away');
  expect(away.acted).toEqual(['a', 'b']);
});

const schema = manySchemaOf({});
const ids = (count: number) => Array.from({ length: count }, (_, index) => `i${index}`);
test.each<[string, object, boolean]>([
  ['as many as one request takes', { ids: ids(limits.manyItemsMax) }, true],
  ['one more', { ids: ids(limits.manyItemsMax + 1) }, false],
  ['none', { ids: [] }, false],
  ['all', { filter: {} }, true],
  ['neither', {}, false],
  ['both', { ids: ['a'], filter: {} }, false],
])('a request for %s', (_what, body, isGood) => expect(schema.safeParse(body).success).toBe(isGood));
