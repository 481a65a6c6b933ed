/** Who gets a lead and in which words, by tables a reader can hold against the routing file. */
import { describe, expect, test } from 'vitest';
import {
  candidate,
  giveAway,
  hourMs,
  noonMs,
  office,
  rep,
  snapshotOf,
} from '../../../test/support/routing-snapshot.ts';
import { dutyBeginsAt, isFull, type Rep, route } from './routing.core.ts';

const anybody = '  - { step: Any rep, to: reps }';
const ownerFirst = `  - { step: The owner, to: account owner }\n${anybody}`;
const away = { fromMs: noonMs - hourMs, untilMs: noonMs + 240 * hourMs };
const nobody = 'Q Team: nobody takes leads of this kind';

describe('the account’s owner', () => {
  const owned = { accountOwner: 'owner@x.com' };
  const owner = (change: Partial<Rep> = {}) => rep('owner@x.com', { acceptsLeads: false, ...change });
  const deputy = (change: Partial<Rep> = {}) => rep('deputy@x.com', { acceptsLeads: false, ...change });

  test.each<[string, Rep[], object, string | null, string]>([
    ['has it', [owner(), rep('a@x.com')], owned, 'owner@x.com', 'owns the account'],
    [
      'of a company has it, by the company’s name',
      [owner()],
      { ...owned, account: 'Northwind' },
      'owner@x.com',
      'owns Northwind',
    ],
    ['by name alone has it', [], { accountOwner: 'The agency' }, 'The agency', 'owns the account'],
    ['is found in any case', [owner()], { accountOwner: 'Owner@X.com' }, 'owner@x.com', 'owns the account'],
    [
      'has it with any number of open hot leads',
      [owner({ openHotLeads: 5, maxOpenLeads: 5 })],
      owned,
      'owner@x.com',
      'owns the account',
    ],
    [
      'who is back just before it is due has it',
      [owner({ away: { fromMs: 0, untilMs: noonMs + 24 * hourMs - 1 } }), deputy()],
      owned,
      'owner@x.com',
      'owns the account',
    ],
    [
      'who is back when it is due does not; the deputy does',
      [owner({ away: { fromMs: 0, untilMs: noonMs + 24 * hourMs }, deputy: 'deputy@x.com' }), deputy()],
      owned,
      'deputy@x.com',
      'deputy of owner@x.com, who owns the account and is away',
    ],
    [
      'away without a deputy: the next step',
      [owner({ away }), rep('a@x.com')],
      owned,
      'a@x.com',
      'Any rep: the only one who can',
    ],
    [
      'away without anybody: the queue says so',
      [owner({ away })],
      owned,
      null,
      'Q Team: owner@x.com owns the account and is not at work before it is due',
    ],
    [
      'away with the deputy',
      [owner({ away, deputy: 'deputy@x.com' }), deputy({ away })],
      owned,
      null,
      'Q Team: owner@x.com owns the account and is not at work before it is due, nor is the deputy deputy@x.com',
    ],
    [
      'away, and the deputy full',
      [owner({ away, deputy: 'deputy@x.com' }), deputy({ openHotLeads: 3, maxOpenLeads: 3 })],
      owned,
      null,
      'Q Team: owner@x.com owns the account and is not at work before it is due; the deputy deputy@x.com has the maximum of open hot leads',
    ],
    [
      'away, the deputy full, and a task that is no lead',
      [owner({ away, deputy: 'deputy@x.com' }), deputy({ openHotLeads: 3, maxOpenLeads: 3 })],
      { ...owned, isLead: false },
      'deputy@x.com',
      'deputy of owner@x.com, who owns the account and is away',
    ],
    [
      'who had it in vain does not get it again',
      [owner(), rep('a@x.com')],
      { ...owned, exclude: ['owner@x.com'] },
      'a@x.com',
      'Any rep: the only one who can',
    ],
    [
      'away, and the deputy had it in vain',
      [owner({ away, deputy: 'deputy@x.com' }), deputy()],
      { ...owned, exclude: ['deputy@x.com'] },
      null,
      'Q Team: owner@x.com owns the account and is not at work before it is due',
    ],
    ['nobody: the next step', [rep('a@x.com')], {}, 'a@x.com', 'Any rep: the only one who can'],
  ])('%s', (_name, reps, given, who, reason) => {
    expect(route(snapshotOf(ownerFirst, reps), candidate(given))).toEqual({ owner: who, reason });
  });
});

