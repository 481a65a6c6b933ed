/**
 * Mandrill (Mailchimp Transactional): a form with a list of events, and an HMAC over the address of the webhook and the fields.
 *
 * The address is the one that was entered at Mandrill, byte by byte; a proxy may have changed what arrives. Mandrill tries an address
 * with HEAD, and with an empty list. Source: Mailchimp's documentation, "Authenticating webhook requests".
 */
import { hmacOf, isSameSecret } from '../../base/kernel/kernel.ts';
import {
  type Connection,
  type Delivery,
  entryOf,
  headerOf,
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
  open: 'opened',
  click: 'clicked',
  hard_bounce: 'bounced',
  spam: 'spam',
  unsub: 'unsubscribed',
};

export function proveMandrill(delivery: Delivery, { secrets, url = '' }: Connection): Proof {
  const signature = headerOf(delivery, 'x-mandrill-signature');
  if (signature === null) return 'unsigned';
  const fields = [...new URLSearchParams(delivery.body.toString())].sort(([a], [b]) =>
    a < b ? -1 : Number(a > b),
  );
  const signed = url + fields.flat().join('');
  const isSigned = secrets.some((secret) =>
    isSameSecret(hmacOf('sha1', secret, signed, 'base64'), signature),
  );
  return isSigned ? 'proven' : 'wrong_signature';
}

/** Whether it only tries the address: an empty list, which nothing follows from. */
export function isMandrillTrial({ body }: Pick<Delivery, 'body'>): boolean {
  return new URLSearchParams(body.toString()).get('mandrill_events')?.trim() === '[]';
}

export function mandrillEvents({ body }: Pick<Delivery, 'body'>): MailEvent[] {
  const text = new URLSearchParams(body.toString()).get('mandrill_events');
  const json = text === null ? null : jsonIn(text);
  if (!Array.isArray(json)) throw new Malformed('expected a form with "mandrill_events", a list');
  return json.flatMap((one) => {
    const event = objectIn(one);
    const act = entryOf(acts, event['event']);
    if (act === undefined) return [];
    const message = objectIn(event['msg']);
    const own = objectIn(message['metadata']);
    const { _id: id, ts, url } = event;
    return mailEventOf({
      provider: 'mandrill',
      act,
      address: message['email'],
      dedup: [id, act, ts, url],
      at: msOf(ts),
      emailId: own['email_id'] ?? message['_id'] ?? id,
      subject: message['subject'],
      campaignId: own['campaign_id'],
      campaignName: own['campaign_name'] ?? listIn(message['tags'])[0],
      linkId: own['link_id'],
      linkUrl: url,
      userAgent: event['user_agent'],
      reason: message['bounce_description'],
    });
  });
}
