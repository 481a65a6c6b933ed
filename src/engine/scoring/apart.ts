/** Matches of one page that count apart: of what is sent twice at once, the first counts. Pure. */
import { keyHashOf } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { plainName } from './event-name.ts';

/** Paths of one kind whose hashes are kept: a hash costs more than all else about a page. A flood of made-up ones only costs its own. */
const pathsMax = 4_096;
const hashes = { page: new Map<string, number>(), screen: new Map<string, number>() };

/** A hash of what is the same when it is sent twice. A page or screen is so by its path, or by its name without one; an event by name and path. */
export function samenessOf({ type, name, path }: Pick<ScovilleEvent, 'type' | 'name' | 'path'>): number {
  const isView = type === 'page' || type === 'screen';
  if (!isView || path === '') return keyHashOf([type, plainName(name), path].join('\0'));
  const known = hashes[type];
  const before = known.get(path);
  if (before !== undefined) return before;
  if (known.size >= pathsMax) known.clear();
  const hash = keyHashOf([type, '', path].join('\0'));
  known.set(path, hash);
  return hash;
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
