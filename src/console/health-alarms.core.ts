/**
 * What is wrong with an installation, in words with a remedy, from the figures of its health. Pure.
 *
 * An alarm is for the night; a warning can wait for the morning. docs/runbooks.md has the alerts of Prometheus.
 */
import { limits } from '../base/kernel/kernel.ts';
import type { AlarmName, Health, HealthAlarm, HealthState } from '../contract/api/api.ts';

type Figures = Omit<Health, 'state' | 'alarms'>;
type Severity = HealthAlarm['severity'];
type Found = [severity: Severity, says: string] | null;

/** One part of a series that grows has this many parts, each higher than the one before. */
const growingParts = 5;

const count = (value: number, one: string, many = `${one}s`) =>
  `${value.toLocaleString('en')} ${value === 1 ? one : many}`;
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const warning = (isFound: boolean, says: string): Found => (isFound ? ['warning', says] : null);
const alarm = (isFound: boolean, says: string): Found => (isFound ? ['alarm', says] : null);

/** Each finds one thing, or null. Several stores or roles of one thing share its words. */
const finders: Record<AlarmName, (figures: Figures, nowMs: number) => Found> = {
  'store-away': ({ stores }, nowMs) => {
    const away = stores.filter(({ isReady }) => !isReady);
    if (away.length === 0) return null;
    const isLong = away.some(({ since }) => nowMs - Date.parse(since) >= limits.storeAwayAlarmMs);
    const says = away.map(({ store, reason }) => `${storeNames[store]} is not ready: ${reason}`).join('; ');
    return [isLong ? 'alarm' : 'warning', says];
  },
  'role-missing': ({ processes, areReportsRead }) => {
    // A process whose report is not read is unknown, not missing.
    if (!areReportsRead) return null;
    const running = processes.filter(({ state }) => state === 'ready' || state === 'not-ready');
    const missing = roles.filter((role) => !running.some((one) => one.roles.includes(role)));
    return alarm(missing.length > 0, `no process runs as ${missing.join(' or ')}`);
  },
  'process-silent': ({ processes, areReportsRead }, nowMs) => {
    if (!areReportsRead) return null;
    const silent = processes.filter(({ state }) => state === 'silent');
    const says = silent.map(
      ({ host, pid, roles: of, seenAt }) =>
        `process ${pid} on ${host} (${of.join(', ')}) has not reported for ${inWords(nowMs - Date.parse(seenAt))}`,
    );
    return warning(silent.length > 0, says.join('; '));
  },
  'reports-unread': ({ areReportsRead, stores }) => {
    const isRedisAway = stores.some(({ store, isReady }) => store === 'redis' && !isReady);
    return warning(
      !areReportsRead && !isRedisAway,
      'the reports of the processes cannot be read: only the process that answers is known',
    );
  },
  'not-ready': ({ processes, stores }) => {
    const known = new Set(stores.filter(({ isReady }) => !isReady).map(({ store }) => String(store)));
    const unwell = processes
      .filter(({ state }) => state === 'not-ready')
      .flatMap(({ pid, host, unwell: parts }) =>
        parts
          .filter(({ name }) => !known.has(name))
          .map(({ name, reason }) => `${name} of process ${pid} on ${host}: ${reason}`),
      );
    return warning(unwell.length > 0, unwell.join('; '));
  },
  'replica-unused': ({ replica }) =>
    warning(
      replica?.isUsed === false,
      `reports are read from the primary: the replica is not used, since ${replica?.reason ?? ''}`,
    ),
  'lag-high': ({ partitions }) => {
    const most = Math.max(0, ...(partitions ?? []).map(({ lag }) => lag));
    const isHigh = most >= limits.backlogEntriesMax / 2;
    return alarm(isHigh, `a partition is ${count(most, 'entry', 'entries')} behind`);
  },
  'lag-grows': ({ lag }) =>
    alarm(
      grows(lag, limits.lagGrowsMs / limits.healthSlotMs),
      `the lag of scoring has grown for ${inWords(limits.lagGrowsMs)}`,
    ),
  shedding: ({ flows }) => {
    const shed = sumOf(flows.shed.slice(-limits.shedSeenMs / limits.healthSlotMs));
    const says = `${count(shed, 'request')} for events shed within ${inWords(limits.shedSeenMs)}`;
    return warning(shed > 0, says);
  },
  'history-lag-grows': ({ historyLag }) =>
    warning(
      grows(historyLag, limits.historyLagGrowsMs / limits.healthSlotMs),
      `the lag of the history has grown for ${inWords(limits.historyLagGrowsMs)}`,
    ),
  'no-events': ({ lastEventAt, areReportsRead }, nowMs) => {
    if (lastEventAt === null || !areReportsRead) return null;
    const quietMs = nowMs - Date.parse(lastEventAt);
    return warning(quietMs >= limits.noEventsMs, `no event has arrived for ${inWords(quietMs)}`);
  },
  restoring: ({ restore }) =>
    warning(
      restore !== null,
      `profiles are being restored from the history: ${count(restore?.waiting ?? 0, 'waits', 'wait')}`,
    ),
  mismatches: ({ audited: { mismatched } }) =>
    warning(
      mismatched > 0,
      `${count(mismatched, 'live score differs', 'live scores differ')} from its history`,
    ),
  'dead-letters': ({ partitions }) => {
    const letters = sumOf((partitions ?? []).map(({ deadLetters }) => deadLetters));
    return warning(
      letters > 0,
      count(letters, 'record waits as a dead letter', 'records wait as dead letters'),
    );
  },
  'unread-tier-updates': ({ unreadTierUpdates }) =>
    warning(
      (unreadTierUpdates ?? 0) > 0,
      `sales could not read ${count(unreadTierUpdates ?? 0, 'tier update')}`,
    ),
  'failing-profiles': ({ partitions }) => {
    const failing = sumOf((partitions ?? []).map(({ failingProfiles }) => failingProfiles));
    return warning(failing > 0, `${count(failing, 'profile')} cannot be evaluated`);
  },
  'deliveries-late': ({ deliveries }, nowMs) => {
    const late = (deliveries ?? []).filter(
      ({ oldestAt }) => oldestAt !== null && nowMs - Date.parse(oldestAt) >= limits.deliveryLateMs,
    );
    const says = `${late.map(({ channel }) => channel).join(' and ')} waits for over ${inWords(limits.deliveryLateMs)}`;
    return warning(late.length > 0, says);
  },
  'deliveries-failed': ({ deliveries }) => {
    const failed = (deliveries ?? []).filter(({ failed: given }) => given > 0);
    const says = failed.map(({ channel, failed: given }) => `${given.toLocaleString('en')} by ${channel}`);
    return warning(failed.length > 0, `deliveries failed within a day: ${says.join(', ')}`);
  },
};

