/** What one event changes of a basket: products put in, taken out, or stated as all that it holds. Pure. */
import { keyHashOf, limits } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import {
  type Basket,
  basketOf,
  type Json,
  type JsonObject,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import { matcherOf } from './match.ts';
import { numberOf, valueAt } from './value-test.ts';

/** Profiles store the position in this list: new ones go to its end. */
export const basketChanges = ['added', 'removed', 'restated'] as const;

export interface BasketLine {
  /** A 40-bit hash of what products differ by; 0 where the event does not say it. */
  product: number;
  /** As people read it, without what turns or hides text; empty where unknown. */
  name: string;
  /** Thousandths of a piece, at least 0. */
  quantity: number;
  /** Thousandths of the price of a piece, at least 0; null where unknown. */
  price: number | null;
}

export interface BasketChange {
  how: (typeof basketChanges)[number];
  lines: readonly BasketLine[];
}

/** Returns how events change a basket; null for one that should list all products and does not. */
export function basketReader(given: Basket): (event: ScovilleEvent) => BasketChange | null {
  const { removed, restated, products, product, name, quantity, price } = basketOf(given);
  const isRemoved = matcherOf(removed);
  const isRestated = matcherOf(restated);
  const identity = firstOf(product);
  const called = firstOf(name);
  const lineOf = (properties: JsonObject | undefined): BasketLine => {
    const id = identity(properties);
    return {
      product: id === undefined ? 0 : keyHashOf(id),
      name: nameOf(called(properties) ?? ''),
      quantity: thousandthsOf(valueAt(properties, quantity), limits.basketQuantityMax) ?? 1_000,
      price: thousandthsOf(valueAt(properties, price), limits.basketPriceMax),
    };
  };
  return (event) => {
    const list = valueAt(event.properties, products);
    const listed = Array.isArray(list) ? list.filter(isObject).slice(0, limits.basketProductsMax) : null;
    const lines = (listed ?? [event.properties]).map(lineOf);
    if (isRemoved(event)) return { how: 'removed', lines };
    if (!isRestated(event)) return { how: 'added', lines };
    return listed === null ? null : { how: 'restated', lines };
  };
}

function firstOf(names: string): (properties: JsonObject | undefined) => string | undefined {
  const choices = names.split(' or ');
  return (properties) => {
    for (const one of choices) {
      const value = valueAt(properties, one);
      if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
    }
    return undefined;
  };
}

/** White space and what cannot be seen become single spaces; whole characters only. */
function nameOf(text: string): string {
  const seen = text.slice(0, 10 * limits.basketNameLengthMax).replace(hidden, ' ');
  const characters = [...seen.trim()];
  const { basketNameLengthMax: most } = limits;
  return isolated(
    characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join(''),
  );
}
const hidden = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

/** A number of 0 or more in thousandths, at most `most`; null for anything else. */
function thousandthsOf(value: Json | undefined, most: number): number | null {
  const number = numberOf(value);
  return number === undefined || number < 0 ? null : Math.round(Math.min(number, most) * 1_000);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
