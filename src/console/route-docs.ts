/** What the routes of all records are described with, and their common answers. */
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { documented } from './validation.ts';

export type WithId = { Params: { id: string } };

export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const answers = (schema: z.ZodType, description: string) => ({
  200: { description, ...documented(schema, 'output') },
});

/** Words and schemas of a route for the OpenAPI document. */
export const docs = (summary: string, schemas: Record<string, unknown> = {}) => ({
  config: { docs: { summary, ...schemas } },
});

export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw new ApiError('not_found', `there is no ${what}`);
  return item;
}
