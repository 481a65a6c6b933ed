/** Archived profiles over the real stores: they leave Redis when nothing has happened for long, and come back as they were. */
import { Redis } from 'ioredis';
import { expect, type TestContext, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { audit } from '../../../src/engine/analysis/analysis.ts';
import { exportPerson } from '../../../src/engine/erasure/export.ts';
import { findIdle } from '../../../src/engine/processing/archiver.ts';
import { identityFrom, type LostSource } from '../../../src/engine/processing/processing.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { emptyCommit } from '../../../src/engine/stream/partition-log.ts';
import { startSpineWithHistory } from '../../support/spine-with-history.ts';
import { until } from '../../support/until.ts';

const programme = 'emea-lead-scoring';
const profileMs = 30 * limits.dayMs;

/** A spine whose tiers of sales are those of its own tier updates. */
async function startWithLost(
  context: TestContext,
  options: Omit<NonNullable<Parameters<typeof startSpineWithHistory>[1]>, 'lost'>,
) {
  const lost: LostSource = {
    lostOf: async (ids) => {
      const tiers = (await tierUpdates()).map(({ tierState, ...update }) => ({
        ...{ profile: update.profile, programme: update.programme, atMs: update.atMs },
        ...{ tierName: update.tierName, isKnown: true, state: tierState ?? {} },
      }));
      const families = await spineWith.history.familiesOf(ids);
      return new Map([...families].map(([id, family]) => [id, { ...family, tiers }]));
    },
  };
  const spineWith = await startSpineWithHistory(context, { ...options, lost });
  const tierUpdates = async () =>
    (await spineWith.spine.stream.tierUpdates.read(new Map(), 1_000)).map(
      ({ record }) => record as TierUpdate,
    );
  return { spineWith, tierUpdates };
}

test('a profile without an event leaves Redis, is shown from its history, and goes on where it was', async (context) => {
  let aheadMs = 0;
  const clock = { nowMs: () => Date.now() + aheadMs };
  const { spineWith, tierUpdates } = await startWithLost(context, { clock, profileMs });
  const { spine, history, isCopied } = spineWith;
  const { stream, metrics } = spine;
  const redis = new Redis(spineWith.redis.url);
  context.onTestFinished(() => redis.disconnect());
  const crossings = async () => (await tierUpdates()).filter(({ from, to }) => from !== to);
  const logger = createLogger('silent');
  const archive = () => findIdle({ stream, profileMs, clock, logger }, new AbortController().signal);
  const id = profileIdOf('u:ada');
  const keys = keysOf(partitionOf(id, stream.partitions));
  const isArchived = async () =>
    (await redis.exists(keys.profile(id), keys.identity(id))) === 0 &&
    (await redis.exists(keys.archived)) === 1;
  const auditAll = () => {
    const options = {
      ...{ stream, metrics, past: history, active: spine.active, latenessMs: limits.latenessMs },
      ...{ nowMs: clock.nowMs, pauseMs: 200, logger },
    };
    return audit(null, options, () => undefined, new AbortController().signal);
  };
  const viewOf = async () => {
    const found = await spine.profiles.profile('ada');
    const { score, tierName } = found?.scores[programme] ?? {};
    return { score, tierName, name: found?.traits['name'] };
  };
  const download = (asset_id: string, more: object = { userId: 'ada' }) =>
    spine.post('/v1/track', {
      ...{ event: 'File Downloaded', messageId: asset_id, ...more },
      properties: { category: 'customer-case-study', asset_id },
    });

  const traits = { name: 'Ada', email: 'ada@shop.example' };
  await spine.post('/v1/identify', { userId: 'ada', anonymousId: 'phone', traits });
  for (const asset of ['one', 'two', 'three']) await download(asset);
  const before = { score: 30, tierName: '1 chili', name: 'Ada' };
  await until('she is warm', async () => (await viewOf()).score === before.score);
  await isCopied();
  expect(await crossings()).toHaveLength(1);

  expect(await archive()).toBe(0);
  aheadMs = profileMs - limits.minuteMs;
  expect(await archive()).toBe(0);
  aheadMs = profileMs + limits.minuteMs;
  expect(await archive()).toBe(1);
  await until('she is archived', isArchived);
  expect(await redis.zscore(keys.timers, id)).toBeNull();
  expect(await viewOf()).toEqual(before);
  expect(await stream.profiles.absent([id, profileIdOf('u:nobody')])).toEqual([profileIdOf('u:nobody')]);
  expect(await auditAll()).toMatchObject({ mismatched: 0 });
  // Sales knows nobody here, and no backtest ran.
  const people = { peopleOf: async () => [], erasedOf: async () => [], exportOf: async () => ({}) };
  const kept = { exportOf: async () => ({}) };
  const exported = await exportPerson('phone', { pool: history.pool, stream, history, people, kept });
  expect(exported?.live).toEqual([id]);
  // An identify with two links, and three downloads.
  expect(exported?.history['events']).toHaveLength(6);

  await download('four');
  await download('five', { anonymousId: 'tablet' });
  await spine.post('/v1/identify', { userId: 'ada', anonymousId: 'tablet' });
  await until('she goes on', async () => (await viewOf()).score === 50);
  expect(await viewOf()).toEqual({ ...before, score: 50, tierName: '2 chilies' });
  await until('she is rebuilt', async () => (await redis.get(keys.identity(id)))?.includes('phone'));
  expect(identityFrom(await redis.get(keys.identity(id)))).toMatchObject({
    keys: expect.arrayContaining(['a:phone', 'e:ada@shop.example', 'u:ada']),
    traits: { name: ['Ada', expect.any(Number)] },
  });
  expect((await crossings()).filter(({ to }) => to === 1)).toHaveLength(1);
  expect(new Set((await crossings()).map(({ episode }) => episode))).toEqual(new Set([1]));
  await isCopied();
  expect(await auditAll()).toMatchObject({ mismatched: 0 });
  // Where the history has gone too, she starts with nothing, and is not opened a second time.
  aheadMs += profileMs + limits.minuteMs;
  expect(await archive()).toBe(1);
  await until('she is archived again', isArchived);
  await history.dropDaysBefore(clock.nowMs());
  await download('six');
  await until('she begins again', async () => (await viewOf()).score === 10);
  await until('she falls', async () => (await crossings()).at(-1)?.to === 0);
  expect(new Set((await crossings()).map(({ episode }) => episode))).toEqual(new Set([1]));
});

test('a process that archives nobody knows what another has archived meanwhile', async (context) => {
  const { spineWith, tierUpdates } = await startWithLost(context, {});
  const { spine, isCopied } = spineWith;
  const { stream } = spine;
  const id = profileIdOf('u:eve');
  const download = (asset_id: string) =>
    spine.post('/v1/track', {
      ...{ event: 'File Downloaded', messageId: asset_id, userId: 'eve' },
      properties: { category: 'customer-case-study', asset_id },
    });
  const score = async () => (await spine.profiles.profile('eve'))?.scores[programme]?.score;
  await spine.post('/v1/identify', { userId: 'eve', traits: { email: 'eve@shop.example' } });
  for (const asset of ['one', 'two']) await download(asset);
  await until('she is warm', async () => (await score()) === 20);
  await isCopied();
  // Its worker would archive her so: under a lease of its own.
  const log = stream.partition(partitionOf(id, stream.partitions));
  await until('she is archived', async () => {
    const lease = await log.takeLease(spine.active().generation);
    if (lease === null || typeof lease === 'number') return false;
    const commit = { ...emptyCommit(lease), forgotten: new Map([[id, null]]), archived: [id] };
    return (await log.commit(lease, commit, 0)) === 'committed';
  });
  expect((await stream.profiles.peek(id)).profile).toBeNull();
  await download('three');
  await until('she goes on', async () => (await score()) === 30);
  expect(new Set((await tierUpdates()).map(({ episode }) => episode))).toEqual(new Set([1]));
});
