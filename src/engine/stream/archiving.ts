/**
 * Archived profiles: nothing of them is stored, but a partition remembers which may be among them.
 *
 * That is a Bloom filter, a string of bits. A profile that was archived is always found; a few that never were are found too. These
 * cost a question to the history, no more. Source: B. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970.
 */
import { hash } from 'node:crypto';
import { limits } from '../../base/kernel/kernel.ts';
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { profileIds } from './activation.ts';
import { ringFor } from './bell.ts';
import { archivingKey } from './keys.ts';
import type { Layout } from './layout.ts';

/** The bits of a profile in the filter of its partition. */
export function archivedBits(id: string): number[] {
  const digest = hash('sha1', id, 'buffer');
  return Array.from(
    { length: limits.archivedBitsPerProfile },
    (_, index) => digest.readUIntBE(3 * index, 3) % limits.archivedFilterBits,
  );
}

/** Of some ids, those that may have been archived. */
export async function archivedAmong(
  redis: RedisClient,
  layout: Layout,
  ids: readonly string[],
): Promise<Set<string>> {
  const batch = batchOf(redis);
  for (const id of ids) for (const bit of archivedBits(id)) batch.getbit(layout.of(id).archived, bit);
  const bits = ((await batch.exec()) ?? []).map(([error, bit]) => {
    if (error) throw error;
    return bit === 1;
  });
  const perProfile = limits.archivedBitsPerProfile;
  return new Set(ids.filter((_id, at) => bits.slice(at * perProfile, (at + 1) * perProfile).every(Boolean)));
}

export class Archiving {
  readonly #redis: RedisClient;
  readonly #layout: Layout;

  constructor(redis: RedisClient, layout: Layout) {
    this.#redis = redis;
    this.#layout = layout;
  }

  /** Of some ids, those that may have been archived. */
  among(ids: readonly string[]): Promise<Set<string>> {
    return archivedAmong(this.#redis, this.#layout, ids);
  }

  /** Whether this process is the first to ask within a period, ms: it makes the walk through all profiles. */
  async takeTurn(periodMs: number): Promise<boolean> {
    return (await this.#redis.set(archivingKey, '1', 'PX', periodMs, 'NX')) === 'OK';
  }

  /** All stored profiles, page by page, without those that are gone meanwhile. */
  async *pages(): AsyncGenerator<{ id: string; packed: Buffer }[]> {
    for await (const ids of profileIds(this.#redis)) {
      const batch = batchOf(this.#redis);
      for (const id of ids) batch.getBuffer(this.#layout.of(id).profile(id));
      const answers = (await batch.exec()) ?? [];
      yield ids.flatMap((id, index) => {
        const [error, packed] = answers[index] ?? [null, null];
        if (error) throw error;
        return packed === null ? [] : [{ id, packed: packed as Buffer }];
      });
    }
  }

  /** Makes profiles due, where no earlier timer is. */
  async schedule(ids: readonly string[], nowMs: number): Promise<void> {
    const batch = batchOf(this.#redis);
    for (const id of ids) batch.zadd(this.#layout.of(id).timers, 'LT', nowMs, id);
    for (const [error] of (await batch.exec()) ?? []) if (error) throw error;
    await ringFor(this.#redis, this.#layout, ids);
  }
}
