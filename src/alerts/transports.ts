/** The ways things go out by, as the settings have them. */
import type { Clock } from '../kernel/kernel.ts';
import { readAllowed } from './address-guard.ts';
import { type MailSettings, mailTransport } from './mail.ts';
import type { SenderOptions } from './sender.ts';
import { slackTransport } from './slack.ts';
import { webhookTransport } from './webhooks.ts';

/** Throws an error that names the entry of `outgoingAllow` it cannot read. */
export function openTransports(options: {
  /** Null: mails wait. */
  mail: MailSettings | null;
  /** Hosts and networks that may be reached besides the public internet, separated by commas. */
  outgoingAllow: string;
  clock: Clock;
}): SenderOptions['transports'] {
  const { mail, outgoingAllow, clock } = options;
  const guard = { allowed: readAllowed(outgoingAllow) };
  return {
    webhook: webhookTransport(guard, clock),
    slack: slackTransport(guard),
    mail: mail === null ? null : mailTransport(mail),
  };
}
