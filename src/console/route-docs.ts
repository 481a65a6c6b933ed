/** The description of a route for the OpenAPI document: its words, and the schema of each successful answer. */
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { nameOfSchema } from '../contract/api/api.ts';
import { type AnswerHeader, answerHeaders, type RequestHeader } from './openapi-words.ts';
import { documented } from './validation.ts';

export type WithId = { Params: { id: string } };

/** The words and schemas of a route; every route describes its answers. */
interface RouteDocs {
  /** By status. */
  response: Readonly<Record<number, object>>;
  description?: string;
  body?: object;
  querystring?: object;
  /** Media types of the body; JSON where there are none. */
  consumes?: readonly string[];
  /** Empty for a route without a log-in. */
  security?: readonly object[];
  /** The name of the operation, where its path does not make a good one. */
  operationId?: string;
  /** Headers of the request that it reads. */
  takes?: readonly RequestHeader[];
  /** Whether it counts tries, and answers 429. */
  isThrottled?: boolean;
}

/** Words and schemas of a route for the OpenAPI document. */
export const docs = (summary: string, { takes, isThrottled, ...words }: RouteDocs) => ({
  config: {
    docs: {
      summary,
      ...words,
      ...(takes !== undefined && { 'x-takes': takes }),
      ...(isThrottled !== undefined && { 'x-throttled': isThrottled }),
    },
  },
});

/** A page of a list, named after its items. */
export function listOf(item: z.ZodType) {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
  const name = nameOfSchema(item);
  return name === undefined ? page : page.meta({ title: `${name}List` });
}

const json = (schema: z.ZodType, description: string, headers: readonly AnswerHeader[]) => ({
  description,
  ...described(headers),
  content: { 'application/json': { schema: documented(schema, 'output') } },
});

/** Headers of an answer; that of its revision is found in its shape. */
function described(headers: readonly AnswerHeader[]) {
  if (headers.length === 0) return {};
  return { headers: Object.fromEntries(headers.map((name) => [name, answerHeaders[name].schema])) };
}

type Headers = readonly AnswerHeader[];

export const answers = (schema: z.ZodType, description: string, headers: Headers = []) => ({
  200: json(schema, description, headers),
});
export const created = (schema: z.ZodType, description: string, headers: Headers = []) => ({
  201: json(schema, description, headers),
});
export const accepted = (schema: z.ZodType, description: string, headers: Headers = []) => ({
  202: json(schema, description, headers),
});

/** Answers 204, without a body. */
export const nothing = (description: string) => ({ 204: { description, type: 'null' } });

/** An answer that is a text of another type than JSON. */
export const answersText = (
  type: string,
  description: string,
  { schema = {}, example, headers = [] }: { schema?: object; example?: string; headers?: Headers } = {},
) => ({
  200: {
    description,
    ...described(headers),
    content: { [type]: { schema: { type: 'string', ...schema }, ...(example !== undefined && { example }) } },
  },
});

/** Bytes of one of these content types. */
export const bytesOf = (types: readonly string[]) => ({
  content: Object.fromEntries(
    types.map((type) => [type, { schema: { type: 'string', format: 'binary' }, example: '' }]),
  ),
});

/** An answer that is a file, for a download. */
export const answersFile = (types: readonly string[], description: string) => ({
  200: { description, ...described(['Content-Disposition']), ...bytesOf(types) },
});

/** An answer that is JSON, or CSV where the request says so; `csv` says what is in it. */
export const answersOrCsv = (schema: z.ZodType, description: string, csv: string) => ({
  200: {
    description,
    ...described(['Content-Disposition', 'X-Report-Is-Whole', 'X-Report-Data-As-Of']),
    content: {
      'application/json': { schema: documented(schema, 'output') },
      'text/csv': {
        schema: { type: 'string', description: csv },
        example: 'owner,leads\nrep@example.com,12\n',
      },
    },
  },
});

export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw new ApiError('not_found', `there is no ${what}`);
  return item;
}

/** The number that a path names. Throws `not_found` for a text that is none: it names nothing. */
export function numbered(text: string, what: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ApiError('not_found', `there is no ${what} ${text.slice(0, 100)}`);
}
