/** What visitors of the demo do, as a server of the shop sends it. Pure. */
import type { Doing, Done } from './behaviour.core.ts';
import type { Visitor } from './cast.core.ts';
import type { Visits } from './plan.core.ts';
import { traitsOf } from './updates.core.ts';

/** Returns the events of known visitors: who they are first. Each has the message id that scoring of the history went by. */
export function eventsOf({ visitor, behaviour }: Visits) {
  const [first] = behaviour;
  if (first === undefined) return [];
  return [
    identify(visitor, visitor.email, first.atMs),
    ...behaviour.map((done, index) => eventOf({ userId: visitor.email }, `${visitor.email} ${index}`, done)),
  ];
}

/** `visit` makes the message one of its own. */
export const identify = (visitor: Visitor, visit: string, atMs: number) => ({
  type: 'identify',
  userId: visitor.email,
  messageId: `${visit} identify`,
  timestamp: new Date(atMs).toISOString(),
  traits: traitsOf(visitor),
});

export const eventOf = (
  who: { userId: string } | { anonymousId: string },
  messageId: string,
  { atMs, doing }: Done,
) => ({
  ...who,
  messageId,
  timestamp: new Date(atMs).toISOString(),
  ...wordsOf(doing),
});

const wordsOf = (doing: Doing) =>
  'page' in doing
    ? { type: 'page', name: doing.page, properties: { path: doing.page } }
    : { type: 'track', event: doing.track, properties: doing.properties };
