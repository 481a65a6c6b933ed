/** What providers call a bounce, by every type that they document: which are for good. */
import { describe, expect, test } from 'vitest';
import { providers } from './providers.core.ts';

const ada = 'ada@shop.example';
const deliveryOf = {
  postmark: (type: unknown) => ({ RecordType: 'Bounce', Type: type, Email: ada }),
  sendgrid: (type: unknown) => [{ event: 'bounce', type, email: ada }],
  resend: (type: unknown) => ({ type: 'email.bounced', data: { to: [ada], bounce: { type } } }),
};

/** The names of the events that a bounce of the type becomes. */
function namesOf(provider: keyof typeof deliveryOf, type: unknown): unknown[] {
  const body = Buffer.from(JSON.stringify(deliveryOf[provider](type)));
  return providers[provider].events({ body, headers: {}, nowMs: 0 }).map(({ raw }) => raw['event']);
}

describe('a bounce is one for good', () => {
  const forGood = { postmark: ['HardBounce', 'BadEmailAddress'], sendgrid: ['bounce', undefined] };
  test.each([
    ...forGood.postmark.map((type) => ['postmark', type] as const),
    ...forGood.sendgrid.map((type) => ['sendgrid', type] as const),
    ...(['Permanent', undefined] as const).map((type) => ['resend', type] as const),
  ])('%s: %s', (provider, type) => {
    expect(namesOf(provider, type)).toEqual(['Email Bounced']);
  });

  const passing = [
    ...['Transient', 'Subscribe', 'AutoResponder', 'AddressChange', 'DnsError', 'SpamNotification'],
    ...['OpenRelayTest', 'Unknown', 'SoftBounce', 'VirusNotification', 'ChallengeVerification'],
    ...['ManuallyDeactivated', 'Unconfirmed', 'Blocked', 'SMTPApiError', 'InboundError', 'DMARCPolicy'],
    ...['TemplateRenderingFailed', undefined],
  ];
  test.each([
    ...passing.map((type) => ['postmark', type] as const),
    ...['blocked', 'expired', 7].map((type) => ['sendgrid', type] as const),
    ...['Transient', 'Undetermined', 7].map((type) => ['resend', type] as const),
  ])('%s: %s is none', (provider, type) => {
    expect(namesOf(provider, type)).toEqual([]);
  });

  test.each([
    ['SpamComplaint', 'Email Marked as Spam'],
    ['Unsubscribe', 'Unsubscribed'],
  ])('Postmark names it one, and it is %s', (type, name) => {
    expect(namesOf('postmark', type)).toEqual([name]);
  });
});
