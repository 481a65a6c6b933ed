/**
 * Profiles that cannot be evaluated: their stored bytes cannot be read, or their evaluation fails. Each is tried again after
 * ever longer times, and at once where it has changed; the commit that evaluates it takes it out.
 */
import type { RedisClient } from '../../base/redis/redis.ts';
import type { Layout } from './layout.ts';

/** `unreadable`: its stored bytes are none of this program. `failed`: rebuilding or scoring it fails. */
export const failureReasons = ['unreadable', 'failed'] as const;
export type FailureReason = (typeof failureReasons)[number];

export interface FailureCause {
  reason: FailureReason;
  /** In words. */
  detail: string;
}

export interface ProfileFailure extends FailureCause {
  /** When it was tried last, ms since the epoch. */
  atMs: number;
  /** Since when it fails as it is now, ms since the epoch. */
  sinceMs: number;
  /** When it is tried next unless it changes, ms since the epoch. */
  retryAtMs: number;
  /** A digest of what it was tried with. */
  triedWith: string;
}

export interface FailingProfile extends ProfileFailure {
  profile: string;
  partition: number;
}

/** Where a page ended: a partition, and the cursor of the scan within it. */
export interface FailingPosition {
  partition: number;
  scan: string;
}

export interface FailingProfiles {
  /** A page of about so many, by partition; `next` is where the next one begins, null at the end. */
  list(
    after: FailingPosition | null,
    countMax: number,
  ): Promise<{ profiles: FailingProfile[]; next: FailingPosition | null }>;
}

export function openFailingProfiles(redis: RedisClient, layout: Layout): FailingProfiles {
  return {
    list: async (after, countMax) => {
      const profiles: FailingProfile[] = [];
      let scan = after?.scan ?? '0';
      for (let partition = after?.partition ?? 0; partition < layout.partitions; partition++, scan = '0')
        do {
          if (profiles.length >= countMax) return { profiles, next: { partition, scan } };
          const [next, found] = await redis.hscan(layout.keys(partition).failing, scan, 'COUNT', countMax);
          for (let at = 0; at + 1 < found.length; at += 2)
            profiles.push({ profile: found[at] ?? '', partition, ...JSON.parse(found[at + 1] ?? '{}') });
          scan = next;
        } while (scan !== '0');
      return { profiles, next: null };
    },
  };
}
