/** The private stores that a running process keeps under its DATA_DIR: their addresses, for a command beside it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { postgresUrl } from './embedded-postgres.ts';
import { redisUrl } from './embedded-redis.ts';
import { keepSecrets } from './secrets.ts';

/** Returns their addresses; null where one does not run. */
export function runningStores(directory: string): { redisUrl: string | null; databaseUrl: string | null } {
  const { redisPassword, postgresPassword } = keepSecrets(directory);
  const redisPort = numberIn(path.join(directory, 'redis', 'redis.conf'), /^port (\d+)$/m);
  // The fourth line of PostgreSQL's own file.
  const port = numberIn(path.join(directory, 'postgres', 'data', 'postmaster.pid'), /^(?:.*\n){3}(\d+)$/m);
  return {
    redisUrl: redisPort === null ? null : redisUrl(redisPort, redisPassword),
    databaseUrl: port === null ? null : postgresUrl(port, postgresPassword),
  };
}

function numberIn(filePath: string, pattern: RegExp): number | null {
  try {
    const found = pattern.exec(readFileSync(filePath, 'utf8'))?.[1];
    return found === undefined ? null : Number(found);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
