/** Matches of one page that count apart: of what is sent twice at once, the first counts. Pure. */
import { keyHashOf } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { plainName } from './event-name.ts';

/** A hash of what is the same when it is sent twice. A page or screen is so by its path, or by its name without one; an event by name and path. */
export function samenessOf({ type, name, path }: Pick<ScovilleEvent, 'type' | 'name' | 'path'>): number {
  const isView = type === 'page' || type === 'screen';
  return keyHashOf([type, isView && path !== '' ? '' : plainName(name), path].join('\0'));
}

/** The matches of one rule, which come in the order of their times. */
export class Apart {
  readonly #apartMs: number;
  /** By what is the same, when it last counted. */
  readonly #countedAtMs = new Map<number, number>();

  constructor(apartMs: number) {
    this.#apartMs = apartMs;
  }

  /** Whether a match counts. One that does not changes nothing: the next is apart from the one that counted. */
  counts({ atMs, key }: { atMs: number; key: number }): boolean {
    const before = this.#countedAtMs.get(key);
    if (before !== undefined && atMs - before < this.#apartMs) return false;
    this.#countedAtMs.set(key, atMs);
    return true;
  }
}
