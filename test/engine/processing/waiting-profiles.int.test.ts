/** A profile that waits to be rebuilt, over the real stores: what the API shows of it meanwhile. */
import { expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { standingOf } from '../../../src/engine/scoring/scoring.ts';
import { startSpineWithHistory } from '../../support/spine-with-history.ts';
import { until } from '../../support/until.ts';

const programme = 'emea-lead-scoring';
const waitsIn = (packed: Buffer) => standingOf(packed).waitsSince !== null;

test('two sealed profiles that become one are shown as their history has them, not as their sum', async (context) => {
  const nowMs = Date.now();
  const startMs = nowMs - 9 * limits.dayMs;
  const clock = { ms: startMs, nowMs: () => clock.ms };
  const { spine, isCopied, stopCopying, copyAgain } = await startSpineWithHistory(context, { clock });
  const view = (who: object) => spine.post('/v1/page', { ...who, properties: { path: '/managed-cloud' } });
  const scoreOf = async (who: string) => (await spine.profiles.profile(who))?.scores[programme]?.score;

  // A page in one visit, once on the phone and once by the user: it pays 15 points once a visit, and two pages pay 3.
  await view({ anonymousId: 'phone' });
  clock.ms += 5 * limits.minuteMs;
  await view({ userId: 'ada' });
  await isCopied();
  expect([await scoreOf('phone'), await scoreOf('ada')]).toEqual([15, 15]);

  // Each is sealed by what comes later; that is one visit too.
  clock.ms = nowMs;
  await view({ anonymousId: 'phone' });
  clock.ms += 5 * limits.minuteMs;
  await view({ userId: 'ada' });
  await isCopied();
  expect([await scoreOf('phone'), await scoreOf('ada')]).toEqual([30, 30]);

  // The history learns nothing more, so the one that they become has to wait.
  await stopCopying();
  await spine.post('/v1/identify', { anonymousId: 'phone', userId: 'ada' });
  await until(
    'linked',
    async () => (await spine.profiles.idOf('phone')) === (await spine.profiles.idOf('ada')),
  );
  await until('merged', async () => {
    const packed = await spine.stream.profiles.peek((await spine.profiles.idOf('ada')) ?? '');
    return packed.profile !== null && waitsIn(packed.profile);
  });
  expect([await scoreOf('phone'), await scoreOf('ada')]).toEqual([36, 36]);
  const explanation = await spine.profiles.explanation('ada');
  expect(explanation?.contributions.map(({ points }) => points).sort()).toEqual([15, 15, 3, 3]);

  copyAgain();
  await until('rebuilt', async () => {
    clock.ms += limits.rebuildSoonMs;
    const { profile } = await spine.stream.profiles.peek((await spine.profiles.idOf('ada')) ?? '');
    return profile !== null && !waitsIn(profile);
  });
  expect(await scoreOf('ada')).toBe(36);
});
