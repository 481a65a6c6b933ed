/**
 * Signs of machines in requests and in events of mail: what nobody saw or followed. Pure.
 *
 * A proxy that loads images when somebody opens a mail (Gmail, Yahoo) is no sign: a person opened it. Nor is what a program may hide:
 * links that a hidden scanner follows are judged by the programme (`suspiciousClicks`). Sources: the Fetch standard (`Sec-Purpose`),
 * Apple's mail privacy protection, whose user agent is `Mozilla/5.0` and nothing more.
 */
import type { MachineSign } from '../../contract/language/language.ts';

/** What a request shows. */
export interface MailRequest {
  method: string;
  headers: { readonly [name: string]: string | string[] | undefined };
}

export type MailAct = 'open' | 'click';

const advanceHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

/** The sign in how an image was asked for, or a link; undefined for a person's request. */
export function machineSignOf({ method, headers }: MailRequest, act: MailAct): MachineSign | undefined {
  if (method === 'HEAD') return 'head';
  const isInAdvance = advanceHeaders.some((name) =>
    /\b(prefetch|prerender|preview)\b/i.test(String(headers[name] ?? '')),
  );
  if (isInAdvance) return 'prefetch';
  return agentSignOf(headers['user-agent'], act);
}

/**
 * Programs that say they look at links before a person, or instead of one. Libraries of HTTP are none of them: servers and tests of
 * the operator use those.
 */
const scanners =
  /barracuda|mimecast|proofpoint|urldefense|safelinks|symantec|trendmicro|cloudmark|forcepoint|bitdefender|sophos|fortiguard|bot\b|crawler|spider|preview|facebookexternalhit|whatsapp\/|headlesschrome|phantomjs/i;
/** Proxies through which people open mails: they name themselves like robots. */
const peoplesProxies = /googleimageproxy|yahoomailproxy/i;

/** The sign in a user agent; undefined where it shows none. */
export function agentSignOf(userAgent: unknown, act: MailAct): MachineSign | undefined {
  if (typeof userAgent !== 'string' || peoplesProxies.test(userAgent)) return undefined;
  if (act === 'open' && userAgent.trim() === 'Mozilla/5.0') return 'mail-privacy';
  return scanners.test(userAgent) ? 'scanner' : undefined;
}
