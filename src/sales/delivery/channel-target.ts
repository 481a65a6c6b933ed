/** Checks the target of a channel when it is created. Names are resolved and checked when something is sent. */

import { type Allowed, isPublic, literalOf, portOf } from '../../base/network/network.ts';
import type { ChannelKind } from '../../contract/api/api.ts';

/** The host of every incoming webhook of Slack. */
export const slackHost = 'hooks.slack.com';

/**
 * Returns why a channel cannot have this target; null where it can. The operator allows more targets with
 * `OUTGOING_ALLOW`.
 */
export function unreachable(kind: ChannelKind, target: string, allowed: Allowed): string | null {
  const url = kind === 'mail' ? null : URL.parse(target);
  if (url === null) return null;
  const literal = literalOf(url);
  if (allowed.host(url.hostname, portOf(url)) || (literal !== null && allowed.address(literal))) return null;
  if (kind === 'slack')
    return url.protocol === 'https:' && url.host === slackHost
      ? null
      : `expected the address of an incoming webhook, "https://${slackHost}/…"`;
  if (url.protocol !== 'https:')
    return 'expected an address such as "https://example.com/hook"; the operator may allow others in OUTGOING_ALLOW';
  if (url.hostname !== 'localhost' && (literal === null || isPublic(literal))) return null;
  return 'expected a public address, not one of a private network; the operator may allow it in OUTGOING_ALLOW';
}
