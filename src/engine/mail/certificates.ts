/** The certificates of Amazon SNS, fetched from Amazon's hosts alone and kept for a day. */

import { ApiError, type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Guard, requestGuarded } from '../../base/network/network.ts';

/** Asks an address of Amazon with GET; returns its answer. Throws `provider_unavailable`. */
export type AskAmazon = (url: string) => Promise<string>;

export function askAmazonBy(guard: Guard): AskAmazon {
  return async (url) => {
    const { hostname } = new URL(url);
    const unavailable = (why: string) =>
      new ApiError('provider_unavailable', `${hostname} cannot be asked now (${why}); send again later`);
    const asked = { method: 'GET', url, headers: { 'user-agent': 'Scoville' }, onlyHost: hostname } as const;
    const { status, text } = await requestGuarded(asked, guard).catch((error: Error) => {
      throw unavailable(error.message);
    });
    if (status !== 200) throw unavailable(`it answered ${status}`);
    return text;
  };
}

export class Certificates {
  readonly #ask: AskAmazon;
  readonly #clock: Clock;
  /** The oldest first. */
  readonly #kept = new Map<string, { text: Promise<string>; sinceMs: number }>();

  constructor(ask: AskAmazon, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** The text at an address. Requests at once share one. */
  get(url: string): Promise<string> {
    const nowMs = this.#clock.nowMs();
    const known = this.#kept.get(url);
    if (known !== undefined && nowMs - known.sinceMs < limits.mailCertificateMs) return known.text;
    const text = this.#ask(url);
    // A failure is not kept.
    text.catch(() => this.#kept.delete(url));
    this.#kept.delete(url);
    this.#kept.set(url, { text, sinceMs: nowMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > limits.mailCertificatesMax && oldest !== undefined) this.#kept.delete(oldest);
    return text;
  }
}
