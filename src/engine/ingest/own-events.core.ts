/** Events by which Scoville itself says what it knows of people. Pure. */
import { eventHashOf } from '../../base/kernel/kernel.ts';
import { foundAlready, type JsonObject, type ScovilleEvent } from '../../contract/language/language.ts';

/** What is said of one profile. */
export interface Statement {
  /** The same however often it is said. */
  id: string;
  profile: string;
  /** Since when it is so, ms. */
  atMs: number;
  traits: JsonObject;
  /** Whether it was so before anybody asked: then it moves no tier by itself. */
  wasThere: boolean;
}

/** Returns its event. */
export function ownEvent(
  { id, profile, atMs, traits, wasThere }: Statement,
  acceptedAtMs: number,
): ScovilleEvent {
  // No id of a client has U+0000, so it is never one of theirs.
  const named = `own\u0000${id}`;
  return {
    id: named,
    hash: eventHashOf(named),
    atMs,
    acceptedAtMs,
    profile,
    key: '',
    type: 'identify',
    name: wasThere ? foundAlready : '',
    path: '',
    traits,
  };
}
