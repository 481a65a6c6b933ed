/**
 * Links and pixels of our own mails: everything they say is signed, the destination too. Pure.
 *
 * A token is the base64url of JSON, a dot, and an HMAC of both that and what it is for. So a pixel is no link, and nobody makes a link to
 * another place, for another address or of another message.
 */
import { hmacOf, isSameSecret, limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import { type MailEvent, mailEventOf } from './provider.core.ts';

/** The message and the person that a link or pixel is for. */
export interface MailMessage {
  address: string;
  emailId: string;
  subject?: string | undefined;
  campaignId?: string | undefined;
  campaignName?: string | undefined;
}

export interface MailLink extends MailMessage {
  url: string;
  linkId?: string | undefined;
  /** The page that it leads to gets a proof of the address (`scoville_proof`), for `identify`. */
  proves?: boolean | undefined;
}

type Purpose = 'link' | 'pixel' | 'proof';

/** Short names: a mail holds many of them. */
interface Packed {
  a: string;
  m: string;
  s?: string | undefined;
  c?: string | undefined;
  n?: string | undefined;
  u?: string | undefined;
  l?: string | undefined;
  p?: 1 | undefined;
}

function macOf(secret: string, purpose: Purpose, text: string): string {
  return hmacOf('sha256', secret, `scoville mail ${purpose}\n${text}`, 'base64url');
}

function signed(secrets: readonly string[], purpose: Purpose, content: object): string {
  const text = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${text}.${macOf(secrets[0] ?? '', purpose, text)}`;
}

/** What was signed with any of the secrets; null for anything else. */
function unsigned(secrets: readonly string[], purpose: Purpose, token: string): unknown {
  const [text = '', mac = '', ...more] = token.split('.');
  if (more.length > 0 || !secrets.some((secret) => isSameSecret(macOf(secret, purpose, text), mac)))
    return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

/** A link may lead to pages alone. */
export function isDestination(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === ''
  );
}

const packed = ({ address, emailId, subject, campaignId, campaignName }: MailMessage): Packed => ({
  ...{ a: address, m: emailId, s: subject, c: campaignId, n: campaignName },
});

/** The token of a link, by the first of the secrets. */
export function linkToken(secrets: readonly string[], link: MailLink): string {
  const { url: u, linkId: l, proves } = link;
  return signed(secrets, 'link', { ...packed(link), u, l, p: proves ? 1 : undefined });
}

export function pixelToken(secrets: readonly string[], message: MailMessage): string {
  return signed(secrets, 'pixel', packed(message));
}

/** The link of a token; null where none of the secrets signed it. */
export function linkIn(secrets: readonly string[], token: string): MailLink | null {
  const found = unsigned(secrets, 'link', token) as Packed | null;
  if (found === null || found.u === undefined || !isDestination(found.u)) return null;
  return { ...messageOf(found), url: found.u, linkId: found.l, proves: found.p === 1 };
}

export function pixelIn(secrets: readonly string[], token: string): MailMessage | null {
  const found = unsigned(secrets, 'pixel', token) as Packed | null;
  return found === null ? null : messageOf(found);
}

function messageOf({ a, m, s, c, n }: Packed): MailMessage {
  return { address: a, emailId: m, subject: s, campaignId: c, campaignName: n };
}

/** The event of an opened pixel or a link that was followed. `id` is of this one time. */
export function ownEvent(of: MailMessage | MailLink, id: string, userAgent: unknown): MailEvent {
  const { address, emailId, subject, campaignId, campaignName } = of;
  const isLink = 'url' in of;
  return mailEventOf({
    provider: 'own',
    act: isLink ? 'clicked' : 'opened',
    ...{ address, emailId, subject, campaignId, campaignName, userAgent },
    ...(isLink && { linkId: of.linkId, linkUrl: of.url }),
    dedup: [id],
    at: undefined,
  });
}

/**
 * A proof that somebody followed a link in a mail to an address. It does not hold the address, and counts for
 * `mailProofMs`.
 */
export function addressProof(secrets: readonly string[], address: string, nowMs: number): string {
  const untilSeconds = Math.ceil((nowMs + limits.mailProofMs) / limits.secondMs);
  return `${untilSeconds.toString(36)}.${proofMac(secrets[0] ?? '', address, untilSeconds)}`;
}

/** Whether a proof is of this address, by any of the secrets. */
export function provesAddress(
  secrets: readonly string[],
  proof: string,
  address: string,
  nowMs: number,
): boolean {
  const [until = '', mac = '', ...more] = proof.split('.');
  const untilSeconds = /^[0-9a-z]{1,10}$/.test(until) ? Number.parseInt(until, 36) : 0;
  if (more.length > 0 || untilSeconds * limits.secondMs < nowMs) return false;
  return secrets.some((secret) => isSameSecret(proofMac(secret, address, untilSeconds), mac));
}

function proofMac(secret: string, address: string, untilSeconds: number): string {
  return macOf(secret, 'proof', `${untilSeconds}\n${emailAddressIn(address) ?? address}`);
}

/** Where a followed link leads: its destination, with a proof of the address where the link is to give one. */
export function destinationOf(
  { url, address, proves }: MailLink,
  secrets: readonly string[],
  nowMs: number,
): string {
  // As a header holds it: without line ends, in ASCII.
  const destination = new URL(url);
  if (!proves) return destination.href;
  destination.searchParams.set('scoville_proof', addressProof(secrets, address, nowMs));
  return destination.href;
}
