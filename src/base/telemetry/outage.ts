/** An outage as the log shows it: one line when it begins, one now and then while it lasts, one when it ends. */
import { limits } from '../kernel/kernel.ts';
import type { Logger } from './logger.ts';

/** Logs an outage of one activity, however often its attempts fail. */
export class Outage {
  readonly #logger: Logger;
  readonly #consequence: string;
  readonly #recovery: string | null;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #isOn = false;

  /** `recovery` null: the end of an outage is not seen here; the next failure after a while is said again. */
  constructor(logger: Logger, consequence: string, recovery: string | null) {
    this.#logger = logger;
    this.#consequence = consequence;
    this.#recovery = recovery;
  }

  failed(error: Error): void {
    const isNew = !this.#isOn && this.#recovery !== null;
    this.#isOn = true;
    if (!isNew && performance.now() - this.#saidAtMs < limits.outageSayEveryMs) return;
    this.#saidAtMs = performance.now();
    this.#logger.warn({ error: error.message }, this.#consequence);
  }

  worked(): void {
    if (this.#isOn && this.#recovery !== null) this.#logger.info(this.#recovery);
    this.#isOn = false;
  }
}
