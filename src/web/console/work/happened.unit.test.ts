/** What happened, in words: changes that mean something to a rep, and what people logged, the latest first. */
import { describe, expect, test } from 'vitest';
import type { ActivityView, TimelineEntry } from '../../../contract/api/api.ts';
import { type Change, happenings } from './happened.ts';

const change = (changes: TimelineEntry['changes'], actor = 'rep@example.com'): Change => ({
  id: '1',
  kind: 'leads',
  at: '2026-11-23T12:00:00.000Z',
  actor,
  changes,
  undo: null,
  undone: null,
  undoes: null,
  record: 'ld_1',
});
const takenBack = (kind: string, loggedBy: string): Change => ({
  ...change({ activity: ['ac_1', null], kind: [kind, null], logged_by: [loggedBy, null] }),
  kind: 'activities',
});
const activity = (given: Partial<ActivityView>) =>
  ({
    id: 'ac_1',
    at: '2026-11-23T11:00:00.000Z',
    kind: 'call',
    direction: 'out',
    loggedBy: 'rep@example.com',
    outcome: null,
    body: '',
    nextStep: null,
    ...given,
  }) as ActivityView;

describe('a change', () => {
  test.each<[string, Change, string | undefined]>([
    [
      'a new lead',
      change({ id: [null, 'ld_1'], score: [null, 63], owner: [null, 'o@x.com'] }, 'scoring'),
      'opened at 63 points for o@x.com',
    ],
    ['one of nobody', change({ id: [null, 'ld_1'], score: [null, 63] }, 'scoring'), 'opened at 63 points'],
    ['one by hand', change({ id: [null, 'ld_1'] }), 'opened'],
    ['claimed', change({ owner: [null, 'rep@example.com'] }), 'claimed it'],
    [
      'given away',
      change({ owner: ['rep@example.com', 'o@x.com'] }),
      'assigned it to o@x.com, from rep@example.com',
    ],
    ['given from the queue', change({ owner: [null, 'o@x.com'] }), 'assigned it to o@x.com'],
    [
      'handed back',
      change({ owner: ['rep@example.com', null] }),
      'returned it to the queue, from rep@example.com',
    ],
    [
      'junk',
      change({ quality: [null, 'junk'], quality_reason: [null, 'Student'] }),
      'quality: junk, Student',
    ],
    [
      'good after junk',
      change({ quality: ['junk', 'good'], quality_reason: ['Student', null] }),
      'quality: good',
    ],
    ['no quality', change({ quality: ['good', null] }), 'removed the quality'],
    [
      'two at once',
      change({ status: ['New', 'Converted'], score: [22, 63] }),
      'status New → Converted; score 22 → 63',
    ],
    ['moved', change({ stage: ['Offered', 'Agreed'] }), 'stage Offered → Agreed'],
    ['a first phone', change({ phone: [null, '+44 1'] }), 'phone none → +44 1'],
    [
      'back from a snooze',
      change({ snoozed_until: ['2026-11-23T12:00:00Z', null] }),
      'it is back from its snooze',
    ],
    ['marked', change({ do_not_contact: [false, true] }), 'marked: do not contact'],
    ['free again', change({ do_not_contact: [true, false] }), 'may be contacted again'],
    [
      'fields',
      change({
        fields: [
          { kept: 1, was: 2 },
          { kept: 1, is: 3 },
        ],
      }),
      'filled in was, is',
    ],
    ['an amount', change({ amount: ['0', '6900.00'] }), 'amount 0 → 6,900'],
    ['a first amount', change({ amount: [null, '12.5'] }), 'amount none → 12.5'],
    [
      'a task opened beside its lead',
      { ...change({ id: [null, 'tk_1'], score: [null, 63], owner: [null, 'o@x.com'] }), isOfTask: true },
      'task: opened for o@x.com',
    ],
    [
      'the score and tier of the same task',
      { ...change({ score: [35, 43], tier: [1, 2] }), isOfTask: true },
      undefined,
    ],
    [
      'of a task beside its lead',
      { ...change({ status: ['Open', 'Complete'] }), isOfTask: true },
      'task: status Open → Complete',
    ],
    ['of a score', change({ score: [35, 43] }), 'score 35 → 43'],
    ['of the same score at its task', { ...change({ score: [35, 43] }), isOfTask: true }, undefined],
    [
      'of a task with its score',
      { ...change({ score: [35, 43], status: ['Open', 'Complete'] }), isOfTask: true },
      'task: status Open → Complete',
    ],
    [
      'a record that is voided',
      {
        ...change({
          stage: ['Prospecting', 'Closed Lost'],
          ended: [null, 'voided'],
          end_reason: [null, 'Taken back'],
        }),
        kind: 'opportunities',
      },
      'it is taken back, as what opened it was undone',
    ],
    [
      'a lead that ended in a merge',
      change({ status: ['New', 'Closed lost'], ended: [null, 'voided'] }),
      'it is merged: another lead goes on',
    ],
    [
      'a record that is lost',
      change({ stage: ['Prospecting', 'Closed Lost'], ended: [null, 'lost'] }),
      'stage Prospecting → Closed Lost',
    ],
    ['a log taken back', takenBack('call', 'rep@example.com'), 'took back a call'],
    [
      'a log of somebody else taken back',
      takenBack('mail', 'o@x.com'),
      'took back an e-mail that o@x.com had logged',
    ],
    ['nothing a rep cares for', change({ updated_at: ['a', 'b'] }), undefined],
  ])('%s', (_what, entry, words) => {
    expect(happenings({ changes: [entry], activities: [] })[0]?.what).toBe(words);
  });
});

