/** What scoring hears of people in sales: each change once, in order, to every name of theirs; and what two writers noted apart. */
import { describe, expect, test } from 'vitest';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { statusTraits } from '../../contract/language/language.ts';
import {
  type Heard,
  heldUntilMs,
  type Known,
  type NotedStatus,
  profilesOf,
  type SaidStatus,
  type StatusWorld,
  statementsOf,
} from './statuses.core.ts';

const ann = (statuses: string[], atMs: number, more: Partial<NotedStatus> = {}): NotedStatus => ({
  ...{ id: `of ${atMs}`, person: 'ann', statuses, isCustomer: false, atMs },
  ...{ wasThere: false, hasWaited: false },
  ...more,
});
const knows = (statuses: string[], profiles = ['p1'], isCustomer = false): ReadonlyMap<string, Known> =>
  new Map([['ann', { statuses, isCustomer, profiles }]]);
const nothing: ReadonlyMap<string, SaidStatus> = new Map();
const aDay = { dayFromMs: 0, dayCount: 1 };
const nobody: readonly Heard[] = [];
const at = { heard: nobody, nowMs: 1_000, earliestMs: 100 };
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
    const said = new Map([['ann', { statuses: [], isCustomer: false, atMs: 900, ...aDay }]]);
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

  test('have one id for one change, however often they are made, and whenever', () => {
    const ids = (noted: NotedStatus[], more: Partial<StatusWorld> = {}) =>
      statementsOf(noted, { known: knows(['New']), said: nothing, ...at, ...more }).statements.map(
        ({ id }) => id,
      );
    const [once, ...now] = ids([ann(['Lost'], 50)]);
    expect(now).toHaveLength(1);
    expect(ids([ann(['Lost'], 50)], { nowMs: 2_000, earliestMs: 1_100 })).toEqual([once, ...now]);
    expect(ids([ann(['New'], 50)])).not.toContain(once);
  });

  test('of a later change that is as one before have other ids, though nobody knows any more what was said', () => {
    const saidOfWon = (id: string) =>
      statementsOf([ann(['Won'], 200, { id })], { known: knows(['Won']), said: nothing, ...at }).statements;
    expect(saidOfWon('1')[0]?.id).not.toBe(saidOfWon('3')[0]?.id);
  });
});

describe('a profile that somebody is called by no longer', () => {
  const heardOf = (person: string, profile = 'p2', atMs = 500, isEnded = false): Heard => ({
    ...{ profile, person, atMs, isEnded },
  });
  const world = (known: ReadonlyMap<string, Known>, heard: readonly Heard[]) => ({
    ...at,
    known,
    said: nothing,
    heard,
  });
  const shown = ({ statements }: ReturnType<typeof statementsOf>) =>
    statements.map(({ profile, atMs, traits }) => [
      ...[profile, atMs, (traits['scoville:leadStatus'] as string[]).join('+')],
    ]);

  test('hears that it is over, before the others hear the last word', () => {
    const saying = statementsOf(
      [ann(['New'], 200), ann(['Lost'], 600)],
      world(knows(['Lost']), [heardOf('ann')]),
    );
    expect(shown(saying)).toEqual([
      ['p1', 200, 'New'],
      ['p2', 600, ''],
      ['p1', 601, 'Lost'],
    ]);
    expect(saying.heard).toContainEqual(heardOf('ann', 'p2', 600, true));
  });

  test('hears it once, and later than what it has heard of anybody', () => {
    const ended = [heardOf('ann', 'p2', 500, true)];
    expect(shown(statementsOf([ann(['New'], 200)], world(knows(['New']), ended)))).toEqual([
      ['p1', 200, 'New'],
    ]);
    const later = [heardOf('ann'), heardOf('bob', 'p2', 800, true)];
    expect(shown(statementsOf([ann(['New'], 200)], world(knows(['New']), later)))[0]).toEqual([
      'p2',
      801,
      '',
    ]);
  });

  test('hears it of somebody who is gone', () => {
    const saying = statementsOf([ann([], 600)], world(new Map(), [heardOf('ann', 'p1'), heardOf('ann')]));
    expect(shown(saying)).toEqual([
      ['p1', 600, ''],
      ['p2', 600, ''],
    ]);
    expect(saying.last.size).toBe(0);
  });

  test.each([
    [['Working'], [], ['bob']],
    [[], [['p2', 501, '']], []],
  ])(
    'stays that of another who is called so and stands at %j, and they are said again',
    (statuses, said, again) => {
      const known = new Map([...knows(['New']), ['bob', { statuses, isCustomer: false, profiles: ['p2'] }]]);
      const saying = statementsOf(
        [ann(['New'], 200)],
        world(known, [heardOf('ann'), heardOf('bob', 'p2', 400)]),
      );
      expect(shown(saying).filter(([profile]) => profile === 'p2')).toEqual(said);
      expect(saying.again).toEqual(again);
      expect(saying.heard).toContainEqual(heardOf('ann', 'p2', said.length === 0 ? 500 : 501, true));
    },
  );

  test('hears of another later than of who was called so', () => {
    expect(
      shown(
        statementsOf([ann(['New'], 200)], world(knows(['New'], ['p2']), [heardOf('bob', 'p2', 800, true)])),
      ),
    ).toEqual([['p2', 801, 'New']]);
  });
});

