/**
 * Profiles that were erased, by salted hashes of their ids, each with the time until which what was accepted is erased. A partition
 * keeps those of its own profiles; the commit that erases one adds it.
 */
import { erasedNameOf } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';

/** The field with the salt; the others are names of erased profiles. */
export const saltField = '#salt';
/** The field that counts changes, so that a reader knows whether its copy is old. */
export const changesField = '#changes';

export class ErasedProfiles {
  readonly #salt: string;
  readonly #untilMs = new Map<string, number>();
  /** What the names begin with: most ids need no hash. */
  readonly #beginnings = new Set<string>();

  constructor(fields: Readonly<Record<string, string>>) {
    this.#salt = fields[saltField] ?? '';
    for (const [name, untilMs] of Object.entries(fields)) {
      if (name.startsWith('#')) continue;
      this.#untilMs.set(name, Number(untilMs));
      this.#beginnings.add(name.slice(0, 3));
    }
  }

  /** Until when what was accepted of a profile is erased, ms; 0 where it never was. */
  untilMs(profile: string): number {
    if (this.#untilMs.size === 0 || !this.#beginnings.has(profile.slice(0, 3))) return 0;
    return this.#untilMs.get(erasedNameOf(this.#salt, profile)) ?? 0;
  }
}

export const nobodyErased = new ErasedProfiles({});

/** Adds erased profiles to a partition. A later time stays. */
export async function rememberErased(
  redis: RedisClient,
  key: string,
  salt: string,
  erased: readonly { name: string; untilMs: number }[],
): Promise<void> {
  if (erased.length === 0) return;
  const known = await redis.hgetall(key);
  const fields: Record<string, string | number> = { [saltField]: salt };
  for (const { name, untilMs } of erased) if (untilMs > Number(known[name] ?? 0)) fields[name] = untilMs;
  await redis.multi().hset(key, fields).hincrby(key, changesField, 1).exec();
}
