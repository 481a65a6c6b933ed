/** Who the visitor is: an anonymous id of our own in a first-party cookie, and the user once they say so. */
import { attempt, forget, namesOf, ours, randomId, recall, remember } from './storage.ts';

const name = 'anonymous_id';

/** The id of this browser; the first call makes it. Each event asks again, so that two tabs agree. */
export function anonymousId(): string {
  const cookie = attempt(() => /(?:^|; )scoville_anonymous_id=([\w-]+)/.exec(document.cookie)?.[1]);
  return cookie ?? recall(name) ?? keep(randomId());
}

/** Keeps the id for another 180 days. */
export function keep(id: string): string {
  remember(name, id);
  write(`${id}; max-age=${180 * 24 * 3_600}`);
  return id;
}

/** Keeps who the user is. Nobody is named by an empty text, or by a number that has lost digits. */
export function know(userId: unknown): void {
  const isText = userId && /string|bigint/.test(typeof userId);
  if (isText || Number.isSafeInteger(userId)) remember('user_id', `${userId}`);
}

/** Begins the ids of withdrawals: no other name of ours has it. */
export const withdrawalMark = 'W';

/**
 * Removes all that we keep in this browser, except what the visitor said about consent. A withdrawal that waits stays too.
 */
export function removeTraces(): void {
  for (const kept of namesOf('')) if (!/^consent|_W/.test(kept)) forget(kept);
  write('; max-age=0');
}

function write(value: string): void {
  const secure = /^https/.test(location.protocol) ? '; Secure' : '';
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where most visitors are.
    document.cookie = `${ours(name)}=${value}; path=/; SameSite=Lax${secure}`;
  });
}
