/** Profiles that became part of another, by tables: what is remembered of them, and when it is forgotten. */
import { expect, test } from 'vitest';
import { absorb, absorbedIn, forgetAbsorbed } from './absorbed.ts';
import { noIdentity } from './identity.ts';

/** An identity that absorbed profiles, each with the programmes in which it added points. */
function heirOf(...absorbed: [profile: string, programmes: string[]][]) {
  const identity = noIdentity();
  for (const [profile, programmes] of absorbed) absorb(identity, profile, programmes);
  return identity;
}

test('a profile is remembered once, with all its programmes in order', () => {
  const identity = heirOf(['p1', ['sales', 'care']], ['p1', ['sales', 'buyers']], ['p2', ['care']]);
  expect(identity.absorbed).toEqual({ p1: ['buyers', 'care', 'sales'], p2: ['care'] });
});

test('one that added no points is not remembered', () => {
  expect(heirOf(['p1', []])).toStrictEqual(noIdentity());
});

test.each([
  ['sales', ['p1', 'p2']],
  ['care', ['p1']],
  ['other', []],
])('those that added points in %s are %j', (programme, profiles) => {
  expect(absorbedIn(heirOf(['p2', ['sales']], ['p1', ['sales', 'care']]), programme)).toEqual(profiles);
  expect(absorbedIn(noIdentity(), programme)).toEqual([]);
});

test.each([
  [['care'], { p1: ['sales'], p2: ['sales'] }],
  [['sales'], { p1: ['care'] }],
  [['other'], { p1: ['care', 'sales'], p2: ['sales'] }],
  [['care', 'sales'], undefined],
])('of %j said, %j is left', (said, left) => {
  const identity = heirOf(['p1', ['sales', 'care']], ['p2', ['sales']]);
  forgetAbsorbed(identity, said);
  expect(identity).toStrictEqual({ ...noIdentity(), ...(left && { absorbed: left }) });
});

test('of nothing that is remembered nothing is forgotten', () => {
  const identity = noIdentity();
  forgetAbsorbed(identity, ['sales']);
  expect(identity).toStrictEqual(noIdentity());
});
