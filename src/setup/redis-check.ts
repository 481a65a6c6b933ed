/** Checks a Redis that the operator runs (REDIS_URL), each master of a cluster: errors make it unfit, warnings make it risky. */
import type { Redis } from 'ioredis';

export interface RedisCheck {
  /** Reasons to refuse it: exit with 1. */
  errors: string[];
  /** Risks that the operator has to know of. */
  warnings: string[];
}

const majorMin = 7;

/**
 * Reads version, eviction policy and persistence from INFO, which managed services allow. Reads the fsync policy from CONFIG, which
 * many forbid; then it is not checked. Each message names the value found, the values allowed and the remedy.
 */
export async function checkRedis(
  redis: Pick<Redis, 'info' | 'config'>,
  isCluster = false,
): Promise<RedisCheck> {
  const errors: string[] = [];
  const warnings: string[] = [];
  const fields = infoFields(await redis.info());

  const version = fields.get('redis_version');
  if (version === undefined) {
    warnings.push(
      `Redis does not report its version (INFO has no redis_version); ${majorMin} or newer is needed.`,
    );
  } else if (Number.parseInt(version, 10) < majorMin) {
    errors.push(
      `Redis at REDIS_URL is version ${version}; ${majorMin} or newer is needed. Upgrade it, or leave REDIS_URL unset to use the private one.`,
    );
  }

  if (fields.get('cluster_enabled') === '1' && !isCluster)
    errors.push(
      'REDIS_URL names one server, and that is a node of a cluster: it refuses the keys of the others (MOVED). ' +
        'Name the cluster: redis-cluster://host:port, or several nodes, redis://a:6379,redis://b:6379.',
    );

  const policy = fields.get('maxmemory_policy');
  if (policy === undefined) {
    warnings.push(
      'Redis does not report its maxmemory-policy (INFO has no maxmemory_policy); make sure that it is noeviction.',
    );
  } else if (policy !== 'noeviction') {
    errors.push(
      `Redis has maxmemory-policy ${policy}; only noeviction is allowed, because an evicted key is a lost event or score. ` +
        'Set it in redis.conf, or: redis-cli CONFIG SET maxmemory-policy noeviction.',
    );
  }

  if (fields.get('aof_enabled') !== '1') {
    warnings.push(
      `Redis has appendonly ${fields.get('aof_enabled') === '0' ? 'no' : 'unknown'}; it should be yes: accepted events since the last snapshot are lost when Redis stops. ` +
        'Set it in redis.conf, or: redis-cli CONFIG SET appendonly yes.',
    );
  } else if ((await configValue(redis, 'appendfsync')) === 'no') {
    warnings.push(
      'Redis has appendfsync no; it should be always (nothing is lost) or everysec (up to a second is): with no, the system decides how much a power cut loses. ' +
        'Set it in redis.conf, or: redis-cli CONFIG SET appendfsync always.',
    );
  }
  return { errors, warnings };
}

function infoFields(info: string): Map<string, string> {
  const lines = info.split('\r\n').filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

/** A setting, or null where CONFIG is forbidden. */
async function configValue(redis: Pick<Redis, 'config'>, name: string): Promise<string | null> {
  try {
    const answer = (await redis.config('GET', name)) as string[];
    return answer[1] ?? null;
  } catch {
    return null;
  }
}
