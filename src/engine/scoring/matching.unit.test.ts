/** Matching, by tables: paths, names, keys, days; each bound at, just below and just above. */
import { describe, expect, test } from 'vitest';
import { compileEmea, scovilleEvent } from '../../../test/support/emea.ts';
import { keyHashOf } from '../../base/kernel/kernel.ts';
import { calendarOf } from '../../base/time/calendar.ts';
import { evaluate } from './evaluate.ts';
import { plainName } from './event-name.ts';
import { newTierState, stepTierState, tierFor } from './ladder.ts';
import { keyOf } from './match.ts';
import { literalsIn, pathGlob } from './path-glob.ts';
import { nobody } from './person.ts';
import { toThousandths } from './points.ts';
import { emptyState } from './profile-state.ts';
import { recognise } from './recognise.ts';

describe('path globs', () => {
  test.each([
    ['/**/managed-cloud/**', '/managed-cloud', true],
    ['/**/managed-cloud/**', '/managed-cloud/', true],
    ['/**/managed-cloud/**', '/products/managed-cloud/pricing', true],
    ['/**/managed-cloud/**', '/Products//Managed-Cloud', true],
    ['/**/managed-cloud/**', '/managed-cloudy', false],
    ['/**/managed-cloud/**', '/products/not-managed-cloud', false],
    ['/pricing', '/pricing', true],
    ['/pricing', '/pricing/de', false],
    ['/*/pricing', '/de/pricing', true],
    ['/*/pricing', '/pricing', false],
    ['/blog/*-guide', '/blog/cloud-guide', true],
    ['/blog/*-guide', '/blog/cloud-guides', false],
    ['/blog/*-guide', '/blog/-guide', true],
    ['/a*c', '/ac', true],
    ['/a*c', '/abcbc', true],
    ['/a*', '/a', true],
    ['/a*', '/ba', false],
    ['/ab*', '/xb', false],
    ['/a/**/b/**/c', '/a/b/x/b/y/c', true],
    ['/a/**/b/**/c', '/a/x/c', false],
    ['/**', '/', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(pathGlob(pattern)(path)).toBe(expected);
  });

  test('what a path must have word for word are the segments without a star', () => {
    expect(literalsIn('/Area/*/7/**/a*/x')).toEqual(['area', '7', 'x']);
  });

  test('a pattern made to explode does not', () => {
    const pattern = `/${'**/a*a*a*a*b/'.repeat(20)}z`;
    expect(pathGlob(pattern)(`/${'aaaaaaaaaaaaaaaaaaaaaaaaaaaaac/'.repeat(200)}`)).toBe(false);
  });
});

describe('names', () => {
  test.each(['Product Added', 'product_added', 'product-added', 'PRODUCT.ADDED', 'productAdded'])(
    '%s is Product Added',
    (name) => {
      expect(plainName(name)).toBe(plainName('Product Added'));
    },
  );

  test('a page called like a tracked event is not one', () => {
    const { programmes } = compileEmea();
    const page = scovilleEvent({ messageId: 'm', atMs: 0, type: 'page', event: 'File Downloaded' });
    const matched = recognise(programmes, {
      ...page,
      properties: { category: 'customer-case-study' },
    }).matches;
    expect(matched).toHaveLength(1); // page-depth alone
  });
});

describe('keys', () => {
  const event = (properties: Record<string, string | number>) =>
    scovilleEvent({ messageId: 'm', atMs: 0, type: 'track', properties });
  const key = keyOf(['email_id', 'link_id or link_url']);

  test('the first choice that is there counts', () => {
    expect(key(event({ email_id: 'a', link_id: 'x', link_url: 'y' }))).toBe(
      key(event({ email_id: 'a', link_id: 'x', link_url: 'z' })),
    );
    expect(key(event({ email_id: 'a', link_url: 'x' }))).toBe(key(event({ email_id: 'a', link_id: 'x' })));
    expect(key(event({ email_id: 'a', link_id: '' }))).toBe(key(event({ email_id: 'a' })));
  });

  test('parts do not run into each other; no part at all is no key', () => {
    expect(key(event({ email_id: 'ab', link_id: 'c' }))).not.toBe(
      key(event({ email_id: 'a', link_id: 'bc' })),
    );
    expect(key(event({ other: 'x' }))).toBe(0);
  });

  test('are hashes of the same texts for good, since they are stored: each part, ended', () => {
    expect(key(event({ email_id: 'a', link_url: 5 }))).toBe(keyHashOf('a\u00005\u0000'));
    expect(key(event({ email_id: 'a' }))).toBe(keyHashOf('a\u0000\u0000'));
  });
});

describe('days, weeks and months', () => {
  const london = calendarOf('Europe/London');
  test.each([
    ['day', 'before the clocks go forward', '2026-03-28T23:59:59.999Z', '2026-03-28T00:00:00Z', true],
    ['day', 'a new day', '2026-03-28T23:59:59.999Z', '2026-03-29T00:00:00Z', false],
    ['day', 'summer: midnight is 23:00 UTC', '2026-03-29T22:59:59.999Z', '2026-03-29T12:00:00Z', true],
    ['day', 'summer: just after', '2026-03-29T23:00:00.000Z', '2026-03-29T12:00:00Z', false],
    ['week', 'Monday to Sunday', '2026-11-23T00:00:00.000Z', '2026-11-29T23:59:59.999Z', true],
    ['week', 'Sunday and Monday', '2026-11-29T23:59:59.999Z', '2026-11-30T00:00:00.000Z', false],
    ['week', 'over the new year', '2026-12-28T12:00:00Z', '2027-01-03T12:00:00Z', true],
    ['month', 'its first and last moment', '2026-11-01T00:00:00.000Z', '2026-11-30T23:59:59.999Z', true],
    ['month', 'the next', '2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00.000Z', false],
    ['month', 'the same of another year', '2026-11-10T00:00:00Z', '2025-11-10T00:00:00Z', false],
    [
      'quarter',
      'its first and last moment',
      '2026-10-01T00:00:00.000+01:00',
      '2026-12-31T23:59:59.999Z',
      true,
    ],
    ['quarter', 'the next', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z', false],
    ['quarter', 'the same of another year', '2026-11-10T00:00:00Z', '2025-11-10T00:00:00Z', false],
    ['quarter', 'March and April', '2026-03-31T22:59:59.999Z', '2026-03-31T23:00:00.000Z', false],
    ['month', 'summer: begins at 23:00 UTC', '2026-06-30T23:00:00.000Z', '2026-07-01T12:00:00Z', true],
  ] as const)('%s: %s', (period, _name, one, two, isSame) => {
    expect(london[period](Date.parse(one)) === london[period](Date.parse(two))).toBe(isSame);
  });
});

describe('the ladder', () => {
  const { ladder } = compileEmea().emea.programme;
  test.each([
    [19.999, 0],
    [20, 1],
    [45.999, 1],
    [46, 2],
    [59.999, 2],
    [60, 3],
    [1_000, 3],
    [-5, 0],
  ])('a score of %d is tier %d', (score, tier) => {
    expect(tierFor(ladder, toThousandths(score))).toBe(tier);
  });

  const nothing = evaluate(emptyState(), nobody, compileEmea().emea, 0);
  const evaluationOf = (score: number) => ({ ...nothing, isComputed: true, score: toThousandths(score) });

  test('least time: a tier is kept so long, and left exactly then', () => {
    const slow = { ...ladder, leastTime: 1_000 };
    const risen = stepTierState(slow, newTierState(1), evaluationOf(20), 5_000);
    expect(stepTierState(slow, risen, evaluationOf(0), 5_999).tier).toBe(1);
    expect(stepTierState(slow, risen, evaluationOf(0), 6_000)).toMatchObject({ tier: 0, fellFrom: 1 });
  });

  test('re-arming: a rise before its time belongs to the episode that was, at its time it begins the next', () => {
    const armed = { ...ladder, rearmAfter: 1_000 };
    const risen = stepTierState(armed, newTierState(1), evaluationOf(20), 5_000);
    const fallen = stepTierState(armed, risen, evaluationOf(0), 5_500);
    expect(stepTierState(armed, fallen, evaluationOf(20), 5_999)).toMatchObject({ tier: 1, episode: 1 });
    expect(stepTierState(armed, fallen, evaluationOf(20), 6_000)).toMatchObject({ tier: 1, episode: 2 });
  });

  test('never computed is not zero: a tier that begins at or below zero is not reached by it', () => {
    const low = { ...ladder, tiers: [{ name: 'cold', from: -10 }] };
    expect(stepTierState(low, newTierState(1), nothing, 0).tier).toBe(0);
    expect(stepTierState(low, newTierState(1), evaluationOf(0), 0).tier).toBe(1);
  });

  test('hysteresis: a tier is left only below its bound less the margin, and then armed again', () => {
    const wide = { ...ladder, hysteresis: 5 };
    let tierState = newTierState(1);
    const tiers = [20, 15, 14.999, 20, 149 + 2, 55, 54.999].map((score) => {
      tierState = stepTierState(wide, tierState, evaluationOf(score), 0);
      return [tierState.tier, tierState.episode];
    });
    expect(tiers).toEqual([
      [1, 1],
      [1, 1],
      [0, 1],
      [1, 2],
      [3, 2],
      [3, 2],
      [2, 2],
    ]);
  });
});
