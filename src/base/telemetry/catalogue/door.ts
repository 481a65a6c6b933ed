/** Metrics of the doors for events. */
import { eventTypes, mailProviders } from '../../kernel/kernel.ts';
import type { Metric } from './metric.ts';

export const doorMetrics = {
  eventsAccepted: {
    kind: 'counter',
    name: 'scoville_events_accepted_total',
    unit: 'events',
    help: 'Events acknowledged to a client after Redis had stored them.',
    labels: { type: eventTypes },
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
  consentsUnread: {
    kind: 'counter',
    name: 'scoville_consents_unread_total',
    unit: 'events',
    help: 'Accepted events with a word on consent that says neither yes nor no: that purpose was left out.',
    labels: {},
  },
  clocksIgnored: {
    kind: 'counter',
    name: 'scoville_clocks_ignored_total',
    unit: 'events',
    help: 'Accepted events that say they were sent in another age: no correction was made, and their own time stands.',
    labels: {},
  },
  timesAhead: {
    kind: 'counter',
    name: 'scoville_times_ahead_total',
    unit: 'events',
    help: 'Accepted events with a time to come: they count as of a minute after their receipt, and the answer says so.',
    labels: {},
  },
  prototypeNamesDropped: {
    kind: 'counter',
    name: 'scoville_prototype_names_dropped_total',
    unit: 'requests',
    help: 'Requests for events with a name that would reach a prototype (`__proto__`): it was dropped, and the answer says so.',
    labels: {},
  },
  namesUnknown: {
    kind: 'counter',
    name: 'scoville_event_names_unknown_total',
    unit: 'events',
    help: 'Accepted events of servers whose name no rule knows, and is near a name or a label of a rule: the answer says so.',
    labels: {},
  },
  propertiesUnknown: {
    kind: 'counter',
    name: 'scoville_event_properties_unknown_total',
    unit: 'properties',
    help: "Properties of servers' events that no rule reads, and that are near one which a rule of that event reads: the answer says so.",
    labels: {},
  },
  eventsLate: {
    kind: 'counter',
    name: 'scoville_events_late_total',
    unit: 'events',
    help: 'Accepted events that came later than LATENESS_DAYS: they are kept and give no points, and the answer says so.',
    labels: {},
  },
  traitsReserved: {
    kind: 'counter',
    name: 'scoville_traits_reserved_total',
    unit: 'events',
    help: 'Accepted events that named traits which Scoville alone says, such as `scoville:customer`: these were left out.',
    labels: {},
  },
  identitiesCrowded: {
    kind: 'counter',
    name: 'scoville_identities_crowded_total',
    unit: 'events',
    help: 'Accepted events of identities beyond those that one address may name in an hour with public keys: their leads are held.',
    labels: {},
  },
  requestsShed: {
    kind: 'counter',
    name: 'scoville_requests_shed_total',
    unit: 'requests',
    help: 'Requests for events that were shed: answered 429 `overloaded` before their body was read, or ended while it arrived.',
    labels: {
      reason: [
        'requests: too many under way',
        'bytes: too many under way',
        'arriving: too many bodies on their way, and its address had most of them',
        'turn: requests wait too long for their turn',
        'store: Redis takes too long to take events',
        'loop: the event loop is late',
      ],
    },
  },
  shedShare: {
    kind: 'gauge',
    name: 'scoville_shed_share',
    unit: 'part, 0 to 1',
    help: 'Part of all requests for events that this process sheds, because its event loop is late.',
    labels: {},
  },
  doorRequests: {
    kind: 'gauge',
    name: 'scoville_door_requests',
    unit: 'requests',
    help: 'Requests for events that were taken and are not answered yet, with those whose bodies are arriving.',
    labels: {},
  },
  doorBytes: {
    kind: 'gauge',
    name: 'scoville_door_bytes',
    unit: 'bytes',
    help: 'Bytes of the bodies of these requests that have arrived, as they were sent.',
    labels: {},
  },
  doorWait: {
    kind: 'gauge',
    name: 'scoville_door_wait_seconds',
    unit: 'seconds',
    help: 'The signs by which this process sheds: how long the oldest waits, and how late the event loop is.',
    labels: {
      for: [
        'turn: the oldest request, or the next, for its turn',
        'store: the oldest request that had its turn, for Redis',
        'loop: the event loop, smoothed over a second',
      ],
    },
  },
  mailEvents: {
    kind: 'counter',
    name: 'scoville_mail_events_total',
    unit: 'events',
    help: 'Events of mail providers, and of pixels and links of our own.',
    labels: {
      provider: [...mailProviders, 'own'],
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
