/** The one table of metrics. `docs/metrics.md` is printed from it; labels take values from closed lists only. */
import { readFileSync } from 'node:fs';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One metric as it is scraped. */
export interface Metric {
  kind: 'counter' | 'gauge' | 'histogram';
  name: string;
  unit: string;
  help: string;
  /** Each label with its values, in words. */
  labels: Readonly<Record<string, string>>;
  /** Upper bounds in the metric's unit; for a histogram only. */
  buckets?: readonly number[];
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Upper bounds of the times of hops, seconds. */
export const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const contactBuckets = [
  ...[minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour, 8 * hour],
  ...[day, 2 * day, 4 * day, 7 * day],
];

const partition = 'number of the partition, from 0';
const channel = 'mail, slack, webhook';

/** Every metric, by the name the code uses. */
export const metricTable = {
  eventsAccepted: {
    kind: 'counter',
    name: 'scoville_events_accepted_total',
    unit: 'events',
    help: 'Events acknowledged to a client after Redis had stored them.',
    labels: { type: 'track, page, screen, identify, alias, group' },
  },
  identitiesIgnored: {
    kind: 'counter',
    name: 'scoville_identities_ignored_total',
    unit: 'identities',
    help: 'Ids and addresses of accepted events that name nobody, so that strangers do not become one.',
    labels: { reason: 'means_nobody: a word such as "undefined"; not_an_address: no mail can be sent to it' },
  },
  identitiesCrowded: {
    kind: 'counter',
    name: 'scoville_identities_crowded_total',
    unit: 'events',
    help: 'Accepted events of identities beyond those that one address may name in an hour with public keys: their leads are held.',
    labels: {},
  },
  mailEvents: {
    kind: 'counter',
    name: 'scoville_mail_events_total',
    unit: 'events',
    help: 'Events of mail providers, and of pixels and links of our own.',
    labels: {
      provider: 'sendgrid, mailgun, postmark, ses, mandrill, resend, own',
      outcome: 'accepted; machine: kept, scores nothing; rejected: without a usable address or time',
    },
  },
  eventsRejected: {
    kind: 'counter',
    name: 'scoville_events_rejected_total',
    unit: 'events',
    help: 'Events and requests that ingest rejected.',
    labels: { reason: 'a code of docs/errors.md' },
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
  failingProfiles: {
    kind: 'gauge',
    name: 'scoville_failing_profiles',
    unit: 'profiles',
    help: 'Profiles that cannot be evaluated: they are tried again, and a restore ends without them.',
    labels: { partition },
  },
  erasures: {
    kind: 'counter',
    name: 'scoville_erasures_total',
    unit: 'people',
    help: 'People who were erased from every store by this process.',
    labels: {},
  },
  forms: {
    kind: 'counter',
    name: 'scoville_forms_total',
    unit: 'forms',
    help: 'Forms that pages sent with a form key.',
    labels: { outcome: 'accepted; robot: answered and kept nowhere; refused: with a code of docs/errors.md' },
  },
  attachmentFilesRemoved: {
    kind: 'counter',
    name: 'scoville_attachment_files_removed_total',
    unit: 'files',
    help: 'Files removed from the folder of attachments because no record had them.',
    labels: {},
  },
  retentionDeleted: {
    kind: 'counter',
    name: 'scoville_retention_deleted_total',
    unit: 'rows',
    help: 'Rows of sales deleted because their retention was over; of `people`, people.',
    labels: { class: 'attempts, deliveries, notices, alerts, dead_letters, timeline, people' },
  },
  profilesArchived: {
    kind: 'counter',
    name: 'scoville_profiles_archived_total',
    unit: 'profiles',
    help: 'Profiles that left Redis, because nothing had happened to them for `PROFILE_DAYS`.',
    labels: {},
  },
  eventsScored: {
    kind: 'counter',
    name: 'scoville_events_scored_total',
    unit: 'events',
    help: 'Events added to a profile by a committed batch.',
    labels: {},
  },
  eventsRefused: {
    kind: 'counter',
    name: 'scoville_events_refused_total',
    unit: 'events',
    help: 'Events read from the stream and not scored.',
    labels: { reason: 'consent, duplicate, erased, late, machine, profile-limit, unreadable' },
  },
  deadLetters: {
    kind: 'counter',
    name: 'scoville_dead_letters_total',
    unit: 'records',
    help: 'Records set aside because they cannot be scored, or stored in the history.',
    labels: { reason: 'unreadable, failed, unstorable' },
  },
  deadLettersDropped: {
    kind: 'counter',
    name: 'scoville_dead_letters_dropped_total',
    unit: 'records',
    help: 'Dead letters that were lost: their partition already had 200 later ones.',
    labels: {},
  },
  deadLettersWaiting: {
    kind: 'gauge',
    name: 'scoville_dead_letters_waiting',
    unit: 'records',
    help: 'Dead letters that wait to be replayed or dropped; at 200 the oldest of a partition goes.',
    labels: { partition },
  },
  ingestToScore: {
    kind: 'histogram',
    name: 'scoville_ingest_to_score_seconds',
    unit: 'seconds',
    help: 'Time from the acceptance of an event to the commit of its score.',
    labels: {},
    buckets: latencyBuckets,
  },
  eventToSales: {
    kind: 'histogram',
    name: 'scoville_event_to_sales_seconds',
    unit: 'seconds',
    help: 'Time from the acceptance of an event to the commit of its tier update in the sales store.',
    labels: {},
    buckets: latencyBuckets,
  },
  eventToAlert: {
    kind: 'histogram',
    name: 'scoville_event_to_alert_seconds',
    unit: 'seconds',
    help: 'Time from the acceptance of an event to its alert on the live stream.',
    labels: {},
    buckets: latencyBuckets,
  },
  streamLag: {
    kind: 'gauge',
    name: 'scoville_stream_lag_entries',
    unit: 'stream entries',
    help: 'Stream entries not yet scored.',
    labels: { partition },
  },
  commitConflicts: {
    kind: 'counter',
    name: 'scoville_commit_conflicts_total',
    unit: 'commits',
    help: 'Commits refused by the fence because another worker held the partition.',
    labels: {},
  },
  profileEvaluationsFailed: {
    kind: 'counter',
    name: 'scoville_profile_evaluations_failed_total',
    unit: 'evaluations',
    help: 'Profile evaluations that failed by an error of the program; each profile is re-evaluated later.',
    labels: {},
  },
  identityRefusals: {
    kind: 'counter',
    name: 'scoville_identity_refusals_total',
    unit: 'links',
    help: 'Links refused because they would join two known profiles.',
    labels: {},
  },
  crossings: {
    kind: 'counter',
    name: 'scoville_crossings_total',
    unit: 'crossings',
    help: 'Tier changes committed.',
    labels: { direction: 'up, down' },
  },
  tierUpdatesApplied: {
    kind: 'counter',
    name: 'scoville_tier_updates_applied_total',
    unit: 'tier updates',
    help: 'Tier updates applied to the sales store.',
    labels: {},
  },
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
  noticesClosed: {
    kind: 'counter',
    name: 'scoville_notices_closed_total',
    unit: 'notices',
    help: 'Notices that a channel sent or dropped.',
    labels: { kind: channel, outcome: 'sent, dropped' },
  },
  messagesMade: {
    kind: 'counter',
    name: 'scoville_messages_made_total',
    unit: 'messages',
    help: 'Messages composed from notices and passed to the senders.',
    labels: { kind: channel },
  },
  deliveries: {
    kind: 'counter',
    name: 'scoville_deliveries_total',
    unit: 'tries',
    help: 'Tries of mails, Slack messages and webhooks; deliveries cancelled instead of tried count too.',
    labels: { channel, outcome: 'delivered, retried, failed, cancelled' },
  },
  deliverySeconds: {
    kind: 'histogram',
    name: 'scoville_delivery_seconds',
    unit: 'seconds',
    help: 'Duration of one try of a delivery.',
    labels: { channel },
    buckets: latencyBuckets,
  },
  deliveriesWaiting: {
    kind: 'gauge',
    name: 'scoville_deliveries_waiting',
    unit: 'deliveries',
    help: 'Deliveries that wait for their first or next try.',
    labels: { channel },
  },
  tasksOpen: {
    kind: 'gauge',
    name: 'scoville_tasks_open',
    unit: 'tasks',
    help: 'Open tasks of every type: contact tasks, tasks of pipelines and tasks made by hand.',
    labels: {},
  },
  tasksOverdue: {
    kind: 'gauge',
    name: 'scoville_tasks_overdue',
    unit: 'tasks',
    help: 'Open tasks of every type that are past their due time.',
    labels: {},
  },
  firstTouch: {
    kind: 'histogram',
    name: 'scoville_first_touch_seconds',
    unit: 'seconds',
    help: 'Time from the opening of a lead to its first contact, once a lead.',
    labels: {},
    buckets: contactBuckets,
  },
  liveSubscribers: {
    kind: 'gauge',
    name: 'scoville_live_subscribers',
    unit: 'clients',
    help: 'Clients connected to the live stream.',
    labels: {},
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
  profilesReevaluated: {
    kind: 'gauge',
    name: 'scoville_profiles_reevaluated',
    unit: 'profiles',
    help: 'Profiles scheduled so far for re-evaluation under the active programmes.',
    labels: {},
  },
  programmeLoads: {
    kind: 'counter',
    name: 'scoville_programme_loads_total',
    unit: 'loads',
    help: 'Loads of the programme files.',
    labels: { outcome: 'active, refused' },
  },
  scrapeAge: {
    kind: 'gauge',
    name: 'scoville_scrape_age_seconds',
    unit: 'seconds',
    help: 'Age of the gauges that are read from a store at each scrape; it grows while that store does not answer.',
    labels: { source: 'stream, sales' },
  },
  buildInfo: {
    kind: 'gauge',
    name: 'scoville_build_info',
    unit: 'constant 1',
    help: 'The version of Scoville and of Node, as labels.',
    labels: { version: 'version in package.json', node: 'version of Node' },
  },
} as const satisfies Record<string, Metric>;

type Labels<One extends Metric> = keyof One['labels'] & string;
interface Instruments<Label extends string> {
  counter: Counter<Label>;
  gauge: Gauge<Label>;
  histogram: Histogram<Label>;
}
type Table = typeof metricTable;

/** The instruments of the table, each under its row's name, and the registry that is scraped. */
export type Metrics = { registry: Registry } & {
  [Name in keyof Table]: Instruments<Labels<Table[Name]>>[Table[Name]['kind']];
};

/** Makes every metric on a registry of its own: two apps in one test process do not share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const instruments = Object.entries(metricTable).map(([name, row]) => [name, instrumentOf(row, registry)]);
  const metrics = { registry, ...Object.fromEntries(instruments) } as Metrics;
  metrics.buildInfo.set({ version: productVersion(), node: process.versions.node }, 1);
  return metrics;
}

function instrumentOf({ kind, name, help, labels, buckets }: Metric, registry: Registry) {
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (kind === 'counter') return new Counter(options);
  if (kind === 'gauge') return new Gauge(options);
  return new Histogram({ ...options, buckets: [...(buckets ?? latencyBuckets)] });
}

/** The version in package.json. */
export function productVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
