/** A tier is judged when its event is scored: how long a score that fades meets a bound exactly, and what comes after. */
import { expect, test } from 'vitest';
import {
  happened,
  installation,
  Profile,
  rule,
  shown,
  startMs,
  tiers,
  under,
} from '../../../test/support/decided-profile.ts';

const programmes = installation.programmes(
  `decay: { halfLife: 10 days }\nrules:\n${rule('a', 'A', 150)}${rule('b', 'B', 1)}${tiers(['warm', 150])}\n`,
);

test.each([
  ['at once', 0, 1],
  ['as late as the score is rounded to the bound', 4_154, 1],
  ['a millisecond later', 4_155, 0],
])('150 points that fade, against a bound of 150, scored %s', (_name, scoredAfterMs, tier) => {
  const profile = new Profile();
  profile.events([happened('A', startMs)], under(programmes, startMs + scoredAfterMs));
  expect(profile.state.tierStates[0]?.tier).toBe(tier);
  // The next gain crosses, once.
  profile.events([happened('B', startMs + 10_000)], under(programmes, startMs + 10_000));
  expect(shown(profile.records).filter(([from]) => from === 0)).toHaveLength(1);
  expect(profile.state.tierStates[0]?.tier).toBe(1);
});
