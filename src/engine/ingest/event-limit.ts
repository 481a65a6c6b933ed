/**
 * The limit on events: of a key, and of an address that sends with public keys, over all processes.
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

export interface EventLimit {
  /** Throws `too_many_requests` where the key or the address has not so many left, `stream_unavailable` where Redis cannot say. */
  charge(key: PublishedKey, sender: string, events: number): Promise<void>;
}

/** What a process has taken ahead. */
interface Ahead {
  left: number;
  /** Until when it may be used, ms. */
  untilMs: number;
  /** Redis had not so many: nobody asks for as many again before. */
  refused: { need: number; untilMs: number } | null;
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
  return {
    charge: async ({ id, kind }, sender, events) => {
      const ofKey = budgetOf(`key:${id}`, rates.ofKey, rates.ofKey * limits.keyBurstSeconds);
      const network = kind === 'public' ? sender : null;
      const charged = [ofKey];
      if (network !== null)
        // Hashed: no key of Redis holds personal data.
        charged.push(budgetOf(`address:${profileIdOf(network)}`, rates.ofAddress, limits.addressEventsBurst));
      const waits = await Promise.all(charged.map((budget) => taker.take(budget, events)));
      const waitMs = Math.max(...waits);
      if (waitMs === 0) return;
      waits.forEach((wait, index) => {
        if (wait === 0) taker.giveBack(charged[index] as EventBudget, events);
      });
      throw refusal(waits[0] === waitMs ? null : network, rates, waitMs);
    },
  };
}

/** The largest batch fits into every budget. */
function budgetOf(name: string, perSecond: number, burst: number): EventBudget {
  return { name, perSecond, burst: Math.max(burst, limits.batchEventsMax) };
}

function refusal(network: string | null, { ofKey, ofAddress }: EventRates, waitMs: number): ApiError {
  const seconds = Math.ceil(waitMs / limits.secondMs);
  const who =
    network === null
      ? `this write key may send ${ofKey} events a second (KEY_EVENTS_PER_SECOND)`
      : `address ${network} may send ${ofAddress} events a second with public keys (ADDRESS_EVENTS_PER_SECOND; behind a proxy, TRUST_PROXY)`;
  return new ApiError('too_many_requests', `${who}; send again after ${seconds} seconds`, seconds);
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
      if (refused !== null && refused.untilMs > nowMs && need >= refused.need) {
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
    ahead.refused = taken === 0 ? { need, untilMs: nowMs + waitMs } : null;
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