describe('changes within a day', () => {
  const { dayMs, statusesPerDayMax } = limits;
  const nowMs = 5 * dayMs;
  const counted = (dayFromMs: number, dayCount: number, more: Partial<NotedStatus> = {}) => {
    const before = { statuses: [], isCustomer: false, atMs: 0, dayFromMs, dayCount };
    const said = new Map([['ann', before]]);
    return statementsOf([ann(['New'], nowMs, more)], { ...at, known: knows(['New']), said, nowMs }).last.get(
      'ann',
    );
  };

  test('are counted from the first of them on', () => {
    expect(counted(nowMs - dayMs + 1, 3)).toMatchObject({ dayFromMs: nowMs - dayMs + 1, dayCount: 4 });
    expect(counted(nowMs - dayMs, 3)).toMatchObject({ dayFromMs: nowMs, dayCount: 1 });
    expect(counted(nowMs - 1, 3, { wasThere: true })).toMatchObject({ dayCount: 3 });
  });

  test('of one batch are said up to a limit; how somebody stands then is to be said again', () => {
    const many = Array.from({ length: 60 }, (_, index) => ann([`S${index}`], nowMs - 60 + index));
    const world = { ...at, known: knows(['S59']), said: nothing, nowMs };
    const { statements, again } = statementsOf(many, world);
    expect(statements.map(({ traits }) => traits['scoville:leadStatus'])).toEqual(
      many.slice(0, statusesPerDayMax).map(({ statuses }) => statuses),
    );
    expect(again).toEqual(['ann']);
    const found = statementsOf([...many, ann(['S59'], nowMs, { wasThere: true })], world);
    expect(found.statements).toHaveLength(statusesPerDayMax + 1);
    expect(found.again).toEqual([]);
  });

  test('wait beyond a limit until the day is over', () => {
    expect(heldUntilMs({ dayFromMs: nowMs, dayCount: statusesPerDayMax - 1 })).toBe(null);
    expect(heldUntilMs({ dayFromMs: nowMs, dayCount: statusesPerDayMax })).toBe(nowMs + dayMs);
  });
});

