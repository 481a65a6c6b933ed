/** Moves on the revision that was seen: what becomes of one where somebody was first. */
import { sendOnSeen } from './send-on-seen.ts';

/** What a page has seen of a record in a stage. */
export interface Seen {
  stage: string | null;
  revision: number;
}

/** Why a move was refused: only another stage says that somebody has moved it. */
export function outdated(seen: Seen, present: Seen): Error {
  return new Error(
    present.stage === seen.stage
      ? 'Somebody has changed it meanwhile. What you typed is kept: look at it again, then move it.'
      : `Somebody else was first: it is in ${present.stage ?? 'no stage'} now. Look at it again.`,
  );
}

/**
 * Sends a move of the stage alone on what was seen. A change that left the stage as it was refuses nothing: the move is sent on that.
 * Throws, in words, where somebody has moved the record.
 */
export function moveFrom<Answer>(
  seen: Seen,
  sending: { send: (revision: number) => Promise<Answer>; read: () => Promise<Seen> },
): Promise<Answer> {
  return sendOnSeen(seen.revision, {
    ...sending,
    refusal: (present) => (present.stage === seen.stage ? null : outdated(seen, present)),
  });
}
