/** The mail providers by name: how a delivery is proven, and which events it becomes. Pure. */

import { mailProviders } from '../../base/kernel/kernel.ts';
import { mailgunEvents, mailgunToken, proveMailgun } from './mailgun.core.ts';
import { isMandrillTrial, mandrillEvents, proveMandrill } from './mandrill.core.ts';
import { postmarkEvents, provePostmark } from './postmark.core.ts';
import type { Connection, Delivery, MailEvent, Proof } from './provider.core.ts';
import { proveResend, resendEvents } from './resend.core.ts';
import { proveSendgrid, sendgridEvents } from './sendgrid.core.ts';
import { sesEvents } from './ses.core.ts';

export const providerNames = mailProviders;
export type ProviderName = (typeof providerNames)[number];

interface Provider {
  /** Null for SES, whose proof needs a certificate from elsewhere. */
  prove: ((delivery: Delivery, connection: Connection) => Proof) | null;
  /** Throws `Malformed`. */
  events(delivery: Delivery): MailEvent[];
  /** Nothing follows from it, so it needs no proof: the provider tries the address. */
  isTrial?: (delivery: Delivery) => boolean;
  /** Whether no time is signed: then those of the events bound a replay. */
  isUndated?: true;
  /** A token that counts for one event alone, and that event. */
  tokenOf?: (body: Buffer) => { token: string; of: string };
}

export const providers: { readonly [Name in ProviderName]: Provider } = {
  sendgrid: { prove: proveSendgrid, events: sendgridEvents },
  mailgun: { prove: proveMailgun, events: mailgunEvents, tokenOf: mailgunToken },
  postmark: { prove: provePostmark, events: postmarkEvents, isUndated: true },
  ses: { prove: null, events: sesEvents },
  mandrill: { prove: proveMandrill, events: mandrillEvents, isTrial: isMandrillTrial, isUndated: true },
  resend: { prove: proveResend, events: resendEvents },
};
