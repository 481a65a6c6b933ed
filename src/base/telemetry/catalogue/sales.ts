/** Metrics of sales. */
import { latencyBuckets, type Metric } from './metric.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const contactBuckets = [
  ...[minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour, 8 * hour],
  ...[day, 2 * day, 4 * day, 7 * day],
];

export const salesMetrics = {
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
  tierUpdatesApplied: {
    kind: 'counter',
    name: 'scoville_tier_updates_applied_total',
    unit: 'tier updates',
    help: 'Tier updates applied to the sales store.',
    labels: {},
  },
  statusesHeld: {
    kind: 'counter',
    name: 'scoville_statuses_held_total',
    unit: 'people',
    help: 'People whose lead and customer status changed so often within a day that scoring hears of further changes when the day is over.',
    labels: {},
  },
  liveSubscribers: {
    kind: 'gauge',
    name: 'scoville_live_subscribers',
    unit: 'clients',
    help: 'Clients connected to the live stream.',
    labels: {},
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
  erasures: {
    kind: 'counter',
    name: 'scoville_erasures_total',
    unit: 'people',
    help: 'People who were erased from every store by this process.',
    labels: {},
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
    labels: {
      class: [
        ...['attempts', 'deliveries', 'notices', 'alerts', 'dead_letters', 'timeline', 'acts', 'people'],
        ...['statuses_said', 'statuses_heard', 'account_groups'],
      ],
    },
  },
  heldLeads: {
    kind: 'gauge',
    name: 'scoville_held_leads',
    unit: 'leads',
    help: 'Leads of public keys that are held in the quarantine until somebody decides.',
    labels: {},
  },
  companyClaimsWaiting: {
    kind: 'gauge',
    name: 'scoville_company_claims_waiting',
    unit: 'people',
    help: 'Points of people whose company would be one more than public keys may enter in an hour: it is entered later.',
    labels: {},
  },
  unreadTierUpdates: {
    kind: 'gauge',
    name: 'scoville_unread_tier_updates',
    unit: 'tier updates',
    help: 'Tier updates that sales could not read or store, and that wait to be replayed or dropped.',
    labels: {},
  },
  deadlinesOfDay: {
    kind: 'gauge',
    name: 'scoville_deadlines_of_day',
    unit: 'tasks',
    help: 'Contact tasks whose deadline was within the last 24 hours, but for cancelled ones.',
    labels: { outcome: ['kept', 'late: done after the deadline', 'overdue: still open'] },
  },
} as const satisfies Record<string, Metric>;
