/** What scoring hears of people in sales: each change once, in order, to every name of theirs; and what two writers noted apart. */
import { describe, expect, test } from 'vitest';
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { statusTraits } from '../../contract/language/language.ts';
import { type Known, type NotedStatus, profilesOf, type SaidStatus, statementsOf } from './statuses.core.ts';

const ann = (statuses: string[], atMs: number, more: Partial<NotedStatus> = {}): NotedStatus => ({
  ...{ person: 'ann', statuses, isCustomer: false, atMs, wasThere: false },
  ...more,
});
const knows = (statuses: string[], profiles = ['p1'], isCustomer = false): ReadonlyMap<string, Known> =>
  new Map([['ann', { statuses, isCustomer, profiles }]]);
const nothing: ReadonlyMap<string, SaidStatus> = new Map();
const at = { nowMs: 1_000, earliestMs: 100 };
const heard = (noted: NotedStatus[], known: ReadonlyMap<string, Known>, said = nothing) =>
  statementsOf(noted, { known, said, ...at }).statements.map(({ profile, atMs, traits }) => [
    ...[profile, atMs, (traits['scoville:leadStatus'] as string[]).join('+')],
  ]);

describe('statements', () => {
  test('say each change at its time, to every profile of the person', () => {
    const noted = [ann(['New'], 200), ann(['Working'], 300)];
    expect(heard(noted, knows(['Working'], ['p1', 'p2']))).toEqual([
      ['p1', 200, 'New'],
      ['p2', 200, 'New'],
      ['p1', 300, 'Working'],
      ['p2', 300, 'Working'],
    ]);
  });

  test('of one instant, or of clocks that went back, are one after the other', () => {
    const noted = [ann(['New'], 300), ann(['Working'], 300), ann(['Lost'], 250)];
    expect(heard(noted, knows(['Lost'])).map(([, ms]) => ms)).toEqual([300, 301, 302]);
    const said = new Map([['ann', { statuses: [], isCustomer: false, atMs: 900 }]]);
    expect(heard([ann(['New'], 300)], knows(['New']), said)).toEqual([['p1', 901, 'New']]);
  });

  test.each([
    [99, 100],
    [100, 100],
    [101, 101],
  ])('that began at %i are of %i: scoring takes nothing earlier', (began, ms) => {
    expect(heard([ann(['New'], began)], knows(['New']))).toEqual([['p1', ms, 'New']]);
  });

  test('end with how somebody stands now, where two noted what the other did not see', () => {
    expect(heard([ann(['New'], 200)], knows(['New', 'Working']))).toEqual([
      ['p1', 200, 'New'],
      ['p1', 1_000, 'New+Working'],
    ]);
    const customer = statementsOf([ann(['New'], 200)], {
      known: knows(['New'], ['p1'], true),
      said: nothing,
      ...at,
    });
    expect(customer.statements.at(-1)?.traits).toEqual(statusTraits({ leadStatus: ['New'], customer: true }));
  });

  test('are none of somebody who is gone', () => {
    const { statements, last } = statementsOf([ann(['New'], 200)], {
      known: new Map(),
      said: nothing,
      ...at,
    });
    expect([statements, last.size]).toEqual([[], 0]);
  });

  test('have one id for one change, however often they are made', () => {
    const ids = (noted: NotedStatus[], known: ReadonlyMap<string, Known>) =>
      statementsOf(noted, { known, said: nothing, ...at }).statements.map(({ id }) => id);
    expect(ids([ann(['New'], 200)], knows(['New']))).toEqual(ids([ann(['New'], 200)], knows(['New'])));
    expect(ids([ann(['New'], 200)], knows(['New']))).not.toEqual(ids([ann(['Lost'], 200)], knows(['Lost'])));
  });
});

describe('profiles of somebody', () => {
  const name = { email: null, profile: null, isClaimed: false };
  test('are those of all names, each once', () => {
    const email = 'ann@example.com';
    const ofAddress = profileIdOf(`e:${email}`);
    expect(profilesOf([{ ...name, email, profile: ofAddress }])).toEqual([ofAddress]);
    expect(
      profilesOf([
        { ...name, email, profile: 'p1' },
        { ...name, profile: 'p2' },
      ]),
    ).toEqual([ofAddress, 'p1', 'p2'].sort());
  });

  test('an address that only a page has claimed is of nobody', () => {
    expect(profilesOf([{ email: 'ann@example.com', profile: 'p1', isClaimed: true }])).toEqual(['p1']);
  });
});
