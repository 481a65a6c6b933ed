/**
 * Mail over SMTP, by a pool of connections.
 *
 * A 4xx of the server and a broken connection are retried; a 5xx about a mail is final. A 5xx about us (a wrong
 * password, a rejected greeting) is not about the mail: the mail waits until the operator corrects the setting.
 */
import { limits } from '../../base/kernel/kernel.ts';
import { Forbidden } from '../../base/network/network.ts';
import type { Delivery } from './leases.ts';
import type { Answer } from './retry.core.ts';
import { notSent, type Transport, taken } from './transport.ts';

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  url: string;
  /** `address` or `Name <address>`. */
  from: string;
  /** Bound for sending one mail; `limits.mailMsMax` unless given. */
  msMax?: number;
}

/** A failure of nodemailer: its code, and the server's answer. */
interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

/** The server's answer is about this mail: its envelope or its text. */
const aboutMail = new Set(['EENVELOPE', 'EMESSAGE']);
/** Answers that ask for a log-in or TLS first (RFC 4954 and 3207): every mail would get them. */
const logInFirst = 530;

/** Returns the file of an attachment. Throws where it, or its bytes, are not there. */
export type FileOf = (id: string) => Promise<{ name: string; contentType: string; content: Buffer }>;

export function mailTransport(
  { url, from, msMax = limits.mailMsMax }: MailSettings,
  fileOf: FileOf,
): Transport {
  const openPool = async () => {
    // Loaded at the first mail: most processes send none.
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url,
      pool: true,
      maxConnections: limits.deliveriesPerDestinationMax.mail,
      // No retries here: the sender retries by the schedule of the delivery.
      maxRequeues: 0,
      connectionTimeout: limits.mailSilenceMsMax,
      greetingTimeout: limits.mailSilenceMsMax,
      dnsTimeout: limits.mailSilenceMsMax,
      socketTimeout: limits.mailSilenceMsMax,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  let pool: ReturnType<typeof openPool> | null = null;
  return {
    send: async (delivery) => {
      if (!isAddress(delivery.target)) return notSent(new Forbidden('this is no e-mail address'));
      const sender = senderOf(delivery, from);
      const attachments = await filesOf(delivery, fileOf).catch((error: Error) => error);
      // A matter of this mail alone: it is retried by itself, and the others go on.
      if (attachments instanceof Error)
        return { errorKind: 'answered', status: null, error: attachments.message, retryAfter: null };
      const timeUp = AbortSignal.timeout(msMax);
      try {
        pool ??= openPool();
        await (await pool).sendMail({ ...mailOf(delivery, sender), attachments, signal: timeUp });
        return { ...taken(250), from: sender.address };
      } catch (error) {
        return answerOf(error as SmtpError);
      }
    },
    close: () => void pool?.then((open) => open.close()),
  };
}

interface Address {
  name: string;
  address: string;
}

/** Returns the parsed `Name <address>` or address; null for anything else, and for several. */
function addressIn(text: string): Address | null {
  const plain = oneLine(text);
  const [, name = '', address = plain] = /^"?([^"<>]*?)"?\s*<([^<>]*)>$/.exec(plain) ?? [];
  return isAddress(address) ? { name, address } : null;
}

/** One bare address: it can start no other address and no SMTP command. */
function isAddress(text: string): boolean {
  return /^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/.test(text);
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Returns the mail's own sender, else the sender of the settings. */
function senderOf({ body }: Delivery, from: string): Address {
  const own = typeof body['from'] === 'string' ? addressIn(body['from']) : null;
  return own ?? addressIn(from) ?? { name: '', address: from };
}

function mailOf({ id, target, body, createdAt }: Delivery, from: Address) {
  const text = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : '');
  const html = text('html');
  const replyTo = addressIn(text('replyTo'));
  const unsubscribe = URL.parse(text('unsubscribe'));
  return {
    from,
    to: [{ name: '', address: target }],
    ...(replyTo !== null && { replyTo: [replyTo] }),
    envelope: { from: from.address, to: [target] },
    subject: oneLine(text('subject')),
    text: text('text'),
    ...(html !== '' && { html }),
    date: createdAt,
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe !== null &&
        /^(?:https?|mailto):$/.test(unsubscribe.protocol) && { 'List-Unsubscribe': `<${unsubscribe.href}>` }),
    },
  };
}

/** The files of a mail by the ids in its body, together within the limit of a mail. */
async function filesOf({ body }: Delivery, fileOf: FileOf) {
  const named = Array.isArray(body['attachments']) ? body['attachments'] : [];
  const ids = named.flatMap((one: unknown) => {
    const id = (one as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });
  const files = [];
  let bytes = 0;
  for (const id of ids.slice(0, limits.mailAttachmentsMax)) {
    const { name, contentType, content } = await fileOf(id);
    bytes += content.length;
    if (bytes > limits.mailAttachmentBytesMax)
      throw new Error(
        `the files of the mail have over ${limits.mailAttachmentBytesMax} bytes; attach smaller ones`,
      );
    files.push({ filename: name, contentType, content, contentDisposition: 'attachment' as const });
  }
  return files;
}

function answerOf(error: SmtpError): Answer {
  const { code = '', responseCode: status } = error;
  if (status === undefined)
    return notSent(new Error(`the mail server cannot be used now (${code || 'no answer'})`));
  if (!aboutMail.has(code) || status === logInFirst)
    return { ...notSent(new Error(`the mail server turned us away with ${status} (${code})`)), status };
  return { errorKind: 'answered', status, error: `the mail server answered ${status}`, retryAfter: null };
}
