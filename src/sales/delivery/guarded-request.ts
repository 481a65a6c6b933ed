/**
 * POST to an address that users name, without letting it into our own network.
 *
 * The URL is read as browsers read it, so that 0x7f.1 is 127.0.0.1; the name is resolved once, every address is checked, and
 * the connection goes to what was checked: a name that resolves to something else a moment later changes nothing. No
 * redirect is followed, no proxy is taken from the environment, and time and answer are bounded.
 */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { limits } from '../../base/kernel/kernel.ts';
import { type Allowed, isPublic, literalOf, portOf } from './address-guard.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>;

export interface Guard {
  allowed: Allowed;
  /** The operating system's, unless given. */
  resolve?: Resolve;
  /** For the whole request; `limits.outgoingMsMax` unless given. */
  msMax?: number;
}

export interface GuardedPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The one public host it may go to, where the kind of address has one. */
  onlyHost?: string;
}

export interface GuardedAnswer {
  status: number;
  retryAfter: string | null;
  /** The beginning of the body. */
  text: string;
}

/** The request was not made: it leads where it may not. */
export class Forbidden extends Error {}

const remedy = 'the operator may name it in OUTGOING_ALLOW';

/** Posts once. Throws `Forbidden`, or an error whose message says in plain words what went wrong. */
export async function postGuarded(post: GuardedPost, guard: Guard): Promise<GuardedAnswer> {
  const url = URL.parse(post.url);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Forbidden('the address is no URL of https');
  const timeUp = AbortSignal.timeout(guard.msMax ?? limits.outgoingMsMax);
  try {
    const addresses = await before(timeUp, addressesOf(url, guard.resolve ?? resolveBySystem));
    demandAllowed(url, addresses, post.onlyHost, guard.allowed);
    return await exchange(url, addresses, post, timeUp);
  } catch (error) {
    if (error instanceof Forbidden) throw error;
    throw new Error(timeUp.aborted ? 'no answer in time' : inWords(error as NodeJS.ErrnoException));
  }
}

async function addressesOf(url: URL, resolve: Resolve): Promise<string[]> {
  const literal = literalOf(url);
  return literal === null ? resolve(url.hostname) : [literal];
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

function demandAllowed(url: URL, addresses: string[], onlyHost: string | undefined, allowed: Allowed): void {
  const port = portOf(url);
  if (allowed.host(url.hostname, port)) return;
  if (addresses.length > 0 && addresses.every((address) => allowed.address(address))) return;
  if (onlyHost !== undefined && url.hostname !== onlyHost)
    throw new Forbidden(`only ${onlyHost} is reached by this channel; ${remedy}`);
  if (url.protocol !== 'https:') throw new Forbidden(`only https is reached; ${remedy}`);
  if (port !== 443 && port !== 80)
    throw new Forbidden(`port ${port} is not reached, only 443 and 80; ${remedy}`);
  if (!addresses.every((address) => isPublic(address) || allowed.address(address)))
    throw new Forbidden(`the host is in a private network; ${remedy}`);
}

function exchange(
  url: URL,
  addresses: string[],
  { headers, body }: GuardedPost,
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body), 'accept-encoding': 'identity' },
      // A connection of its own: one that is kept was checked for another moment.
      agent: false,
      lookup: toThese(addresses),
      signal,
    });
    sent.on('error', reject);
    const onClose = () => reject(new Error('the connection was closed without an answer'));
    sent.on('close', onClose);
    sent.on('response', (response) => {
      // From here on the answer tells its own end, which may come after the connection's.
      sent.off('close', onClose);
      const { statusCode: status = 0 } = response;
      const retryAfter = response.headers['retry-after'] ?? null;
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () => {
        const text = Buffer.concat(chunks).subarray(0, limits.outgoingAnswerBytesMax).toString();
        resolve({ status, retryAfter, text });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < limits.outgoingAnswerBytesMax) return;
        finish();
        sent.destroy();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    sent.end(body);
  });
}

/** Answers what was checked, whatever the name means by now. */
function toThese(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family);
  };
}

/** What `work` answers, or a failure when the time is up: a resolver cannot be called off. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    work.then(resolve, reject);
  });
}

/** What went wrong, without what it tells about the network: addresses and ports stay out. */
function inWords({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host has no address';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection was cut';
  if (code !== undefined) return `the connection failed (${code})`;
  return message;
}
