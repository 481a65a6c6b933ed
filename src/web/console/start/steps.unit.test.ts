/** The first steps at their bounds. */
import { expect, test } from 'vitest';
import { stepsOf } from './steps.ts';

const done = (known: Parameters<typeof stepsOf>[0]) =>
  stepsOf(known)
    .filter(({ isDone }) => isDone)
    .map(({ name }) => name);

test.each([
  [{ hasEvents: false, users: 1, people: 0 }, []],
  [{ hasEvents: true, users: 1, people: 0 }, ['snippet', 'event']],
  [{ hasEvents: false, users: 2, people: 0 }, ['team']],
  [{ hasEvents: false, users: 1, people: 1 }, ['people']],
])('%j', (known, names) => expect(done(known)).toEqual(names));
