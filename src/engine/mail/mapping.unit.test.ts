/** What each provider reports, as the events of Segment's specification. The bodies have the fields of the providers' documentation. */
import { describe, expect, test } from 'vitest';
import { type MailEvent, Malformed } from './provider.core.ts';
import { type ProviderName, providers } from './providers.core.ts';

const ada = 'ada@shop.example';

function eventsOf(name: ProviderName, content: unknown, headers: Record<string, string> = {}) {
  const text = JSON.stringify(content);
  const body =
    name === 'mandrill'
      ? new URLSearchParams({ mandrill_events: text }).toString()
      : name === 'mailgun'
        ? JSON.stringify({ signature: { token: 't' }, 'event-data': content })
        : name === 'ses'
          ? JSON.stringify({ Type: 'Notification', MessageId: 'n-1', Message: text })
          : text;
  return providers[name].events({ body: Buffer.from(body), headers, nowMs: 0 });
}

/** Name, address, properties and the sign of each. */
const seen = (name: ProviderName, content: unknown) =>
  eventsOf(name, content).map(({ raw, machine }) => {
    const { traits } = raw['context'] as { traits: { email?: string } };
    return [raw['event'], traits.email, raw['properties'], ...(machine === undefined ? [] : [machine])];
  });

test.each<[ProviderName, unknown, unknown[]]>([
  [
    'sendgrid',
    [
      { event: 'processed', email: ada },
      { event: 'dropped', email: ada },
      { event: 'deferred', email: ada },
      { event: 'delivered', email: ada, sg_event_id: '1', sg_message_id: 'm.filter', category: 'Spring' },
      { event: 'open', email: ada, sg_event_id: '2', sg_message_id: 'm.filter', sg_machine_open: true },
      {
        event: 'open',
        email: ada,
        sg_event_id: '3',
        sg_machine_open: false,
        email_id: 'own',
        email_subject: 'Hello',
      },
      {
        event: 'click',
        email: ada,
        sg_event_id: '4',
        url: 'https://a.example',
        category: ['A', 'B'],
        campaign_id: 7,
      },
      {
        event: 'bounce',
        email: ada,
        sg_event_id: '5',
        reason: '550 unknown',
        marketing_campaign_name: 'Sale',
      },
      { event: 'spamreport', email: ada },
      { event: 'group_unsubscribe', email: ada },
    ],
    [
      ['Email Delivered', ada, { email_id: 'm', campaign_name: 'Spring' }],
      ['Email Opened', ada, { email_id: 'm' }, 'machine-open'],
      ['Email Opened', ada, { email_id: 'own', email_subject: 'Hello' }],
      ['Email Link Clicked', ada, { link_url: 'https://a.example', campaign_name: 'A', campaign_id: 7 }],
      ['Email Bounced', ada, { reason: '550 unknown', campaign_name: 'Sale' }],
      ['Email Marked as Spam', ada, {}],
      ['Unsubscribed', ada, {}],
    ],
  ],
  [
    'mailgun',
    {
      event: 'clicked',
      id: 'x',
      recipient: ada,
      url: 'https://a.example',
      tags: ['Spring'],
      'user-variables': { campaign_id: 'c' },
      message: { headers: { 'message-id': 'm@a', subject: 'Hello' } },
    },
    [
      [
        'Email Link Clicked',
        ada,
        {
          email_id: 'm@a',
          email_subject: 'Hello',
          campaign_id: 'c',
          campaign_name: 'Spring',
          link_url: 'https://a.example',
        },
      ],
    ],
  ],
  [
    'mailgun',
    { event: 'opened', recipient: ada, 'client-info': { bot: 'apple' } },
    [['Email Opened', ada, {}, 'mail-privacy']],
  ],
  [
    'mailgun',
    { event: 'opened', recipient: ada, 'client-info': { bot: 'generic' } },
    [['Email Opened', ada, {}, 'machine-open']],
  ],
  [
    'mailgun',
    { event: 'opened', recipient: ada, 'client-info': { bot: 'gmail' } },
    [['Email Opened', ada, {}]],
  ],
  [
    'mailgun',
    { event: 'failed', severity: 'permanent', recipient: ada, reason: 'bounce' },
    [['Email Bounced', ada, { reason: 'bounce' }]],
  ],
  ['mailgun', { event: 'failed', severity: 'temporary', recipient: ada }, []],
  ['mailgun', { event: 'complained', recipient: ada }, [['Email Marked as Spam', ada, {}]]],
  ['mailgun', { event: 'unsubscribed', recipient: ada }, [['Unsubscribed', ada, {}]]],
  ['mailgun', { event: 'stored', recipient: ada }, []],
  [
    'postmark',
    {
      RecordType: 'Click',
      MessageID: 'm',
      Recipient: ada,
      OriginalLink: 'https://a.example',
      Tag: 'Spring',
      Metadata: { campaign_id: 'c' },
    },
    [
      [
        'Email Link Clicked',
        ada,
        { email_id: 'm', link_url: 'https://a.example', campaign_name: 'Spring', campaign_id: 'c' },
      ],
    ],
  ],
  [
    'postmark',
    { RecordType: 'Open', MessageID: 'm', Recipient: ada, UserAgent: 'Mozilla/5.0' },
    [['Email Opened', ada, { email_id: 'm' }, 'mail-privacy']],
  ],
  [
    'postmark',
    { RecordType: 'Delivery', MessageID: 'm', Recipient: ada },
    [['Email Delivered', ada, { email_id: 'm' }]],
  ],
  [
    'postmark',
    {
      RecordType: 'Bounce',
      Type: 'HardBounce',
      MessageID: 'm',
      Email: ada,
      Subject: 'Hello',
      Description: 'unknown',
    },
    [['Email Bounced', ada, { email_id: 'm', email_subject: 'Hello', reason: 'unknown' }]],
  ],
  ['postmark', { RecordType: 'Bounce', Type: 'AutoResponder', Email: ada }, []],
  ['postmark', { RecordType: 'SpamComplaint', Email: ada }, [['Email Marked as Spam', ada, {}]]],
  [
    'postmark',
    { RecordType: 'SubscriptionChange', Recipient: ada, SuppressSending: true },
    [['Unsubscribed', ada, {}]],
  ],
  ['postmark', { RecordType: 'SubscriptionChange', Recipient: ada, SuppressSending: false }, []],
  ['postmark', { RecordType: 'Inbound' }, []],
  [
    'ses',
    {
      eventType: 'Click',
      mail: {
        destination: [ada],
        messageId: 'm',
        commonHeaders: { subject: 'Hello' },
        tags: { campaign_id: ['c'], campaign_name: ['Spring'] },
      },
      click: { link: 'https://a.example', linkTags: { link_id: ['l'] } },
    },
    [
      [
        'Email Link Clicked',
        ada,
        {
          email_id: 'm',
          email_subject: 'Hello',
          campaign_id: 'c',
          campaign_name: 'Spring',
          link_id: 'l',
          link_url: 'https://a.example',
        },
      ],
    ],
  ],
  ['ses', { eventType: 'Open', mail: { destination: [ada, 'b@shop.example'] }, open: {} }, []],
  [
    'ses',
    { eventType: 'Delivery', mail: {}, delivery: { recipients: [ada, 'b@shop.example'] } },
    [
      ['Email Delivered', ada, {}],
      ['Email Delivered', 'b@shop.example', {}],
    ],
  ],
  [
    'ses',
    {
      notificationType: 'Bounce',
      mail: {},
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: ada }],
      },
    },
    [['Email Bounced', ada, { reason: 'General' }]],
  ],
  [
    'ses',
    {
      notificationType: 'Bounce',
      mail: {},
      bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: ada }] },
    },
    [],
  ],
  [
    'ses',
    { eventType: 'Complaint', mail: {}, complaint: { complainedRecipients: [{ emailAddress: ada }] } },
    [['Email Marked as Spam', ada, {}]],
  ],
  [
    'ses',
    {
      eventType: 'Subscription',
      mail: { destination: [ada] },
      subscription: { newTopicPreferences: { unsubscribeAll: true } },
    },
    [['Unsubscribed', ada, {}]],
  ],
  ['ses', { eventType: 'Send', mail: { destination: [ada] }, send: {} }, []],
  [
    'mandrill',
    [
      { event: 'send', _id: 'm', msg: { email: ada } },
      {
        event: 'click',
        _id: 'm',
        url: 'https://a.example',
        msg: { _id: 'm', email: ada, subject: 'Hello', tags: ['Spring'], metadata: { campaign_id: 'c' } },
      },
      { event: 'hard_bounce', _id: 'm', msg: { email: ada, bounce_description: 'bad_mailbox' } },
      { event: 'soft_bounce', _id: 'm', msg: { email: ada } },
      { event: 'spam', _id: 'm', msg: { email: ada } },
      { event: 'unsub', _id: 'm', msg: { email: ada } },
    ],
    [
      [
        'Email Link Clicked',
        ada,
        {
          email_id: 'm',
          email_subject: 'Hello',
          campaign_id: 'c',
          campaign_name: 'Spring',
          link_url: 'https://a.example',
        },
      ],
      ['Email Bounced', ada, { email_id: 'm', reason: 'bad_mailbox' }],
      ['Email Marked as Spam', ada, { email_id: 'm' }],
      ['Unsubscribed', ada, { email_id: 'm' }],
    ],
  ],
  [
    'resend',
    {
      type: 'email.clicked',
      data: {
        email_id: 'm',
        to: [ada],
        subject: 'Hello',
        broadcast_id: 'b',
        tags: [{ name: 'campaign_name', value: 'Spring' }],
        click: { link: 'https://a.example' },
      },
    },
    [
      [
        'Email Link Clicked',
        ada,
        {
          email_id: 'm',
          email_subject: 'Hello',
          campaign_id: 'b',
          campaign_name: 'Spring',
          link_url: 'https://a.example',
        },
      ],
    ],
  ],
  ['resend', { type: 'email.opened', data: { email_id: 'm', to: [ada, 'b@shop.example'] } }, []],
  [
    'resend',
    { type: 'email.delivered', data: { to: [ada, 'b@shop.example'], tags: { campaign_id: 'c' } } },
    [
      ['Email Delivered', ada, { campaign_id: 'c' }],
      ['Email Delivered', 'b@shop.example', { campaign_id: 'c' }],
    ],
  ],
  [
    'resend',
    { type: 'email.bounced', data: { to: [ada], bounce: { message: 'unknown' } } },
    [['Email Bounced', ada, { reason: 'unknown' }]],
  ],
  ['resend', { type: 'email.complained', data: { to: [ada] } }, [['Email Marked as Spam', ada, {}]]],
  [
    'resend',
    { type: 'contact.updated', data: { email: ada, unsubscribed: true } },
    [['Unsubscribed', ada, {}]],
  ],
  ['resend', { type: 'contact.updated', data: { email: ada, unsubscribed: false } }, []],
  ['resend', { type: 'email.sent', data: { to: [ada] } }, []],
])('%s: %j', (name, content, expected) => {
  expect(seen(name, content)).toEqual(expected);
});

