/**
 * What of the due notices of a channel becomes a message: those that still hold, what is told of twice as one line, the
 * most urgent first. Pure.
 */
import { alertEntry, alertTypes } from '../../contract/api/api.ts';
import type { Alert } from '../outbox/outbox.ts';
import { isMine, type Listener, tierOf } from './notice.core.ts';

/** How what an alert is about stands now. */
export interface Present {
  /** Whether the person wishes no contact. */
  isContactRefused: boolean;
  leadStatus: string | null;
  isLeadClosed: boolean;
  taskStatus: 'Open' | 'Complete' | 'Cancelled' | null;
  /** Of the task, ISO 8601. */
  dueAt: string | null;
  owner: string | null;
  /** Why it is the owner's. */
  routingReason: string | null;
}

export interface DueNotice {
  alert: Alert;
  present: Present;
}

/** Why a notice is not told after all; null where it is. A program is told of every alert, in order, while the person may be contacted. */
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

/** The lines of a message: of what rose, of one lead or task the hottest; of its deadlines, the latest; the most urgent first. */
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

/** Whether the later of two alerts of one line is shown: of deadlines always, of rises the hotter, then the lower rank. */
function supersedes(later: Alert, earlier: Alert): boolean {
  const { digestLine, rank } = alertEntry(later.type);
  if (digestLine === 'deadline') return true;
  const hotter = tierOf(later.data) - tierOf(earlier.data);
  return hotter > 0 || (hotter === 0 && rank <= alertEntry(earlier.type).rank);
}

/** Position in a digest: deadlines by rank, then everything else. */
function urgencyOf({ type }: Alert): number {
  const { digestLine, rank } = alertEntry(type);
  return digestLine === 'deadline' ? rank : alertTypes.length;
}
