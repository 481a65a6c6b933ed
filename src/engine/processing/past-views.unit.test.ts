/** Views of the past, by cases: what can be read, what fails, and a store that does not answer. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { PastViews } from './past-views.ts';
import type { PastEvents } from './rebuild.core.ts';

const found: PastEvents = { events: [], beginsAtMs: 0 };

test('what can be read is shown, and what fails is not', async () => {
  expect(await new PastViews({ historyOf: async () => found }).of(['one'])).toBe(found);
  const failing = new PastViews({ historyOf: () => Promise.reject(new Error('away')) });
  for (let times = 0; times <= limits.pastViewsMax; times++) expect(await failing.of(['one'])).toBeNull();
});

test('a store that does not answer holds nobody up, and is asked few questions until it does', async () => {
  let asked = 0;
  const answers: (() => void)[] = [];
  const views = new PastViews({
    historyOf: () => {
      asked++;
      return new Promise((resolve) => {
        answers.push(() => resolve(found));
      });
    },
  });
  const all = Array.from({ length: limits.pastViewsMax + 3 }, () => views.of(['one']));
  expect(await Promise.all(all)).toEqual(all.map(() => null));
  expect(asked).toBe(limits.pastViewsMax);
  expect(await views.of(['one'])).toBeNull();
  for (const answer of answers.splice(0)) answer();
  await Promise.resolve();
  await new Promise(setImmediate);
  const again = views.of(['one']);
  answers[0]?.();
  expect(await again).toBe(found);
});
