/** Types of the client; `schema.d.ts` is made of the OpenAPI document. */
import type { Client, ClientOptions } from 'openapi-fetch';
import type { components, operations, paths, webhooks } from './schema.d.ts';

export type { components, operations, paths, webhooks };

/** A named shape of the document: `Shape<'Lead'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What Scoville posts, by its `type`: `WebhookEvent<'lead.opened'>`. */
export type WebhookEvent<Type extends keyof webhooks = keyof webhooks> = {
  [One in Type]: webhooks[One]['post']['requestBody']['content']['application/json'];
}[Type];

export type ScovilleClient = Client<paths>;

export interface ScovilleOptions extends Omit<ClientOptions, 'headers'> {
  /** Where Scoville is: `https://scoville.example`. In its own pages it may be left out. */
  baseUrl?: string;
  /** The API token. Pages leave it out: the browser sends the cookie of the log-in. */
  token?: string | undefined;
  /** Sent with every call. */
  headers?: Record<string, string>;
}

/** Makes a client. A call is a method and a path of the document: `client.GET('/api/v1/leads')`. */
export function createScovilleClient(options?: ScovilleOptions): ScovilleClient;

/** What a call comes to. */
export interface Call<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Resolves to the data of a call. Rejects with a `ScovilleError` for a status that is no success. */
export function answered<Data>(call: Promise<Call<Data>>): Promise<Data>;

/** A page of a list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Every item of a list, page by page: `pageAfter` asks for the page after a cursor, the first one without. */
export function everyItem<Item>(
  pageAfter: (cursor: string | undefined) => Promise<Call<Page<Item>>>,
): AsyncGenerator<Item, void, void>;

/** An answer that is no success. Its message is the problem's `detail`: the bad value and the remedy. */
export class ScovilleError extends Error {
  readonly status: number;
  /** The code of the problem, for programs; null where a proxy answered. */
  readonly code: Shape<'Problem'>['code'] | null;
  readonly problem: Shape<'Problem'> | null;
  /** When to send the request again; null where the answer does not say. */
  readonly retryAfterSeconds: number | null;
  constructor(response: Response, problem: Shape<'Problem'> | null);
}