describe('territory, language and product', () => {
  const territories = [{ name: 'DACH', countries: ['DE', 'AT', 'CH'] }];
  const head = 'products:\n  Managed Cloud: [cloud-page]\n  Storage: [storage-page]';
  const naming = `  - { step: Their own, to: reps, match: [territory, language, product] }\n${anybody}`;
  const all = { territories: ['DACH'], languages: ['de'], products: ['Managed Cloud'] };
  const lead = { country: 'AT', language: 'de', rules: ['cloud-page', 'storage-page'] };

  test.each<[string, Partial<Rep>, object, string | null, string]>([
    ['all named', all, lead, 'a@x.com', 'Their own (DACH, de, Managed Cloud): the only one who can'],
    ['nothing named takes everything, but not by name', {}, lead, 'a@x.com', 'Any rep: the only one who can'],
    ['one not named', { ...all, languages: [] }, lead, 'a@x.com', 'Any rep: the only one who can'],
    ['another territory', { ...all, territories: ['Nordics'] }, lead, null, nobody],
    ['another language', { ...all, languages: ['fr', 'en'] }, lead, null, nobody],
    ['another product', { ...all, products: ['Storage'] }, lead, null, nobody],
    ['a country in no territory', all, { ...lead, country: 'FR' }, null, nobody],
    [
      'a country in no territory, and no territory named',
      { ...all, territories: [] },
      { ...lead, country: 'FR' },
      'a@x.com',
      'Any rep: the only one who can',
    ],
    ['no country known', all, { ...lead, country: null }, 'a@x.com', 'Any rep: the only one who can'],
    ['no language known', all, { ...lead, language: null }, 'a@x.com', 'Any rep: the only one who can'],
    ['no product known', all, { ...lead, rules: ['other'] }, 'a@x.com', 'Any rep: the only one who can'],
    [
      'the product whose rule gave most',
      { ...all, products: ['Storage'] },
      { ...lead, rules: ['storage-page', 'cloud-page'] },
      'a@x.com',
      'Their own (DACH, de, Storage): the only one who can',
    ],
    ['somebody who takes no leads', { ...all, acceptsLeads: false }, lead, null, nobody],
    ['somebody who had it in vain', all, { ...lead, exclude: ['b@x.com', 'a@x.com'] }, null, nobody],
  ])('%s', (_name, change, given, who, reason) => {
    const snapshot = snapshotOf(naming, [rep('a@x.com', change)], { head, territories });
    expect(route(snapshot, candidate(given))).toEqual({ owner: who, reason });
  });
});

describe('a step with "when"', () => {
  const territories = [{ name: 'DACH', countries: ['DE', 'AT', 'CH'] }];
  const head = 'products:\n  Managed Cloud: [cloud-page]';
  test.each<[string, object, object]>([
    ['country: [DE, FR]', { country: 'DE' }, { country: 'ES' }],
    ['territory: [DACH]', { country: 'CH' }, { country: 'FR' }],
    ['language: [de]', { language: 'de' }, { language: 'en' }],
    ['product: [Managed Cloud]', { rules: ['cloud-page'] }, { rules: ['other'] }],
    ['campaign: [Spring]', { campaign: 'Spring' }, { campaign: 'Autumn' }],
    ['programme: [emea]', { programme: 'emea' }, { programme: 'apac' }],
    ['grade: [A, B]', { grade: 'B' }, { grade: 'C' }],
    ['tier: 2', { tier: 2 }, { tier: 1 }],
    ['tier: 2', { tier: 3 }, { tier: 1 }],
    ['country: [DE], tier: 2', { country: 'DE', tier: 2 }, { country: 'DE', tier: 1 }],
    ['country: [DE], tier: 2', { country: 'DE', tier: 2 }, { country: 'FR', tier: 2 }],
    ['grade: [A]', { grade: 'A' }, {}],
  ])('{ %s } is tried for %j and not for %j', (when, yes, no) => {
    const steps = `  - { step: Special, to: { rep: a@x.com }, when: { ${when} } }\n${anybody}`;
    const snapshot = () =>
      snapshotOf(steps, [rep('a@x.com', { acceptsLeads: false }), rep('b@x.com')], { head, territories });
    expect(route(snapshot(), candidate(yes)).owner).toBe('a@x.com');
    expect(route(snapshot(), candidate(no)).owner).toBe('b@x.com');
  });
});

