/**
 * Mailgun's webhooks: an HMAC over a time and a token, both in the body. The signature does not cover the event, so one token counts for one
 * event alone: the door remembers them.
 *
 * Source: Mailgun's documentation, "Securing Webhooks" and "Tracking Messages".
 */
import { hmacOf, isSameSecret, limits } from '../../base/kernel/kernel.ts';
import type { MachineSign } from '../../contract/language/language.ts';
import {
  type Connection,
  type Delivery,
  entryOf,
  isFresh,
  jsonIn,
  listIn,
  type MailAct,
  type MailEvent,
  Malformed,
  mailEventOf,
  msOf,
  objectIn,
  type Proof,
} from './provider.core.ts';

const acts: { readonly [event: string]: MailAct } = {
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'spam',
  unsubscribed: 'unsubscribed',
};

/** Gmail's proxy loads an image when a person opens the mail: `gmail` is no machine. */
const bots: { readonly [bot: string]: MachineSign } = { apple: 'mail-privacy', generic: 'machine-open' };

export function proveMailgun({ body, nowMs }: Delivery, { secrets }: Connection): Proof {
  const { timestamp, token, signature } = signatureIn(body);
  if (timestamp === '' || token === '' || signature === '') return 'unsigned';
  const isSigned = secrets.some((secret) =>
    isSameSecret(hmacOf('sha256', secret, timestamp + token, 'hex'), signature),
  );
  if (!isSigned) return 'wrong_signature';
  return isFresh(timestamp, nowMs, limits.mailReplayMsMax) ? 'proven' : 'too_old';
}

/** The token of a delivery, and what it is for. */
export function mailgunToken(body: Buffer): { token: string; of: string } {
  // A body without an event is refused after this; a token of none is still one.
  return { token: signatureIn(body).token, of: JSON.stringify(objectIn(jsonIn(body))['event-data'] ?? null) };
}

function signatureIn(body: Buffer): { timestamp: string; token: string; signature: string } {
  const { timestamp, token, signature } = objectIn(objectIn(jsonIn(body))['signature']);
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return { timestamp: text(timestamp), token: text(token), signature: text(signature) };
}

export function mailgunEvents({ body }: Pick<Delivery, 'body'>): MailEvent[] {
  const json = objectIn(jsonIn(body));
  if (typeof json['event-data'] !== 'object') throw new Malformed('expected "event-data"');
  const event = objectIn(json['event-data']);
  const act =
    event['event'] === 'failed' && event['severity'] === 'permanent'
      ? 'bounced'
      : entryOf(acts, event['event']);
  if (act === undefined) return [];
  const own = objectIn(event['user-variables']);
  const headers = objectIn(objectIn(event['message'])['headers']);
  const client = objectIn(event['client-info']);
  const campaign = objectIn(listIn(event['campaigns'])[0]);
  const { id, timestamp } = event;
  return [
    mailEventOf({
      provider: 'mailgun',
      act,
      address: event['recipient'],
      // An id is of one day alone.
      dedup: id === undefined ? ['token', signatureIn(body).token] : ['id', id, timestamp],
      at: msOf(timestamp),
      emailId: own['email_id'] ?? headers['message-id'],
      subject: own['email_subject'] ?? headers['subject'],
      campaignId: own['campaign_id'] ?? campaign['id'],
      campaignName: own['campaign_name'] ?? campaign['name'] ?? listIn(event['tags'])[0],
      linkId: own['link_id'],
      linkUrl: event['url'],
      userAgent: client['user-agent'],
      reason: event['reason'],
      machine: entryOf(bots, client['bot']),
    }),
  ];
}
