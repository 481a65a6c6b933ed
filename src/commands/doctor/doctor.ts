/** `scoville doctor`: looks at an installation from outside, and says what is wrong and what to do. It changes nothing. */
import type { Environment } from '../../environment.ts';
import { type Finding, stateOf } from './finding.ts';
import { findingLines, findingsJson, findingsOf } from './findings.core.ts';
import { askProgram, certificatesOf, disksOf } from './gather-machine.ts';
import { askPostgres, askRedis, askReplica } from './gather-stores.ts';
import type { Survey } from './survey.ts';

/** Returns lines for people or for programs, and whether anything is an error. `environment` throws where settings cannot be used. */
export async function doctor(
  environment: () => Environment,
  { isJson }: { isJson: boolean },
): Promise<{ lines: string[]; hasError: boolean }> {
  const findings: Finding[] = findingsOf(await surveyed(environment));
  return {
    lines: isJson ? [findingsJson(findings)] : findingLines(findings),
    hasError: stateOf(findings) === 'error',
  };
}

async function surveyed(read: () => Environment): Promise<Survey> {
  const nowMs = Date.now();
  const settings = settingsIn(read);
  const { environment } = settings;
  if (environment === null) {
    const unasked = { is: 'not asked', why: 'the settings cannot be used' } as const;
    return {
      nowMs,
      ...settings,
      redis: unasked,
      postgres: unasked,
      replica: unasked,
      process: unasked,
      disks: [],
      certificates: [],
    };
  }
  const {
    REDIS_URL: redisUrl,
    DATABASE_URL: databaseUrl,
    DATABASE_REPLICA_URL: replicaUrl,
    ROLES: roles,
  } = environment;
  const [redis, postgres, replica, process, certificates] = await Promise.all([
    redisUrl === undefined ? notNamed('Redis') : askRedis({ url: redisUrl, files: environment }),
    databaseUrl === undefined
      ? notNamed(
          'PostgreSQL',
          roles.every((role) => role === 'ingest'),
        )
      : askPostgres(databaseUrl),
    replicaUrl === undefined ? notNamed('replica') : askReplica(replicaUrl),
    askProgram(environment),
    certificatesOf(environment),
  ]);
  return { nowMs, ...settings, redis, postgres, replica, process, disks: disksOf(environment), certificates };
}

function notNamed(store: string, isUnneeded = false): { is: 'not asked'; why: string } {
  const why = isUnneeded
    ? `no ${store} is needed by the role ingest alone`
    : `the ${store} is a private one: the program answers for it`;
  return { is: 'not asked', why };
}

/** The settings; else each line of what is wrong with them. */
function settingsIn(read: () => Environment): Pick<Survey, 'environment' | 'invalid'> {
  try {
    return { environment: read(), invalid: [] };
  } catch (error) {
    const [first = '', ...lines] = (error as Error).message.split('\n');
    return { environment: null, invalid: lines.length === 0 ? [first] : lines.map((line) => line.trim()) };
  }
}
