/** The audit trail in words: acts by their calls, changes by their columns. */
import { describe, expect, test } from 'vitest';
import type { TrailEntry } from '../../../contract/api/api.ts';
import { actInWords, changesInWords, outcomeInWords, pageOf } from './trail-words.ts';

const act = (method: string, route: string, more: Partial<TrailEntry> = {}): TrailEntry => ({
  ...{ id: 'act-1', source: 'act', at: '2026-12-01T00:00:00.000Z', actor: 'ann@example.com' },
  ...{
    kind: 'keys',
    target: null,
    name: null,
    changes: null,
    method,
    route,
    status: 200,
    fields: [],
    ...more,
  },
});
const change = (changes: TrailEntry['changes'], more: Partial<TrailEntry> = {}) =>
  act('', '', { source: 'change', kind: 'leads', changes, status: null, ...more });

describe('an act', () => {
  test.each([
    ['POST', '/keys', 'made a key'],
    ['POST', '/keys/:id/rotate', 'rotated a key'],
    ['DELETE', '/keys/:id', 'revoked a key'],
    ['PATCH', '/keys/:id', 'changed a key'],
    ['POST', '/users/:email/deactivate', 'ended a user'],
    ['POST', '/privacy/erase', 'erased a person'],
    ['POST', '/erasures', 'erased a person'],
    ['GET', '/exports', 'exported records'],
    ['PUT', '/something/new', 'saved keys'],
  ])('%s %s is "%s"', (method, route, words) => expect(actInWords(act(method, route))).toBe(words));

  test('says how it ended where it was not done', () => {
    expect(
      [200, 399, 400, 499, 500, null].map((status) => outcomeInWords(act('POST', '/keys', { status }))),
    ).toEqual([
      '',
      '',
      'refused (400)',
      'refused (499)',
      'failed (500)',
      'no outcome: the server stopped meanwhile',
    ]);
  });
});

describe('a change', () => {
  test('is a beginning, an end, or between them', () => {
    expect(actInWords(change({ owner: [null, 'ann'] }))).toBe('added to leads');
    expect(actInWords(change({ owner: ['ann', null] }))).toBe('deleted from leads');
    expect(actInWords(change({ owner: ['ann', 'bob'], status: [null, 'x'] }))).toBe('changed a lead');
    expect(actInWords(change({ body: [null, 'Hello'] }, { kind: 'activities' }))).toBe('logged a contact');
    expect(actInWords(change({ activity: ['ac_1', null] }, { kind: 'activities' }))).toBe(
      'took back a contact',
    );
    expect(actInWords(change({ owner: ['ann', 'bob'] }, { kind: 'saved_views' }))).toBe(
      'changed saved views',
    );
    expect(outcomeInWords(change({}))).toBe('');
  });

  test('has its columns before and after, without those of every change; long values are cut', () => {
    expect(
      changesInWords({
        owner: ['ann', null],
        next_action_at: [null, 'x'.repeat(81)],
        updated_at: ['a', 'b'],
      }),
    ).toEqual([
      { name: 'owner', text: 'ann → nothing' },
      { name: 'next action at', text: `${'x'.repeat(80)}…` },
    ]);
  });

  test('leads to its record', () => {
    expect(pageOf(change({}, { target: 'ld_1' }))).toBe('/leads/ld_1');
    expect([
      pageOf(change({}, { target: 'constructor_1' })),
      pageOf(act('POST', '/keys', { target: 'ld_1' })),
    ]).toEqual([null, null]);
    expect(pageOf(act('POST', '/x', { kind: 'programmes', target: 'emea' }))).toBe('/programmes/emea');
    expect(pageOf(act('POST', '/x', { kind: 'programmes', target: '../x' }))).toBeNull();
  });
});
