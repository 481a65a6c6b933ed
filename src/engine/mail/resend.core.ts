/**
 * Resend's webhooks, by Svix: an HMAC over the id, the time and the raw body, as Standard Webhooks has it.
 *
 * Each attempt is signed with its own time, so five minutes are enough. Source: Resend's documentation; Svix's "Verifying webhooks
 * manually"; Standard Webhooks.
 */
import { bytesOfBase64, hmacOf, isSameSecret, limits } from '../../base/kernel/kernel.ts';
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
  objectIn,
  type Proof,
} from './provider.core.ts';

const acts: { readonly [type: string]: MailAct } = {
  'email.delivered': 'delivered',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.bounced': 'bounced',
  'email.complained': 'spam',
  'contact.updated': 'unsubscribed',
};

const header = (delivery: Delivery, name: string) =>
  headerOf(delivery, `svix-${name}`) ?? headerOf(delivery, `webhook-${name}`);

export function proveResend(delivery: Delivery, { secrets }: Connection): Proof {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => header(delivery, name));
  if (!id || !timestamp || !signatures) return 'unsigned';
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), delivery.body]);
  const wanted = secrets.flatMap((secret) => {
    const key = bytesOfBase64(secret.replace(/^whsec_/, ''));
    return key === null ? [] : [`v1,${hmacOf('sha256', key, signed, 'base64')}`];
  });
  const given = signatures.split(' ');
  if (!wanted.some((one) => given.some((other) => isSameSecret(one, other)))) return 'wrong_signature';
  return isFresh(timestamp, delivery.nowMs, limits.mailSvixMsMax) ? 'proven' : 'too_old';
}

export function resendEvents(delivery: Pick<Delivery, 'body' | 'headers'>): MailEvent[] {
  const json = objectIn(jsonIn(delivery.body));
  const { type, data, created_at: createdAt } = json;
  if (typeof type !== 'string') throw new Malformed('expected "type"');
  const event = objectIn(data);
  const act = entryOf(acts, type);
  if (act === undefined || (act === 'unsubscribed' && event['unsubscribed'] !== true)) return [];
  const to = act === 'unsubscribed' ? event['email'] : event['to'];
  const addresses = [to].flat();
  // Of several recipients nobody knows which one opened it.
  const isOfOne = act !== 'opened' && act !== 'clicked' ? true : addresses.length === 1;
  if (!isOfOne) return [];
  const [click, open, bounce] = [event['click'], event['open'], event['bounce']].map(objectIn);
  // `Transient` and `Undetermined` may be delivered the next time; older webhooks name no type.
  if (act === 'bounced' && (bounce?.['type'] ?? 'Permanent') !== 'Permanent') return [];
  const tags = tagsIn(event['tags']);
  const id =
    headerOf({ ...delivery, nowMs: 0 }, 'svix-id') ?? headerOf({ ...delivery, nowMs: 0 }, 'webhook-id');
  return addresses.map((address) =>
    mailEventOf({
      provider: 'resend',
      act,
      address,
      dedup: [id ?? event, address],
      at: click?.['timestamp'] ?? createdAt,
      emailId: tags['email_id'] ?? event['email_id'],
      subject: event['subject'],
      campaignId: tags['campaign_id'] ?? event['broadcast_id'],
      campaignName: tags['campaign_name'],
      linkId: tags['link_id'],
      linkUrl: click?.['link'],
      userAgent: click?.['userAgent'] ?? open?.['userAgent'],
      reason: bounce?.['message'],
    }),
  );
}

/** Tags are an object, or a list of names and values. */
function tagsIn(tags: unknown): { readonly [name: string]: unknown } {
  if (!Array.isArray(tags)) return objectIn(tags);
  return Object.fromEntries(
    tags.map(objectIn).map(({ name, value }) => [typeof name === 'string' ? name : '', value]),
  );
}
