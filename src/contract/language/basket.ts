/** A basket as the net of its changes: which events take products out or state all of them, and where events say them. */
import { z } from 'zod';
import { matchSchema, nameSchema } from './condition.ts';
import { keyChoice } from './payment.ts';

const basketWords = z
  .strictObject({
    /** The events that take products out; every other one of `when` puts them in. */
    removed: matchSchema.optional(),
    /** The events whose list of products is all that the basket holds. */
    restated: matchSchema.optional(),
    /** The property with a list of products; an event without it is of one product, which its own properties say. */
    products: nameSchema.optional(),
    /** What products differ by. */
    product: keyChoice.optional(),
    name: keyChoice.optional(),
    quantity: nameSchema.optional(),
    price: nameSchema.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, {
    message: 'expected "net content", or what differs from it, such as { product: article_id }',
  });

/** `net content` is a basket by the names of Segment's events and properties. */
export const basketSchema = z.union([z.literal('net content'), basketWords]);

export type Basket = z.infer<typeof basketSchema>;

type Words = Exclude<Basket, string>;
type AllWords = { [Word in keyof Words]-?: NonNullable<Words[Word]> };

/** Returns all words of a basket, by Segment's names where it says nothing else. */
export function basketOf(given: Basket): AllWords {
  if (typeof given === 'string') return bySegment;
  const { product } = given;
  // What they differ by under another name names them too.
  const named = product === undefined ? {} : { name: `name or ${product}` };
  return { ...bySegment, ...named, ...(given as Partial<AllWords>) };
}

const bySegment: AllWords = {
  removed: { event: 'Product Removed' },
  restated: { event: ['Cart Viewed', 'Checkout Started'] },
  products: 'products',
  product: 'product_id or sku or name',
  name: 'name or product_id or sku',
  quantity: 'quantity',
  price: 'price',
};
