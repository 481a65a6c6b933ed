/** Who the visitor is: an anonymous id of our own in a first-party cookie, and the user once they say so. */
import { forget, randomId, recall, remember } from './storage.ts';

const cookieName = 'scoville_anonymous_id';
const cookieSeconds = 180 * 24 * 3_600;

export interface Identity {
  ids(): { anonymousId: string; userId: string | null };
  /** Null leaves the user as known so far. */
  know(userId: string | null): void;
  /** A new visitor from here on. */
  reset(): void;
}

export function createIdentity(): Identity {
  let anonymousId = fromCookie() ?? recall('anonymous_id') ?? randomId();
  const keep = () => {
    remember('anonymous_id', anonymousId);
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    try {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where most visitors are.
      document.cookie = `${cookieName}=${anonymousId}; path=/; max-age=${cookieSeconds}; SameSite=Lax${secure}`;
    } catch {
      // Cookies are forbidden here; storage or memory has the id.
    }
  };
  keep();
  return {
    ids: () => ({ anonymousId, userId: recall('user_id') }),
    know: (userId) => {
      if (userId) remember('user_id', userId);
    },
    reset: () => {
      forget('user_id');
      anonymousId = randomId();
      keep();
    },
  };
}

function fromCookie(): string | null {
  try {
    return new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(document.cookie)?.[1] ?? null;
  } catch {
    return null;
  }
}
