/** Absences at their bounds, and work that is reassigned piece by piece. */
import { describe, expect, test } from 'vitest';
import { absenceOf, absenceState, dayIn, zoneOfUser } from './absence.ts';
import { piecesOf, reassignEach, tasksThatStay } from './reassigning.ts';
import { differing, mayChangeUser, workOf } from './user-change.ts';

describe('an absence', () => {
  const away = { from: '2026-12-01T00:00:00.000Z', until: '2026-12-05T00:00:00.000Z' };
  test.each([
    ['2026-11-30T23:59:59.999Z', 'later'],
    ['2026-12-01T00:00:00.000Z', 'now'],
    ['2026-12-04T23:59:59.999Z', 'now'],
    ['2026-12-05T00:00:00.000Z', 'over'],
  ])('at %s is %s', (at, state) => expect(absenceState(away, Date.parse(at))).toBe(state));

  test('is none without one', () => {
    expect([absenceState(null, 0), absenceState(undefined, 0)]).toEqual(['none', 'none']);
  });

  test.each([
    ['Europe/Berlin', '2026-11-30T23:00:00.000Z', '2026-12-01T23:00:00.000Z'],
    ['America/New_York', '2026-12-01T05:00:00.000Z', '2026-12-02T05:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-30T10:00:00.000Z', '2026-12-01T10:00:00.000Z'],
  ])('is of the days of who is away, in %s', (zone, from, until) => {
    expect(absenceOf('2026-12-01', '2026-12-02', zone)).toEqual({ from, until });
    expect([dayIn(Date.parse(from), zone), dayIn(Date.parse(from) - 1, zone)]).toEqual([
      '2026-12-01',
      '2026-11-30',
    ]);
    expect(dayIn(Date.parse(from), zone, 7)).toBe('2026-12-08');
  });

  test('begins with its first day also where summer time begins or ends at midnight', () => {
    // Cairo leaves out the midnight of 24 April, and Havana has two of 1 November.
    expect(absenceOf('2026-04-24', '2026-04-25', 'Africa/Cairo')?.from).toBe('2026-04-23T22:00:00.000Z');
    expect(absenceOf('2026-11-01', '2026-11-02', 'America/Havana')?.from).toBe('2026-11-01T04:00:00.000Z');
    expect(absenceOf('2026-03-29', '2026-03-30', 'Europe/Berlin')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      until: '2026-03-29T22:00:00.000Z',
    });
  });

  test('is none without days, or with days in the wrong order', () => {
    const days = [
      ['2026-12-01', '2026-12-01'],
      ['2026-12-02', '2026-12-01'],
      ['', '2026-12-01'],
      ['2026-12-02', 'soon'],
    ] as const;
    expect(days.map(([from, until]) => absenceOf(from, until, 'UTC'))).toEqual([null, null, null, null]);
  });

  test('is in the zone of the working time, else of the user', () => {
    const workingTime = { days: ['Monday'], hours: '09:00-17:00', holidays: [] };
    const timeZone = 'Asia/Tokyo';
    expect(zoneOfUser({ workingTime: { ...workingTime, timeZone: 'Europe/Paris' }, timeZone })).toBe(
      'Europe/Paris',
    );
    expect(zoneOfUser({ workingTime, timeZone })).toBe('Asia/Tokyo');
    expect(zoneOfUser({ workingTime: null, timeZone: null })).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
  });
});

describe('open work', () => {
  const task = (id: string, lead: string | null, lane: string | null = null) => ({ id, lead, lane });
  const leads = [{ id: 'l1' }];

  test('is each lead, and each task that goes with none of them', () => {
    const tasks = [
      task('goes', 'l1'),
      task('lane', 'l1', 'Support'),
      task('other', 'l2'),
      task('alone', null),
    ];
    expect(piecesOf(leads, tasks).map(({ list, id }) => `${list}/${id}`)).toEqual([
      ...['leads/l1', 'tasks/lane', 'tasks/other', 'tasks/alone'],
    ]);
  });

  test('leaves a deputy their own tasks on the leads that go back', () => {
    const pieces = [...piecesOf(leads, []), { list: 'tasks', id: 'l2' } as const];
    const theirs = [task('t1', 'l1'), task('t2', 'l1', 'Support'), task('t3', 'l2'), task('t4', null)];
    expect(tasksThatStay(pieces, theirs)).toEqual(['t1']);
  });

  test('is unknown where nobody has counted it', () => {
    const ann = { owner: 'ann@x.com', leads: 1, tasks: 0, overdue: 0, opportunities: 0, others: 0 };
    expect([workOf(null, 'ann@x.com'), workOf([ann], 'ann@x.com'), workOf([ann], 'bob@x.com')]).toEqual([
      ...[null, ann, 0],
    ]);
  });
});

test('a form sends what it changes, and nothing else', () => {
  const before = { name: 'Ann', territories: ['DE'], away: { from: '1', until: '2' }, capacity: 1 };
  const after = { name: null, territories: ['DE'], away: { from: '1', until: '2' }, capacity: 2 };
  expect(differing<object>(before, after)).toEqual({ name: null, capacity: 2 });
  expect(differing<object>(before, { ...before })).toEqual({});
});

test.each([
  ['admin', 'admin rep manager marketer operator'],
  ['manager', 'rep marketer operator'],
  ['rep', ''],
] as const)('of a team, %s may change: %s', (by, changed) => {
  const roles = ['admin', 'rep', 'manager', 'marketer', 'operator'] as const;
  expect(roles.filter((role) => mayChangeUser(by, { role })).join(' ')).toBe(changed);
});

test('one piece that is refused holds no other back', async () => {
  const through: number[] = [];
  const assign = async (piece: number) => {
    if (piece === 2) throw new Error('it is closed');
  };
  const answer = await reassignEach([1, 2, 3], assign, (count) => through.push(count));
  expect(answer).toEqual({ moved: [1, 3], refused: [{ piece: 2, message: 'it is closed' }] });
  expect(through).toEqual([1, 2, 3]);
});
