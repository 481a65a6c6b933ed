/** The end of a restore: every profile is whole, or cannot be evaluated; or it is cancelled, and resumed. */
import { afterEach, expect, test } from 'vitest';
import { partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { type Restoring, startRestoring } from '../../support/restoring.ts';
import { until } from '../../support/until.ts';

let restoring: Restoring;
afterEach(() => restoring?.close());

const downloads = (name: string, id = name) => {
  const properties = { category: 'customer-case-study', asset_id: id };
  return { userId: name, messageId: id, event: 'File Downloaded', properties };
};

const idOf = (name: string) => profileIdOf(`u:${name}`);
const keysOfPerson = (name: string) => keysOf(partitionOf(idOf(name), restoring.stream.partitions));
const scoreOf = async (name: string) =>
  (await restoring.spine.profiles.profile(name))?.scores['emea-lead-scoring']?.score ?? 0;

test('a restore is not done while a profile waits for its history', async () => {
  let readsHistory = true;
  restoring = await startRestoring((history) => ({
    historiesOf: async (...given) => {
      if (!readsHistory) throw new Error('the history is away');
      return history.historiesOf(...given);
    },
  }));
  const { spine, keeper, redis, latest } = restoring;
  await spine.post('/v1/track', downloads('ada'));
  restoring.startCopying();
  spine.startWorker();
  await until('it is scored', async () => (await scoreOf('ada')) > 0);
  readsHistory = false;
  await keeper.restore('a test');
  await until('all profiles are found', async () => (await latest()).isWalked);
  const { timers } = keysOfPerson('ada');
  await until('its timer has run', async () => (await redis.zcount(timers, '-inf', 0)) === 0);
  expect(await latest()).toMatchObject({ outcome: null, scheduled: 1, waiting: 1, failing: 0 });
  expect(await shownOf(spine)).toEqual({ running: 1, found: 1, waiting: 1 });
  readsHistory = true;
  await redis.zadd(timers, 0, idOf('ada'));
  await until('the restore is done', async () => (await latest()).outcome === 'done');
  expect(await latest()).toMatchObject({ waiting: 0, failed: 0 });
  expect(await shownOf(spine)).toEqual({ running: 0, found: 0, waiting: 0 });
});

/** What the metrics show of the restore. */
async function shownOf({ metrics: { restoreRunning, restoreFound, restoreWaiting } }: Restoring['spine']) {
  const [running, found, waiting] = await Promise.all(
    [restoreRunning, restoreFound, restoreWaiting].map(async (gauge) => (await gauge.get()).values[0]?.value),
  );
  return { running, found, waiting };
}

test('a restore ends without profiles that cannot be evaluated, says so, and they are tried again', async () => {
  let isPoisoned = true;
  restoring = await startRestoring((history) => ({
    historiesOf: async (profiles) => {
      const histories = await history.historiesOf(profiles);
      const past = histories.get(idOf('eve'));
      // Its history holds an event that no state can keep.
      const events = past?.events.map((event) => ({ ...event, hash: 2 ** 48 })) ?? [];
      return isPoisoned && past !== undefined ? histories.set(idOf('eve'), { ...past, events }) : histories;
    },
  }));
  const { spine, stream, keeper, redis, latest } = restoring;
  for (const name of ['ada', 'bob', 'eve']) await spine.post('/v1/track', downloads(name));
  restoring.startCopying();
  spine.startWorker();
  await until('all are scored', async () => (await scoreOf('eve')) > 0 && (await scoreOf('bob')) > 0);
  const { profile: keyOf } = keysOfPerson('bob');
  await redis.set(keyOf(idOf('bob')), Buffer.of(1));
  await keeper.restore('a test');
  await until('the restore is done', async () => (await latest()).outcome === 'done');
  expect(await latest()).toMatchObject({ scheduled: 3, waiting: 0, failing: 2, failed: 2 });
  expect(await scoreOf('ada')).toBeGreaterThan(0);
  const { profiles } = await stream.failingProfiles.list(null, 50);
  const failures = new Map(profiles.map(({ profile, reason, detail }) => [profile, `${reason}: ${detail}`]));
  expect(failures.get(idOf('bob'))).toMatch(
    /^unreadable: its stored bytes cannot be read: profile state of version 1;/,
  );
  expect(failures.get(idOf('eve'))).toMatch(/^failed: storing it fails: /);
  // Its partition goes on, also where an event comes for it.
  await spine.post('/v1/track', downloads('bob', 'another'));
  await until(
    'its event is set aside',
    async () => (await stream.deadLetters.list(null, 9)).letters.length === 1,
  );

  isPoisoned = false;
  await redis.del(keyOf(idOf('bob')));
  // Bytes that are others are tried at the next look; an event changes those of one that waits.
  await spine.post('/v1/track', downloads('eve', 'another'));
  for (const name of ['bob', 'eve']) await redis.zadd(keysOfPerson(name).timers, 0, idOf(name));
  await until('both can be evaluated', async () => (await latest()).failing === 0);
  expect(await latest()).toMatchObject({ failed: 2 });
  expect(await scoreOf('eve')).toBeGreaterThan(0);
});

test('a cancelled restore looks for no more profiles, restores those that are met, and can be resumed', async () => {
  restoring = await startRestoring();
  const { spine, stream, keeper, redis, latest } = restoring;
  for (const name of ['ada', 'bob']) await spine.post('/v1/track', downloads(name));
  const scored = { before: 0 };
  spine.startWorker();
  await until('it is scored', async () => {
    scored.before = await scoreOf('ada');
    return scored.before > 0;
  });
  // Profiles are looked for when the history has everything: not yet.
  await keeper.restore('a test');
  await keeper.cancel(2);
  restoring.startCopying();
  await until('the history has everything', () => stream.eras.historyHasOpening());
  expect(await latest()).toMatchObject({ outcome: 'cancelled', scheduled: 0, isWalked: false });
  expect(keeper.detail()).toContain('cancelled: 0 of 0 found so far');
  await redis.del(keysOfPerson('ada').profile(idOf('ada')));
  await spine.post('/v1/track', { userId: 'ada', messageId: 'other', event: 'Other' });
  await until('it is restored as it is met', async () => (await scoreOf('ada')) === scored.before);
  expect(await keeper.restore('again')).toMatchObject({ era: 2, outcome: null });
  await until('the restore is done', async () => (await latest()).outcome === 'done');
  expect(await latest()).toMatchObject({ era: 2, scheduled: 2, waiting: 0 });
});
