/**
 * The guard of the door: no event is written into the Redis of another installation.
 *
 * What an address leads to changes with a new connection, so the id is compared before the first write on each. Data may be
 * replaced behind a connection that stays; so it is compared again every `keeperEveryMs` too. A process that knows no PostgreSQL
 * keeps to the first installation that it met. A Redis that names none was emptied, or is new: it is written to.
 */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { installationKey } from './keys.ts';
import type { Layout } from './layout.ts';

export class InstallationGuard {
  readonly #redis: RedisClient;
  readonly #layout: Layout;
  /** The installation that this process works for; empty where it does not know. */
  readonly #known: () => string;
  #met = '';
  #comparedAtMs = Number.NEGATIVE_INFINITY;
  #foreign: string | null = null;

  constructor(redis: RedisClient, layout: Layout, known: () => string) {
    this.#redis = redis;
    this.#layout = layout;
    this.#known = known;
    const compareAgain = () => {
      this.#comparedAtMs = Number.NEGATIVE_INFINITY;
    };
    redis.on('close', compareAgain);
    // A node of a cluster has left: another takes its place.
    redis.on('-node', compareAgain);
  }

  /** Throws `foreign_installation` where Redis is that of another installation. */
  async check(): Promise<void> {
    const reason = await this.reason();
    if (reason !== null) throw new ApiError('foreign_installation', reason);
  }

  /** Why nothing may be written; null where it may. */
  async reason(): Promise<string | null> {
    if (performance.now() - this.#comparedAtMs < limits.keeperEveryMs) return this.#foreign;
    const [found = null, tags] = await this.#redis.hmget(installationKey, 'id', 'tags');
    const own = this.#known() || this.#met || found;
    this.#met = own ?? '';
    this.#foreign =
      found === null || found === own
        ? null
        : `Redis belongs to installation ${found}, and this process works for ${own}: correct REDIS_URL. Restart the process if the installation was replaced`;
    if (found !== null && (tags ?? 'plain') !== this.#layout.tags)
      this.#foreign = `Redis holds an installation with ${tags ?? 'plain'} hash tags, and this process writes ${this.#layout.tags} ones: restart the process`;
    this.#comparedAtMs = performance.now();
    return this.#foreign;
  }
}
