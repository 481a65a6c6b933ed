/**
 * SendGrid's event webhook: ECDSA over the timestamp and the raw body, with the public key that its settings show.
 *
 * It tries again for 24 hours, so the signed time may be that old; a delivery that is repeated has the same `sg_event_id`. Source:
 * Twilio's documentation of the Event Webhook and its security features.
 */
import { isSignedByKey, limits } from '../../base/kernel/kernel.ts';
import {
  type Connection,
  type Delivery,
  entryOf,
  headerOf,
  isFresh,
  jsonIn,
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
  open: 'opened',
  click: 'clicked',
  bounce: 'bounced',
  spamreport: 'spam',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
};

export function proveSendgrid(delivery: Delivery, { secrets }: Connection): Proof {
  const signature = headerOf(delivery, 'x-twilio-email-event-webhook-signature');
  const timestamp = headerOf(delivery, 'x-twilio-email-event-webhook-timestamp');
  if (signature === null || timestamp === null) return 'unsigned';
  const signed = Buffer.concat([Buffer.from(timestamp), delivery.body]);
  if (!secrets.some((secret) => isSignedByKey(secret, signed, signature))) return 'wrong_signature';
  return isFresh(timestamp, delivery.nowMs, limits.mailReplayMsMax) ? 'proven' : 'too_old';
}

export function sendgridEvents({ body }: Pick<Delivery, 'body'>): MailEvent[] {
  const json = jsonIn(body);
  if (!Array.isArray(json)) throw new Malformed('expected a list of events');
  return json.flatMap((one) => {
    const event = objectIn(one);
    const act = entryOf(acts, event['event']);
    if (act === undefined || (act === 'bounced' && !isForGood(event['type']))) return [];
    const category = event['category'];
    const messageId = event['sg_message_id'];
    return mailEventOf({
      provider: 'sendgrid',
      act,
      address: event['email'],
      dedup: ['sg_event_id', event['sg_event_id'] ?? event],
      at: msOf(event['timestamp']),
      // What follows the first dot is the server and the recipient.
      emailId: event['email_id'] ?? (typeof messageId === 'string' ? messageId.split('.', 1)[0] : undefined),
      subject: event['email_subject'] ?? event['subject'],
      campaignId: event['campaign_id'] ?? event['marketing_campaign_id'] ?? event['singlesend_id'],
      campaignName:
        event['campaign_name'] ??
        event['marketing_campaign_name'] ??
        event['singlesend_name'] ??
        (Array.isArray(category) ? category[0] : category),
      linkId: event['link_id'],
      linkUrl: event['url'],
      userAgent: event['useragent'],
      reason: event['reason'],
      machine: act === 'opened' && event['sg_machine_open'] === true ? 'machine-open' : undefined,
    });
  });
}

/** A `blocked` or `expired` message was not taken this time; older webhooks name no type. */
function isForGood(type: unknown): boolean {
  return type === undefined || type === null || type === 'bounce';
}
