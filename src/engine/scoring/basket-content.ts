/**
 * What one basket holds: the fold of its changes in the order of their times.
 *
 * Of one instant, what goes in and out is added up before it is held at 0, and a statement of all products counts last. So the order
 * of events at an instant decides nothing but which of several statements, prices or names is the last.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { BasketChange, BasketLine } from './basket-change.ts';
import { toPoints } from './points.ts';

export interface BasketSummary {
  /** Thousandths of a piece. */
  quantity: number;
  /** The sum of the prices, in thousandths; null where none is known. */
  value: number | null;
  /** `2 × Cloud S, 1 × Backup, worth 120.5`. */
  words: string;
}

export class BasketContent {
  /** By product. Within an instant a quantity may be below 0. */
  #lines = new Map<number, BasketLine>();
  /** Products changed at the instant. */
  readonly #touched = new Set<number>();
  #atMs = Number.NEGATIVE_INFINITY;
  #isRestated = false;
  #summary: BasketSummary | null = null;

  /** Whether it holds nothing after all that it has seen. */
  get isEmpty(): boolean {
    for (const { quantity } of this.#lines.values()) if (quantity > 0) return false;
    return true;
  }

  /** Applies a change, and returns whether it is one: a statement of what is there anyway changes nothing. */
  apply(change: BasketChange, atMs: number): boolean {
    this.#turnTo(atMs);
    if (change.how === 'restated') return this.#restate(change.lines);
    this.#summary = null;
    if (this.#isRestated) return true;
    const sign = change.how === 'added' ? 1 : -1;
    for (const line of change.lines) this.#add(line, sign);
    return true;
  }

  /** What it holds; those of the same events are the same. */
  get summary(): BasketSummary {
    this.#summary ??= summaryOf([...this.#lines.values()].filter(({ quantity }) => quantity > 0));
    return this.#summary;
  }

  #turnTo(atMs: number): void {
    if (atMs === this.#atMs) return;
    this.#atMs = atMs;
    this.#isRestated = false;
    for (const product of this.#touched)
      if ((this.#lines.get(product)?.quantity ?? 0) <= 0) this.#lines.delete(product);
    this.#touched.clear();
  }

  #restate(lines: readonly BasketLine[]): boolean {
    const before = this.#lines;
    this.#lines = new Map();
    for (const line of lines) this.#add(line, 1);
    // A list may leave out what is known already.
    for (const [product, line] of this.#lines) {
      const known = before.get(product);
      if (known === undefined || known.quantity <= 0) continue;
      this.#lines.set(product, {
        ...line,
        name: line.name || known.name,
        price: line.price ?? known.price,
      });
    }
    for (const [product, { quantity }] of this.#lines) if (quantity === 0) this.#lines.delete(product);
    this.#isRestated = true;
    if (areAlike(before, this.#lines)) {
      this.#lines = before;
      return false;
    }
    this.#summary = null;
    return true;
  }

  /** The last price that is known counts, and the last name. */
  #add({ product, name, quantity, price }: BasketLine, sign: 1 | -1): void {
    const known = this.#lines.get(product);
    if (known === undefined && this.#lines.size >= limits.basketProductsMax) return;
    this.#touched.add(product);
    this.#lines.set(product, {
      product,
      name: name || (known?.name ?? ''),
      quantity: (known?.quantity ?? 0) + sign * quantity,
      price: price ?? known?.price ?? null,
    });
  }
}

/** Whether two hold the same: products, quantities and prices. */
function areAlike(one: ReadonlyMap<number, BasketLine>, other: ReadonlyMap<number, BasketLine>): boolean {
  let held = 0;
  for (const { product, quantity, price } of one.values()) {
    if (quantity <= 0) continue;
    held++;
    const same = other.get(product);
    if (same?.quantity !== quantity || same.price !== price) return false;
  }
  return held === other.size;
}

function summaryOf(lines: readonly BasketLine[]): BasketSummary {
  let quantity = 0;
  let value: number | null = null;
  for (const line of lines) {
    quantity += line.quantity;
    if (line.price !== null) value = (value ?? 0) + Math.round((line.quantity * line.price) / 1_000);
  }
  const shown = lines.slice(0, limits.basketProductsShownMax);
  const more = lines.length - shown.length;
  const words = [
    ...shown.map((line) => `${toPoints(line.quantity)} × ${line.name || 'a product'}`),
    ...(more > 0 ? [`${more} more`] : []),
    ...(value === null ? [] : [`worth ${toPoints(value)}`]),
  ];
  return { quantity, value, words: words.join(', ') };
}
