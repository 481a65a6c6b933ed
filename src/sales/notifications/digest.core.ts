/**
 * What of the due notices of a channel becomes a message: those that still hold, what is told of twice as one line, the
 * most urgent first. Pure.
 */
import type { AlertType } from '../../contract/api/api.ts';
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

/** Alerts that ask somebody to do something; the others say what has happened, and stay true. */
const askingForWork: readonly string[] = [
  'lead.opened',
  'lead.heated',
  'lead.assigned',
  'lead.reassigned',
  'task.opened',
  'task.heated',
  'task.due-soon',
  'task.overdue',
  'task.escalated',
  'task.assigned',
  'task.reassigned',
] satisfies AlertType[];

/** Why a notice is not told after all; null where it is. A program is told of every alert, in order, while the person may be contacted. */
export function droppedReason(channel: Listener, { alert, present }: DueNotice): string | null {
  if (present.isContactRefused) return 'the person does not wish to be contacted';
  if (channel.isMuted) return 'the channel was muted';
  if (channel.hasOwnerLeft) return 'the channel’s owner has left';
  if (channel.kind === 'webhook' || !askingForWork.includes(alert.type)) return null;
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

/** From what tells most; what is left out stands for itself. */
const heats: readonly string[] = [
  'lead.opened',
  'task.opened',
  'profile.heated',
  'lead.heated',
  'task.heated',
  'lead.updated',
  'task.updated',
] satisfies AlertType[];
const deadlines: readonly string[] = [
  'task.escalated',
  'task.overdue',
  'task.due-soon',
] satisfies AlertType[];

function lineKeyOf({ id, type, data }: Alert): string {
  const about = data.lead?.id ?? data.task?.id ?? data.profile?.profile ?? '';
  if (heats.includes(type)) return `heat ${about}`;
  return deadlines.includes(type) ? `deadline ${about}` : `alert ${id}`;
}

/** Of two alerts of one line, the later one being the first: whether it is the one to tell. */
function supersedes(later: Alert, earlier: Alert): boolean {
  if (deadlines.includes(later.type)) return true;
  const hotter = tierOf(later.data) - tierOf(earlier.data);
  return hotter > 0 || (hotter === 0 && heats.indexOf(later.type) <= heats.indexOf(earlier.type));
}

function urgencyOf({ type }: Alert): number {
  const position = deadlines.indexOf(type);
  return position < 0 ? deadlines.length : position;
}
