/** When a relay looks at which partitions: its own at once, those of others when they have had time, and all now and then. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { PartitionNews } from './partition-news.core.ts';

const { relayBusyMs, relayTakeoverMs, relayLookEveryMs } = limits;

/** News of a relay that has just looked at all partitions. */
const after = (nowMs: number) => {
  const news = new PartitionNews();
  expect(news.take(nowMs)).toBe(null);
  return news;
};

test('what this process committed is due at once, and once', () => {
  const news = after(0);
  expect(news.restMs(0)).toBe(relayLookEveryMs);
  news.ring(3, true, 10);
  expect(news.restMs(10)).toBe(0);
  expect(news.take(10)).toEqual(new Set([3]));
  expect(news.take(10)).toEqual(new Set());
});

test('what another process committed is due after its time, not before', () => {
  const news = after(0);
  news.ring(5, false, 100);
  expect(news.restMs(100)).toBe(relayTakeoverMs);
  expect(news.take(100 + relayTakeoverMs - 1)).toEqual(new Set());
  expect(news.take(100 + relayTakeoverMs)).toEqual(new Set([5]));
});

test('a later ring does not put off what is due sooner', () => {
  const news = after(0);
  news.ring(5, false, 0);
  news.ring(5, false, relayTakeoverMs / 2);
  news.again(5, relayTakeoverMs * 2);
  expect(news.take(relayTakeoverMs)).toEqual(new Set([5]));
  news.ring(6, false, relayTakeoverMs);
  news.ring(6, true, relayTakeoverMs);
  expect(news.take(relayTakeoverMs)).toEqual(new Set([6]));
});

test('all are due at the start, so often, after a ring for any, and when asked; what is not due yet stays', () => {
  const news = after(0);
  news.ring(2, false, relayLookEveryMs - 1);
  expect(news.take(relayLookEveryMs - 1)).toEqual(new Set());
  expect(news.take(relayLookEveryMs)).toBe(null);
  expect(news.take(relayLookEveryMs - 1 + relayTakeoverMs)).toEqual(new Set([2]));
  news.ring(null, false, relayLookEveryMs);
  expect(news.restMs(relayLookEveryMs)).toBe(0);
  expect(news.take(relayLookEveryMs)).toBe(null);
  news.lookAtAll();
  expect(news.take(relayLookEveryMs)).toBe(null);
});

test('one that another relay works on is due again soon where this process rang for it last', () => {
  const news = after(0);
  news.ring(5, true, 0);
  news.ring(6, true, 0);
  news.ring(6, false, 0);
  news.take(0);
  for (const partition of [5, 6, 7]) news.leftOut(partition, 0);
  expect(news.take(relayBusyMs - 1)).toEqual(new Set());
  expect(news.take(relayBusyMs)).toEqual(new Set([5]));
  expect(news.take(relayTakeoverMs - 1)).toEqual(new Set());
  expect(news.take(relayTakeoverMs)).toEqual(new Set([6, 7]));
});
