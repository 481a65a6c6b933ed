/**
 * Amazon SES by way of SNS: an envelope that is signed with the key of a certificate of Amazon's, around the event as a text.
 *
 * A valid signature only says that Amazon sent it, for anybody's topic: so the topic is pinned. The certificate comes from Amazon's own
 * hosts, in the region of the topic. Source: AWS's documentation, "Verifying the signatures of Amazon SNS messages", and the contents
 * of event data that SES publishes.
 */
import { isSignedByCertificate, limits } from '../../base/kernel/kernel.ts';
import { instantIn } from '../../base/time/time.ts';
import {
  type Connection,
  type Delivery,
  entryOf,
  jsonIn,
  listIn,
  type MailAct,
  type MailEvent,
  mailEventOf,
  objectIn,
  type Proof,
} from './provider.core.ts';

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;
const algorithms: { readonly [version: string]: 'sha1' | 'sha256' } = { '1': 'sha1', '2': 'sha256' };

/** An envelope of SNS; null for anything else, such as a message that SNS delivers bare. */
export interface Envelope {
  type: keyof typeof signedFields;
  topicArn: string;
  fields: { readonly [name: string]: unknown };
}

export function envelopeIn(body: Buffer): Envelope | null {
  const fields = objectIn(jsonIn(body));
  const { Type: type, TopicArn: topicArn } = fields;
  if (typeof type !== 'string' || !Object.hasOwn(signedFields, type) || typeof topicArn !== 'string')
    return null;
  return { type: type as Envelope['type'], topicArn, fields };
}

/** An address of SNS in the region of the topic; null where it is any other. */
function addressOfSns(address: unknown, topicArn: string): URL | null {
  const [, , service, region = ''] = topicArn.split(':');
  const url = typeof address === 'string' ? URL.parse(address) : null;
  if (url === null || service !== 'sns' || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return null;
  const isAmazons = [`sns.${region}.amazonaws.com`, `sns.${region}.amazonaws.com.cn`].includes(url.hostname);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isAmazons && isPlain ? url : null;
}

/** Where the certificate of an envelope is; null where that is not Amazon's. */
export function certificateUrlOf({ fields, topicArn }: Envelope): string | null {
  const url = addressOfSns(fields['SigningCertURL'] ?? fields['SigningCertUrl'], topicArn);
  return url !== null && /^\/[\w.-]+\.pem$/.test(url.pathname) && url.search === '' ? url.href : null;
}

/** Where a subscription is confirmed; null where that is not Amazon's, or the envelope asks for none. */
export function confirmationUrlOf({ type, fields, topicArn }: Envelope): string | null {
  if (type !== 'SubscriptionConfirmation') return null;
  return addressOfSns(fields['SubscribeURL'], topicArn)?.href ?? null;
}

/** `certificate` is the text at the envelope's address of it. */
export function proveSes(
  envelope: Envelope,
  { topicArn }: Connection,
  certificate: string,
  nowMs: number,
): Proof {
  if (envelope.topicArn !== topicArn) return 'other_topic';
  const { type, fields } = envelope;
  const signature = fields['Signature'];
  const algorithm = entryOf(algorithms, fields['SignatureVersion']);
  if (typeof signature !== 'string' || algorithm === undefined) return 'unsigned';
  const present = signedFields[type].filter((name) => fields[name] !== undefined && fields[name] !== null);
  // Amazon signs texts; anything else is not from there.
  if (present.some((name) => typeof fields[name] !== 'string')) return 'unsigned';
  const content = present.map((name) => `${name}\n${fields[name]}\n`).join('');
  if (!isSignedByCertificate(certificate, nowMs, { algorithm, content, signature })) return 'wrong_signature';
  const atMs = instantIn(fields['Timestamp']);
  const isYoung =
    atMs !== null && nowMs - atMs <= limits.mailReplayMsMax && atMs - nowMs <= limits.mailAheadMsMax;
  return isYoung ? 'proven' : 'too_old';
}

const acts: { readonly [type: string]: MailAct } = {
  Delivery: 'delivered',
  Open: 'opened',
  Click: 'clicked',
  Bounce: 'bounced',
  Complaint: 'spam',
  Subscription: 'unsubscribed',
};

export function sesEvents({ body }: Pick<Delivery, 'body'>): MailEvent[] {
  const envelope = objectIn(jsonIn(body));
  const { Type: type, Message: message, MessageId: messageId } = envelope;
  // The first notification of a new topic is a sentence.
  if (type !== 'Notification' || typeof message !== 'string' || !message.trimStart().startsWith('{'))
    return [];
  const event = objectIn(jsonIn(message));
  const mail = objectIn(event['mail']);
  const kind = event['eventType'] ?? event['notificationType'];
  const act = entryOf(acts, kind);
  const detail = objectIn(event[typeof kind === 'string' ? kind.toLowerCase() : '']);
  if (act === undefined || (act === 'bounced' && detail['bounceType'] !== 'Permanent')) return [];
  if (act === 'unsubscribed' && objectIn(detail['newTopicPreferences'])['unsubscribeAll'] !== true) return [];
  const tags = objectIn(mail['tags']);
  const tag = (name: string) => listIn(tags[name])[0];
  return recipientsOf(act, detail, mail).map((address) =>
    mailEventOf({
      provider: 'ses',
      act,
      address,
      dedup: [messageId, address],
      at: detail['timestamp'],
      emailId: tag('email_id') ?? mail['messageId'],
      subject: objectIn(mail['commonHeaders'])['subject'],
      campaignId: tag('campaign_id'),
      campaignName: tag('campaign_name'),
      linkId: listIn(objectIn(detail['linkTags'])['link_id'])[0],
      linkUrl: detail['link'],
      userAgent: detail['userAgent'],
      reason: detail['bounceSubType'],
    }),
  );
}

function recipientsOf(
  act: MailAct,
  detail: Envelope['fields'],
  mail: Envelope['fields'],
): readonly unknown[] {
  const addressesIn = (list: unknown) => listIn(list).map((one) => objectIn(one)['emailAddress']);
  if (act === 'delivered') return listIn(detail['recipients']);
  if (act === 'bounced') return addressesIn(detail['bouncedRecipients']);
  if (act === 'spam') return addressesIn(detail['complainedRecipients']);
  const destination = listIn(mail['destination']);
  // Of several recipients nobody knows which one opened it.
  return destination.length === 1 ? destination : [];
}