describe('the reps of a step', () => {
  test('a team', () => {
    const snapshot = snapshotOf('  - { step: Inside, to: { team: Inside sales } }', [
      rep('a@x.com', { team: 'Field' }),
      rep('b@x.com', { team: 'Inside sales' }),
      rep('c@x.com'),
      rep('d@x.com', { team: 'Inside sales', acceptsLeads: false }),
    ]);
    expect(route(snapshot, candidate())).toEqual({
      owner: 'b@x.com',
      reason: 'Inside: the only one who can',
    });
  });

  test('one rep, whatever they usually take, but not away and not over the limit', () => {
    const steps = '  - { step: Ada, to: { rep: ada@x.com } }';
    const ada = (change: Partial<Rep>) =>
      route(
        snapshotOf(steps, [rep('ada@x.com', { acceptsLeads: false, languages: ['fr'], ...change })]),
        candidate({ language: 'de' }),
      );
    expect(ada({})).toEqual({ owner: 'ada@x.com', reason: 'Ada: the only one who can' });
    expect(ada({ away }).reason).toBe('Q Team: Ada: 1 of 1 are not at work before it is due');
    expect(ada({ openHotLeads: 1, maxOpenLeads: 1 }).reason).toBe(
      'Q Team: Ada: 1 of 1 have the maximum of open hot leads',
    );
    expect(route(snapshotOf(steps, []), candidate()).reason).toBe(nobody);
  });

  test('the queue ends it, with what was tried before', () => {
    const steps =
      '  - { step: Field, to: { team: Field } }\n  - { step: Small fry, to: queue, when: { tier: 1 } }\n' +
      anybody;
    const snapshot = snapshotOf(steps, [rep('a@x.com', { team: 'Field', away }), rep('b@x.com')]);
    expect(route(snapshot, candidate())).toEqual({
      owner: null,
      reason: 'Q Team: Field: 1 of 1 are not at work before it is due; Small fry',
    });
  });
});

describe('the limit of open hot leads', () => {
  const head = 'minTier: 2';
  const almost = () => rep('a@x.com', { openHotLeads: 2, maxOpenLeads: 3 });

  test('is kept to the lead: two of three, three of three, and then the queue', () => {
    const snapshot = snapshotOf(anybody, [almost()], { head });
    expect(giveAway(snapshot, 2, { tier: 2 })).toEqual(['a@x.com', null]);
    expect(snapshot.reps.get('a@x.com')?.openHotLeads).toBe(3);
  });

  test('counts neither leads below the tier nor tasks that are no leads', () => {
    const snapshot = snapshotOf(anybody, [almost()], { head });
    expect(giveAway(snapshot, 3, { tier: 1 })).toEqual(['a@x.com', 'a@x.com', 'a@x.com']);
    expect(giveAway(snapshot, 3, { tier: 3, isLead: false })).toEqual(['a@x.com', 'a@x.com', 'a@x.com']);
    expect(snapshot.reps.get('a@x.com')?.openHotLeads).toBe(2);
  });

  test.each([
    [4, 5, false],
    [5, 5, true],
    [6, 5, true],
    [0, 0, true],
  ])('%d of %d is full: %s', (openHotLeads, maxOpenLeads, full) => {
    expect(isFull({ openHotLeads, maxOpenLeads })).toBe(full);
  });

  test('the reason counts who is full and who is away', () => {
    const reps = [almost(), rep('b@x.com', { away }), rep('c@x.com', { maxOpenLeads: 0 })];
    const snapshot = snapshotOf(anybody, reps, { head });
    giveAway(snapshot, 1, { tier: 2 });
    expect(route(snapshot, candidate({ tier: 2 }))).toEqual({
      owner: null,
      reason:
        'Q Team: Any rep: 2 of 3 have the maximum of open hot leads, 1 of 3 are not at work before it is due',
    });
  });
});

