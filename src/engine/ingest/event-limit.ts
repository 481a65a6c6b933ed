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

/** These throw `too_many_requests` where one that pays has not so many left, `stream_unavailable` where Redis cannot say. */
export interface EventLimit {
  /** Events of a request: its key pays and, with a public one, its address. */
  charge(key: PublishedKey, sender: string, events: number): Promise<void>;
  /** Events of links and pixels in mails: the address pays. */
  chargeAddress(sender: string, events: number): Promise<void>;
  /** Events that a mail provider reports: its connection pays as a key does. */
  chargeConnection(name: string, events: number): Promise<void>;
}

/** Who pays for events, in words of the refusal. */
interface Payer {
  budget: EventBudget;
  words: string;
}

/** What a process has taken ahead. */
interface Ahead {
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
  const keyLike = (name: string, who: string): Payer => ({
    budget: budgetOf(name, rates.ofKey, rates.ofKey * limits.keyBurstSeconds),
    words: `${who} ${rateOfKey}`,
  });
  const address = (network: string): Payer => ({
    // Hashed: no key of Redis holds personal data.
    budget: budgetOf(`address:${profileIdOf(network)}`, rates.ofAddress, limits.addressEventsBurst),
    words: `address ${network} may send ${rates.ofAddress} events a second with public keys and links of mails (ADDRESS_EVENTS_PER_SECOND; behind a proxy, TRUST_PROXY)`,
  });
  return {
    charge: ({ id, kind }, sender, events) => {
      const key = keyLike(`key:${id}`, 'this write key');
      return pay(taker, kind === 'public' ? [key, address(sender)] : [key], events);
    },
    chargeAddress: (sender, events) => pay(taker, [address(sender)], events),
    chargeConnection: (name, events) =>
      pay(taker, [keyLike(`mail:${profileIdOf(name)}`, `mail connection "${name}"`)], events),
  };
}

/** Takes events from the budget of everyone who pays, or from none. */
async function pay(taker: Taker, payers: readonly Payer[], events: number): Promise<void> {
  const waits = await Promise.all(payers.map(({ budget }) => taker.take(budget, events)));
  const waitMs = Math.max(...waits);
  if (waitMs === 0) return;
  payers.forEach(({ budget }, index) => {
    if (waits[index] === 0) taker.giveBack(budget, events);
  });
  const seconds = Math.ceil(waitMs / limits.secondMs);
  const { words } = payers[waits.indexOf(waitMs)] as Payer;
  throw new ApiError('too_many_requests', `${words}; send again after ${seconds} seconds`, seconds);
}

/** The largest batch, of a client or a mail provider, fits into every budget. */
function budgetOf(name: string, perSecond: number, burst: number): EventBudget {
  const largest = name.startsWith('address:') ? limits.batchEventsMax : limits.mailEventsMax;
  return { name, perSecond, burst: Math.max(burst, largest) };
}

class Taker {
  readonly #budgets: EventBudgets;
  readonly #clock: Clock;
  readonly #ahead = new Map<string, Ahead>();

  constructor(budgets: EventBudgets, clock: Clock) {
    this.#budgets = budgets;
    this.#clock = clock;
  }

  /** Returns 0 when it took them; else after how many ms it may be tried again, and then it took none. */
  async take(budget: EventBudget, events: number): Promise<number> {
    const ahead = this.#aheadOf(budget);
    for (;;) {
      const nowMs = this.#clock.nowMs();
      if (nowMs >= ahead.untilMs) ahead.left = 0;
      const need = events - ahead.left;
      if (need <= 0) {
        ahead.left = -need;
        return 0;
      }
      const { refused } = ahead;
      // A clock that was set back makes the rest of it meaningless.
      const isRefused = refused !== null && refused.sinceMs <= nowMs && nowMs < refused.untilMs;
      if (isRefused && need >= refused.need) {
        const moreMs = ((need - refused.need) * limits.secondMs) / budget.perSecond;
        return Math.ceil(refused.untilMs - nowMs + moreMs);
      }
      // Requests that come meanwhile wait for what this one takes.
      ahead.taking ??= this.#fill(budget, ahead, need).finally(() => {
        ahead.taking = null;
      });
      await ahead.taking;
    }
  }

  /** Events that were taken, and then not sent. */
  giveBack(budget: EventBudget, events: number): void {
    this.#aheadOf(budget).left += events;
  }

  async #fill(budget: EventBudget, ahead: Ahead, need: number): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const more = Math.ceil(budget.perSecond * limits.eventsAheadSeconds);
    const { taken, waitMs } = await this.#budgets.take(budget, { need, ahead: more, nowMs });
    ahead.refused = taken === 0 ? { need, sinceMs: nowMs, untilMs: nowMs + waitMs } : null;
    if (taken === 0) return;
    ahead.left += taken;
    ahead.untilMs = this.#clock.nowMs() + limits.eventsAheadMsMax;
  }

  #aheadOf({ name }: EventBudget): Ahead {
    let ahead = this.#ahead.get(name);
    if (ahead === undefined) {
      if (this.#ahead.size >= limits.budgetsRememberedMax) this.#ahead.clear();
      ahead = { left: 0, untilMs: 0, refused: null, taking: null };
      this.#ahead.set(name, ahead);
    }
    return ahead;
  }
}