describe('one event has one id', () => {
  const idsOf = (name: ProviderName, content: unknown, headers = {}) =>
    eventsOf(name, content, headers).map(({ raw }) => raw['messageId']);

  test.each<[ProviderName, (id: number) => unknown]>([
    ['sendgrid', (id) => [{ event: 'open', email: ada, sg_event_id: id }]],
    ['mailgun', (id) => ({ event: 'opened', recipient: ada, id: 'of-the-day', timestamp: id })],
    ['postmark', (id) => ({ RecordType: 'Open', Recipient: ada, MessageID: 'm', ReceivedAt: `${id}` })],
    ['mandrill', (id) => [{ event: 'open', _id: 'm', ts: id, msg: { email: ada } }]],
  ])('%s', (name, content) => {
    expect(idsOf(name, content(1))).toEqual(idsOf(name, content(1)));
    expect(idsOf(name, content(1))).not.toEqual(idsOf(name, content(2)));
    expect(String(idsOf(name, content(1))[0]).length).toBeLessThan(100);
  });

  test('Resend: that of Svix', () => {
    const event = { type: 'email.opened', data: { to: [ada] } };
    const of = (id: string) => idsOf('resend', event, { 'svix-id': id });
    expect(of('a')).toEqual(of('a'));
    expect(of('a')).not.toEqual(of('b'));
  });
});

test.each<[ProviderName, string]>([
  ['sendgrid', '{}'],
  ['sendgrid', 'no JSON'],
  ['mailgun', '{}'],
  ['postmark', '[]'],
  ['mandrill', 'other=1'],
  ['mandrill', 'mandrill_events={}'],
  ['resend', '{}'],
])('%s refuses %s', (name, body) => {
  expect(() => providers[name].events({ body: Buffer.from(body), headers: {}, nowMs: 0 })).toThrow(Malformed);
});

test('the first notification of a topic is a sentence, from which nothing follows', () => {
  const body = Buffer.from(
    JSON.stringify({
      Type: 'Notification',
      Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
    }),
  );
  expect(providers.ses.events({ body, headers: {}, nowMs: 0 })).toEqual([]);
});

test('texts are cut, and what is no text or number is left out', () => {
  const [event] = eventsOf('sendgrid', [
    { event: 'click', email: ada, url: 'u'.repeat(5_000), campaign_id: { a: 1 } },
  ]);
  const { link_url, ...rest } = (event as MailEvent).raw['properties'] as { link_url: string };
  expect([link_url.length, rest]).toEqual([2_048, {}]);
});
