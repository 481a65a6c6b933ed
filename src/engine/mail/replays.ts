/**
 * Replays of webhooks whose provider signs no time (Mandrill, Postmark): bounded by what their events say themselves.
 *
 * Each event has the provider's own time and id. One that is older than a signed request may be is refused. One that was taken within that
 * time is not taken again. Else a request that somebody has kept would bring back a person who was erased since.
 */
import { limits } from '../../base/kernel/kernel.ts';
import { instantIn } from '../../base/time/time.ts';
import type { MailTokens } from '../stream/stream.ts';
import type { MailEvent } from './provider.core.ts';

/** Whether an event happened near enough to now; one without a time did not. */
export function isRecent({ raw }: MailEvent, nowMs: number): boolean {
  const atMs = instantIn(raw['timestamp']);
  if (atMs === null) return false;
  return nowMs - atMs <= limits.mailReplayMsMax && atMs - nowMs <= limits.mailAheadMsMax;
}

const idOf = ({ raw }: MailEvent) => String(raw['messageId']);

/** Those that were not taken before. Throws `stream_unavailable` while Redis is away. */
export async function notTaken(events: readonly MailEvent[], tokens: MailTokens): Promise<MailEvent[]> {
  const taken = await tokens.takenAmong(events.map(idOf));
  return events.filter((event) => !taken.has(idOf(event)));
}

/** Notes them once they are in the stream: an event whose request failed is taken when the provider sends it again. */
export async function noteTaken(events: readonly MailEvent[], tokens: MailTokens): Promise<void> {
  await tokens.noteTaken(events.map(idOf));
}
