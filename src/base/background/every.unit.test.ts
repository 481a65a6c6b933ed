/** The beat: acts follow each other, none overlaps itself, and none begins after the end. */
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { every } from './every.ts';

/** A beat that shows that time has passed. */
function witness(): () => Promise<unknown> {
  let beats = 0;
  const beat = every(1, () => beats++);
  onTestFinished(beat.close);
  return () => {
    const enough = beats + 5;
    return until('some ticks have passed', () => beats >= enough);
  };
}

test('an act under way is not begun again; the next tick after it does', async () => {
  const ticks = witness();
  const act = Promise.withResolvers<void>();
  let begun = 0;
  const beat = every(1, () => {
    begun++;
    return act.promise;
  });
  onTestFinished(beat.close);
  await until('it has begun', () => begun === 1);
  await ticks();
  expect(begun).toBe(1);
  act.resolve();
  await until('it has begun again', () => begun > 1);
});

test('nothing begins after the end', async () => {
  const ticks = witness();
  let begun = 0;
  const beat = every(1, () => begun++);
  await until('it has begun', () => begun > 0);
  beat.close();
  const before = begun;
  await ticks();
  expect(begun).toBe(before);
});

test('an act may end its own beat', async () => {
  const ticks = witness();
  let begun = 0;
  const beat = every(1, () => {
    begun++;
    beat.close();
  });
  await until('it has begun', () => begun > 0);
  await ticks();
  expect(begun).toBe(1);
});
