/** Metrics of the doors for events. */
import type { Metric } from './metric.ts';

export const doorMetrics = {
  eventsAccepted: {
    kind: 'counter',
    name: 'scoville_events_accepted_total',
    unit: 'events',
    help: 'Events acknowledged to a client after Redis had stored them.',
    labels: { type: ['track', 'page', 'screen', 'identify', 'alias', 'group'] },
  },
  eventsRejected: {
    kind: 'counter',
    name: 'scoville_events_rejected_total',
    unit: 'events',
    help: 'Events and requests that ingest rejected.',
    labels: { reason: 'a code of docs/errors.md' },
  },
  identitiesIgnored: {
    kind: 'counter',
    name: 'scoville_identities_ignored_total',
    unit: 'identities',
    help: 'Ids and addresses of accepted events that name nobody, so that strangers do not become one.',
    labels: {
      reason: ['means_nobody: a word such as "undefined"', 'not_an_address: no mail can be sent to it'],
    },
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
      provider: ['sendgrid', 'mailgun', 'postmark', 'ses', 'mandrill', 'resend', 'own'],
      outcome: ['accepted', 'machine: kept, scores nothing', 'rejected: without a usable address or time'],
    },
  },
  forms: {
    kind: 'counter',
    name: 'scoville_forms_total',
    unit: 'forms',
    help: 'Forms that pages sent with a form key.',
    labels: {
      outcome: ['accepted', 'robot: answered and kept nowhere', 'refused: with a code of docs/errors.md'],
    },
  },
} as const satisfies Record<string, Metric>;
