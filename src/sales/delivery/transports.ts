/** The ways things go out by, as the settings have them. */
import type { Clock } from '../../base/kernel/kernel.ts';
import type { Allowed } from './address-guard.ts';
import { type MailSettings, mailTransport } from './mail.ts';
import type { SenderOptions } from './sender.ts';
import { slackTransport } from './slack.ts';
import { webhookTransport } from './webhooks.ts';

export function openTransports(options: {
  /** Null: mails wait. */
  mail: MailSettings | null;
  /** What may be reached besides the public internet. */
  allowed: Allowed;
  clock: Clock;
}): SenderOptions['transports'] {
  const { mail, allowed, clock } = options;
  const guard = { allowed };
  return {
    webhook: webhookTransport(guard, clock),
    slack: slackTransport(guard),
    mail: mail === null ? null : mailTransport(mail),
  };
}
