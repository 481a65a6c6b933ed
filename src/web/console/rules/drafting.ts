/** A draft as it is written on this page: what is saved, what is not yet, and what somebody else has changed meanwhile. Pure. */
import type { DraftView } from '../../../contract/api/api.ts';
import type { Texts } from './rules-api.ts';

export interface Drafting {
  /** What is written here; null while nothing is edited. */
  texts: Texts | null;
  /** The texts that the server has of it. */
  saved: Texts | null;
  /** Of the draft that these texts are based on; 0 where there was none. */
  revision: number;
  /** The draft that somebody else has written meanwhile, or `gone`; null where nobody has. */
  conflict: DraftView | 'gone' | null;
}

export const nothingDrafted: Drafting = { texts: null, saved: null, revision: 0, conflict: null };

export const isUnsaved = ({ texts, saved }: Drafting): boolean => texts !== null && !isSame(texts, saved);

/** A conflict is decided first. */
export const isToSave = (drafting: Drafting): boolean => isUnsaved(drafting) && drafting.conflict === null;

/** How long after the last word a draft is saved, ms. */
export const typedMs = 600;
/** How long after a failure it is tried again first, and at most, ms. */
const retryMs = { first: 5_000, most: 60_000 };

/** When a draft is saved next, after so many tries in a row have failed: ms from now. */
export function saveAfterMs(failures: number): number {
  return failures === 0 ? typedMs : Math.min(retryMs.most, retryMs.first * 2 ** Math.min(failures - 1, 10));
}

/** Whether an address is at or below that of a text: its draft stays open there. */
export function isWithin(address: string, pathname: string): boolean {
  const [, list, text = ''] = address.split('/');
  const [, otherList, other = ''] = pathname.split('/');
  return list === otherList && text !== '' && decoded(other) === decoded(text);
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** What the server has is read: it is shown, unless something unsaved is based on another state. */
export function withServer(drafting: Drafting, server: DraftView | null): Drafting {
  if (drafting.conflict !== null) return drafting;
  // An answer that was on its way while a later one came: revisions only grow.
  if (server !== null && server.revision < drafting.revision) return drafting;
  if (isUnsaved(drafting)) {
    if (server?.revision === drafting.revision || (server === null && drafting.revision === 0))
      return drafting;
    // The same words from elsewhere are no conflict.
    if (server !== null && isSame(drafting.texts, server)) return ofDraft(server);
    return { ...drafting, conflict: server ?? 'gone' };
  }
  return server === null ? nothingDrafted : ofDraft(server);
}

/** Something is written. */
export function withTexts(drafting: Drafting, texts: Partial<Texts>): Drafting {
  return drafting.texts === null ? drafting : { ...drafting, texts: { ...drafting.texts, ...texts } };
}

/** The server has taken what was sent; more may have been written since. */
export function withSaved(drafting: Drafting, saved: DraftView, sent: Texts): Drafting {
  const texts = drafting.texts !== null && isSame(drafting.texts, sent) ? textsOf(saved) : drafting.texts;
  return { texts, saved: textsOf(saved), revision: saved.revision, conflict: null };
}

/** One of the two texts is chosen: theirs replaces mine, or mine is based on theirs from now on. */
export function withChoice(drafting: Drafting, choice: 'mine' | 'theirs'): Drafting {
  const { conflict } = drafting;
  if (conflict === null) return drafting;
  const theirs = conflict === 'gone' ? nothingDrafted : ofDraft(conflict);
  return choice === 'theirs' ? theirs : { ...theirs, texts: drafting.texts };
}

function ofDraft(draft: DraftView): Drafting {
  return { texts: textsOf(draft), saved: textsOf(draft), revision: draft.revision, conflict: null };
}

function textsOf({ text, examples }: Texts): Texts {
  return { text, examples };
}

function isSame(one: Texts | null, other: Texts | null): boolean {
  return one?.text === other?.text && one?.examples === other?.examples;
}
