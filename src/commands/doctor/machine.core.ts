/** Judges settings, the running program, disks and certificates. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Environment } from '../../environment.ts';
import { type Finding, failure, unknown, warning, well } from './finding.ts';
import type { CertificateState, DiskState, Survey } from './survey.ts';

const mebibyte = 1024 * 1024;

export function settingFindings({ environment, invalid }: Survey): Finding[] {
  if (environment === null)
    return invalid.map((line) =>
      failure(
        'settings',
        line,
        'Correct it: no process starts with it. docs/configuration.md lists every setting.',
      ),
    );
  const found = contradictions
    .filter(({ isThere }) => isThere(environment))
    .map(({ says, remedy }) => warning('settings', says, remedy));
  return found.length > 0 ? found : [well('settings', 'the settings go together')];
}

/** Settings that are each allowed, and together not what somebody wants. */
const contradictions: readonly { isThere: (of: Environment) => boolean; says: string; remedy: string }[] = [
  {
    isThere: ({ PUBLIC_URL: url }) => url?.startsWith('http://') === true && !isLocal(url),
    says: 'PUBLIC_URL is http:// for another machine than this: passwords and sessions travel unencrypted',
    remedy: 'Put a proxy with TLS in front, and write its https:// address.',
  },
  {
    isThere: ({ PUBLIC_URL: url, TRUST_PROXY: proxies }) =>
      url?.startsWith('https://') === true && proxies === false,
    says: 'PUBLIC_URL is https:// and TRUST_PROXY is not set: all visitors share the address of the proxy, and its limits',
    remedy: 'Set TRUST_PROXY to the number or the addresses of the proxies in front.',
  },
  {
    isThere: ({ OIDC_ISSUER: issuer, PUBLIC_URL: url }) => issuer !== undefined && url === undefined,
    says: 'OIDC_ISSUER is set and PUBLIC_URL is not: the provider sends people back to the address of this process',
    remedy: 'Set PUBLIC_URL to the address at which people reach the console.',
  },
  {
    isThere: ({ SMTP_URL: url, ROLES: roles, NODE_ENV: mode }) =>
      url === undefined && roles.includes('worker') && mode === 'production',
    says: 'SMTP_URL is not set: mails wait, and nobody is notified by mail',
    remedy: 'Set SMTP_URL and MAIL_FROM.',
  },
  {
    isThere: ({ REDIS_URL: redis, DATABASE_URL: database }) =>
      (redis === undefined) !== (database === undefined),
    says: 'one of REDIS_URL and DATABASE_URL is set: the other store is a private one, and no second process can share it',
    remedy: 'Set both, or neither.',
  },
  {
    isThere: ({ HISTORY_DAYS: history, LATENESS_DAYS: lateness }) => history < lateness,
    says: 'HISTORY_DAYS is less than LATENESS_DAYS: events are scored late whose history is already dropped',
    remedy: 'Set HISTORY_DAYS to LATENESS_DAYS or more.',
  },
  {
    isThere: ({ HISTORY_DAYS: history, PROFILE_DAYS: idle }) => idle > 0 && history < idle,
    says: 'HISTORY_DAYS is less than PROFILE_DAYS: a profile that comes back after it was archived has lost its points',
    remedy: 'Set HISTORY_DAYS to PROFILE_DAYS or more.',
  },
];

/** What the running program says: why it is not ready, and what it found itself. */
export function programFindings({ process }: Survey): Finding[] {
  if (process.is === 'not asked') return [unknown('program', process.why)];
  if (process.is === 'away')
    return [
      warning('program', process.says, 'Start it, or set HOST and PORT (or OPS_PORT) to where it runs.'),
    ];
  const { address, reasons, notes, alarms } = process.state;
  const found = [
    ...reasons.map((reason) =>
      failure(
        'program',
        `the program at ${address} is not ready: ${reason}`,
        'Repair what it names; it goes on by itself.',
      ),
    ),
    ...notes.map((note) => warning('program', note, 'Correct the file, or publish from the console.')),
    ...(alarms ?? []).map(({ severity, says, remedy }) =>
      (severity === 'alarm' ? failure : warning)('program', says, remedy),
    ),
  ];
  if (found.length > 0) return found;
  const more = alarms === null ? '; without a token its findings are not known' : ' and finds nothing wrong';
  return [well('program', `the program at ${address} is ready${more}`)];
}

