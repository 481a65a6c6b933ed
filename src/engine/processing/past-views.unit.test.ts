/** Views of the past, by cases: what can be read, what fails, and a store that does not answer. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { PastViews } from './past-views.ts';
import type { PastEvents } from './rebuild.core.ts';

const found: PastEvents = { events: [], beginsAtMs: 0 };

test('what can be read is shown, and what fails is not', async () => {
  const views = new PastViews();
  expect(await views.read(async () => found)).toBe(found);
  const failing = () => Promise.reject(new Error('away'));
  for (let times = 0; times <= limits.pastViewsMax; times++) expect(await views.read(failing)).toBeNull();
});

test('a store that does not answer holds nobody up, and is asked few questions until it does', async () => {
  let asked = 0;
  const answers: (() => void)[] = [];
  const views = new PastViews();
  const reading = () => {
    asked++;
    return new Promise<typeof found>((resolve) => {
      answers.push(() => resolve(found));
    });
  };
  const all = Array.from({ length: limits.pastViewsMax + 3 }, () => views.read(reading));
  expect(await Promise.all(all)).toEqual(all.map(() => null));
  expect(asked).toBe(limits.pastViewsMax);
  expect(await views.read(reading)).toBeNull();
  for (const answer of answers.splice(0)) answer();
  await Promise.resolve();
  await new Promise(setImmediate);
  const again = views.read(reading);
  answers[0]?.();
  expect(await again).toBe(found);
});
