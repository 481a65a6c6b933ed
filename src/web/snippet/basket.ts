/** Basket events under one cart id, from the first product until it is ordered or emptied. */
import { forget, randomId, recall, remember } from './storage.ts';

type Values = Record<string, unknown>;
type Track = (event: string, properties: Values) => void;

export interface Basket {
  add(product?: Values): void;
  remove(product?: Values): void;
  empty(): void;
  order(order?: Values): void;
}

export function createBasket(track: Track): Basket {
  const say = (event: string, values?: Values) => {
    const cartId = recall('cart') ?? randomId();
    remember('cart', cartId);
    track(event, { cart_id: cartId, ...values });
  };
  const end = (event: string, values?: Values) => {
    say(event, values);
    forget('cart');
  };
  return {
    add: (product) => say('Product Added', product),
    remove: (product) => say('Product Removed', product),
    empty: () => end('Cart Emptied'),
    order: (order) => end('Order Completed', order),
  };
}
