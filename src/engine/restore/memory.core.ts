/** What Redis holds and nobody can derive again, put together with the copy in PostgreSQL. Pure. */
import type { Memory } from '../history/history.ts';
import { programmesHash, signaturesHash } from '../stream/stream.ts';

const lastId = '#last';

/**
 * Returns the fields that Redis must hold: those of the copy, and what only Redis has. Ids of match signatures stay those of the
 * copy; one that Redis gave to another name meanwhile is given again. Of two generations of programmes the later stays.
 */
export function joinedMemory(inRedis: Memory, copy: Memory): Memory {
  const joined: Memory = {};
  for (const key of new Set([...Object.keys(inRedis), ...Object.keys(copy)])) {
    const [found = {}, kept = {}] = [inRedis[key], copy[key]];
    joined[key] = key === signaturesHash ? joinedIds(found, kept) : laterOf(found, kept);
  }
  return joined;
}

function joinedIds(found: Record<string, string>, kept: Record<string, string>): Record<string, string> {
  const taken = new Set(Object.entries(kept).flatMap(([name, id]) => (name === lastId ? [] : [id])));
  const joined: Record<string, string> = { ...kept };
  for (const [name, id] of Object.entries(found))
    if (name !== lastId && joined[name] === undefined && !taken.has(id)) joined[name] = id;
  const ids = [...Object.values(joined), found[lastId] ?? '0'].map(Number);
  if (ids.length > 1) joined[lastId] = String(Math.max(...ids));
  return joined;
}

function laterOf(found: Record<string, string>, kept: Record<string, string>): Record<string, string> {
  const isLater = Number(found['generation'] ?? 0) > Number(kept['generation'] ?? 0);
  return isLater ? { ...kept, ...found } : { ...found, ...kept };
}

/** The hashes that are kept. */
export const memoryKeys: readonly string[] = [signaturesHash, programmesHash];
