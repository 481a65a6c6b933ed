/**
 * Postmark's webhooks: nothing is signed. The proof is a user and a password in the address, sent as HTTP Basic.
 *
 * Source: Postmark's documentation of its webhooks.
 */
import { bytesOfBase64, isSameSecret } from '../../base/kernel/kernel.ts';
import {
  type Connection,
  type Delivery,
  entryOf,
  headerOf,
  jsonIn,
  type MailAct,
  type MailEvent,
  Malformed,
  mailEventOf,
  objectIn,
  type Proof,
} from './provider.core.ts';

const acts: { readonly [recordType: string]: MailAct } = {
  Delivery: 'delivered',
  Open: 'opened',
  Click: 'clicked',
  SpamComplaint: 'spam',
  SubscriptionChange: 'unsubscribed',
};
/** What a type of bounce says; all others are answers, or faults that pass: `SoftBounce`, `DnsError`, `Blocked`, `AutoResponder` … */
const bounces: { readonly [type: string]: MailAct } = {
  HardBounce: 'bounced',
  BadEmailAddress: 'bounced',
  SpamComplaint: 'spam',
  Unsubscribe: 'unsubscribed',
};

export function provePostmark(delivery: Delivery, { secrets }: Connection): Proof {
  const authorization = headerOf(delivery, 'authorization');
  if (authorization === null || !/^basic /i.test(authorization)) return 'unsigned';
  const given = bytesOfBase64(authorization.slice(6).trim());
  return given !== null && secrets.some((secret) => isSameSecret(secret, given))
    ? 'proven'
    : 'wrong_signature';
}

export function postmarkEvents({ body }: Pick<Delivery, 'body'>): MailEvent[] {
  const event = objectIn(jsonIn(body));
  const { RecordType: type, MessageID: messageId, Metadata: metadata } = event;
  if (typeof type !== 'string') throw new Malformed('expected "RecordType"');
  const act = type === 'Bounce' ? entryOf(bounces, event['Type']) : entryOf(acts, type);
  if (act === undefined) return [];
  if (type === 'SubscriptionChange' && event['SuppressSending'] !== true) return [];
  const own = objectIn(metadata);
  const address = event['Recipient'] ?? event['Email'];
  const at = event['ReceivedAt'] ?? event['DeliveredAt'] ?? event['BouncedAt'] ?? event['ChangedAt'];
  return [
    mailEventOf({
      provider: 'postmark',
      act,
      address,
      dedup: [messageId, type, at, address, event['OriginalLink'] ?? event['ID']],
      at,
      emailId: own['email_id'] ?? messageId,
      subject: own['email_subject'] ?? event['Subject'],
      campaignId: own['campaign_id'],
      campaignName: own['campaign_name'] ?? event['Tag'],
      linkId: own['link_id'],
      linkUrl: event['OriginalLink'],
      userAgent: event['UserAgent'],
      reason: event['Description'],
    }),
  ];
}