test('what was logged can be taken back by those who may', () => {
  const undoOf = (mayUndo: boolean) =>
    happenings({ changes: [], activities: [activity({})], mayUndo: () => mayUndo })[0]?.undo;
  expect([undoOf(true), undoOf(false)]).toEqual([{ activity: 'ac_1' }, null]);
});

test('what was logged, ours and theirs, with its notes', () => {
  const what = (given: Partial<ActivityView>) =>
    happenings({ changes: [], activities: [activity(given)] })[0];
  expect(what({ outcome: 'Spoke', body: 'Hello', nextStep: 'Quote' })).toMatchObject({
    what: 'called: Spoke',
    details: 'Hello\nNext: Quote',
  });
  expect(what({ direction: 'in', kind: 'mail' })).toMatchObject({ what: 'got an e-mail', details: null });
  expect(what({ direction: 'in', kind: 'meeting' })?.what).toBe('met');
  expect(what({ direction: null, kind: 'note', body: 'x' })?.what).toBe('wrote a note');
});

test('owners go by their names, and fields by their labels', () => {
  const names: Record<string, string> = { 'rep@example.com': 'Rita', 'o@x.com': 'Otto' };
  const what = (changes: TimelineEntry['changes']) =>
    happenings({
      changes: [change(changes)],
      activities: [],
      fieldLabels: { spent: 'Spent so far' },
      nameOf: (owner) => names[owner] ?? owner,
    })[0]?.what;
  expect(what({ owner: ['o@x.com', 'rep@example.com'] })).toBe('claimed it');
  expect(what({ owner: ['rep@example.com', 'o@x.com'] })).toBe('assigned it to Otto, from Rita');
  expect(what({ owner: ['o@x.com', null] })).toBe('returned it to the queue, from Otto');
  expect(what({ id: [null, 'ld_1'], owner: [null, 'o@x.com'] })).toBe('opened for Otto');
  expect(what({ fields: [{}, { spent: 1, other: 2 }] })).toBe('filled in Spent so far, other');
});

test('a change brings its undo, with the record it is in', () => {
  const undo = { until: '2026-11-24T12:00:00.000Z', refusal: 'it was changed again' };
  const [found] = happenings({ changes: [{ ...change({ owner: [null, 'a'] }), undo }], activities: [] });
  expect(found?.undo).toEqual({ record: 'ld_1', entry: '1', refusal: 'it was changed again' });
});

test('the latest comes first', () => {
  const found = happenings({ changes: [change({ score: [1, 2] })], activities: [activity({})] });
  expect(found.map(({ what }) => what)).toEqual(['score 1 → 2', 'called, no outcome said']);
});

