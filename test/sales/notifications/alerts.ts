/** Alerts and channels for tests: ordinary ones, changed where a test cares. */
import type { LeadView, TaskView } from '../../../src/contract/api/api.ts';
import type { DueNotice, Listener } from '../../../src/sales/notifications/notifications.ts';
import type { Alert } from '../../../src/sales/outbox/outbox.ts';
import { startMs } from '../records.ts';

const at = new Date(startMs).toISOString();

export const reason = (label: string, value: number, rule = label) => ({
  rule,
  label,
  points: value,
  value,
  at,
  reason: label,
  event: null,
});

const person = {
  id: 'pn_ada',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  kind: 'prospect' as const,
  owner: null,
  company: 'Engines Ltd',
  doNotContact: false,
};

const heat = {
  profile: 'p1',
  programme: 'emea',
  episode: 1,
  tier: 1,
  tierName: '1 chili',
  tiers: 3,
  score: 22,
  reasons: [reason('Managed Cloud page', 15, 'managed-cloud-page'), reason('E-mail click', 4, 'email-click')],
  campaign: 'EMEA',
  owner: 'rep@example.com',
  person,
  createdAt: at,
};

export function leadOf(change: Partial<LeadView> = {}): LeadView {
  return {
    id: 'ld_1',
    status: 'Sent to sales',
    pipeline: 'emea/lead@1',
    enteredAt: at,
    fields: {},
    endReason: null,
    quality: null,
    qualityReason: null,
    firstTouchAt: null,
    routingReason: null,
    programmeVersion: 'v1',
    task: null,
    heatedAt: null,
    updatedAt: at,
    closedAt: null,
    revision: 1,
    ...heat,
    ...change,
  } as LeadView;
}

export function taskOf(change: Partial<TaskView> = {}): TaskView {
  return {
    id: 'tk_1',
    type: 'Other',
    subject: 'Contact Ada Lovelace within 24 hours',
    status: 'Open',
    outcome: null,
    dueAt: new Date(startMs + 24 * 3_600_000).toISOString(),
    lead: 'ld_1',
    completedAt: null,
    closedReason: null,
    revision: 1,
    ...heat,
    ...change,
  } as TaskView;
}

/** A lead was opened for `rep@example.com`, with its task. */
export function alertOf(change: Partial<Alert> = {}): Alert {
  return {
    id: 1,
    type: 'lead.opened',
    at,
    acceptedAtMs: null,
    person: 'pn_ada',
    owner: 'rep@example.com',
    recipients: [],
    episode: 'p1 emea 1',
    data: { lead: leadOf(), task: taskOf() },
    ...change,
  };
}

/** Its notice, nothing having happened since. */
export function noticeOf(
  change: Partial<Alert> = {},
  present: Partial<DueNotice['present']> = {},
): DueNotice {
  const alert = alertOf(change);
  return {
    alert,
    person: alert.data.lead?.person ?? null,
    present: {
      isContactRefused: false,
      leadStatus: 'Sent to sales',
      isLeadClosed: false,
      taskStatus: 'Open',
      dueAt: alert.data.task?.dueAt ?? null,
      owner: alert.owner,
      routingReason: 'round robin',
      ...present,
    },
  };
}

/** The mail channel of `rep@example.com` for everything of theirs, at any time. */
export function listenerOf(change: Partial<Listener> = {}): Listener {
  return {
    id: 'ch_1',
    kind: 'mail',
    owner: 'rep@example.com',
    name: 'Mail',
    target: 'rep@example.com',
    types: ['*'],
    scope: 'mine',
    programmes: [],
    campaigns: [],
    rules: [],
    minTier: 0,
    quietHours: null,
    maxPerHour: null,
    isMuted: false,
    isDefault: false,
    createdAt: at,
    updatedAt: at,
    revision: 1,
    timeZone: 'UTC',
    lanes: [],
    teams: [],
    hasOwnerLeft: false,
    ...change,
  };
}
