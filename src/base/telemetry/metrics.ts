/** The one list of metrics: names, labels (closed lists only) and buckets. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A fresh set of all metrics on a registry of its own, so that two apps in one test process do not share counts. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    eventsAccepted: new Counter({
      name: 'scoville_events_accepted_total',
      help: 'Events acknowledged to a client after Redis had them.',
      labelNames: ['type'] as const,
      registers,
    }),
    eventsRejected: new Counter({
      name: 'scoville_events_rejected_total',
      help: 'Events or requests refused at the door, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    eventsScored: new Counter({
      name: 'scoville_events_scored_total',
      help: 'Events folded into a profile by a committed batch.',
      registers,
    }),
    eventsRefused: new Counter({
      name: 'scoville_events_refused_total',
      help: 'Events read from the stream and not scored, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    ingestToScore: new Histogram({
      name: 'scoville_ingest_to_score_seconds',
      help: 'From an event accepted to its score committed.',
      buckets: latencyBuckets,
      registers,
    }),
    eventToAlert: new Histogram({
      name: 'scoville_event_to_alert_seconds',
      help: 'From an event accepted to its alert handed to the live stream.',
      buckets: latencyBuckets,
      registers,
    }),
    streamLag: new Gauge({
      name: 'scoville_stream_lag_entries',
      help: 'Stream entries not yet scored, by partition.',
      labelNames: ['partition'] as const,
      registers,
    }),
    commitConflicts: new Counter({
      name: 'scoville_commit_conflicts_total',
      help: 'Commits refused by the fence because another worker had the partition.',
      registers,
    }),
    profileEvaluationsFailed: new Counter({
      name: 'scoville_profiles_unsettled_total',
      help: 'Profiles that could not be settled, by a error of the program; they are looked at again.',
      registers,
    }),
    identityRefusals: new Counter({
      name: 'scoville_identity_refusals_total',
      help: 'Links refused because they would join two known profiles.',
      registers,
    }),
    crossings: new Counter({
      name: 'scoville_crossings_total',
      help: 'Tier changes committed, by direction.',
      labelNames: ['direction'] as const,
      registers,
    }),
    recordsApplied: new Counter({
      name: 'scoville_standings_applied_total',
      help: 'Tier updates applied to the pipeline store.',
      registers,
    }),
    historyEvents: new Counter({
      name: 'scoville_history_events_total',
      help: 'Events and links copied to the history.',
      registers,
    }),
    historyLedgerEntries: new Counter({
      name: 'scoville_history_ledger_entries_total',
      help: 'Ledger entries copied to the history.',
      registers,
    }),
    historyUnreadable: new Counter({
      name: 'scoville_history_unreadable_total',
      help: 'Records that the history could not read and passed over.',
      registers,
    }),
    historyLag: new Gauge({
      name: 'scoville_history_lag_entries',
      help: 'Stream entries not yet in the history, by partition; while scoring is behind it, at most so many.',
      labelNames: ['partition'] as const,
      registers,
    }),
    noticesSettled: new Counter({
      name: 'scoville_notices_settled_total',
      help: 'Alerts that a channel had chosen, by its kind and by what became of them: told, or dropped.',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    messagesMade: new Counter({
      name: 'scoville_messages_made_total',
      help: 'Messages made of notices and handed to the senders, by kind of channel.',
      labelNames: ['kind'] as const,
      registers,
    }),
    deliveries: new Counter({
      name: 'scoville_deliveries_total',
      help: 'Tries of mails, Slack messages and webhooks, by outcome; those cancelled instead of tried too.',
      labelNames: ['channel', 'outcome'] as const,
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'scoville_delivery_seconds',
      help: 'How long a try of a delivery took.',
      labelNames: ['channel'] as const,
      buckets: latencyBuckets,
      registers,
    }),
    deliveriesWaiting: new Gauge({
      name: 'scoville_deliveries_waiting',
      help: 'Deliveries that wait for a try, the first or another.',
      labelNames: ['channel'] as const,
      registers,
    }),
    tasksOpen: new Gauge({ name: 'scoville_tasks_open', help: 'Contact tasks open.', registers }),
    tasksOverdue: new Gauge({
      name: 'scoville_tasks_overdue',
      help: 'Contact tasks open and past their deadline.',
      registers,
    }),
    firstTouch: new Histogram({
      name: 'scoville_first_touch_seconds',
      help: 'From a lead opened to its first contact, once a lead.',
      buckets: [
        minute,
        5 * minute,
        15 * minute,
        hour,
        2 * hour,
        4 * hour,
        8 * hour,
        day,
        2 * day,
        4 * day,
        7 * day,
      ],
      registers,
    }),
    liveSubscribers: new Gauge({
      name: 'scoville_live_subscribers',
      help: 'Clients connected to the live stream.',
      registers,
    }),
    replayChecked: new Counter({
      name: 'scoville_replay_checked_total',
      help: 'Profiles worked out anew from the history and held against their live score.',
      registers,
    }),
    replayMismatch: new Counter({
      name: 'scoville_replay_mismatch_total',
      help: 'Profiles whose live score was not what their history comes to; stays 0.',
      registers,
    }),
    profilesReevaluated: new Gauge({
      name: 'scoville_profiles_woken',
      help: 'Profiles woken so far to look at themselves under the programmes now in force.',
      registers,
    }),
    programmeLoads: new Counter({
      name: 'scoville_programme_loads_total',
      help: 'Programme files read, by outcome.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    buildInfo: new Gauge({
      name: 'scoville_build_info',
      help: 'Constant 1, with the version as a label.',
      labelNames: ['version', 'node'] as const,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