/** What waits in Redis, where no program says it. */
export function workFindings({ redis, process }: Survey): Finding[] {
  const stream = redis.is === 'there' ? redis.state.stream : null;
  if (stream === null || (process.is === 'there' && process.state.alarms !== null)) return [];
  const found: Finding[] = [];
  if (stream.lagMax >= limits.backlogEntriesMax / 2)
    found.push(
      failure(
        'work',
        `a partition is ${count(stream.lagMax)} entries behind; at ${count(limits.backlogEntriesMax)} events are refused`,
        'Start more workers.',
      ),
    );
  else if (stream.lag > 0)
    found.push(
      warning(
        'work',
        `${count(stream.lag)} entries wait for their score`,
        'Look again: the number falls while a worker runs.',
      ),
    );
  if (stream.deadLetters > 0)
    found.push(
      warning(
        'work',
        `${count(stream.deadLetters)} dead letters wait`,
        'scoville dead-letters lists them; replay or drop them.',
      ),
    );
  if (stream.failingProfiles > 0)
    found.push(
      warning(
        'work',
        `${count(stream.failingProfiles)} profiles cannot be evaluated`,
        'scoville failing-profiles lists them with their reasons.',
      ),
    );
  return found.length > 0
    ? found
    : [well('work', `nothing waits for its score; ${count(stream.historyLag)} entries wait for the history`)];
}

export function diskFindings({ disks }: Survey): Finding[] {
  const found = disks.flatMap(({ setting, directory, freeBytes, allBytes }: DiskState): Finding[] => {
    const says = `${count(Math.floor(freeBytes / mebibyte))} MiB are free on the disk of ${setting} (${directory})`;
    if (freeBytes < limits.diskFreeBytesMin)
      return [
        failure('disk', says, 'Free space, or move it to a larger disk: private stores end below 16 MiB.'),
      ];
    if (freeBytes <= allBytes * limits.doctorDiskFreePartMin)
      return [warning('disk', says, 'Free space, or plan a larger disk.')];
    return [];
  });
  if (found.length > 0) return found;
  return disks.length === 0
    ? [unknown('disk', 'no folder of the settings is on this machine yet')]
    : [well('disk', `there is room on the disk of ${disks.map(({ setting }) => setting).join(' and ')}`)];
}

export function certificateFindings({ certificates, nowMs }: Survey): Finding[] {
  const found = certificates.flatMap(({ setting, address, endsMs, error }: CertificateState): Finding[] => {
    if (endsMs === null)
      return [
        warning(
          'certificates',
          `the certificate of ${setting} (${address}) cannot be read: ${error}`,
          'Look whether that address answers over TLS.',
        ),
      ];
    const day = new Date(endsMs).toISOString().slice(0, 10);
    if (endsMs <= nowMs)
      return [
        failure(
          'certificates',
          `the certificate of ${setting} (${address}) ended on ${day}`,
          'Renew it now.',
        ),
      ];
    if (error !== null)
      return [
        failure(
          'certificates',
          `the certificate of ${setting} (${address}) is not trusted here: ${error}`,
          'Use one for that host name from an authority that this machine trusts; NODE_EXTRA_CA_CERTS=/path/ca.pem adds one.',
        ),
      ];
    if (endsMs - nowMs <= limits.doctorCertificateMs)
      return [
        warning(
          'certificates',
          `the certificate of ${setting} (${address}) ends on ${day}`,
          'Renew it, and look why it was not renewed by itself.',
        ),
      ];
    return [];
  });
  if (found.length > 0 || certificates.length === 0) return found;
  return [
    well(
      'certificates',
      `the certificates of ${certificates.map(({ setting }) => setting).join(', ')} hold on`,
    ),
  ];
}

const count = (value: number) => value.toLocaleString('en');
const isLocal = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
