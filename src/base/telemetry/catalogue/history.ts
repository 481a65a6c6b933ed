/** Metrics of the history, and what is compared with it. */
import { type Metric, partition } from './metric.ts';

export const historyMetrics = {
  historyEvents: {
    kind: 'counter',
    name: 'scoville_history_events_total',
    unit: 'events',
    help: 'Events and links copied to the history.',
    labels: {},
  },
  historyLedgerEntries: {
    kind: 'counter',
    name: 'scoville_history_ledger_entries_total',
    unit: 'ledger entries',
    help: 'Ledger entries copied to the history.',
    labels: {},
  },
  historyUnreadable: {
    kind: 'counter',
    name: 'scoville_history_unreadable_total',
    unit: 'records',
    help: 'Records that the history could not read and skipped.',
    labels: {},
  },
  historyLag: {
    kind: 'gauge',
    name: 'scoville_history_lag_entries',
    unit: 'stream entries',
    help: 'Stream entries not yet in the history; an upper bound while scoring lags behind the history.',
    labels: { partition },
  },
  replayChecked: {
    kind: 'counter',
    name: 'scoville_replay_checked_total',
    unit: 'profiles',
    help: 'Profiles replayed from the history and compared with their live score.',
    labels: {},
  },
  replayMismatch: {
    kind: 'counter',
    name: 'scoville_replay_mismatch_total',
    unit: 'profiles',
    help: 'Profiles whose live score differs from the replay of their history; stays 0.',
    labels: {},
  },
  profilesArchived: {
    kind: 'counter',
    name: 'scoville_profiles_archived_total',
    unit: 'profiles',
    help: 'Profiles that left Redis, because nothing had happened to them for `PROFILE_DAYS`.',
    labels: {},
  },
  redisLosses: {
    kind: 'counter',
    name: 'scoville_redis_losses_total',
    unit: 'losses',
    help: 'Times that this process found Redis emptied or set back.',
    labels: {},
  },
  restoreWaiting: {
    kind: 'gauge',
    name: 'scoville_restore_waiting_profiles',
    unit: 'profiles',
    help: 'Profiles that wait to be restored from the history.',
    labels: {},
  },
  restoreRunning: {
    kind: 'gauge',
    name: 'scoville_restore_running',
    unit: '0 or 1',
    help: 'Whether profiles are being restored from the history.',
    labels: {},
  },
  restoreFound: {
    kind: 'gauge',
    name: 'scoville_restore_found_profiles',
    unit: 'profiles',
    help: 'Profiles that the running restore has found so far; 0 where none runs.',
    labels: {},
  },
} as const satisfies Record<string, Metric>;
