/** The description of a route for the OpenAPI document: its words, and the schema of each successful answer. */
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { documented } from './validation.ts';

export type WithId = { Params: { id: string } };

/** The words and schemas of a route; every route describes its answers. */
interface RouteDocs {
  /** By status. */
  response: Readonly<Record<number, object>>;
  description?: string;
  body?: object;
  querystring?: object;
  /** Empty for a route without a log-in. */
  security?: readonly object[];
}

/** Words and schemas of a route for the OpenAPI document. */
export const docs = (summary: string, words: RouteDocs) => ({ config: { docs: { summary, ...words } } });

export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const json = (schema: z.ZodType, description: string) => ({ description, ...documented(schema, 'output') });

export const answers = (schema: z.ZodType, description: string) => ({ 200: json(schema, description) });
export const created = (schema: z.ZodType, description: string) => ({ 201: json(schema, description) });
export const accepted = (schema: z.ZodType, description: string) => ({ 202: json(schema, description) });

/** Answers 204, without a body. */
export const nothing = (description: string) => ({ 204: { description, type: 'null' } });

/** An answer that is a text of another type than JSON. */
export const answersText = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: { type: 'string' } } } },
});

/** An answer that is JSON, or CSV where the request says so; `csv` says what is in it. */
export const answersOrCsv = (schema: z.ZodType, description: string, csv: string) => ({
  200: {
    description,
    content: {
      'application/json': { schema: documented(schema, 'output') },
      'text/csv': { schema: { type: 'string', description: csv } },
    },
  },
});

export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw new ApiError('not_found', `there is no ${what}`);
  return item;
}
