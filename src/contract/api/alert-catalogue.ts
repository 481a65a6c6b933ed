/**
 * The catalogue of alerts: one row for each type, with all that differs between types.
 *
 * The schemas of channels, digests, the titles of messages, the live stream's description, the toasts of the pages and
 * docs/alerts.md derive from it. A new type is a new row.
 */

/** What an alert is about, and the heading it stands under in the documentation. */
export const alertGroups = {
  rise: 'Score rises',
  deadline: 'Deadlines',
  assignment: 'Assignments',
  change: 'Changes',
  record: 'Pipelines',
  delivery: 'Deliveries',
} as const;
export type AlertGroup = keyof typeof alertGroups;

/** Who an alert goes to besides channels with the scope `my team`, `queue` or `all`. */
export type AlertRecipient = 'owner' | 'lane' | 'managers' | 'recipients';

/**
 * The key by which a channel sends an alert once. `tier` is the lead or task with its episode and tier; `due time`
 * adds the due time of a reminder. Null: the channel sends each alert.
 */
export type OnceBy = 'tier' | 'due time' | null;

interface AlertEntry {
  group: AlertGroup;
  /** The part of its data that it always has. */
  carries: 'lead' | 'task' | 'record' | 'profile';
  /** When it is written. */
  when: string;
  notified: readonly AlertRecipient[];
  onceBy: OnceBy;
  /** Whether the mail channel of a new user sends it, and channels that name no types. */
  isDefault: boolean;
  /** Whether it asks somebody to act: it is dropped when the work is done or is no longer theirs. */
  asksForWork: boolean;
  /**
   * At the hourly limit of a channel an alert waits behind alerts that are as urgent or more. A deadline is 2, work to begin with 1,
   * information 0.
   */
  urgency: 0 | 1 | 2;
  /** First words of a mail or Slack message. */
  title: string;
  /** Title of the toast in the pages, of one and, after their number, of several; null: the pages refresh without one. */
  toast: { one: string; many: string } | null;
  /**
   * In a digest, alerts of one line are about one lead or task, and one of them is shown. Null: each has its own
   * line.
   */
  digestLine: 'rise' | 'deadline' | null;
  /** Of two alerts of one line and tier the lower rank is shown. Lines about deadlines come first, by rank. */
  rank: number;
}

