/**
 * Notices: which alerts a channel chooses, which of them it sends once, and when. Pure.
 *
 * A notice waits until it is due, then becomes part of a message or is dropped. Quiet hours and a used-up hourly
 * limit postpone it. Nothing is lost: all notices due at that moment become one message.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { type AlertType, alertEntry, type ChannelView, isTypeLike } from '../../contract/api/api.ts';
import type { Alert } from '../outbox/outbox.ts';
import { quietEndsAt } from './quiet-hours.core.ts';

/** A channel with its owner's time zone, lanes and teams; empty for the installation's. */
export interface Listener extends ChannelView {
  /** IANA name; UTC where the owner says none. */
  timeZone: string;
  lanes: readonly string[];
  /** Teams the owner is in or manages. */
  teams: readonly string[];
  hasOwnerLeft: boolean;
}

/** Returns whether an alert is for a user: they own its record, or it notifies them or a lane of theirs. */
export function isMine(
  { owner, recipients }: Pick<Alert, 'owner' | 'recipients'>,
  me: { email: string; lanes: readonly string[] },
): boolean {
  return owner === me.email || recipients.some((one) => one === me.email || me.lanes.includes(one));
}

/** Returns whether a channel chooses an alert; `team` is the team of the alert's owner. */
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

/** Returns the tier of an alert; 0 where it has none. */
export function tierOf({ lead, task, profile }: Alert['data']): number {
  return (lead ?? task ?? profile)?.tier ?? 0;
}

/**
 * Returns the key by which a channel sends an alert once: type, lead or task, episode and tier. A reminder adds the
 * due time, so that a moved deadline is sent again. Null where every alert is sent.
 */
export function onceKeyOf({ type, episode, data }: Alert): string | null {
  const about = data.lead?.id ?? data.task?.id ?? data.profile?.profile ?? '';
  const { onceBy } = alertEntry(type);
  if (onceBy === null) return null;
  const key = [type, about, episode ?? '', tierOf(data)];
  return (onceBy === 'tier' ? key : [...key, data.task?.dueAt]).join(' ');
}

/** A message that a channel has sent. */
export interface SentMessage {
  /** ms since the epoch. */
  atMs: number;
  /** That of its most urgent alert. */
  urgency: number;
}

/**
 * Returns the earliest time, now or later, at which a channel may send an alert. `sent` holds its messages of the last
 * hour, in any order. At the hourly limit an alert waits behind messages as urgent as itself, and overtakes the others.
 */
export function goesOutAt(
  channel: Listener,
  alert: Alert,
  nowMs: number,
  sent: readonly SentMessage[],
): number {
  const { urgency } = alertEntry(alert.type);
  const before = sent.filter((message) => message.urgency >= urgency).map(({ atMs }) => atMs);
  const freeMs = Math.max(nowMs, hourFreeAt(channel.maxPerHour, before));
  const quiet = channel.quietHours;
  if (quiet === null || disturbs(quiet, alert)) return freeMs;
  return quietEndsAt(quiet, channel.timeZone, freeMs);
}

/** Returns how urgent a message is: as its most urgent alert. */
export function urgencyOfMessage(types: readonly AlertType[]): number {
  return Math.max(0, ...types.map((type) => alertEntry(type).urgency));
}

/** Returns when the hourly limit allows the next message: as soon as the oldest that counts is an hour old. */
function hourFreeAt(limit: number | null, sentAtMs: readonly number[]): number {
  if (limit === null || sentAtMs.length < limit) return Number.NEGATIVE_INFINITY;
  const rising = [...sentAtMs].sort((one, other) => one - other);
  return (rising.at(-limit) ?? Number.NEGATIVE_INFINITY) + limits.hourMs;
}

function disturbs({ exceptFor }: NonNullable<Listener['quietHours']>, alert: Alert): boolean {
  const { types = [], minTier = Number.POSITIVE_INFINITY } = exceptFor ?? {};
  return types.some((pattern) => isTypeLike(pattern, alert.type)) || tierOf(alert.data) >= minTier;
}
