/** Acts on a record with what takes them back: the undo that its timeline offers, so that all of the act goes with it. */
import { api } from '../api/api.ts';
import { undoableEntryOf } from './entry-of-act.ts';

/** What an act has answered, and how it is taken back. */
export interface JustDone<Answer> {
  answer: Answer;
  takeBack(): Promise<unknown>;
}

/** Newer entries than that were made by nobody between an act and the look at its timeline. */
const entriesLooked = 10;

/** Runs an act of a user that makes a record. */
export async function madeBy<Made extends { id: string }>(
  user: string,
  act: Promise<Made>,
): Promise<JustDone<Made>> {
  const made = await act;
  return doneTo(made.id, user, Promise.resolve(made));
}

/** Runs an act of a user on a record. Its entry is looked up at once: later acts have entries of their own. */
export async function doneTo<Answer>(
  record: string,
  user: string,
  act: Promise<Answer>,
): Promise<JustDone<Answer>> {
  const answer = await act;
  const entry = api
    .timeline(record, entriesLooked)
    .then(({ items }) => undoableEntryOf(items, user))
    .catch(() => undefined);
  const takeBack = async () => {
    const id = await entry;
    if (id === undefined) throw new Error('Its history says whether it can be undone: look there.');
    return api.undoEntry(record, id);
  };
  return { answer, takeBack };
}
