/** Metrics of notifications and their deliveries. */
import { channelKinds } from '../../kernel/kernel.ts';
import { latencyBuckets, type Metric } from './metric.ts';

export const notificationsMetrics = {
  noticesClosed: {
    kind: 'counter',
    name: 'scoville_notices_closed_total',
    unit: 'notices',
    help: 'Notices that a channel sent or dropped.',
    labels: { kind: channelKinds, outcome: ['sent', 'dropped'] },
  },
  messagesMade: {
    kind: 'counter',
    name: 'scoville_messages_made_total',
    unit: 'messages',
    help: 'Messages composed from notices and passed to the senders.',
    labels: { kind: channelKinds },
  },
  deliveries: {
    kind: 'counter',
    name: 'scoville_deliveries_total',
    unit: 'tries',
    help: 'Tries of mails, Slack messages and webhooks; deliveries cancelled instead of tried count too.',
    labels: { channel: channelKinds, outcome: ['delivered', 'retried', 'failed', 'cancelled'] },
  },
  deliverySeconds: {
    kind: 'histogram',
    name: 'scoville_delivery_seconds',
    unit: 'seconds',
    help: 'Duration of one try of a delivery.',
    labels: { channel: channelKinds },
    buckets: latencyBuckets,
  },
  deliveriesWaiting: {
    kind: 'gauge',
    name: 'scoville_deliveries_waiting',
    unit: 'deliveries',
    help: 'Deliveries that wait for their first or next try.',
    labels: { channel: channelKinds },
  },
} as const satisfies Record<string, Metric>;
