/**
 * The limit on identities that one address names with public keys in an hour.
 *
 * Nothing is refused: an event of an identity beyond the limit is marked, and sales holds the lead that would rest on it. Most
 * addresses name few identities. So each process lets some of them pass by itself, and takes further ones from a budget that
 * all share, in blocks. An identity that the process has seen lately costs nothing.
 */
import { type Clock, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { EventBudgets } from '../stream/stream.ts';
import { cacheKeyOf } from './cache-key.core.ts';

/** What an address has left in this process. */
interface Allowance {
  /** The hour that it is for, by the clock of the process. */
  hour: number;
  /** How many identities may still pass. */
  left: number;
  /** Redis had not so many then, ms: nobody asks again within a while. */
  refused: { sinceMs: number; untilMs: number } | null;
  taking: Promise<void> | null;
}

/** Identities that are set aside for one request. */
export interface Grant {
  network: string;
  allowance: Allowance;
  left: number;
}

function setAside(network: string, allowance: Allowance, count: number): Grant {
  const left = Math.max(0, Math.min(count, allowance.left));
  allowance.left -= left;
  return { network, allowance, left };
}

export class IdentityLimit {
  readonly #budgets: EventBudgets;
  readonly #clock: Clock;
  readonly #perHour: number;
  readonly #allowances = new Map<string, Allowance>();
  /** Identities that were judged lately: profile and address. */
  readonly #seen = new Set<string>();

  constructor(budgets: EventBudgets, clock: Clock, perHour: number = limits.addressIdentitiesPerHour) {
    this.#budgets = budgets;
    this.#clock = clock;
    this.#perHour = perHour;
  }

  /** Sets identities of an address aside for one request: so many, as far as there are any. Redis is asked where this process has too few. */
  grant(network: string, count: number): Grant | Promise<Grant> {
    const allowance = this.#allowanceOf(network);
    const isEnough = allowance.left >= count || this.#isRefused(allowance);
    return isEnough ? setAside(network, allowance, count) : this.#grantLater(network, allowance, count);
  }

  /** Judges the identity of an event: whether its address has named too many others. */
  isBeyond(grant: Grant, profile: string): boolean {
    const pair = cacheKeyOf(profile, grant.network);
    if (this.#seen.has(pair)) return false;
    // It stays unseen: its later events are beyond the limit too, until there is room.
    if (grant.left <= 0) return true;
    grant.left--;
    if (this.#seen.size >= limits.identitiesRememberedMax) this.#seen.clear();
    this.#seen.add(pair);
    return false;
  }

  /** Returns what a request has not used. */
  giveBack({ allowance, left }: Grant): void {
    allowance.left += left;
  }

  async #grantLater(network: string, allowance: Allowance, count: number): Promise<Grant> {
    while (allowance.left < count && !this.#isRefused(allowance)) {
      allowance.taking ??= this.#take(network, allowance, count).finally(() => {
        allowance.taking = null;
      });
      await allowance.taking;
    }
    return setAside(network, allowance, count);
  }

  async #take(network: string, allowance: Allowance, count: number): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const budget = {
      // Hashed: no key of Redis holds personal data.
      name: `identities:${profileIdOf(network)}`,
      perSecond: (this.#perHour * limits.secondMs) / limits.hourMs,
      burst: this.#perHour,
    };
    const ahead = Math.max(count, limits.identitiesAhead) - 1;
    const { taken, waitMs } = await this.#budgets.take(budget, { need: 1, ahead, nowMs });
    allowance.left += taken;
    if (taken > ahead) return;
    allowance.refused = { sinceMs: nowMs, untilMs: nowMs + Math.max(waitMs, limits.secondMs) };
  }

  /** A clock that was set back makes a refusal meaningless. */
  #isRefused({ refused }: Allowance): boolean {
    const nowMs = this.#clock.nowMs();
    return refused !== null && refused.sinceMs <= nowMs && nowMs < refused.untilMs;
  }

  #allowanceOf(network: string): Allowance {
    const hour = Math.floor(this.#clock.nowMs() / limits.hourMs);
    const known = this.#allowances.get(network);
    if (known?.hour === hour) return known;
    if (this.#allowances.size >= limits.budgetsRememberedMax) this.#allowances.clear();
    const allowance = { hour, left: limits.identitiesAhead, refused: null, taking: null };
    this.#allowances.set(network, allowance);
    return allowance;
  }
}
