/** Keys as the doors know them, and who may send with one. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';

export const keyKinds = ['public', 'secret'] as const;
/** `public`: it stands in pages, so anybody may have it. `secret`: only servers of the operator have it. */
export type KeyKind = (typeof keyKinds)[number];

/** A key without the key: enough to recognise it. Published in Redis as JSON. */
export interface PublishedKey {
  id: string;
  kind: KeyKind;
  /** Pages that may send with it; empty is any. */
  origins: readonly string[];
  /** Set where user ids need their signatures. */
  signed?: 'required';
  hashes: readonly KeyHash[];
}

export interface KeyHash {
  /** Hex SHA-256 of the key. */
  sha256: string;
  /** Until when it counts, ms; null while nobody ends it. */
  untilMs: number | null;
}

/** What the doors read, as one text. */
export function publishedText(keys: readonly PublishedKey[]): string {
  return JSON.stringify([...keys].sort((one, other) => (one.id < other.id ? -1 : 1)));
}

/** The keys of such a text by their hashes. Throws where it is none: a door then keeps what it knew. */
export function keysByHash(text: string): Map<string, { key: PublishedKey; hash: KeyHash }> {
  const keys = JSON.parse(text) as PublishedKey[];
  return new Map(keys.flatMap((key) => key.hashes.map((hash) => [hash.sha256, { key, hash }] as const)));
}

/**
 * Throws where a request may not use the key. A page sends its origin by itself, so a request without one comes from no page. That is
 * what a secret key needs. A public key that is for some pages is refused to it.
 */
export function requireOrigin({ kind, origins }: PublishedKey, origin: string | null): void {
  if (kind === 'secret') {
    if (origin === null) return;
    throw new ApiError(
      'secret_key_in_page',
      `a page of ${shown(origin)} sent a secret key, so everybody who opens the page has it; revoke it, and use a public key in pages`,
    );
  }
  if (origins.length === 0 || (origin !== null && origins.includes(origin))) return;
  throw new ApiError(
    'origin_not_allowed',
    `${origin === null ? 'the request has no "Origin"' : `"Origin" is ${shown(origin)}`}; this key is for ${origins.join(', ')}. Add the origin to the key, or use another key`,
  );
}

const shown = (origin: string) => JSON.stringify(origin.slice(0, 100));