describe('working hours', () => {
  test('who is at work now comes before who will be', () => {
    const snapshot = snapshotOf(anybody, [
      rep('later@x.com', { workingTime: office, timeZone: 'America/Los_Angeles' }),
      rep('now@x.com', { workingTime: office, timeZone: 'Europe/London', turn: 5 }),
    ]);
    expect(giveAway(snapshot, 2)).toEqual(['now@x.com', 'now@x.com']);
  });

  test('nobody now: who is before it is due, and the reason says so', () => {
    const snapshot = snapshotOf(anybody, [rep('a@x.com', { workingTime: office }), rep('b@x.com', { away })]);
    const night = { atMs: noonMs + 8 * hourMs, dueAtMs: noonMs + 22 * hourMs };
    expect(route(snapshot, candidate(night))).toEqual({
      owner: 'a@x.com',
      reason: 'Any rep: the only one who can, at work before it is due',
    });
  });

  const at = (text: string) => Date.parse(text);
  test.each<[string, Partial<Rep>, string, number]>([
    ['no hours: at once', {}, '2026-11-22T03:00:00Z', at('2026-11-22T03:00:00Z')],
    ['within hours: at once', { workingTime: office }, '2026-11-23T09:00:00Z', at('2026-11-23T09:00:00Z')],
    [
      'at their end: the next day',
      { workingTime: office },
      '2026-11-23T17:30:00Z',
      at('2026-11-24T09:00:00Z'),
    ],
    [
      'just before their end',
      { workingTime: office },
      '2026-11-23T17:29:59.999Z',
      at('2026-11-23T17:29:59.999Z'),
    ],
    ['over a week-end', { workingTime: office }, '2026-11-20T18:00:00Z', at('2026-11-23T09:00:00Z')],
    [
      'in the rep’s zone',
      { workingTime: office, timeZone: 'Asia/Tokyo' },
      '2026-11-23T12:00:00Z',
      at('2026-11-24T00:00:00Z'),
    ],
    [
      'in the zone of the hours',
      { workingTime: { ...office, timeZone: 'Asia/Tokyo' }, timeZone: 'Europe/London' },
      '2026-11-23T12:00:00Z',
      at('2026-11-24T00:00:00Z'),
    ],
    [
      'before the leave begins',
      { away: { fromMs: noonMs, untilMs: noonMs + 1 } },
      '2026-11-23T11:59:59.999Z',
      noonMs - 1,
    ],
    [
      'when the leave begins',
      { away: { fromMs: noonMs, untilMs: noonMs + 1 } },
      '2026-11-23T12:00:00Z',
      noonMs + 1,
    ],
    [
      'when the leave ends',
      { away: { fromMs: noonMs, untilMs: noonMs + 1 } },
      '2026-11-23T12:00:00.001Z',
      noonMs + 1,
    ],
    [
      'a leave that ends at night',
      { workingTime: office, away: { fromMs: noonMs, untilMs: at('2026-11-24T03:00:00Z') } },
      '2026-11-23T12:00:00Z',
      at('2026-11-24T09:00:00Z'),
    ],
    [
      'a leave that begins before the next hours',
      {
        workingTime: office,
        away: { fromMs: at('2026-11-24T08:00:00Z'), untilMs: at('2026-11-25T12:00:00Z') },
      },
      '2026-11-23T20:00:00Z',
      at('2026-11-25T12:00:00Z'),
    ],
  ])('%s', (_name, change, from, expected) => {
    expect(dutyBeginsAt(rep('a@x.com', change), at(from))).toBe(expected);
  });
});

describe('turns', () => {
  test('go round, and by capacity', () => {
    const even = snapshotOf(
      anybody,
      ['a@x.com', 'b@x.com', 'c@x.com'].map((email) => rep(email)),
    );
    expect(giveAway(even, 6)).toEqual(['a@x.com', 'b@x.com', 'c@x.com', 'a@x.com', 'b@x.com', 'c@x.com']);
    const uneven = snapshotOf(anybody, [rep('a@x.com', { capacity: 2 }), rep('b@x.com')]);
    expect(giveAway(uneven, 6)).toEqual(['a@x.com', 'b@x.com', 'a@x.com', 'a@x.com', 'b@x.com', 'a@x.com']);
    expect(route(uneven, candidate()).reason).toBe('Any rep: in turn among 2');
  });

  test('of a quiet team go by capacity, however busy another team is', () => {
    const steps =
      '  - { step: Quiet, to: { team: Quiet }, when: { tier: 3 } }\n  - { step: Busy, to: { team: Busy } }';
    const snapshot = snapshotOf(steps, [
      rep('busy@x.com', { team: 'Busy' }),
      rep('once@x.com', { team: 'Quiet' }),
      rep('thrice@x.com', { team: 'Quiet', capacity: 3 }),
    ]);
    const quiet = Array.from({ length: 40 }, () => {
      giveAway(snapshot, 5, { tier: 1 });
      return route(snapshot, candidate({ tier: 3 })).owner;
    });
    expect(quiet.filter((owner) => owner === 'thrice@x.com')).toHaveLength(30);
  });

  test('are left alone by what goes to an account’s owner', () => {
    const snapshot = snapshotOf(ownerFirst, [rep('a@x.com'), rep('b@x.com')]);
    giveAway(snapshot, 10, { accountOwner: 'a@x.com' });
    expect(giveAway(snapshot, 4)).toEqual(['a@x.com', 'b@x.com', 'a@x.com', 'b@x.com']);
  });
});
