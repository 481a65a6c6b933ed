/** Completes a task that was seen open: what becomes of it where somebody was first. */
import type { TaskView } from '../../../contract/api/api.ts';
import { sendOnSeen } from './send-on-seen.ts';

export type SeenTask = Pick<TaskView, 'status' | 'outcome' | 'revision'>;

/**
 * Sends the end of a task on what was seen. A change that left it open refuses nothing: the end is sent on that. Throws, in words, where
 * it has ended: another outcome would take back what the first one did.
 */
export function completeSeen<Answer>(
  seen: SeenTask,
  sending: { send: (revision: number) => Promise<Answer>; read: () => Promise<SeenTask> },
): Promise<Answer> {
  return sendOnSeen(seen.revision, {
    ...sending,
    refusal: (present) => (present.status === 'Open' ? null : endedMeanwhile(present)),
  });
}

function endedMeanwhile({ status, outcome }: SeenTask): Error {
  const ended = outcome === null ? status : `${status}, "${outcome}"`;
  return new Error(
    `Somebody else was first: it is ${ended} now. Its history says who, and can take it back.`,
  );
}
