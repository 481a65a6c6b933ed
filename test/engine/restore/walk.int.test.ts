/** The walk over all profiles of a restore: it begins when the history has everything from before the loss. */
import { afterEach, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { scovilleEvent } from '../../support/emea.ts';
import { type Restoring, startRestoring } from '../../support/restoring.ts';
import { until } from '../../support/until.ts';

let restoring: Restoring;
afterEach(() => restoring?.close());

test('a profile that the history has not got yet is found too', async () => {
  restoring = await startRestoring();
  const { stream, keeper, latest } = restoring;
  const event = scovilleEvent(
    { messageId: 'm1', atMs: Date.now(), type: 'track', event: 'Clicked' },
    'u:ada',
  );
  const partition = partitionOf(profileIdOf('u:ada'), stream.partitions);
  await stream.appender.append([{ partition, field: 'e', json: JSON.stringify(event) }]);
  await keeper.restore('a test');
  expect(await latest()).toMatchObject({ isWalked: false, scheduled: 0 });

  restoring.startCopying();
  await until('all profiles are found', async () => (await latest()).isWalked);
  expect(await latest()).toMatchObject({ isWalked: true, scheduled: 1 });
});

test('a restore ends although one partition has ids of an hour ahead, and new events keep the history behind', async () => {
  restoring = await startRestoring();
  const { spine, stream, history, keeper, redis, latest } = restoring;
  const people = ['ada', 'bob', 'eve', 'joe', 'kim', 'lea', 'max', 'sue'];
  const [ahead = '', behind = ''] = people.filter((name, index) => {
    const partition = (one: string) => partitionOf(profileIdOf(`u:${one}`), stream.partitions);
    return index === people.findIndex((other) => partition(other) === partition(name));
  });
  const entryOf = (name: string) => {
    const properties = { category: 'customer-case-study', asset_id: 'd1' };
    const given = { messageId: name, atMs: Date.now(), type: 'track', event: 'File Downloaded', properties };
    const json = JSON.stringify(scovilleEvent(given, `u:${name}`));
    return { partition: partitionOf(profileIdOf(`u:${name}`), stream.partitions), json };
  };

  // The primary before had a clock that was ahead.
  const first = entryOf(ahead);
  await redis.xadd(keysOf(first.partition).events, `${Date.now() + limits.hourMs}-0`, 'e', `[${first.json}]`);
  await keeper.restore('a test');
  const copier = restoring.startCopying();
  await until('the history has it', async () => {
    const { events } = await history.readPositions(2);
    return events.has(first.partition);
  });
  await until('it is marked', async () => (await stream.eras.marks())[first.partition]?.of.events !== '0-0');
  await copier.close();
  await stream.appender.append([{ ...entryOf(behind), field: 'e' }]);

  spine.startWorker();
  await until('the restore ends', async () => (await latest()).endedAt !== null);
  const scoreOf = async () => {
    const found = (await spine.profiles.profile(ahead)) as {
      scores: Record<string, { score: number }>;
    } | null;
    return found?.scores['emea-lead-scoring']?.score;
  };
  await until('the profile is rebuilt', async () => ((await scoreOf()) ?? 0) > 0);
  expect((await stream.backlog(Date.now())).some(({ historyLag }) => historyLag > 0)).toBe(true);
});
