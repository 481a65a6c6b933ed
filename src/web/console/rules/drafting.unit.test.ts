/** Two marketers and one draft: nothing that either wrote is lost unseen. */
import { expect, test } from 'vitest';
import type { DraftView } from '../../../contract/api/api.ts';
import {
  type Drafting,
  isToSave,
  isUnsaved,
  isWithin,
  nothingDrafted,
  saveAfterMs,
  withChoice,
  withSaved,
  withServer,
  withTexts,
} from './drafting.ts';

function draft(revision: number, text: string): DraftView {
  const by = { begunBy: 'a@x.example', begunAt: '', changedBy: 'b@x.example', changedAt: '' };
  return { ...by, id: 'p', text, examples: null, basedOn: null, revision };
}

const begun = withServer(nothingDrafted, draft(1, 'a'));
const written = withTexts(begun, { text: 'mine' });

test('what nobody writes here follows the server, also where the draft is gone', () => {
  expect(withServer(begun, draft(2, 'theirs')).texts?.text).toBe('theirs');
  expect(withServer(begun, null)).toEqual(nothingDrafted);
  expect(withServer(withServer(begun, draft(3, 'c')), draft(2, 'b')).texts?.text).toBe('c');
});

test('what is written here stays while it is saved, and what is written meanwhile too', () => {
  expect(isUnsaved(written)).toBe(true);
  expect(withServer(written, draft(1, 'a'))).toBe(written);
  const sent = { text: 'mine', examples: null };
  const saved = withSaved(written, draft(2, 'mine\n'), sent);
  expect([isUnsaved(saved), saved.texts?.text, saved.revision]).toEqual([false, 'mine\n', 2]);
  const more = withSaved(withTexts(written, { text: 'mine, more' }), draft(2, 'mine\n'), sent);
  expect([isUnsaved(more), more.texts?.text, more.revision]).toEqual([true, 'mine, more', 2]);
});

test('what somebody else wrote meanwhile is a conflict, and each choice ends it', () => {
  const torn = withServer(written, draft(5, 'theirs'));
  expect(torn.conflict).toMatchObject({ text: 'theirs' });
  expect(withServer(torn, draft(6, 'later'))).toBe(torn);
  const mine = withChoice(torn, 'mine');
  expect([mine.texts?.text, mine.revision, isUnsaved(mine), mine.conflict]).toEqual(['mine', 5, true, null]);
  const theirs = withChoice(torn, 'theirs');
  expect([theirs.texts?.text, isUnsaved(theirs)]).toEqual(['theirs', false]);
});

test('a draft that is gone is begun again with mine, or forgotten', () => {
  const torn = withServer(written, null);
  expect(torn.conflict).toBe('gone');
  const mine: Drafting = withChoice(torn, 'mine');
  expect([mine.texts?.text, mine.revision, isUnsaved(mine)]).toEqual(['mine', 0, true]);
  expect(withChoice(torn, 'theirs')).toEqual(nothingDrafted);
});

test('the same words from two pages are no conflict', () => {
  expect(withServer(written, draft(7, 'mine'))).toMatchObject({ revision: 7, conflict: null });
});

test('an answer from before the last saving is no conflict, while more is written', () => {
  const saved = withSaved(written, draft(4, 'mine'), { text: 'mine', examples: null });
  const more = withTexts(saved, { text: 'mine, more' });
  expect(withServer(more, draft(1, 'a'))).toBe(more);
  expect(withServer(more, draft(4, 'mine'))).toBe(more);
  expect(withServer(more, draft(5, 'theirs')).conflict).toMatchObject({ text: 'theirs' });
});

test('what is unsaved is saved soon, later after each failure, and not before a conflict is decided', () => {
  expect([0, 1, 2, 3, 9, 99].map(saveAfterMs)).toEqual([600, 5_000, 10_000, 20_000, 60_000, 60_000]);
  expect([begun, written, withServer(written, null)].map(isToSave)).toEqual([false, true, false]);
});

test('a draft stays open on all pages of its text, and on those alone', () => {
  const paths = ['/programmes/p', '/programmes/p/backtest', '/programmes/%70/try'];
  expect(paths.every((path) => isWithin('/programmes/p', path))).toBe(true);
  const others = ['/', '/programmes', '/programmes/pp', '/people/p', '/processes/p', '/programmes/%e0%a4%a'];
  expect(others.some((path) => isWithin('/programmes/p', path))).toBe(false);
});
