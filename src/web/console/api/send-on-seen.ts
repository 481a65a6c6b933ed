/** A change that is sent on the revision that a page has seen: what becomes of it where somebody was first. */
import { ScovilleError } from '../../../../clients/typescript/client.js';

export const isOutdated = (error: unknown) => error instanceof ScovilleError && error.status === 412;

interface Sending<Present, Answer> {
  send: (revision: number) => Promise<Answer>;
  /** The record as it is now. */
  read: () => Promise<Present>;
  /** Why it is not sent on that, in words; null where what was changed since does not matter. */
  refusal: (present: Present) => Error | null;
}

/** Sends it on the revision that was seen, and again on the present one where nothing that matters was changed since. Throws the refusal. */
export async function sendOnSeen<Present extends { revision: number }, Answer>(
  revision: number,
  { send, read, refusal }: Sending<Present, Answer>,
): Promise<Answer> {
  try {
    return await send(revision);
  } catch (error) {
    if (!isOutdated(error)) throw error;
    const present = await read();
    const why = refusal(present);
    if (why !== null) throw why;
    return send(present.revision);
  }
}
