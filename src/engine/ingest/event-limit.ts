/**
 * The limit on events: of a key or mail connection, and of an address that sends with public keys or follows links, over all processes.
 *
 * Redis has the budgets. A process takes some events ahead, so that most requests cost no round trip; what it does not use within a
 * second is lost. A request over the budget is refused whole, with the seconds after which it fits.
 */
import { ApiError, type Clock, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { PublishedKey } from '../keys/keys.ts';
import type { EventBudget, EventBudgets } from '../stream/stream.ts';

/** Events a second, for long. */
export interface EventRates {
  ofKey: number;
  /** Of all public keys together. */
  ofAddress: number;
}

/** Mostly all is paid from what was taken ahead, and there is nothing to wait for. */
type Charged = Promise<void> | undefined;

/** These reject with `too_many_requests` where one that pays has not so many left, with `stream_unavailable` where Redis cannot say. */
export interface EventLimit {
  /** Events of a request: its key pays and, with a public one, its address. */
  charge(key: Pick<PublishedKey, 'id' | 'kind'>, sender: string, events: number): Charged;
  /** Events of links and pixels in mails: the address pays. */
  chargeAddress(sender: string, events: number): Charged;
  /** Events that a mail provider reports: its connection pays as a key does. */
  chargeConnection(name: string, events: number): Charged;
}

/** Who pays for events, in words of the refusal, and what this process has taken of theirs ahead. */
interface Payer {
  budget: EventBudget;
  words: string;
  left: number;
  /** Until when it may be used, ms. */
  untilMs: number;
  /** Redis had not so many: nobody asks for as many again before. */
  refused: { need: number; sinceMs: number; untilMs: number } | null;
  taking: Promise<void> | null;
}

const defaultRates: EventRates = {
  ofKey: limits.keyEventsPerSecond,
  ofAddress: limits.addressEventsPerSecond,
};

export function createEventLimit(
  budgets: EventBudgets,
  clock: Clock,
  given: Partial<EventRates> = {},
): EventLimit {
  const rates = { ...defaultRates, ...given };
  const taker = new Taker(budgets, clock);
  const rateOfKey = `may send ${rates.ofKey} events a second (KEY_EVENTS_PER_SECOND)`;
  const keyLike = (name: string, who: string) =>
    payerOf(budgetOf(name, rates.ofKey, rates.ofKey * limits.keyBurstSeconds), `${who} ${rateOfKey}`);
  const payers = new Map<string, Payer>();
  const payer = (kind: string, name: string, make: (name: string) => Payer): Payer => {
    const known = payers.get(kind + name);
    if (known !== undefined) return known;
    if (payers.size >= limits.budgetsRememberedMax) payers.clear();
    const made = make(name);
    payers.set(kind + name, made);
    return made;
  };
  const key = (id: string) => payer('key:', id, () => keyLike(`key:${id}`, 'this write key'));
  const connection = (name: string) =>
    payer('mail:', name, () => keyLike(`mail:${profileIdOf(name)}`, `mail connection "${name}"`));
  const address = (network: string) =>
    payer('address:', network, () =>
      payerOf(
        // Hashed: no key of Redis holds personal data.
        budgetOf(`address:${profileIdOf(network)}`, rates.ofAddress, limits.addressEventsBurst),
        `address ${network} may send ${rates.ofAddress} events a second with public keys and links of mails (ADDRESS_EVENTS_PER_SECOND; behind a proxy, TRUST_PROXY)`,
      ),
    );
  return {
    charge: ({ id, kind }, sender, events) =>
      taker.pay(kind === 'public' ? [key(id), address(sender)] : [key(id)], events),
    chargeAddress: (sender, events) => taker.pay([address(sender)], events),
    chargeConnection: (name, events) => taker.pay([connection(name)], events),
  };
}

function payerOf(budget: EventBudget, words: string): Payer {
  return { budget, words, left: 0, untilMs: 0, refused: null, taking: null };
}

/** The largest batch, of a client or a mail provider, fits into every budget. */
function budgetOf(name: string, perSecond: number, burst: number): EventBudget {
  const largest = name.startsWith('address:') ? limits.batchEventsMax : limits.mailEventsMax;
  return { name, perSecond, burst: Math.max(burst, largest) };
}

class Taker {
  readonly #budgets: EventBudgets;
  readonly #clock: Clock;

  constructor(budgets: EventBudgets, clock: Clock) {
    this.#budgets = budgets;
    this.#clock = clock;
  }

  /** Takes events from everyone who pays, or from none. */
  pay(payers: readonly Payer[], events: number): Charged {
    const nowMs = this.#clock.nowMs();
    const hasAll = payers.every(({ left, untilMs }) => nowMs < untilMs && events <= left);
    if (!hasAll) return this.#payLater(payers, events);
    for (const payer of payers) payer.left -= events;
    return undefined;
  }

  async #payLater(payers: readonly Payer[], events: number): Promise<void> {
    const waits = await Promise.all(payers.map((payer) => this.#take(payer, events)));
    const waitMs = Math.max(...waits);
    if (waitMs === 0) return;
    // What was taken, and is then not sent.
    for (const [index, payer] of payers.entries()) if (waits[index] === 0) payer.left += events;
    const seconds = Math.ceil(waitMs / limits.secondMs);
    const { words } = payers[waits.indexOf(waitMs)] as Payer;
    throw new ApiError('too_many_requests', `${words}; send again after ${seconds} seconds`, seconds);
  }

  /** Returns 0 when it took them; else after how many ms it may be tried again, and then it took none. */
  async #take(payer: Payer, events: number): Promise<number> {
    for (;;) {
      const nowMs = this.#clock.nowMs();
      if (nowMs >= payer.untilMs) payer.left = 0;
      const need = events - payer.left;
      if (need <= 0) {
        payer.left = -need;
        return 0;
      }
      const { refused } = payer;
      // A clock that was set back makes the rest of it meaningless.
      const isRefused = refused !== null && refused.sinceMs <= nowMs && nowMs < refused.untilMs;
      if (isRefused && need >= refused.need) {
        const moreMs = ((need - refused.need) * limits.secondMs) / payer.budget.perSecond;
        return Math.ceil(refused.untilMs - nowMs + moreMs);
      }
      // Requests that come meanwhile wait for what this one takes.
      payer.taking ??= this.#fill(payer, need).finally(() => {
        payer.taking = null;
      });
      await payer.taking;
    }
  }

  async #fill(payer: Payer, need: number): Promise<void> {
    const { budget } = payer;
    const nowMs = this.#clock.nowMs();
    const more = Math.ceil(budget.perSecond * limits.eventsAheadSeconds);
    const { taken, waitMs } = await this.#budgets.take(budget, { need, ahead: more, nowMs });
    payer.refused = taken === 0 ? { need, sinceMs: nowMs, untilMs: nowMs + waitMs } : null;
    if (taken === 0) return;
    payer.left += taken;
    payer.untilMs = this.#clock.nowMs() + limits.eventsAheadMsMax;
  }
}
