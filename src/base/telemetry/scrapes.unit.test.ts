/** Reads at a scrape: bounded, kept for a second, with their age. */
import { expect, test } from 'vitest';
import { limits } from '../kernel/kernel.ts';
import { createMetrics } from './metrics.ts';
import { Scrapes } from './scrapes.ts';

function opened(read: () => Promise<void>) {
  const metrics = createMetrics();
  const state = { nowMs: 1_000, reads: 0 };
  const counted = () => {
    state.reads++;
    return read();
  };
  const scrapes = new Scrapes(metrics, [{ source: 'stream', read: counted }], () => state.nowMs);
  const at = async (nowMs: number) => {
    state.nowMs = nowMs;
    await scrapes.read();
    const [age] = (await metrics.scrapeAge.get()).values;
    return { reads: state.reads, age: age?.value };
  };
  return { at };
}

test('however often it is scraped, a store is asked once a second', async () => {
  const { at } = opened(async () => undefined);
  expect(await at(1_000)).toEqual({ reads: 1, age: 0 });
  expect(await at(999 + limits.scrapeKeptMs)).toEqual({ reads: 1, age: 0.999 });
  expect(await at(1_000 + limits.scrapeKeptMs)).toEqual({ reads: 2, age: 0 });
});

test('a read that failed is tried again at once, and its age grows from the last one that succeeded', async () => {
  let isAway = true;
  const { at } = opened(async () => {
    if (isAway) throw new Error('away');
  });
  expect(await at(1_000)).toEqual({ reads: 1, age: 0 });
  expect(await at(1_500)).toEqual({ reads: 2, age: 0.5 });
  isAway = false;
  expect(await at(1_600)).toEqual({ reads: 3, age: 0 });
});

test('a read that hangs holds up no scrape, and no other begins', async () => {
  const { at } = opened(() => new Promise(() => undefined));
  expect(await at(1_000)).toEqual({ reads: 1, age: 0 });
  expect(await at(9_000)).toEqual({ reads: 1, age: 8 });
});