test('behaviour goes by its page or asset, and points by the label of their rule', () => {
  const at = '2026-11-23T10:00:00.000Z';
  const event = (given: object) => ({
    event: 'e',
    type: 'page',
    name: '',
    at,
    path: '',
    asset: null,
    ...given,
  });
  const entry = (given: object) => ({
    ...{ profile: 'p', programme: 'emea', version: '1', notedAt: at, at, event: 'e', rule: 'demo' },
    ...{ kind: 'paid' as const, points: 15, reason: 'once a day' },
    ...given,
  });
  const found = happenings({
    changes: [],
    activities: [],
    events: [
      event({ path: '/pricing' }),
      event({ type: 'track', name: 'File Downloaded', asset: 'guide.pdf' }),
      event({ type: 'track', name: 'Signed Up' }),
      event({ type: 'identify' }),
    ],
    ledger: [
      entry({}),
      entry({ kind: 'refused', points: 0, rule: 'other' }),
      entry({ kind: 'taken back', points: 1 }),
    ],
    who: 'Ada',
    labels: { demo: 'Watched a demo' },
  });
  expect(found.map(({ kind, who, what }) => [kind, who, what])).toEqual([
    ['behaviour', 'Ada', 'viewed /pricing'],
    ['behaviour', 'Ada', 'File Downloaded: guide.pdf'],
    ['behaviour', 'Ada', 'Signed Up'],
    ['behaviour', 'Ada', 'gave contact details'],
    ['score', 'Watched a demo', 'earned 15 points'],
    ['score', 'other', 'earned nothing'],
    ['score', 'Watched a demo', 'lost 1 point'],
  ]);
});

test('an undo says what it took back, in the words of that; and that row is undone', () => {
  const by = { at: '2026-11-23T12:00:01.000Z', by: 'rep@example.com' };
  const act = { ...change({ status: ['New', 'Converted'] }), id: '1', undone: by };
  const back = { ...change({ status: ['Converted', 'New'] }), id: '2', undoes: ['1'] };
  const opened = { ...change({ id: [null, 'tk_1'] }), id: '3', undone: by };
  const cancelled = { ...change({ status: ['Open', 'Cancelled'] }), id: '4', undoes: ['3'] };
  const ofAnother = { ...change({ owner: ['rep@example.com', null] }), id: '5', undoes: [] };
  const voided = {
    ...change({ stage: ['A', 'Lost'], ended: [null, 'voided'] }),
    ...{ id: '6', kind: 'opportunities', undoes: ['3'] },
  };
  const changes = [voided, ofAnother, cancelled, back, opened, act];
  const found = happenings({ changes, activities: [] });
  expect(
    found.map(({ id, what, isUndone }) => [id, what.replaceAll(/[\u2068\u2069]/g, ''), isUndone]),
  ).toEqual([
    ['6', 'it is taken back, as what opened it was undone', false],
    ['5', 'returned it to the queue, from rep@example.com; by an undo', false],
    ['4', 'undid: opened', false],
    ['2', 'undid: status New → Converted', false],
    ['3', 'opened', true],
    ['1', 'status New → Converted', true],
  ]);
});

test('the undo of a merge says that they are two', () => {
  const [before, after] = [null, { id: 'pe_2', merge: 'mg_1' }];
  const merged = { ...change({ merged: [before, after] }), id: '1', kind: 'merges' };
  const apart = { ...change({ merged: [after, before] }), id: '2', kind: 'merges', undoes: ['1'] };
  const found = happenings({ changes: [apart, merged], activities: [] });
  expect(found[0]?.what.replaceAll(/[\u2068\u2069]/g, '')).toBe('took pe_2 apart again: they are two');
});

test('an answer of a process of before has nothing of undos: its entries are as they were', () => {
  const { undone: _undone, undoes: _undoes, ...before } = change({ owner: [null, 'rep@example.com'] });
  const found = happenings({ changes: [before as Change], activities: [] });
  expect(found).toMatchObject([{ what: 'claimed it', isUndone: false }]);
});

test('what was imported counts when it happened; what became of it later has a time of its own', () => {
  const [at, notedAt] = ['2024-03-01T10:00:00.000Z', '2026-11-23T10:00:00.000Z'];
  const entry = (kind: 'paid' | 'refused' | 'taken back' | 'changed', event: string | null = 'e') => ({
    ...{ profile: 'p', programme: 'emea', version: '1', notedAt, at: event === null ? null : at, event },
    ...{ rule: 'demo', kind, points: 15, reason: '' },
  });
  const timesOf = (...ledger: ReturnType<typeof entry>[]) =>
    happenings({ changes: [], activities: [], ledger }).map((one) => one.at);
  expect(timesOf(entry('paid'), entry('refused'))).toEqual([at, at]);
  expect(timesOf(entry('taken back'), entry('changed'), entry('paid', null))).toEqual([
    notedAt,
    notedAt,
    notedAt,
  ]);
});
