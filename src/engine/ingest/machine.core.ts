/**
 * Signs of machines in requests, in events of mail and of browsers: what nobody saw or followed. Pure.
 *
 * A proxy that loads images when somebody opens a mail (Gmail, Yahoo) is no sign: a person opened it. Nor is what a program may hide:
 * links that a hidden scanner follows are judged by the programme (`suspiciousClicks`). Sources: the Fetch standard (`Sec-Purpose`),
 * Apple's mail privacy protection, whose user agent is `Mozilla/5.0` and nothing more.
 */
import { isbot } from 'isbot';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject, MachineSign, ScovilleEvent } from '../../contract/language/language.ts';
import { cacheKeyOf } from './cache-key.core.ts';

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

/**
 * The sign in a request from a page. Only pages send an `Origin`: programs of the operator, which name themselves like robots, are
 * not judged by their user agent.
 */
export function robotSignOf({ headers }: Pick<MailRequest, 'headers'>): MachineSign | undefined {
  return headers['origin'] !== undefined && isRobot(headers['user-agent']) ? 'robot' : undefined;
}

/** The sign in an event's context: a browser that says it is driven, or the user agent of a robot's. */
export function contextSignOf(context: JsonObject | null): MachineSign | undefined {
  if (context === null) return undefined;
  if (context['webdriver'] === true) return 'driven';
  const { userAgent } = context;
  // Every browser begins so, and no library of a server does. Without more it is Apple's, of which mail decides.
  const isBrowser = typeof userAgent === 'string' && userAgent.startsWith('Mozilla/5.0 (');
  return isBrowser && isRobot(userAgent) ? 'robot' : undefined;
}

function isRobot(userAgent: unknown): boolean {
  if (typeof userAgent !== 'string' || peoplesProxies.test(userAgent)) return false;
  return isbot(userAgent.slice(0, limits.userAgentLengthMax));
}

/** The events of one profile and sender in one second that may be a person's, by their hashes. */
interface BusySecond {
  readonly events: number[];
  readonly views: number[];
}

/**
 * Counts events that came with a public key, and page views among them, by profile, second of their own time
 * and network. Else anybody who names a person would use up their seconds. Events with a signature are counted apart. One process
 * counts what it sees. In whatever order they come, so many of a second are a person's and the rest are not. One that is sent again counts once: what
 * an outage made a client repeat is no robot's. The door stores its judgement in the event, so a rebuild repeats it.
 */
export class BusySeconds {
  readonly #seconds = new Map<string, BusySecond>();

  /** Counts the event where a page of a network may have sent it. Returns the sign where there were too many before it. */
  signOf(
    { type, via, profile, atMs, hash }: Pick<ScovilleEvent, 'type' | 'via' | 'profile' | 'atMs' | 'hash'>,
    network: string,
  ): MachineSign | undefined {
    if (via === undefined) return undefined;
    const second = String(Math.floor(atMs / limits.secondMs));
    const { events, views } = this.#secondOf(cacheKeyOf(profile, via, second, ' ', network));
    const isView = type === 'page' || type === 'screen';
    const isOneOfFew = isAmongFirst(events, hash, limits.profileEventsPerSecondMax);
    const isSeen = !isView || isAmongFirst(views, hash, limits.pageViewsPerSecondMax);
    return isOneOfFew && isSeen ? undefined : 'speed';
  }

  #secondOf(name: string): BusySecond {
    const known = this.#seconds.get(name);
    if (known !== undefined) return known;
    if (this.#seconds.size >= limits.busySecondsMax) this.#seconds.clear();
    const second = { events: [], views: [] };
    this.#seconds.set(name, second);
    return second;
  }
}

/** Whether it is one of so many; adds it while there is room. */
function isAmongFirst(hashes: number[], hash: number, most: number): boolean {
  if (hashes.includes(hash)) return true;
  if (hashes.length >= most) return false;
  hashes.push(hash);
  return true;
}