export const alertCatalogue = {
  'lead.opened': {
    group: 'rise',
    carries: 'lead',
    when: 'a lead was opened',
    notified: ['owner'],
    onceBy: 'tier',
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'New hot lead',
    toast: { one: 'New hot lead', many: 'new hot leads' },
    digestLine: 'rise',
    rank: 0,
  },
  'lead.heated': {
    group: 'rise',
    carries: 'lead',
    when: 'an open lead reached a higher tier',
    notified: ['owner'],
    onceBy: 'tier',
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'Getting hotter',
    toast: { one: 'Getting hotter', many: 'leads get hotter' },
    digestLine: 'rise',
    rank: 3,
  },
  'task.opened': {
    group: 'rise',
    carries: 'task',
    when: 'a contact task was opened for a known contact',
    notified: ['owner'],
    onceBy: 'tier',
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'To be contacted',
    toast: { one: 'A known contact is hot', many: 'known contacts are hot' },
    digestLine: 'rise',
    rank: 1,
  },
  'task.heated': {
    group: 'rise',
    carries: 'task',
    when: 'the person of an open contact task reached a higher tier',
    notified: ['owner'],
    onceBy: 'tier',
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'Getting hotter',
    toast: { one: 'A known contact gets hotter', many: 'known contacts get hotter' },
    digestLine: 'rise',
    rank: 4,
  },
  'profile.heated': {
    group: 'rise',
    carries: 'profile',
    when: 'a profile reached a higher tier and its programme opens no lead and no task',
    notified: [],
    onceBy: 'tier',
    isDefault: false,
    asksForWork: false,
    urgency: 0,
    title: 'Getting hot',
    toast: null,
    digestLine: 'rise',
    rank: 2,
  },
  'task.due-soon': {
    group: 'deadline',
    carries: 'task',
    when: 'an escalation step before the deadline notifies the owner',
    notified: ['owner'],
    onceBy: 'due time',
    isDefault: true,
    asksForWork: true,
    urgency: 2,
    title: 'Due soon',
    toast: { one: 'Contact due soon', many: 'contacts due soon' },
    digestLine: 'deadline',
    rank: 2,
  },
  'task.overdue': {
    group: 'deadline',
    carries: 'task',
    when: 'an escalation step at or after the deadline notifies the owner',
    notified: ['owner'],
    onceBy: 'due time',
    isDefault: true,
    asksForWork: true,
    urgency: 2,
    title: 'Overdue',
    toast: { one: 'Contact overdue', many: 'contacts overdue' },
    digestLine: 'deadline',
    rank: 1,
  },
  'task.escalated': {
    group: 'deadline',
    carries: 'task',
    when: 'an escalation step notifies a manager, a lane or a user',
    notified: ['owner', 'recipients'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 2,
    title: 'Escalated',
    toast: { one: 'Contact still overdue', many: 'contacts still overdue' },
    digestLine: 'deadline',
    rank: 0,
  },
  'task.returned': {
    group: 'deadline',
    carries: 'task',
    when: 'a snoozed task came back at its time',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'Back from its snooze',
    toast: { one: 'A snoozed task is back', many: 'snoozed tasks are back' },
    digestLine: null,
    rank: 0,
  },
  'lead.reassigned': {
    group: 'deadline',
    carries: 'lead',
    when: 'an escalation step reassigned an overdue lead',
    notified: ['owner', 'recipients'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 2,
    title: 'Lead reassigned',
    toast: { one: 'An overdue lead has a new owner', many: 'overdue leads have new owners' },
    digestLine: null,
    rank: 0,
  },
  'task.reassigned': {
    group: 'deadline',
    carries: 'task',
    when: 'an escalation step reassigned an overdue task',
    notified: ['owner', 'recipients'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 2,
    title: 'Task reassigned',
    toast: { one: 'An overdue task has a new owner', many: 'overdue tasks have new owners' },
    digestLine: null,
    rank: 0,
  },
  'lead.assigned': {
    group: 'assignment',
    carries: 'lead',
    when: 'a user assigned a lead to another user',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'Lead assigned',
    toast: { one: 'A lead was assigned', many: 'leads were assigned' },
    digestLine: null,
    rank: 0,
  },
  'task.assigned': {
    group: 'assignment',
    carries: 'task',
    when: 'a user assigned a task to another user',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: true,
    urgency: 1,
    title: 'Task assigned',
    toast: { one: 'A task was assigned', many: 'tasks were assigned' },
    digestLine: null,
    rank: 0,
  },
  'work.assigned': {
    group: 'assignment',
    carries: 'record',
    when: 'a user assigned many records to another user in one act: how many',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 1,
    title: 'Assigned to you',
    toast: { one: 'Records were assigned', many: 'times records were assigned' },
    digestLine: null,
    rank: 0,
  },
  'lead.cooled': {
    group: 'change',
    carries: 'lead',
    when: 'a lead fell a tier, and its programme notifies on the way down',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 0,
    title: 'Cooled off',
    toast: { one: 'Cooled off', many: 'leads cooled off' },
    digestLine: null,
    rank: 0,
  },
  'task.cooled': {
    group: 'change',
    carries: 'task',
    when: 'the person of an open contact task fell a tier, and the programme notifies on the way down',
    notified: ['owner'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 0,
    title: 'Cooled off',
    toast: { one: 'Cooled off', many: 'leads cooled off' },
    digestLine: null,
    rank: 0,
  },
  'lead.updated': {
    group: 'change',
    carries: 'lead',
    when: 'a lead changed in another way',
    notified: ['owner'],
    onceBy: null,
    isDefault: false,
    asksForWork: false,
    urgency: 0,
    title: 'Lead changed',
    toast: null,
    digestLine: 'rise',
    rank: 5,
  },
  'task.updated': {
    group: 'change',
    carries: 'task',
    when: 'a task changed in another way',
    notified: ['owner'],
    onceBy: null,
    isDefault: false,
    asksForWork: false,
    urgency: 0,
    title: 'Task changed',
    toast: null,
    digestLine: 'rise',
    rank: 6,
  },
  'task.completed': {
    group: 'change',
    carries: 'task',
    when: 'a task was completed',
    notified: ['owner'],
    onceBy: null,
    isDefault: false,
    asksForWork: false,
    urgency: 0,
    title: 'Task done',
    toast: null,
    digestLine: null,
    rank: 0,
  },
  'record.notified': {
    group: 'record',
    carries: 'record',
    when: 'a stage of a pipeline notifies the owner or a lane',
    notified: ['owner', 'lane'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 0,
    title: 'Note',
    toast: null,
    digestLine: null,
    rank: 0,
  },
  'record.handed-off': {
    group: 'record',
    carries: 'record',
    when: 'a record entered a stage that another lane works on',
    notified: ['lane'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 0,
    title: 'Handed off',
    toast: null,
    digestLine: null,
    rank: 0,
  },
  'endpoint.disabled': {
    group: 'delivery',
    carries: 'record',
    when: 'an endpoint of webhooks was disabled',
    notified: ['managers'],
    onceBy: null,
    isDefault: true,
    asksForWork: false,
    urgency: 0,
    title: 'Webhooks stopped',
    toast: null,
    digestLine: null,
    rank: 0,
  },
} as const satisfies Record<string, AlertEntry>;

export type AlertType = keyof typeof alertCatalogue;

/** Every type, in the order of the catalogue. */
export const alertTypes = Object.keys(alertCatalogue) as readonly AlertType[];

/** The row of a type. Channels, digests and pages read it as one shape. */
export function alertEntry(type: AlertType): AlertEntry {
  return alertCatalogue[type];
}
