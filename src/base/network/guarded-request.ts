/**
 * A request to a user-named address that cannot reach the private network.
 *
 * The URL is parsed as browsers parse it, so 0x7f.1 is 127.0.0.1. The name is resolved once and every address is
 * checked. The connection goes to a checked address, so a later change of the name has no effect. Redirects are not
 * followed, proxies of the environment are ignored, and time and answer are bounded.
 */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { limits } from '../kernel/kernel.ts';
import { type Allowed, isPublic, literalOf, portOf } from './address-guard.ts';

/** Resolves all addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>;

export interface Guard {
  allowed: Allowed;
  /** The operating system's resolver, unless given. */
  resolve?: Resolve;
  /** Bound for the whole request; `limits.outgoingMsMax` unless given. */
  msMax?: number;
}

export interface GuardedRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** Of a POST. */
  body?: string;
  /** The one public host that the kind of target allows, if there is one. */
  onlyHost?: string;
}

export interface GuardedAnswer {
  status: number;
  retryAfter: string | null;
  /** The beginning of the body. */
  text: string;
}

/** The request was not sent: its target is not allowed. */
export class Forbidden extends Error {}

const remedy = 'the operator may allow it in OUTGOING_ALLOW';

/** Asks once. Throws `Forbidden`, or an error whose message names the cause in plain words. */
export async function requestGuarded(asked: GuardedRequest, guard: Guard): Promise<GuardedAnswer> {
  const url = URL.parse(asked.url);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Forbidden('the address is no URL of https');
  const timeUp = AbortSignal.timeout(guard.msMax ?? limits.outgoingMsMax);
  try {
    const addresses = await before(timeUp, addressesOf(url, guard.resolve ?? resolveBySystem));
    requireAllowed(url, addresses, asked.onlyHost, guard.allowed);
    return await exchange(url, addresses, asked, timeUp);
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

function requireAllowed(url: URL, addresses: string[], onlyHost: string | undefined, allowed: Allowed): void {
  const port = portOf(url);
  if (allowed.host(url.hostname, port)) return;
  if (addresses.length > 0 && addresses.every((address) => allowed.address(address))) return;
  if (onlyHost !== undefined && url.hostname !== onlyHost)
    throw new Forbidden(`this channel reaches only ${onlyHost}; ${remedy}`);
  if (url.protocol !== 'https:') throw new Forbidden(`only https is allowed; ${remedy}`);
  if (port !== 443 && port !== 80)
    throw new Forbidden(`port ${port} is not allowed, only 443 and 80; ${remedy}`);
  if (!addresses.every((address) => isPublic(address) || allowed.address(address)))
    throw new Forbidden(`the host is in a private network; ${remedy}`);
}

function exchange(
  url: URL,
  addresses: string[],
  { method, headers, body = '' }: GuardedRequest,
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, {
      method,
      headers: {
        ...headers,
        ...(method === 'POST' && { 'content-length': Buffer.byteLength(body) }),
        'accept-encoding': 'identity',
      },
      // No reuse: a pooled connection was checked for an earlier request.
      agent: false,
      lookup: toThese(addresses),
      signal,
    });
    sent.on('error', reject);
    const onClose = () => reject(new Error('the connection was closed without an answer'));
    sent.on('close', onClose);
    sent.on('response', (response) => {
      // From here the answer signals its own end, which may come after the connection's.
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

/** Returns a lookup of the checked addresses, whatever the name resolves to now. */
function toThese(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family);
  };
}

/** Returns the result of `work`, or fails when the time is up: a resolver cannot be cancelled. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    work.then(resolve, reject);
  });
}

/** Returns the cause in words. Addresses and ports stay out, because they describe the network. */
function inWords({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host has no address';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection was cut';
  if (code !== undefined) return `the connection failed (${code})`;
  return message;
}
