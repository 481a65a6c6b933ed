/** Contributions as they stand at later and later times: of thousands that fade, most stand as they did a moment before. */
import { type Contribution, valueAt, withValue } from './contribution.ts';

/** The lines of one profile. A line is made again only where its payment, or what stands of it, is another. */
export class FadedLines {
  #payments: readonly Contribution[] = [];
  #lines: readonly Contribution[] = [];

  /** Returns the payments with what stands of them at a time, ms. */
  at(payments: readonly Contribution[], atMs: number): readonly Contribution[] {
    const [paymentsBefore, linesBefore] = [this.#payments, this.#lines];
    this.#lines = payments.map((payment, index) => {
      const value = valueAt(payment, atMs);
      if (value === payment.value) return payment;
      const line = paymentsBefore[index] === payment ? linesBefore[index] : undefined;
      return line?.value === value ? line : withValue(payment, value);
    });
    this.#payments = payments;
    return this.#lines;
  }
}
