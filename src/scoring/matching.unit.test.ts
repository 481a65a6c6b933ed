/** Matching, by tables: paths, names, keys, days; each bound at, just below and just above. */
import { describe, expect, test } from 'vitest';
import { compileEmea, scovilleEvent } from '../../test/support/emea.ts';
import { dayNumbers } from './calendar.ts';
import { plainName } from './event-name.ts';
import { stepStanding, tierFor } from './ladder.ts';
import { keyOf } from './match.ts';
import { pathGlob } from './path-glob.ts';
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
    ['/a/**/b/**/c', '/a/b/x/b/y/c', true],
    ['/a/**/b/**/c', '/a/x/c', false],
    ['/**', '/', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(pathGlob(pattern)(path)).toBe(expected);
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
});

describe('days', () => {
  const london = dayNumbers('Europe/London');
  test.each([
    ['before the clocks go forward', '2026-03-28T23:59:59.999Z', '2026-03-28T00:00:00Z', true],
    ['a new day', '2026-03-28T23:59:59.999Z', '2026-03-29T00:00:00Z', false],
    ['summer: midnight is 23:00 UTC', '2026-03-29T22:59:59.999Z', '2026-03-29T12:00:00Z', true],
    ['summer: just after', '2026-03-29T23:00:00.000Z', '2026-03-29T12:00:00Z', false],
  ])('%s', (_name, one, two, isSame) => {
    expect(london(Date.parse(one)) === london(Date.parse(two))).toBe(isSame);
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
    expect(tierFor(ladder, score)).toBe(tier);
  });

  test('hysteresis: a tier is left only below its bound less the margin, and then armed again', () => {
    const wide = { ...ladder, hysteresis: 5 };
    let standing = { programme: 1, tier: 0, episode: 0, score: 0 };
    const tiers = [20, 15, 14.999, 20, 149 + 2, 55, 54.999].map((score) => {
      standing = stepStanding(wide, standing, score);
      return [standing.tier, standing.episode];
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
