/** Where a channel may go, said when it is made: whether a name leads into a private network is looked at when something is sent. */
import type { ChannelKind } from '../../contract/api/api.ts';
import { type Allowed, isPublic, literalOf, portOf } from './address-guard.ts';

/** Incoming webhooks of Slack are all here. */
export const slackHost = 'hooks.slack.com';

/** Why a channel cannot go there, in words; null where it can, as the operator's `OUTGOING_ALLOW` has it. */
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
    return 'expected an address such as "https://example.com/hook"; others the operator may name in OUTGOING_ALLOW';
  if (url.hostname !== 'localhost' && (literal === null || isPublic(literal))) return null;
  return 'expected a public address, not one of a private network; the operator may name it in OUTGOING_ALLOW';
}
