/** Opens the transports that the settings ask for. */
import type { Clock } from '../../base/kernel/kernel.ts';
import type { Allowed } from '../../base/network/network.ts';
import { type FileOf, type MailSettings, mailTransport } from './mail.ts';
import { slackTransport } from './slack.ts';
import type { Transport } from './transport.ts';
import { webhookTransport } from './webhooks.ts';

/** Mail is null without a mail server. */
export interface Transports {
  webhook: Transport;
  slack: Transport;
  mail: Transport | null;
}

export function openTransports(options: {
  /** Null: mails wait. */
  mail: MailSettings | null;
  /** The files that mails attach. */
  fileOf: FileOf;
  /** Hosts and networks that are allowed besides public addresses. */
  allowed: Allowed;
  clock: Clock;
}): Transports {
  const { mail, fileOf, allowed, clock } = options;
  const guard = { allowed };
  return {
    webhook: webhookTransport(guard, clock),
    slack: slackTransport(guard),
    mail: mail === null ? null : mailTransport(mail, fileOf),
  };
}
