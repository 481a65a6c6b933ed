/** Archived profiles, by tables: which may leave, and what stays of them. */
import { describe, expect, test } from 'vitest';
import { emptyState, noIdentity, type ProfileState, packState } from '../scoring/scoring.ts';
import { emptyCommit } from '../stream/stream.ts';
import { archiveIdle, isIdle } from './archived.core.ts';
import type { ProfileEvaluation } from './evaluate-profile.core.ts';
import { packRecord } from './profile-record.ts';

const sinceMs = 1_000;
const match = { signatureId: 1, key: 0, number: null };
const lived = (atMs: number, more: Partial<ProfileState> = {}): ProfileState => ({
  ...emptyState(),
  asOfMs: 9_000,
  matchedEvents: [{ hash: 1, atMs, matches: [match] }],
  ...more,
});
const wait = { since: '1-1', knownUntilMs: 1, actedIn: [], outline: [] };

describe('a profile is idle', () => {
  test.each<[string, Buffer, boolean]>([
    ['with its last event before the time', packState(lived(sinceMs - 1)), true],
    ['not with one at the time', packState(lived(sinceMs)), false],
    [
      'not with one that no rule recognised',
      packState(lived(5, { outline: [{ fromMs: 5, toMs: sinceMs }] })),
      false,
    ],
    ['not while it waits for its history', packState(lived(5, { wait, generation: 1 })), false],
    ['without any event', packState({ ...emptyState(), asOfMs: 9_000 }), true],
    ['not as a link', packRecord({ kind: 'link', parent: 'p'.repeat(16) }), false],
    ['not where its bytes cannot be read', Buffer.from('no state'), false],
  ])('%s', (_what, packed, is) => {
    expect(isIdle(packed, sinceMs)).toBe(is);
  });
});

const evaluated: ProfileEvaluation = {
  ...{ state: lived(5), reevaluateAtMs: null, tierUpdates: [] },
  ...{ evaluated: [], ledger: [], crossingsUp: 0, crossingsDown: 0 },
};

test.each<[string, Partial<ProfileEvaluation>, boolean, number, boolean]>([
  ['nothing is left to do', {}, true, sinceMs, true],
  ['an event touched it', {}, false, sinceMs, false],
  ['nobody is archived', {}, true, 0, false],
  ['time still changes its score', { reevaluateAtMs: 99_000 }, true, sinceMs, false],
  ['somebody is notified', { tierUpdates: [{} as never] }, true, sinceMs, false],
  ['it waits', { state: lived(5, { wait }) }, true, sinceMs, false],
])('a profile leaves, or not, where %s', (_what, more, isDue, idleSinceMs, leaves) => {
  const commit = emptyCommit({ offset: '1-1', within: 0 });
  commit.profiles.set('p', packState(lived(5)));
  commit.identities.set('p', '{}');
  archiveIdle({ id: 'p', isDue, identity: noIdentity() }, { ...evaluated, ...more }, commit, { idleSinceMs });
  expect([commit.profiles.size, commit.identities.size]).toEqual(leaves ? [0, 0] : [1, 1]);
  expect(commit.archived).toEqual(leaves ? ['p'] : []);
  expect(commit.forgotten).toEqual(new Map(leaves ? [['p', null]] : []));
});

test.each<[string, string, object, boolean]>([
  ['a known person who denied a purpose', 'u:ada', { consents: { ads: ['denied', 5] } }, false],
  ['one who denied it in a browser', 'u:ada', { claimedConsents: { ads: ['denied', 5] } }, false],
  ['one who allowed it', 'u:ada', { consents: { ads: ['allowed', 5] } }, true],
  [
    'a browser that denied it, and says so again',
    'a:phone',
    { claimedConsents: { ads: ['denied', 5] } },
    true,
  ],
])('%s leaves, or stays: the history may forget a denial', (_who, key, consents, leaves) => {
  const commit = emptyCommit({ offset: '1-1', within: 0 });
  const identity = { ...noIdentity(), keys: [key], ...consents };
  archiveIdle({ id: 'p', isDue: true, identity }, evaluated, commit, { idleSinceMs: sinceMs });
  expect(commit.archived).toEqual(leaves ? ['p'] : []);
});
