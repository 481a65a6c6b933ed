/**
 * Digests: which due notices of a channel become a message. Pure.
 *
 * A notice that no longer holds is dropped. Several alerts about one lead or task become one line. The most urgent
 * line comes first.
 */
import { alertEntry, alertTypes, type PersonView, type TaskStatus } from '../../contract/api/api.ts';
import type { Alert } from '../outbox/outbox.ts';
import { isMine, type Listener, tierOf } from './notice.core.ts';

/** Current state of the records of an alert. */
export interface Present {
  /** Whether the person is marked *do not contact*. */
  isContactRefused: boolean;
  leadStatus: string | null;
  isLeadClosed: boolean;
  taskStatus: TaskStatus | null;
  /** Of the task, ISO 8601. */
  dueAt: string | null;
  owner: string | null;
  /** Why the owner has it. */
  routingReason: string | null;
}

export interface DueNotice {
  alert: Alert;
  /** The alert's person as they are known now; null where it is about nobody, or somebody who was erased. */
  person: PersonView | null;
  present: Present;
}

/**
 * Returns why a notice is dropped; null where it is sent. A webhook gets every alert in order, unless the person is
 * marked *do not contact*.
 */
export function droppedReason(channel: Listener, { alert, present }: DueNotice): string | null {
  if (present.isContactRefused) return 'the person does not wish to be contacted';
  if (channel.isMuted) return 'the channel was muted';
  if (channel.hasOwnerLeft) return 'the channel’s owner has left';
  if (channel.kind === 'webhook' || !alertEntry(alert.type).asksForWork) return null;
  const { lead, task } = alert.data;
  if (lead?.closedAt === null && present.isLeadClosed) return `the lead was closed: ${present.leadStatus}`;
  const taskBefore = task?.status ?? lead?.task?.status;
  if (taskBefore === 'Open' && present.taskStatus === 'Complete') return 'the task was completed';
  if (taskBefore === 'Open' && present.taskStatus === 'Cancelled') return 'the task was cancelled';
  if (taskBefore === 'Open' && present.taskStatus === 'Asleep')
    return 'the task sleeps while its lead is on hold';
  if (channel.scope === 'queue' && present.owner !== null) return `${present.owner} has it`;
  const me = { email: channel.owner ?? '', lanes: channel.lanes };
  const wasMine =
    channel.scope === 'mine' &&
    alert.owner === me.email &&
    !isMine({ owner: null, recipients: alert.recipients }, me);
  if (wasMine && present.owner !== alert.owner)
    return present.owner === null ? 'it went back to the queue' : `it went to ${present.owner}`;
  return null;
}

/**
 * Returns the lines of a message, the most urgent first. Of the rises of one lead or task the hottest is shown, of
 * its deadlines the latest.
 */
export function linesOf(notices: readonly DueNotice[]): DueNotice[] {
  const lines = new Map<string, DueNotice>();
  for (const notice of [...notices].sort((one, other) => one.alert.id - other.alert.id)) {
    const key = lineKeyOf(notice.alert);
    const before = lines.get(key);
    if (before === undefined || supersedes(notice.alert, before.alert)) lines.set(key, notice);
  }
  return [...lines.values()].sort(
    (one, other) =>
      urgencyOf(one.alert) - urgencyOf(other.alert) ||
      tierOf(other.alert.data) - tierOf(one.alert.data) ||
      one.alert.id - other.alert.id,
  );
}

function lineKeyOf({ id, type, data }: Alert): string {
  const about = data.lead?.id ?? data.task?.id ?? data.profile?.profile ?? '';
  const { digestLine } = alertEntry(type);
  return digestLine === null ? `alert ${id}` : `${digestLine} ${about}`;
}

/**
 * Returns whether the later of two alerts of one line replaces the earlier: always for deadlines, else the hotter,
 * then the lower rank.
 */
function supersedes(later: Alert, earlier: Alert): boolean {
  const { digestLine, rank } = alertEntry(later.type);
  if (digestLine === 'deadline') return true;
  const hotter = tierOf(later.data) - tierOf(earlier.data);
  return hotter > 0 || (hotter === 0 && rank <= alertEntry(earlier.type).rank);
}

/** Returns the position in a digest: deadlines by rank, then everything else. */
function urgencyOf({ type }: Alert): number {
  const { digestLine, rank } = alertEntry(type);
  return digestLine === 'deadline' ? rank : alertTypes.length;
}
