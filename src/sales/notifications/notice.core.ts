/**
 * Notices: which alerts a channel chooses, what of them it tells once, and when that may go out. Pure.
 *
 * A notice waits until it is due, goes into a message or is dropped. What lets it wait: quiet hours, and an hour in which
 * the channel has had all its messages. Nothing is lost by waiting: all that is due then makes one message.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { alertEntry, type ChannelView, isTypeLike } from '../../contract/api/api.ts';
import type { Alert } from '../outbox/outbox.ts';
import { quietEndsAt } from './quiet-hours.core.ts';

/** A channel with what is known of its owner; of the installation's, nothing. */
export interface Listener extends ChannelView {
  /** IANA name; UTC where the owner says none. */
  timeZone: string;
  lanes: readonly string[];
  /** Teams the owner is in or manages. */
  teams: readonly string[];
  hasOwnerLeft: boolean;
}

/** Whether an alert is somebody's own: they own what it is about, or they or a lane of theirs is told. */
export function isMine(
  { owner, recipients }: Pick<Alert, 'owner' | 'recipients'>,
  me: { email: string; lanes: readonly string[] },
): boolean {
  return owner === me.email || recipients.some((one) => one === me.email || me.lanes.includes(one));
}

/** Whether a channel chooses an alert; `team` is the team of the alert's owner. */
export function isChosen(channel: Listener, alert: Alert, team: string | null): boolean {
  if (
    channel.isMuted ||
    channel.hasOwnerLeft ||
    !channel.types.some((pattern) => isTypeLike(pattern, alert.type))
  )
    return false;
  return isInScope(channel, alert, team) && isNarrowedTo(channel, alert);
}

function isInScope(channel: Listener, alert: Alert, team: string | null): boolean {
  switch (channel.scope) {
    case 'all':
      return true;
    case 'queue':
      return alert.owner === null && Boolean(alert.data.lead ?? alert.data.task);
    case 'my team':
      return team !== null && channel.teams.includes(team);
    case 'mine':
      return channel.owner !== null && isMine(alert, { email: channel.owner, lanes: channel.lanes });
  }
}

function isNarrowedTo({ programmes, campaigns, rules, minTier }: Listener, { data }: Alert): boolean {
  const { lead, task, profile } = data;
  const work = lead ?? task;
  const reasons = (work ?? profile)?.reasons ?? [];
  return (
    (programmes.length === 0 || programmes.includes(work?.programme ?? '')) &&
    (campaigns.length === 0 || campaigns.includes(work?.campaign ?? '')) &&
    (rules.length === 0 || reasons.some(({ rule }) => rules.includes(rule))) &&
    tierOf(data) >= minTier
  );
}

/** The tier an alert tells of; 0 where it tells of none. */
export function tierOf({ lead, task, profile }: Alert['data']): number {
  return (lead ?? task ?? profile)?.tier ?? 0;
}

/**
 * By what a channel knows that it has told this already: type, lead or task, episode and tier; of a deadline, the time it
 * names, so that one which was moved is told again. Null for what is told each time it happens.
 */
export function onceKeyOf({ type, episode, data }: Alert): string | null {
  const about = data.lead?.id ?? data.task?.id ?? data.profile?.profile ?? '';
  const { onceBy } = alertEntry(type);
  if (onceBy === null) return null;
  const key = [type, about, episode ?? '', tierOf(data)];
  return (onceBy === 'tier' ? key : [...key, data.task?.dueAt]).join(' ');
}

/**
 * The earliest moment, now or later, at which an alert may go out on a channel whose messages of the last hour went out at
 * `sentAtMs`, in any order.
 */
export function goesOutAt(
  channel: Listener,
  alert: Alert,
  nowMs: number,
  sentAtMs: readonly number[],
): number {
  const freeMs = Math.max(nowMs, hourFreeAt(channel.maxPerHour, sentAtMs));
  const quiet = channel.quietHours;
  if (quiet === null || disturbs(quiet, alert)) return freeMs;
  return quietEndsAt(quiet, channel.timeZone, freeMs);
}

/** When fewer messages than the limit lie within an hour: as soon as the last but so many is an hour old. */
function hourFreeAt(limit: number | null, sentAtMs: readonly number[]): number {
  if (limit === null || sentAtMs.length < limit) return Number.NEGATIVE_INFINITY;
  const rising = [...sentAtMs].sort((one, other) => one - other);
  return (rising.at(-limit) ?? Number.NEGATIVE_INFINITY) + limits.hourMs;
}

function disturbs({ exceptFor }: NonNullable<Listener['quietHours']>, alert: Alert): boolean {
  const { types = [], minTier = Number.POSITIVE_INFINITY } = exceptFor ?? {};
  return types.some((pattern) => isTypeLike(pattern, alert.type)) || tierOf(alert.data) >= minTier;
}
