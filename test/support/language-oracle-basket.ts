/** The oracle's baskets: what one holds after each of its changes, all changes looked at again each time. */
import { type AbsenceRule, type Basket, basketOf, type Rule } from '../../src/contract/language/language.ts';
import { isMatch, type LanguageEvent, reach, spelled } from './language-oracle-match.ts';

/** By product, in thousandths. */
type Content = ReadonlyMap<string, { quantity: number; price: number | null }>;

/** One event of a basket, and what it leaves. */
export interface BasketMoment {
  event: LanguageEvent;
  /** False for a statement of what is there anyway, and for what lists nothing. */
  isChange: boolean;
  isEmpty: boolean;
  content: Content;
}

const thirtyDaysMs = 30 * 24 * 60 * 60_000;

export function isOfBasket(rule: Rule): rule is AbsenceRule & { basket: Basket } {
  return 'basket' in rule && rule.basket !== undefined;
}

/** What a basket holds after each of its events, which are in the order of time. What ends it takes all out, at its very instant too. */
export function basketStory(
  basket: Basket,
  events: readonly LanguageEvent[],
  endsAtMs: readonly number[],
): BasketMoment[] {
  return events.flatMap((event, index) => {
    if (endsAtMs.includes(event.atMs)) return [];
    const endedAtMs = Math.max(...endsAtMs.filter((atMs) => atMs < event.atMs), Number.NEGATIVE_INFINITY);
    const since = events.slice(0, index + 1).filter(({ atMs }) => atMs > endedAtMs);
    const { content, isChange } = heldAfter(basket, since);
    return [{ event, isChange, content, isEmpty: content.size === 0 }];
  });
}

/** The value or the pieces of what is left; null where no price is known. */
export function leftWorth(of: 'value' | 'quantity', content: Content): number | null {
  const lines = [...content.values()];
  if (of === 'quantity') return lines.reduce((sum, { quantity }) => sum + quantity, 0) / 1_000;
  const priced = lines.flatMap(({ quantity, price }) => (price === null ? [] : [{ quantity, price }]));
  if (priced.length === 0) return null;
  return priced.reduce((sum, one) => sum + Math.round((one.quantity * one.price) / 1_000), 0) / 1_000;
}

function heldAfter(
  basket: Basket,
  events: readonly LanguageEvent[],
): { content: Content; isChange: boolean } {
  let settled: Content = new Map();
  let changedAtMs = Number.NEGATIVE_INFINITY;
  let isChange = false;
  for (const atMs of new Set(events.map((event) => event.atMs))) {
    if (atMs - changedAtMs > thirtyDaysMs) settled = new Map();
    let moving: Content = settled;
    let stated: Content | null = null;
    for (const event of events.filter((one) => one.atMs === atMs)) {
      const { how, lines } = changeOf(basket, event);
      if (how === 'restated') {
        const held: Content = stated ?? leftOf(moving);
        const now: Content | null =
          lines === null ? null : pricedBy(held, leftOf(summed(new Map(), lines, 1)));
        isChange = now !== null && textOf(now) !== textOf(held);
        if (now !== null) stated = isChange ? now : (stated ?? leftOf(moving));
      } else {
        isChange = true;
        if (stated === null) moving = summed(moving, lines ?? [], how === 'added' ? 1 : -1);
      }
      if (isChange) changedAtMs = atMs;
    }
    settled = stated ?? leftOf(moving);
  }
  return { content: settled, isChange };
}

interface Line {
  product: string;
  quantity: number;
  price: number | null;
}

function changeOf(
  given: Basket,
  event: LanguageEvent,
): { how: 'added' | 'removed' | 'restated'; lines: Line[] | null } {
  const words = basketOf(given);
  const list = reach(event.properties, words.products);
  const items = Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : null;
  const lineOf = (values: Record<string, unknown> | undefined): Line => ({
    product: String(
      words.product
        .split(' or ')
        .map((name) => reach(values, name))
        .find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number') ?? '',
    ),
    quantity: thousandths(reach(values, words.quantity)) ?? 1_000,
    price: thousandths(reach(values, words.price)),
  });
  const lines = (items ?? [event.properties]).map((item) => lineOf(item as Record<string, unknown>));
  if (isMatch(event, words.removed)) return { how: 'removed', lines };
  if (isMatch(event, words.restated)) return { how: 'restated', lines: items === null ? null : lines };
  return { how: 'added', lines };
}

function thousandths(value: unknown): number | null {
  const number = spelled(value);
  return number === null || number < 0 ? null : Math.floor(number * 1_000 + 0.5);
}

/** A list without a price leaves the one that is known. */
function pricedBy(known: Content, content: Content): Content {
  return new Map(
    [...content].map(([product, line]) => [
      product,
      { ...line, price: line.price ?? known.get(product)?.price ?? null },
    ]),
  );
}

function summed(content: Content, lines: readonly Line[], sign: 1 | -1): Content {
  const sum = new Map(content);
  for (const { product, quantity, price } of lines) {
    const known = sum.get(product);
    sum.set(product, {
      quantity: (known?.quantity ?? 0) + sign * quantity,
      price: price ?? known?.price ?? null,
    });
  }
  return sum;
}

function leftOf(content: Content): Content {
  return new Map([...content].filter(([, { quantity }]) => quantity > 0));
}

function textOf(content: Content): string {
  return JSON.stringify([...content].sort(([a], [b]) => (a < b ? -1 : 1)));
}