const storeNames = { redis: 'Redis', postgresql: 'PostgreSQL' } as const;
const roles = ['ingest', 'worker', 'console'] as const;

const remedies: Record<AlarmName, string> = {
  'store-away': 'Repair the store. Scoville reconnects by itself; no accepted event is lost.',
  'role-missing': 'Start a process with that role. What was accepted waits for it.',
  'process-silent':
    'Look whether it was killed, or hangs. Its partitions go to other workers within seconds.',
  'reports-unread': 'Nothing, when it ends by itself. Else look at the load of Redis and the network to it.',
  'not-ready': 'Look at the store that it names, and at the log of that process.',
  'replica-unused':
    'Look at the replica and its way to the primary. Reports work meanwhile, and load the primary.',
  'lag-high': `Start more workers. At ${limits.backlogEntriesMax.toLocaleString('en')} entries ingest answers 503, and clients send again.`,
  'lag-grows': 'Start more workers, or find what holds up those that run.',
  shedding:
    'Nothing where it is a short burst: clients send again. Else start more processes with the role ingest.',
  'history-lag-grows': 'Look at PostgreSQL and its disk. Redis keeps the events meanwhile.',
  'no-events': 'Look at the website, the proxy in front and the write key.',
  restoring: 'Nothing: it ends by itself. Find out why Redis had lost data.',
  mismatches: 'Start an audit, keep its result, and report it.',
  'dead-letters': 'Read their reasons, then replay or drop them.',
  'unread-tier-updates': 'Read their reasons, then replay them after a repair, or drop them.',
  'failing-profiles': 'Read their reasons. They are tried again by themselves after a repair.',
  'deliveries-late':
    'Look at the last error of the waiting deliveries: the receiver or the mail server is away.',
  'deliveries-failed': 'Look at their attempts, and send them again once the receiver works.',
};

/** Returns all that is wrong, the worst first. */
export function alarmsOf(figures: Figures, nowMs: number): HealthAlarm[] {
  const found = (Object.keys(finders) as AlarmName[]).flatMap((name): HealthAlarm[] => {
    const [severity, says] = finders[name](figures, nowMs) ?? [];
    return severity === undefined || says === undefined
      ? []
      : [{ name, severity, says, remedy: remedies[name] }];
  });
  return [
    ...found.filter(({ severity }) => severity === 'alarm'),
    ...found.filter(({ severity }) => severity === 'warning'),
  ];
}

export function stateOf(alarms: readonly Pick<HealthAlarm, 'severity'>[]): HealthState {
  if (alarms.some(({ severity }) => severity === 'alarm')) return 'alarm';
  return alarms.length > 0 ? 'warning' : 'well';
}

/** Whether the last slots rise from part to part. A slot that nobody looked at says nothing; a part of such is no rise. */
function grows(series: readonly (number | null)[], slots: number): boolean {
  const last = series.slice(-slots);
  if (last.length < slots) return false;
  const size = slots / growingParts;
  const means = Array.from({ length: growingParts }, (_, part) => {
    const seen = last.slice(part * size, (part + 1) * size).filter((value) => value !== null);
    return seen.length === 0 ? null : sumOf(seen) / seen.length;
  });
  return means.every((mean, part) => {
    if (mean === null) return false;
    const before = part === 0 ? null : (means[part - 1] ?? null);
    return before === null ? part === 0 : mean > before;
  });
}

/** A time as its largest unit. */
function inWords(ms: number): string {
  if (ms < limits.minuteMs) return count(Math.max(1, Math.round(ms / limits.secondMs)), 'second');
  if (ms < limits.hourMs) return count(Math.round(ms / limits.minuteMs), 'minute');
  return count(Math.round(ms / limits.hourMs), 'hour');
}