describe('of who is held for the day', () => {
  const { dayMs, statusesPerDayMax } = limits;
  const nowMs = 5 * dayMs;
  const saidOf = (dayCount: number, dayFromMs = nowMs - 1, who = 'ann') =>
    new Map([
      [who, { statuses: ['New'], isCustomer: false, atMs: nowMs - 10, dayFromMs, dayCount }],
    ]) as ReadonlyMap<string, SaidStatus>;
  const world = (said: ReadonlyMap<string, SaidStatus>, more: Partial<StatusWorld> = {}): StatusWorld => ({
    ...{ ...at, nowMs, said, known: knows(['Lost']) },
    heard: [{ profile: 'p2', person: 'ann', atMs: nowMs - 10, isEnded: false }],
    ...more,
  });
  const shown = ({ statements }: ReturnType<typeof statementsOf>) =>
    statements.map(({ profile, traits }) => [profile, (traits['scoville:leadStatus'] as string[]).join('+')]);
  const moves = [ann(['Working'], nowMs - 5), ann(['Lost'], nowMs - 4)];

  test.each([
    [statusesPerDayMax - 1, true],
    [statusesPerDayMax, false],
    [statusesPerDayMax + 1, false],
  ])('after %i changes the lost profile hears that it is over, and words wait: %s', (count, isSaid) => {
    const saying = statementsOf(moves, world(saidOf(count)));
    expect(shown(saying)).toContainEqual(['p2', '']);
    expect(shown(saying).some(([profile]) => profile === 'p1')).toBe(isSaid);
    expect(saying.waiting).toEqual(isSaid ? [] : [moves[1]?.id]);
  });

  test.each([
    [nowMs - dayMs + 1, true],
    [nowMs - dayMs, false],
    [nowMs - dayMs - 1, false],
  ])('since %i ms: they wait: %s', (dayFromMs, waits) => {
    const { waiting } = statementsOf(moves, world(saidOf(statusesPerDayMax, dayFromMs)));
    expect(waiting.length > 0).toBe(waits);
  });

  test('the next word is later than that it is over, on whichever day', () => {
    const said = saidOf(statusesPerDayMax);
    const { statements, last } = statementsOf(moves, world(said));
    const later = nowMs + dayMs;
    const waited = moves.slice(1).map((one) => ({ ...one, hasWaited: true }));
    const next = statementsOf(waited, world(new Map([...said, ...last]), { nowMs: later, heard: [] }));
    expect(next.statements.map(({ profile }) => profile)).toEqual(['p1']);
    expect(next.statements[0]?.atMs).toBeGreaterThan(statements[0]?.atMs ?? 0);
  });

  test('the last of what has waited is said when the day is over', () => {
    const waited = moves.map((one) => ({ ...one, hasWaited: true }));
    const over = saidOf(statusesPerDayMax, nowMs - dayMs);
    expect(shown(statementsOf(waited, world(over, { heard: [] })))).toEqual([['p1', 'Lost']]);
  });

  test('nothing waits where they are gone, and what was found is said', () => {
    const gone = statementsOf([ann([], nowMs)], world(saidOf(statusesPerDayMax), { known: new Map() }));
    expect([shown(gone), gone.waiting]).toEqual([[['p2', '']], []]);
    const found = [ann(['New'], nowMs, { wasThere: true })];
    const same = world(saidOf(statusesPerDayMax), { known: knows(['New']), heard: [] });
    expect([shown(statementsOf(found, same)), statementsOf(found, same).waiting]).toEqual([
      [['p1', 'New']],
      [],
    ]);
    const both = statementsOf([...moves, ...found], world(saidOf(statusesPerDayMax)));
    expect(both.waiting).toEqual([found[0]?.id]);
  });

  test('another who is called so and is held hears of it when their day is over', () => {
    const known = new Map([
      ...knows(['Lost']),
      ['bob', { statuses: ['Working'], isCustomer: false, profiles: ['p2'] }],
    ]);
    const saying = statementsOf(moves, world(saidOf(statusesPerDayMax, nowMs - 1, 'bob'), { known }));
    expect(shown(saying)).toContainEqual(['p2', '']);
    expect(saying.again).toContain('bob');
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
